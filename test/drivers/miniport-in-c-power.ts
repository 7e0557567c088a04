/** The miniport of miniport-in-c.ts with run-time power, as it is written for Windows: its disks idle, then it does. */
import { MINIPORT } from './miniport-in-c.ts';

const DESCRIBE = `
static BOOLEAN IsDump;

static BOOLEAN Describe(PVOID ext, PSTOR_ADDRESS address, ULONG flags, ULONG timeout, const GUID *id, ULONG states)
{
  UCHAR buffer[STOR_POFX_DEVICE_V3_SIZE + STOR_POFX_COMPONENT_SIZE + 2 * STOR_POFX_COMPONENT_IDLE_STATE_SIZE];
  PSTOR_POFX_DEVICE_V3 device = (PSTOR_POFX_DEVICE_V3)buffer;
  PSTOR_POFX_COMPONENT component = &device->Components[0];
  BOOLEAN cold = FALSE;
  ULONG index, status;

  memset(buffer, 0, sizeof(buffer));
  device->Version = STOR_POFX_DEVICE_VERSION_V3;
  device->Size = STOR_POFX_DEVICE_V3_SIZE;
  device->ComponentCount = 1;
  device->Flags = flags | STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT;
  if (address == NULL)
    device->AdapterIdleTimeoutInMS = timeout;
  else
    device->UnitMinIdleTimeoutInMS = timeout;
  component->Version = STOR_POFX_COMPONENT_VERSION_V1;
  component->Size = STOR_POFX_COMPONENT_SIZE;
  component->FStateCount = states;
  component->DeepestWakeableFState = 0;
  component->Id = *id;
  for (index = 0; index < states; index += 1) {
    component->FStates[index].Version = STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1;
    component->FStates[index].Size = STOR_POFX_COMPONENT_IDLE_STATE_SIZE;
    component->FStates[index].TransitionLatency = index * 200;
    component->FStates[index].ResidencyRequirement = index * 10000;
    component->FStates[index].NominalPower = STOR_POFX_UNKNOWN_POWER;
  }
  status = StorPortInitializePoFxPower(ext, address, (PSTOR_POFX_DEVICE)device, &cold);
  StorPortDebugPrint(0, "described %s: %u, cold %u", address == NULL ? "adapter" : "unit", status, cold);
  return status == STOR_STATUS_SUCCESS;
}

static BOOLEAN PassiveInitialize(PVOID ext)
{
  return Describe(ext, NULL, STOR_POFX_DEVICE_FLAG_ENABLE_D3_COLD, 1000, &STORPORT_POFX_ADAPTER_GUID, 2);
}
`;

const CONTROLS = `
static SCSI_ADAPTER_CONTROL_STATUS Control(PVOID ext, SCSI_ADAPTER_CONTROL_TYPE type, PVOID parameters)
{
  switch (type) {
  case ScsiQuerySupportedControlTypes: {
    static const ULONG types[] = { ScsiStopAdapter, ScsiRestartAdapter, ScsiAdapterPower, ScsiAdapterPoFxPowerRequired,
      ScsiAdapterPoFxPowerActive, ScsiAdapterPoFxPowerSetFState };
    PSCSI_SUPPORTED_CONTROL_TYPE_LIST list = parameters;
    ULONG index;

    for (index = 0; index < RTL_NUMBER_OF(types); index += 1)
      if (types[index] < list->MaxControlType)
        list->SupportedTypeList[types[index]] = TRUE;
    break;
  }
  case ScsiRestartAdapter:
    Enable(ext);
    break;
  case ScsiAdapterPower:
    if (((PSTOR_ADAPTER_CONTROL_POWER)parameters)->PowerState == StorPowerDeviceD0)
      Enable(ext);
    StorPortDebugPrint(0, "adapter D%d", ((PSTOR_ADAPTER_CONTROL_POWER)parameters)->PowerState - StorPowerDeviceD0);
    break;
  case ScsiAdapterPoFxPowerActive:
    StorPortDebugPrint(0, "adapter %s", ((PSTOR_POFX_ACTIVE_CONTEXT)parameters)->Active ? "active" : "idle");
    break;
  case ScsiAdapterPoFxPowerSetFState:
    StorPortDebugPrint(0, "adapter F%u", ((PSTOR_POFX_FSTATE_CONTEXT)parameters)->FState);
    break;
  }
  return ScsiAdapterControlSuccess;
}

static SCSI_UNIT_CONTROL_STATUS UnitControl(PVOID ext, SCSI_UNIT_CONTROL_TYPE type, PVOID parameters)
{
  PSTOR_POFX_UNIT_POWER_INFO info = parameters;
  PSCSI_SUPPORTED_CONTROL_TYPE_LIST list = parameters;

  switch (type) {
  case ScsiQuerySupportedUnitControlTypes:
    list->SupportedTypeList[ScsiUnitPower] = TRUE;
    list->SupportedTypeList[ScsiUnitPoFxPowerInfo] = TRUE;
    list->SupportedTypeList[ScsiUnitPoFxPowerActive] = TRUE;
    break;
  case ScsiUnitPoFxPowerInfo:
    if (info->IdlePowerEnabled && !Describe(ext, info->Header.Address, 0, 500, &STORPORT_POFX_LUN_GUID, 1))
      return ScsiUnitControlUnsuccessful;
    break;
  case ScsiUnitPoFxPowerActive:
    StorPortDebugPrint(0, "unit %s", ((PSTOR_POFX_ACTIVE_CONTEXT)parameters)->Active ? "active" : "idle");
    break;
  }
  return ScsiUnitControlSuccess;
}

NTSTATUS DriverEntry`;

const INITIALIZE = `
static BOOLEAN Initialize(PVOID ext)
{
  if (!IsDump)
    StorPortEnablePassiveInitialization(ext, PassiveInitialize);
  return Enable(ext);
}

static ULONG FindAdapter`;

export const POWERED_MINIPORT = [
  [/static SCSI_ADAPTER_CONTROL_STATUS Control[\s\S]*?NTSTATUS DriverEntry/, CONTROLS],
  ['static BOOLEAN Initialize', `${DESCRIBE}\nstatic BOOLEAN Enable`],
  ['static ULONG FindAdapter', INITIALIZE],
  ['  Finds += 1;', '  Finds += 1;\n  IsDump = config->DumpMode != DUMP_MODE_NONE;'],
  ['  data.DeviceExtensionSize', '  data.HwUnitControl = UnitControl;\n  data.DeviceExtensionSize'],
].reduce((text, [from = '', to = '']) => text.replace(from, to as string), MINIPORT);
