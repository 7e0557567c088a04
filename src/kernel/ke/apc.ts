/** Special kernel APCs: work that the system does in a thread as soon as that runs below APC_LEVEL. */
import { APC_LEVEL } from '../../abi/enums.ts';
import type { Thread } from '../sim/thread.ts';

/** Runs it now if the thread lets it in; else when the thread lowers its IRQL. Critical regions do not keep it out. */
export function queueSpecialApc(thread: Thread, run: () => void): boolean {
  if (thread.irql < APC_LEVEL || thread.state === 'ended') {
    run();
    return true;
  }
  thread.apcs.push(run);
  return false;
}

export function deliverApcs(thread: Thread): void {
  for (let run = thread.apcs.shift(); run !== undefined; run = thread.apcs.shift()) run();
}
