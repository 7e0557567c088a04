/** A machine that goes back in its own history, in real sandbox processes. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseRecording } from '../../src/client/travel/recording.ts';
import { startTravellingHost, type TravellingHost } from '../../src/client/travel/travelling-host.ts';
import type { DebugStop } from '../../src/protocol/debug.ts';
import type { History } from '../../src/protocol/history.ts';
import type { UsageInjection } from '../../src/protocol/injection.ts';
import type { Recording } from '../../src/protocol/recording.ts';
import type { Hex, MachineState } from '../../src/protocol/state.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { compile } from '../support/c-compiler.ts';
import { STORAGE } from '../support/machine.ts';

let entry = '';
const hosts: TravellingHost[] = [];

beforeAll(async () => {
  entry = await buildSandbox('travel', 'real');
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.dispose()));
});

/** Other tests run at the same time. */
const PATIENT = { timeout: 15_000 };
const ADD_DUMP: UsageInjection = { op: 'usage', device: 'volC', type: 'dump', inPath: true };

interface Traveller {
  readonly host: TravellingHost;
  readonly stops: DebugStop[];
  readonly travels: { readonly state: MachineState | null; readonly history: History }[];
  state(): Promise<MachineState>;
}

async function start(debug = false): Promise<Traveller> {
  const stops: DebugStop[] = [];
  const travels: { state: MachineState | null; history: History }[] = [];
  const host = await startTravellingHost({
    entry,
    readFile: (path) => readFile(join(dirname(STORAGE), path), 'utf8').catch(() => null),
    runCompiler: compile,
    onNotification: (method, params) => {
      if (method === 'debug/stopped') stops.push(params as DebugStop);
    },
    onTravel: (state, history) => travels.push({ state, history }),
  });
  hosts.push(host);
  if (debug) await host.request('debug/open', {});
  const started = await host.request('machine/start', { file: basename(STORAGE), ...(debug ? { debug } : {}) });
  expect(started.ok).toBe(true);
  if (debug) await host.request('debug/attach', {});
  const state = async (): Promise<MachineState> => (await host.request('machine/state', {})) as MachineState;
  return { host, stops, travels, state };
}

test('a machine that is only checked is read anew each time', async () => {
  const texts = ['{', '{ "devices": [] }'];
  const host = await startTravellingHost({ entry, readFile: async () => texts.shift() ?? null });
  hosts.push(host);
  const check = async () => (await host.request('machine/check', { file: 'm.machine.json' })).diagnostics.length;
  expect(await check()).toBeGreaterThan(0);
  expect(await check()).toBe(0);
});

describe('going to an event', () => {
  test('the machine is as it was then, and the present waits', async () => {
    const { host, state, stops, travels } = await start();
    const { events: booted } = await state();
    expect(await host.request('machine/progress', {})).toEqual({ events: booted, run: 'idle', began: [] });
    await host.request('machine/inject', ADD_DUMP);
    expect((await host.request('machine/progress', {})).began).toEqual([booted]);
    const present = await state();
    await host.goTo(booted + 20);
    const past = await state();
    expect(past.events).toBe(booted + 20);
    expect(past.run).toBe('paused');
    expect(stops.at(-1)).toMatchObject({ reason: 'goto', place: { events: booted + 20, hit: 0 } });
    expect(host.history).toMatchObject({ isPast: true, end: present.events });
    await host.returnToPresent();
    expect(host.history.isPast).toBe(false);
    expect((await state()).events).toBe(present.events);
    expect(travels.length).toBe(2);
  });
});

describe('what can be done in the past', () => {
  test('letting the machine go on brings it to the same present', async () => {
    const { host, state, travels } = await start();
    await host.request('machine/inject', ADD_DUMP);
    const present = await state();
    const digest = await host.request('machine/digest', { events: present.events });
    await host.goTo(100);
    await host.request('machine/resume', {});
    await expect.poll(() => host.history.isPast, PATIENT).toBe(false);
    expect(travels.at(-1)?.state).toBeNull();
    expect((await state()).events).toBe(present.events);
    expect(await host.request('machine/digest', { events: present.events })).toEqual(digest);
  });

  test('an injection is gone to by not having done it, so another can be done: that is a branch', async () => {
    const { host, state } = await start();
    const { events: booted } = await state();
    const { events } = await host.request('machine/inject', ADD_DUMP);
    expect(events[0]).toBe(booted);
    await host.goTo(booted + 1);
    expect(await state()).toMatchObject({ events: booted, run: 'idle' });
    const other = await host.request('machine/inject', { ...ADD_DUMP, type: 'hibernation' });
    expect(other).toMatchObject({ ok: true, events: [booted, expect.anything()] });
    expect(host.history).toMatchObject({ isPast: false, current: 1, branches: [{ name: 'First run' }, {}] });
    const counts = async () => (await state()).devices.find(({ id }) => id === 'volC')?.specialFiles;
    expect(await counts()).toMatchObject({ hibernation: 1, dump: 0 });
    await host.switchTo(0);
    expect(await counts()).toMatchObject({ hibernation: 0, dump: 1 });
    expect(host.history).toMatchObject({ isPast: false, current: 0 });
  });

  test('steps go back along the request, and forward again to the same places', async () => {
    const { host, stops, state } = await start();
    await host.request('machine/inject', ADD_DUMP);
    const { events } = await state();
    await host.goTo(events - 5);
    const [thread = 0] = stops.map((stop) => stop.thread);
    await host.stepBack(thread);
    const back = (await state()).events;
    expect(back).toBeLessThan(events - 5);
    await host.stepBack(thread);
    const further = (await state()).events;
    expect(further).toBeLessThan(back);
    await host.request('machine/step', { kind: 'into' });
    await expect.poll(async () => (await state()).events, PATIENT).toBe(back);
  });
});

describe('back to breakpoints', () => {
  test('the last one before, and the one before that; to the beginning when there is none', async () => {
    const { host, stops, state } = await start(true);
    const breakpoints = [{ id: 7, name: 'auditflt!IRP_MN_DEVICE_USAGE_NOTIFICATION' }];
    await host.request('debug/setFunctions', { breakpoints });
    const booting = host.request('machine/boot', {});
    await expect.poll(() => stops.length, PATIENT).toBe(1);
    await host.request('debug/continue', { how: 'run' });
    await booting;
    const added = host.request('machine/inject', ADD_DUMP);
    await expect.poll(() => stops.length, PATIENT).toBe(2);
    await host.request('debug/continue', { how: 'run' });
    await added;
    const { events } = await state();
    for (const expected of [stops[1], stops[0]]) {
      await host.reverse();
      expect(stops.at(-1)).toEqual(expected);
    }
    await host.reverse();
    expect((await state()).events).toBe(1);
    expect(host.history).toMatchObject({ isPast: true, end: events });
  });

  test('who wrote a field last', async () => {
    const { host, stops, state } = await start();
    await host.request('machine/inject', ADD_DUMP);
    const { events } = await state();
    const page = await host.request('trace/read', { from: 0, count: events });
    const outline = await host.request('trace/outline', { from: 0, to: events, columns: 10 });
    expect(outline).toMatchObject({ total: events, marks: [{ kind: 'injection' }] });
    const below = page.events.findLast(({ kind, driver }) => kind === 'callDriver' && driver === 'partmgr');
    await host.goTo((below?.n ?? 0) + 1);
    expect(await host.request('trace/outline', { from: 0, to: events, columns: 10 })).toEqual(outline);
    const frame = await top(host, stops.at(-1));
    const flags = await host.request('debug/evaluate', { expression: 'Irp->IoStatus.Status', frame });
    expect(flags.location).toBeDefined();
    const address: Hex = flags.location?.address ?? '0x0';
    await host.lastWriter(address, flags.location?.size ?? 0, 'Irp->IoStatus.Status');
    expect(stops.at(-1)).toMatchObject({ reason: 'data' });
    expect(stops.at(-1)?.text).toContain('Irp->IoStatus.Status');
  });
});

describe('memory that was changed by hand', () => {
  test('is changed again when the run is repeated, and in the past it is a branch', async () => {
    const { host, stops, state } = await start(true);
    const breakpoints = [{ id: 7, name: 'auditflt!IRP_MN_DEVICE_USAGE_NOTIFICATION' }];
    await host.request('debug/setFunctions', { breakpoints });
    const booting = host.request('machine/boot', {});
    await expect.poll(() => stops.length, PATIENT).toBe(1);
    const place = stops[0]?.place.events ?? 0;
    await host.request('debug/setExpression', {
      expression: 'Irp->IoStatus.Information',
      value: '77',
      frame: await top(host, stops[0]),
    });
    await host.request('debug/continue', { how: 'run' });
    await booting;
    const { events } = await state();
    await host.goTo(place + 1);
    const information = await host.request('debug/evaluate', {
      expression: 'Irp->IoStatus.Information',
      frame: await top(host, stops.at(-1)),
    });
    expect(information.value).toContain('77');
    expect(host.history.branches.length).toBe(1);
    await host.goTo(place);
    expect(host.history).toMatchObject({ isPast: true, end: events });
  });
});

async function top(host: TravellingHost, stop: DebugStop | undefined): Promise<number> {
  const { frames } = await host.request('debug/stack', { thread: stop?.thread ?? 0 });
  return frames[0]?.id ?? 0;
}

describe('a recording', () => {
  test('repeats the run in another process, to the same place, bit for bit', async () => {
    const { host, state } = await start();
    await host.request('machine/inject', ADD_DUMP);
    const { events } = await state();
    const whole = parseRecording(JSON.stringify(await host.record('1.2.3')));
    expect(whole).toMatchObject({ product: '1.2.3', place: null, end: { events } });
    await host.goTo(events - 20);
    const middle = await host.record('1.2.3');
    expect(middle.place).toEqual({ events: events - 20, hit: 0 });

    const other = await startTravellingHost({ entry, readFile: async () => null, runCompiler: compile });
    hosts.push(other);
    const replayed = await other.replay(whole, false);
    expect(replayed).toMatchObject({ ok: true, state: { events, run: 'idle' } });
    expect(replayed.diagnostics).toEqual([]);
    const again = await other.replay(middle, false);
    expect(again).toMatchObject({ ok: true, state: { events: events - 20, run: 'paused' } });
    expect(again.diagnostics).toEqual([]);
  });

  test('that is repeated differently says so', async () => {
    const { host } = await start();
    const recording = await host.record('0.0.1');
    const [run] = recording.runs;
    const changed = { ...recording, runs: [{ ...run, start: { ...run?.start, seed: 99 } }] } as Recording;
    const other = await startTravellingHost({ entry, readFile: async () => null, runCompiler: compile });
    hosts.push(other);
    const replayed = await other.replay(
      { ...changed, end: { ...recording.end, digest: { events: 1, memory: 2 } } },
      false,
    );
    expect(replayed.diagnostics).toMatchObject([{ code: 'machine/not-the-same-run', severity: 'warning' }]);
    expect(replayed.diagnostics[0]?.message).toContain('0.0.1');
  });

  test.each([
    ['{', 'no JSON'],
    ['[]', 'has to be an object'],
    ['{"format":"x"}', 'no recording of Driver Sandbox'],
    ['{"format":"driver-sandbox-repro","version":2,"product":"9.9"}', '9.9'],
    ['{"format":"driver-sandbox-repro","version":1,"runs":[]}', 'holds no run'],
    ['{"format":"driver-sandbox-repro","version":1,"runs":[{"start":{"file":1}}]}', 'runs[0].start.file'],
    [
      '{"format":"driver-sandbox-repro","version":1,"runs":[{"start":{"file":"m"},"files":{"m":7},"inputs":[]}]}',
      'files["m"]',
    ],
    [
      '{"format":"driver-sandbox-repro","version":1,"runs":[{"start":{"file":"m"},"files":{},"inputs":[{"kind":"eval"}]}]}',
      'runs[0].inputs[0]',
    ],
  ])('that is none is refused with what is wrong: %s', (text, said) => {
    expect(() => parseRecording(text)).toThrow(said);
  });
});
