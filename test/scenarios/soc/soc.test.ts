/** A system on a chip that crashes while its storage controller sleeps: TR-D, and what goes wrong in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { expect, test } from 'vitest';
import type { Injection } from '../../../src/protocol/injection.ts';
import { deviceOf, injectAll, ROOT } from '../../support/machine.ts';
import { Scenario } from '../support/scenario.ts';
import { bootSoc, CRASH, dumpPathOf, IDLE, pathText } from './support.ts';

test('PEP-10 PEP-12 PEP-21 PEP-28: the plug-in takes bridge and controller as they start', async () => {
  const machine = await bootSoc();
  const { events } = machine.readTrace(0, 100_000);
  const told = events.filter(({ kind, detail }) => kind === 'pofx' && /PEP_DPM_/.test(detail ?? ''));
  const words = told.map(({ device, detail }) => `${device} ${detail?.replace(/socpep PEP_DPM_| as 0x\w+/g, '')}`);
  expect(words.filter((line) => /PREPARE|REGISTER|STARTED/.test(line))).toEqual([
    'pep0 PREPARE_DEVICE: not handled',
    'pci0 PREPARE_DEVICE: handled, accepted',
    'pci0 REGISTER_DEVICE: handled, accepted',
    'pci0 REGISTER_CRASHDUMP_DEVICE: handled, with a routine',
    'pci0 DEVICE_STARTED: handled',
    'hba0 PREPARE_DEVICE: handled, accepted',
    'hba0 REGISTER_DEVICE: handled, accepted',
    'hba0 REGISTER_CRASHDUMP_DEVICE: handled, with a routine',
    'hba0 DEVICE_STARTED: handled',
    'disk0 PREPARE_DEVICE: not handled',
    'sensors0 PREPARE_DEVICE: handled, accepted',
    'volmgr0 PREPARE_DEVICE: not handled',
    'volC PREPARE_DEVICE: not handled',
  ]);
  expect(machine.state().violations).toEqual([]);
});

test('the lifecycle of a device in the crash-dump chain is drawn with the others', async () => {
  const machine = await bootSoc();
  const chart = machine.charts().find(({ id }) => id === 'crashdump-entry');
  expect(chart?.states.map(({ id }) => id)).toContain(deviceOf(machine, 'hba0').lifecycles['crashdump-entry']);
  expect(deviceOf(machine, 'disk0').lifecycles['crashdump-entry']).toBeUndefined();
  await injectAll(machine, [IDLE, CRASH]);
  expect(deviceOf(machine, 'hba0').lifecycles['crashdump-entry']).toBe('on');
});

test('POFX-34 PEP-25 PWR-84: the idle controller goes to D3, and the plug-in takes its power away', async () => {
  const machine = await bootSoc();
  const scenario = new Scenario(machine);
  await scenario.play(IDLE);
  const { power } = machine.nt;
  const hba0 = machine.nt.pnp.byId('hba0');
  expect(hba0 === undefined ? '' : power.hardwareOf(hba0)).toBe('d3cold');
  await scenario.play({ op: 'io', device: 'volC', request: 'read', offset: 0, length: 512 });
  expect(scenario.results.map(({ ok }) => ok)).toEqual([true, true]);
  expect([deviceOf(machine, 'hba0').power.device, deviceOf(machine, 'disk0').power.device]).toEqual(['D0', 'D0']);
  expect(machine.state().violations).toEqual([]);
  await scenario.matches('soc-idle-and-back');
});

test('TR-D TV-26 POFX-64: a crash while the controller is off', async () => {
  const machine = await bootSoc();
  await machine.inject(IDLE);
  const scenario = new Scenario(machine);
  await scenario.play(CRASH);
  expect(pathText(machine)).toEqual([
    'acpi0 d0 absent not called',
    'pci0 d0 withRoutine STATUS_SUCCESS',
    'hba0 d3cold withRoutine STATUS_SUCCESS',
    'disk0 d3hot absent not called',
  ]);
  expect(dumpPathOf(machine)).toMatchObject({
    canBeWritten: true,
    text: 'The dump was written into the dump file on volC.',
    run: { file: 'volC', stage: 'done', reason: null },
  });
  // What drivers have reported is not touched.
  expect(deviceOf(machine, 'hba0').power.device).toBe('D3');
  await scenario.matches('soc-crash');
});

test("the sample's story goes as its README tells", async () => {
  const story = await readFile(join(ROOT, 'samples/soc/crash.injections.jsonc'), 'utf8');
  const machine = await bootSoc();
  const results = await injectAll(machine, parse(story, [], { allowTrailingComma: true }) as Injection[]);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(machine.describe()).toContain('The dump was written into the dump file on volC.');
  const report = machine.analyze() ?? '';
  const table = report.slice(report.indexOf('CRASH_DUMP:'), report.indexOf('FAILURE_BUCKET_ID')).trim();
  const readme = await readFile(join(ROOT, 'samples/soc/README.md'), 'utf8');
  for (const line of table.split('\n').filter((one) => !one.startsWith('CRASH_DUMP_RUN')))
    expect(readme).toContain(line.trim());
});

test('PEP-26 a clock whose end is handed over with the wrong handle never ends: (A) of the README', async () => {
  const machine = await bootSoc({
    plugIn: [['DeviceHandle = device.KernelHandle; // (A)', 'DeviceHandle = device.address; // (A)']],
  });
  const read = { op: 'io', device: 'volC', request: 'read', offset: 0, length: 512, wait: false } as const;
  await injectAll(machine, [IDLE, read, IDLE]);
  expect(machine.state()).toMatchObject({ userIo: { pending: 1 }, violations: [{ rule: 'pep/handle-kind' }] });
  await machine.inject(CRASH);
  expect(dumpPathOf(machine)).toMatchObject({ canBeWritten: true });
});

test('TV-24: a plug-in that accepts a device with TRUE is to blame for the stop, and not the driver that registers', async () => {
  const machine = await bootSoc({
    plugIn: [['data.DeviceAccepted = PepDeviceAccepted;', 'data.DeviceAccepted = 1;']],
  });
  expect(machine.state().bugcheck).toMatchObject({ code: 0xa0, driver: 'socpep', file: null });
  expect(machine.analyze()).toContain('IMAGE_NAME:  socpep.sys');
});
