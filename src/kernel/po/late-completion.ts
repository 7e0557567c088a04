import { IO_STATUS_BLOCK } from '../../abi/structs/io.ts';
import { type Duration, later } from '../../base/time.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';

const TAG = poolTag('PoLt');

/** Calls `end` after a delay, in a thread of its own, with a copy of the status block: its IRP is gone by then. */
export function endLater(
  { memory, pool, sim }: Kernel,
  { Status, Information }: IO_STATUS_BLOCK,
  delay: Duration,
  end: (block: IO_STATUS_BLOCK) => void,
): void {
  const address = pool.allocate(IO_STATUS_BLOCK.size, TAG, 0, true);
  const block = memory.view(IO_STATUS_BLOCK, address);
  block.Status = Status;
  block.Information = Information;
  sim.setAlarm(later(sim.now, delay), () => {
    sim.createThread('late PowerCompletion routine', () => {
      end(block);
      pool.free(address);
    });
  });
}
