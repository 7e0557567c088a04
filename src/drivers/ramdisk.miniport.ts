/**
 * The miniport of the emulated storage adapter. It uses nothing but Storport's routines: commands go to the adapter by
 * physical address, an interrupt tells of their end.
 */
import {
  BOOLEAN,
  cast,
  type DRIVER_OBJECT,
  FALSE,
  HW_INITIALIZATION_DATA,
  local,
  MINIPORT_DUMP_POINTERS,
  type NTSTATUS,
  NULL,
  out,
  PCIBus,
  type PORT_CONFIGURATION_INFORMATION,
  PVOID,
  RequestComplete,
  SCSI_REQUEST_BLOCK,
  SCSI_SUPPORTED_CONTROL_TYPE_LIST,
  SCSISTAT_GOOD,
  ScsiAdapterControlSuccess,
  ScsiAdapterControlUnsuccessful,
  ScsiAdapterPower,
  ScsiAdapterSurpriseRemoval,
  ScsiQuerySupportedControlTypes,
  ScsiQuerySupportedUnitControlTypes,
  ScsiRestartAdapter,
  ScsiStopAdapter,
  ScsiUnitControlSuccess,
  ScsiUnitControlUnsuccessful,
  ScsiUnitPower,
  ScsiUnitRemove,
  ScsiUnitStart,
  ScsiUnitSurpriseRemoval,
  ScsiUnitUsage,
  SP_RETURN_ERROR,
  SP_RETURN_FOUND,
  SP_RETURN_NOT_FOUND,
  SRB_FUNCTION_DUMP_POINTERS,
  SRB_FUNCTION_EXECUTE_SCSI,
  SRB_FUNCTION_FLUSH,
  SRB_FUNCTION_FREE_DUMP_POINTERS,
  SRB_FUNCTION_PNP,
  SRB_FUNCTION_POWER,
  SRB_FUNCTION_RESET_DEVICE,
  SRB_FUNCTION_RESET_LOGICAL_UNIT,
  SRB_FUNCTION_SHUTDOWN,
  SRB_STATUS_AUTOSENSE_VALID,
  SRB_STATUS_BUS_RESET,
  SRB_STATUS_ERROR,
  SRB_STATUS_INVALID_REQUEST,
  SRB_STATUS_SELECTION_TIMEOUT,
  SRB_STATUS_SUCCESS,
  STOR_ADAPTER_CONTROL_POWER,
  STOR_FEATURE_DUMP_POINTERS,
  STOR_FEATURE_DUMP_RESUME_CAPABLE,
  STOR_MAP_NON_READ_WRITE_BUFFERS,
  STOR_STATUS_SUCCESS,
  StorPortAllocatePool,
  StorPortCompleteRequest,
  StorPortFreePool,
  StorPortGetDeviceBase,
  StorPortGetPhysicalAddress,
  StorPortGetScatterGatherList,
  StorPortInitialize,
  StorPortMarkDumpMemory,
  StorPortNotification,
  StorPortReadRegisterUlong,
  StorPortWriteRegisterUlong,
  StorPowerDeviceD0,
  StorSynchronizeFullDuplex,
  sizeof,
  struct,
  TRUE,
  ULONG,
  type UNICODE_STRING,
} from 'wdm';
import {
  ABORT,
  ALL_CAUSES,
  ALL_TARGETS,
  COMMANDS_COMPLETED,
  COMPLETED,
  CONTROL,
  DONE,
  DOORBELL,
  ENABLE,
  type HBA_COMMAND,
  INTERRUPT_MASK,
  INTERRUPT_STATUS,
  MAXIMUM_SEGMENTS,
  NO_TARGET,
  REGISTER_BYTES,
  REQUEST_EXTENSION,
  RESET,
  SEGMENTS,
  SIGNATURE,
  TARGETS,
  THIS_ADAPTER,
} from './lib/ramdisk-hardware.ts';

const TAG = 'Rdsk';
const PAGE = 4096;
/** The smallest buffer that holds MiniportPrivateDumpData. */
const SMALLEST_POINTERS = 0x34;

/** What the dump instance cannot ask anybody for. */
class DUMP_CONTEXT extends struct('RAMDISK_DUMP_CONTEXT', { Targets: ULONG }) {}

class ADAPTER extends struct('RAMDISK_ADAPTER', {
  /** Address of the registers. */
  Registers: PVOID,
  Targets: ULONG,
  IsDump: BOOLEAN,
}) {}

export function DriverEntry(driverObject: DRIVER_OBJECT, registryPath: UNICODE_STRING): NTSTATUS {
  const data = local(HW_INITIALIZATION_DATA);
  data.HwInitializationDataSize = sizeof(HW_INITIALIZATION_DATA);
  data.AdapterInterfaceType = PCIBus;
  data.HwFindAdapter = FindAdapter;
  data.HwInitialize = Initialize;
  data.HwBuildIo = BuildIo;
  data.HwStartIo = StartIo;
  data.HwInterrupt = Interrupt;
  data.HwResetBus = ResetBus;
  data.HwAdapterControl = AdapterControl;
  data.HwUnitControl = UnitControl;
  data.DeviceExtensionSize = sizeof(ADAPTER);
  data.SrbExtensionSize = sizeof(REQUEST_EXTENSION);
  data.NumberOfAccessRanges = 1;
  data.MapBuffers = STOR_MAP_NON_READ_WRITE_BUFFERS;
  data.NeedPhysicalAddresses = TRUE;
  data.TaggedQueuing = TRUE;
  data.AutoRequestSense = TRUE;
  data.MultipleRequestPerLu = TRUE;
  data.FeatureSupport = STOR_FEATURE_DUMP_POINTERS | STOR_FEATURE_DUMP_RESUME_CAPABLE;
  return StorPortInitialize(driverObject, registryPath, data, NULL);
}

function FindAdapter(
  extension: PVOID,
  _context: PVOID,
  _bus: PVOID,
  _arguments: PVOID,
  config: PORT_CONFIGURATION_INFORMATION,
): ULONG {
  const adapter = cast(ADAPTER, extension);
  const range = config.AccessRanges;
  if (config.NumberOfAccessRanges === 0 || range === NULL) {
    return SP_RETURN_NOT_FOUND;
  }
  adapter.IsDump = config.DumpMode !== 0;
  if (adapter.IsDump) {
    if (config.MiniportDumpData === 0) {
      return SP_RETURN_ERROR;
    }
    StorPortMarkDumpMemory(extension, config.MiniportDumpData, sizeof(DUMP_CONTEXT), 0);
  }
  adapter.Registers = StorPortGetDeviceBase(
    extension,
    config.AdapterInterfaceType,
    config.SystemIoBusNumber,
    range.RangeStart,
    REGISTER_BYTES,
    !range.RangeInMemory,
  );
  if (adapter.Registers === 0) {
    return SP_RETURN_ERROR;
  }
  if (StorPortReadRegisterUlong(extension, adapter.Registers + SIGNATURE) !== THIS_ADAPTER) {
    return SP_RETURN_NOT_FOUND;
  }
  // Whatever it was doing, for a driver before this one or for the same one before a crash, ends here.
  StorPortWriteRegisterUlong(extension, adapter.Registers + CONTROL, RESET);
  adapter.Targets = adapter.IsDump
    ? cast(DUMP_CONTEXT, config.MiniportDumpData).Targets
    : StorPortReadRegisterUlong(extension, adapter.Registers + TARGETS);
  Describe(extension, adapter, config);
  return SP_RETURN_FOUND;
}

function Describe(extension: PVOID, adapter: ADAPTER, config: PORT_CONFIGURATION_INFORMATION): void {
  const segments = StorPortReadRegisterUlong(extension, adapter.Registers + MAXIMUM_SEGMENTS);
  config.NumberOfPhysicalBreaks = Math.min(segments, SEGMENTS);
  config.MaximumTransferLength = (config.NumberOfPhysicalBreaks - 1) * PAGE;
  config.NumberOfBuses = 1;
  config.MaximumNumberOfTargets = adapter.Targets;
  config.MaximumNumberOfLogicalUnits = 1;
  config.SynchronizationModel = StorSynchronizeFullDuplex;
  config.RequestedDumpBufferSize = PAGE;
}

function Initialize(extension: PVOID): boolean {
  Enable(extension, cast(ADAPTER, extension));
  return TRUE;
}

/** In a dump run no interrupt is delivered: the cause is looked at all the same, because the port polls. */
function Enable(extension: PVOID, adapter: ADAPTER): void {
  StorPortWriteRegisterUlong(extension, adapter.Registers + CONTROL, RESET | ENABLE);
  StorPortWriteRegisterUlong(extension, adapter.Registers + INTERRUPT_STATUS, ALL_CAUSES);
  StorPortWriteRegisterUlong(extension, adapter.Registers + INTERRUPT_MASK, COMMANDS_COMPLETED);
}

function Disable(extension: PVOID, adapter: ADAPTER): void {
  StorPortWriteRegisterUlong(extension, adapter.Registers + INTERRUPT_MASK, 0);
  StorPortWriteRegisterUlong(extension, adapter.Registers + CONTROL, RESET);
}

/** Makes the command. What needs no hardware is done here. */
function BuildIo(extension: PVOID, srb: SCSI_REQUEST_BLOCK): boolean {
  if (srb.Function !== SRB_FUNCTION_EXECUTE_SCSI) {
    Complete(extension, srb, Answer(extension, srb));
    return FALSE;
  }
  const request = cast(REQUEST_EXTENSION, srb.SrbExtension);
  const command = request.Command;
  request.Srb = srb.address;
  command.Target = srb.TargetId;
  command.Lun = srb.Lun;
  command.CdbLength = srb.CdbLength;
  command.Flags = 0;
  command.DataLength = srb.DataTransferLength;
  for (let at = 0; at < srb.CdbLength; at += 1) {
    command.Cdb.set(at, srb.Cdb.get(at));
  }
  command.SenseAddress = PhysicalAddress(extension, srb, srb.SenseInfoBuffer);
  command.SenseLength = srb.SenseInfoBufferLength;
  command.SegmentList = PhysicalAddress(extension, srb, request.List.address);
  command.Segments = FillSegments(extension, srb, request);
  return TRUE;
}

function PhysicalAddress(extension: PVOID, srb: SCSI_REQUEST_BLOCK, address: PVOID): ULONG {
  const length = out<ULONG>(0);
  return address === 0 ? 0 : Number(StorPortGetPhysicalAddress(extension, srb, address, length));
}

function FillSegments(extension: PVOID, srb: SCSI_REQUEST_BLOCK, request: REQUEST_EXTENSION): ULONG {
  const list = srb.DataTransferLength === 0 ? NULL : StorPortGetScatterGatherList(extension, srb);
  if (list === NULL) {
    return 0;
  }
  for (let index = 0; index < list.NumberOfElements; index += 1) {
    const segment = request.List.get(index);
    const element = list.List.get(index);
    segment.Address = Number(element.PhysicalAddress);
    segment.Length = element.Length;
  }
  return list.NumberOfElements;
}

function StartIo(extension: PVOID, srb: SCSI_REQUEST_BLOCK): boolean {
  const command = PhysicalAddress(extension, srb, srb.SrbExtension);
  StorPortWriteRegisterUlong(extension, cast(ADAPTER, extension).Registers + DOORBELL, command);
  return TRUE;
}

/** Everything that is no SCSI command. @returns SRB_STATUS_* */
function Answer(extension: PVOID, srb: SCSI_REQUEST_BLOCK): ULONG {
  const adapter = cast(ADAPTER, extension);
  switch (srb.Function) {
    case SRB_FUNCTION_RESET_LOGICAL_UNIT:
    case SRB_FUNCTION_RESET_DEVICE:
      StorPortWriteRegisterUlong(extension, adapter.Registers + ABORT, srb.TargetId);
      StorPortCompleteRequest(extension, srb.PathId, srb.TargetId, srb.Lun, SRB_STATUS_BUS_RESET);
      return SRB_STATUS_SUCCESS;
    case SRB_FUNCTION_DUMP_POINTERS:
      return FillDumpPointers(extension, adapter, srb);
    case SRB_FUNCTION_FREE_DUMP_POINTERS:
      return FreeDumpPointers(extension, srb);
    case SRB_FUNCTION_FLUSH:
    case SRB_FUNCTION_SHUTDOWN:
    case SRB_FUNCTION_POWER:
    case SRB_FUNCTION_PNP:
      return SRB_STATUS_SUCCESS;
    default:
      return SRB_STATUS_INVALID_REQUEST;
  }
}

function FillDumpPointers(extension: PVOID, adapter: ADAPTER, srb: SCSI_REQUEST_BLOCK): ULONG {
  if (srb.DataBuffer === 0 || srb.DataTransferLength < SMALLEST_POINTERS) {
    return SRB_STATUS_INVALID_REQUEST;
  }
  const buffer = out<PVOID>(0);
  if (StorPortAllocatePool(extension, sizeof(DUMP_CONTEXT), TAG, buffer) !== STOR_STATUS_SUCCESS) {
    return SRB_STATUS_ERROR;
  }
  cast(DUMP_CONTEXT, buffer.value).Targets = adapter.Targets;
  const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);
  pointers.Version = 0x0100;
  pointers.Size = sizeof(MINIPORT_DUMP_POINTERS);
  pointers.MiniportPrivateDumpData = buffer.value;
  return SRB_STATUS_SUCCESS;
}

function FreeDumpPointers(extension: PVOID, srb: SCSI_REQUEST_BLOCK): ULONG {
  if (srb.DataBuffer === 0 || srb.DataTransferLength < SMALLEST_POINTERS) {
    return SRB_STATUS_INVALID_REQUEST;
  }
  StorPortFreePool(extension, cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer).MiniportPrivateDumpData);
  return SRB_STATUS_SUCCESS;
}

/** Clears the cause first: what completes from here on interrupts again. */
function Interrupt(extension: PVOID): boolean {
  const adapter = cast(ADAPTER, extension);
  const causes = StorPortReadRegisterUlong(extension, adapter.Registers + INTERRUPT_STATUS);
  if (causes === 0 || causes === 0xffffffff) {
    return FALSE;
  }
  StorPortWriteRegisterUlong(extension, adapter.Registers + INTERRUPT_STATUS, causes);
  for (let address = NextCompleted(extension, adapter); address !== 0; address = NextCompleted(extension, adapter)) {
    Finish(extension, cast(REQUEST_EXTENSION, address));
  }
  return TRUE;
}

function NextCompleted(extension: PVOID, adapter: ADAPTER): ULONG {
  return StorPortReadRegisterUlong(extension, adapter.Registers + COMPLETED);
}

/** On this machine an address is the same for hardware and software, so the command leads to its request. */
function Finish(extension: PVOID, request: REQUEST_EXTENSION): void {
  const { Command: command } = request;
  const srb = cast(SCSI_REQUEST_BLOCK, request.Srb);
  srb.ScsiStatus = command.ScsiStatus;
  srb.DataTransferLength = command.Transferred;
  Complete(extension, srb, StatusOf(command));
}

function StatusOf(command: HBA_COMMAND): ULONG {
  if (command.AdapterStatus === NO_TARGET) {
    return SRB_STATUS_SELECTION_TIMEOUT;
  }
  if (command.AdapterStatus !== DONE) {
    return SRB_STATUS_ERROR;
  }
  return command.ScsiStatus === SCSISTAT_GOOD ? SRB_STATUS_SUCCESS : SRB_STATUS_ERROR | SRB_STATUS_AUTOSENSE_VALID;
}

function Complete(extension: PVOID, srb: SCSI_REQUEST_BLOCK, status: ULONG): void {
  srb.SrbStatus = status;
  StorPortNotification(RequestComplete, extension, srb);
}

function ResetBus(extension: PVOID, path: ULONG): boolean {
  const adapter = cast(ADAPTER, extension);
  StorPortWriteRegisterUlong(extension, adapter.Registers + ABORT, ALL_TARGETS);
  StorPortCompleteRequest(extension, path, 0xff, 0xff, SRB_STATUS_BUS_RESET);
  return TRUE;
}

function AdapterControl(extension: PVOID, type: ULONG, parameters: PVOID): ULONG {
  const adapter = cast(ADAPTER, extension);
  switch (type) {
    case ScsiQuerySupportedControlTypes:
      List(parameters, [ScsiStopAdapter, ScsiRestartAdapter, ScsiAdapterPower, ScsiAdapterSurpriseRemoval]);
      return ScsiAdapterControlSuccess;
    case ScsiStopAdapter:
      Disable(extension, adapter);
      return ScsiAdapterControlSuccess;
    case ScsiRestartAdapter:
      Enable(extension, adapter);
      return ScsiAdapterControlSuccess;
    case ScsiAdapterPower: {
      const isUp = cast(STOR_ADAPTER_CONTROL_POWER, parameters).PowerState === StorPowerDeviceD0;
      (isUp ? Enable : Disable)(extension, adapter);
      return ScsiAdapterControlSuccess;
    }
    case ScsiAdapterSurpriseRemoval:
      return ScsiAdapterControlSuccess;
    default:
      return ScsiAdapterControlUnsuccessful;
  }
}

function UnitControl(_extension: PVOID, type: ULONG, parameters: PVOID): ULONG {
  const known = [ScsiUnitUsage, ScsiUnitStart, ScsiUnitPower, ScsiUnitRemove, ScsiUnitSurpriseRemoval];
  if (type === ScsiQuerySupportedUnitControlTypes) {
    List(parameters, known);
    return ScsiUnitControlSuccess;
  }
  return known.includes(type) ? ScsiUnitControlSuccess : ScsiUnitControlUnsuccessful;
}

function List(parameters: PVOID, types: readonly ULONG[]): void {
  const list = cast(SCSI_SUPPORTED_CONTROL_TYPE_LIST, parameters);
  for (const type of types) {
    if (type < list.MaxControlType) {
      list.SupportedTypeList.set(type, TRUE);
    }
  }
}
