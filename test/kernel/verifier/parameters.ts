/** What the second to fourth parameter of the bug check for a rule are, by the public tables of 0xC2, 0xC4 and 0xC9. */
import { rules } from '../../../src/kernel/verifier/rules.ts';
import type { Machine } from '../../../src/machine/machine.ts';

/** A number: just that. */
export type Kind =
  | number
  /** An IRP that a driver was given or has made. */
  | 'irp'
  /** A device object. */
  | 'device'
  /** A routine of the driver. */
  | 'routine'
  /** An NTSTATUS other than success. */
  | 'status'
  /** An NTSTATUS, success too. */
  | 'result'
  /** Memory that a driver could touch: a lock, an event, a block of pool. */
  | 'memory'
  /** What a header of pool begins with: the size. */
  | 'header'
  /** The text of the rule. */
  | 'text'
  | 'tag'
  | 'thread';

export type Kinds = readonly [p2: Kind, p3: Kind, p4: Kind];

const IN_DRIVER: Kinds = ['routine', 'irp', 0];
const ABOUT_DEVICE: Kinds = ['routine', 'irp', 'device'];
const OF_ADD_DEVICE: Kinds = ['routine', 0, 0];

/** Where it is not what most of its kind have. */
const SPECIAL: Readonly<Record<string, Kinds>> = {
  'dump/hiber-unmarked-write': ['result', 'result', 0],
  TargetRelationNeedsRef: IN_DRIVER,
  'C9/0x24B': ABOUT_DEVICE,
  'C9/0x240': ['routine', 'irp', 'memory'],
  'C9/0x221': ABOUT_DEVICE,
  'C4/0x140': [0, 'memory', 'memory'],
  'C4/0xB0': ['memory', 2, 0],
  'C4/0x7C': ['memory', 0, 0],
  'C4/0x7D': ['memory', 4, 0],
  'C4/0x1002': ['memory', 0, 0],
  'C4/0x1004': ['memory', 'thread', 'thread'],
  'C4/0x1005': ['memory', 0, 0],
  'C4/0x1008': ['memory', 0, 0],
  'C4/0x1009': ['memory', 0, 0],
  IoSetCompletionExCompleteIrp: ['text', 'routine', 'irp'],
  QueuedSpinLock: ['text', 'memory', 0],
  QueuedSpinLockRelease: ['text', 'memory', 0],
  GuardedRegions: ['text', 0, 0],
  'C2/0x0A': ['memory', 'tag', 'tag'],
  'C4/0x00': [0, 0, 0],
  'C4/0x10': ['memory', 0, 0],
  'C4/0x15': ['memory', 0, 'memory'],
  'C4/0x16': [0, 'memory', 0],
  'C4/0x123': ['memory', 0, 0],
  'C4/0xCA': ['memory', 0, 0],
  'C4/0xCB': ['memory', 0, 0],
  'C4/0xCC': ['memory', 'memory', 0],
  'C4/0xCD': ['memory', 2, 4],
  'C4/0xDB': ['device', 0, 0],
  'C4/0x135': ['irp', 300_000, 0],
  'C4/0xF0': ['memory', 'memory', 16],
  'C7/0x00': ['memory', 0, 0],
  'C9/0x0A': ['device', 0, 0],
  'unload/thread': ['routine', 8, 'routine'],
  'unload/work-item': ['routine', 8, 'routine'],
  'unload/lookaside-list': ['memory', 0, 0],
  'C4/0x01': [2, 1, 16],
  'C4/0x11': [2, 1, 'memory'],
  'C4/0x12': [3, 0, 'memory'],
  'C4/0x13': [0, 'memory', 'header'],
  'C4/0x30': [2, 1, 0],
  'C4/0x31': [0, 2, 0],
  'C4/0x3E': [0, 0, 0],
  IrqlKeReleaseSpinLock: [0, 'memory', 0],
  IrqlExAllocatePool: ['text', 3, 0],
  IrqlDispatch: ['text', 0, 0],
  'C4/0x34': [0, 0, 'memory'],
  IrqlKeDispatchLte: ['text', 3, 0],
  IrqlKeSetEvent: ['text', 3, 0],
  IrqlIoPassive1: ['text', 1, 0],
  IrqlIoPassive3: ['text', 1, 0],
  'C4/0x40': [0, 'memory', 0],
  'C4/0x41': [0, 'memory', 0],
  'C4/0x42': [3, 'memory', 0],
  IrqlKeWaitForMultipleObjects: [2, 0, 0],
  'C4/0x62': ['memory', 0, 1],
  'C4/0xC5': ['routine', 1, 0],
  'C4/0xD5': ['memory', 'device', 0],
  RemoveLock: ['memory', 'irp', 0],
  'C4/0xD6': ['memory', 'device', 'irp'],
  'C4/0xD7': ['memory', 'memory', 0],
  'C4/0xE1': ['memory', 0, 0],
  'C4/0xFA': ['routine', 0, 1],
  'C4/0xFB': ['routine', 1, 0],
  'C4/0x105': ['irp', 0, 0],
  'C4/0x120': ['memory', 'memory', 0],
  'C4/0x121': ['memory', 'memory', 0],
  'C4/0x122': ['memory', 'memory', 'memory'],
  'C4/0x1000': ['memory', 0, 0],
  'C4/0x1001': ['memory', 0, 0],
  'C4/0x1003': ['memory', 'memory', 0],
  'C4/0x1007': ['memory', 0, 0],
  'C4/0x100A': ['thread', 'memory', 0],
  'C4/0x100B': ['memory', 'thread', 0],
  'C4/0x115': ['thread', 0, 0],
  RequestedPowerIrp: ['text', 0, 0],
  'C9/0x05': ['device', 0, 1],
  'C9/0x06': ['status', 'irp', 0],
  'C9/0x07': ['routine', 'irp', 0],
  'C9/0x0E': [3, 'irp', 0],
  'C9/0x10': [3, 0, 0],
  'C9/0x201': OF_ADD_DEVICE,
  'C9/0x21D': ABOUT_DEVICE,
  'C9/0x21E': ABOUT_DEVICE,
  'C9/0x21F': OF_ADD_DEVICE,
  'C9/0x222': ABOUT_DEVICE,
  'C9/0x223': ABOUT_DEVICE,
  'C9/0x224': ['routine', 'irp', 'result'],
  'C9/0x225': ['routine', 'irp', 0xffff_ffff],
  'C9/0x23D': ['routine', 'irp', 'status'],
  'C9/0x24C': ['routine', 'irp', 'status'],
  'C9/0x23E': ['routine', 'irp', 'status'],
  'C9/0x23F': OF_ADD_DEVICE,
  'C9/0x241': ABOUT_DEVICE,
  'C9/0x242': ABOUT_DEVICE,
  'C9/0x243': OF_ADD_DEVICE,
  'C9/0x244': OF_ADD_DEVICE,
  'C9/0x245': OF_ADD_DEVICE,
  'C9/0x246': OF_ADD_DEVICE,
  'C9/0x220': ['routine', 'irp', 'memory'],
  'C9/0x300': ['routine', 'irp', 0xcdcd_cdcd],
  'C9/0x302': ['routine', 'irp', 1],
  'F1/0x1000': ['memory', 0, 0],
  'F1/0x1002': ['routine', 'memory', 600_000],
  'F1/0x1004': ['memory', 'memory', 0],
  'F1/0x1006': ['memory', 'memory', 0],
  'F1/0x1007': ['memory', 'memory', 0],
  'F1/0x2001': [100_001, 0, 0],
  'F1/0x2002': [0, 0, 0],
  'F1/0x2003': [0, 0, 0],
  'F1/0x2004': ['memory', 'memory', 0],
  'F1/0x2005': [0, 0, 0],
  'F0/0x1': ['memory', 'memory', 'memory'],
  'F0/0x2': ['memory', 'memory', 'memory'],
  'F0/0x3': ['memory', 'memory', 10],
};

const FIRST_DDI_RULE = 0x2_0000;

export interface Expected {
  readonly code: number;
  /** null: the three kinds are those of the first three parameters, and the fourth is 0. */
  readonly p1: number | null;
  readonly kinds: Kinds;
}

/** undefined: only the sandbox has the rule. */
export function expectedOf(rule: string): Expected | undefined {
  const [code, p1] = rules.find(({ id }) => id === rule)?.bugCheck ?? IRQL_RULES[rule] ?? [];
  if (code === undefined || p1 === undefined) return undefined;
  const usual: Kinds = code === 0xc9 ? IN_DRIVER : (p1 ?? 0) >= FIRST_DDI_RULE ? ['text', 2, 0] : [2, 0, 0];
  return { code, p1, kinds: SPECIAL[rule] ?? usual };
}

/** The limits of IRQL come from the routine table; their codes stand in the public one. */
const IRQL_RULES: Readonly<Record<string, readonly [code: number, p1: number]>> = {
  IrqlDispatch: [0xc4, 0x20003],
  IrqlExApcLte1: [0xc4, 0x20005],
  IrqlExApcLte2: [0xc4, 0x20006],
  IrqlIoPassive4: [0xc4, 0x2000d],
  IrqlIoPassive5: [0xc4, 0x2000e],
  IrqlMmApcLte: [0xc4, 0x20019],
  IrqlObPassive: [0xc4, 0x2001b],
  IrqlPsPassive: [0xc4, 0x2001c],
  IrqlZwPassive: [0xc4, 0x2001f],
  'C4/0x34': [0xc4, 0x34],
  IrqlExAllocatePool: [0xc4, 0x20004],
  IrqlIoApcLte: [0xc4, 0x20009],
  IrqlIoPassive1: [0xc4, 0x2000a],
  IrqlIoPassive3: [0xc4, 0x2000c],
  IrqlKeApcLte1: [0xc4, 0x2000f],
  IrqlKeApcLte2: [0xc4, 0x20010],
  IrqlKeDispatchLte: [0xc4, 0x20011],
  IrqlKeReleaseSpinLock: [0xc4, 0x32],
  IrqlKeSetEvent: [0xc4, 0x20016],
  'C4/0x12': [0xc4, 0x12],
  'C4/0x40': [0xc4, 0x40],
  'C4/0x41': [0xc4, 0x41],
  'C4/0x42': [0xc4, 0x42],
  'C9/0x10': [0xc9, 0x10],
  'irql/IoGetDeviceProperty': [0xc4, 0xe5],
};

/** @returns what is wrong with a parameter; undefined: nothing */
export function complaint(machine: Machine, kind: Kind, value: number, irps: ReadonlySet<number>): string | undefined {
  const { kernel, io } = machine.nt;
  const { directory, threads, threadNames } = kernel.sim;
  const isIt: Readonly<Record<Exclude<Kind, number>, () => boolean>> = {
    irp: () => irps.has(value),
    device: () => directory.devices.some(({ address }) => address !== 0 && address === value),
    routine: () => kernel.memory.routine(value) !== null,
    status: () => value > 0x100 && !irps.has(value),
    result: () => value === 0 || (value > 0x100 && !irps.has(value)),
    memory: () => value > 0x1_0000 && value < kernel.memory.size,
    header: () => value > 0 && value < 0x1000,
    text: () => /^[A-Z]\w* \w/.test(String.fromCharCode(...kernel.memory.peek(value, 48))),
    tag: () =>
      /^[\x20-\x7e]{4}$/.test(
        String.fromCharCode(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24),
      ),
    thread: () => threads.has(value) || threadNames[value] !== undefined,
  };
  if (typeof kind === 'number') return value === kind ? undefined : `${value} is not ${kind}`;
  return isIt[kind]() ? undefined : `0x${value.toString(16)} is no ${kind} (${io.irps.size} IRPs)`;
}
