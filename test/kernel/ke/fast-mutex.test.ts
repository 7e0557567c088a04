import { expect, test } from 'vitest';
import type { StructView } from '../../../src/abi/struct.ts';
import { FAST_MUTEX, KGUARDED_MUTEX } from '../../../src/abi/structs/ke.ts';
import type { MaybePromise } from '../../../src/base/maybe-promise.ts';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import { KeLowerIrql, KeRaiseIrql } from '../../../src/kernel/ke/irql.ts';
import { Lab, milliseconds } from './support/lab.ts';

interface Api {
  initialize(): void;
  acquire(): MaybePromise<void>;
  tryToAcquire(): boolean;
  release(): void;
}

function api(lab: Lab, mutex: StructView, names: readonly [string, string, string, string]): Api {
  const [initialize, acquire, tryToAcquire, release] = names.map(
    (name) => lab.nt.wdm[name] as (mutex: StructView) => unknown,
  );
  return {
    initialize: () => void initialize?.(mutex),
    acquire: () => acquire?.(mutex) as MaybePromise<void>,
    tryToAcquire: () => tryToAcquire?.(mutex) as boolean,
    release: () => void release?.(mutex),
  };
}

const FAST = ['ExInitializeFastMutex', 'ExAcquireFastMutex', 'ExTryToAcquireFastMutex', 'ExReleaseFastMutex'] as const;
const GUARDED = [
  'KeInitializeGuardedMutex',
  'KeAcquireGuardedMutex',
  'KeTryToAcquireGuardedMutex',
  'KeReleaseGuardedMutex',
] as const;

function fast(): { lab: Lab; mutex: FAST_MUTEX; calls: Api } {
  const lab = new Lab();
  const mutex = lab.make(FAST_MUTEX);
  const calls = api(lab, mutex, FAST);
  calls.initialize();
  return { lab, mutex, calls };
}

test('a fast mutex lets one thread in at a time, in the order in which they came', async () => {
  const { lab, mutex, calls } = fast();
  for (const name of ['a', 'b', 'c']) {
    lab.thread(name, async () => {
      await calls.acquire();
      lab.note(`${name} in`);
      await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
      calls.release();
    });
  }
  expect(await lab.run()).toEqual(['0.0000000s a in', '0.0010000s b in', '0.0020000s c in']);
  expect([mutex.Count, mutex.Owner, mutex.Contention, lab.crash, lab.nt.kernel.sim.findings]).toEqual([
    1,
    0,
    2,
    null,
    [],
  ]);
});

test('it is held at APC_LEVEL, and the release goes back to the level before', async () => {
  const { lab, calls } = fast();
  const { kernel } = lab.nt;
  const levels: number[] = [];
  lab.thread('a', async () => {
    await calls.acquire();
    levels.push(kernel.sim.current.irql);
    calls.release();
    levels.push(kernel.sim.current.irql);
    const old = KeRaiseIrql(kernel, 1);
    await calls.acquire();
    calls.release();
    levels.push(kernel.sim.current.irql);
    KeLowerIrql(kernel, old);
  });
  await lab.run();
  expect(levels).toEqual([1, 0, 1]);
});

test('trying does not wait: false while somebody holds it, and nothing is raised', async () => {
  const { lab, calls } = fast();
  const said: unknown[] = [];
  lab.thread('a', async () => {
    said.push(calls.tryToAcquire());
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
    calls.release();
  });
  lab.thread('b', () => {
    said.push(calls.tryToAcquire(), lab.nt.kernel.sim.current.irql);
  });
  await lab.run();
  expect(said).toEqual([true, false, 0]);
});

test('waiting for it at DISPATCH_LEVEL stops the machine with 0x0A', async () => {
  const { lab, calls } = fast();
  lab.thread('a', () => calls.acquire());
  lab.thread('b', () => {
    KeRaiseIrql(lab.nt.kernel, 2);
    return calls.acquire();
  });
  await lab.run();
  expect(lab.crash?.[0]).toBe(0x0a);
});

test('a thread that acquires it twice waits for itself, with a finding', async () => {
  const { lab, calls } = fast();
  lab.thread('a', async () => {
    await calls.acquire();
    await calls.acquire();
    lab.note('never');
  });
  expect(await lab.run()).toEqual([]);
  expect(lab.nt.kernel.sim.findings.map(({ rule }) => rule)).toEqual(['driver/fast-mutex-recursion']);
});

test('a release by a thread that does not hold it is a finding and releases nothing', async () => {
  const { lab, mutex, calls } = fast();
  lab.thread('a', () => calls.release());
  await lab.run();
  expect([mutex.Count, lab.nt.kernel.sim.findings.map(({ rule }) => rule)]).toEqual([
    1,
    ['driver/fast-mutex-not-owned'],
  ]);
});

test('a guarded mutex keeps APCs off instead of raising the IRQL', async () => {
  const lab = new Lab();
  const calls = api(lab, lab.make(KGUARDED_MUTEX), GUARDED);
  calls.initialize();
  const states: unknown[] = [];
  const state = (): void => {
    const { current } = lab.nt.kernel.sim;
    states.push([current.irql, current.apcDisable]);
  };
  lab.thread('a', async () => {
    await calls.acquire();
    state();
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
    calls.release();
    state();
  });
  lab.thread('b', async () => {
    states.push(calls.tryToAcquire());
    await calls.acquire();
    state();
    calls.release();
  });
  await lab.run();
  expect([states, lab.crash]).toEqual([[[0, 1], false, [0, 0], [0, 1]], null]);
});
