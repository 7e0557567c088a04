import { expect, test } from 'vitest';
import { STATUS_DELETE_PENDING, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import { IO_REMOVE_LOCK } from '../../../src/abi/structs/io.ts';
import {
  IoAcquireRemoveLock,
  IoInitializeRemoveLock,
  IoReleaseRemoveLock,
  IoReleaseRemoveLockAndWait,
} from '../../../src/kernel/io/remove-lock.ts';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import { Lab, milliseconds } from '../ke/support/lab.ts';

function withLock(): { lab: Lab; lock: IO_REMOVE_LOCK } {
  const lab = new Lab();
  const lock = lab.make(IO_REMOVE_LOCK);
  IoInitializeRemoveLock(lab.nt.io, lock);
  return { lab, lock };
}

test('PNP-54 a removal that nobody is in the way of does not wait', async () => {
  const { lab, lock } = withLock();
  lab.thread('remove', () => {
    lab.note(String(IoAcquireRemoveLock(lock)));
    lab.note(String(IoReleaseRemoveLockAndWait(lab.nt.io, lock)));
  });
  expect(await lab.run()).toEqual(['0.0000000s 0', '0.0000000s undefined']);
});

test('PNP-54 PNP-55 a removal waits for everyone who came before, and keeps out who comes after', async () => {
  const { lab, lock } = withLock();
  for (const [name, time] of [
    ['a', 5],
    ['b', 20],
  ] as const) {
    lab.thread(name, async () => {
      expect(IoAcquireRemoveLock(lock)).toBe(STATUS_SUCCESS);
      await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(time));
      lab.note(`${name} releases`);
      IoReleaseRemoveLock(lab.nt.io, lock);
    });
  }
  lab.thread('remove', async () => {
    IoAcquireRemoveLock(lock);
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
    const waited = IoReleaseRemoveLockAndWait(lab.nt.io, lock);
    lab.note(`late: ${IoAcquireRemoveLock(lock) === STATUS_DELETE_PENDING}`);
    await waited;
    lab.note('removed');
  });
  expect(await lab.run()).toEqual([
    '0.0010000s late: true',
    '0.0050000s a releases',
    '0.0200000s b releases',
    '0.0200000s removed',
  ]);
});

test('an acquisition that is never released keeps the removal waiting, and says for what', async () => {
  const { lab, lock } = withLock();
  lab.thread('leak', () => void IoAcquireRemoveLock(lock));
  lab.thread('remove', () => {
    IoAcquireRemoveLock(lock);
    return IoReleaseRemoveLockAndWait(lab.nt.io, lock);
  });
  await lab.run();
  expect(lab.nt.kernel.sim.waiting().map(({ name, wait }) => [name, wait?.object])).toEqual([
    ['remove', lock.Common.RemoveEvent.address],
  ]);
});
