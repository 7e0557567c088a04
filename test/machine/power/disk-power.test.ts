/** What a disk's driver does before the disk loses its power and after it has it again. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { deviceOf } from '../../support/machine.ts';
import { bootPower, power, stopped } from './support/power-machine.ts';

/** Requests of K as they enter a driver: power, and what the disk asks the drivers below. */
function requests(machine: Machine, from: number): readonly string[] {
  return machine
    .readTrace(from, 100_000)
    .events.filter(({ kind, device, major, minor }) => {
      const isAsked = kind === 'callDriver' || kind === 'completeRequest';
      const isOfPower = kind === 'callDriver' && major === 'INTERNAL_DEVICE_CONTROL';
      return isAsked && device === 'K' && (isOfPower || minor === 'SET_POWER');
    })
    .filter(({ driver, kind }) => driver === 'storport' || (driver === 'disk' && kind === 'callDriver'))
    .filter(({ minor, detail }) => minor !== 'SET_POWER' || !/^S/.test(detail ?? ''))
    .map(({ kind, driver, major, minor, detail }) =>
      kind === 'completeRequest'
        ? `${driver} completes ${minor}`
        : major === 'POWER'
          ? `${driver} ${detail}`
          : `${detail}`,
    );
}

const DOWN = ['SRB_FUNCTION_LOCK_QUEUE', 'SRB_FUNCTION_QUIESCE_DEVICE', 'SCSIOP_SYNCHRONIZE_CACHE'];
const STOP = 'SCSIOP_START_STOP_UNIT, stop';
const START = 'SCSIOP_START_STOP_UNIT, start';

describe('PWR-77 STOR-70i a disk', () => {
  test('quiesces, writes its cache and stops before D3 goes on, and starts when the drivers below are in D0', async () => {
    const machine = await bootPower();
    const from = machine.state().events;
    await power(machine, 'setDevice', { device: 'K', state: 'D3' });
    expect(requests(machine, from)).toEqual([
      'disk D3',
      ...DOWN,
      STOP,
      'storport D3',
      'storport completes SET_POWER',
      'SRB_FUNCTION_UNLOCK_QUEUE',
    ]);
    const up = machine.state().events;
    await power(machine, 'setDevice', { device: 'K', state: 'D0' });
    expect(requests(machine, up)).toEqual([
      'disk D0',
      'SRB_FUNCTION_LOCK_QUEUE',
      'storport D0',
      'storport completes SET_POWER',
      START,
      'SRB_FUNCTION_UNLOCK_QUEUE',
    ]);
    const again = machine.state().events;
    await power(machine, 'setDevice', { device: 'K', state: 'D0' });
    expect(requests(machine, again)).toEqual(['disk D0', 'storport D0', 'storport completes SET_POWER']);
  });

  test('is quiet when its last read is over; a read that comes meanwhile waits until the disk is told to start again', async () => {
    const machine = await bootPower({
      above: 'K',
      driver: {
        more: 'let isFirst = true;',
        read: 'if (isFirst) PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL); isFirst = false;',
      },
    });
    const read = () => machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 });
    const from = machine.state().events;
    expect([await read(), await read()]).toMatchObject([{ ok: true }, { ok: true }]);
    await machine.inject({ op: 'run', until: 'idle' });
    const { events } = machine.readTrace(from, 100_000);
    const steps = events.flatMap(({ kind, device, driver, major, detail }) => {
      if (device === 'C' && kind === 'completeRequest' && major === 'READ') return ['read'];
      if (device !== 'K' || driver !== 'storport' || kind !== 'callDriver') return [];
      return major === 'INTERNAL_DEVICE_CONTROL' ? [detail] : [];
    });
    const [lock, quiesce, first, ...rest] = steps;
    expect([lock, quiesce, first]).toEqual(['SRB_FUNCTION_LOCK_QUEUE', 'SRB_FUNCTION_QUIESCE_DEVICE', 'read']);
    expect(rest).toEqual([
      'SCSIOP_SYNCHRONIZE_CACHE',
      STOP,
      'SRB_FUNCTION_UNLOCK_QUEUE',
      'SRB_FUNCTION_LOCK_QUEUE',
      START,
      'SRB_FUNCTION_UNLOCK_QUEUE',
      'read',
    ]);
    expect(deviceOf(machine, 'K').power.device).toBe('D0');
  });

  test.each([
    ['sleep', [...DOWN, STOP]],
    ['hibernate', DOWN],
  ] as const)(
    'with a hibernation file, %s: the motor stops only when no image is to be written',
    async (request, asked) => {
      const machine = await bootPower({ specialFiles: ['paging', 'hibernation'] });
      const from = machine.state().events;
      await power(machine, request);
      const seen = requests(machine, from);
      const passedOn = seen.findIndex((one) => one.startsWith('storport D3'));
      expect(seen.slice(0, passedOn).filter((one) => /^S/.test(one))).toEqual(asked);
      await power(machine, 'wake');
      await machine.inject({ op: 'run', until: 'idle' });
      expect(requests(machine, from).slice(-2)).toEqual([START, 'SRB_FUNCTION_UNLOCK_QUEUE']);
      expect([deviceOf(machine, 'K').power.device, stopped(machine)]).toEqual(['D0', null]);
    },
  );

  test('gets its power and loses it although a driver below knows nothing of SCSI requests', async () => {
    const machine = await bootPower({
      below: 'K',
      driver: {
        add: 'driverObject.MajorFunction.set(IRP_MJ_SCSI, Refuse);',
        more: 'function Refuse(_device, irp) { irp.IoStatus.Status = STATUS_NOT_SUPPORTED; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_NOT_SUPPORTED; }',
      },
    });
    for (const state of ['D3', 'D0'] as const) {
      await power(machine, 'setDevice', { device: 'K', state });
      expect(deviceOf(machine, 'K').power.device).toBe(state);
    }
    expect(await machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 })).toMatchObject({ ok: true });
  });
});

/** A filter below the disk that fails requests: `fails` is an expression about `srb`, SrbStatus is the one that it sets. */
function failing(fails: string, status: string): object {
  return {
    below: 'K',
    driver: {
      add: 'driverObject.MajorFunction.set(IRP_MJ_SCSI, Judge);',
      more: `let count = 0;
function Judge(device, irp) {
  const { Srb: srb } = IoGetCurrentIrpStackLocation(irp).Parameters.Scsi;
  if (${fails}) {
    count += 1;
    srb.SrbStatus = ${status};
    irp.IoStatus.Status = STATUS_IO_DEVICE_ERROR;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return STATUS_IO_DEVICE_ERROR;
  }
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}`,
    },
  };
}

const isFlush = 'srb.Function === 0 && srb.Cdb.get(0) === SCSIOP_SYNCHRONIZE_CACHE';
const isMotor = 'srb.Function === 0 && srb.Cdb.get(0) === SCSIOP_START_STOP_UNIT';
const isLock = 'srb.Function === SRB_FUNCTION_LOCK_QUEUE';

describe('PWR-77 what a disk makes of a step that fails', () => {
  test.each([
    ['a cache that is busy twice is written the third time', `count < 2 && ${isFlush}`, 'SRB_STATUS_BUSY', 3, 1],
    ['a cache that cannot be written is tried five times, and the motor stops', isFlush, 'SRB_STATUS_ERROR', 5, 1],
    ['a command that the disk does not know is not tried again', isFlush, 'SRB_STATUS_INVALID_REQUEST', 1, 1],
    ['a motor that does not stop is tried five times, and power goes', isMotor, 'SRB_STATUS_ERROR', 1, 5],
    ['without the lock there are no other steps', isLock, 'SRB_STATUS_ERROR', 0, 0],
  ])('%s', async (_what, fails, status, flushes, stops) => {
    const machine = await bootPower(failing(fails, status));
    const from = machine.state().events;
    await power(machine, 'setDevice', { device: 'K', state: 'D3' });
    await machine.inject({ op: 'run', until: 'idle' });
    const sent = machine
      .readTrace(from, 100_000)
      .events.filter(({ kind, device, major, driver }) => {
        return kind === 'callDriver' && device === 'K' && major === 'INTERNAL_DEVICE_CONTROL' && driver !== 'storport';
      })
      .map(({ detail }) => detail);
    expect(sent.filter((one) => one === 'SCSIOP_SYNCHRONIZE_CACHE')).toHaveLength(flushes);
    expect(sent.filter((one) => one === STOP)).toHaveLength(stops);
    expect(sent.includes('SRB_FUNCTION_UNLOCK_QUEUE')).toBe(fails !== isLock);
    expect(deviceOf(machine, 'K').power.device).toBe('D3');
    await power(machine, 'setDevice', { device: 'K', state: 'D0' });
    expect(await machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 })).toMatchObject({ ok: true });
    expect([deviceOf(machine, 'K').power.device, stopped(machine)]).toEqual(['D0', null]);
  });
});

test('STOR-42 STOR-48 a unit does what an SRB in IRP_MJ_SCSI asks for, and knows nobody else’s internal requests', async () => {
  const machine = await bootPower({
    below: 'K',
    driver: {
      more: `let isFirst = true;
function Ask(lower, fn, minor, operation) {
  const irp = IoAllocateIrp(lower.StackSize, FALSE);
  const srb = cast(SCSI_REQUEST_BLOCK, ExAllocatePoolWithTag(NonPagedPoolNx, 128, 'Test'));
  RtlZeroMemory(srb, 128);
  srb.Function = fn;
  srb.SrbFlags = SRB_FLAGS_DATA_IN | SRB_FLAGS_NO_QUEUE_FREEZE;
  srb.CdbLength = 10;
  srb.Cdb.set(0, operation);
  srb.DataBuffer = srb.address + 96;
  srb.DataTransferLength = 16;
  const next = IoGetNextIrpStackLocation(irp);
  next.MajorFunction = IRP_MJ_SCSI;
  next.MinorFunction = minor;
  next.Parameters.Scsi.Srb = srb;
  const done = () => {
    DbgPrint('%x %x %d', irp.IoStatus.Status, srb.SrbStatus, srb.DataTransferLength);
    ExFreePoolWithTag(srb, 'Test');
    IoFreeIrp(irp);
    return STATUS_MORE_PROCESSING_REQUIRED;
  };
  IoSetCompletionRoutine(irp, done, NULL, TRUE, TRUE, TRUE);
  IoCallDriver(lower, irp);
}`,
      read: `if (isFirst) {
  Ask(extension.Lower, SRB_FUNCTION_WMI, IRP_MN_SCSI_CLASS, 0);
  Ask(extension.Lower, SRB_FUNCTION_EXECUTE_SCSI, 0, SCSIOP_READ_CAPACITY);
  Ask(extension.Lower, SRB_FUNCTION_EXECUTE_SCSI, IRP_MN_SCSI_CLASS, SCSIOP_READ_CAPACITY);
  Ask(extension.Lower, SRB_FUNCTION_EXECUTE_SCSI, IRP_MN_SCSI_CLASS, 0xf0);
}
isFirst = false;`,
    },
  });
  const said: string[] = [];
  machine.onDbgPrint = ({ text }) => said.push(text.trim());
  expect(await machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 })).toMatchObject({ ok: true });
  expect(said).toEqual(['c0000010 6 16', 'c0000010 0 16', '0 1 8', 'c0000185 84 0']);
});
