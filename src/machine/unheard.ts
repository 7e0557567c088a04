/** What drivers print while nobody listens: at boot, before whoever started the machine has it in hands. */
export type DbgPrintLine = { readonly time: string; readonly driver: string; readonly text: string };

/** Lines that are kept; what comes after them is in the trace only. */
const MOST_LINES = 1000;

export class Unheard {
  readonly lines: DbgPrintLine[] = [];
  readonly add = (line: DbgPrintLine): void => {
    if (this.lines.length < MOST_LINES) this.lines.push(line);
  };
}
