/** What the framework makes of a system that sleeps and comes back. */
import { expect, test } from 'vitest';
import { PowerDeviceD0, PowerSystemSleeping3 } from '../../../src/abi/enums.ts';
import { IRP_MN_SET_POWER } from '../../../src/abi/irp-codes.ts';
import { milliseconds } from '../../../src/base/time.ts';
import { FxBench, MS, S0 } from './support/fx-device.ts';

const F1 = [1n, 1n] as const;
const TWO_STATES = { components: [{ deeper: [F1] }] };

/** Its components are idle, power is not required, and the driver has taken it to D3. */
async function sleepingBench(spec: Parameters<typeof FxBench.started>[0] = TWO_STATES): Promise<FxBench> {
  const bench = await FxBench.started(spec, undefined, 10n * MS);
  await bench.pass(10);
  await bench.toDx();
  bench.take();
  return bench;
}

test('TV-22 POFX-37 POFX-40: after a system transition one report is owed, and nothing was called for it', async () => {
  const bench = await FxBench.started();
  bench.take();
  await bench.system(PowerSystemSleeping3);
  await bench.system(S0);
  expect([bench.take(), bench.device.owesReport, bench.device.state]).toEqual([[], true, 'powering']);
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.device.state).toBe('idleTimer');
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.crash()).toMatch(/^a0 613 \w+ 0 1$/);
});

test('TV-22 POFX-37: a report that is missing at the next transition is found', async () => {
  const bench = await FxBench.started();
  await bench.system(PowerSystemSleeping3);
  await bench.system(S0);
  await bench.system(PowerSystemSleeping3);
  expect(bench.mistakes.map(({ kind }) => kind)).toEqual(['pofx-s0-report-missing']);
});

test('POFX-37: a report is not missing while the request for D0 is still on its way', async () => {
  const bench = await FxBench.started();
  await bench.system(PowerSystemSleeping3);
  await bench.system(S0);
  await bench.run(() => bench.call('PoRequestPowerIrp', bench.pdo, IRP_MN_SET_POWER, PowerDeviceD0, null, null, null));
  await bench.system(PowerSystemSleeping3);
  expect(bench.mistakes).toEqual([]);
  // D0 has come to its end meanwhile, and the driver says so: the next S0 is a debt of its own.
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.device.owesReport).toBe(false);
  await bench.system(S0);
  expect([bench.device.owesReport, bench.device.outstanding?.answer]).toEqual([true, 'PoFxReportDevicePoweredOn']);
});

test('POFX-37: a report that is missing for ten minutes is found, and shown as awaited until then', async () => {
  const bench = await FxBench.started();
  await bench.system(PowerSystemSleeping3);
  await bench.system(S0);
  expect(bench.device.outstanding).toMatchObject({
    callback: 'IRP_MN_SET_POWER for S0',
    answer: 'PoFxReportDevicePoweredOn',
  });
  await bench.pass(601_000);
  expect(bench.mistakes.map(({ kind }) => kind)).toEqual(['pofx-s0-report-missing']);
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.device.outstanding).toBe(null);
});

test('POFX-37: DevicePowerRequired and S0 together are one debt', async () => {
  const bench = await sleepingBench();
  bench.behaviour.required = () => {};
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.system(PowerSystemSleeping3);
  await bench.system(S0);
  await bench.toD0();
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.device.state).toBe('required');
  expect(bench.plain()).toEqual(['power required', 'F0 0', 'active 0']);
});

test('POFX-39 POFX-40: what is released while the system sleeps is heard of when the device is on again', async () => {
  const bench = await FxBench.started();
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  bench.take();
  await bench.system(PowerSystemSleeping3);
  await bench.toDx();
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect([bench.take(), bench.component()]).toEqual([[], 'released F0 x0']);
  await bench.system(S0);
  await bench.toD0();
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.plain()).toEqual(['idle 0']);
});

test('POFX-37: S0 stands for a DevicePowerRequired that is late: it is not called any more', async () => {
  const bench = await sleepingBench();
  bench.behaviour.required = () => {};
  bench.nt.fx.chooseDelay = () => milliseconds(5);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.system(PowerSystemSleeping3);
  await bench.system(S0);
  await bench.toD0();
  await bench.pass(20);
  expect([bench.take(), bench.device.state]).toEqual([[], 'powering']);
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  await bench.pass(20);
  expect(bench.plain()).toEqual(['F0 0', 'active 0']);
});

test('POFX-40: while the system sleeps nothing is asked of the driver', async () => {
  const bench = await sleepingBench();
  await bench.system(PowerSystemSleeping3);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.pass(1000);
  expect(bench.take()).toEqual([]);
  await bench.system(S0);
  expect([bench.take(), bench.device.state]).toEqual([[], 'powering']);
});
