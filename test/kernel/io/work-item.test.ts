import { expect, test } from 'vitest';
import type { DEVICE_OBJECT } from '../../../src/abi/structs/io.ts';
import { IoDeleteDevice } from '../../../src/kernel/io/device-object.ts';
import { IoAllocateWorkItem, IoFreeWorkItem, IoQueueWorkItem } from '../../../src/kernel/io/work-item.ts';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import { KeRaiseIrql } from '../../../src/kernel/ke/irql.ts';
import { buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

function withDevice(): { nt: TestKernel; device: DEVICE_OBJECT; item: number } {
  const nt = makeNt();
  const [device] = buildStack(nt, [{ name: 'worker', dispatch: () => 0 }]);
  if (device === undefined) throw new Error('no device');
  return { nt, device, item: IoAllocateWorkItem(nt.io, device) };
}

test('a work item runs in a thread of its own at PASSIVE_LEVEL, after the one that queued it, with its context', async () => {
  const { nt, device, item } = withDevice();
  const order: string[] = [];
  await runThread(nt, () => {
    IoQueueWorkItem(
      nt.io,
      item,
      (given, context) =>
        void order.push(
          `${given === device} ${String(context)} IRQL ${nt.kernel.sim.current.irql} ${nt.kernel.sim.current.name}`,
        ),
      7,
    );
    order.push('queued');
  });
  expect(order).toEqual(['queued', 'true 7 IRQL 0 worker for worker']);
});

test('a work item may queue itself again, or free itself, from its routine', async () => {
  const { nt, item } = withDevice();
  let runs = 0;
  const routine = (): void => {
    runs += 1;
    if (runs < 3) IoQueueWorkItem(nt.io, item, routine, 0);
    else IoFreeWorkItem(nt.io, item);
  };
  const { blocks } = nt.kernel.pool;
  await runThread(nt, () => IoQueueWorkItem(nt.io, item, routine, 0));
  expect([runs, nt.kernel.sim.crash, nt.kernel.pool.blocks - blocks]).toEqual([3, null, -1]);
});

test('a work item that is queued twice, or freed while it is queued, stops with 0xE4', async () => {
  const twice = withDevice();
  await runThread(twice.nt, () => {
    IoQueueWorkItem(twice.nt.io, twice.item, () => {}, 0);
    IoQueueWorkItem(twice.nt.io, twice.item, () => {}, 0);
  });
  expect(twice.nt.kernel.sim.crash).toMatchObject({ code: 0xe4, parameters: [1, twice.item, 0, 0] });
  const freed = withDevice();
  await runThread(freed.nt, () => {
    IoQueueWorkItem(freed.nt.io, freed.item, () => {}, 0);
    IoFreeWorkItem(freed.nt.io, freed.item);
  });
  expect(freed.nt.kernel.sim.crash).toMatchObject({ code: 0xe4, parameters: [0, freed.item, 0, 0] });
});

test('a work item that is freed twice stops with 0xC2, as any pool does', async () => {
  const { nt, item } = withDevice();
  await runThread(nt, () => {
    IoFreeWorkItem(nt.io, item);
    IoFreeWorkItem(nt.io, item);
  });
  expect(nt.kernel.sim.crash?.code).toBe(0xc2);
});

test('a device that is deleted while its work item waits stays until the routine has returned', async () => {
  const { nt, device, item } = withDevice();
  const seen: string[] = [];
  await runThread(nt, async () => {
    IoQueueWorkItem(
      nt.io,
      item,
      async () => {
        await KeDelayExecutionThread(nt.dispatcher, -10_000n);
        seen.push(`type ${device.Type}`);
      },
      0,
    );
    IoDeleteDevice(nt.io, device);
  });
  expect([seen, nt.kernel.sim.crash, nt.io.references.size]).toEqual([['type 3'], null, 0]);
});

test('a work item that returns at a raised IRQL stops the machine, and its driver is blamed', async () => {
  const { nt, item } = withDevice();
  await runThread(nt, () => {
    IoQueueWorkItem(nt.io, item, () => void KeRaiseIrql(nt.kernel, 2), 7);
  });
  expect(nt.kernel.sim.crash).toMatchObject({ code: 0xe1, parameters: [expect.any(Number), 2, 7, item] });
  expect(nt.kernel.sim.directory.driverName(nt.kernel.sim.crash?.driver ?? 0)).toBe('worker');
});
