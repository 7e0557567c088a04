import { expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { deviceOf } from '../../support/machine.ts';
import { boot, bugcheckOf, printed } from './support.ts';

/** What is the same in both: callbacks, and a component with F0 and F1. */
const CALLBACKS = `
static POHANDLE Handle;
static PDEVICE_OBJECT Pdo;
static PO_FX_COMPONENT_IDLE_STATE States[2] = { { 0, 0, PO_FX_UNKNOWN_POWER }, { 1000, 10000, 5 } };

static PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK OnActive;
static PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK OnIdle;
static PO_FX_COMPONENT_IDLE_STATE_CALLBACK OnState;
static PO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK OnNotRequired;
static PO_FX_DEVICE_POWER_REQUIRED_CALLBACK OnRequired;

static VOID OnActive(PVOID context, ULONG component) { DbgPrint("active %u %x\\n", component, (ULONG_PTR)context); }
static VOID OnIdle(PVOID context, ULONG component)
{
  DbgPrint("idle %u\\n", component);
  PoFxCompleteIdleCondition(Handle, component);
}
static VOID OnState(PVOID context, ULONG component, ULONG state)
{
  DbgPrint("F%u of %u\\n", state, component);
  PoFxCompleteIdleState(Handle, component);
}
static VOID OnNotRequired(PVOID context)
{
  POWER_STATE state;

  DbgPrint("not required\\n");
  state.DeviceState = PowerDeviceD3;
  PoRequestPowerIrp(Pdo, IRP_MN_SET_POWER, state, NULL, NULL, NULL);
  PoFxCompleteDevicePowerNotRequired(Handle);
}
static VOID Powered(PDEVICE_OBJECT device, UCHAR minor, POWER_STATE state, PVOID context, PIO_STATUS_BLOCK status)
{
  PoFxReportDevicePoweredOn(Handle);
}
static VOID OnRequired(PVOID context)
{
  POWER_STATE state;

  DbgPrint("required\\n");
  state.DeviceState = PowerDeviceD0;
  PoRequestPowerIrp(Pdo, IRP_MN_SET_POWER, state, Powered, NULL, NULL);
}
static NTSTATUS Go(PDEVICE_OBJECT device, PVOID description)
{
  NTSTATUS status;

  Pdo = ((PEXTENSION)device->DeviceExtension)->Lower;
  status = PoFxRegisterDevice(Pdo, description, &Handle);
  if (!NT_SUCCESS(status)) return status;
  PoFxSetDeviceIdleTimeout(Handle, 100000);
  PoFxActivateComponent(Handle, 0, 0);
  DbgPrint("control %x\\n", PoFxPowerControl(Handle, NULL, NULL, 0, NULL, 0, NULL));
  PoFxStartDevicePowerManagement(Handle);
  PoFxIdleComponent(Handle, 0, PO_FX_FLAG_BLOCKING);
  DbgPrint("idled\\n");
  return STATUS_SUCCESS;
}
`;

async function sleepAndWake(machine: Machine): Promise<void> {
  expect(deviceOf(machine, 'dev0').pofx?.components[0]).toMatchObject({
    condition: 'idle',
    state: 'F1',
    references: 0,
  });
  await machine.inject({ op: 'advance', by: '20ms' });
  expect(deviceOf(machine, 'dev0').power.device).toBe('D3');
  await machine.inject({ op: 'pofx', device: 'dev0', request: 'activate' });
  await machine.inject({ op: 'advance', by: '1ms' });
  expect(deviceOf(machine, 'dev0')).toMatchObject({
    power: { device: 'D0' },
    pofx: { components: [{ active: true }] },
  });
  expect(bugcheckOf(machine)).toBeNull();
  expect(printed(machine)).toEqual([
    'control c00000bb',
    'idle 0',
    'F1 of 0',
    'idled',
    'not required',
    'required',
    'F0 of 0',
    'active 0 77',
  ]);
}

test('POFX-02 POFX-30 POFX-35 in C: the short names mean the first version', async () => {
  const machine = await boot(`${CALLBACKS}
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  PO_FX_DEVICE description = { 0 };

  description.Version = PO_FX_VERSION;
  description.ComponentCount = 1;
  description.ComponentActiveConditionCallback = OnActive;
  description.ComponentIdleConditionCallback = OnIdle;
  description.ComponentIdleStateCallback = OnState;
  description.DevicePowerRequiredCallback = OnRequired;
  description.DevicePowerNotRequiredCallback = OnNotRequired;
  description.DeviceContext = (PVOID)0x77;
  description.Components[0].IdleStateCount = 2;
  description.Components[0].IdleStates = States;
  return Go(device, &description);
}`);
  await sleepAndWake(machine);
});

test('POFX-02 in C: a driver that names the third version is read with its layout', async () => {
  const machine = await boot(`${CALLBACKS}
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  PO_FX_DEVICE_V3 description = { 0 };

  description.Version = PO_FX_VERSION_V3;
  description.Flags = PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME;
  description.ComponentActiveConditionCallback = OnActive;
  description.ComponentIdleConditionCallback = OnIdle;
  description.ComponentIdleStateCallback = OnState;
  description.DevicePowerRequiredCallback = OnRequired;
  description.DevicePowerNotRequiredCallback = OnNotRequired;
  description.DeviceContext = (PVOID)0x77;
  description.ComponentCount = 1;
  description.Components[0].IdleStateCount = 2;
  description.Components[0].IdleStates = States;
  return Go(device, &description);
}`);
  await sleepAndWake(machine);
});
