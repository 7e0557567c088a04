import { expect, test } from 'vitest';
import type { DEVICE_OBJECT } from '../../../src/abi/structs/io.ts';
import { formatInstant } from '../../../src/base/time.ts';
import { IoDeleteDevice } from '../../../src/kernel/io/device-object.ts';
import {
  IoInitializeDpcRequest,
  IoInitializeTimer,
  IoRequestDpc,
  IoStartTimer,
  IoStopTimer,
} from '../../../src/kernel/io/io-timer.ts';
import { IoAllocateIrp } from '../../../src/kernel/io/irp.ts';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import { KeLowerIrql, KeRaiseIrql } from '../../../src/kernel/ke/irql.ts';
import { buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

const after = (seconds: number): bigint => -BigInt(Math.round(seconds * 10_000_000));

function withDevices(...names: string[]): { nt: TestKernel; devices: DEVICE_OBJECT[]; log: string[] } {
  const nt = makeNt();
  const devices = names.flatMap((name) => buildStack(nt, [{ name, dispatch: () => 0 }]));
  return { nt, devices, log: [] };
}

function ticker(nt: TestKernel, log: string[], name: string) {
  return (_device: DEVICE_OBJECT, context: number): void => {
    const { sim } = nt.kernel;
    log.push(
      `${formatInstant(sim.now)} ${name} ${context} at ${sim.current.irql} in ${sim.directory.driverName(sim.current.driver)}`,
    );
  };
}

test('the timers of all devices run at each full second, one DPC for all, until they are stopped', async () => {
  const { nt, devices, log } = withDevices('a', 'b');
  const dpcs: number[] = [];
  await runThread(nt, async () => {
    await KeDelayExecutionThread(nt.dispatcher, after(0.25));
    for (const [index, device] of devices.entries()) {
      IoInitializeTimer(nt.io, device, ticker(nt, log, `timer ${index}`), index + 7);
      IoStartTimer(nt.io, device);
    }
    await KeDelayExecutionThread(nt.dispatcher, after(1));
    for (const device of devices.slice(1)) IoStopTimer(nt.io, device);
    await KeDelayExecutionThread(nt.dispatcher, after(1));
    for (const device of devices) IoStopTimer(nt.io, device);
  });
  const { recorder } = nt.kernel.sim;
  for (let n = recorder.oldest; n < recorder.count; n += 1) if (recorder.read(n).code === 11) dpcs.push(n);
  expect(log).toEqual([
    '1.0000000s timer 0 7 at 2 in a',
    '1.0000000s timer 1 8 at 2 in b',
    '2.0000000s timer 0 7 at 2 in a',
  ]);
  // The third one finds every timer stopped; after it the machine is idle.
  expect([dpcs.length, nt.io.isTimerSet, nt.kernel.sim.clock.next()]).toEqual([3, false, undefined]);
});

test('a timer that is started again goes on; a device that is deleted takes its timer along', async () => {
  const { nt, devices, log } = withDevices('a');
  const [device] = devices;
  if (device === undefined) throw new Error('no device');
  await runThread(nt, async () => {
    IoInitializeTimer(nt.io, device, ticker(nt, log, 'tick'), 0);
    IoStartTimer(nt.io, device);
    IoStopTimer(nt.io, device);
    await KeDelayExecutionThread(nt.dispatcher, after(2.5));
    IoStartTimer(nt.io, device);
    await KeDelayExecutionThread(nt.dispatcher, after(1));
    IoDeleteDevice(nt.io, device);
  });
  expect([log, nt.kernel.sim.crash, nt.io.timers.size]).toEqual([['3.0000000s tick 0 at 2 in a'], null, 0]);
});

test('IoStartTimer without IoInitializeTimer stops the machine; an asynchronous routine is a finding', async () => {
  const first = withDevices('a');
  await runThread(first.nt, () => {
    for (const device of first.devices) IoStartTimer(first.nt.io, device);
  });
  expect(first.nt.kernel.sim.crash?.code).toBe(0xd1);
  const second = withDevices('a');
  await runThread(second.nt, async () => {
    for (const device of second.devices) {
      IoInitializeTimer(second.nt.io, device, async () => {}, 0);
      IoStartTimer(second.nt.io, device);
      await KeDelayExecutionThread(second.nt.dispatcher, after(1.5));
      IoStopTimer(second.nt.io, device);
    }
  });
  expect(second.nt.kernel.sim.findings.map(({ rule }) => rule)).toEqual(['driver/callback-waits']);
});

test('IoStopTimer from the routine itself stops the timer, with a finding', async () => {
  const { nt, devices, log } = withDevices('a');
  await runThread(nt, async () => {
    for (const device of devices) {
      const routine = (given: DEVICE_OBJECT): void => {
        log.push('tick');
        IoStopTimer(nt.io, given);
      };
      IoInitializeTimer(nt.io, device, routine, 0);
      IoStartTimer(nt.io, device);
      await KeDelayExecutionThread(nt.dispatcher, after(3.5));
      IoStopTimer(nt.io, device);
    }
  });
  const { findings, directory } = nt.kernel.sim;
  expect([log, findings.map(({ rule, driver }) => [rule, directory.driverName(driver)])]).toEqual([
    ['tick'],
    [['driver/timer-stopped-in-its-routine', 'a']],
  ]);
});

test('IoRequestDpc queues the DPC of the device with its IRP and context, below DISPATCH_LEVEL', async () => {
  const { nt, devices, log } = withDevices('a');
  const [device] = devices;
  if (device === undefined) throw new Error('no device');
  await runThread(nt, () => {
    const irp = IoAllocateIrp(nt.io, 1);
    IoInitializeDpcRequest(nt.io, device, (dpc, given, packet, context) => {
      log.push(
        `${dpc === device.Dpc} ${given === device} ${packet === irp} ${context} at ${nt.kernel.sim.current.irql}`,
      );
    });
    const old = KeRaiseIrql(nt.kernel, 2);
    IoRequestDpc(nt.io, device, irp, 5);
    log.push('requested');
    KeLowerIrql(nt.kernel, old);
    nt.dpcs.drain();
  });
  expect(log).toEqual(['requested', 'true true true 5 at 2']);
});
