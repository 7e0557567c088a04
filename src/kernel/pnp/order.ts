import type { PnpManager } from './pnp-manager.ts';

/** What no document puts into an order: as it stands, or, when a user asks for it, as chance has it (PNP-07). */
export function inAnyOrder<T>(pnp: PnpManager, list: readonly T[]): readonly T[] {
  if (!pnp.isScrambled) return list;
  const left = [...list];
  return list.flatMap(() => left.splice(pnp.kernel.sim.choose(left.length), 1));
}
