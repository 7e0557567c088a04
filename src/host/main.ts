/** Entry of the sandbox process and of the thread that watches it: one file, so that one file is all it may read. */
import { isMainThread } from 'node:worker_threads';
import { watch } from './watchdog-thread.ts';

if (isMainThread) {
  void start();
} else {
  watch();
}

/** Loaded late: the watching thread has no need of the emulator. */
async function start(): Promise<void> {
  const [{ serve }, { Machine }] = await Promise.all([import('./serve.ts'), import('../machine/machine.ts')]);
  serve(Machine);
}
