/** The rules of an IRP's life, one by one: what it is made with, what a call does to it, who may touch and free it. */
import { describe, expect, test } from 'vitest';
import { IRP_MJ_WRITE } from '../../../src/abi/irp-codes.ts';
import {
  STATUS_CONTINUE_COMPLETION,
  STATUS_DEVICE_BUSY,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_SUCCESS,
  STATUS_UNSUCCESSFUL,
} from '../../../src/abi/ntstatus.ts';
import { type DEVICE_OBJECT, IO_STACK_LOCATION, IRP } from '../../../src/abi/structs/io.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoAllocateIrp, IoFreeIrp } from '../../../src/kernel/io/irp.ts';
import {
  IoGetCurrentIrpStackLocation,
  IoGetNextIrpStackLocation,
  IoSetCompletionRoutine,
  IoSkipCurrentIrpStackLocation,
} from '../../../src/kernel/io/stack-location.ts';
import { below, makeNt, runThread, type TestKernel } from '../../support/nt.ts';
import { complete, read, stackOf } from './support/stacks.ts';

describe('IRP-01 what IoAllocateIrp makes', () => {
  test.each([1, 3, 9])('%i locations, all of them empty; the current one stands above the last', (count) => {
    const nt = makeNt();
    const irp = IoAllocateIrp(nt.io, count);
    if (irp === null) throw new Error('no memory');
    const { memory } = nt.kernel;
    expect([irp.Type, irp.StackCount, irp.CurrentLocation]).toEqual([6, count, count + 1]);
    const locations = irp.address + IRP.size;
    expect(irp.Size).toBe(IRP.size + count * IO_STACK_LOCATION.size);
    expect(irp.Tail.Overlay.CurrentStackLocation?.address).toBe(locations + count * IO_STACK_LOCATION.size);
    expect([...memory.peek(locations, count * IO_STACK_LOCATION.size)].every((byte) => byte === 0)).toBe(true);
    expect(nt.kernel.sim.crash).toBeNull();
  });

  test('its maker has no location, unless it allocates one more', () => {
    const nt = makeNt();
    const irp = IoAllocateIrp(nt.io, 1);
    if (irp === null) throw new Error('no memory');
    expect(() => IoGetCurrentIrpStackLocation(nt.io, irp)).toThrow();
    expect(nt.kernel.sim.crash).toMatchObject({ code: 0x35, parameters: [irp.address, 0, 0, 0] });
  });

  test('a device that is attached needs one location more than the one below it', () => {
    const nt = makeNt();
    const stack = stackOf(nt, () => ['a', 'b', 'c'].map((name) => ({ name, dispatch: complete(nt, 0) })));
    expect(stack.map(({ StackSize }) => StackSize)).toEqual([1, 2, 3]);
  });
});

describe('IRP-02 what IoCallDriver does', () => {
  test.each([STATUS_SUCCESS, STATUS_UNSUCCESSFUL, STATUS_DEVICE_BUSY])(
    'writes the device into the location, calls the routine of its major function, and returns 0x%x from there',
    async (status) => {
      const nt = makeNt();
      const seen: unknown[] = [];
      const answer = complete(nt, status);
      const stack = stackOf(nt, () => [
        {
          name: 'only',
          dispatch: (device, irp) => {
            const { MajorFunction, DeviceObject } = IoGetCurrentIrpStackLocation(nt.io, irp);
            seen.push(device, DeviceObject, MajorFunction, irp.CurrentLocation);
            return answer(device, irp);
          },
        },
      ]);
      const returned = await runThread(nt, () => {
        const irp = IoAllocateIrp(nt.io, 1);
        if (irp === null || stack[0] === undefined) throw new Error('no memory');
        IoGetNextIrpStackLocation(nt.io, irp).MajorFunction = IRP_MJ_WRITE;
        IoSetCompletionRoutine(nt.io, irp, () => STATUS_MORE_PROCESSING_REQUIRED, 0, true, true, true);
        return IoCallDriver(nt.io, stack[0], irp);
      });
      expect(seen).toEqual([stack[0], stack[0], IRP_MJ_WRITE, 1]);
      expect(returned).toBe(status);
    },
  );

  test('without a location left the machine stops, and the bug check names the IRP', async () => {
    const nt = makeNt();
    const irp = IoAllocateIrp(nt.io, 1);
    const stack = stackOf(nt, (all) => [
      { name: 'bottom', dispatch: complete(nt, 0) },
      {
        name: 'top',
        dispatch: (device, one) => IoCallDriver(nt.io, below(all, device), one),
      },
    ]);
    if (irp === null || stack[1] === undefined) throw new Error('no memory');
    const top = stack[1];
    await runThread(nt, () => IoCallDriver(nt.io, top, irp));
    expect(nt.kernel.sim.crash).toMatchObject({ code: 0x35, parameters: [irp.address, 0, 0, 0] });
  });
});

describe('IRP-08 an IRP belongs to the driver that holds it', () => {
  test.each([
    ['it has completed it', (nt: TestKernel, irp: IRP) => void IoCompleteRequest(nt.io, irp, 0)],
    [
      'it has passed it down without a completion routine, and it is complete',
      (nt: TestKernel, irp: IRP, lower: DEVICE_OBJECT) => {
        IoSkipCurrentIrpStackLocation(nt.io, irp);
        void IoCallDriver(nt.io, lower, irp);
      },
    ],
  ])('touching it after %s stops the machine at the access', async (_name, giveAway) => {
    const nt = makeNt();
    let location: IO_STACK_LOCATION | null = null;
    const stack = stackOf(nt, (all) => [
      { name: 'bottom', dispatch: complete(nt, STATUS_SUCCESS) },
      {
        name: 'top',
        dispatch: (device, irp) => {
          location = IoGetCurrentIrpStackLocation(nt.io, irp);
          giveAway(nt, irp, below(all, device));
          return irp.IoStatus.Status;
        },
      },
    ]);
    await read(nt, stack);
    expect(nt.kernel.sim.crash).toMatchObject({ code: 0xd5 });
    const kept = location as IO_STACK_LOCATION | null;
    expect(() => kept?.Flags).toThrow();
  });
});

describe('IRP-25 who frees an IRP at the top', () => {
  test('a driver that has made it, in its completion routine', async () => {
    const nt = makeNt();
    const stack = stackOf(nt, () => [{ name: 'only', dispatch: complete(nt, STATUS_SUCCESS) }]);
    await runThread(nt, () => {
      const irp = IoAllocateIrp(nt.io, 1);
      if (irp === null || stack[0] === undefined) throw new Error('no memory');
      const free = (_device: DEVICE_OBJECT | null, back: IRP): number => {
        IoFreeIrp(nt.io, back);
        return STATUS_MORE_PROCESSING_REQUIRED;
      };
      IoSetCompletionRoutine(nt.io, irp, free, 0, true, true, true);
      return IoCallDriver(nt.io, stack[0], irp);
    });
    expect([nt.io.irps.size, nt.kernel.sim.crash]).toEqual([0, null]);
  });

  test('nobody, when it has no thread and its routine lets it go on: the machine stops with 0x1E', async () => {
    const nt = makeNt();
    const stack = stackOf(nt, () => [{ name: 'only', dispatch: complete(nt, STATUS_SUCCESS) }]);
    await runThread(nt, () => {
      const irp = IoAllocateIrp(nt.io, 1);
      if (irp === null || stack[0] === undefined) throw new Error('no memory');
      IoSetCompletionRoutine(nt.io, irp, () => STATUS_CONTINUE_COMPLETION, 0, true, true, true);
      return IoCallDriver(nt.io, stack[0], irp);
    });
    expect(nt.kernel.sim.crash).toMatchObject({ code: 0x1e, parameters: [0xc0000005, 0, 0, expect.any(Number)] });
  });
});
