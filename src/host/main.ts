/** Entry of the sandbox process and of the threads that help it: one file, so that one file is all it may read. */
import { isMainThread, workerData } from 'node:worker_threads';
import { isPump, pump } from './pump-thread.ts';
import { watch } from './watchdog-thread.ts';

if (isMainThread) {
  void start();
} else if (isPump(workerData)) {
  pump();
} else {
  watch();
}

/** Loaded late: the other threads have no need of the emulator. */
async function start(): Promise<void> {
  const [{ serve }, { Machine }] = await Promise.all([import('./serve.ts'), import('../machine/machine.ts')]);
  serve(Machine);
}
