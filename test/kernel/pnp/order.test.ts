import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { leftOvers } from '../../scenarios/support/scenario.ts';
import { bootMachine } from '../../support/machine.ts';

const IDS = ['dev0', 'dev1', 'dev2', 'dev3', 'dev4'];

function boot(seed: number, scramblePnp: boolean): Promise<Machine> {
  const children = [
    ...IDS.map((id) => ({ id, function: 'null', resources: [{ type: 'memory' }] })),
    {
      id: 'hba0',
      function: 'storport',
      children: [{ id: 'disk0', function: 'disk', size: '1MiB', volumes: [{ id: 'volC', size: '64KiB' }] }],
    },
  ];
  const file = 'order.machine.json';
  const description = {
    name: 'order',
    memory: '8MiB',
    verifier: { mode: 'all', scramblePnp },
    devices: [{ id: 'pci0', function: 'pci', children }],
  };
  return bootMachine({ file, seed }, { [file]: JSON.stringify(description) });
}

function starts(machine: Machine): string {
  return machine
    .readTrace(0, 100_000)
    .events.filter(({ kind, minor, driver, device }) => {
      return kind === 'callDriver' && minor === 'START_DEVICE' && driver === 'pci' && IDS.includes(device ?? '');
    })
    .map(({ device }) => device)
    .join(' ');
}

/** What is asked of one device before any driver is added to it. */
function questions(machine: Machine): string {
  const { events } = machine.readTrace(0, 100_000);
  const asked = events.filter(
    ({ kind, device, driver }) => kind === 'callDriver' && device === 'dev0' && driver === 'pci',
  );
  const end = asked.findIndex(({ minor }) => minor === 'DEVICE_ENUMERATED');
  return asked
    .slice(0, end)
    .map(({ minor, detail }) => detail ?? minor)
    .join(' ');
}

describe('PNP-07 no order but the documented one', () => {
  test('is promised, though it is always the same unless a user asks for another', async () => {
    const machine = await boot(1, false);
    expect(starts(machine)).toBe(IDS.join(' '));
    const other = await boot(2, false);
    expect([starts(other), questions(other)]).toEqual([starts(machine), questions(machine)]);
  });

  test('comes with scramblePnp: siblings and questions change places from seed to seed, and all is well', async () => {
    const seen = { starts: new Set<string>(), questions: new Set<string>() };
    const sorted = (text: string): string => text.split(' ').sort().join(' ');
    const usual = await boot(1, false);
    for (let seed = 1; seed <= 8; seed += 1) {
      const machine = await boot(seed, true);
      expect(sorted(starts(machine))).toBe(IDS.join(' '));
      expect(sorted(questions(machine))).toBe(sorted(questions(usual)));
      seen.starts.add(starts(machine));
      seen.questions.add(questions(machine));
      const { devices, violations, bugcheck } = machine.state();
      expect([seed, devices.filter(({ pnp }) => pnp !== 'started'), violations, bugcheck]).toEqual([
        seed,
        [],
        [],
        null,
      ]);
      expect(leftOvers(machine)).toEqual([]);
    }
    expect(seen.starts.size).toBeGreaterThan(5);
    expect(seen.questions.size).toBeGreaterThan(5);
  });

  test('is the same again with the same seed', async () => {
    const [first, second] = [await boot(3, true), await boot(3, true)];
    expect([starts(first), questions(first)]).toEqual([starts(second), questions(second)]);
  });
});
