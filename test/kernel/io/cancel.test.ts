import { expect, test } from 'vitest';
import { STATUS_CANCELLED, STATUS_PENDING, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import type { DRIVER_CANCEL, DRIVER_DISPATCH } from '../../../src/abi/roles.ts';
import type { DEVICE_OBJECT, IRP } from '../../../src/abi/structs/io.ts';
import { sendSystemIrp } from '../../../src/kernel/io/build-request.ts';
import { IoCancelIrp, IoReleaseCancelSpinLock, IoSetCancelRoutine } from '../../../src/kernel/io/cancel.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoGetNextIrpStackLocation, IoMarkIrpPending } from '../../../src/kernel/io/stack-location.ts';
import { buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

interface Held {
  readonly nt: TestKernel;
  readonly device: DEVICE_OBJECT;
  irp: IRP | null;
}

/** A driver that holds every IRP, with a cancel routine. */
function holding(cancel: (nt: TestKernel) => DRIVER_CANCEL | null): Held {
  const nt = makeNt();
  const pend: DRIVER_DISPATCH = (_device, irp) => {
    IoMarkIrpPending(nt.io, irp);
    IoSetCancelRoutine(irp, cancel(nt));
    held.irp = irp;
    return STATUS_PENDING;
  };
  const [device] = buildStack(nt, [{ name: 'holder', dispatch: pend }]);
  if (device === undefined) throw new Error('no device');
  const held: Held = { nt, device, irp: null };
  return held;
}

const complete =
  (nt: TestKernel): DRIVER_CANCEL =>
  (_device, irp) => {
    IoReleaseCancelSpinLock(nt.io, irp.CancelIrql);
    irp.IoStatus.Status = STATUS_CANCELLED;
    void IoCompleteRequest(nt.io, irp, 0);
  };

/** Sends an IRP to the holder and does something to it from another thread. @returns how it ended, and what was said */
async function play(held: Held, act: (irp: IRP) => unknown): Promise<{ status: number | undefined; said: unknown }> {
  let said: unknown;
  const result = await runThread(held.nt, () => {
    held.nt.kernel.sim.createThread('canceller', () => {
      if (held.irp !== null) said = act(held.irp);
    });
    return sendSystemIrp(held.nt.io, held.device, (irp) => {
      IoGetNextIrpStackLocation(held.nt.io, irp).MajorFunction = 3;
    });
  });
  return { status: result?.status, said };
}

test('IRP-50 IRP-51 cancelling calls the routine at DISPATCH_LEVEL with the cancel lock held, once', async () => {
  const irqls: number[] = [];
  const held = holding((nt) => (device, irp) => {
    irqls.push(nt.kernel.sim.current.irql, irp.CancelIrql);
    void complete(nt)(device, irp);
  });
  const { status, said } = await play(held, (irp) => IoCancelIrp(held.nt.io, irp));
  expect([status, said, irqls, held.nt.kernel.sim.crash, held.nt.io.irps.size]).toEqual([
    STATUS_CANCELLED,
    true,
    [2, 0],
    null,
    0,
  ]);
});

test('IRP-50 without a routine the IRP is only marked', async () => {
  const held = holding(() => null);
  const { status, said } = await play(held, (irp) => {
    const cancelled = IoCancelIrp(held.nt.io, irp);
    const marked = irp.Cancel;
    irp.IoStatus.Status = STATUS_SUCCESS;
    void IoCompleteRequest(held.nt.io, irp, 0);
    return [cancelled, marked];
  });
  expect([status, said, held.nt.kernel.sim.crash]).toEqual([STATUS_SUCCESS, [false, true], null]);
});

test('IRP-52 taking the routine away first keeps the IRP; whoever comes second gets null', async () => {
  const held = holding(complete);
  const { said } = await play(held, (irp) => {
    const taken = IoSetCancelRoutine(irp, null) !== null;
    const cancelled = IoCancelIrp(held.nt.io, irp);
    void IoCompleteRequest(held.nt.io, irp, 0);
    return [taken, cancelled];
  });
  expect(said).toEqual([true, false]);
});

test('IRP-51 a cancel routine that keeps the cancel lock stops with 0x11B', async () => {
  const held = holding((nt) => (_device, irp) => {
    irp.IoStatus.Status = STATUS_CANCELLED;
    void IoCompleteRequest(nt.io, irp, 0);
  });
  await play(held, (irp) => IoCancelIrp(held.nt.io, irp));
  expect(held.nt.kernel.sim.crash?.code).toBe(0x11b);
});
