/**
 * Random things are done to the storage sample, and whatever they are, certain things hold afterwards. A failure prints
 * the seed and the shortest story that shows it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { leftOvers } from '../scenarios/support/scenario.ts';
import { bootMachine } from '../support/machine.ts';

const device = fc.constantFrom('volC', 'disk0', 'hba0', 'pci0', 'volmgr0');

const usage = fc.record({
  op: fc.constant('usage' as const),
  device: fc.constantFrom('volC', 'disk0', 'hba0'),
  type: fc.constantFrom('paging' as const, 'hibernation' as const, 'dump' as const, 'boot' as const),
  inPath: fc.boolean(),
});

const pnp = fc.record({
  op: fc.constant('pnp' as const),
  device,
  request: fc.constantFrom(
    'queryStop' as const,
    'stop' as const,
    'start' as const,
    'cancelStop' as const,
    'queryRemove' as const,
    'remove' as const,
    'cancelRemove' as const,
    'surpriseRemove' as const,
    'disable' as const,
    'enable' as const,
    'eject' as const,
    'rebalance' as const,
    'rescan' as const,
    'plugIn' as const,
    'unplug' as const,
  ),
});

const fault = fc.record({
  op: fc.constant('fault' as const),
  driver: fc.constantFrom('disk', 'storport', 'pci', 'partmgr', 'volmgr', 'auditflt'),
  at: fc.constantFrom(
    'IRP_MN_START_DEVICE',
    'IRP_MN_QUERY_STOP_DEVICE',
    'IRP_MN_QUERY_REMOVE_DEVICE',
    'IRP_MJ_READ',
    'IRP_MN_DEVICE_USAGE_NOTIFICATION',
  ),
  status: fc.constantFrom('STATUS_DEVICE_BUSY', 'STATUS_INSUFFICIENT_RESOURCES'),
});

const io = fc.record({
  op: fc.constant('io' as const),
  device: fc.constantFrom('volC', 'disk0'),
  request: fc.constantFrom('read' as const, 'write' as const, 'flush' as const),
});

const story: fc.Arbitrary<readonly Injection[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: usage }, { weight: 5, arbitrary: pnp }, fault, io),
  { minLength: 1, maxLength: 14 },
);

/** What must hold whenever nothing runs. */
function broken(machine: Machine): readonly string[] {
  const { devices, bugcheck, run, violations } = machine.state();
  const found = [...leftOvers(machine)];
  if (bugcheck !== null) found.push(`bug check ${bugcheck.name} by ${bugcheck.driver}: ${bugcheck.text}`);
  if (run === 'running' || run === 'paused') found.push(`it is ${run}`);
  for (const { rule, driver, message } of violations)
    if (rule !== 'USE-64') found.push(`${rule} by ${driver}: ${message}`);
  for (const { id, pnp: state, stack } of devices) {
    if (!['started', 'queryStopped', 'stopped', 'queryRemoved', 'removed'].includes(state))
      found.push(`${id} rests in ${state}`);
    // USE-51: a driver that may be called at DISPATCH_LEVEL does not stand on one that may not.
    for (const [index, { driver, flags }] of stack.entries()) {
      const lower = stack[index + 1];
      const isUnsafe = !flags.includes('DO_POWER_PAGABLE') && lower?.flags.includes('DO_POWER_PAGABLE') === true;
      if (isUnsafe) found.push(`${id}: ${driver} is not pagable above ${lower.driver}, which is`);
    }
  }
  return found;
}

test('whatever is done to it: no bug check, nothing left over, every device at rest, power flags safe', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (injections) => {
      const machine = await bootMachine();
      for (const injection of injections) {
        const { ok, message } = await machine.inject(injection);
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
        const { message } = await machine.inject(injection);
        expect([injection, message !== '', machine.state().bugcheck]).toEqual([injection, true, null]);
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);
