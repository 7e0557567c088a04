/** Reads the debug pipe for the main thread, which may stand still in the middle of a driver's code and must hear all the same. */
import { readSync } from 'node:fs';
import { type MessagePort, workerData } from 'node:worker_threads';

/** Behind standard input, output, error, and the watchdog's reports. */
export const DEBUG_PIPE = 4;
const CHUNK_BYTES = 0x1_0000;

export interface PumpData {
  readonly kind: 'pump';
  readonly port: MessagePort;
  /** Grows with each message, so that a thread that waits for one can sleep. */
  readonly signal: Int32Array;
}

export function isPump(data: unknown): data is PumpData {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'pump';
}

/** Ends with the pipe: whoever held its other end is gone. */
export function pump(): void {
  const { port, signal } = workerData as PumpData;
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const decoder = new TextDecoder();
  const post = (message: string | null): void => {
    port.postMessage(message);
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  };
  let rest = '';
  for (;;) {
    const length = readChunk(chunk);
    if (length === 0) break;
    const lines = (rest + decoder.decode(chunk.subarray(0, length), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) post(line);
  }
  post(null);
}

function readChunk(chunk: Buffer): number {
  try {
    return readSync(DEBUG_PIPE, chunk, 0, chunk.length, null);
  } catch {
    return 0; // a pipe that breaks has come to its end
  }
}
