/** Compiles the C drivers of a machine and gives each its place in memory and in the table of routines. */
import { accessChecks } from '../../ddi/c/access-checks.ts';
import { isForC, wasmSignature } from '../../ddi/c/c-types.ts';
import { routines } from '../../ddi/table.ts';
import { NULL_REGION_SIZE } from '../../kernel/mm/memory.ts';
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import { type CImage, type CompiledDriver, type CSource, compileDriver } from '../../toolchain/c/compile-driver.ts';
import type { DriverProgram } from '../../toolchain/load-driver.ts';
import type { MachineEnvironment } from '../environment.ts';
import { canSuspend, type WasmModule, wasm } from './web-assembly.ts';

export interface LoadableImage {
  readonly image: CImage;
  readonly module: WasmModule;
  /** Address behind it. */
  readonly end: number;
}

const PAGE_SIZE = 4096;
/** Pointers to routines that are not there, such as small numbers, must not reach one that is. */
const TABLE_GUARD = 256;
/** What the kernel needs at least. */
const POOL_BYTES = 0x10_0000;

export function isC(path: string): boolean {
  return /\.c$/i.test(path);
}

export class CImages {
  readonly #environment: MachineEnvironment;
  readonly #memoryBytes: number;
  readonly #signatures = new Map([
    ...routines.filter(isForC).map((declaration): [string, string] => [declaration.name, wasmSignature(declaration)]),
    ...[...accessChecks].map(([name, { signature }]): [string, string] => [name, signature]),
  ]);
  #memory = NULL_REGION_SIZE;
  #table = TABLE_GUARD;

  constructor(environment: MachineEnvironment, memoryBytes: number) {
    this.#environment = environment;
    this.#memoryBytes = memoryBytes;
  }

  async compile(source: CSource): Promise<{ program: DriverProgram; image: LoadableImage | null }> {
    const { entry } = source;
    if (!canSuspend()) return failed(entry, RUNTIME_TOO_OLD);
    const compiled = await compileDriver({
      ...source,
      place: { memory: this.#memory, table: this.#table },
      readFile: (path) => this.#environment.readFile(path),
      runTool: this.#environment.runTool,
      routines: this.#signatures,
    });
    const { image } = compiled;
    if (image === null) return { program: programOf(entry, compiled), image: null };
    const end = Math.ceil(image.end.memory / PAGE_SIZE) * PAGE_SIZE;
    if (end > this.#memoryBytes - POOL_BYTES) return failed(entry, tooLarge(end - image.place.memory));
    this.#memory = end;
    this.#table = image.end.table + TABLE_GUARD;
    // Asynchronously, because a debugger sees only modules that are compiled so.
    return { program: programOf(entry, compiled), image: { image, module: await wasm.compile(image.bytes), end } };
  }
}

const RUNTIME_TOO_OLD =
  'Drivers in C need a runtime that can suspend WebAssembly, and this one cannot: use Node.js 24 or newer, or VS Code.';

function tooLarge(bytes: number): string {
  return `The driver and its data need ${bytes} bytes, more than the machine has: raise "memory" in the machine file.`;
}

function programOf(entry: string, { modules, diagnostics }: CompiledDriver): DriverProgram {
  return { entry, modules, diagnostics };
}

function failed(entry: string, message: string): { program: DriverProgram; image: null } {
  const diagnostic: Diagnostic = { file: entry, line: 1, column: 1, severity: 'error', code: 'driver/c', message };
  return { program: { entry, modules: [], diagnostics: [diagnostic] }, image: null };
}
