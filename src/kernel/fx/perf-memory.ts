/** Performance states as they stand in memory: read from a driver, and written for one. */
import { PoFxPerfStateTypeDiscrete, PoFxPerfStateTypeRange } from '../../abi/pofx-constants.ts';
import {
  PO_FX_COMPONENT_PERF_INFO,
  PO_FX_COMPONENT_PERF_SET,
  PO_FX_PERF_STATE,
  PO_FX_PERF_STATE_CHANGE,
} from '../../abi/structs/pofx.ts';
import type { UNICODE_STRING } from '../../abi/structs/rtl.ts';
import type { Kernel } from '../kernel.ts';
import type { KernelMemory } from '../mm/memory.ts';
import { poolTag } from '../mm/pool.ts';
import type { PerfStates } from './perf-states.ts';
import type { PerfStateChange, PerfStateSet } from './platform-extension.ts';

const TAG = poolTag('PoFx');

function readName(memory: KernelMemory, name: UNICODE_STRING): string {
  const start = name.Buffer >>> 1;
  return String.fromCharCode(...memory.u16.subarray(start, start + (name.Length >>> 1)));
}

/** @returns null: what the driver gave is not consistent */
export function readPerfSets(memory: KernelMemory, address: number): readonly PerfStateSet[] | null {
  const info = memory.view(PO_FX_COMPONENT_PERF_INFO, address);
  const sets: PerfStateSet[] = [];
  for (let index = 0; index < info.PerfStateSetsCount; index += 1) {
    const set = readSet(memory, info.PerfStateSets.get(index));
    if (set === null) return null;
    sets.push(set);
  }
  return sets;
}

function readSet(memory: KernelMemory, set: PO_FX_COMPONENT_PERF_SET): PerfStateSet | null {
  const { Type, Unit, Discrete, Range } = set;
  const common = { name: readName(memory, set.Name), flags: Number(set.Flags), unit: Unit, type: Type };
  if (Type === PoFxPerfStateTypeRange) {
    const { Minimum, Maximum } = Range;
    return Minimum > Maximum ? null : { ...common, states: [], minimum: Minimum, maximum: Maximum };
  }
  const first = Discrete.States;
  if (Type !== PoFxPerfStateTypeDiscrete || Discrete.Count === 0 || first === null) return null;
  const states = Array.from({ length: Discrete.Count }, (_, index) => {
    const state = memory.view(PO_FX_PERF_STATE, first.address + index * PO_FX_PERF_STATE.size);
    return { value: state.Value, context: state.Context };
  });
  return { ...common, states, minimum: 0n, maximum: 0n };
}

/** Puts the sets of a plug-in where the driver can read them. The memory belongs to the framework. @returns 0: used up */
export function writePerfSets(kernel: Kernel, sets: readonly PerfStateSet[]): number {
  const { memory, pool } = kernel;
  const head = PO_FX_COMPONENT_PERF_INFO.size + Math.max(0, sets.length - 1) * PO_FX_COMPONENT_PERF_SET.size;
  const states = sets.reduce((count, set) => count + set.states.length, 0);
  const texts = sets.reduce((count, set) => count + set.name.length, 0);
  const address = pool.allocate(head + states * PO_FX_PERF_STATE.size + texts * 2, TAG, 0, true);
  if (address === 0) return 0;
  const info = memory.view(PO_FX_COMPONENT_PERF_INFO, address);
  info.PerfStateSetsCount = sets.length;
  let nextState = address + head;
  let nextText = nextState + states * PO_FX_PERF_STATE.size;
  for (const [index, set] of sets.entries()) {
    const written = info.PerfStateSets.get(index);
    written.Flags = BigInt(set.flags);
    written.Unit = set.unit;
    written.Type = set.type;
    written.Name.Length = set.name.length * 2;
    written.Name.MaximumLength = set.name.length * 2;
    written.Name.Buffer = nextText;
    for (const letter of set.name) {
      memory.u16[nextText >>> 1] = letter.charCodeAt(0);
      nextText += 2;
    }
    if (set.type === PoFxPerfStateTypeRange) {
      written.Range.Minimum = set.minimum;
      written.Range.Maximum = set.maximum;
      continue;
    }
    written.Discrete.Count = set.states.length;
    written.Discrete.States = memory.view(PO_FX_PERF_STATE, nextState);
    for (const { value, context } of set.states) {
      const state = memory.view(PO_FX_PERF_STATE, nextState);
      state.Value = value;
      state.Context = context;
      nextState += PO_FX_PERF_STATE.size;
    }
  }
  return address;
}

/** @param states - of the component; undefined = none are registered */
export function readChanges(
  memory: KernelMemory,
  address: number,
  count: number,
  states: PerfStates | undefined,
): readonly PerfStateChange[] {
  return Array.from({ length: count }, (_, index) => {
    const change = memory.view(PO_FX_PERF_STATE_CHANGE, address + index * PO_FX_PERF_STATE_CHANGE.size);
    const isRange = states?.sets[change.Set]?.type === PoFxPerfStateTypeRange;
    return { set: change.Set, value: isRange ? change.StateValue : BigInt(change.StateIndex) };
  });
}
