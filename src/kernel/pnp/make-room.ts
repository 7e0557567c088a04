/** A device finds what it needs taken: others move, where they can (PNP-30). */
import { NT_SUCCESS, STATUS_RESOURCE_REQUIREMENTS_CHANGED } from '../../abi/ntstatus.ts';
import type { ResourcePlan } from './arbiter.ts';
import { queryRequirements, readNeeds } from './assignment.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { restartDevice } from './start.ts';
import { cancelStop, queryStop, stop } from './stopping.ts';

export function watchConflicts(pnp: PnpManager): void {
  pnp.makeRoom = (devnode) => makeRoom(pnp, devnode);
}

/**
 * Asks those in the way to stop. Who refuses goes on as before, and it is tried without that one. When there is room, those
 * who have to move are stopped and started with what is left to them.
 *
 * @returns false when there is no way; all have what they had, and run
 */
async function makeRoom(pnp: PnpManager, newcomer: Devnode): Promise<boolean> {
  const { arbiter } = pnp;
  const refused = new Set<Devnode>();
  const agreed = new Set<Devnode>();
  for (;;) {
    const candidates = arbiter.inTheWayOf(newcomer).filter((one) => mayMove(one, newcomer) || agreed.has(one));
    const plan = findPlan(
      pnp,
      newcomer,
      candidates.filter((one) => !refused.has(one)),
    );
    const movers = plan === null ? [] : moversOf(pnp, plan, newcomer);
    const unasked = movers.find((one) => !agreed.has(one));
    if (plan === null || unasked === undefined) {
      for (const one of agreed) if (!movers.includes(one)) await cancelStop(pnp, one);
      if (plan !== null) await move(pnp, plan, movers);
      return plan !== null;
    }
    ((await agreesToStop(pnp, unasked)) ? agreed : refused).add(unasked);
  }
}

/** A device that runs; but not the bus of the newcomer, which has to tell of it. */
function mayMove(devnode: Devnode, newcomer: Devnode): boolean {
  for (let at = newcomer.parent; at !== null; at = at.parent) if (at === devnode) return false;
  return devnode.state === 'started';
}

/** The fewer have to move, the better: first each of them alone, then all together. */
function findPlan(pnp: PnpManager, newcomer: Devnode, candidates: readonly Devnode[]): ResourcePlan | null {
  for (const one of candidates) {
    const plan = pnp.arbiter.plan([newcomer, one]);
    if (plan !== null) return plan;
  }
  return candidates.length < 2 ? null : pnp.arbiter.plan([newcomer, ...candidates]);
}

function moversOf(pnp: PnpManager, plan: ResourcePlan, newcomer: Devnode): readonly Devnode[] {
  return [...plan].flatMap(([devnode, places]) => {
    const before = pnp.arbiter.ownedBy(devnode);
    const isMoved =
      places.some((place, index) => place.start !== before[index]?.start) || places.length !== before.length;
    return devnode !== newcomer && isMoved ? [devnode] : [];
  });
}

/** A PDO may agree and say that its device needs something else now (PNP-32). */
async function agreesToStop(pnp: PnpManager, devnode: Devnode): Promise<boolean> {
  const status = await queryStop(pnp, devnode);
  if (status === STATUS_RESOURCE_REQUIREMENTS_CHANGED) {
    await queryRequirements(pnp, devnode);
    pnp.arbiter.ask(devnode, await readNeeds(pnp, devnode));
  }
  return NT_SUCCESS(status);
}

async function move(pnp: PnpManager, plan: ResourcePlan, movers: readonly Devnode[]): Promise<void> {
  for (const one of movers) await stop(pnp, one);
  pnp.arbiter.take(plan);
  for (const one of movers) await restartDevice(pnp, one);
}
