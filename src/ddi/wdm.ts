import {
  array,
  bits,
  members,
  openArray,
  over,
  pointer,
  type StructClass,
  type StructView,
  struct,
  toAddress,
  union,
} from '../abi/struct.ts';
import type { Pointer } from '../abi/types.ts';
import * as scalars from '../abi/types.ts';
import { enumeration } from '../abi/types.ts';
import * as constants from '../abi/wdm-constants.ts';
import * as structs from '../abi/wdm-structs.ts';
import type { Nt } from '../kernel/assemble.ts';
import { allocateLocal } from '../kernel/ke/driver-frame.ts';
import { EVENT } from '../kernel/sim/events.ts';
import { isWatchedAfterBugCheck } from './after-bug-check.ts';
import { allocatingRoutines } from './allocating-routines.ts';
import { guidConstant } from './guid-constant.ts';
import { Out, type RoutineDeclaration } from './routine.ts';
import { fieldOffset, wideConstant } from './rtl-routines.ts';
import { routines } from './table.ts';

/** What `import … from 'wdm'` gives a driver. */
export type Wdm = Readonly<Record<string, unknown>>;

const STATUS_DATATYPE_MISALIGNMENT = 0x80000002;
const KMODE_EXCEPTION_NOT_HANDLED = 0x1e;

type Call = (...parameters: never[]) => unknown;

/** Binds the routine to one machine. Those that are events of their own are recorded, and can be made to fail. */
function bind(nt: Nt, declaration: RoutineDeclaration): Call {
  const implementation = declaration.implementation as (nt: Nt, ...parameters: unknown[]) => unknown;
  const { name, isEvent } = declaration;
  const { sim } = nt.kernel;
  if (!isEvent) {
    const isOpen = declaration.parameters.at(-1)?.name.startsWith('...') === true;
    const plain = bindPlain(nt, implementation, declaration.parameters.length, isOpen);
    if (!isWatchedAfterBugCheck(name)) return plain;
    const call = plain as (...parameters: unknown[]) => unknown;
    return (...parameters: unknown[]) => {
      sim.frozen?.call(name);
      return call(...parameters);
    };
  }
  const text = sim.recorder.intern(name);
  return (...parameters: unknown[]) => {
    const { current } = sim;
    sim.record(EVENT.call, 0, current.device, text, toAddressOrZero(parameters[0]), toAddressOrZero(parameters[1]));
    if (sim.faults.armed) {
      const effect = sim.faults.atRoutine(
        name,
        sim.directory.driverName(current.driver),
        sim.directory.deviceId(current.device),
      );
      if (effect?.kind === 'status') return effect.status;
      if (effect?.kind === 'drop') return undefined;
    }
    return implementation(nt, ...parameters);
  };
}

/** Fixed numbers of parameters, because spreading them costs more than most of the routines do. */
function bindPlain(nt: Nt, call: (nt: Nt, ...parameters: unknown[]) => unknown, count: number, isOpen: boolean): Call {
  if (isOpen || count > 3) return (...parameters: unknown[]) => call(nt, ...parameters);
  if (count === 0) return () => call(nt);
  if (count === 1) return (a: unknown) => call(nt, a);
  if (count === 2) return (a: unknown, b: unknown) => call(nt, a, b);
  return (a: unknown, b: unknown, c: unknown) => call(nt, a, b, c);
}

function toAddressOrZero(value: unknown): number {
  if (typeof value === 'number') return value >>> 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null && 'address' in value ? toAddress(value as StructView) : 0;
}

function languageHelpers(nt: Nt): Wdm {
  const { memory } = nt.kernel;
  return {
    NULL: null,
    TRUE: true,
    FALSE: false,
    struct,
    union,
    members,
    array,
    bits,
    openArray,
    over,
    pointer,
    enumeration,
    sizeof: (type: StructClass) => type.size,
    out: <T>(initial: T | null = null) => new Out(initial),
    cast: (type: StructClass, pointer: Pointer) => {
      const address = toAddress(pointer);
      if (address % Math.min(type.align, 4) !== 0)
        nt.kernel.bugCheck(KMODE_EXCEPTION_NOT_HANDLED, STATUS_DATATYPE_MISALIGNMENT, 0, address, 0);
      return memory.view(type, address);
    },
    local: (type: StructClass) => memory.view(type, allocateLocal(nt.kernel, type.size)),
    addressOf: (view: StructView, field: string) => ({
      address: view.address + fieldOffset(view.constructor as unknown as StructClass, field),
    }),
    L: (text: string) => wideConstant(nt, text),
    guid: (text: string) => guidConstant(nt, text),
  };
}

/** With low resources simulation on, a call of a routine that allocates may fail instead. */
function starved(nt: Nt, { name }: RoutineDeclaration, call: Call): Call {
  const { lowResources } = nt;
  const allocating = allocatingRoutines[name];
  if (lowResources === null || allocating === undefined) return call;
  const { tagOf, failure } = allocating;
  return (...parameters: never[]) => (lowResources.strikes(name, tagOf(parameters)) ? failure : call(...parameters));
}

/** With the verifier on, it looks at what a driver gives to a routine before the routine does its work. */
function watched(nt: Nt, declaration: RoutineDeclaration): Call {
  const call = starved(nt, declaration, bind(nt, declaration)) as (...parameters: unknown[]) => unknown;
  const check = nt.verifier?.checkOf(declaration.name, declaration.irql) ?? null;
  const resultCheck = nt.verifier?.resultCheckOf(declaration.name) ?? null;
  if (resultCheck !== null) {
    return (...parameters: unknown[]) => {
      check?.(...parameters);
      const result = call(...parameters);
      resultCheck(result, ...parameters);
      return result;
    };
  }
  if (check === null) return call;
  const count = declaration.parameters.length;
  // Fixed numbers for the routines that every IRP passes.
  if (count === 1) {
    return (a: unknown) => {
      check(a);
      return call(a);
    };
  }
  if (count === 2) {
    return (a: unknown, b: unknown) => {
      check(a, b);
      return call(a, b);
    };
  }
  return (...parameters: unknown[]) => {
    check(...parameters);
    return call(...parameters);
  };
}

/** The whole API for one machine. */
export function makeWdm(nt: Nt): Wdm {
  const calls = Object.fromEntries(routines.map((declaration) => [declaration.name, watched(nt, declaration)]));
  return { ...scalars, ...structs, ...constants, ...languageHelpers(nt), ...calls };
}
