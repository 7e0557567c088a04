/** Run-time power of an adapter or a unit, as its miniport has described it to Storport (STOR-65). */
import {
  STOR_POFX_ADAPTER_MAX_IDLE_STATES,
  STOR_POFX_COMPONENT_IDLE_STATE_SIZE,
  STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1,
  STOR_POFX_COMPONENT_SIZE,
  STOR_POFX_COMPONENT_V2_SIZE,
  STOR_POFX_COMPONENT_VERSION_V1,
  STOR_POFX_COMPONENT_VERSION_V2,
  STOR_POFX_DEVICE_FLAG_ADAPTIVE_D3_IDLE_TIMEOUT,
  STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT,
  STOR_POFX_DEVICE_SIZE,
  STOR_POFX_DEVICE_V2_SIZE,
  STOR_POFX_DEVICE_V3_SIZE,
  STOR_POFX_DEVICE_VERSION_V1,
  STOR_POFX_DEVICE_VERSION_V2,
  STOR_POFX_DEVICE_VERSION_V3,
  STOR_POFX_UNIT_MAX_IDLE_STATES,
} from '../../abi/storport-constants.ts';
import {
  STOR_POFX_COMPONENT,
  STOR_POFX_COMPONENT_IDLE_STATE,
  STOR_POFX_COMPONENT_V2,
  STOR_POFX_DEVICE,
  STOR_POFX_DEVICE_V2,
  STOR_POFX_DEVICE_V3,
} from '../../abi/structs/storport-pofx.ts';
import type { Kernel } from '../kernel.ts';

/** 100 ns units, microwatts. */
export interface StorFState {
  readonly latency: bigint;
  readonly residency: bigint;
  readonly power: number;
}

export interface StorPoFxDescription {
  /** STOR_POFX_DEVICE_FLAG_ bits. */
  readonly flags: number;
  /** Milliseconds; 0 = the miniport leaves it to the port. */
  readonly idleTimeout: number;
  /** Milliseconds; 0 = D3 and back as often as it likes. */
  readonly minimumCycle: number;
  readonly states: readonly StorFState[];
  readonly deepestWakeable: number;
  /** The deepest F state that a crash dump can begin in; null: the miniport has not said. */
  readonly crashDumpReady: number | null;
}

/** What is kept for an adapter and for each unit. */
export class StorPoFx {
  description: StorPoFxDescription | null = null;
  /** The miniport is asked for its description now. */
  isAsked = false;
  /** Activations that the miniport has not given back, by address of the SRB that it named; 0 = none. */
  readonly references = new Map<number, number>();
  /** Of them, those that the power framework does not know of, because the device is not registered with it yet. */
  early = 0;
  /** 100 ns that the miniport tolerates on the way back to F0; null: it has not said. */
  latency: bigint | null = null;
  /** The same for the port: deeper F states are too deep for a crash dump. null: there is no such file. */
  limit: bigint | null = null;

  get held(): number {
    return [...this.references.values()].reduce((sum, count) => sum + count, 0);
  }

  /** What the component is registered with. */
  get tolerated(): bigint | null {
    const { latency, limit } = this;
    const isLimited = limit !== null && (latency === null || limit < latency);
    return isLimited ? limit : latency;
  }

  forget(): void {
    this.description = null;
    this.references.clear();
    this.early = 0;
    this.latency = null;
    this.limit = null;
  }
}

const DEVICE_SIZES: ReadonlyMap<number, readonly [STOR_POFX_DEVICE_SIZE: number, components: number]> = new Map([
  [STOR_POFX_DEVICE_VERSION_V1, [STOR_POFX_DEVICE_SIZE, STOR_POFX_DEVICE_SIZE]],
  [STOR_POFX_DEVICE_VERSION_V2, [STOR_POFX_DEVICE_V2_SIZE, STOR_POFX_DEVICE_V2_SIZE]],
  [STOR_POFX_DEVICE_VERSION_V3, [STOR_POFX_DEVICE_V3_SIZE, STOR_POFX_DEVICE_V3_SIZE]],
]);
const COMPONENT_SIZES: ReadonlyMap<number, number> = new Map([
  [STOR_POFX_COMPONENT_VERSION_V1, STOR_POFX_COMPONENT_SIZE],
  [STOR_POFX_COMPONENT_VERSION_V2, STOR_POFX_COMPONENT_V2_SIZE],
]);

/**
 * Reads a STOR_POFX_DEVICE of any version. The versions of the device and of its component say how they are laid out.
 *
 * @returns the end of a sentence that says what is wrong with it, where something is
 * @source ns-storport-_stor_pofx_device, ns-storport-_stor_pofx_component_v2
 */
export function readStorPoFx({ memory }: Kernel, address: number, isAdapter: boolean): StorPoFxDescription | string {
  const device = memory.view(STOR_POFX_DEVICE, address);
  const sizes = DEVICE_SIZES.get(device.Version);
  if (sizes === undefined) return `Version is ${device.Version}, which is none of STOR_POFX_DEVICE_VERSION_V1 to _V3`;
  const [size, components] = sizes;
  // The document of version 2 asks for STOR_POFX_DEVICE_SIZE, the header has a size for it.
  if (device.Size !== size && device.Size !== STOR_POFX_DEVICE_SIZE)
    return `Size is ${device.Size}; version ${device.Version} has ${size} bytes in front of its component`;
  if (device.ComponentCount !== 1)
    return `ComponentCount is ${device.ComponentCount}; a storage device has 1 component`;
  const component = readComponent(memory, address + components, isAdapter);
  if (typeof component === 'string') return `its component's ${component}`;
  return { flags: device.Flags, ...readTimes(memory, address, device), ...component };
}

function readTimes(
  memory: Kernel['memory'],
  address: number,
  { Version: version, Flags: flags }: STOR_POFX_DEVICE,
): Pick<StorPoFxDescription, 'idleTimeout' | 'minimumCycle'> {
  const hasTimeout = version !== STOR_POFX_DEVICE_VERSION_V1 && (flags & STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT) !== 0;
  const isAdaptive =
    version === STOR_POFX_DEVICE_VERSION_V3 && (flags & STOR_POFX_DEVICE_FLAG_ADAPTIVE_D3_IDLE_TIMEOUT) !== 0;
  return {
    idleTimeout: hasTimeout ? memory.view(STOR_POFX_DEVICE_V2, address).AdapterIdleTimeoutInMS : 0,
    minimumCycle: isAdaptive ? memory.view(STOR_POFX_DEVICE_V3, address).MinimumPowerCyclePeriodInMS : 0,
  };
}

function readComponent(
  memory: Kernel['memory'],
  address: number,
  isAdapter: boolean,
): Pick<StorPoFxDescription, 'states' | 'deepestWakeable' | 'crashDumpReady'> | string {
  const component = memory.view(STOR_POFX_COMPONENT, address);
  const { Version: version, FStateCount: count, DeepestWakeableFState: deepestWakeable } = component;
  const size = COMPONENT_SIZES.get(version);
  if (size === undefined) return `Version is ${version}, which is neither STOR_POFX_COMPONENT_VERSION_V1 nor _V2`;
  if (component.Size !== size && component.Size !== STOR_POFX_COMPONENT_SIZE)
    return `Size is ${component.Size}; version ${version} has ${size} bytes in front of its F states`;
  const most = isAdapter ? STOR_POFX_ADAPTER_MAX_IDLE_STATES : STOR_POFX_UNIT_MAX_IDLE_STATES;
  const what = isAdapter ? 'an adapter' : 'a unit';
  if (count < 1 || count > most) return `FStateCount is ${count}; ${what} has 1 to ${most} F states`;
  if (deepestWakeable >= count) return `DeepestWakeableFState is ${deepestWakeable}, and there are ${count} F states`;
  const hasMore = version === STOR_POFX_COMPONENT_VERSION_V2;
  const crashDumpReady = hasMore ? memory.view(STOR_POFX_COMPONENT_V2, address).DeepestCrashDumpReadyFState : null;
  if (crashDumpReady !== null && crashDumpReady >= count)
    return `DeepestCrashDumpReadyFState is ${crashDumpReady}, and there are ${count} F states`;
  const states = readStates(memory, address + size, count);
  return typeof states === 'string' ? states : { states, deepestWakeable, crashDumpReady };
}

function readStates(memory: Kernel['memory'], address: number, count: number): readonly StorFState[] | string {
  const states: StorFState[] = [];
  for (let index = 0; index < count; index += 1) {
    const state = memory.view(STOR_POFX_COMPONENT_IDLE_STATE, address + index * STOR_POFX_COMPONENT_IDLE_STATE_SIZE);
    const { TransitionLatency: latency, ResidencyRequirement: residency, NominalPower: power } = state;
    if (state.Version !== STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1)
      return `F${index} has version ${state.Version}; it is STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1`;
    if (state.Size !== STOR_POFX_COMPONENT_IDLE_STATE_SIZE)
      return `F${index} has size ${state.Size}; it is STOR_POFX_COMPONENT_IDLE_STATE_SIZE`;
    if (index === 0 && (latency !== 0n || residency !== 0n))
      return 'F0 has a TransitionLatency or ResidencyRequirement, which are 0 for it';
    states.push({ latency, residency, power });
  }
  return states;
}
