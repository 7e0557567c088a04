/** Performance states from the driver to a registered plug-in and back. */
import { expect, test } from 'vitest';
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../../../../src/abi/enums.ts';
import { STATUS_NOT_IMPLEMENTED, STATUS_SUCCESS } from '../../../../src/abi/ntstatus.ts';
import * as pep from '../../../../src/abi/pep-constants.ts';
import {
  PO_FX_FLAG_BLOCKING,
  PoFxPerfStateTypeDiscrete,
  PoFxPerfStateTypeRange,
} from '../../../../src/abi/pofx-constants.ts';
import type { StructClass, StructView } from '../../../../src/abi/struct.ts';
import {
  PEP_INFORMATION,
  PEP_KERNEL_INFORMATION,
  PEP_REGISTER_DEVICE_V2,
  PEP_WORK,
} from '../../../../src/abi/structs/pep.ts';
import {
  PEP_COMPONENT_PERF_INFO,
  PEP_COMPONENT_PERF_STATE_REQUEST,
  PEP_PERF_STATE,
  PEP_QUERY_COMPONENT_PERF_CAPABILITIES,
  PEP_QUERY_COMPONENT_PERF_SET,
  PEP_QUERY_COMPONENT_PERF_SET_NAME,
  PEP_QUERY_COMPONENT_PERF_STATES,
  PEP_QUERY_CURRENT_COMPONENT_PERF_STATE,
  PEP_REGISTER_COMPONENT_PERF_STATES,
  PEP_REQUEST_COMPONENT_PERF_STATE,
} from '../../../../src/abi/structs/pep-perf.ts';
import { PO_FX_COMPONENT_PERF_INFO, PO_FX_PERF_STATE_CHANGE } from '../../../../src/abi/structs/pofx.ts';
import { writePerfSets } from '../../../../src/kernel/fx/perf-memory.ts';
import { createDriverObject } from '../../../../src/kernel/io/driver-object.ts';
import { callDriverRoutine } from '../../../../src/kernel/ke/driver-frame.ts';
import { setIrql } from '../../../../src/kernel/ke/irql.ts';
import { FxBench } from '../support/fx-device.ts';

type Read = <V extends StructView>(type: StructClass<V>) => V;

interface Answers {
  /** Instead of what the plug-in of this file does; undefined = as it does. */
  readonly more?: (number: number, data: Read, bench: PerfBench) => boolean | undefined;
}

/** A registered device whose plug-in has a clock with two frequencies and a bus with a range. */
class PerfBench extends FxBench {
  readonly notified: string[] = [];
  readonly heard: string[] = [];
  readonly services: PEP_KERNEL_INFORMATION;
  /** KernelHandle, for work. */
  kernelHandle = 0;
  readonly #answers: Answers;

  constructor(answers: Answers = {}) {
    super();
    this.#answers = answers;
    const { memory, pool } = this.nt.kernel;
    this.services = memory.view(PEP_KERNEL_INFORMATION, pool.allocate(PEP_KERNEL_INFORMATION.size, 0, 0, true));
    this.services.Version = pep.PEP_KERNEL_INFORMATION_VERSION;
    this.services.Size = PEP_KERNEL_INFORMATION.size;
    const information = memory.view(PEP_INFORMATION, pool.allocate(PEP_INFORMATION.size, 0, 0, true));
    information.Version = pep.PEP_INFORMATION_VERSION;
    information.Size = PEP_INFORMATION.size;
    information.AcceptDeviceNotification = (number, data) => this.#accept(number, data);
    const driver = createDriverObject(this.nt.io, 'socpep', null)?.entry.index ?? 0;
    void callDriverRoutine(this.nt.kernel, driver, 0, () => this.nt.plugIns.register(information, 0n, this.services));
  }

  static async with(answers: Answers = {}): Promise<PerfBench> {
    const bench = new PerfBench(answers);
    expect(await bench.register()).toBe(STATUS_SUCCESS);
    bench.notified.length = 0;
    return bench;
  }

  #accept(number: number, address: number): boolean {
    const { memory, sim } = this.nt.kernel;
    this.notified.push(`0x${number.toString(16)} at ${sim.current.irql}`);
    const data: Read = (type) => memory.view(type, address);
    const answer = this.#answers.more?.(number, data, this);
    if (answer !== undefined) return answer;
    switch (number) {
      case pep.PEP_DPM_REGISTER_DEVICE: {
        const registered = data(PEP_REGISTER_DEVICE_V2);
        this.kernelHandle = registered.KernelHandle;
        registered.DeviceAccepted = pep.PepDeviceAccepted;
        registered.DeviceHandle = 0x55;
        return true;
      }
      case pep.PEP_DPM_QUERY_COMPONENT_PERF_CAPABILITIES:
        data(PEP_QUERY_COMPONENT_PERF_CAPABILITIES).SetCount = 2;
        return true;
      case pep.PEP_DPM_QUERY_COMPONENT_PERF_SET: {
        const set = data(PEP_QUERY_COMPONENT_PERF_SET);
        set.Type = set.Set === 0 ? PoFxPerfStateTypeDiscrete : PoFxPerfStateTypeRange;
        set.Unit = 1;
        if (set.Set === 0) set.Discrete.Count = 2;
        else Object.assign(set.Range, { Minimum: 5n, Maximum: 50n });
        return true;
      }
      case pep.PEP_DPM_QUERY_COMPONENT_PERF_SET_NAME: {
        const name = data(PEP_QUERY_COMPONENT_PERF_SET_NAME);
        const text = name.Set === 0 ? 'clock' : 'bus';
        if (name.Name === 0) name.NameSize = text.length * 2 + 2;
        else memory.writeWide(name.Name, text);
        return true;
      }
      case pep.PEP_DPM_QUERY_COMPONENT_PERF_STATES: {
        const first = data(PEP_QUERY_COMPONENT_PERF_STATES).States?.address ?? 0;
        for (const [index, value] of [100n, 200n].entries())
          memory.view(PEP_PERF_STATE, first + index * PEP_PERF_STATE.size).Value = value;
        return true;
      }
      case pep.PEP_DPM_REQUEST_COMPONENT_PERF_STATE:
        Object.assign(data(PEP_REQUEST_COMPONENT_PERF_STATE), { Completed: true, Succeeded: true });
        return true;
      default:
        return number !== pep.PEP_DPM_QUERY_CURRENT_COMPONENT_PERF_STATE;
    }
  }

  /** @param given - address of the driver's own sets; 0: it asks for those of the plug-in */
  async registerStates(given = 0): Promise<readonly [status: unknown, info: PO_FX_COMPONENT_PERF_INFO | null]> {
    const output: { value: PO_FX_COMPONENT_PERF_INFO | null } = { value: null };
    let status: unknown;
    const callback = (_context: number, component: number, succeeded: boolean, request: number): void => {
      this.heard.push(`${component} ${succeeded} ${request}`);
    };
    await this.run(async () => {
      status = await this.fx('PoFxRegisterComponentPerfStates', 0, 0n, callback, given, given === 0 ? output : null);
    });
    return [status, output.value];
  }

  async issue(set: number, value: bigint, flags = 0, raised = false): Promise<void> {
    const { memory, pool } = this.nt.kernel;
    const change = memory.view(PO_FX_PERF_STATE_CHANGE, pool.allocate(PO_FX_PERF_STATE_CHANGE.size, 0, 0, true));
    change.Set = set;
    change.StateValue = value;
    await this.run(async () => {
      if (raised) setIrql(this.nt.kernel, DISPATCH_LEVEL);
      await this.fx('PoFxIssueComponentPerfStateChange', flags, 0, change, 9);
      this.heard.push('returned');
      if (raised) setIrql(this.nt.kernel, PASSIVE_LEVEL);
    });
  }

  async current(set: number): Promise<bigint> {
    const result = { value: -1n };
    await this.run(async () => {
      expect(await this.fx('PoFxQueryCurrentComponentPerfState', 0, 0, set, result)).toBe(STATUS_SUCCESS);
    });
    return result.value;
  }
}

test('PEP-37: a driver without states of its own gets those of the plug-in, asked for at PASSIVE_LEVEL', async () => {
  const bench = await PerfBench.with();
  const { blocks } = bench.nt.kernel.pool;
  const [status, info] = await bench.registerStates();
  expect(status).toBe(STATUS_SUCCESS);
  const [clock, bus] = [info?.PerfStateSets.get(0), info?.PerfStateSets.get(1)];
  const { memory } = bench.nt.kernel;
  expect([clock, bus].map((set) => memory.readWide(set?.Name.Buffer ?? 0, set?.Name.Length ?? 0))).toEqual([
    'clock',
    'bus',
  ]);
  expect([info?.PerfStateSetsCount, clock?.Unit, clock?.Discrete.Count]).toEqual([2, 1, 2]);
  expect([clock?.Discrete.States?.Value, bus?.Range.Minimum, bus?.Range.Maximum]).toEqual([100n, 5n, 50n]);
  const perSet = ['0x1d', '0x1e', '0x1e'];
  const expected = ['0x1c', ...perSet, '0x1f', ...perSet, '0x20'];
  expect(bench.notified).toEqual(expected.map((number) => `${number} at 0`));
  // Only what the driver reads is left.
  expect(bench.nt.kernel.pool.blocks).toBe(blocks + 1);
});

test('PEP-38: what the driver brings is told, and the plug-in may refuse it', async () => {
  let seen: unknown[] = [];
  let isRefused = false;
  const bench = await PerfBench.with({
    more: (number, data) => {
      if (number !== pep.PEP_DPM_REGISTER_COMPONENT_PERF_STATES) return undefined;
      const { DeviceHandle, Component, Flags, PerfStateInfo } = data(PEP_REGISTER_COMPONENT_PERF_STATES);
      const clock = PerfStateInfo?.PerfStateSets.get(0);
      seen = [DeviceHandle, Component, Flags, PerfStateInfo?.SetCount, clock?.Discrete.States?.Value];
      return !isRefused;
    },
  });
  const set = { name: 'clock', flags: 0, unit: 1, type: PoFxPerfStateTypeDiscrete, minimum: 0n, maximum: 0n };
  const given = writePerfSets(bench.nt.kernel, [{ ...set, states: [{ value: 7n, context: 0 }] }]);
  isRefused = true;
  expect(await bench.registerStates(given)).toEqual([STATUS_NOT_IMPLEMENTED, null]);
  isRefused = false;
  expect(await bench.registerStates(given)).toEqual([STATUS_SUCCESS, null]);
  expect(seen).toEqual([0x55, 0, 0n, 1, 7n]);
  expect(bench.notified).toEqual(['0x20 at 0', '0x20 at 0']);
});

test('PEP-37: a plug-in without sets is one that cannot', async () => {
  const bench = await PerfBench.with({
    more: (number) => (number === pep.PEP_DPM_QUERY_COMPONENT_PERF_CAPABILITIES ? false : undefined),
  });
  expect(await bench.registerStates()).toEqual([STATUS_NOT_IMPLEMENTED, null]);
});

test.each([
  ['an unknown type', { Type: 2 }],
  ['no states', { Type: PoFxPerfStateTypeDiscrete }],
  ['a range that ends before it begins', { Type: PoFxPerfStateTypeRange, minimum: 9n }],
])('PEP-37 BC-03: %s is 0xA0/0x61A', async (_what, { Type, minimum = 0n }: { Type: number; minimum?: bigint }) => {
  const bench = await PerfBench.with({
    more: (number, data) => {
      if (number !== pep.PEP_DPM_QUERY_COMPONENT_PERF_SET) return undefined;
      data(PEP_QUERY_COMPONENT_PERF_SET).Type = Type;
      data(PEP_QUERY_COMPONENT_PERF_SET).Range.Minimum = minimum;
      return true;
    },
  });
  await bench.registerStates();
  expect(bench.crash()).toBe(`a0 61a ${bench.services.Plugin.toString(16)} ${bench.handle.toString(16)} 0`);
});

test('PEP-38 POFX-47: a request from DISPATCH_LEVEL reaches the plug-in at PASSIVE_LEVEL, and the callback comes', async () => {
  const seen: unknown[] = [];
  const bench = await PerfBench.with({
    more: (number, data) => {
      if (number !== pep.PEP_DPM_REQUEST_COMPONENT_PERF_STATE) return undefined;
      const request = data(PEP_REQUEST_COMPONENT_PERF_STATE);
      const { Set: set, StateIndex, StateValue } = request.PerfRequests as PEP_COMPONENT_PERF_STATE_REQUEST;
      seen.push([request.DeviceHandle, request.Component, request.PerfRequestsCount, set, StateIndex, StateValue]);
      request.Completed = true;
      request.Succeeded = StateValue !== 6n;
      return StateValue !== 7n;
    },
  });
  await bench.registerStates();
  bench.notified.length = 0;
  const { blocks } = bench.nt.kernel.pool;
  await bench.issue(0, 1n, 0, true);
  expect([bench.notified, bench.heard]).toEqual([['0x21 at 0'], ['returned', '0 true 9']]);
  await bench.issue(1, 6n);
  await bench.issue(1, 7n);
  await bench.issue(1, 20n, PO_FX_FLAG_BLOCKING);
  expect(bench.heard.slice(2)).toEqual(['returned', '0 false 9', 'returned', '0 false 9', '0 true 9', 'returned']);
  expect(seen[0]).toEqual([0x55, 0, 1, 0, 1, 1n]);
  expect(seen[1]).toEqual([0x55, 0, 1, 1, 6, 6n]);
  // Each left the structure that the test has allocated for the driver.
  expect(bench.nt.kernel.pool.blocks).toBe(blocks + 4);
  expect([await bench.current(0), await bench.current(1)]).toEqual([1n, 20n]);
});

test('PEP-26 PEP-38: a request that the plug-in ends later, with work', async () => {
  let changes: PEP_COMPONENT_PERF_STATE_REQUEST | null = null;
  let atEnd: bigint | undefined;
  const bench = await PerfBench.with({
    more: (number, data, { services, kernelHandle }) => {
      if (number === pep.PEP_DPM_REQUEST_COMPONENT_PERF_STATE) {
        changes = data(PEP_REQUEST_COMPONENT_PERF_STATE).PerfRequests;
        data(PEP_REQUEST_COMPONENT_PERF_STATE).Succeeded = true;
        return true;
      }
      if (number !== pep.PEP_DPM_WORK) return undefined;
      const work = data(PEP_WORK);
      const information = work.WorkInformation;
      if (information === null) throw new Error(`there is no room for work of ${services.Plugin}`);
      information.WorkType = pep.PepWorkCompletePerfState;
      Object.assign(information.CompletePerfState, { DeviceHandle: kernelHandle, Component: 0, Succeeded: true });
      atEnd ??= changes?.StateValue;
      changes = null;
      work.NeedWork = true;
      return true;
    },
  });
  await bench.registerStates();
  await bench.issue(1, 33n);
  expect(bench.heard).toEqual(['returned']);
  const finish = (): Promise<void> => bench.run(() => bench.services.RequestWorker?.(bench.services.Plugin));
  await finish();
  expect([bench.heard, atEnd]).toEqual([['returned', '0 true 9'], 33n]);
  await finish();
  expect(bench.crash()).toMatch(/^a0 61a /);
});

test('PEP-38: the plug-in says where the hardware is, and a device that goes takes its request along', async () => {
  const bench = await PerfBench.with({
    more: (number, data) => {
      if (number === pep.PEP_DPM_REQUEST_COMPONENT_PERF_STATE) return true;
      if (number !== pep.PEP_DPM_QUERY_CURRENT_COMPONENT_PERF_STATE) return undefined;
      const state = data(PEP_QUERY_CURRENT_COMPONENT_PERF_STATE);
      if (state.Set === 0) state.StateIndex = 1;
      else state.StateValue = 44n;
      return true;
    },
  });
  const { blocks } = bench.nt.kernel.pool;
  await bench.registerStates();
  expect([await bench.current(0), await bench.current(1)]).toEqual([1n, 44n]);
  expect(bench.notified.slice(-2)).toEqual(['0x22 at 0', '0x22 at 0']);
  await bench.issue(1, 6n);
  await bench.run(() => bench.fx('PoFxUnregisterDevice'));
  expect(bench.heard).toEqual(['returned']);
  expect(bench.crash()).toBe('');
  // The sets that the driver reads, and the structure of the test.
  expect(bench.nt.kernel.pool.blocks).toBeLessThanOrEqual(blocks + 2);
});

test('the two names of the structures mean the same places', () => {
  expect(PEP_COMPONENT_PERF_INFO.size).toBe(PO_FX_COMPONENT_PERF_INFO.size);
  expect(PEP_COMPONENT_PERF_STATE_REQUEST.size).toBe(PO_FX_PERF_STATE_CHANGE.size);
});

test('PEP-03 BC-03 0x606: a plug-in holds a component active as long as the system needs it, once', async () => {
  const bench = await PerfBench.with();
  await bench.run(() => bench.fx('PoFxStartDevicePowerManagement'));
  const transition = (isActive: boolean): Promise<void> =>
    bench.run(() => bench.services.TransitionCriticalResource?.(bench.kernelHandle, 0, isActive));
  expect(bench.component()).toBe('idle F0 x0');
  await transition(true);
  expect(bench.component()).toBe('active F0 x1');
  await transition(false);
  expect(bench.component()).toBe('idle F0 x0');
  await transition(false);
  expect(bench.crash()).toBe('a0 606 0 0 0');
});

test('PEP-03 BC-03 0x606: a component that its driver has made active needs no plug-in for that', async () => {
  const bench = await PerfBench.with();
  await bench.run(() => bench.fx('PoFxStartDevicePowerManagement'));
  await bench.run(() => bench.fx('PoFxActivateComponent', 0, 0));
  await bench.run(() => bench.services.TransitionCriticalResource?.(bench.kernelHandle, 0, true));
  expect(bench.crash()).toBe('a0 606 0 0 1');
});
