/** The client's end of the debug pipe: one JSON object a line. See `DebugChannel` of the host. */
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import type { HostNotifications } from '../protocol/messages.ts';

type Answer = {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly method?: keyof HostNotifications;
  readonly params?: unknown;
};

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class DebugPipe {
  readonly #pipe: Duplex;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(pipe: Duplex, notify: (method: keyof HostNotifications, params: never) => void) {
    this.#pipe = pipe;
    createInterface({ input: pipe }).on('line', (line) => {
      const answer = parse(line);
      if (answer.method !== undefined) notify(answer.method, answer.params as never);
      else this.#settle(answer);
    });
  }

  /** Never settles once the process is on its way out: whoever watches that tells. */
  request(method: string, params: unknown): Promise<unknown> {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.#pipe.writable) this.#pipe.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }

  #settle({ id = 0, result, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error));
  }
}

function parse(line: string): Answer {
  try {
    const answer: unknown = JSON.parse(line);
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    return {}; // cut off: the process died while it wrote
  }
}
