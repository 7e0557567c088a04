import { describe, expect, test } from 'vitest';
import { transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { PowerSystemSleeping3 } from '../../../src/abi/enums.ts';
import { directDown, directUp } from '../../../src/kernel/fx/directed.ts';
import { COMPONENT_EVENTS, type ComponentEvent, pofxComponent } from '../../../src/kernel/fx/pofx-component.machine.ts';
import { DEVICE_EVENTS, type DeviceEventType, pofxDevice } from '../../../src/kernel/fx/pofx-device.machine.ts';
import { EVENT } from '../../../src/kernel/sim/events.ts';
import { FxBench, MS, S0 } from './support/fx-device.ts';

const componentEvents: readonly ComponentEvent[] = COMPONENT_EVENTS.flatMap((type): ComponentEvent[] =>
  type === 'SELECT' ? [0, 1].map((state) => ({ type, state })) : [{ type }],
);

/** One reference more than one tells nothing new. */
const componentPaths = getShortestPaths(pofxComponent, {
  events: (snapshot) => componentEvents.filter((event) => event.type !== 'ACTIVATE' || snapshot.context.references < 2),
  serializeState: ({ value, context }) =>
    `${value.condition} ${value.fstate} F${context.state}->F${context.target} x${context.references}`,
});
const devicePaths = getShortestPaths(pofxDevice, {
  events: () => DEVICE_EVENTS.map((type) => ({ type })),
  serializeState: ({ value, context }) =>
    `${value}${context.owesReport ? ' owes' : ''}${context.isInDx ? ' in Dx' : ''}${context.isAsleep ? ' asleep' : ''}`,
});

test('SM-07: the table of the component, by condition and by F state', async () => {
  const lines: string[] = [];
  const seen = new Set<string>();
  for (const { state } of componentPaths) {
    for (const event of componentEvents.filter((one) => state.can(one))) {
      const [next] = transition(pofxComponent, state, event);
      const change = (['condition', 'fstate'] as const)
        .filter((region) => state.value[region] !== next.value[region])
        .map((region) => `${state.value[region]} --${event.type}--> ${next.value[region]}`);
      const line = change.join(', ');
      if (line !== '' && !seen.has(line)) lines.push(line);
      seen.add(line);
    }
  }
  await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('./pofx-component.table.txt');
});

test('SM-06: the table of the device', async () => {
  const lines: string[] = [];
  for (const { state } of devicePaths) {
    for (const type of DEVICE_EVENTS.filter((one) => state.can({ type: one }))) {
      const [next] = transition(pofxDevice, state, { type });
      if (next.value !== state.value) lines.push(`${state.value} --${type}--> ${next.value}`);
    }
  }
  await expect(`${[...new Set(lines)].sort().join('\n')}\n`).toMatchFileSnapshot('./pofx-device.table.txt');
});

test('SM-07 SM-09: in no reachable state is a count below zero', () => {
  expect(componentPaths.length).toBeGreaterThan(20);
  for (const { state } of componentPaths) expect(state.context.references).toBeGreaterThanOrEqual(0);
});

test('SM-06: every state but one leads to the end of the registration', () => {
  const states = new Set(devicePaths.map(({ state }) => state.value));
  expect(states.size).toBe(Object.keys(pofxDevice.config.states ?? {}).length);
  for (const { state } of devicePaths)
    if (!['unregistering', 'unregistered'].includes(state.value)) expect(state.can({ type: 'UNREGISTER' })).toBe(true);
});

/** What causes an event from outside; what is not here the framework does by itself. */
const STIMULI: Partial<Record<DeviceEventType, (bench: FxBench) => Promise<void>>> = {
  START_POWER_MANAGEMENT: (bench) => bench.run(() => bench.fx('PoFxStartDevicePowerManagement')),
  ALL_IDLE: (bench) => bench.run(() => bench.fx('PoFxIdleComponent', 0, 0)),
  COMPONENT_BUSY: (bench) => bench.run(() => bench.fx('PoFxActivateComponent', 0, 0)),
  IDLE_TIMEOUT: (bench) => bench.pass(10),
  COMPLETE_NOT_REQUIRED: (bench) => bench.run(() => bench.fx('PoFxCompleteDevicePowerNotRequired')),
  'DX.done': (bench) => bench.toDx(),
  'D0.done': (bench) => bench.toD0(),
  POWER_WANTED: (bench) => bench.run(() => bench.fx('PoFxActivateComponent', 0, 0)),
  SURPRISE_POWER_ON: (bench) => bench.run(() => bench.call('PoFxNotifySurprisePowerOn', bench.pdo)),
  REPORT_POWERED_ON: (bench) => bench.run(() => bench.fx('PoFxReportDevicePoweredOn')),
  'SYSTEM.sleeps': (bench) => bench.system(PowerSystemSleeping3),
  'SYSTEM.works': (bench) => bench.system(S0),
  DIRECTED_DOWN: (bench) =>
    bench.run(() => {
      directDown(bench.nt.fx, bench.device);
    }),
  COMPLETE_DIRECTED_DOWN: async (bench) => {
    await bench.toDx();
    await bench.run(() => bench.fx('PoFxCompleteDirectedPowerDown'));
  },
  DIRECTED_UP: (bench) =>
    bench.run(() => {
      directUp(bench.nt.fx, bench.device);
    }),
  UNREGISTER: (bench) => bench.run(() => bench.fx('PoFxUnregisterDevice')),
};

/** The kernel never stays in these. */
const PASSED: ReadonlySet<string> = new Set(['timedOut', 'releasing', 'requiring', 'directedDown', 'unregistering']);

/** States of the device in the order in which the kernel was in them. */
function visited(bench: FxBench): readonly string[] {
  const { recorder } = bench.nt.kernel.sim;
  const states = ['registered'];
  for (let n = recorder.oldest; n < recorder.count; n += 1) {
    const event = recorder.read(n);
    if (event.code === EVENT.state && recorder.text(event.irp).startsWith('pofx-device\0'))
      states.push(recorder.text(event.b));
  }
  return states;
}

describe('SM-06: the kernel walks each path of the machine', () => {
  const paths = devicePaths.filter(({ steps }) =>
    steps.every(({ state }, index) => {
      const next = steps[index + 1]?.event.type as DeviceEventType | undefined;
      return next === undefined || !PASSED.has(state.value) || STIMULI[next] === undefined;
    }),
  );
  test.each(paths.map((path) => [path.steps.map(({ event }) => event.type).join(' ') || 'at rest', path] as const))(
    '%s',
    async (_, { steps, state }) => {
      const bench = new FxBench();
      await bench.register({ version: 3, directed: true });
      for (const callback of ['required', 'notRequired', 'down', 'up'] as const) bench.behaviour[callback] = () => {};
      await bench.run(() => {
        bench.fx('PoFxSetDeviceIdleTimeout', 10n * MS);
        bench.fx('PoFxActivateComponent', 0, 0);
      });
      const expected: string[] = [];
      for (const { event, state: after } of steps.slice(1)) {
        const type = event.type as DeviceEventType;
        await STIMULI[type]?.(bench);
        if (expected.at(-1) !== after.value) expected.push(after.value);
      }
      const seen = visited(bench);
      let at = -1;
      for (const one of expected) {
        at = seen.indexOf(one, at + 1);
        expect(at, `${one} in ${seen.join(' ')}`).toBeGreaterThanOrEqual(0);
      }
      expect(seen).toContain(state.value);
      expect(bench.crash()).toBe('');
    },
  );
});
