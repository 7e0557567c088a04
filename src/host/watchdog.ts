/** The main thread's side of the watchdog: what it tells the thread that watches it. */
import { Worker } from 'node:worker_threads';
import { STATUS } from '../machine/environment.ts';

/** How often the event loop shows that it turns. */
const BEAT_MILLISECONDS = 250;

export interface WatchdogData {
  readonly status: Int32Array;
  /** Beyond this the process is about to run out of memory. */
  readonly mostBytes: number;
  /** Stuck for so long: hanging. */
  readonly hangSeconds: number;
}

export type WatchdogMessage =
  | { readonly kind: 'drivers'; readonly names: readonly string[] }
  | { readonly kind: 'module'; readonly sourceUrl: string; readonly driver: string }
  | { readonly kind: 'memory'; readonly bytes: number }
  /** A JavaScript debugger may stop the main thread from now on; `signal` grows with each request. */
  | { readonly kind: 'inspected'; readonly signal: Int32Array };

export class Watchdog {
  readonly status = new Int32Array(new SharedArrayBuffer(8));
  readonly #thread: Worker | null;

  /** @param script - the process's own bundle, which runs the watching thread when it is loaded as a worker */
  constructor(script: string, heapBytes: number, hangSeconds: number) {
    Atomics.store(this.status, STATUS.driver, -1);
    setInterval(() => Atomics.add(this.status, STATUS.turns, 1), BEAT_MILLISECONDS).unref();
    const mostBytes = process.memoryUsage.rss() + heapBytes * 0.75;
    const workerData: WatchdogData = { status: this.status, mostBytes, hangSeconds };
    this.#thread = startThread(script, workerData);
  }

  tell(message: WatchdogMessage): void {
    this.#thread?.postMessage(message);
  }
}

/** A runtime may refuse threads; the client's own heartbeat still finds a hang then, without its place. */
function startThread(script: string, workerData: WatchdogData): Worker | null {
  try {
    const thread = new Worker(script, { workerData, stdout: true, stderr: true });
    thread.on('error', () => {});
    thread.unref();
    return thread;
  } catch {
    return null;
  }
}
