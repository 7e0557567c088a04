/** Storport's routines for registers and ports of the adapter. */
import { toAddress } from '../abi/struct.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import { accessRegister, callerOf } from '../kernel/storport/support.ts';
import { type RoutineDeclaration, routine } from './routine.ts';

const STORPORT = { header: 'storport.h' } as const;

const SIZES = [
  ['Uchar', 'UCHAR', 1],
  ['Ushort', 'USHORT', 2],
  ['Ulong', 'ULONG', 4],
] as const;
const MASKS: Readonly<Record<number, number>> = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff };

function read(nt: Nt, name: string, extension: Pointer, register: Pointer, size: number): number {
  const known = callerOf(nt.storport, toAddress(extension), name);
  if (known === undefined) return 0;
  return (accessRegister(known.instance, toAddress(register), size, null) & (MASKS[size] ?? 0)) >>> 0;
}

function write(nt: Nt, name: string, extension: Pointer, register: Pointer, size: number, value: number): void {
  const known = callerOf(nt.storport, toAddress(extension), name);
  if (known !== undefined) accessRegister(known.instance, toAddress(register), size, value >>> 0);
}

function pair(kind: 'Register' | 'Port', [suffix, type, size]: (typeof SIZES)[number]): readonly RoutineDeclaration[] {
  const where = kind === 'Register' ? 'Register' : 'Port';
  const readName = `StorPortRead${kind}${suffix}`;
  const writeName = `StorPortWrite${kind}${suffix}`;
  const what = kind === 'Register' ? 'a register in memory' : 'an I/O port';
  return [
    routine(
      readName,
      `HwDeviceExtension: PVOID, ${where}: PVOID`,
      { ...STORPORT, returns: type, summary: `Reads ${what} of the adapter, mapped by StorPortGetDeviceBase.` },
      (nt, extension: Pointer, register: Pointer) => read(nt, readName, extension, register, size),
    ),
    routine(
      writeName,
      `HwDeviceExtension: PVOID, ${where}: PVOID, Value: ${type}`,
      { ...STORPORT, summary: `Writes ${what} of the adapter, mapped by StorPortGetDeviceBase.` },
      (nt, extension: Pointer, register: Pointer, value: number) =>
        write(nt, writeName, extension, register, size, value),
    ),
  ];
}

export const storportRegisterRoutines: readonly RoutineDeclaration[] = [
  ...SIZES.flatMap((size) => pair('Register', size)),
  routine(
    'StorPortReadRegisterUlong64',
    'HwDeviceExtension: PVOID, Register: PVOID',
    { ...STORPORT, returns: 'ULONG64', summary: 'Reads two registers in memory, the lower one first.' },
    (nt, extension: Pointer, register: Pointer) => {
      const at = toAddress(register);
      const low = read(nt, 'StorPortReadRegisterUlong64', extension, at, 4);
      return (BigInt(read(nt, 'StorPortReadRegisterUlong64', extension, at + 4, 4)) << 32n) | BigInt(low);
    },
  ),
  routine(
    'StorPortWriteRegisterUlong64',
    'HwDeviceExtension: PVOID, Register: PVOID, Value: ULONG64',
    { ...STORPORT, summary: 'Writes two registers in memory, the lower one first.' },
    (nt, extension: Pointer, register: Pointer, value: bigint) => {
      const at = toAddress(register);
      write(nt, 'StorPortWriteRegisterUlong64', extension, at, 4, Number(value & 0xffff_ffffn));
      write(nt, 'StorPortWriteRegisterUlong64', extension, at + 4, 4, Number(value >> 32n));
    },
  ),
  ...SIZES.flatMap((size) => pair('Port', size)),
];
