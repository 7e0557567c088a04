/** Calls routines of the table with what a C driver passes: 32-bit numbers, and 64-bit ones as bigints. */
import { type Routine, structByName, toAddress } from '../../abi/struct.ts';
import type { StructView } from '../../abi/struct-types.ts';
import { EmulatorBug } from '../../base/assert.ts';
import { chain, isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import type { KernelMemory } from '../../kernel/mm/memory.ts';
import { Out, type RoutineDeclaration } from '../routine.ts';
import { type CType, cTypeOf, returnsThroughMemory } from './c-types.ts';
import { readText, readVariable, readWords } from './variable-arguments.ts';

export type CValue = number | bigint;
export type CResult = CValue | undefined;
export type CCall = (...values: CValue[]) => MaybePromise<CResult>;

type Read = (value: CValue, all: readonly CValue[]) => unknown;
type Call = (...parameters: unknown[]) => unknown;

/** @param call - the routine as a TypeScript driver calls it */
export function callFromC(memory: KernelMemory, declaration: RoutineDeclaration, call: Call): CCall {
  const types = declaration.parameters.map(({ type }) => cTypeOf(type));
  const returned = cTypeOf(declaration.returns);
  const hidden = returnsThroughMemory(returned) ? 1 : 0;
  const reads = types.map((type) => reader(memory, type));
  const isVariable = types.at(-1)?.form === 'variable';
  const hasFormat = types.at(-2)?.form === 'text';
  const write = resultWriter(memory, returned);
  const fixed = isVariable ? reads.slice(0, -1) : reads;
  const hasOut = types.some((type) => type.form === 'out');
  return (...values) => {
    const given = values.slice(hidden);
    const parameters = fixed.map((read, index) => read(given[index] ?? 0, given));
    if (isVariable) {
      const area = Number(given.at(-1));
      parameters.push(...(hasFormat ? readVariable(memory, Number(given.at(-2)), area) : readWords(memory, area)));
    }
    const result = call(...parameters);
    if (!hasOut && !isPromise(result)) return write(result, values[0] ?? 0);
    return chain(result, (settled) => {
      storeOutputs(memory, types, parameters, given);
      return write(settled, values[0] ?? 0);
    });
  };
}

function reader(memory: KernelMemory, type: CType): Read {
  switch (type.form) {
    case 'signed':
      return type.c === 'CCHAR' ? (value) => (Number(value) << 24) >> 24 : (value) => Number(value) | 0;
    case 'byte':
      return (value) => Number(value) & 0xff;
    case 'boolean':
      return (value) => (Number(value) & 0xff) !== 0;
    case 'int64':
      return (value) => BigInt.asUintN(64, BigInt(value));
    case 'view':
      return viewReader(memory, type.struct ?? '');
    case 'routine':
      return (value) => memory.routine(address(value));
    case 'int64Copy':
      return (value) => readInt64(memory, address(value));
    case 'int64Pointer':
      return (value) => (value === 0 ? null : readInt64(memory, address(value)));
    case 'wordCopy':
      return (value) => memory.data.getUint32(address(value), true);
    case 'text':
      return (value) => readText(memory, address(value));
    case 'addresses':
      return (value, all) => readAddresses(memory, address(value), Number(all[0]));
    case 'out':
      return type.isOptional === true
        ? (value) => (value === 0 ? null : new Out<unknown>(undefined))
        : () => new Out<unknown>(undefined);
    default:
      return address;
  }
}

function address(value: CValue): number {
  return Number(value) >>> 0;
}

function viewReader(memory: KernelMemory, name: string): Read {
  const type = structByName(name);
  if (type === undefined) throw new EmulatorBug(`no structure is named ${name}`);
  return (value) => (value === 0 ? null : memory.view(type, address(value)));
}

function readInt64(memory: KernelMemory, at: number): bigint {
  memory.touch(at, 8, false);
  return memory.data.getBigInt64(at, true);
}

function readAddresses(memory: KernelMemory, at: number, count: number): number[] {
  memory.touch(at, count * 4, false);
  return Array.from({ length: count }, (_, index) => memory.data.getUint32(at + index * 4, true));
}

function resultWriter(memory: KernelMemory, type: CType): (result: unknown, hidden: CValue) => CResult {
  switch (type.form) {
    case 'nothing':
      return () => undefined;
    case 'int64':
      return (result) => BigInt.asIntN(64, BigInt(result as bigint));
    case 'boolean':
      return (result) => (result === true ? 1 : 0);
    case 'view':
      return (result) => toAddress(result as StructView | null) | 0;
    case 'routine':
      return (result) => (result === null ? 0 : memory.addressOfRoutine(result as Routine) | 0);
    case 'int64Copy':
      return (result, hidden) => {
        memory.data.setBigInt64(address(hidden), BigInt.asIntN(64, BigInt(result as bigint)), true);
        return undefined;
      };
    case 'wordCopy':
      return (result, hidden) => {
        memory.data.setUint32(address(hidden), Number(result), true);
        return undefined;
      };
    default:
      return (result) => Number(result) | 0;
  }
}

/** What a routine has not set stays as it was, as in C. */
function storeOutputs(
  memory: KernelMemory,
  types: readonly CType[],
  parameters: readonly unknown[],
  values: readonly CValue[],
): void {
  types.forEach(({ form, target }, index) => {
    const value = form === 'out' ? (parameters[index] as Out<unknown> | null)?.value : undefined;
    if (value !== undefined && target !== undefined) store(memory, target, address(values[index] ?? 0), value);
  });
}

function store(memory: KernelMemory, type: CType, at: number, value: unknown): void {
  if (type.form === 'byte') {
    memory.touch(at, 1, true);
    memory.data.setUint8(at, Number(value));
  } else if (type.form === 'int64Copy' || type.form === 'int64') {
    memory.touch(at, 8, true);
    memory.data.setBigInt64(at, value as bigint, true);
  } else {
    memory.touch(at, 4, true);
    memory.data.setUint32(at, typeof value === 'number' ? value : toAddress(value as StructView | null), true);
  }
}
