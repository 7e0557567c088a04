import { expect, test } from 'vitest';
import { KeLowerIrql, KeRaiseIrql } from '../../../src/kernel/ke/irql.ts';
import { KeAcquireSpinLock, KeReleaseSpinLock } from '../../../src/kernel/ke/spin-lock.ts';
import { Lab, milliseconds } from './support/lab.ts';

test('a DPC runs at once at DISPATCH_LEVEL, with its arguments, and the thread goes on where it was', async () => {
  const lab = new Lab();
  const dpc = lab.dpc((_dpc, context, first, second) => lab.note(`dpc ${context} ${first} ${second}`), 7);
  lab.thread('a', () => {
    lab.note(`queued: ${lab.nt.dpcs.insert(dpc, 1, 2)}`);
    lab.note(`IRQL ${lab.nt.kernel.sim.current.irql}`);
  });
  expect(await lab.run()).toEqual(['0.0000000s dpc 7 1 2', '0.0000000s queued: true', '0.0000000s IRQL 0']);
});

test('DPCs queued at DISPATCH_LEVEL wait, first in, first out, until a spin lock is given back; each only once', async () => {
  const lab = new Lab();
  const lock = lab.event('notification').address;
  const [a, b] = [lab.dpc(() => lab.note('a')), lab.dpc(() => lab.note('b'))];
  lab.thread('t', () => {
    lab.nt.kernel.memory.u32[lock >>> 2] = 0;
    const old = KeAcquireSpinLock(lab.nt.dpcs, lock);
    lab.note(`queued ${lab.nt.dpcs.insert(a, 0, 0)} ${lab.nt.dpcs.insert(b, 0, 0)} ${lab.nt.dpcs.insert(a, 0, 0)}`);
    KeReleaseSpinLock(lab.nt.dpcs, lock, old);
    lab.note('after');
  });
  expect(await lab.run()).toEqual(['queued true true false', 'a', 'b', 'after'].map((text) => `0.0000000s ${text}`));
});

test('a DPC that was taken off the queue does not run', async () => {
  const lab = new Lab();
  const dpc = lab.dpc(() => lab.note('dpc'));
  lab.thread('t', () => {
    const old = KeRaiseIrql(lab.nt.kernel, 2);
    lab.nt.dpcs.insert(dpc, 0, 0);
    lab.note(`removed ${lab.nt.dpcs.remove(dpc)} ${lab.nt.dpcs.remove(dpc)}`);
    KeLowerIrql(lab.nt.kernel, old);
    lab.nt.dpcs.drain();
  });
  expect(await lab.run()).toEqual(['0.0000000s removed true false']);
});

test('a DPC that a DPC queues runs after it, not inside of it', async () => {
  const lab = new Lab();
  const inner = lab.dpc(() => lab.note('inner'));
  const outer = lab.dpc(() => {
    lab.note('outer begins');
    lab.nt.dpcs.insert(inner, 0, 0);
    lab.note('outer ends');
  });
  lab.thread('t', () => lab.nt.dpcs.insert(outer, 0, 0));
  expect(await lab.run()).toEqual(['outer begins', 'outer ends', 'inner'].map((text) => `0.0000000s ${text}`));
});

test('a DPC that waits stops with 0x0A, and one that is an async function with 0xB8', async () => {
  const waits = new Lab();
  const event = waits.event('notification');
  waits.thread('t', () =>
    waits.nt.dpcs.insert(
      waits.dpc(() => void waits.wait(event)),
      0,
      0,
    ),
  );
  await waits.run();
  expect(waits.crash).toEqual([0x0a, event.address]);
  const async = new Lab();
  async.thread('t', () =>
    async.nt.dpcs.insert(
      async.dpc(async () => {}),
      0,
      0,
    ),
  );
  await async.run();
  expect(async.crash?.[0]).toBe(0xb8);
});

test('a DPC may set an event and look at one without waiting', async () => {
  const lab = new Lab();
  const event = lab.event('synchronization');
  const dpc = lab.dpc(() => {
    lab.set(event);
    lab.note(`look ${String(lab.wait(event, 0n))}`);
    lab.set(event);
  });
  lab.thread('waiter', async () => {
    await lab.wait(event);
    lab.note('awake');
  });
  lab.nt.dpcs.setTimer(lab.timer(), milliseconds(1), 0, dpc);
  expect(await lab.run()).toEqual(['0.0010000s look 258', '0.0010000s awake']);
});

test('a DPC without a routine stops with 0xD1', async () => {
  const lab = new Lab();
  const dpc = lab.dpc(() => {});
  dpc.DeferredRoutine = null;
  lab.thread('t', () => lab.nt.dpcs.insert(dpc, 0, 0));
  await lab.run();
  expect(lab.crash?.[0]).toBe(0xd1);
});

test('IRQL goes up with KeRaiseIrql and down with KeLowerIrql; the other way round stops with 0x09 and 0x0A', async () => {
  for (const [body, code] of [
    [({ nt }: Lab) => KeRaiseIrql(nt.kernel, 2) + KeRaiseIrql(nt.kernel, 1), 0x09],
    [(lab: Lab) => KeLowerIrql(lab.nt.kernel, 1), 0x0a],
    [(lab: Lab) => KeRaiseIrql(lab.nt.kernel, 32), 0x09],
  ] as const) {
    const lab = new Lab();
    lab.thread('t', () => void body(lab));
    await lab.run();
    expect(lab.crash?.[0]).toBe(code);
  }
});

test('each thread has an IRQL of its own', async () => {
  const lab = new Lab();
  lab.thread('a', () => void KeRaiseIrql(lab.nt.kernel, 1));
  lab.thread('b', () => lab.note(`IRQL ${lab.nt.kernel.sim.current.irql}`));
  expect(await lab.run()).toEqual(['0.0000000s IRQL 0']);
});

test('a spin lock raises to DISPATCH_LEVEL; taken twice it stops with 0x0F, given back unowned with 0x10', async () => {
  const lab = new Lab();
  const lock = lab.nt.kernel.pool.allocate(4, 0x31474154, 0, true);
  lab.thread('t', () => {
    const old = KeAcquireSpinLock(lab.nt.dpcs, lock);
    lab.note(`${old} -> ${lab.nt.kernel.sim.current.irql}`);
    KeReleaseSpinLock(lab.nt.dpcs, lock, old);
    lab.note(`${lab.nt.kernel.sim.current.irql}`);
    KeAcquireSpinLock(lab.nt.dpcs, lock);
    KeAcquireSpinLock(lab.nt.dpcs, lock);
  });
  expect(await lab.run()).toEqual(['0.0000000s 0 -> 2', '0.0000000s 0']);
  expect(lab.crash).toEqual([0x0f, lock]);
  const other = new Lab();
  other.thread('t', () => KeReleaseSpinLock(other.nt.dpcs, lock, 0));
  const own = other.nt.kernel.pool.allocate(4, 0x31474154, 0, true);
  expect(own).toBe(lock);
  await other.run();
  expect(other.crash).toEqual([0x10, lock]);
});
