/**
 * clang's C stack is an area of memory, and each module has a pointer into one of its own. All modules of a machine
 * must go on where their caller is, so the pointer becomes an import: one global for all of them.
 */
import { EmulatorBug } from '../../base/assert.ts';
import { SECTION, type Section, sectionsOf, WasmReader } from './wasm-reader.ts';
import { name, section, u32 } from './wasm-writer.ts';

export const STACK_POINTER = '__stack_pointer';

const GLOBAL_KIND = 3;
const I32_MUTABLE = [0x7f, 0x01];

/**
 * The linker makes the pointer the first global, and there is no imported one: moved to the imports it keeps its
 * index, and no byte of the code section moves, so the debug information stays right.
 */
export function shareStackPointer(module: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let copied = 0;
  const replace = (old: Section, bytes: readonly number[]): void => {
    parts.push(module.subarray(copied, old.start), new Uint8Array(bytes));
    copied = old.body.byteOffset - module.byteOffset + old.body.length;
  };
  for (const part of sectionsOf(module)) {
    if (part.id === SECTION.import) replace(part, section(SECTION.import, withPointer(part.body)));
    if (part.id === SECTION.global) replace(part, section(SECTION.global, withoutFirst(part.body)));
  }
  parts.push(module.subarray(copied));
  return concatenate(parts);
}

function withPointer(imports: Uint8Array): number[] {
  const reader = new WasmReader(imports);
  const count = reader.u32();
  const added = [...name('env'), ...name(STACK_POINTER), GLOBAL_KIND, ...I32_MUTABLE];
  return [...u32(count + 1), ...imports.subarray(reader.at), ...added];
}

function withoutFirst(globals: Uint8Array): number[] {
  const reader = new WasmReader(globals);
  const count = reader.u32();
  if (reader.byte() !== I32_MUTABLE[0] || reader.byte() !== I32_MUTABLE[1])
    throw new EmulatorBug('the first global of a linked driver is no stack pointer');
  reader.byte();
  reader.i32();
  reader.byte();
  return [...u32(count - 1), ...globals.subarray(reader.at)];
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
