import { expect, test } from 'vitest';
import { STATUS_CANCELLED, STATUS_PENDING, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import type { DRIVER_CANCEL } from '../../../src/abi/roles.ts';
import { IO_STATUS_BLOCK, type IRP } from '../../../src/abi/structs/io.ts';
import { formatInstant } from '../../../src/base/time.ts';
import { Out } from '../../../src/ddi/routine.ts';
import { IoBuildSynchronousFsdRequest } from '../../../src/kernel/io/build-request.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoReleaseCancelSpinLock, IoSetCancelRoutine } from '../../../src/kernel/io/cancel.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoMarkIrpPending } from '../../../src/kernel/io/stack-location.ts';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import { buildStack } from '../../support/nt.ts';
import { Lab, milliseconds } from '../ke/support/lab.ts';

interface Scene {
  readonly lab: Lab;
  readonly irps: IRP[];
  readonly log: string[];
}

function complete(lab: Lab, irp: IRP, status: number): void {
  irp.IoStatus.Status = status;
  void IoCompleteRequest(lab.nt.io, irp, 0);
}

/**
 * A thread of a driver sends a flush to a driver that holds it, and ends at once. Another thread waits for its end.
 *
 * @param later - milliseconds after which the holder completes what it holds; undefined: never
 */
async function endWithIrp(hasCancelRoutine: boolean, later?: number): Promise<Scene> {
  const lab = new Lab();
  const scene: Scene = { lab, irps: [], log: [] };
  const { io, kernel, dispatcher } = lab.nt;
  const note = (text: string): void => void scene.log.push(`${formatInstant(kernel.sim.now)} ${text}`);
  const cancel: DRIVER_CANCEL = (_device, irp) => {
    IoReleaseCancelSpinLock(io, irp.CancelIrql);
    note('cancelled');
    complete(lab, irp, STATUS_CANCELLED);
  };
  const [device] = buildStack(lab.nt, [
    {
      name: 'holder',
      dispatch: (_device, irp) => {
        IoMarkIrpPending(io, irp);
        if (hasCancelRoutine) IoSetCancelRoutine(irp, cancel);
        scene.irps.push(irp);
        return STATUS_PENDING;
      },
    },
  ]);
  if (device === undefined) throw new Error('no device');
  const iosb = lab.make(IO_STATUS_BLOCK);
  const event = lab.event('notification');
  const create = lab.nt.wdm['PsCreateSystemThread'] as (...parameters: unknown[]) => number;
  const object = new Out(0);
  lab.thread('starter', async () => {
    const handle = new Out(0);
    const body = (): void => {
      const irp = IoBuildSynchronousFsdRequest(io, 9, device, 0, 0, null, event, iosb);
      if (irp !== null) void IoCallDriver(io, device, irp);
      note('sent');
    };
    create(handle, 0, null, 0, null, body, 0);
    object.value = io.threads.objectOf(handle.value) ?? 0;
    await dispatcher.wait([object.value], false, null);
    note(`thread ended, status ${iosb.Status === STATUS_CANCELLED ? 'cancelled' : iosb.Status}`);
  });
  if (later !== undefined) {
    lab.thread('completer', async () => {
      await KeDelayExecutionThread(dispatcher, milliseconds(later));
      for (const irp of scene.irps) complete(lab, irp, STATUS_SUCCESS);
    });
  }
  await lab.run();
  expect(kernel.sim.crash).toBeNull();
  return scene;
}

test('IRP-53 a thread that ends cancels its IRPs, and the results still go to whoever made them', async () => {
  const { log, lab } = await endWithIrp(true);
  expect([log, lab.nt.io.irps.size, lab.nt.kernel.sim.findings]).toEqual([
    ['0.0000000s sent', '0.0000000s cancelled', '0.0000000s thread ended, status cancelled'],
    0,
    [],
  ]);
});

test('IRP-53 it waits for an IRP that cannot be cancelled until that is completed', async () => {
  const { log, lab, irps } = await endWithIrp(false, 20);
  expect([log, lab.nt.io.irps.size, irps.length, lab.nt.kernel.sim.findings]).toEqual([
    ['0.0000000s sent', '0.0200000s thread ended, status 0'],
    0,
    1,
    [],
  ]);
});

test('IRP-53 after five minutes it gives up: a finding names the driver that holds the IRP', async () => {
  const { log, lab, irps } = await endWithIrp(false);
  expect(log.at(-1)).toBe('300.0000000s thread ended, status 0');
  expect(lab.nt.kernel.sim.findings).toMatchObject([{ rule: 'irp/outlives-its-thread', irp: irps[0]?.address }]);
  const [finding] = lab.nt.kernel.sim.findings;
  expect(lab.nt.kernel.sim.directory.driverName(finding?.driver ?? 0)).toBe('holder');
});

test('IRP-53 an IRP that was given up is only freed when it is completed after all', async () => {
  const { lab } = await endWithIrp(false, 400_000);
  expect([lab.nt.io.irps.size, lab.nt.kernel.sim.findings.length]).toEqual([0, 1]);
});
