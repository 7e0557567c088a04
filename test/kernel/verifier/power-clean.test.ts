/** Drivers that are right: through every power request that there is, nothing is found in them. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import {
  type Injection,
  POWER_REQUESTS,
  type PowerInjection,
  SYSTEM_POWER_REQUESTS,
} from '../../../src/protocol/injection.ts';
import { bootDescription, bootMachine, injectAll, ROOT, STORAGE } from '../../support/machine.ts';
import { POWER_FILE, type PowerParts, powerText } from './power-driver.ts';
import { found } from './support.ts';

/** The sample with every rule on, and with a hibernation file. */
async function bootSample(): Promise<Machine> {
  const machine = await bootMachine({ file: STORAGE, verifier: 'all' });
  await injectAll(machine, [{ op: 'usage', device: 'volC', type: 'hibernation', inPath: true }]);
  return machine;
}

const ENDS: readonly string[] = ['shutdown', 'powerOff', 'restart', 'thermalShutdown'];
const WAKE: PowerInjection = { op: 'power', request: 'wake' };

describe('IN-BOX drivers and the sample', () => {
  test.each(SYSTEM_POWER_REQUESTS)('go through %s and back without a finding', async (request) => {
    const machine = await bootSample();
    const down = await machine.inject({ op: 'power', request });
    expect(down).toMatchObject({ ok: true });
    if (!ENDS.includes(request)) expect(await machine.inject(WAKE)).toMatchObject({ ok: true });
    expect(found(machine)).toEqual([]);
    expect(machine.state().bugcheck).toBeNull();
  });

  test('go through every depth of sleep, and every device state of every device', async () => {
    const machine = await bootSample();
    const steps: Injection[] = [];
    for (const state of ['S1', 'S2', 'S3'] as const) steps.push({ op: 'power', request: 'sleep', state }, WAKE);
    const started = machine.state().devices.filter(({ pnp }) => pnp === 'started');
    for (const { id } of [...started].reverse()) {
      for (const state of ['D1', 'D2', 'D3'] as const) {
        steps.push({ op: 'power', request: 'queryDevice', device: id, state });
        steps.push({ op: 'power', request: 'setDevice', device: id, state });
        steps.push({ op: 'power', request: 'setDevice', device: id, state: 'D0' });
      }
    }
    steps.push({ op: 'power', request: 'battery' }, { op: 'advance', by: '30min' }, { op: 'power', request: 'mains' });
    steps.push({ op: 'power', request: 'standby' }, { op: 'advance', by: '10min' }, WAKE);
    steps.push({ op: 'power', request: 'setting', setting: 'GUID_LIDSWITCH_STATE_CHANGE', value: 0 });
    steps.push({ op: 'power', request: 'latency', time: '1ms' });
    await injectAll(machine, steps);
    expect(found(machine)).toEqual([]);
    expect(machine.state()).toMatchObject({ bugcheck: null, run: 'idle' });
  });
});

/** What every machine can do: sleep, and each started device from the leaves on down and up again. */
async function cycle(machine: Machine): Promise<void> {
  const steps: Injection[] = [];
  for (const state of ['S1', 'S3'] as const) steps.push({ op: 'power', request: 'sleep', state }, WAKE);
  const started = machine.state().devices.filter(({ pnp }) => pnp === 'started');
  for (const { id } of [...started].reverse())
    for (const state of ['D3', 'D0'] as const) steps.push({ op: 'power', request: 'setDevice', device: id, state });
  steps.push({ op: 'power', request: 'lowBattery' }, WAKE, { op: 'power', request: 'shutdown' });
  await injectAll(machine, steps);
}

test.each(['c-filter/c-filter', 'power/power', 'soc/soc', 'usage-lab/lab'])(
  'samples/%s goes through sleep, device states and shutdown without a finding',
  async (sample) => {
    const machine = await bootMachine({ file: join(ROOT, 'samples', `${sample}.machine.json`), verifier: 'all' });
    const before = found(machine);
    await cycle(machine);
    expect(found(machine)).toEqual(before);
    expect(machine.state()).toMatchObject({ bugcheck: null });
  },
);

test('PWR-75 a disk that sleeps when the system hibernates is powered up, and the image is written', async () => {
  const machine = await bootSample();
  const asleep: Injection = { op: 'power', request: 'setDevice', device: 'disk0', state: 'D3' };
  const results = await injectAll(machine, [asleep, { op: 'power', request: 'hibernate' }, WAKE]);
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect([found(machine), machine.state().bugcheck]).toEqual([[], null]);
});

test('a driver that was unloaded and loaded again is no second owner of the power policy', async () => {
  const machine = await bootMachine({ file: STORAGE, verifier: 'all' });
  const cycle: readonly Injection[] = [{ op: 'power', request: 'sleep' }, WAKE];
  const again: readonly Injection[] = [
    { op: 'pnp', device: 'hba0', request: 'disable' },
    { op: 'pnp', device: 'hba0', request: 'enable' },
  ];
  await injectAll(machine, [...cycle, ...again, ...cycle]);
  expect(found(machine)).toEqual([]);
});

test('no power request is left out', () => {
  const devices = ['setDevice', 'queryDevice', 'battery', 'mains'];
  const played = [...SYSTEM_POWER_REQUESTS, 'wake', 'standby', 'setting', 'latency', ...devices];
  expect([...POWER_REQUESTS].sort()).toEqual(played.sort());
});

/** Armed when it starts, and again when it was woken and is on. */
const ARMS: PowerParts = {
  start: 'Arm(device);',
  more: `function Arm(device) { PoRequestPowerIrp(device, IRP_MN_WAIT_WAKE, PowerSystemSleeping3, Woken, 0, out()); }
function Woken(device, _minor, _state, _context, block) { if (NT_SUCCESS(block.Status)) PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, Arm, 0, NULL); }`,
};

test.each(['D1', 'D2', 'D3'])(
  'PWR-08 PWR-63 PWR-66 a bus that wakes from %s for its children, and the device, break no rule',
  async (deviceWake) => {
    const wakes = { d1: true, d2: true, systemWake: 'S3' };
    const machine = await bootDescription(
      {
        name: 'wakes',
        memory: '8MiB',
        verifier: 'all',
        drivers: { flt: { source: `./${POWER_FILE}` } },
        devices: [
          {
            id: 'pci0',
            function: 'pci',
            power: { ...wakes, deviceWake },
            children: [{ id: 'dev0', function: 'flt', power: { ...wakes, deviceWake: 'D3' } }],
          },
        ],
      },
      { [POWER_FILE]: powerText(ARMS) },
    );
    const sleep: Injection = { op: 'power', request: 'sleep' };
    const results = await injectAll(machine, [
      sleep,
      { ...WAKE, device: 'dev0' },
      sleep,
      WAKE,
      sleep,
      { ...WAKE, device: 'dev0' },
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true]);
    expect([found(machine), machine.state().bugcheck]).toEqual([[], null]);
  },
);
