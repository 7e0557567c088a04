/**
 * IRPs through random stacks: whatever the drivers choose to do within the rules, each IRP comes back once, through the
 * completion routines that were set, in order, and nothing of it is left. A failure prints the seed and the smallest
 * stack that shows it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IRP_MJ_READ } from '../../src/abi/irp-codes.ts';
import {
  NT_SUCCESS,
  STATUS_CONTINUE_COMPLETION,
  STATUS_DEVICE_BUSY,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  STATUS_UNSUCCESSFUL,
} from '../../src/abi/ntstatus.ts';
import type { DRIVER_DISPATCH } from '../../src/abi/roles.ts';
import type { DEVICE_OBJECT, IRP } from '../../src/abi/structs/io.ts';
import type { NTSTATUS } from '../../src/abi/types.ts';
import { IoForwardIrpSynchronously, sendSystemIrp } from '../../src/kernel/io/build-request.ts';
import { IoCallDriver } from '../../src/kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../src/kernel/io/complete-request.ts';
import {
  IoCopyCurrentIrpStackLocationToNext,
  IoGetNextIrpStackLocation,
  IoMarkIrpPending,
  IoSetCompletionRoutine,
  IoSkipCurrentIrpStackLocation,
} from '../../src/kernel/io/stack-location.ts';
import { KeDelayExecutionThread } from '../../src/kernel/ke/dispatcher.ts';
import { EVENT } from '../../src/kernel/sim/events.ts';
import { Lab, milliseconds } from '../kernel/ke/support/lab.ts';
import { below, buildStack } from '../support/nt.ts';

const upper = fc.oneof(
  fc.constant({ kind: 'skip' as const }),
  fc.constant({ kind: 'copy' as const }),
  fc.record({
    kind: fc.constant('routine' as const),
    onSuccess: fc.boolean(),
    onError: fc.boolean(),
    onCancel: fc.boolean(),
  }),
  fc.constant({ kind: 'wait' as const }),
  fc.constant({ kind: 'forwardSynchronously' as const }),
  fc.record({ kind: fc.constant('pend' as const), delay: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('dawdle' as const), delay: fc.integer({ min: 1, max: 3 }) }),
);
type Upper = typeof upper extends fc.Arbitrary<infer U> ? U : never;

const bottom = fc.record({
  status: fc.constantFrom(STATUS_SUCCESS, STATUS_UNSUCCESSFUL, STATUS_DEVICE_BUSY),
  /** null: at once; else milliseconds until a DPC completes it. */
  pends: fc.option(fc.integer({ min: 0, max: 3 })),
  /** Whether somebody has asked to cancel it by then. */
  isCancelled: fc.boolean(),
});
type Bottom = typeof bottom extends fc.Arbitrary<infer B> ? B : never;

interface Expected {
  /** Indexes of drivers whose completion routine must have been called, in order. */
  readonly called: number[];
}

/** Which routines must run: bottom up, each that was set for what the drivers below ended with. */
function expectedOf(uppers: readonly Upper[], { status, isCancelled }: Bottom): Expected {
  const called: number[] = [];
  for (const [index, one] of [...uppers.entries()].reverse()) {
    const isWanted =
      one.kind === 'routine' && ((NT_SUCCESS(status) ? one.onSuccess : one.onError) || (isCancelled && one.onCancel));
    if (isWanted || one.kind === 'wait' || one.kind === 'pend') called.push(index);
  }
  return { called };
}

class Play {
  readonly lab = new Lab();
  readonly called: number[] = [];
  readonly lost: string[] = [];
  readonly stack: readonly DEVICE_OBJECT[];
  readonly #uppers: readonly Upper[];

  /** @param uppers - top first */
  constructor(uppers: readonly Upper[], last: Bottom) {
    this.#uppers = uppers;
    const drivers = [
      { name: 'bottom', dispatch: this.#bottom(last) },
      ...uppers.map((one, index) => ({ name: `d${index}`, dispatch: this.#upper(one, index) })).reverse(),
    ];
    this.stack = buildStack(this.lab.nt, drivers);
  }

  #complete(irp: IRP, status: NTSTATUS): void {
    irp.IoStatus.Status = status;
    void IoCompleteRequest(this.lab.nt.io, irp, 0);
  }

  #bottom({ status, pends, isCancelled }: Bottom): DRIVER_DISPATCH {
    return (_device, irp) => {
      irp.Cancel = isCancelled;
      if (pends === null) {
        this.#complete(irp, status);
        return status;
      }
      IoMarkIrpPending(this.lab.nt.io, irp);
      const dpc = this.lab.dpc(() => this.#complete(irp, status));
      this.lab.nt.dpcs.setTimer(this.lab.timer(), milliseconds(pends), 0, dpc);
      return STATUS_PENDING;
    };
  }

  #upper(one: Upper, index: number): DRIVER_DISPATCH {
    const { io, dispatcher } = this.lab.nt;
    const down = (device: DEVICE_OBJECT, irp: IRP) => IoCallDriver(io, below(this.stack, device), irp);
    switch (one.kind) {
      case 'skip':
        return (device, irp) => {
          IoSkipCurrentIrpStackLocation(io, irp);
          return down(device, irp);
        };
      case 'copy':
        return (device, irp) => {
          IoCopyCurrentIrpStackLocationToNext(io, irp);
          return down(device, irp);
        };
      case 'routine':
        return (device, irp) => {
          IoCopyCurrentIrpStackLocationToNext(io, irp);
          IoSetCompletionRoutine(
            io,
            irp,
            (given, back) => this.#routine(index, given, back),
            0,
            one.onSuccess,
            one.onError,
            one.onCancel,
          );
          return down(device, irp);
        };
      case 'forwardSynchronously':
        return async (device, irp) => {
          await IoForwardIrpSynchronously(io, below(this.stack, device), irp);
          const status = irp.IoStatus.Status;
          this.#complete(irp, status);
          return status;
        };
      case 'wait':
        return (device, irp) => this.#waitAndComplete(index, device, irp);
      case 'dawdle':
        return async (device, irp) => {
          await KeDelayExecutionThread(dispatcher, milliseconds(one.delay));
          IoCopyCurrentIrpStackLocationToNext(io, irp);
          return down(device, irp);
        };
      case 'pend':
        return (device, irp) => this.#pend(index, one.delay, device, irp);
    }
  }

  #routine(index: number, given: DEVICE_OBJECT | null, irp: IRP): NTSTATUS {
    this.called.push(index);
    if (given !== this.#deviceOf(index)) this.lost.push(`routine of d${index} got another device`);
    if (irp.PendingReturned) IoMarkIrpPending(this.lab.nt.io, irp);
    return STATUS_CONTINUE_COMPLETION;
  }

  async #waitAndComplete(index: number, device: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
    const { io } = this.lab.nt;
    const event = this.lab.event('notification');
    IoCopyCurrentIrpStackLocationToNext(io, irp);
    IoSetCompletionRoutine(
      io,
      irp,
      () => {
        this.called.push(index);
        this.lab.set(event);
        return STATUS_MORE_PROCESSING_REQUIRED;
      },
      0,
      true,
      true,
      true,
    );
    if ((await IoCallDriver(io, below(this.stack, device), irp)) === STATUS_PENDING) await this.lab.wait(event);
    const status = irp.IoStatus.Status;
    this.#complete(irp, status);
    return status;
  }

  /** Pends, sends the IRP on, stops its completion, and completes it later from a DPC. */
  #pend(index: number, delay: number, device: DEVICE_OBJECT, irp: IRP): NTSTATUS {
    const { io, dpcs } = this.lab.nt;
    IoMarkIrpPending(io, irp);
    IoCopyCurrentIrpStackLocationToNext(io, irp);
    IoSetCompletionRoutine(
      io,
      irp,
      () => {
        this.called.push(index);
        const dpc = this.lab.dpc(() => this.#complete(irp, irp.IoStatus.Status));
        dpcs.setTimer(this.lab.timer(), milliseconds(delay), 0, dpc);
        return STATUS_MORE_PROCESSING_REQUIRED;
      },
      0,
      true,
      true,
      true,
    );
    void IoCallDriver(io, below(this.stack, device), irp);
    return STATUS_PENDING;
  }

  #deviceOf(index: number): DEVICE_OBJECT | undefined {
    return this.stack[this.#uppers.length - index];
  }

  /** Sends an IRP of the system to the top. @returns its final status; undefined when it never came back */
  async send(): Promise<number | undefined> {
    let status: number | undefined;
    const top = this.stack.at(-1);
    this.lab.thread('sender', async () => {
      if (top === undefined) return;
      const result = await sendSystemIrp(this.lab.nt.io, top, (irp) => {
        IoGetNextIrpStackLocation(this.lab.nt.io, irp).MajorFunction = IRP_MJ_READ;
      });
      status = result?.status;
    });
    await this.lab.run();
    return status;
  }

  count(code: number): number {
    const { recorder } = this.lab.nt.kernel.sim;
    return Array.from({ length: recorder.count }, (_, n) => recorder.read(n)).filter((event) => event.code === code)
      .length;
  }
}

/** A driver that pends does not await what it calls, so none below it may wait in its dispatch routine. */
const waits = ({ kind }: Upper): boolean => kind === 'wait' || kind === 'forwardSynchronously' || kind === 'dawdle';
const stack = fc
  .array(upper, { maxLength: 7 })
  .filter((uppers) => !uppers.some((one, index) => one.kind === 'pend' && uppers.slice(index + 1).some(waits)));

test('IRP-21 IRP-22 IRP-23 each IRP comes back once with the status of the bottom driver, through the routines that were set', async () => {
  await fc.assert(
    fc.asyncProperty(stack, bottom, async (uppers, last) => {
      const play = new Play(uppers, last);
      const status = await play.send();
      expect(play.lab.crash).toBeNull();
      expect([status, play.count(EVENT.irpDone)]).toEqual([last.status, 1]);
      expect(play.called).toEqual(expectedOf(uppers, last).called);
      expect(play.lost).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('IRP-24 IRP-40 dispatch returns STATUS_PENDING exactly when its location was marked, on every level', async () => {
  await fc.assert(
    fc.asyncProperty(stack, bottom, async (uppers, last) => {
      const play = new Play(uppers, last);
      await play.send();
      const returned = returnsOf(play);
      // From the bottom up: whoever waits for the IRP ends what is pending below; the others hand it on.
      let pending = last.pends !== null;
      for (const [index, one] of [...uppers.entries()].reverse()) {
        if (one.kind === 'wait' || one.kind === 'forwardSynchronously') pending = false;
        else if (one.kind === 'pend') pending = true;
        expect([index, returned.get(`d${index}`) === STATUS_PENDING]).toEqual([index, pending]);
      }
    }),
  );
});

test('afterwards no IRP, no thread, no alarm and no finding is left, and pool is as it was', async () => {
  await fc.assert(
    fc.asyncProperty(stack, bottom, async (uppers, last) => {
      const play = new Play(uppers, last);
      const { io, kernel } = play.lab.nt;
      await play.send();
      expect([io.irps.size, kernel.sim.threads.size, kernel.sim.clock.pending, kernel.sim.findings]).toEqual([
        0,
        0,
        0,
        [],
      ]);
      const irpTag = [...kernel.pool.ownedBy(0)].filter(({ tag }) => tag === 'Irp ');
      expect(irpTag).toEqual([]);
    }),
  );
});

/** What each driver's dispatch routine returned. */
function returnsOf({ lab }: Play): ReadonlyMap<string, number> {
  const { recorder, directory } = lab.nt.kernel.sim;
  const returned = new Map<string, number>();
  for (let n = 0; n < recorder.count; n += 1) {
    const { code, device, b } = recorder.read(n);
    if (code === EVENT.dispatchReturn) returned.set(directory.driverOfDevice(device), b);
  }
  return returned;
}
