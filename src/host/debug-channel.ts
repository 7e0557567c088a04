/**
 * Requests and notifications while somebody debugs: one JSON object a line, both ways, on a pipe of its own.
 *
 * A machine that stands at a breakpoint stands inside of a driver's call, so the event loop does not turn. Requests are then taken
 * and answered by hand: the machine can be looked at, and let go, from there.
 */
import { writeSync } from 'node:fs';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { STATUS } from '../machine/environment.ts';
import { DEBUG_PIPE, type PumpData } from './pump-thread.ts';

/** How long it sleeps at the most before it shows the watchdog that it is alive. */
const NAP_MILLISECONDS = 200;

interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** Answers at once, or with a promise of the answer. */
export type Serve = (method: string, params: unknown) => unknown;

export class DebugChannel {
  readonly #serve: Serve;
  readonly #status: Int32Array;
  readonly #signal = new Int32Array(new SharedArrayBuffer(4));
  readonly #port: MessageChannel['port1'];

  /**
   * @param script - the process's own bundle, which runs the reading thread when it is loaded as a worker
   * @param status - what the watchdog looks at
   * @throws where the runtime refuses threads
   */
  constructor(script: string, status: Int32Array, serve: Serve) {
    this.#serve = serve;
    this.#status = status;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: PumpData = { kind: 'pump', port: port2, signal: this.#signal };
    const thread = new Worker(script, { workerData, transferList: [port2], stdout: true, stderr: true });
    thread.on('error', () => {});
    thread.unref();
    port1.on('message', (message: string | null) => this.#take(message));
    port1.unref();
  }

  /** Grows with each message that comes in. */
  get signal(): Int32Array {
    return this.#signal;
  }

  /** Answers what has come in until there is no more of it, or the code that is held may go on. */
  serve(isReleased: () => boolean): void {
    while (!isReleased() && this.#next());
  }

  #next(): boolean {
    const received: { readonly message: string | null } | undefined = receiveMessageOnPort(this.#port);
    if (received === undefined) return false;
    this.#take(received.message);
    return true;
  }

  notify(method: string, params: unknown): void {
    this.#write({ method, params });
  }

  /** Keeps the code that called where it is, and serves requests, until it is released. */
  stand(isReleased: () => boolean): void {
    while (!isReleased()) {
      const seen = Atomics.load(this.#signal, 0);
      if (this.#next()) continue;
      Atomics.wait(this.#signal, 0, seen, NAP_MILLISECONDS);
      Atomics.add(this.#status, STATUS.turns, 1);
    }
  }

  #take(message: string | null): void {
    // Whoever debugged is gone, and with him whoever started the process.
    if (message === null) process.exit(0);
    const request: Request = JSON.parse(message);
    try {
      const result = this.#serve(request.method, request.params);
      if (result instanceof Promise) {
        result.then(
          (late: unknown) => this.#write({ id: request.id, result: late }),
          (error: unknown) => this.#write({ id: request.id, error: textOf(error) }),
        );
      } else this.#write({ id: request.id, result });
    } catch (error) {
      this.#write({ id: request.id, error: textOf(error) });
    }
  }

  #write(message: object): void {
    const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(DEBUG_PIPE, bytes, at);
    } catch {
      process.exit(0); // nobody reads any more
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
