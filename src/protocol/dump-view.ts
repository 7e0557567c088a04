/** What the extension and the page of a crash dump say to each other; data only. */
import type { ConsoleResult } from './console.ts';
import type { DumpContents } from './dump-contents.ts';
import type { Hex } from './state.ts';

/** What the header of the file says. Numbers that may have more than 32 bits are text. */
export interface DumpHeaderView {
  /** `kernel` and `complete` as people say it, in words. */
  readonly kind: string;
  /** Bytes of the file, and pages of memory in it. */
  readonly size: number;
  readonly pages: number;
  readonly comment: string;
  readonly bugCheckCode: number;
  /** The documented name, where it is one that driver developers meet. */
  readonly bugCheckName: string | null;
  readonly parameters: readonly Hex[];
  readonly processors: number;
  readonly build: number;
  readonly directoryTableBase: Hex;
  readonly instruction: Hex;
  readonly stack: Hex;
  /** ISO 8601; null where the header has no date. */
  readonly time: string | null;
  /** Seconds since boot. */
  readonly upTime: number;
  /** What a small dump has instead of pages; null: any other dump. */
  readonly small: SmallDumpView | null;
}

export interface SmallDumpView {
  /** By address. */
  readonly ranges: readonly { readonly address: Hex; readonly size: number }[];
  readonly drivers: readonly { readonly name: string; readonly base: Hex; readonly size: number }[];
  /** Name of the driver whose code ran; null: the file names none. */
  readonly broken: string | null;
  /** In words: number, name and IRQL; null where only a debugger with symbols could tell. */
  readonly thread: string | null;
  readonly stack: { readonly address: Hex; readonly size: number } | null;
  /** Not everything had room. */
  readonly isCut: boolean;
}

export type AddressSpace = 'virtual' | 'physical';

/** Extension to page. */
export type DumpMessage =
  | {
      readonly type: 'dump';
      /** Name of the file. */
      readonly file: string;
      readonly header: DumpHeaderView;
      /** null: another system has written it, or `note` says what is wrong. */
      readonly contents: DumpContents | null;
      readonly note: string | null;
    }
  /** Not a dump, or a damaged one. */
  | { readonly type: 'unreadable'; readonly file: string; readonly message: string }
  | { readonly type: 'memory'; readonly requestId: number; readonly memory: MemoryView }
  | { readonly type: 'console'; readonly line: string; readonly result: ConsoleResult }
  /** Whole lines that the one being written can become. */
  | { readonly type: 'consoleOffers'; readonly requestId: number; readonly lines: readonly string[] };

export interface MemoryView {
  /** Of the first byte, a multiple of 16. */
  readonly first: Hex;
  /** 16 bytes each, as 32 hex digits, `??` for a byte that is not in the dump; null: none of them is. */
  readonly lines: readonly (string | null)[];
  /** What went wrong while reading; null: nothing. */
  readonly problem: string | null;
}

/** Page to extension. */
export type DumpRequest =
  | { readonly type: 'ready' }
  | {
      readonly type: 'readMemory';
      readonly requestId: number;
      readonly space: AddressSpace;
      readonly address: Hex;
      readonly lines: number;
    }
  /** A line of the console. */
  | { readonly type: 'console'; readonly line: string }
  | { readonly type: 'completeConsole'; readonly requestId: number; readonly line: string }
  | { readonly type: 'openSource'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly type: 'copy'; readonly text: string };
