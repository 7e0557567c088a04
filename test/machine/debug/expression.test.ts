import { describe, expect, test } from 'vitest';
import { IRP } from '../../../src/abi/structs/io.ts';
import { KernelMemory } from '../../../src/kernel/mm/memory.ts';
import { evaluate, type Lookup, plain, truth } from '../../../src/machine/debug/expression.ts';
import { structPlace } from '../../../src/machine/debug/typed-memory.ts';

const ADDRESS = 0x2_0000;
const memory = new KernelMemory(new ArrayBuffer(0x10_0000));
memory.mark(ADDRESS, IRP.size, 0);
memory.view(IRP, ADDRESS).IoStatus.Status = 0xc000009a;
memory.view(IRP, ADDRESS).StackCount = 4;

const lookup: Lookup = (name) => {
  if (name === 'Irp') return { place: structPlace(IRP, ADDRESS) };
  return name === 'device' ? 'disk0' : undefined;
};

const value = (text: string): unknown => plain(evaluate(text, lookup, memory), memory);

describe('an expression', () => {
  test.each([
    ['1 + 2 - 4', -1n],
    ['0x10 << 2 | 1', 65n],
    ['(1 | 2) & ~1', 2n],
    ['Irp->StackCount', 4],
    ['Irp->IoStatus.Status', 0xc000009a],
    ['Irp.IoStatus.Status == STATUS_INSUFFICIENT_RESOURCES', true],
    ['Irp->IoStatus.Status == -1073741670', true],
    ['device == "disk0" && !(Irp->StackCount > 4)', true],
    ["device != 'disk0' || TRUE", true],
    ['Irp->MdlAddress == NULL', true],
    ['&Irp->IoStatus', ADDRESS + 24],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test.each([
    ['', 'The expression is empty.'],
    ['1 +', 'The expression ends too early.'],
    ['1 2', '`2` is one word too many.'],
    ['(1', '`)` is missing.'],
    ['Irp->Nothing', 'There is no field `Nothing`. There are: Type, Size, MdlAddress'],
    ['Irp->MdlAddress->Next', 'NULL, or no structure'],
    ['Irpp', '`Irpp` means nothing here. Known are Irp, IrpSp'],
    ['1 = 2', 'cannot be read. Use names, numbers'],
    ['"a" + 1', 'A number is needed instead of "a".'],
    ['Irp->', 'comes a field'],
    ['*1', '`*` needs a pointer'],
  ])('%s is told what is wrong with it', (text, message) => {
    expect(() => value(text)).toThrow(message);
  });

  test('is true as in C', () => {
    const isTrue = (source: string): boolean => truth(plain(evaluate(source, lookup, memory), memory));
    expect(isTrue('Irp->StackCount')).toBe(true);
    expect(isTrue('Irp->MdlAddress')).toBe(false);
    expect(isTrue('device')).toBe(true);
  });
});
