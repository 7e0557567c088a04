/** The compiler, as the toolchain sees it. It runs elsewhere: the sandbox process has no room for it. */

export interface ToolRun {
  readonly tool: 'clang' | 'wasm-ld';
  readonly arguments: readonly string[];
  /** All that the tool can read, by path; `include` is where the sandbox's own headers are. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** The file that the tool writes; null: what it writes to its standard output counts. */
  readonly output: string | null;
}

export interface ToolResult {
  readonly exitCode: number;
  readonly output: Uint8Array;
  /** What the tool has to say: errors, warnings. */
  readonly log: string;
}

/** null: the compiler is not installed. */
export type RunTool = (run: ToolRun) => Promise<ToolResult | null>;

/** Folder of the sandbox's own headers in the file system that the tool sees. */
export const HEADERS = '/sandbox/include';
