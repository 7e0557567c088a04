/** The commands of the console for a crash dump, for whoever may not know the machine's own code. */
import { DumpError, DumpFile, type DumpSource } from '../dump-file/dump-reader.ts';
import { SANDBOX_BLOB } from '../dump-file/layout.ts';
import { readSecondary } from '../dump-file/read-secondary.ts';
import { DumpConsole } from '../machine/console/dump-target.ts';
import type { ConsoleCompletions, ConsoleResult } from '../protocol/console.ts';
import { readDumpContents } from '../protocol/read-dump-contents.ts';

export interface OpenConsole {
  evaluate(line: string): ConsoleResult;
  /** @param column - where the user is writing, from 0 */
  complete(line: string, column: number): ConsoleCompletions;
}

/** @returns why there is no console, as a sentence, for a file that is no dump of the sandbox */
export function openDumpConsole(source: DumpSource): OpenConsole | string {
  try {
    const dump = DumpFile.open(source);
    const bytes = readSecondary(dump, SANDBOX_BLOB);
    if (bytes === null)
      return 'The dump was not written by Driver Sandbox: it has memory, and no devices and requests.';
    const contents = readDumpContents(new TextDecoder().decode(bytes));
    return typeof contents === 'string' ? contents : new DumpConsole(dump, contents);
  } catch (error) {
    if (error instanceof DumpError) return error.message;
    throw error;
  }
}
