import { CM_PROB_FAILED_START } from '../../abi/problem-codes.ts';
import type { Devnode } from './devnode.ts';
import { enumerateChildren } from './enumerate.ts';
import type { PnpManager } from './pnp-manager.ts';
import { startDevice } from './start.ts';

/** Devices that went because they lie on others, such as volumes on disks, start again once all of those are there. */
export async function startDependents(pnp: PnpManager): Promise<void> {
  for (const devnode of pnp.tree()) {
    if (!waitsForMembers(pnp, devnode)) continue;
    devnode.apply(pnp.kernel.sim, 'ENUMERATED_AGAIN');
    devnode.problem = null;
    await startDevice(pnp, devnode);
    if (devnode.state === 'started') await enumerateChildren(pnp, devnode);
  }
}

function waitsForMembers(pnp: PnpManager, devnode: Devnode): boolean {
  const { state, disabledByUser, present, problem } = devnode;
  const { members } = devnode.hardware;
  if (state !== 'removed' || disabledByUser || !present || members.length === 0) return false;
  if (problem !== null && problem.code !== CM_PROB_FAILED_START) return false;
  return members.every(({ disk }) => pnp.byId(disk.id)?.isStarted === true);
}
