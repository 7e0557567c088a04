/** How an adapter comes up, goes and comes back, as its miniport hears of it. */
import { describe, expect, test } from 'vitest';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_REVISION_MISMATCH,
} from '../../../src/abi/ntstatus.ts';
import { deviceOf } from '../../support/machine.ts';
import { bootManual } from './manual.ts';
import { adapterOf, bootStorport, unitOf, withFilterOnAdapter } from './support.ts';

const POWER = 'ScsiAdapterPower';

describe('STOR-11 STOR-12 StorPortInitialize', () => {
  test.each([
    ['an older size than any', 'data.HwInitializationDataSize = 16;', STATUS_REVISION_MISMATCH],
    ['a larger size', 'data.HwInitializationDataSize = 999;', STATUS_REVISION_MISMATCH],
    ['no HwStartIo', 'data.HwStartIo = NULL;', STATUS_INVALID_PARAMETER],
    ['HwDmaStarted', 'data.HwDmaStarted = () => {};', STATUS_INVALID_PARAMETER],
    ['no tagged queuing', 'data.TaggedQueuing = FALSE;', STATUS_INVALID_PARAMETER],
  ])('with %s it fails, and so does the device', async (_what, entry, status) => {
    const { machine } = await bootManual({ entry });
    const { problem } = deviceOf(machine, 'hba0');
    expect(problem).not.toBeNull();
    expect(machine.nt.pnp.failedDrivers.get('mini')).toBe(status);
    expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['F1/0x1000']);
  });
});

test('STOR-20 STOR-21 STOR-24 the order of a start, and the IRQL of each routine', async () => {
  const { manual, machine } = await bootManual({
    initialize: 'StorPortEnablePassiveInitialization(extension, (ext) => { note("Passive"); return TRUE; });',
    find: 'manual.seen.push(context, bus, config.DumpMode, config.MiniportDumpData, config.NumberOfAccessRanges);',
    unitTypes: 'ScsiUnitStart',
  });
  expect(manual.calls.slice(0, 4)).toEqual(['DriverEntry 1@0', 'Find@0', 'Init@9', 'Passive@0']);
  expect(manual.calls.filter((call) => call.startsWith('Unit'))).toEqual(['Unit 2@0', 'Unit 2@0']);
  expect(manual.seen).toEqual([0, 0, 0, 0, 1]);
  expect(deviceOf(machine, 'hba0').lifecycles['storport-adapter']).toBe('running');
  expect(deviceOf(machine, 'disk0').lifecycles['storport-unit']).toBe('started');
});

test.each([
  ['SP_RETURN_NOT_FOUND', 'STATUS_NOT_FOUND'],
  ['SP_RETURN_ERROR', 'STATUS_ADAPTER_HARDWARE_ERROR'],
  ['SP_RETURN_BAD_CONFIG', 'STATUS_DEVICE_CONFIGURATION_ERROR'],
])('STOR-20 HwStorFindAdapter returns %s: the start fails with %s', async (returned, status) => {
  const { machine } = await bootManual({ find: `return ${returned};` });
  expect(deviceOf(machine, 'hba0')).toMatchObject({ pnp: expect.stringMatching(/removed|initialized/) as string });
  expect(machine.traceLines(0).text).toContain(status);
});

test('STOR-20 STOR-26 HwStorInitialize returns FALSE: the adapter does not start', async () => {
  const { machine } = await bootManual({ initialize: 'return FALSE;' });
  expect(deviceOf(machine, 'hba0').problem).not.toBeNull();
});

test('STV-01 STOR-13 MaximumTransferLength is left unset: the rule StorPortFindAdapter, and a usable value', async () => {
  const { machine } = await bootManual({ find: 'config.MaximumTransferLength = 0xffffffff;' });
  expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['StorPortFindAdapter']);
  expect(adapterOf(machine).instance?.config.MaximumTransferLength).toBe(0x10000);
});

test('STOR-25 the passive routine runs only when HwStorInitialize has enabled it', async () => {
  const { manual, machine } = await bootManual({
    find: 'manual.seen.push(StorPortEnablePassiveInitialization(extension, () => TRUE));',
  });
  expect(manual.seen).toEqual([false]);
  expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['StorPortEnablePassive']);
});

test('STOR-70 STOR-70a STOR-70c a rebalance stops and restarts the adapter on the same extension', async () => {
  const { machine, manual } = await bootManual({
    adapterTypes: 'ScsiStopAdapter, ScsiRestartAdapter, ScsiSetRunningConfig, ScsiSetBootConfig',
  });
  const extension = adapterOf(machine).instance?.extension;
  expect(await machine.inject({ op: 'pnp', device: 'hba0', request: 'rebalance' })).toMatchObject({ ok: true });
  expect(manual.calls.filter((call) => call.startsWith('Adapter'))).toEqual([
    'Adapter 1@9',
    'Adapter 3@0',
    'Adapter 4@0',
    'Adapter 2@9',
  ]);
  expect(adapterOf(machine).instance?.extension).toBe(extension);
});

test('STOR-70a without ScsiRestartAdapter it is found and initialized again', async () => {
  const { machine, manual } = await bootManual({ adapterTypes: 'ScsiStopAdapter' });
  await machine.inject({ op: 'pnp', device: 'hba0', request: 'rebalance' });
  expect(manual.calls.filter((call) => /^(?:Find|Init)/.test(call))).toEqual(['Find@0', 'Init@9', 'Find@2', 'Init@9']);
});

test('STOR-70b a disk with a special file is neither stopped nor removed, nor is its adapter', async () => {
  const { machine } = await bootManual();
  await machine.inject({ op: 'usage', device: 'disk0', type: 'dump', inPath: true });
  expect(await machine.inject({ op: 'pnp', device: 'hba0', request: 'rebalance' })).toMatchObject({ ok: false });
  expect(deviceOf(machine, 'hba0').pnp).toBe('started');
});

test('STOR-70d STOR-70f the units go first, then the adapter with its extension', async () => {
  const { machine, manual } = await bootManual({
    unitTypes: 'ScsiUnitStart, ScsiUnitRemove',
    adapterTypes: 'ScsiStopAdapter',
  });
  await machine.inject({ op: 'pnp', device: 'hba0', request: 'disable' });
  const gone = manual.calls.filter((call) => /^(?:Unit 9|Adapter)/.test(call));
  expect(gone).toEqual(['Unit 9@0', 'Unit 9@0', 'Adapter 1@9']);
  expect(machine.nt.storport.adapters.size).toBe(0);
  expect(machine.state().violations).toEqual([]);
});

test('STOR-70e a surprise removal ends every request, and touches no register', async () => {
  const { machine, manual } = await bootManual({ adapterTypes: 'ScsiStopAdapter, ScsiAdapterSurpriseRemoval' });
  await machine.inject({ op: 'pnp', device: 'hba0', request: 'surpriseRemove' });
  expect(manual.calls.filter((call) => call.startsWith('Adapter'))).toEqual(['Adapter 16@0']);
});

test('STV-20 STOR-70g STOR-70h with ScsiAdapterPower there is neither ScsiStopAdapter nor SRB_FUNCTION_POWER', async () => {
  const { machine, manual } = await bootManual({ adapterTypes: `ScsiStopAdapter, ScsiRestartAdapter, ${POWER}` });
  for (const request of ['sleep', 'wake'] as const) await machine.inject({ op: 'power', request });
  expect(manual.calls.filter((call) => /^(?:Adapter|Other 36)/.test(call))).toEqual(['Adapter 6@2', 'Adapter 6@2']);
});

test('STOR-70g STOR-70h STOR-70i without it the units get SRB_FUNCTION_POWER, the adapter is stopped and restarted', async () => {
  const { machine, manual } = await bootManual({ adapterTypes: 'ScsiStopAdapter, ScsiRestartAdapter' });
  for (const request of ['sleep', 'wake'] as const) await machine.inject({ op: 'power', request });
  const told = manual.calls.filter((call) => /^(?:Adapter|Other 36)/.test(call)).map((call) => call.replace(/@.*/, ''));
  expect(told).toEqual(['Other 36', 'Other 36', 'Adapter 1', 'Adapter 2', 'Other 36', 'Other 36']);
});

test('STOR-70j on a hibernation path the adapter is stopped logically, and restarted', async () => {
  const machine = await bootStorport();
  await machine.inject({ op: 'usage', device: 'disk0', type: 'hibernation', inPath: true });
  const before = machine.state().events;
  await machine.inject({ op: 'power', request: 'hibernate' });
  expect(adapterOf(machine).life.state).toBe('stopped');
  await machine.inject({ op: 'power', request: 'wake' });
  expect(machine.traceLines(before).text).toContain('RESTART.succeeded');
  expect(adapterOf(machine).life.state).toBe('running');
  expect(await machine.inject({ op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 })).toMatchObject({
    ok: true,
  });
});

test('STOR-71 STOR-71c the miniport hears of a special file once for each change, and the counts go up', async () => {
  const { machine, manual } = await bootManual({ unitTypes: 'ScsiUnitUsage' });
  await machine.inject({ op: 'usage', device: 'disk0', type: 'paging', inPath: true });
  await machine.inject({ op: 'usage', device: 'disk0', type: 'paging', inPath: false });
  expect(manual.calls.filter((call) => call.startsWith('Unit 1'))).toEqual(['Unit 1 1 true@0', 'Unit 1 1 false@0']);
  expect(unitOf(machine).usages.get(1)).toBe(0);
});

test('STV-21 STOR-71 STOR-71b a filter above the adapter refuses a dump file: the unit hears the opposite, and counts are back', async () => {
  const { machine, manual } = await bootManual(
    { unitTypes: 'ScsiUnitUsage' },
    withFilterOnAdapter({ FailUsage: STATUS_INSUFFICIENT_RESOURCES }),
  );
  const refused = await machine.inject({ op: 'usage', device: 'disk0', type: 'dump', inPath: true });
  expect(refused).toMatchObject({ ok: false, status: 'STATUS_INSUFFICIENT_RESOURCES' });
  expect(manual.calls.filter((call) => call.startsWith('Unit 1'))).toEqual(['Unit 1 3 true@0', 'Unit 1 3 false@0']);
  expect(deviceOf(machine, 'disk0').stack.map(({ specialFiles }) => specialFiles.dump)).toEqual([0, 0, 0]);
  expect(unitOf(machine).usages.get(3)).toBe(0);
});

test('STV-22 an adapter with a dump file behind it stays in D0 when nobody could power it on after a crash', async () => {
  const { machine } = await bootManual(
    {},
    { drivers: { mini: { source: './mini.ts' }, storport: { registry: { PoFx: 1, IdleTimeout: 10 } } } },
  );
  const idle = { op: 'advance', by: '1s' } as const;
  await machine.inject(idle);
  expect(deviceOf(machine, 'hba0').power.device).toBe('D3');
  await machine.inject({ op: 'usage', device: 'disk0', type: 'dump', inPath: true });
  await machine.inject(idle);
  expect(deviceOf(machine, 'hba0').power.device).toBe('D0');
});
