/** What a linked driver needs from the system, and what it puts into the table of routines. */
import { signatureText } from '../../ddi/c/c-types.ts';
import { SECTION, sectionsOf, WasmReader } from './wasm-reader.ts';

export interface FunctionType {
  readonly parameters: readonly string[];
  readonly results: readonly string[];
}

export interface ImportedRoutine extends FunctionType {
  readonly name: string;
}

/** A routine that can be called through a pointer. */
export interface TableRoutine extends FunctionType {
  /** The pointer's value. */
  readonly index: number;
  readonly name: string;
}

export interface ModuleDescription {
  readonly imports: readonly ImportedRoutine[];
  readonly routines: readonly TableRoutine[];
  readonly exports: ReadonlyMap<string, FunctionType>;
  /** Of exported constants, such as the address behind the driver's data. */
  readonly constants: ReadonlyMap<string, number>;
}

const KIND = { function: 0, table: 1, memory: 2, global: 3 } as const;
const TYPES: Readonly<Record<number, string>> = { 127: 'i32', 126: 'i64', 125: 'f32', 124: 'f64' };
const NOTHING: FunctionType = { parameters: [], results: [] };

export function signatureOf({ parameters, results }: FunctionType): string {
  return signatureText(parameters, results);
}

export function describeModule(module: Uint8Array): ModuleDescription {
  const types: FunctionType[] = [];
  const functions: FunctionType[] = [];
  const imports: ImportedRoutine[] = [];
  const exports = new Map<string, FunctionType>();
  const slots: { index: number; target: number }[] = [];
  const globals: number[] = [];
  const exportedGlobals = new Map<string, number>();
  let names: ReadonlyMap<number, string> = new Map();
  for (const { id, body } of sectionsOf(module)) {
    const reader = new WasmReader(body);
    if (id === SECTION.type) types.push(...readTypes(reader));
    else if (id === SECTION.import) readImports(reader, types, imports, functions, globals);
    else if (id === SECTION.function) functions.push(...reader.vector(() => types[reader.u32()] ?? NOTHING));
    else if (id === SECTION.export) readExports(reader, functions, exports, exportedGlobals);
    else if (id === SECTION.global) globals.push(...readGlobals(reader));
    else if (id === SECTION.element) slots.push(...readElements(reader));
    else if (id === SECTION.custom && reader.name() === 'name') names = readNames(reader);
  }
  const routines = slots.map(({ index, target }) => ({
    index,
    name: names.get(target) ?? '',
    ...(functions[target] ?? NOTHING),
  }));
  const constants = new Map([...exportedGlobals].map(([name, index]) => [name, globals[index] ?? 0]));
  return { imports, routines, exports, constants };
}

function readTypes(reader: WasmReader): FunctionType[] {
  const value = (): string => TYPES[reader.byte()] ?? '?';
  return reader.vector(() => {
    reader.byte();
    return { parameters: reader.vector(value), results: reader.vector(value) };
  });
}

function readImports(
  reader: WasmReader,
  types: readonly FunctionType[],
  imports: ImportedRoutine[],
  functions: FunctionType[],
  globals: number[],
): void {
  reader.vector(() => {
    reader.name();
    const name = reader.name();
    const kind = reader.byte();
    if (kind === KIND.function) {
      const type = types[reader.u32()] ?? NOTHING;
      functions.push(type);
      imports.push({ name, ...type });
      return;
    }
    if (kind === KIND.global || kind === KIND.table) reader.byte();
    if (kind === KIND.global) globals.push(reader.byte());
    else skipLimits(reader);
  });
}

function skipLimits(reader: WasmReader): void {
  const hasMaximum = (reader.byte() & 1) !== 0;
  reader.u32();
  if (hasMaximum) reader.u32();
}

function readExports(
  reader: WasmReader,
  functions: readonly FunctionType[],
  exports: Map<string, FunctionType>,
  globals: Map<string, number>,
): void {
  reader.vector(() => {
    const name = reader.name();
    const kind = reader.byte();
    const index = reader.u32();
    if (kind === KIND.function) exports.set(name, functions[index] ?? NOTHING);
    if (kind === KIND.global) globals.set(name, index);
  });
}

/** The initial values; each is one 32-bit constant. */
function readGlobals(reader: WasmReader): number[] {
  return reader.vector(() => {
    reader.byte();
    reader.byte();
    reader.byte();
    const value = reader.i32();
    reader.byte();
    return value >>> 0;
  });
}

/** The linker writes one segment, at a constant place. */
function readElements(reader: WasmReader): { index: number; target: number }[] {
  return reader
    .vector(() => {
      reader.u32();
      reader.byte();
      const first = reader.i32();
      reader.byte();
      return reader.vector(() => reader.u32()).map((target, offset) => ({ index: first + offset, target }));
    })
    .flat();
}

const FUNCTION_NAMES = 1;

function readNames(reader: WasmReader): ReadonlyMap<number, string> {
  while (!reader.isAtEnd) {
    const id = reader.byte();
    const length = reader.u32();
    if (id === FUNCTION_NAMES) return new Map(reader.vector(() => [reader.u32(), reader.name()]));
    reader.at += length;
  }
  return new Map();
}
