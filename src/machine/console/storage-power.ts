/** Run-time power of an adapter or a unit, as its miniport has described it. */
import * as constants from '../../abi/storport-constants.ts';
import { formatDuration } from '../../base/time.ts';
import type { StorPoFx } from '../../kernel/storport/pofx.ts';

const PREFIX = 'STOR_POFX_DEVICE_FLAG_';
const FLAGS = Object.entries(constants).flatMap(([name, value]): readonly (readonly [string, number])[] =>
  name.startsWith(PREFIX) && typeof value === 'number' ? [[name.slice(PREFIX.length), value]] : [],
);

/** Nothing where the miniport has described nothing. */
export function storagePowerLines({ description, held, latency, limit }: StorPoFx): readonly string[] {
  if (description === null) return [];
  const { flags, states, idleTimeout, minimumCycle, crashDumpReady } = description;
  const names = FLAGS.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
  const facts = [
    states.length === 1 ? 'F0' : `F0 to F${states.length - 1}`,
    idleTimeout === 0 ? 'the idle time-out of the port' : `idle time-out ${idleTimeout} ms`,
    ...(minimumCycle === 0 ? [] : [`not to D3 within ${minimumCycle} ms`]),
    ...(crashDumpReady === null ? [] : [`a crash dump begins in F${crashDumpReady} at the deepest`]),
    names.length === 0 ? 'no flags' : names.join(' '),
  ];
  return [
    `  PoFx: ${facts.join(', ')}`,
    ...(held === 0 ? [] : [`  PoFx: held active by the miniport, ${held} time${held === 1 ? '' : 's'}`]),
    ...(latency === null ? [] : [`  PoFx: the miniport tolerates ${formatDuration(Number(latency))}`]),
    ...(limit === null ? [] : [`  PoFx: the crash dump tolerates ${formatDuration(Number(limit))}`]),
  ];
}
