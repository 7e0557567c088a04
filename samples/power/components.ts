/**
 * The components of the hub. The power framework switches each on and off, down to the deepest F state that the
 * tolerated latency allows. When all are idle for the idle time-out, the whole device may go to D3: DevicePowerNotRequired, in power.ts.
 */
import {
  cast,
  DbgPrint,
  DEVICE_OBJECT,
  ExAllocatePool2,
  ExFreePool,
  NT_SUCCESS,
  type NTSTATUS,
  out,
  PO_FX_COMPONENT_IDLE_STATE,
  PO_FX_COMPONENT_V2,
  PO_FX_DEVICE_V3,
  PO_FX_VERSION_V3,
  type POHANDLE,
  POOL_FLAG_NON_PAGED,
  PoFxCompleteIdleCondition,
  PoFxCompleteIdleState,
  PoFxRegisterDevice,
  PoFxSetComponentLatency,
  PoFxSetDeviceIdleTimeout,
  PoFxStartDevicePowerManagement,
  PoFxUnregisterDevice,
  type PVOID,
  STATUS_INSUFFICIENT_RESOURCES,
  sizeof,
  type ULONG,
} from 'wdm';
import { type COMPONENT, Extension, type SENSOR_EXTENSION } from './extension.ts';
import { Serve } from './hardware.ts';
import { DevicePowerNotRequired, DevicePowerRequired } from './power.ts';

const TAG = 'sneS';
const MICROSECOND = 10n;
const MILLISECOND = 10_000n;

/** Transition latency and least useful stay of each F state, in microseconds, and its power in microwatts. */
const F_STATES = [
  [
    [0, 0, 9000],
    [40, 200, 1200],
    [400, 4000, 90],
  ],
  [
    [0, 0, 3000],
    [100, 500, 200],
  ],
] as const;

/** PO_FX_DEVICE_V3 up to its components, then each component, then the F states that these point at. */
export async function RegisterComponents(extension: SENSOR_EXTENSION): Promise<NTSTATUS> {
  const counts = F_STATES.map((states) => states.length);
  const statesAt = sizeof(PO_FX_DEVICE_V3) + counts.length * sizeof(PO_FX_COMPONENT_V2);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const memory = ExAllocatePool2(POOL_FLAG_NON_PAGED, statesAt + total * sizeof(PO_FX_COMPONENT_IDLE_STATE), TAG);
  if (memory === 0) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  const device = cast(PO_FX_DEVICE_V3, memory);
  device.Version = PO_FX_VERSION_V3;
  device.ComponentActiveConditionCallback = ComponentActive;
  device.ComponentIdleConditionCallback = ComponentIdle;
  device.ComponentIdleStateCallback = ComponentIdleState;
  device.DevicePowerRequiredCallback = DevicePowerRequired;
  device.DevicePowerNotRequiredCallback = DevicePowerNotRequired;
  device.DeviceContext = extension.Self?.address ?? 0;
  device.ComponentCount = counts.length;
  let at = memory + statesAt;
  for (const [index, states] of F_STATES.entries()) {
    const component = device.Components.get(index);
    component.Id.Data1 = index + 1;
    component.IdleStateCount = states.length;
    component.DeepestWakeableIdleState = 1;
    component.IdleStates = cast(PO_FX_COMPONENT_IDLE_STATE, at);
    for (const [latency, residency, power] of states) {
      const state = cast(PO_FX_COMPONENT_IDLE_STATE, at);
      state.TransitionLatency = BigInt(latency) * MICROSECOND;
      state.ResidencyRequirement = BigInt(residency) * MICROSECOND;
      state.NominalPower = power;
      at += sizeof(PO_FX_COMPONENT_IDLE_STATE);
    }
  }
  const handle = out<POHANDLE>(0);
  const status = await PoFxRegisterDevice(extension.Pdo, device, handle);
  // The framework has made a copy of its own.
  ExFreePool(memory);
  if (NT_SUCCESS(status)) {
    extension.Power = handle.value;
    PoFxSetDeviceIdleTimeout(handle.value, BigInt(extension.IdleTimeout) * MILLISECOND);
    PoFxSetComponentLatency(handle.value, 0, BigInt(extension.SamplerLatency) * MICROSECOND);
    PoFxStartDevicePowerManagement(handle.value);
  }
  return status;
}

/** Waits until no callback runs any more; none comes afterwards. */
export async function UnregisterComponents(extension: SENSOR_EXTENSION): Promise<void> {
  const { Power: handle } = extension;
  if (handle !== 0) {
    extension.Power = 0;
    await PoFxUnregisterDevice(handle);
  }
}

/** The component is in F0 and the device in D0: requests can be served until ComponentIdleCondition. */
function ComponentActive(context: PVOID, index: ULONG): void {
  const component = ComponentAt(context, index);
  component.IsActive = true;
  Serve(component);
}

/** All references are given back. The hardware is idle already: each request held one until its end. */
function ComponentIdle(context: PVOID, index: ULONG): void {
  const extension = Extension(cast(DEVICE_OBJECT, context));
  ComponentAt(context, index).IsActive = false;
  PoFxCompleteIdleCondition(extension.Power, index);
}

/** From F1 on the component loses its registers: they are saved before, and written again on the way back to F0. */
function ComponentIdleState(context: PVOID, index: ULONG, state: ULONG): void {
  const component = ComponentAt(context, index);
  DbgPrint('component %u goes from F%u to F%u\n', index, component.State, state);
  component.State = state;
  PoFxCompleteIdleState(Extension(cast(DEVICE_OBJECT, context)).Power, index);
}

function ComponentAt(context: PVOID, index: ULONG): COMPONENT {
  const extension = Extension(cast(DEVICE_OBJECT, context));
  return index === 0 ? extension.Sampler : extension.History;
}
