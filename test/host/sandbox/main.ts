/** The sandbox process as it is shipped, but with the fake machine. */
import { isMainThread, workerData } from 'node:worker_threads';
import { isPump, pump } from '../../../src/host/pump-thread.ts';
import { watch } from '../../../src/host/watchdog-thread.ts';

if (isMainThread) {
  void Promise.all([import('../../../src/host/serve.ts'), import('./fake-machine.ts')]).then(
    ([{ serve }, { fakeFactory }]) => serve(fakeFactory),
  );
} else if (isPump(workerData)) {
  pump();
} else {
  watch();
}
