/** The sandbox process as it is shipped, but with the fake machine. */
import { isMainThread } from 'node:worker_threads';
import { watch } from '../../../src/host/watchdog-thread.ts';

if (isMainThread) {
  void Promise.all([import('../../../src/host/serve.ts'), import('./fake-machine.ts')]).then(
    ([{ serve }, { fakeFactory }]) => serve(fakeFactory),
  );
} else {
  watch();
}
