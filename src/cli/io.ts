import type { RunCompiler } from '../client/start-host.ts';

/** What the commands need from the world; tests bring their own. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** null: no such file, or none that can be read. */
  readonly readText: (path: string) => Promise<string | null>;
  /** null: no such file, or none that can be read. Close it afterwards. */
  readonly openBytes: (path: string) => ByteFile | null;
  /** Paths of what lies in a folder; null: no such folder. */
  readonly listFolder: (path: string) => Promise<readonly string[] | null>;
  /** The folder of the rehearsals that come with the sandbox. */
  readonly rehearsals: string;
  readonly readStdin: () => Promise<string>;
  /** Asks whoever sits in front of the terminal, line by line; null: nobody does. */
  readonly ask: ((prompt: string, complete: CompleteLine) => AsyncIterable<string>) | null;
  /** Standard input as it comes. */
  readonly input: () => AsyncIterable<Uint8Array>;
  readonly currentFolder: string;
  /** @throws Error that says why, in words */
  readonly openOutput: (path: string) => OutputFile;
  /** What compiles the C drivers of a machine file; it starts with the first one. */
  readonly compilerFor: (machine: string) => RunCompiler;
  /** `dist/host.cjs`. */
  readonly hostEntry: string;
  readonly version: string;
  readonly color: boolean;
}

/** What a word at the end of a line can become, and that word. */
export type CompleteLine = (line: string) => Promise<readonly [words: readonly string[], word: string]>;

/** A file that is read here and there, as a dump is. */
export interface ByteFile {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

export interface OutputFile {
  write(text: string): void;
  /** Bytes at a place, wherever it is. */
  writeAt(offset: number, bytes: Uint8Array): void;
  /** Returns when all is on the disk. */
  close(): Promise<void>;
}

export const EXIT = {
  ok: 0,
  /** An expectation, a violation with `--stop-on violation`, a bugcheck that nobody asked for, a driver that hangs. */
  failed: 1,
  wrongInput: 2,
  driver: 3,
  sandboxFault: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
