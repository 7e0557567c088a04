import { expect, test } from 'vitest';
import { STATUS_CANCELLED, STATUS_PENDING, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import type { DRIVER_CANCEL, DRIVER_STARTIO } from '../../../src/abi/roles.ts';
import type { DEVICE_OBJECT, IRP } from '../../../src/abi/structs/io.ts';
import { sendSystemIrp } from '../../../src/kernel/io/build-request.ts';
import { IoCancelIrp, IoReleaseCancelSpinLock } from '../../../src/kernel/io/cancel.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { KeRemoveEntryDeviceQueue } from '../../../src/kernel/io/device-queue.ts';
import { IoGetNextIrpStackLocation, IoMarkIrpPending } from '../../../src/kernel/io/stack-location.ts';
import {
  IoSetStartIoAttributes,
  IoStartNextPacket,
  IoStartNextPacketByKey,
  IoStartPacket,
} from '../../../src/kernel/io/start-io.ts';
import { KeLowerIrql, KeRaiseIrql } from '../../../src/kernel/ke/irql.ts';
import { buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

interface Options {
  /** Key of the IRP with this number, or null. */
  readonly key?: (number: number) => number | null;
  readonly cancelable?: boolean;
  /** StartIo completes each IRP itself and asks for the next one. */
  readonly atOnce?: boolean;
}

/** A driver that hands each IRP to IoStartPacket; IRPs are known by the order in which they were sent. */
class Serial {
  readonly nt: TestKernel = makeNt();
  readonly log: string[] = [];
  readonly irps: IRP[] = [];
  readonly device: DEVICE_OBJECT;
  readonly ended: (number | undefined)[] = [];
  /** StartIo entered and not left. */
  #depth = 0;

  constructor(options: Options = {}) {
    const [device] = buildStack(this.nt, [
      {
        name: 'serial',
        dispatch: (given, irp) => {
          IoMarkIrpPending(this.nt.io, irp);
          const key = options.key?.(this.irps.length) ?? null;
          this.irps.push(irp);
          IoStartPacket(this.nt.io, given, irp, key, options.cancelable === true ? this.#cancel : null);
          return STATUS_PENDING;
        },
      },
    ]);
    if (device === undefined) throw new Error('no device');
    this.device = device;
    const startIo: DRIVER_STARTIO = (given, irp) => {
      this.#depth += 1;
      const isCurrent = given.CurrentIrp === irp;
      this.log.push(
        `start ${this.irps.indexOf(irp)} at ${this.nt.kernel.sim.current.irql}, depth ${this.#depth}${isCurrent ? '' : ', not current'}`,
      );
      if (options.atOnce === true) this.finish();
      this.#depth -= 1;
    };
    device.DriverObject.DriverStartIo = startIo;
  }

  readonly #cancel: DRIVER_CANCEL = (given, irp) => {
    const isCurrent = given.CurrentIrp === irp;
    const wasQueued = KeRemoveEntryDeviceQueue(this.nt.kernel, irp.Tail.Overlay.DeviceQueueEntry);
    IoReleaseCancelSpinLock(this.nt.io, irp.CancelIrql);
    this.log.push(`cancel ${this.irps.indexOf(irp)}, ${isCurrent ? 'current' : 'waiting'}, ${wasQueued}`);
    this.#complete(irp, STATUS_CANCELLED);
  };

  #complete(irp: IRP, status: number): void {
    irp.IoStatus.Status = status;
    irp.CancelRoutine = null;
    void IoCompleteRequest(this.nt.io, irp, 0);
  }

  /** What the driver's DPC does when the device is done: completes the current IRP and asks for the next one. */
  finish(key: number | null = null, cancelable = false): void {
    const old = KeRaiseIrql(this.nt.kernel, 2);
    const { CurrentIrp } = this.device;
    if (CurrentIrp !== null) this.#complete(CurrentIrp, STATUS_SUCCESS);
    if (key === null) IoStartNextPacket(this.nt.io, this.device, cancelable);
    else IoStartNextPacketByKey(this.nt.io, this.device, cancelable, key);
    KeLowerIrql(this.nt.kernel, old);
  }

  async play(count: number, act: () => void): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      this.nt.kernel.sim.createThread(`sender ${index}`, async () => {
        const result = await sendSystemIrp(this.nt.io, this.device, (irp) => {
          IoGetNextIrpStackLocation(this.nt.io, irp).MajorFunction = 3;
        });
        this.ended[index] = result?.status;
      });
    }
    await runThread(this.nt, act);
    expect(this.nt.kernel.sim.findings).toEqual([]);
  }

  irp(index: number): IRP {
    const irp = this.irps[index];
    if (irp === undefined) throw new Error(`IRP ${index} was not sent`);
    return irp;
  }
}

test('StartIo gets one IRP at a time at DISPATCH_LEVEL; DeviceQueue.Busy and CurrentIrp say so', async () => {
  const serial = new Serial();
  const states: unknown[] = [];
  const state = (): void => {
    const { CurrentIrp, DeviceQueue } = serial.device;
    states.push([DeviceQueue.Busy, CurrentIrp === null ? null : serial.irps.indexOf(CurrentIrp)]);
  };
  await serial.play(3, () => {
    for (let index = 0; index < 3; index += 1) {
      state();
      serial.finish();
    }
    state();
  });
  expect(states).toEqual([
    [true, 0],
    [true, 1],
    [true, 2],
    [false, null],
  ]);
  expect(serial.log).toEqual(['start 0 at 2, depth 1', 'start 1 at 2, depth 1', 'start 2 at 2, depth 1']);
  expect(serial.ended).toEqual([STATUS_SUCCESS, STATUS_SUCCESS, STATUS_SUCCESS]);
});

test('a key sorts what waits, and IoStartNextPacketByKey goes on upward from a key', async () => {
  const serial = new Serial({ key: (number) => [0, 30, 10, 20][number] ?? 0 });
  await serial.play(4, () => {
    serial.finish(15);
    serial.finish();
    serial.finish();
    serial.finish();
  });
  expect(serial.log.map((line) => line.slice(0, 7))).toEqual(['start 0', 'start 3', 'start 2', 'start 1']);
});

test('IRP-50 a queued packet can be cancelled: it leaves the device queue and StartIo never sees it', async () => {
  const serial = new Serial({ cancelable: true });
  await serial.play(3, () => {
    IoCancelIrp(serial.nt.io, serial.irp(1));
    serial.finish(null, true);
    serial.finish(null, true);
  });
  expect(serial.log.map((line) => line.split(' at ')[0])).toEqual(['start 0', 'cancel 1, waiting, true', 'start 2']);
  expect([serial.ended, serial.nt.kernel.sim.crash]).toEqual([
    [STATUS_SUCCESS, STATUS_CANCELLED, STATUS_SUCCESS],
    null,
  ]);
});

test('IRP-52 a packet that was cancelled before it was queued is cancelled at once', async () => {
  const serial = new Serial({
    cancelable: true,
    key: (number) => {
      const latest = [...serial.nt.io.irps.values()].at(-1)?.irp;
      if (number === 1 && latest !== undefined) IoCancelIrp(serial.nt.io, latest);
      return null;
    },
  });
  await serial.play(2, () => serial.finish(null, true));
  expect([serial.log.map((line) => line.split(' at ')[0]), serial.ended]).toEqual([
    ['start 0', 'cancel 1, waiting, true'],
    [STATUS_SUCCESS, STATUS_CANCELLED],
  ]);
});

test('with NonCancelable the packet that StartIo gets has no cancel routine any more', async () => {
  const serial = new Serial({ cancelable: true });
  IoSetStartIoAttributes(serial.device, false, true);
  const said: unknown[] = [];
  await serial.play(2, () => {
    said.push(serial.irp(0).CancelRoutine === null, serial.irp(1).CancelRoutine === null);
    serial.finish(null, true);
    said.push(serial.irp(1).CancelRoutine === null, IoCancelIrp(serial.nt.io, serial.irp(1)));
    serial.finish(null, true);
  });
  expect([said, serial.ended]).toEqual([
    [true, false, true, false],
    [STATUS_SUCCESS, STATUS_SUCCESS],
  ]);
});

/** Three IRPs wait while the device is busy; from then on StartIo completes each at once. */
async function drainFromStartIo(deferred: boolean): Promise<Serial> {
  const options = { atOnce: false };
  const serial = new Serial(options);
  IoSetStartIoAttributes(serial.device, deferred, false);
  await serial.play(4, () => {
    options.atOnce = true;
    serial.finish();
  });
  return serial;
}

test('IoStartNextPacket inside StartIo calls it again, deeper and deeper; DeferredStartIo waits for its return', async () => {
  const nested = await drainFromStartIo(false);
  expect(nested.log.map((line) => line.split(', ')[1])).toEqual(['depth 1', 'depth 1', 'depth 2', 'depth 3']);
  const deferred = await drainFromStartIo(true);
  expect(deferred.log.map((line) => line.split(', ')[1])).toEqual(['depth 1', 'depth 1', 'depth 1', 'depth 1']);
  expect([nested.ended, deferred.ended]).toEqual([Array(4).fill(STATUS_SUCCESS), Array(4).fill(STATUS_SUCCESS)]);
});

test('a driver without StartIo stops the machine with 0xD1', async () => {
  const serial = new Serial();
  serial.device.DriverObject.DriverStartIo = null;
  await serial.play(1, () => {});
  expect(serial.nt.kernel.sim.crash?.code).toBe(0xd1);
});
