/** Sizes and offsets of every structure in wdm.h, as clang lays them out, against those of `src/abi`. */
import { expect, test } from 'vitest';
import { allStructs, type StructClass } from '../../../src/abi/struct.ts';
import '../../../src/abi/wdm-structs.ts';
import { createMemory } from '../../../src/host/create-memory.ts';
import { compileDriver } from '../../../src/toolchain/c/compile-driver.ts';
import { runInstalledTool } from '../../support/c-compiler.ts';

const ENTRY = 'layout.c';
const PLACE = { memory: 0x1_0000, table: 1 };

interface Fact {
  readonly name: string;
  readonly expression: string;
  readonly value: number;
}

function isInline(type: StructClass | undefined): type is StructClass {
  return type !== undefined && !allStructs().some(({ structName }) => structName === type.structName);
}

/** Offsets of all fields that have an address, also of those in structures without a name of their own. */
function offsets(type: StructClass, owner = type, path = '', base = 0): Fact[] {
  return owner.fields.flatMap((field) => {
    const name = `${path}${field.name}`;
    const inner = field.type.embedded;
    const inside = isInline(inner) ? offsets(type, inner, `${name}.`, base + field.offset) : [];
    if (field.type.kind === 'bits') return inside;
    const expression = `__builtin_offsetof(${type.structName}, ${name})`;
    return [{ name: `${type.structName}.${name}`, expression, value: base + field.offset }, ...inside];
  });
}

function facts(type: StructClass): Fact[] {
  const { structName: name, size, align } = type;
  return [
    { name: `sizeof ${name}`, expression: `sizeof(${name})`, value: size },
    { name: `alignof ${name}`, expression: `_Alignof(${name})`, value: align },
    ...offsets(type),
  ];
}

test('clang lays out every structure of wdm.h as src/abi does', async () => {
  const expected = allStructs().flatMap(facts);
  expect(expected.length).toBeGreaterThan(700);
  const text = `#include <wdm.h>
static const ULONG facts[] = {
${expected.map(({ expression }) => `  ${expression},`).join('\n')}
};
NTSTATUS DriverEntry(PDRIVER_OBJECT driverObject, PUNICODE_STRING registryPath) { return (NTSTATUS)facts; }
`;
  const { image, diagnostics } = await compileDriver({
    entry: ENTRY,
    includes: [],
    defines: {},
    place: PLACE,
    readFile: async (path) => (path === ENTRY ? text : null),
    runTool: runInstalledTool,
    routines: new Map(),
  });
  expect(diagnostics).toEqual([]);
  const memory = createMemory(0x10_0000);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(image?.bytes ?? [])), {
    env: {
      memory: memory as WebAssembly.Memory,
      __indirect_function_table: new WebAssembly.Table({ element: 'anyfunc', initial: 8 }),
      __stack_pointer: new WebAssembly.Global({ value: 'i32', mutable: true }, 0x8_0000),
    },
  });
  const driverEntry = instance.exports['DriverEntry'] as (driverObject: number, registryPath: number) => number;
  const found = new Uint32Array(memory.buffer, driverEntry(0, 0), expected.length);
  const listed = (value: (index: number) => number | undefined): string[] =>
    expected.map(({ name }, index) => `${name} ${value(index)}`);
  expect(listed((index) => found[index])).toEqual(listed((index) => expected[index]?.value));
});
