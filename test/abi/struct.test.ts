import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adopt, array, bits, openArray, over, pointer, routinePointer, struct, union } from '../../src/abi/struct.ts';
import {
  BOOLEAN,
  CHAR,
  LARGE_INTEGER,
  LONG,
  PVOID,
  SHORT,
  UCHAR,
  ULONG,
  ULONGLONG,
  USHORT,
} from '../../src/abi/types.ts';
import { TinyMemory } from './tiny-memory.ts';

class INNER extends struct('TEST_INNER', { A: UCHAR, B: ULONG }) {}
type Role = (value: number) => number;
class EVERY extends struct('TEST_EVERY', {
  U8: UCHAR,
  I8: CHAR,
  Bool: BOOLEAN,
  U16: USHORT,
  I16: SHORT,
  U32: ULONG,
  I32: LONG,
  U64: ULONGLONG,
  I64: LARGE_INTEGER,
  Address: PVOID,
  Pointer: pointer<INNER>('TEST_INNER'),
  Routine: routinePointer<Role>('TEST_ROLE'),
  Inner: INNER,
  Array: array(SHORT, 5),
  Low: bits(ULONG, 5),
  High: bits(ULONG, 27),
  Next: bits(ULONG, 1),
  Choice: union('TEST_CHOICE', { Word: ULONG, Byte: UCHAR }),
  Same: over('Choice', USHORT),
  Tail: openArray(ULONG),
}) {}
class INNERS extends struct('TEST_INNERS', { Items: array(INNER, 4) }) {}
/** Packed to 2: 32-bit fields stand at odd multiples of 2. */
class PACKED extends struct('TEST_PACKED', { A: USHORT, B: ULONG, C: ULONGLONG }, { pack: 2 }) {}

const AT = 0x100;
const make = (): { memory: TinyMemory; view: EVERY } => {
  const memory = new TinyMemory();
  return { memory, view: memory.view(EVERY, AT) };
};
const integer = (low: number, high: number): fc.Arbitrary<number> => fc.integer({ min: low, max: high });

type Scalar =
  | 'U8'
  | 'I8'
  | 'Bool'
  | 'U16'
  | 'I16'
  | 'U32'
  | 'I32'
  | 'U64'
  | 'I64'
  | 'Address'
  | 'Low'
  | 'High'
  | 'Next';
const ranges: Readonly<Record<Scalar, fc.Arbitrary<unknown>>> = {
  U8: integer(0, 255),
  I8: integer(-128, 127),
  Bool: fc.boolean(),
  U16: integer(0, 0xffff),
  I16: integer(-0x8000, 0x7fff),
  U32: integer(0, 0xffff_ffff),
  I32: integer(-0x8000_0000, 0x7fff_ffff),
  U64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  I64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  Address: integer(0, 0xffff_ffff),
  Low: integer(0, 31),
  High: integer(0, 2 ** 27 - 1),
  Next: integer(0, 1),
};

describe('fields keep what is stored in them', () => {
  test('any values in any order, and none disturbs another', () => {
    const write = fc
      .constantFrom(...(Object.keys(ranges) as Scalar[]))
      .chain((name) => fc.tuple(fc.constant(name), ranges[name]));
    fc.assert(
      fc.property(fc.array(write, { minLength: 1, maxLength: 40 }), (writes) => {
        const { memory, view } = make();
        const fields = view as unknown as Record<string, unknown>;
        const last = new Map<string, unknown>();
        for (const [name, value] of writes) {
          fields[name] = value;
          last.set(name, value);
        }
        for (const [name, value] of last) expect(fields[name], name).toBe(value);
        expect(memory.faults).toEqual([]);
      }),
    );
  });

  test('fields that are not aligned', () => {
    fc.assert(
      fc.property(integer(0, 0xffff_ffff), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (small, large) => {
        const view = new TinyMemory().view(PACKED, AT);
        view.B = small;
        view.C = large;
        expect([view.A, view.B, view.C]).toEqual([0, small, large]);
      }),
    );
    expect([PACKED.size, PACKED.align]).toEqual([14, 2]);
  });

  test('memory holds them little-endian, at their offsets', () => {
    const { memory, view } = make();
    view.U32 = 0x1122_3344;
    const { offset } = EVERY.fields.find((field) => field.name === 'U32')!;
    expect([...memory.u8.subarray(AT + offset, AT + offset + 4)]).toEqual([0x44, 0x33, 0x22, 0x11]);
  });
});

describe('fields that are more than a number', () => {
  test('a pointer reads as the one view of what it points at', () => {
    const { memory, view } = make();
    const inner = memory.view(INNER, 0x800);
    expect(view.Pointer).toBeNull();
    view.Pointer = inner;
    expect(view.Pointer).toBe(inner);
    expect(view.Pointer).toBeInstanceOf(INNER);
    view.Pointer = null;
    expect(view.Pointer).toBeNull();
  });

  test('a routine reads as itself', () => {
    const { view } = make();
    const twice: Role = (value) => value * 2;
    view.Routine = twice;
    expect(view.Routine?.(21)).toBe(42);
    view.Routine = null;
    expect(view.Routine).toBeNull();
    expect(() => {
      view.Routine = 7 as unknown as Role;
    }).toThrow('expected a routine, got number');
    view.Routine = undefined as unknown as null;
    expect(view.Routine).toBeNull();
  });

  test('a structure inside is a view into the outer one', () => {
    const { memory, view } = make();
    view.Inner.B = 7;
    expect(view.Inner).toBe(view.Inner);
    expect(view.Inner).toBeInstanceOf(INNER);
    view.Pointer = view.Inner;
    expect(view.Pointer).toBe(view.Inner);
    expect(memory.view(INNER, view.Inner.address).B).toBe(7);
  });

  test('array elements are kept apart, and a wrong index is a fault', () => {
    const { memory, view } = make();
    for (let index = 0; index < 5; index += 1) view.Array.set(index, -index);
    expect([0, 1, 2, 3, 4].map((index) => view.Array.get(index))).toEqual(
      [-0, -1, -2, -3, -4].map((value) => value || 0),
    );
    view.Array.get(5);
    expect(memory.faults).toEqual([{ address: view.Array.address + 10, size: 2, write: false }]);
  });

  test('array elements can be reached in brackets, as in C', () => {
    const { memory, view } = make();
    view.Array[2] = -7;
    expect([view.Array[2], view.Array.get(2)]).toEqual([-7, -7]);
    expect(() => {
      view.Array[5] = 1;
    }).toThrow(TypeError);
    expect(memory.faults).toEqual([]);
  });

  test('a structure in an array is the view that a pointer to it reads as', () => {
    const memory = new TinyMemory();
    const list = memory.view(INNERS, AT);
    const third = list.Items.get(2);
    expect(third).toBeInstanceOf(INNER);
    expect(memory.viewByName('TEST_INNER', third.address)).toBe(third);
  });

  test('an open array goes on behind its structure', () => {
    const { memory, view } = make();
    view.Tail.set(9, 5);
    expect(memory.u32[(view.Tail.address + 36) / 4]).toBe(5);
    expect(memory.faults).toEqual([]);
  });

  test('bit fields fill a unit from the lowest bit up, then start another', () => {
    const { memory, view } = make();
    view.Low = 1;
    view.High = 1;
    view.Next = 1;
    const { offset } = EVERY.fields.find((field) => field.name === 'Low')!;
    expect([...memory.u32.subarray((AT + offset) / 4, (AT + offset) / 4 + 2)]).toEqual([0x21, 1]);
  });

  test('members of a union share their bytes', () => {
    const { view } = make();
    view.Choice.Word = 0x1234_5678;
    expect([view.Choice.Byte, view.Same]).toEqual([0x78, 0x5678]);
  });
});

describe('access to memory that may not be touched', () => {
  test('is reported with its address, size and direction', () => {
    const { memory, view } = make();
    memory.shadow.fill(1);
    view.U16 = 1;
    void view.I64;
    const offset = (name: string): number => AT + EVERY.fields.find((field) => field.name === name)!.offset;
    expect(memory.faults).toEqual([
      { address: offset('U16'), size: 2, write: true },
      { address: offset('I64'), size: 8, write: false },
    ]);
  });
});

test('a write to a field that does not exist is an error', () => {
  const { view } = make();
  expect(() => Object.assign(view, { Missspelled: 1 })).toThrow(/Missspelled/);
});

describe('declarations', () => {
  test('names that are not C identifiers are refused', () => {
    expect(() => struct('a b', { A: ULONG })).toThrow(/C identifiers/);
    expect(() => struct('TEST_BAD', { 'x;y': ULONG })).toThrow(/C identifiers/);
  });

  test('a field over one that does not exist is refused', () => {
    expect(() => struct('TEST_BAD_OVER', { A: over('Missing', ULONG) })).toThrow(/Missing/);
  });

  test('a class adopted before any view is what pointers read as', () => {
    class LATE extends struct('TEST_LATE', { A: ULONG }) {}
    adopt(LATE);
    expect(new TinyMemory().viewByName('TEST_LATE', 8)).toBeInstanceOf(LATE);
  });
});
