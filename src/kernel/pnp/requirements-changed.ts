/** A driver has said that its device needs other resources than it has (PNP-34). */
import { NT_SUCCESS, STATUS_CONFLICTING_ADDRESSES } from '../../abi/ntstatus.ts';
import { CM_PROB_FAILED_START, CM_PROB_NORMAL_CONFLICT } from '../../abi/problem-codes.ts';
import { assignResources, queryRequirements, sendStart } from './assignment.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { rebalance } from './stopping.ts';
import { surpriseRemove } from './surprise-removal.ts';

export function watchRequirements(pnp: PnpManager): void {
  pnp.onRequirementsChanged = (devnode, hasFailed) => {
    pnp.enqueue('resource requirements changed', async () => {
      if (devnode.state !== 'started') return;
      await queryRequirements(pnp, devnode);
      // A device that has failed cannot take other resources while it runs.
      if (hasFailed) await rebalance(pnp, devnode);
      else await startAgain(pnp, devnode);
    });
  };
}

/** START_DEVICE to a device that is started: its drivers move it over to the new resources themselves. */
async function startAgain(pnp: PnpManager, devnode: Devnode): Promise<void> {
  if (!(await assignResources(pnp, devnode)) && !(await pnp.makeRoom(devnode))) {
    await surpriseRemove(pnp, devnode, { code: CM_PROB_NORMAL_CONFLICT, status: STATUS_CONFLICTING_ADDRESSES });
    return;
  }
  const status = await sendStart(pnp, devnode);
  pnp.kernel.sim.hooks.onChange();
  if (!NT_SUCCESS(status)) await surpriseRemove(pnp, devnode, { code: CM_PROB_FAILED_START, status });
}
