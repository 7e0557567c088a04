/** Standby: what keeps the platform from idling, and what the framework does about it. */
import { expect, test } from 'vitest';
import { PowerDeviceD0, PowerDeviceD3 } from '../../../src/abi/enums.ts';
import { GUID_CONSOLE_DISPLAY_STATE, GUID_LOW_POWER_EPOCH } from '../../../src/abi/guids.ts';
import type { PlatformExtension, PlatformSide } from '../../../src/kernel/fx/platform-extension.ts';
import { POWER_OPTIONS } from '../../../src/kernel/po/power-manager.ts';
import { type DeviceSpec, FxBench, LONG } from './support/fx-device.ts';
import { RecordingPlugIn } from './support/recording-plug-in.ts';

const DIRECTED = { version: 3, directed: true };

/** One platform idle state, which needs the devices in `d` and their components in F`f`. */
function platform(d: number | null, f: number | null, lines: string[]): PlatformSide {
  return {
    stateCount: 1,
    learn: () => {},
    deviceConstraints: () => (d === null ? null : [d]),
    componentConstraints: () => (f === null ? null : [f]),
    registerDebugger: () => {},
    debuggerTransitions: () => null,
    systemLatency: () => {},
    lowPowerEpoch: (isOn) => void lines.push(`epoch ${isOn ? 'on' : 'off'}`),
    resetAccounting: () => void lines.push('accounting'),
    blockingTimes: () => [{ name: 'part', parent: 'chip', blocked: 7n, metadata: [] }],
  };
}

interface Lab {
  readonly bench: FxBench;
  readonly lines: string[];
}

async function lab(spec: DeviceSpec, d: number | null, f: number | null = null): Promise<Lab> {
  const { plugIn, lines } = new RecordingPlugIn();
  const owner: PlatformExtension = { ...plugIn, platform: platform(d, f, lines) };
  const bench = await FxBench.started(spec, owner);
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
  lines.length = 0;
  bench.take();
  return { bench, lines };
}

const enter = (bench: FxBench): Promise<void> => bench.run(() => bench.nt.standby.enter());
const blockers = ({ nt }: FxBench): readonly string[] => nt.standby.blockers.map(({ text }) => text);

test('PEP-35 PEP-36: drivers and plug-ins hear of the epoch, and the deepest idle state waits for every device', async () => {
  const { bench, lines } = await lab({}, PowerDeviceD3);
  await enter(bench);
  expect(lines).toEqual(['epoch on', 'accounting']);
  const { powerSettings, standby } = bench.nt;
  expect([powerSettings.valueOf(GUID_LOW_POWER_EPOCH), powerSettings.valueOf(GUID_CONSOLE_DISPLAY_STATE)]).toEqual([
    1, 0,
  ]);
  expect([standby.lifecycle.state, blockers(bench)]).toEqual(['blocked', ['D0, needs D3']]);
  await bench.toDx();
  expect([standby.lifecycle.state, blockers(bench)]).toEqual(['deepest', []]);
  await bench.pass(1000);
  let report: unknown;
  await bench.run(async () => {
    report = await standby.leave();
  });
  expect(report).toEqual({
    deepest: 10_000_000,
    subsystems: [{ name: 'part', parent: 'chip', blocked: 7n, metadata: [] }],
  });
  expect([standby.lifecycle.state, lines.at(-1)]).toEqual(['working', 'epoch off']);
  expect(await standby.leave()).toBeNull();
});

test('PEP-36: a component that is in use keeps the platform from idling, until it is in the F state that is needed', async () => {
  const { bench } = await lab({ components: [{ deeper: [[1n, 1n]] }] }, null, 1);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await enter(bench);
  expect(blockers(bench)).toEqual(['component 0 active in F0, needs F1']);
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect([bench.nt.standby.lifecycle.state, blockers(bench)]).toEqual(['deepest', []]);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.nt.standby.lifecycle.state).toBe('blocked');
});

test('POFX-51: the state that a driver aims at counts in place of what the plug-in says', async () => {
  const { bench } = await lab({}, null);
  await bench.run(() => bench.fx('PoFxSetTargetDripsDevicePowerState', PowerDeviceD3));
  await enter(bench);
  expect(blockers(bench)).toEqual(['D0, needs D3']);
  await bench.run(() => bench.fx('PoFxSetTargetDripsDevicePowerState', 0));
  expect(blockers(bench)).toEqual([]);
});

test('POFX-50: a device that is in the way for two minutes is directed to low power, and back at the end', async () => {
  const { bench } = await lab(DIRECTED, PowerDeviceD3);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  bench.take();
  await enter(bench);
  await bench.pass(119_000);
  expect(bench.take()).toEqual([]);
  await bench.pass(2000);
  expect([bench.plain(), bench.device.state]).toEqual([['directed down'], 'directedLow']);
  expect(bench.nt.standby.lifecycle.state).toBe('deepest');
  await bench.run(() => bench.nt.standby.leave());
  expect([bench.plain(), bench.device.state]).toEqual([['directed up'], 'required']);
  expect(bench.nt.standby.lifecycle.state).toBe('working');
});

test.each([
  [5, 5000],
  [0xffff_ffff, 1],
  [700, 600_000],
])('POFX-50: DirectedFxTimeoutInSeconds %i is %i ms', async (seconds, after) => {
  const bench = new FxBench();
  const { plugIn, lines } = new RecordingPlugIn();
  bench.nt.fx.plugIn({ ...plugIn, platform: platform(PowerDeviceD3, null, lines) });
  const write = bench.write.bind(bench);
  bench.write = (spec) => {
    const address = write(spec);
    const { PO_FX_DEVICE_V3 } = bench.nt.wdm as { PO_FX_DEVICE_V3: Parameters<typeof bench.nt.kernel.memory.view>[0] };
    Object.assign(bench.nt.kernel.memory.view(PO_FX_DEVICE_V3, address), { DirectedFxTimeoutInSeconds: seconds });
    return address;
  };
  await bench.register(DIRECTED);
  await bench.run(() => {
    bench.fx('PoFxSetDeviceIdleTimeout', LONG);
    bench.fx('PoFxStartDevicePowerManagement');
  });
  bench.take();
  await enter(bench);
  await bench.pass(after - 1);
  expect(bench.plain()).toEqual(after === 1 ? ['directed down'] : []);
  await bench.pass(2);
  expect([...bench.plain(), bench.device.state]).toContain('directedDownReported');
});

test('POFX-50 BC-01: a directed power-up that never comes to its end is 0x9F/5', async () => {
  const { bench } = await lab(DIRECTED, PowerDeviceD3);
  bench.behaviour.up = () => {};
  await enter(bench);
  await bench.pass(121_000);
  await bench.run(() => bench.nt.standby.leave());
  await bench.pass(121_000);
  expect(bench.crash()).toMatch(/^9f 5 /);
});

test('POFX-48 POFX-50: a device that a debugger talks through is not directed', async () => {
  const { bench } = await lab(DIRECTED, PowerDeviceD3);
  Object.assign(bench.devnode.hardware, { power: { ...bench.devnode.hardware.power, isDebugPort: true } });
  await enter(bench);
  await bench.pass(300_000);
  expect([bench.take(), bench.device.state]).toEqual([[], 'idleTimer']);
});

test('the watchdog of a driver is called once for each time that its device is in the way for five minutes', async () => {
  const { bench } = await lab({}, PowerDeviceD3);
  const calls: unknown[] = [];
  await bench.run(() =>
    bench.fx(
      'PoFxRegisterDripsWatchdogCallback',
      (context: number, pdo: unknown, id: number) => calls.push([context, pdo, id]),
      false,
      null,
    ),
  );
  await enter(bench);
  await bench.pass(299_000);
  expect(calls).toEqual([]);
  await bench.pass(700_000);
  expect(calls).toEqual([[0x1234, bench.pdo, 1]]);
  expect(bench.mistakes.map(({ kind, message }) => [kind, message.replace(/^\S+ /, '')])).toEqual([
    ['pofx-platform-kept-awake', 'has kept the platform out of its deepest idle state for 5min: D0, needs D3'],
  ]);
  await bench.toDx();
  await bench.toD0();
  await bench.pass(301_000);
  expect(calls.slice(1)).toEqual([[0x1234, bench.pdo, 2]]);
});

test('BC-03: where the machine is told to, a device that is in the way too long stops it with 0xA0/0x619', async () => {
  const { bench } = await lab({}, PowerDeviceD3);
  Object.assign(bench.nt.power.options, { ...POWER_OPTIONS, dripsBugCheck: 600_000_000 });
  await enter(bench);
  await bench.pass(61_000);
  expect(bench.crash()).toBe(`a0 619 ${bench.handle.toString(16)} 0 0`);
});

test("a registration that ends is in nobody's way", async () => {
  const { bench } = await lab({}, PowerDeviceD3);
  await enter(bench);
  await bench.run(() => bench.fx('PoFxUnregisterDevice'));
  expect(bench.nt.standby.lifecycle.state).toBe('deepest');
  await bench.pass(1_000_000);
  expect(bench.crash()).toBe('');
});
