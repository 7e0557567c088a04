/** Pause, step and resume, hop by hop. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { StepKind } from '../../src/protocol/messages.ts';
import { bootMachine } from '../support/machine.ts';

const CREATES = { op: 'usage', device: 'disk0', type: 'dump', inPath: true } as const;

/** Pauses the machine, asks for a special file on the disk, and waits until its first hop is held. */
async function pauseBeforeUsage(): Promise<{ machine: Machine; ended: Promise<unknown> }> {
  const machine = await bootMachine();
  await machine.pause();
  const ended = machine.inject(CREATES);
  await machine.step('into');
  return { machine, ended };
}

/** Where the machine stands: what comes next, and where the IRPs are. */
function place(machine: Machine): string {
  const { paused, irps, run } = machine.state();
  const at = irps.map((irp) => `${irp.at} ${irp.direction}`).join(', ');
  return `${run}: ${paused?.text ?? 'nothing is held'} [${at}]`;
}

async function stepUntilEnd(machine: Machine, kind: StepKind): Promise<readonly string[]> {
  const places = [place(machine)];
  while (machine.state().paused?.irp !== null && places.length < 200) {
    await machine.step(kind);
    places.push(place(machine));
  }
  return places;
}

test('paused, the next request is held before its first hop, with its IRP and place', async () => {
  const { machine } = await pauseBeforeUsage();
  const { paused, irps, run } = machine.state();
  expect(run).toBe('paused');
  expect(paused).toMatchObject({ device: 'disk0', driver: 'auditflt', irp: irps[0]?.address });
  expect(paused?.text).toBe('IRP_MN_DEVICE_USAGE_NOTIFICATION is about to enter disk0/auditflt');
  expect(irps).toMatchObject([
    {
      at: 'disk0/auditflt',
      stackIndex: 0,
      direction: 'down',
      args: { InPath: true, Type: 'DeviceUsageTypeDumpFile' },
      cause: null,
    },
  ]);
});

test('step into goes through a usage notification hop by hop, down through the parents and up again', async () => {
  const { machine } = await pauseBeforeUsage();
  const places = await stepUntilEnd(machine, 'into');
  await expect(`${places.join('\n')}\n`).toMatchFileSnapshot('./steps-into.txt');
});

test('step over goes on until the call that was about to be made has returned', async () => {
  const { machine } = await pauseBeforeUsage();
  await machine.step('over');
  expect(machine.state().paused?.text).toBe('disk0/auditflt has returned from IRP_MN_DEVICE_USAGE_NOTIFICATION');
  expect(machine.state().devices.find(({ id }) => id === 'disk0')?.specialFiles.dump).toBe(1);
});

test('step out goes on until the driver that it stands in has returned', async () => {
  const { machine } = await pauseBeforeUsage();
  for (let hops = 0; hops < 3; hops += 1) await machine.step('into');
  expect(machine.state().paused).toMatchObject({ device: 'disk0', driver: 'storport' });
  await machine.step('out');
  expect(machine.state().paused?.text).toBe('disk0/disk has returned from IRP_MN_DEVICE_USAGE_NOTIFICATION');
});

test('resume lets it run to its end', async () => {
  const { machine, ended } = await pauseBeforeUsage();
  await machine.resume();
  expect(await ended).toMatchObject({ ok: true, status: 'STATUS_SUCCESS' });
  expect(machine.state()).toMatchObject({ run: 'idle', paused: null, irps: [] });
});

test('stepped to the end, the request has its result, and the next one is held again', async () => {
  const { machine, ended } = await pauseBeforeUsage();
  const places = await stepUntilEnd(machine, 'over');
  expect(await ended).toMatchObject({ ok: true });
  expect(places.at(-1)).toBe('paused: Nothing runs; the next request will be held at its first step. []');
  const next = machine.inject({ op: 'pnp', device: 'disk0', request: 'rescan' });
  await machine.step('into');
  expect(machine.state().paused?.text).toBe('IRP_MN_QUERY_DEVICE_RELATIONS is about to enter disk0/auditflt');
  await machine.resume();
  await next;
});

describe('a machine that nothing runs in', () => {
  test('can be paused, stepped and resumed', async () => {
    const machine = await bootMachine();
    expect((await machine.pause()).run).toBe('paused');
    expect((await machine.step('into')).run).toBe('paused');
    expect((await machine.step('out')).paused?.text).toContain('Nothing runs');
    expect((await machine.resume()).run).toBe('idle');
  });

  test('may be paused and resumed twice', async () => {
    const machine = await bootMachine();
    await machine.pause();
    await machine.pause();
    await machine.resume();
    expect((await machine.resume()).run).toBe('idle');
    expect(await machine.inject(CREATES)).toMatchObject({ ok: true });
  });
});

test('while it is held, others see the state as it is there: flags and counts change hop by hop', async () => {
  const { machine } = await pauseBeforeUsage();
  const seen: string[] = [];
  while (machine.state().paused?.irp !== null && seen.length < 100) {
    const disk = machine.state().devices.find(({ id }) => id === 'disk0');
    const counts = disk?.stack.map(({ specialFiles }) => specialFiles.dump).join('') ?? '';
    if (seen.at(-1) !== counts) seen.push(counts);
    await machine.step('into');
  }
  expect(seen).toEqual(['0000', '0001', '0011', '0111', '1111']);
});

test('stopped while it is held, the machine lets go of it and does nothing more', async () => {
  const { machine, ended } = await pauseBeforeUsage();
  machine.stop();
  await ended;
  expect(machine.state()).toMatchObject({ run: 'stopped', paused: null });
  expect(await machine.inject(CREATES)).toMatchObject({ ok: false, message: expect.stringContaining('stopped') });
});
