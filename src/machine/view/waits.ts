/** Who waits for what, in sentences. */
import { hex } from '../../base/hex.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { Thread } from '../../kernel/sim/thread.ts';
import { irpStates } from './irp-view.ts';

/** Every thread that waits, and where the IRPs are that they wait for. */
export function describeWaits(nt: Nt): string {
  const { sim } = nt.kernel;
  const irps = new Map(irpStates(nt).map((irp) => [irp.address, irp]));
  return sim
    .waiting()
    .map((thread) => {
      const irp = irps.get(hex(thread.wait?.object ?? 0));
      const since = formatInstant((thread.wait?.since ?? 0) as Instant);
      if (irp === undefined)
        return `${placeOf(nt, thread)} waits for ${thread.wait?.what ?? 'something'} since ${since}`;
      const name = irp.minor === null ? `IRP_MJ_${irp.major}` : `IRP_MN_${irp.minor}`;
      return `${placeOf(nt, thread)} waits since ${since} for ${name} (${irp.address}), which ${irp.at} has not completed`;
    })
    .join('; ');
}

function placeOf({ kernel }: Nt, thread: Thread): string {
  const { directory } = kernel.sim;
  if (thread.driver === 0) return thread.name;
  return `${thread.name} in ${directory.deviceId(thread.device)}/${directory.driverName(thread.driver)}`;
}
