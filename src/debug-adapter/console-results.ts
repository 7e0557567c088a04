/** Answers of the console as a debug console shows them: text, and parts that can be opened. */
import type { ConsoleItem, ConsoleResult } from '../protocol/console.ts';

/** Far from the references that the machine gives out. */
const FIRST = 1_000_000_000;

export type RunLine = (line: string) => Promise<ConsoleResult>;

/** An answer of the protocol: a structure has parts and a place. */
export type Evaluate = (expression: string) => Promise<object>;

/** What commands are about that are given alone. */
const USUAL: Readonly<Record<string, string>> = {
  '!irp': 'Irp',
  '!devobj': 'DeviceObject',
  '!devstack': 'DeviceObject',
  '!drvobj': 'DriverObject',
};

/** Variables of the place where the user looks are given to commands as the addresses of what they stand for. */
async function withAddresses(line: string, evaluate: Evaluate): Promise<string> {
  const [command = '', ...given] = line.trim().split(/\s+/);
  const usual = USUAL[command];
  const words = given.length === 0 && usual !== undefined ? [usual] : given;
  const named = await Promise.all(words.map(async (word) => (await addressOf(word, evaluate)) ?? word));
  return given.length === 0 && named[0] === usual ? line : [command, ...named].join(' ');
}

async function addressOf(word: string, evaluate: Evaluate): Promise<string | null> {
  if (!/^[A-Za-z_]\w*$/.test(word)) return null;
  const value: Partial<Shown> = await evaluate(word).catch(() => ({}));
  return value.variablesReference === 0 ? null : (value.memoryReference ?? null);
}

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
   * @param evaluate - an expression where the user looks
   */
  async typed(line: string, evaluate: Evaluate): Promise<object> {
    // No expression begins so; what is wrong with the command is said as the console says it.
    if (/^\s*[!.?]/.test(line)) return this.#shown(await this.#run(await withAddresses(line, evaluate)));
    try {
      return await evaluate(line);
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
