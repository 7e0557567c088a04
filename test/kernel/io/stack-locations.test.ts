import { expect, test } from 'vitest';
import {
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  STATUS_UNSUCCESSFUL,
} from '../../../src/abi/ntstatus.ts';
import type { DRIVER_DISPATCH } from '../../../src/abi/roles.ts';
import type { IRP } from '../../../src/abi/structs/io.ts';
import { sendSystemIrp } from '../../../src/kernel/io/build-request.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoSetCompletionRoutineEx } from '../../../src/kernel/io/completion-routine-ex.ts';
import { IoAllocateIrp, IoFreeIrp, IoReuseIrp } from '../../../src/kernel/io/irp.ts';
import {
  IoCopyCurrentIrpStackLocationToNext,
  IoGetCurrentIrpStackLocation,
  IoGetNextIrpStackLocation,
  IoMarkIrpPending,
  IoSetCompletionRoutine,
  IoSetNextIrpStackLocation,
  IoSkipCurrentIrpStackLocation,
} from '../../../src/kernel/io/stack-location.ts';
import { below, buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

function withIrp(locations: number): { nt: TestKernel; irp: IRP } {
  const nt = makeNt();
  const irp = IoAllocateIrp(nt.io, locations);
  if (irp === null) throw new Error('no memory');
  return { nt, irp };
}

test('IRP-01 IRP-03 the next location is the one below; setting it makes it the current one', () => {
  const { nt, irp } = withIrp(2);
  const first = IoGetNextIrpStackLocation(nt.io, irp);
  IoSetNextIrpStackLocation(nt.io, irp);
  expect([IoGetCurrentIrpStackLocation(nt.io, irp) === first, irp.CurrentLocation]).toEqual([true, 2]);
  expect(first.address - IoGetNextIrpStackLocation(nt.io, irp).address).toBe(36);
  IoSetNextIrpStackLocation(nt.io, irp);
  expect(() => IoGetNextIrpStackLocation(nt.io, irp)).toThrow();
  expect(nt.kernel.sim.crash?.code).toBe(0x35);
});

test('IRP-04 IRP-07 a copy leaves out the completion routine, its context, and the control bits', () => {
  const { nt, irp } = withIrp(2);
  IoSetNextIrpStackLocation(nt.io, irp);
  const current = IoGetCurrentIrpStackLocation(nt.io, irp);
  current.MajorFunction = 0x1b;
  current.MinorFunction = 0x16;
  current.Flags = 0x3;
  current.Control = 0xe1;
  current.Parameters.Others.Argument1 = 11;
  current.Parameters.Others.Argument4 = 44;
  current.CompletionRoutine = () => STATUS_SUCCESS;
  current.Context = 5;
  IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
  const next = IoGetNextIrpStackLocation(nt.io, irp);
  const { Argument1, Argument4 } = next.Parameters.Others;
  expect([next.MajorFunction, next.MinorFunction, next.Flags, Argument1, Argument4]).toEqual([0x1b, 0x16, 3, 11, 44]);
  expect([next.Control, next.CompletionRoutine, next.Context]).toEqual([0, null, 0]);
});

test('IRP-05 skipping gives the own location to the driver below', () => {
  const { nt, irp } = withIrp(2);
  IoSetNextIrpStackLocation(nt.io, irp);
  const mine = IoGetCurrentIrpStackLocation(nt.io, irp);
  IoSkipCurrentIrpStackLocation(nt.io, irp);
  expect([IoGetNextIrpStackLocation(nt.io, irp) === mine, irp.CurrentLocation]).toEqual([true, 3]);
});

test.each([
  [true, true, true, 0xe0],
  [true, false, false, 0x40],
  [false, true, false, 0x80],
  [false, false, true, 0x20],
])(
  'IRP-06 IRP-07 a completion routine for success %s, error %s, cancel %s sets Control of the next location to %i',
  (success, error, cancel, control) => {
    const { nt, irp } = withIrp(1);
    const next = IoGetNextIrpStackLocation(nt.io, irp);
    next.Control = 0x01;
    const routine = (): number => STATUS_SUCCESS;
    IoSetCompletionRoutine(nt.io, irp, routine, 9, success, error, cancel);
    expect([next.Control, next.CompletionRoutine === routine, next.Context]).toEqual([control, true, 9]);
  },
);

test('IRP-06 the lowest driver has no next location: a completion routine of its own stops the machine with 0x35', () => {
  const { nt, irp } = withIrp(1);
  IoSetNextIrpStackLocation(nt.io, irp);
  expect(() => IoSetCompletionRoutine(nt.io, irp, () => 0, 0, true, true, true)).toThrow();
  expect(nt.kernel.sim.crash).toMatchObject({ code: 0x35, parameters: [irp.address, 0, 0, 0] });
});

test('IoReuseIrp makes an own IRP fresh, with the status that it is given, and keeps its size', () => {
  const { nt, irp } = withIrp(3);
  IoSetNextIrpStackLocation(nt.io, irp);
  irp.Cancel = true;
  irp.IoStatus.Information = 5;
  IoGetCurrentIrpStackLocation(nt.io, irp).MajorFunction = 3;
  IoReuseIrp(nt.io, irp, STATUS_UNSUCCESSFUL);
  expect([
    irp.CurrentLocation,
    irp.StackCount,
    irp.Type,
    irp.Cancel,
    irp.IoStatus.Status,
    irp.IoStatus.Information,
  ]).toEqual([4, 3, 6, false, STATUS_UNSUCCESSFUL, 0]);
  expect(IoGetNextIrpStackLocation(nt.io, irp).MajorFunction).toBe(0);
});

test('IRP-23 an own IRP can be reused and sent again from its completion routine', async () => {
  const nt = makeNt();
  const rounds: number[] = [];
  const [device] = buildStack(nt, [
    {
      name: 'lower',
      dispatch: (_device, irp) => {
        irp.IoStatus.Status = STATUS_SUCCESS;
        void IoCompleteRequest(nt.io, irp, 0);
        return STATUS_SUCCESS;
      },
    },
  ]);
  if (device === undefined) throw new Error('no device');
  const send = (irp: IRP): void => {
    IoGetNextIrpStackLocation(nt.io, irp).MajorFunction = 3;
    const again = (): number => {
      rounds.push(rounds.length);
      if (rounds.length === 3) IoFreeIrp(nt.io, irp);
      else {
        IoReuseIrp(nt.io, irp, STATUS_SUCCESS);
        send(irp);
      }
      return STATUS_MORE_PROCESSING_REQUIRED;
    };
    IoSetCompletionRoutine(nt.io, irp, again, 0, true, true, true);
    void IoCallDriver(nt.io, device, irp);
  };
  await runThread(nt, () => {
    const irp = IoAllocateIrp(nt.io, 1);
    if (irp !== null) send(irp);
  });
  expect([rounds, nt.io.irps.size, nt.kernel.sim.crash]).toEqual([[0, 1, 2], 0, null]);
});

interface Outcome {
  readonly nt: TestKernel;
  readonly called: unknown[];
  readonly status: number | undefined;
  readonly blocks: number;
}

/** A filter that sets its routine with IoSetCompletionRoutineEx, over a driver that ends each IRP with a status, later. */
async function playEx(lowerStatus: number, onSuccess: boolean, onError: boolean): Promise<Outcome> {
  const nt = makeNt();
  const called: unknown[] = [];
  const held: IRP[] = [];
  const pend: DRIVER_DISPATCH = (_device, irp) => {
    IoMarkIrpPending(nt.io, irp);
    held.push(irp);
    return STATUS_PENDING;
  };
  const filter: DRIVER_DISPATCH = (device, irp) => {
    IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
    const set = IoSetCompletionRoutineEx(
      nt.io,
      device,
      irp,
      (given, returned, context) => {
        called.push([given === device, context, nt.io.references.get(device.address)]);
        if (returned.PendingReturned) IoMarkIrpPending(nt.io, returned);
        return STATUS_SUCCESS;
      },
      7,
      { onSuccess, onError, onCancel: false },
    );
    called.push(set === STATUS_SUCCESS);
    return IoCallDriver(nt.io, below(stack, device), irp);
  };
  const stack = buildStack(nt, [
    { name: 'lower', dispatch: pend },
    { name: 'filter', dispatch: filter },
  ]);
  const [, top] = stack;
  if (top === undefined) throw new Error('no device');
  const before = nt.kernel.pool.blocks;
  const result = await runThread(nt, () => {
    nt.kernel.sim.createThread('completer', () => {
      for (const irp of held) {
        irp.IoStatus.Status = lowerStatus;
        void IoCompleteRequest(nt.io, irp, 0);
      }
    });
    return sendSystemIrp(nt.io, top, (irp) => {
      IoGetNextIrpStackLocation(nt.io, irp).MajorFunction = 3;
    });
  });
  return { nt, called, status: result?.status, blocks: nt.kernel.pool.blocks - before };
}

test('IRP-06 IoSetCompletionRoutineEx keeps the device until the routine has returned', async () => {
  const { nt, called, status, blocks } = await playEx(STATUS_SUCCESS, true, true);
  expect([called, status, blocks]).toEqual([[true, [true, 7, 1]], STATUS_SUCCESS, 0]);
  expect([nt.io.references.size, nt.kernel.sim.crash]).toEqual([0, null]);
});

test('IRP-24 a routine that was not wanted for this end is not called, and its pending bit goes up', async () => {
  const { nt, called, status, blocks } = await playEx(STATUS_UNSUCCESSFUL, true, false);
  expect([called, status, blocks, nt.io.references.size]).toEqual([[true], STATUS_UNSUCCESSFUL, 0, 0]);
  expect([nt.io.irps.size, nt.kernel.sim.findings, nt.kernel.sim.crash]).toEqual([0, [], null]);
});

test('IRP-06 IoSetCompletionRoutineEx fails when pool is used up, and sets nothing', () => {
  const { nt, irp } = withIrp(2);
  const [device] = buildStack(nt, [{ name: 'filter', dispatch: () => 0 }]);
  if (device === undefined) throw new Error('no device');
  while (nt.kernel.pool.allocate(16, 1, 0, false) !== 0);
  const all = { onSuccess: true, onError: true, onCancel: true };
  expect(IoSetCompletionRoutineEx(nt.io, device, irp, () => 0, 0, all)).toBe(0xc000009a);
  expect([IoGetNextIrpStackLocation(nt.io, irp).Control, nt.io.references.size]).toEqual([0, 0]);
});
