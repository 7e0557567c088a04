/** Stacks for tests of what happens to an IRP on its way. */
import { IRP_MJ_READ } from '../../../../src/abi/irp-codes.ts';
import type { DRIVER_DISPATCH } from '../../../../src/abi/roles.ts';
import type { DEVICE_OBJECT } from '../../../../src/abi/structs/io.ts';
import { sendSystemIrp } from '../../../../src/kernel/io/build-request.ts';
import { IoCompleteRequest } from '../../../../src/kernel/io/complete-request.ts';
import { IoGetNextIrpStackLocation } from '../../../../src/kernel/io/stack-location.ts';
import { buildStack, runThread, type StackDriver, type TestKernel } from '../../../support/nt.ts';

export function complete(nt: TestKernel, status: number): DRIVER_DISPATCH {
  return (_device, irp) => {
    irp.IoStatus.Status = status;
    void IoCompleteRequest(nt.io, irp, 0);
    return status;
  };
}

/** A stack whose drivers can call each other. @param drivers - bottom first */
export function stackOf(nt: TestKernel, drivers: (stack: DEVICE_OBJECT[]) => readonly StackDriver[]): DEVICE_OBJECT[] {
  const stack: DEVICE_OBJECT[] = [];
  stack.push(...buildStack(nt, drivers(stack)));
  return stack;
}

/** Sends a read to the top of a stack. */
export function read(nt: TestKernel, stack: readonly DEVICE_OBJECT[]): ReturnType<typeof runThread> {
  const top = stack.at(-1);
  if (top === undefined) throw new Error('there is no stack');
  return runThread(nt, () =>
    sendSystemIrp(nt.io, top, (irp) => {
      IoGetNextIrpStackLocation(nt.io, irp).MajorFunction = IRP_MJ_READ;
    }),
  );
}
