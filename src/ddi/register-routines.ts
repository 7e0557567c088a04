/** Registers and ports of devices, as drivers reach them. */
import { DISPATCH_LEVEL } from '../abi/enums.ts';
import { toAddress } from '../abi/struct.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import type { RegisterKind } from '../kernel/po/registers.ts';
import { type RoutineDeclaration, routine } from './routine.ts';

const WORD = 4;
const HALF = 32n;
const LOW = 0xffff_ffffn;

interface Family {
  readonly kind: RegisterKind;
  /** As it stands in the routines' names. */
  readonly name: 'REGISTER' | 'PORT';
  readonly what: string;
}

const FAMILIES: readonly Family[] = [
  { kind: 'memory', name: 'REGISTER', what: 'register' },
  { kind: 'port', name: 'PORT', what: 'port' },
];
const SIZES = [
  { type: 'UCHAR', size: 1 },
  { type: 'USHORT', size: 2 },
  { type: 'ULONG', size: 4 },
] as const;

/** Registers follow each other; a port is the same one again and again. */
function step({ kind }: Family, size: number): number {
  return kind === 'memory' ? size : 0;
}

function buffer(nt: Nt, address: Pointer, size: number, count: number, isWritten: boolean): DataView {
  const { memory } = nt.kernel;
  const at = toAddress(address);
  memory.touch(at, size * count, isWritten);
  return new DataView(memory.u8.buffer, memory.u8.byteOffset + at, size * count);
}

function single(family: Family, type: string, size: number): readonly RoutineDeclaration[] {
  const { kind, name, what } = family;
  const parameter = name === 'PORT' ? 'Port' : 'Register';
  return [
    routine(
      `READ_${name}_${type}`,
      `${parameter}: P${type}`,
      { returns: type, summary: `Reads a ${what}. All ones: nobody answers there, or the device has no power.` },
      (nt, at: Pointer) => nt.registers.read(kind, toAddress(at), size),
    ),
    routine(
      `WRITE_${name}_${type}`,
      `${parameter}: P${type}, Value: ${type}`,
      { summary: `Writes a ${what}.` },
      (nt, at: Pointer, value: number) => nt.registers.write(kind, toAddress(at), size, value >>> 0),
    ),
  ];
}

function buffered(family: Family, type: string, size: number): readonly RoutineDeclaration[] {
  const { kind, name, what } = family;
  const signature = `${name === 'PORT' ? 'Port' : 'Register'}: P${type}, Buffer: P${type}, Count: ULONG`;
  const set = { 1: 'setUint8', 2: 'setUint16', 4: 'setUint32' } as const;
  const get = { 1: 'getUint8', 2: 'getUint16', 4: 'getUint32' } as const;
  const width = size as 1 | 2 | 4;
  return [
    routine(
      `READ_${name}_BUFFER_${type}`,
      signature,
      { summary: kind === 'port' ? 'Reads a port as often as told.' : 'Reads registers that follow each other.' },
      (nt, at: Pointer, into: Pointer, count: number) => {
        const bytes = buffer(nt, into, size, count, true);
        for (let index = 0; index < count; index += 1) {
          const value = nt.registers.read(kind, toAddress(at) + index * step(family, size), size);
          bytes[set[width]](index * size, value, true);
        }
      },
    ),
    routine(
      `WRITE_${name}_BUFFER_${type}`,
      signature,
      { summary: kind === 'port' ? `Writes a ${what} as often as told.` : 'Writes registers that follow each other.' },
      (nt, at: Pointer, from: Pointer, count: number) => {
        const bytes = buffer(nt, from, size, count, false);
        for (let index = 0; index < count; index += 1) {
          const value = bytes[get[width]](index * size, true);
          nt.registers.write(kind, toAddress(at) + index * step(family, size), size, value);
        }
      },
    ),
  ];
}

function map(nt: Nt, physical: bigint | number, length: number): number {
  const address = Number(BigInt.asUintN(64, BigInt(physical)));
  return Number.isSafeInteger(address) ? nt.registers.map(address, length) : 0;
}

const MAPS = { returns: 'PVOID', max: DISPATCH_LEVEL, isEvent: true } as const;

export const registerRoutines: readonly RoutineDeclaration[] = [
  routine(
    'MmMapIoSpace',
    'PhysicalAddress: PHYSICAL_ADDRESS, NumberOfBytes: SIZE_T, CacheType: MEMORY_CACHING_TYPE',
    {
      ...MAPS,
      summary:
        'Makes a range of registers visible: the address for READ_REGISTER_ULONG and its like. NULL: it could not.',
    },
    (nt, physical: bigint, length: number) => map(nt, physical, length),
  ),
  routine(
    'MmMapIoSpaceEx',
    'PhysicalAddress: PHYSICAL_ADDRESS, NumberOfBytes: SIZE_T, Protect: ULONG',
    { ...MAPS, summary: 'The same, with PAGE_READWRITE | PAGE_NOCACHE and the like in place of the kind of cache.' },
    (nt, physical: bigint, length: number) => map(nt, physical, length),
  ),
  routine(
    'MmUnmapIoSpace',
    'BaseAddress: PVOID, NumberOfBytes: SIZE_T',
    { max: DISPATCH_LEVEL, isEvent: true, summary: 'Ends what MmMapIoSpace began, with the same number of bytes.' },
    (nt, base: Pointer, length: number) => void nt.registers.unmap(toAddress(base), length),
  ),
  ...FAMILIES.flatMap((family) =>
    SIZES.flatMap(({ type, size }) => [...single(family, type, size), ...buffered(family, type, size)]),
  ),
  routine(
    'READ_REGISTER_ULONG64',
    'Register: PULONG64',
    { returns: 'ULONG64', summary: 'Reads a register of 64 bits.' },
    (nt, at: Pointer) => {
      const address = toAddress(at);
      const low = BigInt(nt.registers.read('memory', address, WORD));
      return (BigInt(nt.registers.read('memory', address + WORD, WORD)) << HALF) | low;
    },
  ),
  routine(
    'WRITE_REGISTER_ULONG64',
    'Register: PULONG64, Value: ULONG64',
    { summary: 'Writes a register of 64 bits.' },
    (nt, at: Pointer, value: bigint) => {
      const address = toAddress(at);
      nt.registers.write('memory', address, WORD, Number(value & LOW));
      nt.registers.write('memory', address + WORD, WORD, Number((value >> HALF) & LOW));
    },
  ),
];
