/** Storage adapters and their units as clients see them. */

import type { AnyStateMachine } from 'xstate';
import type { Nt } from '../../kernel/assemble.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import type { Lifecycle } from '../../kernel/sim/lifecycle.ts';

function livesOf(nt: Nt, { pdo, hardware }: Devnode): readonly Lifecycle<AnyStateMachine>[] {
  const unit = nt.storport.units.get(pdo.address)?.unit;
  if (unit !== undefined) return [unit.life as unknown as Lifecycle<AnyStateMachine>];
  const adapter = nt.storport.adapterAt(hardware);
  return adapter === undefined ? [] : [adapter.life as unknown as Lifecycle<AnyStateMachine>];
}

export function storportLifecycles(nt: Nt, devnode: Devnode): Readonly<Record<string, string>> {
  return Object.fromEntries(livesOf(nt, devnode).flatMap((life) => Object.entries(life.regions)));
}

export function storportSignature(nt: Nt, devnode: Devnode): string {
  return livesOf(nt, devnode)
    .map(({ signature }) => signature)
    .join();
}
