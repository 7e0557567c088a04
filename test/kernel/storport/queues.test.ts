/** Units, their queues, and how a miniport steers what it gets. */
import { describe, expect, test } from 'vitest';
import * as srb from '../../../src/abi/srb-constants.ts';
import { transferCommand } from '../../../src/kernel/storport/commands.ts';
import { submit } from '../../../src/kernel/storport/port-requests.ts';
import type { SrbResult } from '../../../src/kernel/storport/srb.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootManual, type Manual } from './manual.ts';
import { adapterOf, unitOf } from './support.ts';

const TAGGED = srb.SRB_FLAGS_QUEUE_ACTION_ENABLE;

/** Sends a read of 512 bytes straight to the queue of a unit. */
function send(
  machine: Machine,
  more: { flags?: number; target?: number; timeout?: number } = {},
): { result: SrbResult | null } {
  const ended: { result: SrbResult | null } = { result: null };
  const buffer = machine.nt.kernel.pool.allocate(512, 0x74736554, 0, true);
  const command = {
    ...transferCommand(0n, buffer, 512, true),
    flags: srb.SRB_FLAGS_DATA_IN | (more.flags ?? TAGGED),
    timeout: more.timeout ?? 0,
  };
  submit(adapterOf(machine), unitOf(machine, more.target ?? 0), command, (result) => {
    ended.result = result;
  });
  return ended;
}

function drain(machine: Machine): void {
  machine.nt.dpcs.drain();
}

async function pass(machine: Machine, by: string): Promise<void> {
  await machine.inject({ op: 'advance', by });
}

function starts(manual: Manual): number {
  return manual.calls.filter((call) => call.startsWith('Start@')).length;
}

test('STOR-40 one PDO for each unit that answers, and an extension for each', async () => {
  const { machine, manual } = await bootManual();
  expect([...adapterOf(machine).units.values()].map(({ target, life }) => [target, life.state])).toEqual([
    [0, 'started'],
    [1, 'started'],
  ]);
  manual.during = (wdm, extension) =>
    manual.seen.push(
      wdm['StorPortGetLogicalUnit']?.(extension, 0, 0, 0),
      wdm['StorPortGetLogicalUnit']?.(extension, 0, 1, 0),
    );
  send(machine);
  expect(manual.seen[0]).not.toBe(manual.seen[1]);
  expect(manual.seen[0]).toBeGreaterThan(0);
});

test('STOR-41 no more of a unit than its depth; StorPortSetDeviceQueueDepth refuses 0 and 255', async () => {
  const { machine, manual } = await bootManual({ find: 'config.InitialLunQueueDepth = 2;' });
  for (let count = 0; count < 4; count += 1) send(machine);
  expect(starts(manual)).toBe(2);
  manual.complete();
  drain(machine);
  expect(starts(manual)).toBe(3);
  manual.during = (wdm, extension) => {
    const set = wdm['StorPortSetDeviceQueueDepth'];
    manual.seen.push(
      set?.(extension, 0, 0, 0, 0),
      set?.(extension, 0, 0, 0, 255),
      set?.(extension, 0, 7, 0, 4),
      set?.(extension, 0, 0, 0, 4),
    );
  };
  send(machine, { target: 1 });
  expect(manual.seen).toEqual([false, false, false, true]);
  expect(unitOf(machine).depth).toBe(4);
  expect(unitOf(machine).outstanding).toBe(3);
});

test('STOR-42 a request without a tag waits for the unit to drain, and runs alone', async () => {
  const { machine, manual } = await bootManual();
  send(machine);
  const alone = send(machine, { flags: 0 });
  send(machine);
  expect(manual.held).toHaveLength(1);
  manual.complete();
  drain(machine);
  expect([manual.held.length, alone.result]).toEqual([1, null]);
  manual.complete();
  drain(machine);
  expect([alone.result?.status, manual.held.length]).toEqual([srb.SRB_STATUS_SUCCESS, 1]);
});

describe('STOR-43 a frozen queue', () => {
  test('a failure freezes it; what bypasses it still goes; released it goes on', async () => {
    const { machine, manual } = await bootManual();
    const failing = send(machine);
    manual.complete(srb.SRB_STATUS_ERROR, srb.SCSISTAT_CHECK_CONDITION);
    drain(machine);
    expect(failing.result?.status).toBe(srb.SRB_STATUS_ERROR | srb.SRB_STATUS_QUEUE_FROZEN);
    const waiting = send(machine);
    expect(manual.held).toHaveLength(0);
    send(machine, { flags: TAGGED | srb.SRB_FLAGS_BYPASS_FROZEN_QUEUE });
    expect(manual.held).toHaveLength(1);
    unitOf(machine).life.apply({ type: 'RELEASE' });
    adapterOf(machine).transport?.pump(unitOf(machine));
    expect(manual.held).toHaveLength(2);
    manual.complete();
    manual.complete();
    drain(machine);
    expect(waiting.result?.status).toBe(srb.SRB_STATUS_SUCCESS);
  });

  test('NO_QUEUE_FREEZE keeps it open; FLUSH_QUEUE ends what is queued', async () => {
    const { machine, manual } = await bootManual({ find: 'config.InitialLunQueueDepth = 1;' });
    const kept = send(machine, { flags: TAGGED | srb.SRB_FLAGS_NO_QUEUE_FREEZE });
    const queued = send(machine);
    unitOf(machine).flush();
    expect(queued.result?.status).toBe(srb.SRB_STATUS_REQUEST_FLUSHED);
    manual.complete(srb.SRB_STATUS_ERROR, srb.SCSISTAT_CHECK_CONDITION);
    drain(machine);
    expect([kept.result?.status, unitOf(machine).life.state]).toEqual([srb.SRB_STATUS_ERROR, 'started']);
  });
});

test('STOR-27 STOR-44 SRB_STATUS_BUSY is tried again after 250 ms with a new extension, twenty times at the most', async () => {
  const { machine, manual } = await bootManual({ startIo: 'manual.seen.push(srb.SrbExtension);' });
  manual.answers = [srb.SRB_STATUS_BUSY];
  const once = send(machine);
  drain(machine);
  expect([starts(manual), unitOf(machine).life.state]).toEqual([1, 'paused']);
  await pass(machine, '250ms');
  expect(starts(manual)).toBe(2);
  expect(manual.seen[0]).not.toBe(manual.seen[1]);
  manual.complete();
  drain(machine);
  expect(once.result?.status).toBe(srb.SRB_STATUS_SUCCESS);
  manual.answers = new Array<number>(21).fill(srb.SRB_STATUS_BUSY);
  const never = send(machine);
  drain(machine);
  await pass(machine, '6s');
  expect(never.result?.status).toBe(srb.SRB_STATUS_BUSY);
  expect(starts(manual)).toBe(2 + 21);
});

test('STOR-44 QUEUE_FULL: the unit waits until a quarter of what it has is done', async () => {
  const { machine, manual } = await bootManual();
  for (let count = 0; count < 5; count += 1) send(machine);
  const last = manual.held.pop();
  if (last !== undefined) manual.held.unshift(last);
  manual.complete(srb.SRB_STATUS_ERROR, srb.SCSISTAT_QUEUE_FULL);
  drain(machine);
  expect(manual.held).toHaveLength(4);
  manual.complete();
  drain(machine);
  expect(manual.held).toHaveLength(4);
});

test('STOR-45 pauses end by themselves or with Resume; a busy unit goes on after so many completions', async () => {
  const { machine, manual } = await bootManual();
  manual.during = (wdm, extension) =>
    manual.seen.push(
      wdm['StorPortPauseDevice']?.(extension, 0, 0, 0, 5),
      wdm['StorPortPauseDevice']?.(extension, 0, 9, 0, 5),
    );
  send(machine);
  expect(manual.seen).toEqual([true, false]);
  send(machine);
  expect(starts(manual)).toBe(1);
  await pass(machine, '5s');
  expect(starts(manual)).toBe(2);
  manual.during = (wdm, extension) => wdm['StorPortDeviceBusy']?.(extension, 0, 0, 0, 2);
  send(machine);
  send(machine);
  expect([starts(manual), unitOf(machine).life.state]).toEqual([3, 'busy']);
  manual.complete();
  drain(machine);
  expect(starts(manual)).toBe(3);
  manual.complete();
  drain(machine);
  expect(starts(manual)).toBe(4);
  manual.during = (wdm, extension) => wdm['StorPortPause']?.(extension, 60);
  send(machine, { target: 1 });
  expect(adapterOf(machine).life.state).toBe('paused');
  send(machine);
  expect(starts(manual)).toBe(5);
  await pass(machine, '9s');
  adapterOf(machine).life.apply({ type: 'RESUME' });
  adapterOf(machine).transport?.pumpAll();
  expect(starts(manual)).toBeGreaterThan(5);
});

describe('STOR-46 a request that takes too long', () => {
  test('STV-12 F0/0x1: HwStorResetBus returns TRUE, and one request is kept', async () => {
    const { machine, manual } = await bootManual({ resetBus: '' });
    const late = send(machine, { timeout: 2 });
    await pass(machine, '3s');
    expect(manual.calls.filter((call) => /Reset/.test(call)).map((call) => call.replace(/@.*/, ''))).toEqual([
      `Reset ${srb.SRB_FUNCTION_RESET_LOGICAL_UNIT}`,
      'ResetBus',
    ]);
    expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['F0/0x1']);
    expect(late.result?.status).toBe(srb.SRB_STATUS_BUS_RESET | srb.SRB_STATUS_QUEUE_FROZEN);
  });

  test('the unit is reset first, then the target where that is supported, then the bus', async () => {
    const { machine, manual } = await bootManual({ find: 'config.ResetTargetSupported = TRUE;' });
    const late = send(machine);
    await pass(machine, '11s');
    const resets = manual.calls.filter((call) => /Reset/.test(call)).map((call) => call.replace(/@.*/, ''));
    expect(resets).toEqual([
      `Reset ${srb.SRB_FUNCTION_RESET_LOGICAL_UNIT}`,
      `Reset ${srb.SRB_FUNCTION_RESET_DEVICE}`,
      'ResetBus',
    ]);
    expect(srb.SRB_STATUS(late.result?.status ?? 0)).toBe(srb.SRB_STATUS_BUS_RESET);
    expect(machine.state().violations).toEqual([]);
  });

  test('a unit reset that completes them is the end of it', async () => {
    const { machine, manual } = await bootManual({
      reset: 'for (const one of manual.held.splice(0)) Done(extension, one.Srb, SRB_STATUS_BUS_RESET);',
    });
    send(machine);
    await pass(machine, '11s');
    expect(manual.calls.some((call) => call.startsWith('ResetBus'))).toBe(false);
  });
});

test('STOR-47 STV-11 a request that is completed twice ends once, and is found', async () => {
  const { machine, manual } = await bootManual();
  const ended = send(machine);
  const [one] = manual.held;
  manual.complete();
  drain(machine);
  expect(ended.result?.status).toBe(srb.SRB_STATUS_SUCCESS);
  manual.during = (wdm, extension) =>
    wdm['StorPortNotification']?.(
      0,
      extension,
      (one as { readonly Srb: { readonly address: number } } | undefined)?.Srb.address,
    );
  send(machine);
  expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['F1/0x2004']);
});

test('STOR-49 a link that is down holds requests for half a minute; one that comes up lets them go', async () => {
  const { machine, manual } = await bootManual();
  const LINK = { up: 0xa, down: 0xb };
  manual.during = (wdm, extension) => wdm['StorPortNotification']?.(LINK.down, extension);
  send(machine);
  const lost = send(machine);
  await pass(machine, '9s');
  expect(lost.result).toBeNull();
  manual.complete();
  drain(machine);
  await pass(machine, '22s');
  expect(lost.result?.status).toBe(srb.SRB_STATUS_LINK_DOWN);
});

test('STOR-09 one timer for each adapter: the next call replaces the one before, 0 cancels', async () => {
  const { machine, manual } = await bootManual({
    more: "const ring = () => note('Timer');",
    initialize: 'manual.ring = ring;',
  });
  const { ring } = manual as unknown as { ring: () => void };
  const timer = (by: number): void => {
    manual.during = (wdm, extension) => wdm['StorPortNotification']?.(6, extension, ring, by);
    send(machine);
  };
  timer(1_000_000);
  timer(2_000_000);
  await pass(machine, '1500ms');
  expect(manual.calls).not.toContain('Timer@2');
  await pass(machine, '600ms');
  expect(manual.calls.filter((call) => call === 'Timer@2')).toHaveLength(1);
  timer(1_000_000);
  timer(0);
  await pass(machine, '2s');
  expect(manual.calls.filter((call) => call === 'Timer@2')).toHaveLength(1);
});

describe('STOR-50 StorPortMarkDeviceFailed', () => {
  async function failed(statement: string): Promise<Machine> {
    const { machine, manual } = await bootManual({
      more: `class ADDRESS extends struct('ADDRESS', { Value: STOR_ADDR_BTL8 }) {}
const at = (target) => { const one = local(STOR_ADDR_BTL8); one.Type = STOR_ADDRESS_TYPE_BTL8; one.AddressLength = STOR_ADDR_BTL8_ADDRESS_LENGTH; one.Path = 0; one.Target = target; one.Lun = 0; return cast(STOR_ADDRESS, one.address); };`,
      startIo: `${statement}`,
    });
    manual.answers = [srb.SRB_STATUS_SUCCESS];
    send(machine);
    drain(machine);
    await machine.inject({ op: 'run' });
    return machine;
  }

  const stateOf = (machine: Machine, id: string): string =>
    machine.state().devices.find((device) => device.id === id)?.pnp ?? 'gone';

  test('without a flag it is an event', async () => {
    const machine = await failed('StorPortMarkDeviceFailed(extension, NULL, 0, NULL);');
    expect(machine.traceLines(0).text).toContain('StorPortMarkDeviceFailed');
    expect([stateOf(machine, 'hba0'), stateOf(machine, 'disk0')]).toEqual(['started', 'started']);
  });

  test('with the flag the unit is asked for its state, has failed, and is removed', async () => {
    const machine = await failed(
      'StorPortMarkDeviceFailed(extension, at(0), STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE, NULL);',
    );
    const disk = machine.state().devices.find(({ id }) => id === 'disk0');
    expect([disk?.pnp, disk?.problem?.name]).toEqual(['removed', 'CM_PROB_FAILED_POST_START']);
    expect([stateOf(machine, 'hba0'), stateOf(machine, 'disk1')]).toEqual(['started', 'started']);
  });

  test('NULL stands for the adapter: all behind it goes too', async () => {
    const machine = await failed(
      'StorPortMarkDeviceFailed(extension, NULL, STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE, NULL);',
    );
    expect([stateOf(machine, 'hba0'), stateOf(machine, 'disk0')]).toEqual(['removed', 'gone']);
    await machine.inject({ op: 'pnp', device: 'hba0', request: 'enable' });
    expect([stateOf(machine, 'hba0'), stateOf(machine, 'disk0')]).toEqual(['started', 'started']);
  });

  test('a failure that is only predicted leaves the device; a unit that there is not is an invalid parameter', async () => {
    const machine = await failed(
      `manual.seen.push(StorPortMarkDeviceFailedEx(extension, at(0), STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE | STORPORT_MARK_DEVICE_FAILED_FLAG_PREDICTED_FAILURE, 7, NULL, 0, NULL, 0, NULL), StorPortMarkDeviceFailedEx(extension, at(9), 1, 7, NULL, 0, NULL, 0, NULL));
      DbgPrint('%x %x\\n', manual.seen.at(-2), manual.seen.at(-1));`,
    );
    expect(stateOf(machine, 'disk0')).toBe('started');
    expect(machine.unheard.lines.map(({ text }) => text.trim())).toEqual(['0 c1000006']);
  });
});

test('STOR-49 BusChangeDetected has the targets asked again', async () => {
  const { machine, manual } = await bootManual();
  const asked = (): number => manual.calls.filter((call) => call.startsWith('Other')).length;
  const before = asked();
  manual.during = (wdm, extension) => wdm['StorPortNotification']?.(7, extension);
  send(machine);
  await machine.inject({ op: 'run' });
  expect(asked() - before).toBe(4);
});
