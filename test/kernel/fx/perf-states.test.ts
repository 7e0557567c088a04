import { expect, test } from 'vitest';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_NOT_IMPLEMENTED,
  STATUS_NOT_SUPPORTED,
  STATUS_SUCCESS,
} from '../../../src/abi/ntstatus.ts';
import {
  PO_FX_FLAG_BLOCKING,
  PO_FX_FLAG_PERF_PEP_OPTIONAL,
  PoFxPerfStateTypeDiscrete,
  PoFxPerfStateTypeRange,
} from '../../../src/abi/pofx-constants.ts';
import {
  PO_FX_COMPONENT_PERF_INFO,
  type PO_FX_COMPONENT_PERF_SET,
  PO_FX_PERF_STATE,
  PO_FX_PERF_STATE_CHANGE,
} from '../../../src/abi/structs/pofx.ts';
import type { PerfStateSet, PlatformExtension } from '../../../src/kernel/fx/platform-extension.ts';
import { FxBench } from './support/fx-device.ts';
import { RecordingPlugIn } from './support/recording-plug-in.ts';

const SETS: readonly PerfStateSet[] = [
  {
    name: 'clock',
    flags: 0,
    unit: 1,
    type: PoFxPerfStateTypeDiscrete,
    states: [
      { value: 100n, context: 7 },
      { value: 200n, context: 8 },
    ],
    minimum: 0n,
    maximum: 0n,
  },
  { name: 'bus', flags: 0, unit: 2, type: PoFxPerfStateTypeRange, states: [], minimum: 5n, maximum: 50n },
];

/** A plug-in whose answer to a request is told by the test. */
function answering(
  answer: 'succeeded' | 'failed' | 'pending',
  sets: readonly PerfStateSet[] | null,
): PlatformExtension {
  return {
    ...new RecordingPlugIn().plugIn,
    registerPerfStates: (_device, _component, _flags, wanted) => wanted ?? sets,
    requestPerfState: () => answer,
    currentPerfState: () => null,
  };
}

function writeInfo(bench: FxBench): number {
  const { memory, pool } = bench.nt.kernel;
  const address = pool.allocate(256, 1, 0, true);
  const info = memory.view(PO_FX_COMPONENT_PERF_INFO, address);
  info.PerfStateSetsCount = 2;
  const [clock, bus] = [info.PerfStateSets.get(0), info.PerfStateSets.get(1)] as [
    PO_FX_COMPONENT_PERF_SET,
    PO_FX_COMPONENT_PERF_SET,
  ];
  const states = memory.view(PO_FX_PERF_STATE, pool.allocate(32, 1, 0, true));
  states.Value = 100n;
  clock.Type = PoFxPerfStateTypeDiscrete;
  clock.Discrete.Count = 2;
  clock.Discrete.States = states;
  bus.Type = PoFxPerfStateTypeRange;
  bus.Range.Minimum = 5n;
  bus.Range.Maximum = 50n;
  return address;
}

interface PerfBench {
  readonly bench: FxBench;
  readonly heard: string[];
  register(flags: bigint, input: number, output: { value: unknown } | null, component?: number): Promise<unknown>;
  issue(changes: readonly (readonly [set: number, value: bigint])[], context?: number, flags?: number): Promise<void>;
}

async function perfBench(plugIn?: PlatformExtension): Promise<PerfBench> {
  const bench = await FxBench.started({}, plugIn);
  const heard: string[] = [];
  const callback = (_context: number, component: number, succeeded: boolean, request: number): void => {
    heard.push(`${component} ${succeeded} ${request}`);
  };
  return {
    bench,
    heard,
    register: async (flags, input, output, component = 0) => {
      let status: unknown;
      await bench.run(async () => {
        status = await bench.fx('PoFxRegisterComponentPerfStates', component, flags, callback, input, output);
      });
      return status;
    },
    issue: async (changes, context = 0, flags = 0) => {
      const { memory, pool } = bench.nt.kernel;
      const list = pool.allocate(64, 1, 0, true);
      for (const [index, [set, value]] of changes.entries()) {
        const change = memory.view(PO_FX_PERF_STATE_CHANGE, list + index * PO_FX_PERF_STATE_CHANGE.size);
        change.Set = set;
        change.StateValue = value;
      }
      await bench.run(async () => {
        await bench.fx('PoFxIssueComponentPerfStateChangeMultiple', flags, 0, changes.length, list, context);
        bench.note('returned');
      });
    },
  };
}

const PEP_OPTIONAL = BigInt(PO_FX_FLAG_PERF_PEP_OPTIONAL);

test('POFX-17 POFX-47: either the driver tells its states, or it asks for those of the plug-in', async () => {
  const { bench, register } = await perfBench(answering('succeeded', SETS));
  const input = writeInfo(bench);
  expect(await register(0n, 0, null)).toBe(STATUS_INVALID_PARAMETER);
  expect(await register(0n, input, { value: null })).toBe(STATUS_INVALID_PARAMETER);
  expect(await register(0n, input, null, 1)).toBe(STATUS_INVALID_PARAMETER);
  expect(await register(0n, input, null)).toBe(STATUS_SUCCESS);
});

test('POFX-47: without sets there is nothing to register', async () => {
  const { bench, register } = await perfBench(answering('succeeded', SETS));
  expect(await register(0n, bench.nt.kernel.pool.allocate(64, 1, 0, true), null)).toBe(STATUS_INVALID_PARAMETER);
});

test('POFX-47: the states of the plug-in are written for the driver', async () => {
  const { register } = await perfBench(answering('succeeded', SETS));
  const output: { value: PO_FX_COMPONENT_PERF_INFO | null } = { value: null };
  expect(await register(0n, 0, output)).toBe(STATUS_SUCCESS);
  const [clock, bus] = [output.value?.PerfStateSets.get(0), output.value?.PerfStateSets.get(1)];
  expect([output.value?.PerfStateSetsCount, clock?.Name.Length, clock?.Discrete.Count]).toEqual([2, 10, 2]);
  expect([clock?.Discrete.States?.Value, clock?.Discrete.States?.Context]).toEqual([100n, 7]);
  expect([bus?.Range.Minimum, bus?.Range.Maximum]).toEqual([5n, 50n]);
});

test('POFX-47: a plug-in that cannot is STATUS_NOT_IMPLEMENTED, unless the driver can do without', async () => {
  const { bench, register, issue, heard } = await perfBench();
  const input = writeInfo(bench);
  expect(await register(0n, input, null)).toBe(STATUS_NOT_IMPLEMENTED);
  expect(await register(PEP_OPTIONAL, 0, { value: null })).toBe(STATUS_NOT_IMPLEMENTED);
  expect(await register(PEP_OPTIONAL, input, null)).toBe(STATUS_SUCCESS);
  await issue([[0, 1n]], 5);
  expect(heard).toEqual(['0 true 5']);
});

test.each(['succeeded', 'failed'] as const)(
  'POFX-18 POFX-47: a request that has %s is told, and only a success counts',
  async (answer) => {
    const { bench, register, issue, heard } = await perfBench(answering(answer, SETS));
    await register(0n, 0, { value: null });
    await issue([[1, 20n]], 9);
    expect(heard).toEqual([`0 ${answer === 'succeeded'} 9`]);
    const current = { value: 0n };
    await bench.run(() => {
      expect(bench.fx('PoFxQueryCurrentComponentPerfState', 0, 0, 1, current)).toBe(STATUS_SUCCESS);
      expect(bench.fx('PoFxQueryCurrentComponentPerfState', 0, 0, 2, current)).toBe(STATUS_INVALID_PARAMETER);
      expect(bench.fx('PoFxQueryCurrentComponentPerfState', 0, 1, 0, current)).toBe(STATUS_INVALID_PARAMETER);
    });
    expect(current.value).toBe(answer === 'succeeded' ? 20n : 5n);
  },
);

test('POFX-47: a blocking request returns after the callback', async () => {
  const { bench, register, issue, heard } = await perfBench(answering('pending', SETS));
  await register(0n, 0, { value: null });
  bench.take();
  await issue([[0, 1n]], 0, PO_FX_FLAG_BLOCKING);
  expect([bench.take(), heard]).toEqual([[], []]);
  await bench.run(() => {
    expect(bench.nt.fx.perfStateCompleted(bench.device, 0, true)).toBe(true);
    expect(bench.nt.fx.perfStateCompleted(bench.device, 1, true)).toBe(false);
  });
  expect([bench.take(), heard]).toEqual([['returned'], ['0 true 0']]);
});

test('POFX-47 BC-03: a request before the registration is 0xA0/0x61B', async () => {
  const { bench, issue } = await perfBench();
  await issue([[0, 1n]]);
  expect(bench.crash()).toBe(`a0 61b ${bench.handle.toString(16)} 0 0`);
});

test('POFX-47 BC-03: more changes than sets are 0xA0/0x61C', async () => {
  const { bench, register, issue } = await perfBench(answering('succeeded', SETS));
  await register(0n, 0, { value: null });
  await issue([
    [0, 1n],
    [1, 6n],
    [0, 0n],
  ]);
  expect(bench.crash()).toBe(`a0 61c ${bench.handle.toString(16)} 0 0`);
});

test('TV-28 POFX-47 BC-03: a second request before the callback of the first is 0xA0/0x61D', async () => {
  const { bench, register, issue } = await perfBench(answering('pending', SETS));
  await register(0n, 0, { value: null });
  await issue([[0, 1n]], 0x77);
  await issue([[0, 0n]], 0x88);
  expect(bench.crash()).toBe(`a0 61d ${bench.handle.toString(16)} 0 77`);
});

test('TV-25 POFX-15 POFX-45: power control goes to a plug-in of the platform, and nowhere else', async () => {
  const send = async (plugIn?: PlatformExtension): Promise<readonly unknown[]> => {
    const bench = await FxBench.started({}, plugIn);
    const bytes = { value: 99 };
    let status: unknown;
    await bench.run(() => {
      status = bench.fx('PoFxPowerControl', '{00000001-0002-0003-0405-060708090a0b}', 0, 0, 0, 0, bytes);
    });
    return [status, bytes.value];
  };
  expect(await send()).toEqual([STATUS_NOT_SUPPORTED, 0]);
  const { plugIn } = new RecordingPlugIn();
  expect(await send(plugIn)).toEqual([STATUS_NOT_IMPLEMENTED, 0]);
  const answer = { status: STATUS_INSUFFICIENT_RESOURCES, bytesReturned: 16 };
  expect(await send({ ...plugIn, powerControl: () => answer })).toEqual([STATUS_INSUFFICIENT_RESOURCES, 16]);
});

test('POFX-45: the plug-in asks the driver, and hears how it ended', async () => {
  const plugIn = new RecordingPlugIn();
  const bench = await FxBench.started({}, plugIn.plugIn);
  const request = { code: 0, inBuffer: 0, inSize: 0, outBuffer: 0, outSize: 0 };
  await bench.run(() => bench.nt.fx.requestPowerControl(bench.device, request, 5));
  expect(plugIn.lines.at(-1)).toBe(`plug-in: control 5 ended with ${STATUS_NOT_IMPLEMENTED}`);
});
