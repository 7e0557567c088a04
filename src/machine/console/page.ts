/** The answer of a command while it is being written. */
import type { ConsoleItem, ConsoleResult, ConsoleSource } from '../../protocol/console.ts';

/** More than this no one reads; a command says that it has left the rest out. */
const MOST_LINES = 5000;

/** What the user has asked for is not there: the text is for them, with what to write instead. */
export class ConsoleError extends Error {
  override readonly name = 'ConsoleError';
}

export class Page {
  readonly #lines: string[] = [];
  readonly #items: ConsoleItem[] = [];
  readonly #sources = new Map<string, ConsoleSource>();
  #left = 0;

  /** Without a text: an empty line. */
  line(...texts: readonly string[]): void {
    this.lines(texts.length === 0 ? [''] : texts);
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) {
      if (this.#lines.length < MOST_LINES) this.#lines.push(text.trimEnd());
      else this.#left += 1;
    }
  }

  item(item: ConsoleItem): void {
    if (this.#items.length < MOST_LINES) this.#items.push(item);
  }

  source(source: ConsoleSource | null): void {
    if (source !== null) this.#sources.set(source.text, source);
  }

  result(failure: string | null = null): ConsoleResult {
    const lines = [...this.#lines];
    if (this.#left > 0) lines.push(`... ${this.#left} more lines are left out.`);
    if (failure !== null) lines.push(failure);
    return {
      text: lines.length === 0 ? '' : `${lines.join('\n')}\n`,
      ...(failure === null ? {} : { failed: true as const }),
      ...(this.#items.length === 0 ? {} : { items: this.#items }),
      ...(this.#sources.size === 0 ? {} : { sources: [...this.#sources.values()] }),
    };
  }
}
