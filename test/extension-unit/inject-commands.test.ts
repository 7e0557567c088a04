import { describe, expect, test } from 'vitest';
import { type CommandName, runCommand } from '../../src/extension/command-registry.ts';
import { durationProblem } from '../../src/extension/commands/advance-time.ts';
import { jsonProblem } from '../../src/extension/commands/expect-state.ts';
import { otherCode, parameterProblem } from '../../src/extension/commands/inject-bugcheck.ts';
import { readProblem, writeProblem } from '../../src/extension/commands/inject-io.ts';
import { requestChoices } from '../../src/extension/commands/inject-pnp.ts';
import { guidProblem } from '../../src/extension/commands/inject-wmi.ts';
import { otherUntil } from '../../src/extension/commands/run-until.ts';
import type { StateChart } from '../../src/protocol/chart.ts';
import { type FakeContext, fakeContext, MACHINE, pofxState, storage } from './support.ts';

async function running(): Promise<FakeContext> {
  const context = fakeContext();
  await context.machines.start(MACHINE);
  return context;
}

async function injected(name: CommandName, argument: unknown, ...answers: FakeContext['answers']): Promise<unknown> {
  const context = await running();
  context.answers = answers;
  await runCommand(context, name, argument);
  return context.host.asked.find(({ method }) => method === 'machine/inject')?.params;
}

describe('injecting', () => {
  test('a usage notification: device, type, created', async () => {
    expect(await injected('injectUsage', undefined, 'disk0', 'paging', 'Create')).toEqual({
      op: 'usage',
      device: 'disk0',
      type: 'paging',
      inPath: true,
    });
  });

  test('what the arguments say is not asked', async () => {
    const argument = { device: 'disk0', type: 'dump', inPath: false };
    expect(await injected('injectUsage', argument)).toEqual({ op: 'usage', ...argument });
  });

  test('a row of the tree gives its device', async () => {
    const row = { kind: 'device', key: 'device/disk0', device: 'disk0' };
    expect(await injected('injectUsage', row, 'hibernation', 'Remove')).toMatchObject({
      device: 'disk0',
      inPath: false,
    });
  });

  test('going back asks the step before again', async () => {
    const answers = ['hba0', { back: true }, 'disk0', 'paging', 'Create'] as const;
    expect(await injected('injectUsage', undefined, ...answers)).toMatchObject({ device: 'disk0' });
  });

  test('giving up, or going back at the first step, injects nothing', async () => {
    expect(await injected('injectUsage', undefined, 'disk0', { cancel: true })).toBeUndefined();
    expect(await injected('injectUsage', undefined, { back: true })).toBeUndefined();
  });

  test('what was used last comes first', async () => {
    const context = await running();
    context.answers = ['disk0', 'dump', 'Create'];
    await runCommand(context, 'injectUsage');
    context.answers = ['disk0', 'dump', 'Create'];
    await runCommand(context, 'injectUsage');
    expect(context.labels[0]?.[0]).toBe('root');
    expect(context.labels[3]?.[0]).toBe('disk0');
    expect(context.labels[4]?.[0]).toBe('Crash dump file');
  });

  test('a PnP request, forced', async () => {
    const argument = { device: 'disk0', request: 'remove', force: true };
    expect(await injected('injectPnp', argument)).toEqual({ op: 'pnp', ...argument });
  });

  test('a bug check by name with parameters, by number without a question', async () => {
    expect(await injected('injectBugcheck', undefined, 'MANUALLY_INITIATED_CRASH', '1, 0x2')).toEqual({
      op: 'bugcheck',
      code: 'MANUALLY_INITIATED_CRASH',
      parameters: ['1', '0x2'],
    });
    expect(await injected('injectBugcheck', { code: 0xe2 })).toEqual({ op: 'bugcheck', code: 0xe2, parameters: [] });
  });

  test('a fault at a driver, and a late one', async () => {
    const answers = ['driver auditflt', 'IRP_MN_START_DEVICE', 'delay', '20ms'];
    expect(await injected('failNext', undefined, ...answers)).toEqual({
      op: 'fault',
      driver: 'auditflt',
      at: 'IRP_MN_START_DEVICE',
      status: 'delay',
      by: '20ms',
    });
    const argument = { device: 'disk0', at: 'IRP_MJ_READ', status: 'STATUS_IO_TIMEOUT', times: 2, after: 1 };
    expect(await injected('failNext', argument)).toEqual({ op: 'fault', ...argument });
  });

  test('a read, a write and a control request, each with what it needs', async () => {
    const io = (...answers: string[]): Promise<unknown> => injected('injectIo', undefined, ...answers);
    expect(await io('disk0', 'read', '512 1024')).toEqual({
      op: 'io',
      device: 'disk0',
      request: 'read',
      offset: 512,
      length: 1024,
    });
    expect(await io('disk0', 'write', '0 hex:c0ffee')).toMatchObject({
      request: 'write',
      offset: 0,
      data: 'hex:c0ffee',
    });
    expect(await io('disk0', 'ioctl', '0x74004')).toMatchObject({ request: 'ioctl', code: 0x74004 });
    expect(await io('disk0', 'flush')).toEqual({ op: 'io', device: 'disk0', request: 'flush' });
    expect(readProblem('much')).toMatch(/whole numbers/);
    expect(writeProblem('0 hex:c0f')).toMatch(/pairs/);
  });

  test('going back from the details of a request to its kind forgets what the kind needed', async () => {
    const answers = ['disk0', 'write', { back: true }, 'flush'] as const;
    expect(await injected('injectIo', undefined, ...answers)).toEqual({ op: 'io', device: 'disk0', request: 'flush' });
  });

  test('a power event: the system sleeps, wakes, a device goes to D3', async () => {
    expect(await injected('injectPower', undefined, 'Sleep', 'S3')).toEqual({
      op: 'power',
      request: 'sleep',
      state: 'S3',
    });
    expect(await injected('injectPower', undefined, 'Low battery')).toEqual({ op: 'power', request: 'lowBattery' });
    expect(await injected('injectPower', undefined, 'Wake', 'A user')).toEqual({ op: 'power', request: 'wake' });
    expect(await injected('injectPower', undefined, 'Wake', 'disk0')).toMatchObject({
      request: 'wake',
      device: 'disk0',
    });
    expect(await injected('injectPower', undefined, 'Standby')).toEqual({ op: 'power', request: 'standby' });
    const lid = { op: 'power', request: 'setting', setting: 'GUID_LIDSWITCH_STATE_CHANGE', value: 0 };
    expect(await injected('injectPower', undefined, 'Power setting', 'GUID_LIDSWITCH_STATE_CHANGE', '0')).toEqual(lid);
    expect(await injected('injectPower', lid)).toEqual(lid);
    const latency = { op: 'power', request: 'latency', time: '5ms' };
    expect(await injected('injectPower', undefined, 'Latency tolerance', '5ms')).toEqual(latency);
    const row = { kind: 'device', key: 'device/disk0', device: 'disk0' };
    const set = { op: 'power', request: 'setDevice', device: 'disk0', state: 'D3' };
    expect(await injected('injectPower', row, 'Set device power', 'D3')).toEqual(set);
    expect(await injected('injectPower', set)).toEqual(set);
    expect(await injected('injectPower', { request: 'wake', powerLost: true })).toMatchObject({ powerLost: true });
    const critical = { op: 'power', request: 'sleep', state: 'S3', critical: true };
    expect(await injected('injectPower', critical)).toEqual(critical);
  });

  test('the row of the machine itself stands for the system', async () => {
    const row = { kind: 'device', key: 'device/root', device: 'root' };
    expect(await injected('injectPower', row, 'Hibernate')).toEqual({ op: 'power', request: 'hibernate' });
  });

  test('the power framework: a component is activated, a latency set; no such device is told', async () => {
    const context = await running();
    await runCommand(context, 'injectPoFx');
    expect(context.seen[0]).toMatch(/^info: No driver has registered its device/);
    const devices = storage().devices.map((one) => (one.id === 'disk0' ? { ...one, pofx: pofxState() } : one));
    context.host.startResult = { ok: true, state: storage({ devices }), diagnostics: [] };
    await context.machines.start(MACHINE);
    context.answers = ['Activate a component', 'Component 1', 'Set the latency tolerance', 'Component 0', '5ms'];
    await runCommand(context, 'injectPoFx');
    const disk = { op: 'pofx', device: 'disk0' };
    expect(context.host.asked.at(-1)?.params).toEqual({ ...disk, request: 'activate', component: 1 });
    await runCommand(context, 'injectPoFx', { device: 'disk0' });
    expect(context.host.asked.at(-1)?.params).toEqual({ ...disk, request: 'latency', component: 0, time: '5ms' });
    await runCommand(context, 'injectPoFx', { ...disk, request: 'surprisePowerOn' });
    expect(context.host.asked.at(-1)?.params).toEqual({ ...disk, request: 'surprisePowerOn' });
  });

  test('a management program uses a data block of WMI', async () => {
    const guid = '{12345678-1234-1234-1234-123456789abc}';
    const answers = ['disk0', 'Set a data block', guid, 'hex:01'];
    expect(await injected('injectWmi', undefined, ...answers)).toEqual({
      op: 'wmi',
      device: 'disk0',
      request: 'set',
      guid,
      data: 'hex:01',
    });
    expect(await injected('injectWmi', { device: 'disk0', request: 'query', guid, instance: 2 })).toMatchObject({
      instance: 2,
    });
    expect(guidProblem('12345678')).toMatch(/not a GUID/);
  });

  test('the hardware profile changes, or does not after all', async () => {
    expect(await injected('changeHardwareProfile', undefined, 'Change')).toEqual({ op: 'hardwareProfileChange' });
    expect(await injected('changeHardwareProfile', { cancel: true })).toMatchObject({ cancel: true });
  });

  test('an I/O request whose device and kind are said asks nothing', async () => {
    const argument = { device: 'disk0', request: 'read' };
    expect(await injected('injectIo', argument)).toEqual({ op: 'io', ...argument });
  });

  test('a handle is opened; the only open one is closed without a question', async () => {
    expect(await injected('openHandle', { device: 'disk0' })).toMatchObject({ device: 'disk0', request: 'open' });
    const context = fakeContext();
    await context.machines.start(MACHINE);
    await runCommand(context, 'closeHandle');
    expect(context.seen).toEqual(['info: No handle is open. Open one first: Open Handle…']);
    const devices = storage().devices.map((one) => (one.id === 'disk0' ? { ...one, openHandles: 1 } : one));
    context.host.startResult = { ok: true, state: storage({ devices }), diagnostics: [] };
    await context.machines.start(MACHINE);
    await runCommand(context, 'closeHandle');
    expect(context.host.asked.at(-1)?.params).toEqual({ op: 'io', device: 'disk0', request: 'close' });
  });

  test('a page comes from the device with the page file', async () => {
    expect(await injected('pageIn', undefined, 'disk0')).toEqual({ op: 'pageIn', device: 'disk0' });
    expect(await injected('pageIn', { device: 'hba0' })).toEqual({ op: 'pageIn', device: 'hba0' });
  });

  test('the machine runs until it is idle, or until an event as typed', async () => {
    expect(await injected('runUntil', undefined, 'idle')).toEqual({ op: 'run', until: 'idle' });
    expect(await injected('runUntil', undefined, 'kind=irpDone device=disk0')).toEqual({
      op: 'run',
      until: { kind: 'irpDone', device: 'disk0' },
    });
    expect(otherUntil('soon')).toBeUndefined();
  });

  test('the state is compared with what is expected', async () => {
    expect(await injected('expectState', undefined, 'devices.disk0.specialFiles.paging', '1')).toEqual({
      op: 'expect',
      path: 'devices.disk0.specialFiles.paging',
      equals: 1,
    });
    expect(jsonProblem('started')).toMatch(/double quotes/);
  });

  test('virtual time', async () => {
    expect(await injected('advanceTime', undefined, '2min')).toEqual({ op: 'advance', by: '2min' });
    expect(durationProblem('2min')).toBeUndefined();
    expect(durationProblem('soon')).toMatch(/is not a duration/);
  });

  test('a refusal is told, broken rules lead to their view', async () => {
    const context = await running();
    const result = { status: 'STATUS_UNSUCCESSFUL', events: [0, 1], changed: [] } as const;
    context.host.answers['machine/inject'] = () => ({
      ...result,
      ok: false,
      message: 'auditflt vetoed it.',
      violations: [],
    });
    await runCommand(context, 'advanceTime', { by: '1s' });
    context.host.answers['machine/inject'] = () => ({ ...result, ok: true, message: 'Sent.', violations: ['USE-V03'] });
    context.action = 'Show Violations';
    await runCommand(context, 'advanceTime', { by: '1s' });
    await Promise.resolve();
    expect(context.seen).toEqual([
      'warn: auditflt vetoed it.',
      'status: Sent.',
      'warn: Sent. 1 rule was broken.',
      'violations',
    ]);
  });
});

test('requests that the state machine takes in this state come first', () => {
  const transition = (from: string, request: string) => ({ from, event: 'E', to: 'x', source: null, request });
  const chart: StateChart = {
    id: 'device-pnp',
    title: '',
    initial: 'started',
    states: [],
    transitions: [transition('started', 'queryRemove'), transition('removePending', 'remove')],
  };
  const choices = requestChoices([chart], 'started');
  expect(choices.find(({ value }) => value === 'queryRemove')?.group).toBe('possible now');
  expect(choices.at(-1)).toMatchObject({ value: 'remove', group: 'not legal in this state' });
});

test('bug check codes and parameters as people type them', () => {
  expect(otherCode('0xE2')?.value).toBe(0xe2);
  expect(otherCode('226')?.value).toBe(226);
  expect(otherCode('MY_OWN_CODE')?.value).toBe('MY_OWN_CODE');
  expect(otherCode('what?')).toBeUndefined();
  expect(parameterProblem('1 2 3 0xffffffff')).toBeUndefined();
  expect(parameterProblem('1 2 3 4 5')).toMatch(/four parameters/);
  expect(parameterProblem('0x1ffffffff')).toMatch(/is not a number/);
});
