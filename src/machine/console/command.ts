/** What a command of the console is. */
import type { Page } from './page.ts';
import type { ConsoleTarget, LiveMachine } from './target.ts';

/** In the order in which help lists them. */
export const GROUPS = [
  'Devices and drivers',
  'Requests',
  'Power',
  'Plug and Play',
  'Storage',
  'Bug checks and the verifier',
  'Threads',
  'Memory and types',
  'Queries',
  'The console',
] as const;

/** What a word of a command's arguments can be; for completion. */
export type ArgumentKind = 'device' | 'driver' | 'irp' | 'type' | 'routine' | 'command' | 'query' | 'rule';

export interface CommandCall {
  readonly target: ConsoleTarget;
  readonly page: Page;
  /** What stands behind the command, as it is. */
  readonly text: string;
  /** The same as words. */
  readonly words: readonly string[];
}

interface CommandFacts {
  /** Lower case; the first one is what help shows. */
  readonly names: readonly string[];
  readonly group: (typeof GROUPS)[number];
  /** Its arguments, as help shows them. */
  readonly usage: string;
  /** One line. */
  readonly summary: string;
  readonly takes: readonly ArgumentKind[];
}

export type ConsoleCommand = CommandFacts &
  (
    | { readonly run: (call: CommandCall) => void }
    /** Asks a machine that is there: a crash dump has not got what it shows. */
    | { readonly runLive: (call: CommandCall, live: LiveMachine) => void }
  );
