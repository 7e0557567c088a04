import { expect, test } from 'vitest';
import { later, milliseconds as virtualMilliseconds } from '../../../src/base/time.ts';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import { Lab, milliseconds } from './support/lab.ts';

test('a timer sets itself and runs its DPC when it is due', async () => {
  const lab = new Lab();
  const timer = lab.timer();
  const dpc = lab.dpc(() => lab.note(`dpc at IRQL ${lab.nt.kernel.sim.current.irql}`));
  lab.thread('a', async () => {
    lab.note(`was set: ${lab.nt.dpcs.setTimer(timer, milliseconds(10), 0, dpc)}`);
    await lab.wait(timer);
    lab.note('awake');
  });
  expect(await lab.run()).toEqual(['0.0000000s was set: false', '0.0100000s dpc at IRQL 2', '0.0100000s awake']);
  expect(lab.state(timer)).toBe(1);
});

test('a synchronization timer wakes one waiter and is clear again', async () => {
  const lab = new Lab();
  const timer = lab.timer('synchronization');
  for (const name of ['a', 'b']) {
    lab.thread(name, async () => {
      await lab.wait(timer);
      lab.note(name);
    });
  }
  lab.nt.dpcs.setTimer(timer, milliseconds(1), 0, null);
  expect(await lab.run()).toEqual(['0.0010000s a']);
  expect(lab.state(timer)).toBe(0);
});

test('timers that are due at the same time run their DPCs in the order in which they were set', async () => {
  const lab = new Lab();
  for (const name of ['a', 'b', 'c'])
    lab.nt.dpcs.setTimer(
      lab.timer(),
      milliseconds(3),
      0,
      lab.dpc(() => lab.note(name)),
    );
  lab.nt.dpcs.setTimer(
    lab.timer(),
    milliseconds(1),
    0,
    lab.dpc(() => lab.note('early')),
  );
  expect(await lab.run()).toEqual(['0.0010000s early', '0.0030000s a', '0.0030000s b', '0.0030000s c']);
});

test('a periodic timer runs again and again, without drifting, until it is cancelled', async () => {
  const lab = new Lab();
  const timer = lab.timer();
  const dpc = lab.dpc(() => lab.note('tick'));
  lab.thread('a', async () => {
    lab.nt.dpcs.setTimer(timer, milliseconds(5), 20, dpc);
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(50));
    lab.note(`cancelled: ${lab.nt.dpcs.cancelTimer(timer)}, again: ${lab.nt.dpcs.cancelTimer(timer)}`);
  });
  expect(await lab.run()).toEqual([
    '0.0050000s tick',
    '0.0250000s tick',
    '0.0450000s tick',
    '0.0500000s cancelled: true, again: false',
  ]);
});

test('a timer that is set again counts from then, and says that it was set', async () => {
  const lab = new Lab();
  const timer = lab.timer();
  const dpc = lab.dpc(() => lab.note('due'));
  lab.thread('a', async () => {
    lab.nt.dpcs.setTimer(timer, milliseconds(10), 0, dpc);
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(9));
    lab.note(`was set: ${lab.nt.dpcs.setTimer(timer, milliseconds(10), 0, dpc)}`);
  });
  expect(await lab.run()).toEqual(['0.0090000s was set: true', '0.0190000s due']);
});

test('a timer that is set for a time that has passed is due at once', async () => {
  const lab = new Lab();
  lab.thread('a', async () => {
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(5));
    lab.nt.dpcs.setTimer(
      lab.timer(),
      1n,
      0,
      lab.dpc(() => lab.note('due')),
    );
  });
  expect(await lab.run()).toEqual(['0.0050000s due']);
});

test('busy waiting lets time pass, and what falls due meanwhile happens', async () => {
  const lab = new Lab();
  const { sim } = lab.nt.kernel;
  lab.thread('a', () => {
    lab.nt.dpcs.setTimer(
      lab.timer(),
      milliseconds(1),
      0,
      lab.dpc(() => lab.note('dpc')),
    );
    sim.stall(later(sim.now, virtualMilliseconds(2)));
    lab.note('done');
  });
  expect(await lab.run()).toEqual(['0.0010000s dpc', '0.0020000s done']);
});
