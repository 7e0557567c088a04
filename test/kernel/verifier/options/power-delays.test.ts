/** Power framework delay fuzzing: what is in flight comes late, by times that the seed gives. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../../src/machine/machine.ts';
import type { Injection } from '../../../../src/protocol/injection.ts';
import { IDLE, runtimeDriver } from '../../../scenarios/support/runtime-driver.ts';
import { bootDescription, bootMachine, deviceOf, injectAll, ROOT, traceOf } from '../../../support/machine.ts';
import { bootPower, type PowerParts, powerLine, READ, SLEEP_AND_WAKE, WAKE } from '../power-driver.ts';
import { clean, found, MARK } from '../support.ts';

const DOWN: Injection = { op: 'power', request: 'setDevice', device: 'dev0', state: 'D3' };

/** Asks for D0 and hopes that a millisecond is enough. */
const HOPES: PowerParts = {
  read: 'if (extension.State !== PowerDeviceD0) return Hope(device, extension, irp);',
  more: `async function Hope(device, extension, irp) {
  PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, NULL, 0, NULL);
  await KeDelayExecutionThread(KernelMode, FALSE, -10000n);
  if (extension.State === PowerDeviceD0) return Complete(irp, STATUS_SUCCESS);
  irp.IoStatus.Status = STATUS_DEVICE_NOT_READY;
  IoCompleteRequest(irp, 0); ${MARK}
  return STATUS_DEVICE_NOT_READY;
}`,
};

/** Goes on where the power manager tells that the device is on. */
const WAITS: PowerParts = {
  read: `if (extension.State !== PowerDeviceD0) {
    IoMarkIrpPending(irp);
    PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, DeviceDone, irp, NULL);
    return STATUS_PENDING;
  }`,
};

async function play(parts: PowerParts, powerDelays: unknown, steps: readonly Injection[]): Promise<Machine> {
  const machine = await bootPower(parts, 1, { mode: 'all', powerDelays });
  await injectAll(machine, steps);
  return machine;
}

const ALL = [...SLEEP_AND_WAKE, DOWN, READ];

describe('powerDelays', () => {
  test('a driver that hopes for the best is found out, at its line; one that waits is not', async () => {
    expect(found(await play(HOPES, false, [DOWN, READ]))).toEqual([]);
    const machine = await play(HOPES, { seed: 1 }, [DOWN, READ]);
    const line = powerLine({ rule: '', bad: HOPES, good: {} });
    expect(found(machine)).toEqual([`power/io-failed-asleep flt flt.ts:${line}`]);
    for (const seed of [1, 2, 3, 4, 5]) {
      const right = await play(WAITS, { seed }, ALL);
      expect(clean(right)).toEqual([]);
      expect(right.state().irps).toEqual([]);
    }
  });

  test('the same seed gives the same run, another one another; none leaves the run as it is', async () => {
    const trace = async (powerDelays: unknown): Promise<string> => traceOf(await play(WAITS, powerDelays, ALL));
    const first = await trace({ seed: 7 });
    expect(await trace({ seed: 7 })).toBe(first);
    expect(await trace({ seed: 8 })).not.toBe(first);
    expect(await trace({ seed: 7, probability: 0 })).toBe(await trace(false));
  });

  test('nothing is later than the longest delay for each request and each completion routine', async () => {
    const machine = await play(WAITS, { seed: 3, most: '1ms' }, ALL);
    const seconds = Number.parseFloat(machine.state().time);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(0.02);
  });

  test('only stacks with a verified driver are held up', async () => {
    const free = await play(WAITS, false, ALL);
    const other = await bootPower(WAITS, 1, { mode: 'all', powerDelays: { seed: 7 }, drivers: ['acpi'] });
    await injectAll(other, [DOWN, READ]);
    expect(other.state().time).toBe(free.state().time);
  });

  test('callbacks of a driver that is not verified come in time', async () => {
    const run = async (drivers: readonly string[]): Promise<string> => {
      const machine = await bootDescription(
        {
          name: 'runtime',
          memory: '4MiB',
          verifier: { mode: 'all', powerDelays: { seed: 5 }, drivers },
          drivers: { runtime: { source: './runtime.ts' } },
          devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'runtime' }] }],
        },
        { 'runtime.ts': runtimeDriver() },
      );
      await machine.inject({ op: 'io', device: 'dev0', request: 'ioctl', code: IDLE });
      return deviceOf(machine, 'dev0').pofx?.components[0]?.condition ?? '';
    };
    expect(await run(['acpi'])).toBe('idle');
    expect(await run(['runtime'])).toBe('idling');
  });

  test('callbacks of the power framework are late, too, and nothing is found in a driver that is right', async () => {
    const run = async (powerDelays: unknown): Promise<Machine> => {
      const machine = await bootDescription(
        {
          name: 'runtime',
          memory: '4MiB',
          verifier: { mode: 'all', powerDelays },
          drivers: { runtime: { source: './runtime.ts' } },
          devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'runtime' }] }],
        },
        { 'runtime.ts': runtimeDriver() },
      );
      const idle: Injection = { op: 'io', device: 'dev0', request: 'ioctl', code: IDLE };
      await injectAll(machine, [idle, { op: 'advance', by: '1s' }, ...SLEEP_AND_WAKE, { op: 'advance', by: '1s' }]);
      return machine;
    };
    const late = await run({ seed: 5 });
    expect(clean(late)).toEqual([]);
    expect(traceOf(late)).not.toBe(traceOf(await run(false)));
    expect(traceOf(await run({ seed: 5 }))).toBe(traceOf(late));
  });

  test.each([1, 2, 3])('in-box drivers and samples lose nothing by it, with seed %d', async (seed) => {
    const inBox = ['acpi', 'pci', 'storport', 'disk', 'partmgr', 'volmgr', 'null'];
    for (const sample of ['storage', 'power']) {
      const file = join(ROOT, 'samples', sample, `${sample}.machine.json`).replaceAll('\\', '/');
      const written = parse(await readFile(file, 'utf8')) as { readonly drivers: object };
      const drivers = [...inBox, ...Object.keys(written.drivers)];
      const verifier = { mode: 'all', powerDelays: { seed, most: '20ms' }, drivers };
      const machine = await bootMachine({ file }, { [file]: JSON.stringify({ ...written, verifier }) });
      const rest: Injection = { op: 'advance', by: '1s' };
      const shallow: Injection = { op: 'power', request: 'sleep', state: 'S1' };
      const results = await injectAll(machine, [...SLEEP_AND_WAKE, rest, shallow, WAKE, rest]);
      expect(results.filter(({ ok }) => !ok)).toEqual([]);
      expect(clean(machine)).toEqual([]);
      expect(machine.state().irps.filter(({ minor }) => minor !== 'WAIT_WAKE')).toEqual([]);
    }
  });
});
