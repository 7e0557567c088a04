import { EjectionRelations, RemovalRelations } from '../../abi/enums.ts';
import { dereference } from '../io/device-object.ts';
import { type Devnode, deepestFirst } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';
import { queryRelations } from './requests.ts';

/**
 * The device, all below it, and what its drivers say must go with it; deepest first (R1).
 *
 * @param isEject - what leaves the machine with it goes too
 */
export async function removalSet(pnp: PnpManager, devnode: Devnode, isEject = false): Promise<readonly Devnode[]> {
  const set = new Set<Devnode>();
  const add = async (one: Devnode): Promise<void> => {
    for (const member of deepestFirst(one)) {
      if (set.has(member) || member.state === 'removed') continue;
      for (const related of await relatedDevnodes(pnp, member, RemovalRelations))
        if (!set.has(related)) await add(related);
      set.add(member);
    }
  };
  if (isEject) for (const related of await relatedDevnodes(pnp, devnode, EjectionRelations)) await add(related);
  await add(devnode);
  return [...set];
}

async function relatedDevnodes(pnp: PnpManager, devnode: Devnode, type: number): Promise<readonly Devnode[]> {
  if (!devnode.hasDrivers) return [];
  const related: Devnode[] = [];
  for (const pdo of (await queryRelations(pnp, devnode, type)) ?? []) {
    const found = pnp.devnodeOf(pdo);
    if (found !== undefined) related.push(found);
    dereference(pnp.io, pdo.address);
  }
  return related;
}
