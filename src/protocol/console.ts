/** The console: a line of a debugger's language in, text and what can be opened below it out. */
import type { Hex } from './state.ts';

/** A line of the answer, or a part of it, that can be looked into. */
export interface ConsoleItem {
  /** `disk0/auditflt`, `MajorFunction`, `[4]`. */
  readonly name: string;
  readonly value: string;
  /** What it holds, where that is known already. */
  readonly children?: readonly ConsoleItem[];
  /** Otherwise the command whose answer is what it holds: `!irp 0000000000012340`. Its own items are the children. */
  readonly command?: string;
  /** Where it lies in memory. */
  readonly address?: Hex;
}

/** A place in a driver's source that a part of the text names. */
export interface ConsoleSource {
  /** The text that stands in the answer: `disk!DispatchPnp`. */
  readonly text: string;
  /** Path as in the machine file. */
  readonly file: string;
  readonly line: number;
}

export interface ConsoleResult {
  /** In the layout that users of WinDbg know; lines end with `\n`, the last one too. Empty for an empty line. */
  readonly text: string;
  /** The line could not be carried out: `text` says why, and what to write instead. */
  readonly failed?: true;
  /** Left out when there is nothing to open. */
  readonly items?: readonly ConsoleItem[];
  readonly sources?: readonly ConsoleSource[];
}

export interface ConsoleCompletion {
  /** What replaces the text from `start` to the column that was asked about. */
  readonly text: string;
  /** What it is, in a few words. */
  readonly detail: string;
  readonly kind: 'command' | 'device' | 'driver' | 'irp' | 'type' | 'routine' | 'field' | 'option';
}

export interface ConsoleCompletions {
  /** Where in the line the word begins that is being written, from 0. */
  readonly start: number;
  readonly items: readonly ConsoleCompletion[];
}

/** After these a word is completed without being asked to. */
export const CONSOLE_TRIGGERS: readonly string[] = ['!', '\\', '.', ' '];

/** What stands in front of the line that is being written. */
export const CONSOLE_PROMPT = 'kd> ';
