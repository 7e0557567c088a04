/** Answers of the console as a debug console shows them: text, and parts that can be opened. */
import type { ConsoleItem, ConsoleResult } from '../protocol/console.ts';

/** Far from the references that the machine gives out. */
const FIRST = 1_000_000_000;

export type RunLine = (line: string) => Promise<ConsoleResult>;

interface Shown {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
  readonly memoryReference?: string;
}

export class ConsoleResults {
  readonly #run: RunLine;
  #opened: (readonly ConsoleItem[] | string)[] = [];

  constructor(run: RunLine) {
    this.#run = run;
  }

  /** The machine has gone on: what an item would show has changed. */
  reset(): void {
    this.#opened = [];
  }

  /**
   * What the user types: a command of the console, or an expression.
   *
   * @param evaluate - the line as an expression
   */
  async typed(line: string, evaluate: () => Promise<object>): Promise<object> {
    // No expression begins so; what is wrong with the command is said as the console says it.
    if (/^\s*[!.?]/.test(line)) return this.#shown(await this.#run(line));
    try {
      return await evaluate();
    } catch (error) {
      const other = await this.#run(line);
      if (other.failed === true && other.text.startsWith('There is no command')) throw error;
      return this.#shown(other);
    }
  }

  #shown({ text, items = [] }: ConsoleResult): { readonly result: string; readonly variablesReference: number } {
    return { result: text.trimEnd(), variablesReference: items.length === 0 ? 0 : this.#reference(items) };
  }

  isOurs(reference: number): boolean {
    return reference >= FIRST;
  }

  async open(reference: number): Promise<readonly Shown[]> {
    const opened = this.#opened[reference - FIRST];
    if (opened === undefined) throw new Error('The machine has gone on since. Give the command again.');
    const items = typeof opened === 'string' ? ((await this.#run(opened)).items ?? []) : opened;
    return items.map(({ name, value, children, command, address }) => ({
      name,
      value,
      variablesReference: this.#referenceOf(children ?? command),
      ...(address === undefined ? {} : { memoryReference: address }),
    }));
  }

  #referenceOf(below: readonly ConsoleItem[] | string | undefined): number {
    return below === undefined || below.length === 0 ? 0 : this.#reference(below);
  }

  #reference(below: readonly ConsoleItem[] | string): number {
    this.#opened.push(below);
    return FIRST + this.#opened.length - 1;
  }
}
