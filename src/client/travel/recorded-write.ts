/** A debugger's change of memory, with what it takes to do it again in a repetition. */
import type { DebugStop, DebugVariable } from '../../protocol/debug.ts';
import type { HostRequests } from '../../protocol/messages.ts';
import type { RecordedWrite } from '../../protocol/recording.ts';
import type { Player } from './player.ts';

export interface WriteResult<M extends keyof HostRequests> {
  readonly result: HostRequests[M][1];
  /** null: it was no memory of the machine. */
  readonly write: RecordedWrite | null;
  /** Why the run cannot be repeated from now on. */
  readonly obstacle: string | null;
}

export async function writeAndRecord<M extends keyof HostRequests>(
  player: Player,
  method: M,
  params: HostRequests[M][0],
): Promise<WriteResult<M>> {
  const { stop } = player;
  const line = stop?.isBetween === true ? await lineOf(player, stop) : null;
  const result = await player.request(method, params);
  const where = { kind: 'write', place: stop?.place ?? null, line } as const;
  if (method === 'debug/writeMemory') {
    const { address, bytes } = params as HostRequests['debug/writeMemory'][0];
    return { result, write: { ...where, address, bytes }, obstacle: null };
  }
  const { location, name } = result as DebugVariable;
  if (location === undefined)
    return {
      result,
      write: null,
      obstacle: `The variable ${name} of a driver's code was changed, which cannot be repeated. Restart the machine to go through its history again.`,
    };
  const { bytes } = await player.request('debug/readMemory', { address: location.address, count: location.size });
  return { result, write: { ...where, address: location.address, bytes }, obstacle: null };
}

async function lineOf(player: Player, { thread }: DebugStop): Promise<RecordedWrite['line']> {
  const { frames } = await player.request('debug/stack', { thread });
  const top = frames[0];
  return top?.file == null ? null : { file: top.file, line: top.line };
}
