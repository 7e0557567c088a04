/** How a device is registered with the power framework: one component, and the callbacks. */
import {
  addressOf,
  array,
  cast,
  type DEVICE_OBJECT,
  InterlockedExchange,
  IRP_MN_SET_POWER,
  KeQueryInterruptTime,
  local,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  out,
  PO_FX_COMPONENT_IDLE_STATE,
  PO_FX_DEVICE_V1,
  PO_FX_UNKNOWN_POWER,
  PO_FX_VERSION_V1,
  PoFxActivateComponent,
  PoFxCompleteDevicePowerNotRequired,
  PoFxCompleteIdleCondition,
  PoFxCompleteIdleState,
  PoFxRegisterCrashdumpDevice,
  PoFxRegisterDevice,
  PoFxSetDeviceIdleTimeout,
  PoFxStartDevicePowerManagement,
  PoRequestPowerIrp,
  PowerDeviceD0,
  SandboxQueryRegistry,
  STATUS_PENDING,
  STATUS_SUCCESS,
  struct,
  type ULONG,
} from 'wdm';
import { CommonExtension } from './common.ts';
import {
  AdaptIdleTimeout,
  IDLE_TIMEOUT,
  type PoweredDevice,
  ReportPoweredOn,
  type RuntimePower,
} from './runtime-power.ts';

const MOST_STATES = 8;
const TICKS_PER_MILLISECOND = 10_000n;

class STATES extends struct('RUNTIME_STATES', { Items: array(PO_FX_COMPONENT_IDLE_STATE, MOST_STATES) }) {}
class TWO_STATES extends struct('TWO_STATES', { F0: PO_FX_COMPONENT_IDLE_STATE, F1: PO_FX_COMPONENT_IDLE_STATE }) {}

/** The drivers below have started the device. It is registered once: a restart after a rebalance keeps that. */
export async function StartRuntimePower(power: RuntimePower, device: DEVICE_OBJECT): Promise<NTSTATUS> {
  const runtime = power.of(device);
  const described = runtime.Handle === 0 ? power.describe(device) : undefined;
  if (described === undefined) {
    return STATUS_SUCCESS;
  }
  const handle = out<number>(0);
  const status = await PoFxRegisterDevice(described.pdo, MakePoFxDevice(power, described, device), handle);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  runtime.Handle = handle.value ?? 0;
  runtime.IdleTimeout = BigInt(described.idleTimeout) * TICKS_PER_MILLISECOND;
  runtime.PresentTimeout = runtime.IdleTimeout;
  runtime.MinimumCycle = BigInt(described.minimumCycle ?? 0) * TICKS_PER_MILLISECOND;
  runtime.MayIdleInD0 = described.mayIdleInD0 === true;
  runtime.CanDump = described.canDump ?? NT_SUCCESS(await PoFxRegisterCrashdumpDevice(runtime.Handle));
  if (power.staysActive === true) {
    await PoFxActivateComponent(runtime.Handle, 0, 0);
  }
  PoFxSetDeviceIdleTimeout(runtime.Handle, runtime.IdleTimeout);
  power.registered?.(device);
  PoFxStartDevicePowerManagement(runtime.Handle);
  return STATUS_SUCCESS;
}

/** With the registry value `PoFx`: one component, whose clock may stop in F1. */
export function DescribeByRegistry(fdo: DEVICE_OBJECT): PoweredDevice | undefined {
  const { DriverObject: driver } = fdo;
  const { Pdo: pdo } = CommonExtension(fdo);
  if (driver === NULL || pdo === NULL || SandboxQueryRegistry(driver, 'PoFx', 0) === 0) {
    return undefined;
  }
  const idleTimeout = SandboxQueryRegistry(driver, 'IdleTimeout', IDLE_TIMEOUT);
  return { pdo, stateCount: 2, deepestWakeable: 0, fillStates: FillTwoStates, idleTimeout };
}

function FillTwoStates(first: ULONG): void {
  const states = cast(TWO_STATES, first);
  states.F0.NominalPower = PO_FX_UNKNOWN_POWER;
  states.F1.TransitionLatency = 200n;
  states.F1.ResidencyRequirement = 10_000n;
  states.F1.NominalPower = PO_FX_UNKNOWN_POWER;
}

/** The framework copies what stands here. */
export function MakePoFxDevice(power: RuntimePower, described: PoweredDevice, device: DEVICE_OBJECT): PO_FX_DEVICE_V1 {
  const runtime = power.of(device);
  const registered = local(PO_FX_DEVICE_V1);
  registered.Version = PO_FX_VERSION_V1;
  registered.ComponentCount = 1;
  registered.DeviceContext = device.address;
  registered.ComponentActiveConditionCallback = () => {
    InterlockedExchange(addressOf(runtime, 'IsActive'), 1);
    power.changed?.(device, true);
  };
  registered.ComponentIdleConditionCallback = (_context, component) => {
    InterlockedExchange(addressOf(runtime, 'IsActive'), 0);
    power.changed?.(device, false);
    AdaptIdleTimeout(runtime, power.mayGoNow?.(device) === true);
    PoFxCompleteIdleCondition(runtime.Handle, component);
  };
  registered.ComponentIdleStateCallback = (_context, component, state) => {
    power.setState?.(device, state);
    PoFxCompleteIdleState(runtime.Handle, component);
  };
  registered.DevicePowerRequiredCallback = () => PowerRequired(power, device);
  registered.DevicePowerNotRequiredCallback = () => {
    InterlockedExchange(addressOf(runtime, 'IsRequired'), 0);
    power.required?.(device, false);
    if (!runtime.HoldsForDump) {
      power.powerDown?.(device);
    }
    PoFxCompleteDevicePowerNotRequired(runtime.Handle);
  };
  registered.PowerControlCallback = described.powerControl ?? NULL;
  const component = registered.Components.get(0);
  const states = local(STATES).Items.get(0);
  described.fillStates(states.address);
  component.IdleStateCount = described.stateCount;
  component.DeepestWakeableIdleState = described.deepestWakeable;
  component.IdleStates = states;
  return registered;
}

function PowerRequired(power: RuntimePower, device: DEVICE_OBJECT): void {
  const runtime = power.of(device);
  InterlockedExchange(addressOf(runtime, 'IsRequired'), 1);
  InterlockedExchange(addressOf(runtime, 'OwesReport'), 1);
  if (CommonExtension(device).PowerState !== PowerDeviceD0) {
    runtime.PoweredOnAt = KeQueryInterruptTime();
  }
  power.required?.(device, true);
  const reached = (): void => ReportPoweredOn(runtime);
  const isAsked =
    power.asksForD0?.(device) !== false &&
    PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, reached, NULL, NULL) === STATUS_PENDING;
  if (!isAsked) {
    reached();
  }
}
