/** Reads and writes of 4 KiB through volume, disk, storport and the in-box miniport, against a bare loop that moves the bytes. */
import { later, minutes } from '../../src/base/time.ts';
import { startIo } from '../../src/machine/injections/inject.ts';
import { bootMachine } from '../support/machine.ts';

const BLOCK = 4096;
const BLOCKS = 1024;
/** Requests under way at once: what a unit's queue takes. */
const AT_ONCE = 20;

export interface StorportResult {
  /** Requests a second. */
  readonly bare: number;
  readonly reads: number;
  readonly writes: number;
}

/** What no stack can do without: the bytes of each block moved, and a few words about it. */
function bareLoop(count: number): number {
  const medium = new Uint8Array(BLOCK * BLOCKS);
  const memory = new Uint8Array(BLOCK);
  const words = new Uint32Array(64);
  const start = performance.now();
  for (let index = 0; index < count; index += 1) {
    const at = (index % BLOCKS) * BLOCK;
    for (let word = 0; word < words.length; word += 1) words[word] = index + word;
    memory.set(medium.subarray(at, at + BLOCK));
  }
  return (count / (performance.now() - start)) * 1000;
}

async function throughStack(request: 'read' | 'write', count: number): Promise<number> {
  const machine = await bootMachine();
  const { nt } = machine;
  const devnode = nt.pnp.byId('volC');
  if (devnode === undefined) throw new Error('the sample has no volume');
  const { sim } = nt.kernel;
  const run = async (times: number): Promise<number> => {
    const start = performance.now();
    for (let sent = 0; sent < times; sent += AT_ONCE) {
      const ended = Array.from({ length: AT_ONCE }, (_unused, index) => {
        const offset = ((sent + index) % BLOCKS) * BLOCK;
        return startIo(nt, devnode, { op: 'io', device: 'volC', request, offset, length: BLOCK });
      });
      await sim.run(later(sim.now, minutes(10)), () => nt.pnp.userIo.pending === 0);
      const failed = (await Promise.all(ended)).find(({ ok }) => !ok);
      if (failed !== undefined) throw new Error(failed.message);
    }
    return (times / (performance.now() - start)) * 1000;
  };
  await run(Math.ceil(count / 10));
  const rate = await run(count);
  if (sim.crash !== null) throw sim.crash.cause;
  return rate;
}

export async function benchStorport(count = 20_000): Promise<StorportResult> {
  bareLoop(count);
  return {
    bare: bareLoop(count * 4),
    reads: await throughStack('read', count),
    writes: await throughStack('write', count),
  };
}
