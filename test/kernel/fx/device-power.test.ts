import { expect, test } from 'vitest';
import { PowerDeviceD0, PowerDeviceD3, PowerDeviceUnspecified, PowerSystemSleeping3 } from '../../../src/abi/enums.ts';
import { STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import { PO_FX_FLAG_BLOCKING } from '../../../src/abi/pofx-constants.ts';
import { FxBench, MS, S0 } from './support/fx-device.ts';
import { RecordingPlugIn } from './support/recording-plug-in.ts';

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

test('POFX-14 POFX-34: power is not required when every component has been idle for the time-out', async () => {
  const bench = await FxBench.started(TWO_STATES, undefined, 10n * MS);
  await bench.pass(9);
  expect(bench.plain()).toEqual(['idle 0', 'F1 0']);
  await bench.pass(1);
  expect(bench.plain()).toEqual(['power not required']);
  expect(bench.device.state).toBe('notRequiredD0');
});

test('TV-23 POFX-34: activity just before the time-out cancels it', async () => {
  const bench = await FxBench.started({}, undefined, 10n * MS);
  await bench.pass(9);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.pass(20);
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  await bench.pass(9);
  expect(bench.plain()).toEqual(['idle 0', 'active 0', 'idle 0']);
  await bench.pass(1);
  expect(bench.plain()).toEqual(['power not required']);
});

test('POFX-14: a time-out of -1 never ends', async () => {
  const bench = await FxBench.started({}, undefined, 2n ** 64n - 1n);
  await bench.pass(3_600_000);
  expect([bench.plain(), bench.device.state]).toEqual([['idle 0'], 'idleTimer']);
});

test('POFX-34: a component that is used all the time leaves no timers behind', async () => {
  const bench = await FxBench.started({}, undefined, 10n * MS);
  const { clock } = bench.nt.kernel.sim;
  const before = clock.pending;
  for (let round = 0; round < 200; round += 1) {
    await bench.run(() => {
      bench.fx('PoFxActivateComponent', 0, 0);
      bench.fx('PoFxIdleComponent', 0, 0);
    });
  }
  expect(clock.pending).toBe(before);
  bench.take();
  await bench.pass(9);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  await bench.pass(9);
  expect(bench.plain()).toEqual(['active 0', 'idle 0']);
  await bench.pass(1);
  expect(bench.plain()).toEqual(['power not required']);
});

test('POFX-34: the time-out counts from the last component that became idle', async () => {
  const bench = await FxBench.started({ components: [{}, {}] }, undefined, 10n * MS);
  await bench.run(() => bench.fx('PoFxActivateComponent', 1, 0));
  await bench.pass(50);
  expect(bench.plain()).not.toContain('power not required');
  await bench.run(() => bench.fx('PoFxIdleComponent', 1, 0));
  await bench.pass(10);
  expect(bench.plain()).toEqual(['idle 1', 'power not required']);
});

test('POFX-14: another time-out starts a running timer again', async () => {
  const bench = await FxBench.started({}, undefined, 10n * MS);
  await bench.pass(9);
  await bench.run(() => bench.fx('PoFxSetDeviceIdleTimeout', 5n * MS));
  await bench.pass(4);
  expect(bench.plain()).toEqual(['idle 0']);
  await bench.pass(1);
  expect(bench.plain()).toEqual(['power not required']);
});

test('POFX-34: a change of an F state that the driver has not finished holds the device up', async () => {
  const bench = await FxBench.started(TWO_STATES, undefined, 10n * MS);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  bench.behaviour.idleState = () => {};
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  bench.take();
  await bench.pass(20);
  expect([bench.take(), bench.device.state]).toEqual([[], 'timedOut']);
  await bench.run(() => bench.fx('PoFxCompleteIdleState', 0));
  expect(bench.plain()).toEqual(['power not required']);
});

test('POFX-10: the driver stays in D0 if it likes, and the device is not required either way', async () => {
  const bench = await FxBench.started({}, undefined, 0n);
  await bench.pass(1);
  expect(bench.device.state).toBe('notRequiredD0');
  await bench.toDx();
  expect(bench.device.state).toBe('notRequiredDx');
  await bench.toD0();
  expect(bench.device.state).toBe('notRequiredD0');
});

test('POFX-10 BC-03: completing DevicePowerNotRequired without need is 0xA0/0x613', async () => {
  const bench = await FxBench.started();
  await bench.run(() => bench.fx('PoFxCompleteDevicePowerNotRequired'));
  expect(bench.crash()).toBe(`a0 613 ${bench.handle.toString(16)} 0 0`);
});

test('TV-20 POFX-11: PoFxReportDevicePoweredOn that is not owed is 0xA0/0x613', async () => {
  const bench = await FxBench.started();
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.crash()).toBe(`a0 613 ${bench.handle.toString(16)} 0 1`);
});

test('POFX-35 POFX-38: an activation in D3 calls for power; only the report brings the component back, over F0', async () => {
  const bench = await sleepingBench();
  bench.behaviour.required = () => {};
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.toD0();
  expect(bench.plain()).toEqual(['power required']);
  expect([bench.component(), bench.device.state]).toEqual(['awaitingPower F1 x1', 'powering']);
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.plain()).toEqual(['F0 0', 'active 0']);
});

test('POFX-38: components without a reference go back to their F state after they were told of F0', async () => {
  const bench = await sleepingBench({ components: [{ deeper: [F1] }, { deeper: [F1] }] });
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.plain()).toEqual(['power required', 'F0 0', 'F0 1', 'active 0', 'F1 1']);
});

test('POFX-39: in D3 hints and activations are kept until the device is on', async () => {
  const bench = await sleepingBench({
    components: [
      {
        deeper: [
          [10n, 1n],
          [20n, 1n],
        ],
      },
    ],
  });
  await bench.run(() => bench.fx('PoFxSetComponentLatency', 0, 15n));
  expect(bench.take()).toEqual([]);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect(bench.plain()).toEqual(['power required', 'F0 0', 'active 0', 'idle 0', 'F1 0']);
});

test.each([
  ['PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME', 8n, true],
  ['PO_FX_DEVICE_FLAG_ENABLE_FAST_RESUME', 16n, false],
  ['no flag', 0n, false],
])('POFX-41: with %s the return to S0 waits for D0, or does not', async (_, flags, isHeld) => {
  const bench = await FxBench.started({ version: 3, flags }, undefined, 0n);
  await bench.system(PowerSystemSleeping3);
  await bench.toDx();
  await bench.system(S0);
  const released: string[] = [];
  const holds = bench.nt.power.listeners.some(
    (listener) => listener.holdsSystemUp?.(bench.devnode, () => released.push('released')) === true,
  );
  expect([holds, released]).toEqual([isHeld, []]);
  await bench.toD0();
  expect(released).toEqual(isHeld ? ['released'] : []);
});

test('POFX-35: what is wanted while DevicePowerNotRequired is outstanding comes after its completion', async () => {
  const bench = await FxBench.started({}, undefined, 10n * MS);
  bench.behaviour.notRequired = () => {};
  await bench.pass(10);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.plain()).toEqual(['idle 0', 'power not required']);
  await bench.run(() => bench.fx('PoFxCompleteDevicePowerNotRequired'));
  expect(bench.plain()).toEqual(['power required', 'active 0']);
});

test('POFX-25: a blocking activation waits until the device is on', async () => {
  const bench = await sleepingBench();
  bench.behaviour.required = () => {};
  await bench.run(async () => {
    await bench.fx('PoFxActivateComponent', 0, PO_FX_FLAG_BLOCKING);
    bench.note('returned');
  });
  expect(bench.plain()).toEqual(['power required']);
  await bench.toD0();
  await bench.run(() => bench.fx('PoFxReportDevicePoweredOn'));
  expect(bench.plain()).toEqual(['F0 0', 'active 0', 'returned']);
});

test('POFX-36: DevicePowerRequired and DevicePowerNotRequired alternate', async () => {
  const bench = await FxBench.started({}, undefined, MS);
  for (let round = 0; round < 5; round += 1) {
    await bench.pass(2);
    await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
    await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  }
  const power = bench.plain().filter((line) => line.startsWith('power'));
  expect(power).toEqual(Array.from({ length: 5 }, () => ['power not required', 'power required']).flat());
});

test('POFX-16 POFX-46: a device that has come on by itself is taken over, and ends in low power', async () => {
  const bench = await sleepingBench();
  bench.behaviour.required = () =>
    bench.later(async () => {
      await bench.setDevicePower(PowerDeviceD0);
      bench.fx('PoFxReportDevicePoweredOn');
    });
  bench.behaviour.notRequired = () => {
    bench.later(() => bench.setDevicePower(PowerDeviceD3));
    bench.fx('PoFxCompleteDevicePowerNotRequired');
  };
  await bench.run(() => bench.call('PoFxNotifySurprisePowerOn', bench.pdo));
  expect(bench.plain()).toEqual(['power required', 'F0 0', 'F1 0']);
  await bench.pass(10);
  expect(bench.plain()).toEqual(['power not required']);
  expect(bench.device.state).toBe('notRequiredDx');
});

test('POFX-46: a device in D0, or without a registration, is left alone', async () => {
  const bench = await FxBench.started();
  bench.take();
  await bench.run(() => bench.call('PoFxNotifySurprisePowerOn', bench.pdo));
  await bench.run(() => bench.fx('PoFxUnregisterDevice'));
  await bench.run(() => bench.call('PoFxNotifySurprisePowerOn', bench.pdo));
  expect([bench.take(), bench.mistakes]).toEqual([[], []]);
});

test('POFX-33: components with F0_ON_DX are in F0 before the device leaves D0, and go deeper after the report', async () => {
  const plugIn = new RecordingPlugIn();
  const spec = { version: 2, components: [{ deeper: [F1], flags: 1n }, { deeper: [F1] }] };
  const bench = await FxBench.started(spec, plugIn.plugIn, 10n * MS);
  await bench.pass(10);
  expect([bench.component(0), bench.component(1)]).toEqual(['idle F1 x0', 'idle F1 x0']);
  plugIn.lines.length = 0;
  await bench.toDx();
  expect(plugIn.lines).toEqual(['plug-in: 0 F0 before', 'plug-in: 0 F0 after', 'plug-in: D3', 'plug-in: D3 done']);
  expect([bench.component(0), bench.component(1)]).toEqual(['idle F0 x0', 'idle F1 x0']);
  bench.take();
  await bench.run(() => bench.call('PoFxNotifySurprisePowerOn', bench.pdo));
  expect(bench.component(0)).toBe('idle F1 x0');
});

test('POFX-33: a wait/wake request keeps components with F0_ON_DX in F0 until it has ended', async () => {
  const bench = await FxBench.started({ version: 2, components: [{ deeper: [F1], flags: 1n }, { deeper: [F1] }] });
  const { listeners } = bench.nt.power;
  await bench.run(async () => {
    for (const listener of listeners) await listener.beforeWaitWake?.(bench.devnode);
  });
  expect([bench.component(0), bench.component(1)]).toEqual(['idle F0 x0', 'idle F1 x0']);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect(bench.component(0)).toBe('idle F0 x0');
  await bench.run(() => {
    for (const listener of listeners) listener.afterWaitWake?.(bench.devnode);
  });
  expect(bench.component(0)).toBe('idle F1 x0');
});

test('PEP-14 PEP-19: the plug-in hears of the start and of both halves of a D transition', async () => {
  const plugIn = new RecordingPlugIn();
  const bench = await FxBench.started({}, plugIn.plugIn, 0n);
  await bench.pass(1);
  await bench.toDx();
  await bench.toD0();
  await bench.run(() => bench.fx('PoFxUnregisterDevice'));
  expect(plugIn.lines).toEqual([
    'plug-in: register',
    'plug-in: started',
    'plug-in: 0 idle',
    'plug-in: D3',
    'plug-in: D3 done',
    'plug-in: D0',
    'plug-in: D0 done',
    'plug-in: unregister',
  ]);
});

test('POFX-34: a callback that is never completed is found after ten minutes', async () => {
  const bench = await FxBench.started({}, undefined, 0n);
  bench.behaviour.notRequired = () => {};
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  await bench.pass(599_000);
  expect(bench.mistakes).toEqual([]);
  await bench.pass(2000);
  expect(bench.mistakes.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
    'pofx-completion-missing: DevicePowerNotRequiredCallback was called, and PoFxCompleteDevicePowerNotRequired was not called for ten minutes',
  ]);
});

test('POFX-51: the state for the deepest idle of the platform is kept, and Unspecified resets it', async () => {
  const bench = await FxBench.started();
  await bench.run(() => {
    expect(bench.fx('PoFxSetTargetDripsDevicePowerState', PowerDeviceD3)).toBe(STATUS_SUCCESS);
  });
  expect(bench.device.targetDripsState).toBe(PowerDeviceD3);
  await bench.run(() => bench.fx('PoFxSetTargetDripsDevicePowerState', PowerDeviceUnspecified));
  expect(bench.device.targetDripsState).toBe(0);
});
