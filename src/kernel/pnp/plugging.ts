import { startDependents } from './dependents.ts';
import type { Devnode } from './devnode.ts';
import { enumerateChildren } from './enumerate.ts';
import type { HardwareNode } from './hardware.ts';
import type { PnpManager } from './pnp-manager.ts';

/** Volumes go with the last disk that they lie on. */
function dependentVolumes(node: HardwareNode, root: HardwareNode): readonly HardwareNode[] {
  const found: HardwareNode[] = [];
  const visit = (other: HardwareNode): void => {
    if (other.members.some(({ disk }) => disk === node || isBelow(disk, node))) found.push(other);
    other.children.forEach(visit);
  };
  visit(root);
  return found;
}

function isBelow(node: HardwareNode, ancestor: HardwareNode): boolean {
  for (let at = node.parent; at !== null; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** The device is gone from its bus, with the volumes on it. Nobody has noticed yet. */
export function pullOut({ hardware }: PnpManager, node: HardwareNode): void {
  for (const one of withVolumes(hardware.root, node)) hardware.unplug(one);
}

/** The device is pulled out: its bus notices at the next look, which comes at once. */
export async function unplug(pnp: PnpManager, node: HardwareNode): Promise<void> {
  pullOut(pnp, node);
  await noticeGone(pnp, node);
}

/** The system looks at the buses of what is no longer there. */
export function noticeGone(pnp: PnpManager, node: HardwareNode): Promise<void> {
  return rescanParents(pnp, withVolumes(pnp.hardware.root, node));
}

function withVolumes(root: HardwareNode, node: HardwareNode): readonly HardwareNode[] {
  return [node, ...dependentVolumes(node, root)];
}

/** A device that was pulled out and is still there, because something is open on it; it keeps its place taken. */
export function leftBehind(pnp: PnpManager, node: HardwareNode): Devnode | undefined {
  const affected = withVolumes(pnp.hardware.root, node);
  return affected.map(({ id }) => pnp.byId(id)).find((devnode) => devnode?.state === 'removePendingCloses');
}

export async function plugIn(pnp: PnpManager, node: HardwareNode): Promise<void> {
  const { hardware } = pnp;
  const affected = withVolumes(hardware.root, node);
  for (const one of affected) hardware.plugIn(one);
  await rescanParents(pnp, affected);
  await startDependents(pnp);
}

/** The same while the system sleeps: the hardware changes at once, and the buses look when the system is awake. */
export function replugAsleep(pnp: PnpManager, node: HardwareNode, isPlugged: boolean): void {
  const { hardware } = pnp;
  const affected = [node, ...dependentVolumes(node, hardware.root)];
  for (const one of affected)
    if (isPlugged) hardware.plugIn(one);
    else hardware.unplug(one);
  pnp.enqueue('look at the buses after sleep', async () => {
    await rescanParents(pnp, affected);
    if (isPlugged) await startDependents(pnp);
  });
}

async function rescanParents(pnp: PnpManager, nodes: readonly HardwareNode[]): Promise<void> {
  const parents = new Set(nodes.map((one) => one.parent).filter((parent) => parent !== null));
  for (const parent of parents) {
    const devnode = pnp.byId(parent.id);
    if (devnode !== undefined) await enumerateChildren(pnp, devnode);
  }
}

/** What IoInvalidateDeviceRelations(BusRelations) does: the query comes later, in the PnP worker (PNP-58). */
export function invalidateBusRelations(pnp: PnpManager, id: string): void {
  pnp.enqueue('query bus relations', async () => {
    const devnode = pnp.byId(id);
    if (devnode !== undefined) await enumerateChildren(pnp, devnode);
  });
}
