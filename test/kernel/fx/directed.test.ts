import { expect, test } from 'vitest';
import { DeviceUsageTypePaging, PowerDeviceD0, PowerDeviceD3 } from '../../../src/abi/enums.ts';
import { directDown, directUp } from '../../../src/kernel/fx/directed.ts';
import { type DeviceSpec, FxBench, LONG } from './support/fx-device.ts';

const SPEC = { version: 3, directed: true };

/** Its component is active and the driver does in its callbacks what it should. */
async function activeBench(parent: FxBench | null = null, spec: DeviceSpec = SPEC): Promise<FxBench> {
  const bench = new FxBench(parent);
  await bench.register(spec);
  await bench.run(() => {
    bench.fx('PoFxSetDeviceIdleTimeout', LONG);
    bench.fx('PoFxStartDevicePowerManagement');
  });
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
    expect(directUp(bench.nt.fx, bench.device)).toBe(null);
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
  await bench.run(() => directUp(bench.nt.fx, bench.device));
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
  await bench.run(() => directUp(bench.nt.fx, bench.device));
  expect(bench.crash()).toBe(`9f 6 ${bench.handle.toString(16)} 0 0`);
});

test('POFX-50: a device without directed callbacks, or in another state, is refused', async () => {
  const bench = await FxBench.started();
  const { fx } = bench.nt;
  await bench.run(() => {
    expect([directDown(fx, bench.device), directUp(bench.nt.fx, bench.device)]).toEqual([
      'its driver has no directed callbacks (PO_FX_DEVICE_V3)',
      'its driver has no directed callbacks (PO_FX_DEVICE_V3)',
    ]);
  });
  const other = await activeBench();
  await other.run(() => {
    expect(directUp(other.nt.fx, other.device)).toBe('it is required');
  });
});

test('POFX-48: a device in the path of a page file is not directed', async () => {
  const bench = await activeBench();
  const { fx, kernel, pnp } = bench.nt;
  const entry = kernel.sim.directory.devices.findLast(({ address }) => address === bench.pdo.address);
  pnp.ledger.left(entry?.index ?? 0, DeviceUsageTypePaging, true, true);
  await bench.run(() => {
    expect(directDown(fx, bench.device)).toBe('it is in the path of a page file, which the framework never directs');
  });
  expect(bench.take()).toEqual([]);
});

test('POFX-50: devices below go down first and come up last, one after the other', async () => {
  const parent = await activeBench();
  const child = await activeBench(parent);
  const order: string[] = [];
  for (const [name, bench] of [
    ['parent', parent],
    ['child', child],
  ] as const) {
    const { down, up } = bench.behaviour;
    bench.behaviour.down = () => {
      order.push(`${name} down`);
      down?.();
    };
    bench.behaviour.up = () => {
      order.push(`${name} up`);
      up?.();
    };
  }
  await parent.run(() => {
    expect(directDown(parent.nt.fx, parent.device)).toBe(null);
  });
  expect([parent.device.state, child.device.state]).toEqual(['directedLow', 'directedLow']);
  await parent.run(() => {
    expect(directUp(parent.nt.fx, parent.device)).toBe(null);
  });
  expect(order).toEqual(['child down', 'parent down', 'parent up', 'child up']);
  expect([parent.device.state, child.device.state]).toEqual(['required', 'required']);
});

test.each([
  [0, 'root below it is on and cannot be directed'],
  [2, null],
])(
  'POFX-50: a child that cannot be directed keeps its parent on, unless the parent allows it (%i)',
  async (flags, refusal) => {
    const parent = await activeBench(null, { ...SPEC, flags: BigInt(flags) });
    const child = new FxBench(parent);
    child.devnode.apply(parent.nt.kernel.sim, 'START_DEVICE.succeeded');
    child.devnode.apply(parent.nt.kernel.sim, 'QUERY_CAPABILITIES.completed');
    await parent.run(() => {
      expect(directDown(parent.nt.fx, parent.device)).toBe(refusal);
    });
  },
);
