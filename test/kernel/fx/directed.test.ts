import { expect, test } from 'vitest';
import { DeviceUsageTypePaging, PowerDeviceD0, PowerDeviceD3 } from '../../../src/abi/enums.ts';
import { directDown, directUp } from '../../../src/kernel/fx/device-requests.ts';
import { FxBench } from './support/fx-device.ts';

const SPEC = { version: 3, directed: true };

/** Its component is active and the driver does in its callbacks what it should. */
async function activeBench(): Promise<FxBench> {
  const bench = await FxBench.started(SPEC);
  bench.behaviour.down = () =>
    bench.later(async () => {
      await bench.setDevicePower(PowerDeviceD3);
      bench.fx('PoFxCompleteDirectedPowerDown');
    });
  bench.behaviour.up = () =>
    bench.later(async () => {
      await bench.setDevicePower(PowerDeviceD0);
      bench.fx('PoFxReportDevicePoweredOn');
    });
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  bench.take();
  return bench;
}

test('POFX-50 POFX-19: down and up again, although a component is in use', async () => {
  const bench = await activeBench();
  await bench.run(() => {
    expect(directDown(bench.nt.fx, bench.device)).toBe(null);
  });
  expect([bench.plain(), bench.device.state]).toEqual([['directed down'], 'directedLow']);
  await bench.run(() => {
    expect(directUp(bench.device)).toBe(null);
  });
  expect([bench.plain(), bench.device.state]).toEqual([['directed up'], 'required']);
  expect(bench.mistakes).toEqual([]);
});

test('POFX-50: between down and up nothing else is called', async () => {
  const bench = await activeBench();
  await bench.run(() => directDown(bench.nt.fx, bench.device));
  bench.take();
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  await bench.pass(100_000);
  expect(bench.take()).toEqual([]);
  await bench.run(() => directUp(bench.device));
  expect(bench.plain()).toEqual(['directed up', 'idle 0']);
});

test('POFX-50 BC-01: a power-down that is not completed in time is 0x9F/5', async () => {
  const bench = await activeBench();
  bench.behaviour.down = () => {};
  await bench.run(() => directDown(bench.nt.fx, bench.device));
  await bench.pass(119_000);
  expect(bench.crash()).toBe('');
  await bench.pass(1000);
  expect(bench.crash()).toBe(`9f 5 ${bench.pdo.address.toString(16)} ${bench.handle.toString(16)} 0`);
});

test('POFX-50 BC-01: completing the power-down in D0 is 0x9F/6', async () => {
  const bench = await activeBench();
  bench.behaviour.down = () => bench.fx('PoFxCompleteDirectedPowerDown');
  await bench.run(() => directDown(bench.nt.fx, bench.device));
  expect(bench.crash()).toBe(`9f 6 ${bench.handle.toString(16)} 1 0`);
});

test('POFX-50 BC-01: reporting the power-up in D3 is 0x9F/6', async () => {
  const bench = await activeBench();
  bench.behaviour.up = () => bench.fx('PoFxReportDevicePoweredOn');
  await bench.run(() => directDown(bench.nt.fx, bench.device));
  await bench.run(() => directUp(bench.device));
  expect(bench.crash()).toBe(`9f 6 ${bench.handle.toString(16)} 0 0`);
});

test('POFX-50: a device without directed callbacks, or in another state, is refused', async () => {
  const bench = await FxBench.started();
  const { fx } = bench.nt;
  await bench.run(() => {
    expect([directDown(fx, bench.device), directUp(bench.device)]).toEqual([
      'no directed callbacks',
      'no directed callbacks',
    ]);
  });
  const other = await activeBench();
  await other.run(() => {
    expect(directUp(other.device)).toBe('wrong state');
  });
});

test('POFX-48: a device in the path of a page file is not directed', async () => {
  const bench = await activeBench();
  const { fx, kernel, pnp } = bench.nt;
  const entry = kernel.sim.directory.devices.findLast(({ address }) => address === bench.pdo.address);
  pnp.ledger.left(entry?.index ?? 0, DeviceUsageTypePaging, true, true);
  await bench.run(() => {
    expect(directDown(fx, bench.device)).toBe('special file');
  });
  expect(bench.take()).toEqual([]);
});
