import type { Node } from 'jsonc-parser';
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import { LineIndex } from '../../base/text-position.ts';
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import type { SourcePlace } from './description.ts';

/** A file with a mistake in every line must not drown its reader, nor take long. */
const MOST = 100;

/** Collects what is wrong with one machine file. */
export class Findings {
  readonly file: string;
  readonly #lines: LineIndex;
  readonly #found: Diagnostic[] = [];
  #left = 0;
  #errors = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.#lines = new LineIndex(text);
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  place(node: Pick<Node, 'offset' | 'length'>): SourcePlace {
    const { line, column } = this.#lines.position(node.offset);
    const end = this.#lines.position(node.offset + node.length);
    return { line, column, endLine: end.line, endColumn: end.column };
  }

  /** @param message - only worked out when it is shown */
  error(node: Pick<Node, 'offset' | 'length'>, code: string, message: () => string): void {
    this.#errors++;
    this.#add(node, `machine/${code}`, 'error', message);
  }

  warning(node: Pick<Node, 'offset' | 'length'>, code: string, message: () => string): void {
    this.#add(node, `machine/${code}`, 'warning', message);
  }

  /** In the order of the file. */
  diagnostics(): Diagnostic[] {
    const sorted = this.#found.toSorted((a, b) => a.line - b.line || a.column - b.column);
    const last = sorted.at(-1);
    if (this.#left > 0 && last !== undefined) {
      const { file, line, column } = last;
      const message = `There are ${this.#left} more findings in this file. Mend these ${MOST} first.`;
      sorted.push({ file, line, column, severity: 'information', code: 'machine/more', message });
    }
    return sorted;
  }

  #add(
    node: Pick<Node, 'offset' | 'length'>,
    code: string,
    severity: Diagnostic['severity'],
    message: () => string,
  ): void {
    if (this.#found.length >= MOST) {
      this.#left++;
      return;
    }
    this.#found.push({ file: this.file, ...this.place(node), severity, code, message: message() });
  }
}

/** ` Did you mean …?` where a known word is near, else ` Known: …`. */
export function hint(word: string, known: readonly string[], what = 'Known here'): string {
  const near = nearestSpelling(word, known);
  if (near !== null) {
    return ` Did you mean \`${near}\`?`;
  }
  const shown = known.slice(0, 12).map((name) => `\`${name}\``);
  const rest = known.length > shown.length ? `, and ${known.length - shown.length} more` : '';
  return known.length === 0 ? '' : ` ${what}: ${shown.join(', ')}${rest}.`;
}
