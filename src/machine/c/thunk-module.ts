/**
 * A small module of WebAssembly that stands between one C driver and JavaScript. A driver's stack can be suspended
 * only when no JavaScript frame is in its middle, so what waits, and what goes from one C driver to the next, is
 * called from here: JavaScript says in `step` what is to be done, and returns.
 */
import type { FunctionType, ImportedRoutine } from '../../toolchain/c/describe-module.ts';
import { signatureOf } from '../../toolchain/c/describe-module.ts';
import { type Bytes, i32, moduleOf, name, section, u32, vector } from '../../toolchain/c/wasm-writer.ts';

/** What is left to do when a routine of the kernel has returned to the thunk. */
export const STEP = { done: 0, wait: 1, call: 2 } as const;

const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const VALUE: Readonly<Record<string, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };
const I32 = 0x7f;
const END = 0x0b;
const NO_RESULT = 0x40;
const CONTINUE_LOOP = [0x0c, 1];

const get = (local: number): Bytes => [0x20, ...u32(local)];
const set = (local: number): Bytes => [0x21, ...u32(local)];
const load = (global: number): Bytes => [0x23, ...u32(global)];
const store = (global: number): Bytes => [0x24, ...u32(global)];
const call = (target: number): Bytes => [0x10, ...u32(target)];
const callIndirect = (type: number): Bytes => [0x11, ...u32(type), 0];
const constant = (value: number): Bytes => [0x41, ...i32(value)];
const when = (body: Bytes): Bytes => [0x04, NO_RESULT, ...body, END];
const loop = (body: Bytes): Bytes => [0x03, NO_RESULT, ...body, END];
const EQUAL = [0x46];
const LESS = [0x49];
const DROP = [0x1a];

/** The globals that thunks share with JavaScript, in this order. */
export const GLOBALS = ['stackPointer', 'stackLimit', 'step', 'target', 'first', 'second'] as const;
const GLOBAL = { stackPointer: 0, stackLimit: 1, step: 2, target: 3, first: 4, second: 5 } as const;

const DISPATCH: FunctionType = { parameters: ['i32', 'i32'], results: ['i32'] };

/** What JavaScript provides beside the routines themselves. */
const SERVICES: readonly { readonly name: string; readonly type: FunctionType }[] = [
  { name: 'wait', type: { parameters: [], results: ['i32'] } },
  { name: 'resumed', type: { parameters: ['i32'], results: [] } },
  { name: 'returned', type: { parameters: ['i32'], results: [] } },
  { name: 'result', type: { parameters: [], results: ['i32'] } },
  { name: 'overflow', type: { parameters: [], results: [] } },
  { name: 'left', type: { parameters: ['i32', 'i32'], results: [] } },
];
const SERVICE = { wait: 0, resumed: 1, returned: 2, result: 3, overflow: 4, left: 5 } as const;

/** Name under which routines of a signature are entered from JavaScript. */
export function entryName(type: FunctionType): string {
  return `enter ${signatureOf(type)}`;
}

/** Each distinct type once; a type's index is its place. */
class Types {
  readonly #indices = new Map<string, number>();
  readonly #bytes: Bytes[] = [];

  indexOf(type: FunctionType): number {
    const key = signatureOf(type);
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const values = (types: readonly string[]): Bytes => vector(types.map((value) => [VALUE[value] ?? I32]));
    this.#bytes.push([0x60, ...values(type.parameters), ...values(type.results)]);
    this.#indices.set(key, this.#bytes.length - 1);
    return this.#bytes.length - 1;
  }

  section(): Bytes {
    return section(SECTION.type, vector(this.#bytes));
  }
}

interface Routine {
  readonly type: FunctionType;
  readonly locals: readonly string[];
  readonly body: Bytes;
  readonly exported: string | null;
}

/**
 * @param imports - routines of the kernel that the driver calls; each gets a thunk of its name
 * @param entered - types of the driver's routines that JavaScript calls
 */
export function thunkModule(imports: readonly ImportedRoutine[], entered: readonly FunctionType[]): Uint8Array {
  const types = new Types();
  const imported = [...SERVICES.map(({ type }) => type), ...imports];
  const drive = imported.length;
  const distinct = new Map(entered.map((type) => [entryName(type), type]));
  const routines: readonly Routine[] = [
    driveRoutine(types),
    ...imports.map((routine, index) => thunk(routine, SERVICES.length + index, drive)),
    ...[...distinct.values()].map((type) => entry(type, types)),
  ];
  const functions = [
    ...SERVICES.map((service) => importOf('service', service.name, service.type, types)),
    ...imports.map((routine) => importOf('kernel', routine.name, routine, types)),
  ];
  const declared = routines.map(({ type }) => u32(types.indexOf(type)));
  const exported = routines.flatMap((routine, index) =>
    routine.exported === null ? [] : [[...name(routine.exported), 0, ...u32(drive + index)]],
  );
  return moduleOf([
    types.section(),
    section(SECTION.import, vector([...functions, TABLE_IMPORT, ...GLOBALS.map(globalImport)])),
    section(SECTION.function, vector(declared)),
    section(SECTION.export, vector(exported)),
    section(SECTION.code, vector(routines.map(codeOf))),
  ]);
}

const TABLE_IMPORT: Bytes = [...name('shared'), ...name('table'), 1, 0x70, 0, 0];

function globalImport(global: string): Bytes {
  return [...name('shared'), ...name(global), 3, I32, 1];
}

function importOf(module: string, field: string, type: FunctionType, types: Types): Bytes {
  return [...name(module), ...name(field), 0, ...u32(types.indexOf(type))];
}

function codeOf({ locals, body }: Routine): Bytes {
  const code = [...vector(locals.map((type) => [1, VALUE[type] ?? I32])), ...body, END];
  return [...u32(code.length), ...code];
}

/** Does what `step` says until nothing is left. Its parameter is the caller's stack pointer; it returns the result. */
function driveRoutine(types: Types): Routine {
  const restore = [...get(0), ...store(GLOBAL.stackPointer)];
  const clear = [...constant(STEP.done), ...store(GLOBAL.step)];
  const isStep = (step: number): Bytes => [...load(GLOBAL.step), ...constant(step), ...EQUAL];
  const wait = [...clear, ...call(SERVICE.wait), ...restore, ...call(SERVICE.resumed), ...CONTINUE_LOOP];
  const callNext = [
    ...clear,
    ...load(GLOBAL.first),
    ...load(GLOBAL.second),
    ...load(GLOBAL.target),
    ...callIndirect(types.indexOf(DISPATCH)),
    ...restore,
    ...call(SERVICE.returned),
    ...CONTINUE_LOOP,
  ];
  const body = [
    ...loop([...isStep(STEP.wait), ...when(wait), ...isStep(STEP.call), ...when(callNext)]),
    ...call(SERVICE.result),
  ];
  return { type: { parameters: ['i32'], results: ['i32'] }, locals: [], body, exported: null };
}

/** Calls a routine of the kernel for the driver. */
function thunk(routine: ImportedRoutine, target: number, drive: number): Routine {
  const { parameters, results } = routine;
  const saved = parameters.length;
  const result = saved + 1;
  const hasResult = results.length > 0;
  const isWord = results[0] === 'i32';
  const body = [
    ...load(GLOBAL.stackPointer),
    ...set(saved),
    ...get(saved),
    ...load(GLOBAL.stackLimit),
    ...LESS,
    ...when(call(SERVICE.overflow)),
    ...parameters.flatMap((_, index) => get(index)),
    ...call(target),
    ...(hasResult ? set(result) : []),
    ...load(GLOBAL.step),
    ...when([...get(saved), ...call(drive), ...(isWord ? set(result) : DROP)]),
    ...get(saved),
    ...store(GLOBAL.stackPointer),
    ...(hasResult ? get(result) : []),
  ];
  return { type: { parameters, results }, locals: ['i32', ...results], body, exported: routine.name };
}

/** Calls a routine of the driver for JavaScript: parameters are a token, the routine's index, and its own. */
function entry(type: FunctionType, types: Types): Routine {
  const own = 2;
  const saved = own + type.parameters.length;
  const result = saved + 1;
  const body = [
    ...load(GLOBAL.stackPointer),
    ...set(saved),
    ...type.parameters.flatMap((_, index) => get(own + index)),
    ...get(1),
    ...callIndirect(types.indexOf(type)),
    ...(type.results.length > 0 ? set(result) : []),
    ...get(saved),
    ...store(GLOBAL.stackPointer),
    ...get(0),
    ...get(result),
    ...call(SERVICE.left),
    ...get(result),
  ];
  return {
    type: { parameters: ['i32', 'i32', ...type.parameters], results: ['i32'] },
    locals: ['i32', 'i32'],
    body,
    exported: entryName(type),
  };
}
