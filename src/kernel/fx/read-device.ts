/** Copies what a driver registers out of its memory, and checks it. */
import {
  PO_FX_COMPONENT_FLAG_F0_ON_DX,
  PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME,
  PO_FX_DEVICE_FLAG_ENABLE_FAST_RESUME,
  PO_FX_DIRECTED_FX_DEFAULT_IDLE_TIMEOUT,
  PO_FX_DIRECTED_FX_IMMEDIATE_IDLE_TIMEOUT,
  PO_FX_DIRECTED_FX_MAX_IDLE_TIMEOUT,
  PO_FX_UNKNOWN_POWER,
  PO_FX_UNKNOWN_TIME,
  PO_FX_VERSION_V1,
  PO_FX_VERSION_V2,
  PO_FX_VERSION_V3,
} from '../../abi/pofx-constants.ts';
import {
  PO_FX_COMPONENT_IDLE_STATE as IdleState,
  type PO_FX_COMPONENT_IDLE_STATE,
  type PO_FX_COMPONENT_V1,
  type PO_FX_COMPONENT_V2,
  PO_FX_DEVICE_V1,
  PO_FX_DEVICE_V2,
  PO_FX_DEVICE_V3,
  type PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK,
  type PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK,
  type PPO_FX_COMPONENT_IDLE_STATE_CALLBACK,
  type PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK,
  type PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK,
  type PPO_FX_DIRECTED_POWER_DOWN_CALLBACK,
  type PPO_FX_DIRECTED_POWER_UP_CALLBACK,
  type PPO_FX_POWER_CONTROL_CALLBACK,
} from '../../abi/structs/pofx.ts';
import { type Duration, minutes, seconds } from '../../base/time.ts';
import { readGuid } from '../io/guid.ts';
import type { KernelMemory } from '../mm/memory.ts';
import type { ComponentDescription, DeviceDescription, IdleStateDescription } from './description.ts';

/** Components that depend on components that depend on components: so many steps at the most. */
const DEEPEST_DEPENDENCY = 4;
/** What the system takes for PO_FX_DIRECTED_FX_DEFAULT_IDLE_TIMEOUT. */
const DEFAULT_DIRECTED_IDLE_TIME = minutes(2);

export interface DeviceCallbacks {
  readonly activeCondition: PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK;
  readonly idleCondition: PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK;
  readonly idleState: PPO_FX_COMPONENT_IDLE_STATE_CALLBACK;
  readonly powerRequired: PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK;
  readonly powerNotRequired: PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK;
  readonly powerControl: PPO_FX_POWER_CONTROL_CALLBACK;
  readonly directedUp: PPO_FX_DIRECTED_POWER_UP_CALLBACK;
  readonly directedDown: PPO_FX_DIRECTED_POWER_DOWN_CALLBACK;
}

export interface RegisteredDevice {
  readonly description: DeviceDescription;
  readonly callbacks: DeviceCallbacks;
  /** Handed back to every callback as it is. */
  readonly context: number;
  /** How long the device may keep the platform out of its deepest idle state before it is directed to low power. */
  readonly directedIdleTime: Duration;
}

type AnyDevice = PO_FX_DEVICE_V1 | PO_FX_DEVICE_V2 | PO_FX_DEVICE_V3;

/**
 * @param address - of a PO_FX_DEVICE; its first field says which of the three layouts it has
 * @returns null: STATUS_INVALID_PARAMETER
 */
export function readDevice(memory: KernelMemory, address: number): RegisteredDevice | null {
  if (address === 0) return null;
  const { Version } = memory.view(PO_FX_DEVICE_V1, address);
  switch (Version) {
    case PO_FX_VERSION_V1: {
      const device = memory.view(PO_FX_DEVICE_V1, address);
      return finish(memory, device, 0n, (index) => readFirst(memory, device.Components.get(index)));
    }
    case PO_FX_VERSION_V2: {
      const device = memory.view(PO_FX_DEVICE_V2, address);
      if (device.Flags !== 0n) return null;
      return finish(memory, device, 0n, (index) => readSecond(memory, device.Components.get(index)));
    }
    case PO_FX_VERSION_V3: {
      const device = memory.view(PO_FX_DEVICE_V3, address);
      const both = PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME | PO_FX_DEVICE_FLAG_ENABLE_FAST_RESUME;
      if ((device.Flags & both) === both) return null;
      return finish(memory, device, device.Flags, (index) => readSecond(memory, device.Components.get(index)));
    }
    default:
      return null;
  }
}

function finish(
  memory: KernelMemory,
  device: AnyDevice,
  flags: bigint,
  readComponent: (index: number) => ComponentDescription | null,
): RegisteredDevice | null {
  const count = device.ComponentCount;
  if (count === 0) return null;
  const components: ComponentDescription[] = [];
  for (let index = 0; index < count; index += 1) {
    const component = readComponent(index);
    if (component === null) return null;
    components.push(component);
  }
  const callbacks = readCallbacks(memory, device);
  if (!areDependenciesValid(components) || !hasNeededCallbacks(components, callbacks)) return null;
  const description = { version: device.Version, flags: Number(flags), components };
  return { description, callbacks, context: device.DeviceContext, directedIdleTime: readDirectedTime(memory, device) };
}

function readDirectedTime(memory: KernelMemory, device: AnyDevice): Duration {
  const given =
    device.Version === PO_FX_VERSION_V3
      ? memory.view(PO_FX_DEVICE_V3, device.address).DirectedFxTimeoutInSeconds
      : PO_FX_DIRECTED_FX_DEFAULT_IDLE_TIMEOUT;
  if (given === PO_FX_DIRECTED_FX_DEFAULT_IDLE_TIMEOUT) return DEFAULT_DIRECTED_IDLE_TIME;
  if (given === PO_FX_DIRECTED_FX_IMMEDIATE_IDLE_TIMEOUT) return seconds(0);
  return seconds(Math.min(given, PO_FX_DIRECTED_FX_MAX_IDLE_TIMEOUT));
}

function readCallbacks(memory: KernelMemory, device: AnyDevice): DeviceCallbacks {
  const directed = device.Version === PO_FX_VERSION_V3 ? memory.view(PO_FX_DEVICE_V3, device.address) : null;
  return {
    activeCondition: device.ComponentActiveConditionCallback,
    idleCondition: device.ComponentIdleConditionCallback,
    idleState: device.ComponentIdleStateCallback,
    powerRequired: device.DevicePowerRequiredCallback,
    powerNotRequired: device.DevicePowerNotRequiredCallback,
    powerControl: device.PowerControlCallback,
    directedUp: directed?.DirectedPowerUpCallback ?? null,
    directedDown: directed?.DirectedPowerDownCallback ?? null,
  };
}

function readFirst(memory: KernelMemory, component: PO_FX_COMPONENT_V1): ComponentDescription | null {
  return readComponent(memory, component, 0, []);
}

function readSecond(memory: KernelMemory, component: PO_FX_COMPONENT_V2): ComponentDescription | null {
  const { Providers, ProviderCount } = component;
  if (ProviderCount > 0 && Providers === 0) return null;
  if (ProviderCount > 0) memory.touch(Providers, ProviderCount * 4, false);
  const providers = Array.from({ length: ProviderCount }, (_, index) => memory.u32[(Providers >>> 2) + index] ?? 0);
  return readComponent(memory, component, Number(component.Flags), providers);
}

function readComponent(
  memory: KernelMemory,
  component: PO_FX_COMPONENT_V1 | PO_FX_COMPONENT_V2,
  flags: number,
  providers: readonly number[],
): ComponentDescription | null {
  const { IdleStateCount, DeepestWakeableIdleState } = component;
  const states = component.IdleStates;
  if (IdleStateCount === 0 || states === null || DeepestWakeableIdleState >= IdleStateCount) return null;
  const idleStates = Array.from({ length: IdleStateCount }, (_, index) =>
    readIdleState(memory.view(IdleState, states.address + index * IdleState.size)),
  );
  const [first] = idleStates;
  if (first?.transitionLatency !== 0n || first.residencyRequirement !== 0n) return null;
  return {
    id: readGuid(component.Id),
    flags,
    deepestWakeableIdleState: DeepestWakeableIdleState,
    idleStates,
    providers,
  };
}

function readIdleState(state: PO_FX_COMPONENT_IDLE_STATE): IdleStateDescription {
  const time = (value: bigint): bigint | null => (value === PO_FX_UNKNOWN_TIME ? null : value);
  return {
    transitionLatency: time(state.TransitionLatency),
    residencyRequirement: time(state.ResidencyRequirement),
    nominalPower: state.NominalPower === PO_FX_UNKNOWN_POWER ? null : state.NominalPower,
  };
}

/** A driver whose components have low-power states has to hear of them. */
function hasNeededCallbacks(components: readonly ComponentDescription[], callbacks: DeviceCallbacks): boolean {
  if (components.every(({ idleStates }) => idleStates.length === 1)) return true;
  return callbacks.activeCondition !== null && callbacks.idleCondition !== null && callbacks.idleState !== null;
}

/** Providers exist, are named once, and lead neither in a circle nor too deep. */
function areDependenciesValid(components: readonly ComponentDescription[]): boolean {
  const isValid = components.every(
    ({ providers }) =>
      new Set(providers).size === providers.length && providers.every((index) => index < components.length),
  );
  return isValid && components.every((_, index) => depthOf(components, index, DEEPEST_DEPENDENCY) >= 0);
}

/** @returns -1 when the way down is longer than `left`, as it is in a circle */
function depthOf(components: readonly ComponentDescription[], index: number, left: number): number {
  let depth = 0;
  for (const provider of components[index]?.providers ?? []) {
    const below = left === 0 ? -1 : depthOf(components, provider, left - 1);
    if (below < 0) return -1;
    depth = Math.max(depth, below + 1);
  }
  return depth;
}

export function isF0OnDx(component: ComponentDescription): boolean {
  return (component.flags & Number(PO_FX_COMPONENT_FLAG_F0_ON_DX)) !== 0;
}
