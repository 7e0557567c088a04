import { expect, test } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { PowerDeviceD3 } from '../../../src/abi/enums.ts';
import { STATUS_SUCCESS, STATUS_UNSUCCESSFUL } from '../../../src/abi/ntstatus.ts';
import { crashdumpChain } from '../../../src/kernel/dump/crashdump-chain.machine.ts';
import { crashdumpEntry } from '../../../src/kernel/fx/crashdump-entry.machine.ts';
import { CrashLab } from '../dump/support.ts';

test('POFX-60: a second registration asks again and replaces the first', () => {
  const lab = new CrashLab();
  const devnode = lab.add('hba0', null, PowerDeviceD3);
  const first = lab.register(devnode, 'noRoutine');
  expect([first.status, lab.devices.stateOf(first.device)]).toEqual([STATUS_SUCCESS, 'withoutRoutine']);
  const second = lab.register(devnode, () => true);
  expect([second.status, lab.devices.stateOf(second.device)]).toEqual([STATUS_SUCCESS, 'withRoutine']);
  const third = lab.register(devnode, 'refuses');
  expect([third.status, lab.devices.stateOf(third.device)]).toEqual([STATUS_UNSUCCESSFUL, 'absent']);
});

test('POFX-61: the end of the registration with the framework is the end of the entry', () => {
  const lab = new CrashLab();
  const { device } = lab.register(lab.add('hba0', null, PowerDeviceD3), () => true);
  lab.devices.forget(device);
  expect(lab.devices.stateOf(device)).toBe('absent');
  expect(lab.devices.powerOn(device, 0)).toBe(STATUS_UNSUCCESSFUL);
});

test('POFX-63: each call is made, with its context; a promise is no answer', () => {
  const lab = new CrashLab();
  const contexts: number[] = [];
  const answers: unknown[] = [true, 1, false, 0, Promise.resolve(true)];
  const { device } = lab.register(lab.add('hba0', null, PowerDeviceD3), (context) => {
    contexts.push(context);
    return answers[contexts.length - 1];
  });
  const results = answers.map((_answer, index) => lab.devices.powerOn(device, index * 16));
  expect(contexts).toEqual([0, 16, 32, 48, 64]);
  expect(results.map((status) => status === STATUS_SUCCESS)).toEqual([true, true, false, false, false]);
});

test('SM-08: every state of both machines is reached, and says what it is', () => {
  for (const [machine, states] of [
    [crashdumpEntry, ['absent', 'withRoutine', 'withoutRoutine', 'powering', 'on', 'failed']],
    [crashdumpChain, ['normal', 'freezing', 'noDump', 'poweringOn', 'ready', 'dumpFailed']],
  ] as const) {
    const paths = getShortestPaths(machine as typeof crashdumpChain);
    expect(new Set(paths.map(({ state }) => String(state.value)))).toEqual(new Set<string>(states));
    for (const state of Object.values(machine.config.states ?? {})) expect(state.description).not.toBe('');
  }
});
