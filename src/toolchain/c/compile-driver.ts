/** Makes a module of WebAssembly from a driver in C. */
import { fileName } from '../../base/file-path.ts';
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import type { DriverModule, ReadFile } from '../load-driver.ts';
import { clangDiagnostics } from './clang-diagnostics.ts';
import { compileArguments, HEAP_BASE, type ImagePlace, linkArguments } from './command-lines.ts';
import { describeModule, type ModuleDescription, signatureOf } from './describe-module.ts';
import { readWithIncludes, withWholePaths } from './includes.ts';
import { shareStackPointer } from './share-stack-pointer.ts';
import type { RunTool } from './tool.ts';

/** A driver in C, ready to be put into a machine. */
export interface CImage {
  /** What the engine calls the module; no two drivers of a machine have the same. */
  readonly name: string;
  /** The user's path of each file that the debug information names. */
  readonly files: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array;
  readonly place: ImagePlace;
  readonly description: ModuleDescription;
  /** Where it ends: an address, and an index in the table. */
  readonly end: ImagePlace;
}

export interface CompiledDriver {
  readonly modules: readonly DriverModule[];
  readonly diagnostics: readonly Diagnostic[];
  /** null: the diagnostics say why. */
  readonly image: CImage | null;
}

export interface CSource {
  /** The file that defines DriverEntry. */
  readonly entry: string;
  /** Folders in which headers are looked for. */
  readonly includes: readonly string[];
  /** Macros by name, with their text. */
  readonly defines: Readonly<Record<string, string>>;
}

export interface CompileOptions extends CSource {
  readonly place: ImagePlace;
  readonly readFile: ReadFile;
  readonly runTool: RunTool;
  /** Signature of each routine that the system has, by name. */
  readonly routines: ReadonlyMap<string, string>;
}

const OBJECT = 'driver.o';

export async function compileDriver(options: CompileOptions): Promise<CompiledDriver> {
  const { entry, place, runTool, includes, defines } = options;
  const texts = await readWithIncludes(entry, includes, options.readFile);
  if (texts === null) return refused(entry, [], 'driver/missing-file', `The driver's file ${entry} cannot be read.`);
  const modules = [...texts].map(([path, text]) => ({ path, text, code: '', links: new Map<string, string>() }));
  const virtual = new Map([...texts.keys()].map((path) => [virtualPath(path), path]));
  const known = (path: string): string | null => (texts.has(path) ? virtualPath(path) : null);
  const files = Object.fromEntries(
    [...texts].map(([path, text]) => [virtualPath(path), withWholePaths(path, text, includes, known)]),
  );
  const compiled = await runTool({
    tool: 'clang',
    arguments: compileArguments(virtualPath(entry), defines),
    files,
    output: null,
  });
  if (compiled === null) return refused(entry, modules, 'driver/no-compiler', NO_COMPILER);
  const diagnostics = clangDiagnostics(compiled.log, (path) => virtual.get(path) ?? path);
  if (compiled.exitCode !== 0) return failed(entry, modules, diagnostics, compiled.log);
  // The name of the output becomes that of the module, and stands in stacks.
  const name = `${fileName(entry).replace(/\W/g, '-')}-${place.table}`;
  const linked = await runTool({
    tool: 'wasm-ld',
    arguments: linkArguments(OBJECT, name, place),
    files: { [OBJECT]: compiled.output },
    output: name,
  });
  if (linked === null || linked.exitCode !== 0) {
    const log = linked?.log ?? '';
    if (log.includes('symbol exported via --export not found: DriverEntry'))
      return refused(entry, modules, 'driver/no-entry', noEntry(entry));
    const wanted = new Set([...log.matchAll(/undefined symbol: (\w+)/g)].map(([, symbol = '']) => symbol));
    const unknown = [...wanted].map((symbol) => unresolved(symbol, modules, options));
    return failed(entry, modules, [...diagnostics, ...unknown], log);
  }
  const bytes = shareStackPointer(linked.output);
  const description = describeModule(bytes);
  const missing = description.imports.flatMap((routine) =>
    options.routines.get(routine.name) === signatureOf(routine) ? [] : [unresolved(routine.name, modules, options)],
  );
  return {
    modules,
    diagnostics: [...diagnostics, ...missing],
    image:
      missing.length === 0 ? { name, files: virtual, bytes, place, description, end: endOf(description, place) } : null,
  };
}

/** One index more than the linker's goes to DriverEntry, which nobody takes the address of. */
function endOf({ constants, routines }: ModuleDescription, place: ImagePlace): ImagePlace {
  return { memory: constants.get(HEAP_BASE) ?? place.memory, table: place.table + routines.length + 1 };
}

const NO_COMPILER =
  'This driver is written in C, and the compiler is not installed. Install it in the folder that you work in: `npm i @yowasp/clang`.';

/** The compiler's file system has one root, no drives, and nothing above the root. */
function virtualPath(path: string): string {
  const parts = path.replace(/^([A-Za-z]):/, '$1').split(/[\\/]+/);
  return `/${parts
    .filter((part) => part !== '' && part !== '.')
    .map((part) => (part === '..' ? 'up' : part))
    .join('/')}`;
}

function refused(file: string, modules: readonly DriverModule[], code: string, message: string): CompiledDriver {
  return { modules, image: null, diagnostics: [{ file, line: 1, column: 1, severity: 'error', code, message }] };
}

function noEntry(entry: string): string {
  return `${fileName(entry)} defines no DriverEntry, which the system calls first.`;
}

/** A tool that fails without naming a line is quoted whole. */
function failed(
  entry: string,
  modules: readonly DriverModule[],
  diagnostics: readonly Diagnostic[],
  log: string,
): CompiledDriver {
  if (diagnostics.some(({ severity }) => severity === 'error')) return { modules, diagnostics, image: null };
  return refused(entry, modules, 'driver/c', `${fileName(entry)} could not be compiled: ${log.trim()}`);
}

/** The linker's "unresolved external symbol", at the line that names it first. */
function unresolved(name: string, modules: readonly DriverModule[], { entry, routines }: CompileOptions): Diagnostic {
  const use = new RegExp(`\\b${name}\\b`);
  for (const { path, text } of modules) {
    const lines = text.split('\n');
    const index = lines.findIndex((line) => use.test(line));
    if (index < 0) continue;
    const column = (lines[index] ?? '').search(use) + 1;
    return {
      file: path,
      line: index + 1,
      column,
      endLine: index + 1,
      endColumn: column + name.length,
      severity: 'error',
      ...whyUnresolved(name, routines),
    };
  }
  return { file: entry, line: 1, column: 1, severity: 'error', ...whyUnresolved(name, routines) };
}

function whyUnresolved(name: string, routines: ReadonlyMap<string, string>): Pick<Diagnostic, 'code' | 'message'> {
  return routines.has(name)
    ? {
        code: 'driver/wrong-prototype',
        message: `${name} is declared with other parameters than the system's routine has. Include wdm.h instead of declaring it.`,
      }
    : {
        code: 'driver/unresolved',
        message: `Nothing defines ${name}: the driver does not, and the sandbox's kernel has nothing of that name.`,
      };
}
