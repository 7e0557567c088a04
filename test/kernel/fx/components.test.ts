import { expect, test } from 'vitest';
import { DISPATCH_LEVEL } from '../../../src/abi/enums.ts';
import { PO_FX_FLAG_ASYNC_ONLY, PO_FX_FLAG_BLOCKING, PO_FX_UNKNOWN_TIME } from '../../../src/abi/pofx-constants.ts';
import { milliseconds } from '../../../src/base/time.ts';
import { selectIdleState } from '../../../src/kernel/fx/select-state.ts';
import { FxBench } from './support/fx-device.ts';
import { RecordingPlugIn } from './support/recording-plug-in.ts';

const F1 = [1n, 1n] as const;
const TWO_STATES = { components: [{ deeper: [F1] }] };

/** Its only component is idle in F1, if it has one, and nothing is noted yet. */
async function idleBench(spec: Parameters<typeof FxBench.started>[0] = TWO_STATES): Promise<FxBench> {
  const bench = await FxBench.started(spec);
  bench.take();
  return bench;
}

test('POFX-30: going idle is IdleCondition, its completion, then the F state and its completion', async () => {
  const bench = await FxBench.started(TWO_STATES);
  expect(bench.plain()).toEqual(['idle 0', 'F1 0']);
  expect(bench.component()).toBe('idle F1 x0');
});

test('POFX-31: becoming active is F0, its completion, then ActiveCondition', async () => {
  const bench = await idleBench();
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.plain()).toEqual(['F0 0', 'active 0']);
  expect(bench.component()).toBe('active F0 x1');
});

test('POFX-30 POFX-31: the plug-in hears of the condition and of both halves of each change, in this order', async () => {
  const order: string[] = [];
  const { plugIn } = new RecordingPlugIn((line) => order.push(line));
  const bench = await FxBench.started(TWO_STATES, plugIn);
  bench.behaviour.idleCondition = (component) => {
    order.push('idle');
    bench.fx('PoFxCompleteIdleCondition', component);
  };
  bench.behaviour.idleState = (component, state) => {
    order.push(`F${state}`);
    bench.fx('PoFxCompleteIdleState', component);
  };
  bench.behaviour.active = () => order.push('active');
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  order.length = 0;
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect(order.splice(0)).toEqual(['idle', 'plug-in: 0 idle', 'plug-in: 0 F1 before', 'F1', 'plug-in: 0 F1 after']);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(order).toEqual(['plug-in: 0 active', 'plug-in: 0 F0 before', 'F0', 'plug-in: 0 F0 after', 'active']);
});

test('POFX-23: a component can be idle in F0; only its condition says whether it may be touched', async () => {
  const bench = await FxBench.started({ components: [{}] });
  expect(bench.plain()).toEqual(['idle 0']);
  expect(bench.component()).toBe('idle F0 x0');
});

test('POFX-24: only the first and the last reference are heard of', async () => {
  const bench = await idleBench();
  await bench.run(() => {
    for (let count = 0; count < 3; count += 1) bench.fx('PoFxActivateComponent', 0, 0);
    for (let count = 0; count < 2; count += 1) bench.fx('PoFxIdleComponent', 0, 0);
  });
  expect(bench.plain()).toEqual(['F0 0', 'active 0']);
  expect(bench.component()).toBe('active F0 x1');
});

test('POFX-24: an activation during IdleCondition waits for its completion, and then happens', async () => {
  const bench = await idleBench();
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  bench.take();
  bench.behaviour.idleCondition = () => {};
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.plain()).toEqual(['idle 0']);
  await bench.run(() => bench.fx('PoFxCompleteIdleCondition', 0));
  expect(bench.plain()).toEqual(['active 0']);
  expect(bench.component()).toBe('active F0 x1');
});

test('POFX-24: an idle during the activation comes after ActiveCondition', async () => {
  const bench = await idleBench();
  bench.behaviour.idleState = (_component, state) => {
    if (state !== 0) bench.fx('PoFxCompleteIdleState', 0);
  };
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect(bench.plain()).toEqual(['F0 0']);
  await bench.run(() => bench.fx('PoFxCompleteIdleState', 0));
  expect(bench.plain()).toEqual(['active 0', 'idle 0', 'F1 0']);
});

test('POFX-25: without flags the callbacks come before the routine returns', async () => {
  const bench = await idleBench();
  await bench.run(() => {
    bench.fx('PoFxActivateComponent', 0, 0);
    bench.note('returned');
  });
  expect(bench.plain()).toEqual(['F0 0', 'active 0', 'returned']);
});

test('POFX-25: ASYNC_ONLY returns first, and calls in another thread', async () => {
  const bench = await idleBench();
  const { sim } = bench.nt.kernel;
  const threads: string[] = [];
  bench.behaviour.active = () => threads.push(sim.current.name);
  await bench.run(() => {
    threads.push(sim.current.name);
    bench.fx('PoFxActivateComponent', 0, PO_FX_FLAG_ASYNC_ONLY);
    bench.note('returned');
  });
  expect(bench.plain()).toEqual(['returned', 'F0 0', 'active 0']);
  expect(threads).toEqual(['driver', 'power framework']);
});

test('POFX-25: ASYNC_ONLY inside of a callback is another thread, too', async () => {
  const bench = await FxBench.started({ components: [{}, {}] });
  bench.take();
  const { sim } = bench.nt.kernel;
  const threads: string[] = [];
  bench.behaviour.active = (component) => {
    threads.push(`${component} ${sim.current.name}`);
    if (component === 0) bench.fx('PoFxActivateComponent', 1, PO_FX_FLAG_ASYNC_ONLY);
  };
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(threads).toEqual(['0 driver', '1 power framework']);
});

test('POFX-25: BLOCKING returns when the transition is complete, with every callback in the thread of the caller', async () => {
  const bench = await idleBench();
  const { sim } = bench.nt.kernel;
  const threads = new Set<string>();
  bench.behaviour.idleState = () => {
    threads.add(sim.current.name);
  };
  bench.behaviour.active = () => threads.add(sim.current.name);
  await bench.run(async () => {
    await bench.fx('PoFxActivateComponent', 0, PO_FX_FLAG_BLOCKING);
    bench.note('returned');
  });
  expect(bench.plain()).toEqual(['F0 0']);
  await bench.run(() => bench.fx('PoFxCompleteIdleState', 0), 'somebody else');
  expect(bench.plain()).toEqual(['active 0', 'returned']);
  expect([...threads]).toEqual(['driver']);
});

test('POFX-25: a blocking idle returns after IdleCondition was completed', async () => {
  const bench = await idleBench();
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  bench.take();
  bench.behaviour.idleCondition = () => {};
  await bench.run(async () => {
    await bench.fx('PoFxIdleComponent', 0, PO_FX_FLAG_BLOCKING);
    bench.note('returned');
  });
  expect(bench.plain()).toEqual(['idle 0']);
  await bench.run(() => bench.fx('PoFxCompleteIdleCondition', 0));
  expect(bench.plain()).toEqual(expect.arrayContaining(['returned']));
});

test('POFX-25: blocking inside of a callback of the same device would never end', async () => {
  const bench = await idleBench({ components: [{}, {}] });
  bench.behaviour.active = (component) => {
    if (component === 0) bench.fx('PoFxActivateComponent', 1, PO_FX_FLAG_BLOCKING);
  };
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.mistakes.map(({ kind }) => kind)).toEqual(['pofx-self-deadlock']);
});

test.each([
  ['TV-19: both flags', PO_FX_FLAG_BLOCKING | PO_FX_FLAG_ASYNC_ONLY, 0, 0, '1'],
  ['TV-19: BLOCKING at DISPATCH_LEVEL', PO_FX_FLAG_BLOCKING, 0, DISPATCH_LEVEL, '0'],
  ['TV-19: a component that does not exist', 0, 1, 0, '2'],
])('POFX-06 POFX-25 BC-03: %s is 0xA0/0x614', async (_, flags, component, irql, reason) => {
  const bench = await idleBench();
  await bench.run(() => {
    if (irql > 0) bench.call('KeRaiseIrql', irql, { value: 0 });
    bench.fx('PoFxActivateComponent', component, flags);
  });
  expect(bench.crash()).toBe(`a0 614 ${bench.handle.toString(16)} ${component} ${reason}`);
});

test('TV-18 POFX-07 BC-03: PoFxIdleComponent without an activation is 0xA0/0x608', async () => {
  const bench = await idleBench();
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, PO_FX_FLAG_ASYNC_ONLY));
  expect(bench.crash()).toBe('a0 608 0 2 0');
});

test('TV-18: the reference of the framework is not one that the driver can give back', async () => {
  const bench = new FxBench();
  await bench.register();
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect(bench.crash()).toBe('a0 608 0 0 0');
});

test.each([
  ['POFX-08', 'PoFxCompleteIdleCondition', '2'],
  ['POFX-09', 'PoFxCompleteIdleState', '3'],
])('%s BC-03: %s that nobody awaits is 0xA0/0x613', async (_, routine, reason) => {
  const bench = await idleBench();
  await bench.run(() => bench.fx(routine, 0));
  expect(bench.crash()).toBe(`a0 613 ${bench.handle.toString(16)} 0 ${reason}`);
});

test('POFX-08: completing IdleCondition twice is 0xA0/0x613', async () => {
  const bench = await idleBench();
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  bench.behaviour.idleCondition = () => {
    bench.fx('PoFxCompleteIdleCondition', 0);
    bench.fx('PoFxCompleteIdleCondition', 0);
  };
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect(bench.crash()).toBe(`a0 613 ${bench.handle.toString(16)} 0 2`);
});

test('POFX-42: callbacks come at PASSIVE_LEVEL and at DISPATCH_LEVEL by turns', async () => {
  const bench = await FxBench.started(TWO_STATES);
  expect(bench.take()).toEqual(['idle 0', 'F1 0 at DISPATCH_LEVEL']);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.take().slice(0, 2)).toEqual(['F0 0', 'active 0 at DISPATCH_LEVEL']);
});

test('POFX-44: callbacks that a driver does not have are answered for it', async () => {
  const without = ['active', 'idleCondition', 'idleState', 'required', 'notRequired'];
  const bench = await FxBench.started({ without }, undefined, 0n);
  await bench.pass(1);
  expect([bench.component(), bench.device.state]).toEqual(['idle F0 x0', 'notRequiredD0']);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect([bench.component(), bench.take()]).toEqual(['active F0 x1', []]);
});

const DEPTHS = {
  idleStates: [
    [0n, 0n],
    [10n, 100n],
    [20n, 200n],
    [PO_FX_UNKNOWN_TIME, 0n],
  ].map(([latency, residency]) => ({
    transitionLatency: latency === PO_FX_UNKNOWN_TIME ? null : (latency ?? 0n),
    residencyRequirement: residency ?? 0n,
    nominalPower: null,
  })),
  deepestWakeableIdleState: 1,
  flags: 0,
  id: '',
  providers: [],
};

test.each([
  [null, null, false, 2],
  [20n, null, false, 2],
  [19n, null, false, 1],
  [9n, null, false, 0],
  [null, 199n, false, 1],
  [null, 99n, false, 0],
  [null, null, true, 1],
])('POFX-28: latency %s, residency %s, wake %s selects F%i', (latency, residency, mayWake, state) => {
  expect(selectIdleState(DEPTHS, { latency, residency, mayWake })).toBe(state);
});

test('TV-21 POFX-12 POFX-29: a hint changes the F state of an idle component, and the way leads through F0', async () => {
  const bench = await idleBench({
    components: [
      {
        deeper: [
          [10n, 1n],
          [20n, 1n],
        ],
      },
    ],
  });
  expect(bench.component()).toBe('idle F2 x0');
  await bench.run(() => bench.fx('PoFxSetComponentLatency', 0, 15n));
  expect(bench.plain()).toEqual(['F0 0', 'F1 0']);
  await bench.run(() => bench.fx('PoFxSetComponentResidency', 0, 0n));
  expect(bench.plain()).toEqual(['F0 0']);
});

test('POFX-13: a component that may have to wake goes no deeper than it can', async () => {
  const bench = await idleBench({ components: [{ deeper: [F1, F1], wakeable: 1 }] });
  await bench.run(() => bench.fx('PoFxSetComponentWake', 0, true));
  expect(bench.component()).toBe('idle F1 x0');
  await bench.run(() => bench.fx('PoFxSetComponentWake', 0, false));
  expect(bench.component()).toBe('idle F2 x0');
});

test('PEP-24: what the plug-in finishes later holds up the change, and only that', async () => {
  const plugIn = new RecordingPlugIn();
  const bench = await FxBench.started({ components: [{ deeper: [F1] }, { deeper: [F1] }] }, plugIn.plugIn);
  bench.take();
  plugIn.slow.add('F0 before');
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.take()).toEqual([]);
  expect(bench.component()).toBe('preparing F1 x1');
  await bench.run(() => bench.nt.fx.idleStateCompleted(bench.device, 0));
  expect(bench.plain()).toEqual(['F0 0', 'active 0']);
  await bench.run(() => {
    expect(bench.nt.fx.idleStateCompleted(bench.device, 0)).toBe(false);
    expect(bench.nt.fx.idleStateCompleted(bench.device, 1)).toBe(false);
  });
});

test('POFX-26: providers are activated first, and one that two components need is counted twice', async () => {
  const bench = await idleBench({ version: 2, components: [{ providers: [2] }, { providers: [2] }, {}] });
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.plain()).toEqual(['active 2', 'active 0']);
  await bench.run(() => bench.fx('PoFxActivateComponent', 1, 0));
  expect(bench.plain()).toEqual(['active 1']);
  expect(bench.component(2)).toBe('active F0 x2');
});

test('POFX-26: going idle begins with the dependent component and releases providers level by level', async () => {
  const bench = await idleBench({
    version: 2,
    components: [{ providers: [1, 2] }, { providers: [3] }, {}, {}],
  });
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  expect(bench.plain()).toEqual(['active 2', 'active 3', 'active 1', 'active 0']);
  await bench.run(() => bench.fx('PoFxIdleComponent', 0, 0));
  expect(bench.plain()).toEqual(['idle 0', 'idle 1', 'idle 2', 'idle 3']);
});

test('POFX-09: a component index that does not exist in a hint is found', async () => {
  const bench = await idleBench();
  await bench.run(() => bench.fx('PoFxSetComponentLatency', 7, 1n));
  expect(bench.mistakes.map(({ kind }) => kind)).toEqual(['pofx-bad-component']);
});

test('POFX-25: late callbacks come in a thread of their own, and a blocking caller waits for them', async () => {
  const bench = await idleBench();
  bench.nt.fx.chooseDelay = () => milliseconds(5);
  await bench.run(() => {
    bench.fx('PoFxActivateComponent', 0, 0);
    bench.note('returned');
  });
  expect(bench.plain()).toEqual(['returned']);
  await bench.pass(4);
  expect(bench.take()).toEqual([]);
  await bench.pass(1);
  expect(bench.plain()).toEqual(['F0 0', 'active 0']);
  await bench.run(async () => {
    await bench.fx('PoFxIdleComponent', 0, PO_FX_FLAG_BLOCKING);
    bench.note('returned');
  });
  expect(bench.take()).toEqual([]);
  await bench.pass(5);
  expect(bench.plain()).toEqual(['idle 0', 'F1 0', 'returned']);
});

test('POFX-27: what is late when a registration ends is not called any more', async () => {
  const bench = await idleBench();
  bench.nt.fx.chooseDelay = () => milliseconds(5);
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.run(() => bench.fx('PoFxUnregisterDevice'));
  await bench.pass(20);
  expect([bench.take(), bench.crash()]).toEqual([[], '']);
});
