/** Hardware that comes and goes, whether or not anybody looks. */
import type { Nt } from '../../kernel/assemble.ts';
import { leftBehind, plugIn, replugAsleep } from '../../kernel/pnp/plugging.ts';
import type { Injection, PnpInjection } from '../../protocol/injection.ts';
import { type Outcome, refused } from './inject.ts';

export function changesPlugs(injection: Injection): injection is PnpInjection {
  return injection.op === 'pnp' && (injection.request === 'unplug' || injection.request === 'plugIn');
}

/** A device that the machine file has and that is not there now: it can be plugged in, and nothing else. */
export function isAbsent(nt: Nt, id: string): boolean {
  return nt.pnp.hardware.byId(id)?.present === false;
}

export async function performPlugIn(nt: Nt, id: string): Promise<Outcome> {
  const { pnp } = nt;
  const node = pnp.hardware.byId(id);
  if (node === undefined) return refused(`There is no device \`${id}\`.`);
  const left = await pnp.perform('plug in', async () => {
    const before = leftBehind(pnp, node);
    if (before === undefined) await plugIn(pnp, node);
    return before;
  });
  if (left !== undefined) return refused(`${left.id} is still ${left.state}: close what is open on it first.`);
  return { ok: true, status: 'STATUS_SUCCESS', message: `${id} is plugged in.` };
}

/** While the system sleeps nobody notices; when it is back, the buses look. */
export function performReplugAsleep({ pnp }: Nt, { device, request }: PnpInjection): Outcome {
  const node = pnp.hardware.byId(device);
  if (node === undefined) return refused(`There is no device \`${device}\`.`);
  replugAsleep(pnp, node, request === 'plugIn');
  const done = request === 'plugIn' ? 'plugged in' : 'pulled out';
  return {
    ok: true,
    status: 'STATUS_SUCCESS',
    message: `${device} was ${done}. Its bus finds out when the system is awake.`,
  };
}
