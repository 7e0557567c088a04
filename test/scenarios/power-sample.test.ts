/** samples/power, as its README tells it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { bootMachine, deviceOf, type Files, ROOT } from '../support/machine.ts';
import { Scenario } from './support/scenario.ts';

const FOLDER = join(ROOT, 'samples', 'power').replaceAll('\\', '/');
const MACHINE = `${FOLDER}/power.machine.json`;

function textOf(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

const story = parse(textOf('power.injections.jsonc')) as readonly Injection[];

/** The sample with something replaced in one of its files. */
function broken(file: string, find: string, replacement: string): Promise<Machine> {
  const text = textOf(file);
  expect(text).toContain(find);
  const files: Files = { [`${FOLDER}/${file}`]: text.replace(find, replacement) };
  return bootMachine({ file: MACHINE }, files);
}

test('the story: idle, a read, wake at run time, sleep with a read, wake of the system, hibernation', async () => {
  const scenario = new Scenario(await bootMachine({ file: MACHINE }));
  const results = [];
  for (const injection of story) results.push(await scenario.play(injection));
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  // The device is armed to wake the system: that request is meant to stay.
  expect(scenario.machine.state().irps.map(({ minor, at }) => [minor, at])).toEqual([['WAIT_WAKE', 'sensor0/pci']]);
  expect(scenario.machine.state().violations).toEqual([]);
});

test('PWR-28 the order of the sleep: the sensor first, the path of the page file last, and the other way up', async () => {
  const machine = await bootMachine({ file: MACHINE });
  const from = machine.state().events;
  await machine.inject({ op: 'power', request: 'sleep' });
  await machine.inject({ op: 'power', request: 'wake' });
  const { text } = machine.traceLines(from);
  const told = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { machine?: string; device?: string; to?: string })
    .filter((event) => event.machine === 'devnode-power');
  const order = (to: string): readonly (string | undefined)[] =>
    told.filter((event) => event.to === to).map(({ device }) => device);
  expect(order('down')).toEqual(['sensor0', 'disk0', 'hba0', 'pci0', 'acpi0', 'volC', 'volmgr0', 'root']);
  expect(order('s0')).toEqual(['root', 'acpi0', 'pci0', 'hba0', 'disk0', 'volmgr0', 'volC', 'sensor0']);
});

test('a latency of 50 us keeps the sampler in F1', async () => {
  const machine = await bootMachine(
    { file: MACHINE },
    {
      [MACHINE]: textOf('power.machine.json').replace('"SamplerLatency": 1000', '"SamplerLatency": 50'),
    },
  );
  expect(deviceOf(machine, 'sensor0').pofx?.components.map(({ state }) => state)).toEqual(['F1', 'F1']);
});

describe('what the README says to break', () => {
  test('a power-down that is never completed stops the machine with 0x9F after ten minutes, and names the driver', async () => {
    const machine = await broken(
      'power.ts',
      '  return GoDown(extension, irp);\n}',
      '  IoMarkIrpPending(irp);\n  return STATUS_PENDING;\n}',
    );
    await machine.inject({ op: 'power', request: 'sleep' });
    expect(machine.state()).toMatchObject({
      time: '600.0000000s',
      bugcheck: {
        code: 0x9f,
        name: 'DRIVER_POWER_STATE_FAILURE',
        driver: 'sensor',
        parameters: ['0x3', {}, {}, {}].map((one) => (one === '0x3' ? one : expect.any(String))),
      },
    });
  });

  test('a policy owner that requests no D0 for S0: the power framework waits for its report, and a read for D0', async () => {
    const machine = await broken(
      'power.ts',
      '    PoRequestPowerIrp(deviceObject, IRP_MN_SET_POWER, PowerDeviceD0, DeviceOn, 0, NULL);\n    IoReleaseRemoveLock',
      '    IoReleaseRemoveLock',
    );
    await machine.inject({ op: 'power', request: 'sleep' });
    await machine.inject({ op: 'power', request: 'wake' });
    await machine.inject({ op: 'io', device: 'sensor0', request: 'read', length: 16, wait: false });
    await machine.inject({ op: 'advance', by: '11min' });
    expect(machine.state()).toMatchObject({
      userIo: { pending: 1 },
      violations: [{ rule: 'pofx/s0-report-missing', driver: 'sensor', file: `${FOLDER}/power.ts` }],
    });
  });

  test('PWR-49 a power-down that is not reported is found at the routine that forgets it', async () => {
    const machine = await broken(
      'power.ts',
      '  extension.IsOn = false;\n  PoSetPowerState(extension.Self, DevicePowerState, PowerDeviceD3);',
      '  extension.IsOn = false;',
    );
    await machine.inject({ op: 'advance', by: '20ms' });
    expect(machine.state().violations).toMatchObject([
      { rule: 'power/state-not-reported', driver: 'sensor', file: `${FOLDER}/power.ts` },
    ]);
  });

  test('one reference too many given back is 0xA0, 0x608', async () => {
    const machine = await broken(
      'hardware.ts',
      '    void PoFxIdleComponent(extension.Power, component.Index, 0);',
      '    void PoFxIdleComponent(extension.Power, component.Index, 0);\n    void PoFxIdleComponent(extension.Power, component.Index, 0);',
    );
    await machine.inject({ op: 'io', device: 'sensor0', request: 'read', length: 16 });
    expect(machine.state().bugcheck).toMatchObject({ code: 0xa0, driver: 'sensor', file: `${FOLDER}/hardware.ts` });
    expect(machine.state().bugcheck?.parameters[0]).toBe('0x608');
  });

  test('an idle condition that is never answered leaves the component between active and idle', async () => {
    const machine = await broken('components.ts', '  PoFxCompleteIdleCondition(extension.Power, index);', '');
    await machine.inject({ op: 'advance', by: '11min' });
    expect(machine.state().violations).toMatchObject([{ rule: 'pofx/completion-missing', driver: 'sensor' }]);
    expect(deviceOf(machine, 'sensor0')).toMatchObject({
      power: { device: 'D0' },
      pofx: {
        components: [
          { references: 0, outstanding: { answer: 'PoFxCompleteIdleCondition' } },
          { references: 0, outstanding: { answer: 'PoFxCompleteIdleCondition' } },
        ],
      },
    });
  });
});
