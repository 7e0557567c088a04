import { expect, test } from 'vitest';
import { STATUS_MORE_PROCESSING_REQUIRED, STATUS_PENDING, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import type { DRIVER_DISPATCH } from '../../../src/abi/roles.ts';
import type { IRP } from '../../../src/abi/structs/io.ts';
import { IoMakeAssociatedIrp } from '../../../src/kernel/io/associated.ts';
import { sendSystemIrp } from '../../../src/kernel/io/build-request.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoFreeIrp } from '../../../src/kernel/io/irp.ts';
import {
  IoGetNextIrpStackLocation,
  IoMarkIrpPending,
  IoSetCompletionRoutine,
} from '../../../src/kernel/io/stack-location.ts';
import { below, buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

interface Scene {
  readonly nt: TestKernel;
  readonly parts: IRP[];
  readonly result: number | undefined;
  readonly counts: number[];
}

/** The top driver cuts a read into parts; the lower one keeps them, and a second thread completes them one by one. */
async function split(count: number, keepFirst: boolean): Promise<Scene> {
  const nt = makeNt();
  const parts: IRP[] = [];
  const counts: number[] = [];
  const complete = (irp: IRP): void => {
    irp.IoStatus.Status = STATUS_SUCCESS;
    void IoCompleteRequest(nt.io, irp, 0);
  };
  const keep: DRIVER_DISPATCH = (_device, irp) => {
    IoMarkIrpPending(nt.io, irp);
    parts.push(irp);
    return STATUS_PENDING;
  };
  let master: IRP | null = null;
  const cut: DRIVER_DISPATCH = (device, irp) => {
    master = irp;
    const lower = below(stack, device);
    IoMarkIrpPending(nt.io, irp);
    irp.IoStatus.Status = STATUS_SUCCESS;
    irp.AssociatedIrp.IrpCount = count;
    for (let part = 0; part < count; part += 1) {
      const own = IoMakeAssociatedIrp(nt.io, irp, lower.StackSize);
      if (own === null) throw new Error('no memory');
      IoGetNextIrpStackLocation(nt.io, own).MajorFunction = 3;
      if (keepFirst && part === 0)
        IoSetCompletionRoutine(
          nt.io,
          own,
          (_top, ended) => {
            IoFreeIrp(nt.io, ended);
            irp.AssociatedIrp.IrpCount -= 1;
            return STATUS_MORE_PROCESSING_REQUIRED;
          },
          0,
          true,
          true,
          true,
        );
      void IoCallDriver(nt.io, lower, own);
    }
    return STATUS_PENDING;
  };
  const stack = buildStack(nt, [
    { name: 'lower', dispatch: keep },
    { name: 'top', dispatch: cut },
  ]);
  const [, top] = stack;
  if (top === undefined) throw new Error('no device');
  const result = await runThread(nt, () => {
    nt.kernel.sim.createThread('completer', () => {
      for (const part of parts) {
        counts.push((master as IRP | null)?.AssociatedIrp.IrpCount ?? -1);
        complete(part);
      }
    });
    return sendSystemIrp(nt.io, top, (irp) => {
      IoGetNextIrpStackLocation(nt.io, irp).MajorFunction = 3;
    });
  });
  expect(nt.kernel.sim.crash).toBeNull();
  return { nt, parts, result: result?.status, counts };
}

test('IRP-25 the last associated IRP completes the master; the I/O manager frees the parts', async () => {
  const { nt, result, counts } = await split(3, false);
  expect([result, counts, nt.io.irps.size]).toEqual([STATUS_SUCCESS, [3, 2, 1], 0]);
});

test('IRP-25 a part whose completion routine keeps it is the driver’s own to free and to count', async () => {
  const { nt, result, counts } = await split(2, true);
  expect([result, counts, nt.io.irps.size]).toEqual([STATUS_SUCCESS, [2, 1], 0]);
});
