/** The scheduler under random threads. A failure prints the seed and the shortest run that shows it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeDelayExecutionThread, KeReleaseSemaphore } from '../../src/kernel/ke/dispatcher.ts';
import { Lab, milliseconds } from '../kernel/ke/support/lab.ts';

const OBJECTS = 3;

/** What a thread does, step by step. */
const action = fc.oneof(
  fc.record({
    kind: fc.constant('wait' as const),
    object: fc.nat(OBJECTS - 1),
    timeout: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({ kind: fc.constant('waitAll' as const), timeout: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ kind: fc.constant('waitAny' as const), timeout: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ kind: fc.constant('set' as const), object: fc.nat(OBJECTS - 1) }),
  fc.record({ kind: fc.constant('delay' as const), time: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('start' as const) }),
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

const program = fc.array(fc.array(action, { maxLength: 6 }), { minLength: 1, maxLength: 8 });

/** Every wait has a timeout, so every thread must come to its end. */
async function play(
  threads: readonly (readonly Action[])[],
): Promise<{ lab: Lab; ended: Set<string>; started: Set<string> }> {
  const lab = new Lab();
  const objects = [lab.event('notification'), lab.event('synchronization'), lab.semaphore(1, 1000)] as const;
  const [ended, started] = [new Set<string>(), new Set<string>()];
  const run = (name: string, actions: readonly Action[]): void => {
    started.add(name);
    lab.thread(name, async () => {
      for (const [index, one] of actions.entries()) {
        lab.note(`${name} ${one.kind}`);
        const object = objects['object' in one ? one.object : 0] ?? objects[0];
        if (one.kind === 'wait') lab.note(`${name} got ${await lab.wait(object, milliseconds(one.timeout))}`);
        else if (one.kind === 'waitAll')
          lab.note(`${name} got ${await lab.waitFor(objects, true, milliseconds(one.timeout))}`);
        else if (one.kind === 'waitAny')
          lab.note(`${name} got ${await lab.waitFor(objects, false, milliseconds(one.timeout))}`);
        else if (one.kind === 'delay') await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(one.time));
        else if (one.kind === 'start') run(`${name}.${index}`, actions.slice(index + 1));
        else if (object === objects[2]) KeReleaseSemaphore(lab.nt.dispatcher, objects[2], 1);
        else lab.nt.dispatcher.signal(object.address, 1);
      }
      ended.add(name);
    });
  };
  for (const [index, actions] of threads.entries()) run(`t${index}`, actions);
  await lab.run();
  return { lab, ended, started };
}

test('every thread comes to its end, no alarm stays, and nothing is found or crashes', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (threads) => {
      const { lab, ended, started } = await play(threads);
      const { sim } = lab.nt.kernel;
      expect(sim.crash).toBeNull();
      expect(ended).toEqual(started);
      expect([sim.threads.size, sim.clock.pending, sim.findings]).toEqual([0, 0, []]);
    }),
  );
});

test('the same program runs the same way every time, event for event', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (threads) => {
      const [first, second] = [await play(threads), await play(threads)];
      expect(second.lab.log).toEqual(first.lab.log);
      const events = ({ lab }: typeof first): readonly unknown[] =>
        Array.from({ length: lab.nt.kernel.sim.recorder.count }, (_, n) => lab.nt.kernel.sim.recorder.read(n));
      expect(events(second)).toEqual(events(first));
    }),
    { numRuns: 40 },
  );
});

test('time never runs backward, and threads that become ready at the same time run first in, first out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 12 }), async (times) => {
      const lab = new Lab();
      for (const [index, time] of times.entries()) {
        lab.thread(`t${index}`, async () => {
          await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(time));
          lab.log.push(`${time} ${index}`);
        });
      }
      const order = times.map((time, index) => ({ time, index })).sort((a, b) => a.time - b.time || a.index - b.index);
      expect(await lab.run()).toEqual(order.map(({ time, index }) => `${time} ${index}`));
    }),
  );
});

test('waiters of a synchronization event are served in the order in which they came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 12 }), async (waiters, sets) => {
      const lab = new Lab();
      const event = lab.event('synchronization');
      for (let index = 0; index < waiters; index += 1) {
        lab.thread(`t${index}`, async () => {
          await lab.wait(event);
          lab.log.push(String(index));
        });
      }
      lab.thread('setter', async () => {
        for (let count = 0; count < sets; count += 1) {
          lab.set(event);
          await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
        }
      });
      const served = Math.min(waiters, sets);
      expect(await lab.run()).toEqual(Array.from({ length: served }, (_, index) => String(index)));
      expect(lab.nt.kernel.sim.waiting().length).toBe(waiters - served);
    }),
  );
});
