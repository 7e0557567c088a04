/** The engine's WebAssembly, as far as C drivers use it: the types of Node and the DOM would let far more pass. */

export interface WasmGlobal {
  value: number;
}

export interface WasmTable {
  readonly length: number;
  grow(by: number): number;
  set(index: number, value: unknown): void;
}

export type WasmFunction = (...values: (number | bigint)[]) => number | bigint | undefined;

/** A compiled module; the engine's own object. */
export type WasmModule = object;

interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, WasmFunction | undefined>> };
  readonly Global: new (type: { value: 'i32'; mutable: true }, initial: number) => WasmGlobal;
  readonly Table: new (type: { element: 'anyfunc'; initial: number }) => WasmTable;
  /** Both are missing in runtimes that cannot suspend WebAssembly. */
  readonly Suspending?: new (
    routine: () => Promise<number>,
  ) => object;
  readonly promising?: (routine: WasmFunction) => (...values: (number | bigint)[]) => Promise<number>;
}

export const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

export function canSuspend(): boolean {
  return wasm.Suspending !== undefined && wasm.promising !== undefined;
}
