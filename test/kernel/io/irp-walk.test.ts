import { expect, test } from 'vitest';
import { IRP_MJ_READ } from '../../../src/abi/irp-codes.ts';
import {
  STATUS_CONTINUE_COMPLETION,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  STATUS_UNSUCCESSFUL,
} from '../../../src/abi/ntstatus.ts';
import type { DRIVER_DISPATCH, IO_COMPLETION_ROUTINE } from '../../../src/abi/roles.ts';
import type { DEVICE_OBJECT, IRP } from '../../../src/abi/structs/io.ts';
import { sendSystemIrp } from '../../../src/kernel/io/build-request.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { createDriverObject } from '../../../src/kernel/io/driver-object.ts';
import { IoAllocateIrp, IoFreeIrp } from '../../../src/kernel/io/irp.ts';
import {
  IoCopyCurrentIrpStackLocationToNext,
  IoGetNextIrpStackLocation,
  IoMarkIrpPending,
  IoSetCompletionRoutine,
  IoSkipCurrentIrpStackLocation,
} from '../../../src/kernel/io/stack-location.ts';
import { below, buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

function complete(nt: TestKernel, status: number): DRIVER_DISPATCH {
  return (_device, irp) => {
    irp.IoStatus.Status = status;
    void IoCompleteRequest(nt.io, irp, 0);
    return status;
  };
}

function fillRead(nt: TestKernel): (irp: IRP) => void {
  return (irp) => {
    IoGetNextIrpStackLocation(nt.io, irp).MajorFunction = IRP_MJ_READ;
  };
}

test('IRP-02 IoCallDriver takes one location for each driver; without one left it stops with 0x35', async () => {
  const nt = makeNt();
  const stack: DEVICE_OBJECT[] = [];
  const forward: DRIVER_DISPATCH = (device, irp) => {
    IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
    return IoCallDriver(nt.io, below(stack, device), irp);
  };
  stack.push(
    ...buildStack(nt, [
      { name: 'bottom', dispatch: complete(nt, STATUS_SUCCESS) },
      { name: 'middle', dispatch: forward },
      { name: 'top', dispatch: forward },
    ]),
  );
  await runThread(nt, () => {
    const irp = IoAllocateIrp(nt.io, 2);
    if (irp === null || stack[2] === undefined) throw new Error('no IRP');
    fillRead(nt)(irp);
    return IoCallDriver(nt.io, stack[2], irp);
  });
  expect(nt.kernel.sim.crash?.code).toBe(0x35);
});

test('IRP-02 a major function without a routine of the driver is completed with STATUS_INVALID_DEVICE_REQUEST', async () => {
  const nt = makeNt();
  const [device] = buildStack(nt, [{ name: 'empty', dispatch: complete(nt, STATUS_SUCCESS) }]);
  const driver = device?.DriverObject;
  if (device === undefined || driver === null || driver === undefined) throw new Error('no device');
  const fresh = createDriverObject(nt.io, 'fresh', null);
  if (fresh === null) throw new Error('no driver');
  driver.MajorFunction.set(IRP_MJ_READ, fresh.object.MajorFunction.get(IRP_MJ_READ));
  const result = await runThread(nt, () => sendSystemIrp(nt.io, device, fillRead(nt)));
  expect(result?.status).toBe(STATUS_INVALID_DEVICE_REQUEST);
});

test('IRP-22 completion routines run from the bottom up, each with the device that set it', async () => {
  const nt = makeNt();
  const stack: DEVICE_OBJECT[] = [];
  const called: number[] = [];
  const routine: IO_COMPLETION_ROUTINE = (device) => {
    called.push(stack.indexOf(device as DEVICE_OBJECT));
    return STATUS_CONTINUE_COMPLETION;
  };
  const forward: DRIVER_DISPATCH = (device, irp) => {
    IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
    IoSetCompletionRoutine(nt.io, irp, routine, 0, true, true, true);
    return IoCallDriver(nt.io, below(stack, device), irp);
  };
  stack.push(
    ...buildStack(nt, [
      { name: 'a', dispatch: complete(nt, STATUS_SUCCESS) },
      { name: 'b', dispatch: forward },
      { name: 'c', dispatch: forward },
    ]),
  );
  const top = stack[2] as DEVICE_OBJECT;
  const result = await runThread(nt, () => sendSystemIrp(nt.io, top, fillRead(nt)));
  expect(called).toEqual([1, 2]);
  expect(result?.status).toBe(STATUS_SUCCESS);
});

test('IRP-22 a routine for success only is not called for an error', async () => {
  const nt = makeNt();
  const stack: DEVICE_OBJECT[] = [];
  let called = 0;
  const forward: DRIVER_DISPATCH = (device, irp) => {
    IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
    IoSetCompletionRoutine(
      nt.io,
      irp,
      () => {
        called += 1;
        return STATUS_SUCCESS;
      },
      0,
      true,
      false,
      false,
    );
    return IoCallDriver(nt.io, below(stack, device), irp);
  };
  stack.push(
    ...buildStack(nt, [
      { name: 'a', dispatch: complete(nt, STATUS_UNSUCCESSFUL) },
      { name: 'b', dispatch: forward },
    ]),
  );
  const result = await runThread(nt, () => sendSystemIrp(nt.io, stack[1] as DEVICE_OBJECT, fillRead(nt)));
  expect([called, result?.status]).toEqual([0, STATUS_UNSUCCESSFUL]);
});

test('IRP-23 IRP-43 a routine that keeps the IRP lets its driver wait and complete it itself', async () => {
  const nt = makeNt();
  const stack: DEVICE_OBJECT[] = [];
  const order: string[] = [];
  const wait: DRIVER_DISPATCH = (device, irp) => {
    IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
    IoSetCompletionRoutine(
      nt.io,
      irp,
      () => {
        order.push('routine');
        return STATUS_MORE_PROCESSING_REQUIRED;
      },
      0,
      true,
      true,
      true,
    );
    const status = IoCallDriver(nt.io, below(stack, device), irp);
    order.push(`back ${String(status)}`);
    irp.IoStatus.Information = 7;
    void IoCompleteRequest(nt.io, irp, 0);
    return STATUS_SUCCESS;
  };
  stack.push(
    ...buildStack(nt, [
      { name: 'a', dispatch: complete(nt, STATUS_SUCCESS) },
      { name: 'b', dispatch: wait },
    ]),
  );
  const result = await runThread(nt, () => sendSystemIrp(nt.io, stack[1] as DEVICE_OBJECT, fillRead(nt)));
  expect(order).toEqual(['routine', 'back 0']);
  expect(result).toEqual({ status: STATUS_SUCCESS, information: 7 });
});

test('IRP-24 a pending IRP is marked in the location above when nobody there has set a routine', async () => {
  const nt = makeNt();
  const stack: DEVICE_OBJECT[] = [];
  let seen: boolean | null = null;
  let held: IRP | null = null;
  const pend: DRIVER_DISPATCH = (_device, irp) => {
    IoMarkIrpPending(nt.io, irp);
    held = irp;
    return STATUS_PENDING;
  };
  const skip: DRIVER_DISPATCH = (device, irp) => {
    IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
    return IoCallDriver(nt.io, below(stack, device), irp);
  };
  const watch: DRIVER_DISPATCH = (device, irp) => {
    IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
    IoSetCompletionRoutine(
      nt.io,
      irp,
      (_d, one) => {
        seen = one.PendingReturned;
        if (one.PendingReturned) IoMarkIrpPending(nt.io, one);
        return STATUS_SUCCESS;
      },
      0,
      true,
      true,
      true,
    );
    return IoCallDriver(nt.io, below(stack, device), irp);
  };
  stack.push(
    ...buildStack(nt, [
      { name: 'a', dispatch: pend },
      { name: 'b', dispatch: skip },
      { name: 'c', dispatch: watch },
    ]),
  );
  const result = await runThread(nt, async () => {
    const sent = sendSystemIrp(nt.io, stack[2] as DEVICE_OBJECT, fillRead(nt));
    nt.kernel.sim.createThread('completer', () => {
      if (held === null) throw new Error('nothing is held');
      held.IoStatus.Status = STATUS_SUCCESS;
      void IoCompleteRequest(nt.io, held, 0);
    });
    return sent;
  });
  expect(seen).toBe(true);
  expect(result?.status).toBe(STATUS_SUCCESS);
});

test('IRP-20 completing an IRP that was completed stops with 0x44', async () => {
  const nt = makeNt();
  const twice: DRIVER_DISPATCH = (_device, irp) => {
    void IoCompleteRequest(nt.io, irp, 0);
    void IoCompleteRequest(nt.io, irp, 0);
    return STATUS_SUCCESS;
  };
  const [device] = buildStack(nt, [{ name: 'twice', dispatch: twice }]);
  await runThread(nt, () => sendSystemIrp(nt.io, device as DEVICE_OBJECT, fillRead(nt)));
  expect(nt.kernel.sim.crash?.code).toBe(0x44);
});

test('IRP-08 touching an IRP that was freed stops the machine at the access', async () => {
  const nt = makeNt();
  await runThread(nt, () => {
    const irp = IoAllocateIrp(nt.io, 1);
    if (irp === null) throw new Error('no IRP');
    IoFreeIrp(nt.io, irp);
    irp.Cancel = true;
  });
  expect(nt.kernel.sim.crash).toMatchObject({ code: 0xd5 });
});

test('IRP-05 a skipped location belongs to the driver below', async () => {
  const nt = makeNt();
  const stack: DEVICE_OBJECT[] = [];
  const left: number[] = [];
  const note: DRIVER_DISPATCH = (_device, irp) => {
    left.push(irp.CurrentLocation);
    return complete(nt, STATUS_SUCCESS)(_device, irp);
  };
  const skip: DRIVER_DISPATCH = (device, irp) => {
    left.push(irp.CurrentLocation);
    IoSkipCurrentIrpStackLocation(nt.io, irp);
    return IoCallDriver(nt.io, below(stack, device), irp);
  };
  stack.push(
    ...buildStack(nt, [
      { name: 'a', dispatch: note },
      { name: 'b', dispatch: skip },
    ]),
  );
  await runThread(nt, () => sendSystemIrp(nt.io, stack[1] as DEVICE_OBJECT, fillRead(nt)));
  expect(left).toEqual([2, 2]);
});
