/** The way of an IRP back up: what completion routines find, and where the walk goes on. */
import { describe, expect, test } from 'vitest';
import { IRP_MJ_READ, SL_ERROR_RETURNED, SL_PENDING_RETURNED } from '../../../src/abi/irp-codes.ts';
import {
  STATUS_CONTINUE_COMPLETION,
  STATUS_DEVICE_BUSY,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  STATUS_UNSUCCESSFUL,
} from '../../../src/abi/ntstatus.ts';
import type { DRIVER_DISPATCH } from '../../../src/abi/roles.ts';
import { type DEVICE_OBJECT, IO_STACK_LOCATION } from '../../../src/abi/structs/io.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoAllocateIrp } from '../../../src/kernel/io/irp.ts';
import {
  IoCopyCurrentIrpStackLocationToNext,
  IoGetCurrentIrpStackLocation,
  IoGetNextIrpStackLocation,
  IoMarkIrpPending,
  IoSetCompletionRoutine,
} from '../../../src/kernel/io/stack-location.ts';
import { below, makeNt, runThread, type TestKernel } from '../../support/nt.ts';
import { Lab, milliseconds } from '../ke/support/lab.ts';
import { complete, read, stackOf } from './support/stacks.ts';

describe('IRP-22 what a completion routine finds', () => {
  interface Found {
    readonly device: DEVICE_OBJECT | null;
    readonly own: readonly number[];
    readonly below: readonly number[];
  }

  /** Bytes of a stack location that its driver had filled: major, minor, flags, Control, parameters, device, file. */
  function bytesOf(nt: TestKernel, address: number): readonly number[] {
    const location = nt.kernel.memory.view(IO_STACK_LOCATION, address);
    const { Argument1, Argument4 } = location.Parameters.Others;
    const { u32 } = nt.kernel.memory;
    return [
      location.MajorFunction,
      location.MinorFunction,
      location.Flags,
      location.Control,
      Argument1,
      Argument4,
      u32[(address + 24) >>> 2] ?? -1,
      u32[(address + 28) >>> 2] ?? -1,
    ];
  }

  async function play(status: number): Promise<{ nt: TestKernel; stack: DEVICE_OBJECT[]; found: Found[] }> {
    const nt = makeNt();
    const found: Found[] = [];
    const stack = stackOf(nt, (all) => [
      { name: 'bottom', dispatch: complete(nt, status) },
      {
        name: 'top',
        dispatch: (device, irp) => {
          IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
          const next = IoGetNextIrpStackLocation(nt.io, irp);
          next.MinorFunction = 7;
          next.Flags = 3;
          next.Parameters.Others.Argument4 = 44;
          IoSetCompletionRoutine(
            nt.io,
            irp,
            (given, back) => {
              const own = IoGetCurrentIrpStackLocation(nt.io, back).address;
              found.push({ device: given, own: bytesOf(nt, own), below: bytesOf(nt, own - IO_STACK_LOCATION.size) });
              return STATUS_CONTINUE_COMPLETION;
            },
            0,
            true,
            true,
            false,
          );
          return IoCallDriver(nt.io, below(all, device), irp);
        },
      },
    ]);
    await runThread(nt, () => {
      const irp = IoAllocateIrp(nt.io, 2);
      if (irp === null || stack[1] === undefined) throw new Error('no memory');
      const next = IoGetNextIrpStackLocation(nt.io, irp);
      next.MajorFunction = IRP_MJ_READ;
      next.Parameters.Others.Argument1 = 11;
      const ofMaker = (given: DEVICE_OBJECT | null): number => {
        found.push({ device: given, own: [], below: [] });
        return STATUS_MORE_PROCESSING_REQUIRED;
      };
      IoSetCompletionRoutine(nt.io, irp, ofMaker, 0, true, true, true);
      return IoCallDriver(nt.io, stack[1], irp);
    });
    return { nt, stack, found };
  }

  test('its own device, its own location as it was, and nothing of the location of the driver below', async () => {
    const { stack, found, nt } = await play(STATUS_SUCCESS);
    const [first] = found;
    expect(first?.device).toBe(stack[1]);
    expect(first?.own.slice(0, 3)).toEqual([IRP_MJ_READ, 0, 0]);
    expect(first?.own.slice(4, 6)).toEqual([11, 0]);
    // Minor code, flags, Control, parameters, file and routine are gone.
    expect(first?.below).toEqual([IRP_MJ_READ, 0, 0, 0, 0, 0, 0, 0]);
    expect(nt.kernel.sim.crash).toBeNull();
  });

  test('no device in the routine of the maker of the IRP, who has no location', async () => {
    const { found } = await play(STATUS_SUCCESS);
    expect(found.at(-1)?.device).toBeNull();
  });

  test('IRP-07 of Control the bit that says which driver has returned an error', async () => {
    const { found } = await play(STATUS_UNSUCCESSFUL);
    expect(found[0]?.below).toEqual([IRP_MJ_READ, 0, 0, SL_ERROR_RETURNED, 0, 0, 0, 0]);
    expect((found[0]?.own[3] ?? 0) & SL_ERROR_RETURNED).toBe(0);
  });

  test.each([
    [true, false, false, STATUS_SUCCESS, false, true],
    [true, false, false, STATUS_DEVICE_BUSY, false, false],
    [false, true, false, STATUS_DEVICE_BUSY, false, true],
    [false, true, false, STATUS_SUCCESS, false, false],
    [false, false, true, STATUS_SUCCESS, true, true],
    [false, false, true, STATUS_UNSUCCESSFUL, true, true],
    [false, false, true, STATUS_SUCCESS, false, false],
    [false, false, false, STATUS_SUCCESS, true, false],
  ])(
    'a routine for success %s, error %s, cancel %s: ended with 0x%x, cancelled %s: called %s',
    async (onSuccess, onError, onCancel, status, isCancelled, isCalled) => {
      const nt = makeNt();
      let called = false;
      const stack = stackOf(nt, (all) => [
        {
          name: 'bottom',
          dispatch: (device, irp) => {
            irp.Cancel = isCancelled;
            return complete(nt, status)(device, irp);
          },
        },
        {
          name: 'top',
          dispatch: (device, irp) => {
            IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
            const note = (): number => {
              called = true;
              return STATUS_CONTINUE_COMPLETION;
            };
            IoSetCompletionRoutine(nt.io, irp, note, 0, onSuccess, onError, onCancel);
            return IoCallDriver(nt.io, below(all, device), irp);
          },
        },
      ]);
      await read(nt, stack);
      expect(called).toBe(isCalled);
    },
  );
});

test('IRP-23 a driver that kept the IRP in its routine completes it later: the walk goes on above it, not below', async () => {
  const nt = makeNt();
  const called: string[] = [];
  const pass =
    (name: string, returns: number) =>
    (all: DEVICE_OBJECT[]): DRIVER_DISPATCH =>
    (device, irp) => {
      IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
      const note = (): number => {
        called.push(name);
        return returns;
      };
      IoSetCompletionRoutine(nt.io, irp, note, 0, true, true, true);
      const status = IoCallDriver(nt.io, below(all, device), irp);
      if (returns !== STATUS_MORE_PROCESSING_REQUIRED) return status;
      called.push(`${name} completes in location ${irp.CurrentLocation}`);
      irp.IoStatus.Status = STATUS_SUCCESS;
      void IoCompleteRequest(nt.io, irp, 0);
      return STATUS_SUCCESS;
    };
  const stack = stackOf(nt, (all) => [
    { name: 'bottom', dispatch: complete(nt, STATUS_UNSUCCESSFUL) },
    { name: 'low', dispatch: pass('low', STATUS_CONTINUE_COMPLETION)(all) },
    { name: 'keeper', dispatch: pass('keeper', STATUS_MORE_PROCESSING_REQUIRED)(all) },
    { name: 'high', dispatch: pass('high', STATUS_CONTINUE_COMPLETION)(all) },
  ]);
  expect(await read(nt, stack)).toMatchObject({ status: STATUS_SUCCESS });
  expect(called).toEqual(['low', 'keeper', 'keeper completes in location 3', 'high']);
});

test('IRP-21 PendingReturned is the pending bit of the location that the IRP has just left, on each level anew', async () => {
  const lab = new Lab();
  const { nt } = lab;
  const seen: unknown[] = [];
  const watch =
    (name: string, hands: boolean) =>
    (all: DEVICE_OBJECT[]): DRIVER_DISPATCH =>
    (device, irp) => {
      IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
      IoSetCompletionRoutine(
        nt.io,
        irp,
        (_device, back) => {
          seen.push([name, back.PendingReturned, back.CurrentLocation]);
          if (hands && back.PendingReturned) IoMarkIrpPending(nt.io, back);
          return STATUS_CONTINUE_COMPLETION;
        },
        0,
        true,
        true,
        true,
      );
      return IoCallDriver(nt.io, below(all, device), irp);
    };
  const pend: DRIVER_DISPATCH = (_device, irp) => {
    IoMarkIrpPending(nt.io, irp);
    seen.push(IoGetCurrentIrpStackLocation(nt.io, irp).Control & SL_PENDING_RETURNED);
    const dpc = lab.dpc(() => {
      irp.IoStatus.Status = STATUS_SUCCESS;
      void IoCompleteRequest(nt.io, irp, 0);
    });
    nt.dpcs.setTimer(lab.timer(), milliseconds(1), 0, dpc);
    return STATUS_PENDING;
  };
  const stack = stackOf(nt, (all) => [
    { name: 'bottom', dispatch: pend },
    { name: 'low', dispatch: watch('low', true)(all) },
    { name: 'middle', dispatch: watch('middle', false)(all) },
    { name: 'high', dispatch: watch('high', true)(all) },
  ]);
  await read(nt, stack);
  // The one in the middle does not hand it on, so the one above it takes the IRP for one that came back at once.
  expect(seen).toEqual([1, ['low', true, 2], ['middle', true, 3], ['high', false, 4]]);
});
