import { expect, test } from 'vitest';
import { DevicePowerState, PowerDeviceD3 } from '../../../src/abi/enums.ts';
import {
  STATUS_DEVICE_NOT_READY,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../../../src/abi/ntstatus.ts';
import { PO_FX_UNKNOWN_TIME } from '../../../src/abi/pofx-constants.ts';
import { type ComponentSpec, type DeviceSpec, FxBench } from './support/fx-device.ts';

const F1 = [1n, 1n] as const;

test('POFX-03 POFX-21: a device is registered with every component active, and nothing is called before power management starts', async () => {
  const bench = new FxBench();
  expect(await bench.register({ components: [{ deeper: [F1] }, {}] })).toBe(STATUS_SUCCESS);
  await bench.pass(1000);
  expect(bench.take()).toEqual([]);
  expect([bench.component(0), bench.component(1), bench.device.state]).toEqual([
    'active F0 x1',
    'active F0 x1',
    'registered',
  ]);
});

test('POFX-04 POFX-22: starting drops the reference of the framework, and a component that the driver holds stays active', async () => {
  const bench = new FxBench();
  await bench.register({ components: [{}, {}] });
  await bench.run(() => bench.fx('PoFxActivateComponent', 1, 0));
  await bench.run(() => bench.fx('PoFxStartDevicePowerManagement'));
  expect(bench.plain()).toEqual(['idle 0']);
  expect([bench.component(0), bench.component(1)]).toEqual(['idle F0 x0', 'active F0 x1']);
});

const CHAIN: readonly ComponentSpec[] = [0, 1, 2, 3, 4, 5].map((index) => ({
  providers: index < 5 ? [index + 1] : [],
}));

test.each<[string, DeviceSpec]>([
  ['version 0', { version: 0 }],
  ['version 4', { version: 4 }],
  ['no components', { count: 0 }],
  ['no F states', { components: [{ count: 0 }] }],
  ['an F0 that takes time', { components: [{ first: [1n, 0n] }] }],
  ['an F0 with a residency', { components: [{ first: [0n, 1n] }] }],
  ['a wakeable state that does not exist', { components: [{ wakeable: 1 }] }],
  ['flags in version 2', { version: 2, flags: 2n }],
  ['both flags for a fast resume', { version: 3, flags: 0x18n }],
  ['TV-16: low-power states without ComponentIdleState', { components: [{ deeper: [F1] }], without: ['idleState'] }],
  ['low-power states without ComponentActiveCondition', { components: [{ deeper: [F1] }], without: ['active'] }],
  ['low-power states without ComponentIdleCondition', { components: [{ deeper: [F1] }], without: ['idleCondition'] }],
  ['a provider that does not exist', { version: 2, components: [{ providers: [1] }] }],
  ['a provider named twice', { version: 2, components: [{ providers: [1, 1] }, {}] }],
  ['TV-17: a circle of providers', { version: 2, components: [{ providers: [1] }, { providers: [0] }] }],
  ['TV-17: providers five deep', { version: 2, components: CHAIN }],
])('POFX-20: %s is not valid', async (_, spec) => {
  const bench = new FxBench();
  expect(await bench.register(spec)).toBe(STATUS_INVALID_PARAMETER);
  expect(bench.nt.fx.devices).toEqual([]);
});

test.each<[string, DeviceSpec]>([
  [
    'no callbacks at all, with F0 only',
    { without: ['active', 'idleCondition', 'idleState', 'required', 'notRequired'] },
  ],
  ['an F state of unknown latency', { components: [{ deeper: [[PO_FX_UNKNOWN_TIME, 0n]] }] }],
  [
    'providers four deep',
    { version: 2, components: CHAIN.slice(1).map((_, at) => ({ providers: at < 4 ? [at + 1] : [] })) },
  ],
  ['flags in version 3', { version: 3, flags: 0x26n }],
])('POFX-20: %s is valid', async (_, spec) => {
  expect(await new FxBench().register(spec)).toBe(STATUS_SUCCESS);
});

test('TV-14 POFX-02: the version decides at run time which layout is read', async () => {
  const spec = { components: [{ deeper: [F1, F1], wakeable: 1 }, { deeper: [F1] }] };
  const seen: unknown[] = [];
  for (const version of [1, 2, 3]) {
    const bench = new FxBench();
    await bench.register({ ...spec, version });
    seen.push(bench.device.description.components.map((one) => [one.idleStates.length, one.deepestWakeableIdleState]));
  }
  expect(seen).toEqual(
    Array.from({ length: 3 }, () => [
      [3, 1],
      [2, 0],
    ]),
  );
});

test('POFX-20: without a device object, or in D3, nothing is registered', async () => {
  const bench = new FxBench();
  expect(await bench.register({}, null)).toBe(STATUS_INVALID_PARAMETER);
  bench.call('PoSetPowerState', bench.pdo, DevicePowerState, PowerDeviceD3);
  expect(await bench.register()).toBe(STATUS_DEVICE_NOT_READY);
});

test('POFX-20: a device that is not started cannot be registered', async () => {
  const bench = new FxBench();
  bench.devnode.apply(bench.nt.kernel.sim, 'START_DEVICE.failed');
  expect(await bench.register()).toBe(STATUS_DEVICE_NOT_READY);
});

test('POFX-20: no memory', async () => {
  const bench = new FxBench();
  const { pool } = bench.nt.kernel;
  const device = bench.write();
  while (pool.allocate(16, 1, 0, true) !== 0);
  const result = { value: 0 };
  await bench.run(async () => {
    result.value = (await bench.call('PoFxRegisterDevice', bench.pdo, device, { value: 0 })) as number;
  });
  expect(result.value).toBe(STATUS_INSUFFICIENT_RESOURCES);
});

test('TV-15: a second registration is bug check 0xA0/0x600, with the device object', async () => {
  const bench = new FxBench();
  await bench.register();
  await bench.register();
  expect(bench.crash()).toBe(`a0 600 ${bench.pdo.address.toString(16)} 0 0`);
});

test('POFX-20: 0xA0/0x601 when no plug-in takes the device', async () => {
  const bench = new FxBench();
  bench.nt.fx.defaultPep = null;
  await bench.register();
  expect(bench.crash()).toMatch(/^a0 601 /);
});

test('PEP-06: the default plug-in owns what nobody else does', async () => {
  const bench = new FxBench();
  await bench.register();
  expect(bench.device.owner.name).toBe('Default PEP');
});

test('POFX-05 POFX-27: a handle means nothing after PoFxUnregisterDevice, and is never given again', async () => {
  const bench = await FxBench.started();
  const stale = bench.handle;
  await bench.run(() => bench.fx('PoFxUnregisterDevice'));
  bench.take();
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.mistakes.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
    `pofx-bad-handle: PoFxActivateComponent got 0x${stale.toString(16)}, which is no registration`,
  ]);
  expect(bench.take()).toEqual([]);
  await bench.register();
  expect(bench.handle).not.toBe(stale);
});

test('POFX-27: a device that is removed while it is registered is found', async () => {
  const bench = await FxBench.started();
  await bench.run(() => bench.nt.pnp.onRemoved(bench.devnode));
  expect(bench.mistakes.map(({ kind }) => kind)).toEqual(['pofx-leaked-registration']);
  expect(bench.nt.fx.devices).toEqual([]);
});

test('TV-27 POFX-27: unregistering inside of a callback is found', async () => {
  const bench = new FxBench();
  bench.behaviour.idleCondition = () => {
    bench.fx('PoFxUnregisterDevice');
  };
  await bench.register();
  await bench.run(() => bench.fx('PoFxStartDevicePowerManagement'));
  expect(bench.mistakes.map(({ kind }) => kind)).toEqual(['pofx-unregister-in-callback']);
});

test('POFX-26: unregistering while a component depends on another one is 0xA0/0x622', async () => {
  const bench = await FxBench.started({ version: 2, components: [{ providers: [1] }, {}] });
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.run(() => bench.fx('PoFxUnregisterDevice'));
  expect(bench.crash()).toBe('a0 622 1 0 0');
});

test('POFX-43: the context of the device comes back as it is', async () => {
  const bench = await FxBench.started();
  expect(bench.device.context).toBe(0x1234);
});
