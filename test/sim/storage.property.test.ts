/**
 * Random things are done to the storage sample, and whatever they are, certain things hold afterwards. A failure prints
 * the seed and the shortest story that shows it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bootMachine } from '../support/machine.ts';
import { act, broken, deeds } from './support/deeds.ts';

const { usage, pnp, io, any } = deeds({
  pnp: ['volC', 'disk0', 'hba0', 'pci0', 'volmgr0'],
  usage: ['volC', 'disk0', 'hba0'],
  io: ['volC', 'disk0'],
  drivers: ['disk', 'storport', 'pci', 'partmgr', 'volmgr', 'auditflt'],
});
const story = fc.array(any, { minLength: 1, maxLength: 14 });

test('whatever is done to it: no bug check, nothing left over, every device at rest, power flags safe', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (injections) => {
      const machine = await bootMachine();
      for (const injection of injections) {
        const { ok, message } = await act(machine, injection);
        expect([injection, ok || message !== '']).toEqual([injection, true]);
        expect([injection, ...broken(machine)]).toEqual([injection]);
      }
    }),
    { numRuns: 30 },
  );
}, 120_000);

test('requests that are forced although they are illegal do not bring the machine down', async () => {
  const forced = pnp.map((one) => ({ ...one, force: true }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(forced, usage, io), { minLength: 1, maxLength: 10 }), async (injections) => {
      const machine = await bootMachine();
      for (const injection of injections) {
        const { message } = await act(machine, injection);
        expect([injection, message !== '', machine.state().bugcheck]).toEqual([injection, true, null]);
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);
