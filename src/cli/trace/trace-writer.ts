/** Writes the events of a run to a file, while it runs: the machine keeps only the newest. */
import type { HostHandle } from '../../client/start-host.ts';
import type { TraceEvent } from '../../protocol/trace.ts';
import type { OutputFile } from '../io.ts';
import { chromeTrace } from './chrome-trace.ts';
import { csvTrace } from './csv.ts';
import { mermaidTrace } from './mermaid.ts';
import type { TraceFormat } from './trace-format.ts';

export const TRACE_ENDINGS = ['.jsonl', '.json', '.mmd', '.csv'] as const;

/** By the file's ending; null: none of ours. `jsonl` is what the host sends. */
export function traceFormat(file: string): TraceFormat | 'jsonl' | null {
  switch (TRACE_ENDINGS.find((ending) => file.toLowerCase().endsWith(ending))) {
    case '.jsonl':
      return 'jsonl';
    case '.json':
      return chromeTrace();
    case '.mmd':
      return mermaidTrace();
    case '.csv':
      return csvTrace();
    default:
      return null;
  }
}

export class TraceWriter {
  readonly #format: TraceFormat | 'jsonl';
  readonly #file: OutputFile;
  #next = 0;

  constructor(format: TraceFormat | 'jsonl', file: OutputFile) {
    this.#format = format;
    this.#file = file;
    file.write(format === 'jsonl' ? '' : format.start);
  }

  /** Fetches what is new since the last time. */
  async drain(host: Pick<HostHandle, 'request'>): Promise<void> {
    let from: number | null = this.#next;
    while (from !== null) {
      const page: { readonly text: string; readonly next: number | null } = await host.request('trace/lines', { from });
      this.#add(page.text);
      from = page.next;
    }
  }

  async close(): Promise<void> {
    this.#file.write(this.#format === 'jsonl' ? '' : this.#format.end());
    await this.#file.close();
  }

  #add(text: string): void {
    const lines = text.split('\n').filter((line) => line !== '');
    const last = lines.at(-1);
    if (last === undefined) {
      return;
    }
    const event: TraceEvent = JSON.parse(last);
    this.#next = event.n + 1;
    const { write } = this.#file;
    if (this.#format === 'jsonl') {
      write(`${lines.join('\n')}\n`);
      return;
    }
    for (const line of lines) {
      write(this.#format.event(JSON.parse(line)));
    }
  }
}
