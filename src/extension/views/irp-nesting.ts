import type { IrpState } from '../../protocol/state.ts';

/** IRPs below the one that caused them; under `null` those whose cause is not in flight, so that none is lost from view. */
export function nestIrps(irps: readonly IrpState[]): ReadonlyMap<string | null, readonly IrpState[]> {
  const known = new Set(irps.map((irp) => irp.address));
  const nested = new Map<string | null, IrpState[]>();
  for (const irp of irps) {
    const cause = irp.cause !== null && known.has(irp.cause) && !causesItself(irp, irps) ? irp.cause : null;
    const siblings = nested.get(cause);
    if (siblings === undefined) nested.set(cause, [irp]);
    else siblings.push(irp);
  }
  return nested;
}

/** A reused address can make a ring of causes; its members stand side by side. */
function causesItself(irp: IrpState, irps: readonly IrpState[]): boolean {
  const byAddress = new Map(irps.map((other) => [other.address, other]));
  let cause = irp.cause;
  for (let hops = 0; cause !== null && hops <= irps.length; hops++) {
    if (cause === irp.address) return true;
    cause = byAddress.get(cause)?.cause ?? null;
  }
  return cause !== null;
}
