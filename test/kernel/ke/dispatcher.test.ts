import { expect, test } from 'vitest';
import { STATUS_SUCCESS, STATUS_TIMEOUT } from '../../../src/abi/ntstatus.ts';
import { KeDelayExecutionThread, KeReleaseMutex, KeReleaseSemaphore } from '../../../src/kernel/ke/dispatcher.ts';
import { KeLowerIrql, KeRaiseIrql } from '../../../src/kernel/ke/irql.ts';
import { Lab, milliseconds } from './support/lab.ts';

test('a notification event lets all waiters go and stays set', async () => {
  const lab = new Lab();
  const event = lab.event('notification');
  for (const name of ['a', 'b']) {
    lab.thread(name, async () => {
      await lab.wait(event);
      lab.note(name);
    });
  }
  lab.thread('setter', () => lab.note(`before: ${lab.set(event)}, again: ${lab.set(event)}`));
  expect(await lab.run()).toEqual(['0.0000000s before: 0, again: 1', '0.0000000s a', '0.0000000s b']);
  expect(lab.state(event)).toBe(1);
});

test('a synchronization event lets one waiter go, the one that came first, and is clear again', async () => {
  const lab = new Lab();
  const event = lab.event('synchronization');
  for (const name of ['a', 'b', 'c']) {
    lab.thread(name, async () => {
      await lab.wait(event);
      lab.note(name);
    });
  }
  lab.thread('setter', async () => {
    lab.set(event);
    lab.set(event);
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(5));
    lab.set(event);
    lab.set(event);
  });
  expect(await lab.run()).toEqual(['0.0000000s a', '0.0000000s b', '0.0050000s c']);
  expect(lab.state(event)).toBe(1);
});

test('a wait that is met already returns at once and is no promise', async () => {
  const lab = new Lab();
  const met = lab.event('synchronization', true);
  const unmet = lab.event('notification');
  lab.thread('a', () => {
    lab.note(String(lab.wait(met)));
    lab.note(String(lab.wait(unmet, 0n)));
  });
  expect(await lab.run()).toEqual([`0.0000000s ${STATUS_SUCCESS}`, `0.0000000s ${STATUS_TIMEOUT}`]);
});

test('a timeout is from now when it is negative, and a system time when it is positive', async () => {
  const lab = new Lab();
  const event = lab.event('notification');
  lab.thread('a', async () => {
    lab.note(`relative ${await lab.wait(event, milliseconds(20))}`);
    lab.note(`absolute ${await lab.wait(event, 500_000n)}`);
    lab.note(`past ${await lab.wait(event, 1n)}`);
  });
  expect(await lab.run()).toEqual([
    `0.0200000s relative ${STATUS_TIMEOUT}`,
    `0.0500000s absolute ${STATUS_TIMEOUT}`,
    `0.0500000s past ${STATUS_TIMEOUT}`,
  ]);
});

test('timeouts at the same time end in the order in which the waits began', async () => {
  const lab = new Lab();
  const event = lab.event('notification');
  for (const name of ['a', 'b', 'c']) {
    lab.thread(name, async () => {
      lab.note(`${name} ${await lab.wait(event, milliseconds(1))}`);
    });
  }
  expect(await lab.run()).toEqual(['a', 'b', 'c'].map((name) => `0.0010000s ${name} ${STATUS_TIMEOUT}`));
});

test('an event that is set in time takes the timeout back', async () => {
  const lab = new Lab();
  const event = lab.event('notification');
  lab.thread('a', async () => lab.note(String(await lab.wait(event, milliseconds(100)))));
  lab.thread('b', async () => {
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
    lab.set(event);
  });
  expect(await lab.run()).toEqual([`0.0010000s ${STATUS_SUCCESS}`]);
  expect([lab.nt.kernel.sim.clock.pending, lab.nt.kernel.sim.now]).toEqual([0, 10_000]);
});

test('a wait for any of several objects says which one met it, and takes only that one', async () => {
  const lab = new Lab();
  const [first, second] = [lab.event('synchronization'), lab.event('synchronization')];
  lab.thread('a', async () => {
    lab.note(String(await lab.waitFor([first, second], false)));
    lab.note(String(await lab.waitFor([first, second], false)));
  });
  lab.thread('b', () => {
    lab.set(second);
    lab.set(first);
  });
  expect(await lab.run()).toEqual(['0.0000000s 1', '0.0000000s 0']);
  expect([lab.state(first), lab.state(second)]).toEqual([0, 0]);
});

test('a wait for all takes nothing before everything is there', async () => {
  const lab = new Lab();
  const [first, second] = [lab.event('synchronization'), lab.semaphore(0, 5)];
  lab.thread('a', async () => lab.note(`all ${await lab.waitFor([first, second], true)}`));
  lab.thread('b', () => {
    lab.set(first);
    lab.note(`still set: ${lab.state(first)}`);
    KeReleaseSemaphore(lab.nt.dispatcher, second, 2);
    lab.note(`left: ${lab.state(first)} ${lab.state(second)}`);
  });
  expect(await lab.run()).toEqual(['0.0000000s still set: 1', '0.0000000s left: 0 1', '0.0000000s all 0']);
});

test('a waiter that gave up does not take what comes later', async () => {
  const lab = new Lab();
  const event = lab.event('synchronization');
  lab.thread('a', async () => lab.note(`a ${await lab.wait(event, milliseconds(1))}`));
  lab.thread('b', async () => {
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(2));
    lab.set(event);
    lab.note(`state ${lab.state(event)}`);
  });
  expect(await lab.run()).toEqual([`0.0010000s a ${STATUS_TIMEOUT}`, '0.0020000s state 1']);
});

test('a semaphore lets as many go as it counts, first in, first out', async () => {
  const lab = new Lab();
  const semaphore = lab.semaphore(1, 3);
  for (const name of ['a', 'b', 'c', 'd']) {
    lab.thread(name, async () => {
      await lab.wait(semaphore);
      lab.note(name);
    });
  }
  lab.thread('releaser', async () => {
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
    lab.note(`before: ${KeReleaseSemaphore(lab.nt.dispatcher, semaphore, 2)}`);
  });
  expect(await lab.run()).toEqual(['0.0000000s a', '0.0010000s before: 0', '0.0010000s b', '0.0010000s c']);
});

test('a semaphore that is released beyond its limit stops with 0x1E STATUS_SEMAPHORE_LIMIT_EXCEEDED', async () => {
  const lab = new Lab();
  const semaphore = lab.semaphore(2, 3);
  lab.thread('a', () => KeReleaseSemaphore(lab.nt.dispatcher, semaphore, 2));
  await lab.run();
  expect(lab.crash).toEqual([0x1e, 0xc0000047]);
});

test('a mutex belongs to its thread, which may take it again, and goes to the next when it is given back as often', async () => {
  const lab = new Lab();
  const mutex = lab.mutex();
  lab.thread('a', async () => {
    await lab.wait(mutex);
    lab.note(`twice at once: ${String(lab.wait(mutex))}`);
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
    KeReleaseMutex(lab.nt.dispatcher, mutex);
    lab.note(`held: ${lab.state(mutex)}`);
    KeReleaseMutex(lab.nt.dispatcher, mutex);
  });
  for (const name of ['b', 'c']) {
    lab.thread(name, async () => {
      await lab.wait(mutex);
      lab.note(name);
      KeReleaseMutex(lab.nt.dispatcher, mutex);
    });
  }
  expect(await lab.run()).toEqual([
    '0.0000000s twice at once: 0',
    '0.0010000s held: 0',
    '0.0010000s b',
    '0.0010000s c',
  ]);
  expect([lab.state(mutex), lab.crash]).toEqual([1, null]);
});

test('a mutex that another thread gives back stops with 0x1E STATUS_MUTANT_NOT_OWNED', async () => {
  const lab = new Lab();
  const mutex = lab.mutex();
  lab.thread('a', () => lab.wait(mutex));
  lab.thread('b', () => KeReleaseMutex(lab.nt.dispatcher, mutex));
  await lab.run();
  expect(lab.crash).toEqual([0x1e, 0xc0000046]);
});

test('a delay lets exactly its time pass; one of nothing is no wait', async () => {
  const lab = new Lab();
  lab.thread('a', async () => {
    lab.note(`none ${String(KeDelayExecutionThread(lab.nt.dispatcher, 0n))}`);
    await KeDelayExecutionThread(lab.nt.dispatcher, -1n);
    lab.note('one tick');
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1500));
    lab.note('long');
  });
  expect(await lab.run()).toEqual(['0.0000000s none 0', '0.0000001s one tick', '1.5000001s long']);
});

test('a wait that may block at DISPATCH_LEVEL stops with 0x0A; a look without waiting is legal there', async () => {
  const lab = new Lab();
  const event = lab.event('notification');
  lab.thread('a', async () => {
    const old = KeRaiseIrql(lab.nt.kernel, 2);
    lab.note(`look ${String(lab.wait(event, 0n))}`);
    KeLowerIrql(lab.nt.kernel, old);
    KeRaiseIrql(lab.nt.kernel, 2);
    await lab.wait(event, milliseconds(1));
  });
  expect(await lab.run()).toEqual([`0.0000000s look ${STATUS_TIMEOUT}`]);
  expect(lab.crash).toEqual([0x0a, event.address]);
});

test('a delay at DISPATCH_LEVEL stops with 0x0A', async () => {
  const lab = new Lab();
  lab.thread('a', () => {
    KeRaiseIrql(lab.nt.kernel, 2);
    return KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
  });
  await lab.run();
  expect(lab.crash?.[0]).toBe(0x0a);
});

test('threads that wait for each other are left over, each with what it waits for', async () => {
  const lab = new Lab();
  const [first, second] = [lab.mutex(), lab.mutex()];
  const both = (name: string, one: typeof first, other: typeof first): void =>
    lab.thread(name, async () => {
      await lab.wait(one);
      await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
      await lab.wait(other);
    });
  both('a', first, second);
  both('b', second, first);
  await lab.run();
  const waiting = lab.nt.kernel.sim.waiting().map(({ name, wait }) => `${name}: ${wait?.what} since ${wait?.since}`);
  const hex = (address: number): string => `0x${address.toString(16)}`;
  expect(waiting).toEqual([
    `a: mutex ${hex(second.address)} since 10000`,
    `b: mutex ${hex(first.address)} since 10000`,
  ]);
});
