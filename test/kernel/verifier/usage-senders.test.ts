import { describe, expect, test } from 'vitest';
import { DeviceUsageTypePaging } from '../../../src/abi/enums.ts';
import { STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import { notifyUsage } from '../../../src/kernel/pnp/usage.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { deviceOf, injectAll } from '../../support/machine.ts';
import { UsageLog } from '../../support/usage-log.ts';
import { found } from './support.ts';
import { bootSender, usage } from './usage-sender.ts';

const MARK = '//!';
const boot = bootSender;
const READ: Injection = { op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 };

describe('USE-04 a driver only sends a notification on that it handles', () => {
  test('C9/0x237 one of its own accord is found where it is sent', async () => {
    const { machine, lineOf } = await boot({ read: 'if (partner !== null) await Tell(type, inPath);' });
    await injectAll(machine, [usage('disk0', 'paging', true), READ]);
    expect(found(machine)).toEqual([`C9/0x237 flt flt.ts:${lineOf('/* told */')}`]);
  });

  test('C9/0x237 one of another type than it handles is found', async () => {
    const { machine, lineOf } = await boot({ tell: 'await Tell(DeviceUsageTypeDumpFile, inPath);' });
    await injectAll(machine, [usage('disk0', 'paging', true), usage('disk1', 'paging', true)]);
    expect(found(machine)).toEqual([`C9/0x237 flt flt.ts:${lineOf('/* told */')}`]);
  });

  test('one of the same type is none', async () => {
    const { machine } = await boot({});
    for (const inPath of [true, false])
      await injectAll(machine, [usage('disk0', 'paging', inPath), usage('disk1', 'paging', inPath)]);
    expect(found(machine)).toEqual([]);
  });

  const inWorkItem = `await TellInWorkItem(extension, type, inPath);`;
  const WORKER = `
async function TellInWorkItem(extension, type, inPath) {
  const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  const item = IoAllocateWorkItem(extension.Self);
  IoQueueWorkItem(item, async () => { await Tell(type, inPath); KeSetEvent(event, IO_NO_INCREMENT, FALSE); }, DelayedWorkQueue, NULL);
  await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  IoFreeWorkItem(item);
}`;

  test('nor when a work item sends it for the routine that waits, as drivers with deep stacks do', async () => {
    const { machine } = await boot({ tell: inWorkItem, more: WORKER });
    for (const inPath of [true, false])
      await injectAll(machine, [usage('disk0', 'paging', inPath), usage('disk1', 'paging', inPath)]);
    expect(found(machine)).toEqual([]);
    expect(machine.state().bugcheck).toBeNull();
  });
});

describe('USE-22 a driver waits for what it has sent', () => {
  const slow = (status: 'drop' | 'delay'): Injection => ({
    op: 'fault',
    device: 'disk0',
    driver: 'flt',
    at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
    status,
    ...(status === 'delay' ? { by: '1ms' } : {}),
  });

  test('USE-22 one that completes its own before is found there', async () => {
    const { machine, lineOf } = await boot({});
    // The partner's stack has not answered when the call returns STATUS_PENDING, and the filter does not wait.
    await injectAll(machine, [usage('disk0', 'paging', true), slow('drop'), usage('disk1', 'paging', true)]);
    expect(found(machine)).toEqual([`USE-22 flt flt.ts:${lineOf('/* end */')}`]);
  });

  test('one that waits is not', async () => {
    const { machine } = await boot({});
    await injectAll(machine, [usage('disk0', 'paging', true), slow('delay'), usage('disk1', 'paging', true)]);
    expect(found(machine)).toEqual([]);
    expect(deviceOf(machine, 'disk0').specialFiles.paging).toBe(2);
  });
});

test('USE-01 what a driver writes into Information on the way down is found at its call, and held against nobody else', async () => {
  const beforeDown = `irp.IoStatus.Information = 8;
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Keep, NULL, TRUE, TRUE, TRUE);
  await IoCallDriver(extension.Lower, irp); ${MARK}
  irp.IoStatus.Information = 0;
  CountFile(extension, type, inPath);
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;`;
  const { machine, lineOf } = await boot({ beforeDown });
  await machine.inject(usage('disk0', 'dump', true));
  expect(found(machine)).toEqual([`USE-01 flt flt.ts:${lineOf(MARK)}`]);
});

describe('USE-10 two notifications in one stack at once', () => {
  test.each([
    ['two files come', [true, true], 0, 2],
    ['one comes, one goes', [true, false], 1, 1],
    ['two files go', [false, false], 2, 0],
  ] as const)(
    '%s: each driver takes one after the other, and nobody has miscounted',
    async (_name, both, before, after) => {
      const { machine } = await boot({});
      for (let count = 0; count < before; count += 1) await machine.inject(usage('disk0', 'paging', true));
      const { pnp, kernel } = machine.nt;
      const disk = pnp.byId('disk0');
      if (disk === undefined) throw new Error('there is no disk');
      // The adapter is slow, so that the second is there long before the first has left.
      const at = 'IRP_MN_DEVICE_USAGE_NOTIFICATION';
      await machine.inject({ op: 'fault', device: 'hba0', driver: 'storport', at, status: 'delay', by: '2ms' });
      const log = new UsageLog(machine);
      const ended: number[] = [];
      for (const inPath of both)
        kernel.sim.createThread('Mm', async () => {
          ended.push(await notifyUsage(pnp, disk, DeviceUsageTypePaging, inPath));
        });
      await machine.inject({ op: 'run', until: 'idle' });
      expect(ended).toEqual([STATUS_SUCCESS, STATUS_SUCCESS]);
      const atDisk = log.moments
        .filter(({ what, where }) => where === 'disk0/storport' && (what === 'enters' || what === 'returns'))
        .map(({ what }) => what);
      expect(atDisk).toEqual(['enters', 'returns', 'enters', 'returns']);
      expect(deviceOf(machine, 'disk0').stack.map(({ specialFiles }) => specialFiles.paging)).toEqual(
        Array(4).fill(after),
      );
      expect(found(machine)).toEqual([]);
    },
  );
});
