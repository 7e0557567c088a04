import { expect, test } from 'vitest';
import { STATUS_CANCELLED, STATUS_DEVICE_BUSY, STATUS_PENDING, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import type { DEVICE_OBJECT, IRP } from '../../../src/abi/structs/io.ts';
import { IO_CSQ, IO_CSQ_IRP_CONTEXT } from '../../../src/abi/structs/io-services.ts';
import { NT_SUCCESS } from '../../../src/abi/wdm-constants.ts';
import { sendSystemIrp } from '../../../src/kernel/io/build-request.ts';
import { IoCancelIrp } from '../../../src/kernel/io/cancel.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoCsqInitialize, IoCsqInsertIrpEx, IoCsqRemoveIrp, IoCsqRemoveNextIrp } from '../../../src/kernel/io/csq.ts';
import { IoGetNextIrpStackLocation } from '../../../src/kernel/io/stack-location.ts';
import { KeAcquireSpinLock, KeReleaseSpinLock } from '../../../src/kernel/ke/spin-lock.ts';
import { poolTag } from '../../../src/kernel/mm/pool.ts';
import { buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

/** A driver that queues each IRP; what its callbacks do, and at which IRQL, is written down. */
class Queue {
  readonly nt: TestKernel = makeNt();
  readonly log: string[] = [];
  readonly list: IRP[] = [];
  readonly csq: IO_CSQ = this.#make(IO_CSQ);
  readonly contexts: IO_CSQ_IRP_CONTEXT[] = [];
  readonly device: DEVICE_OBJECT;
  /** Called inside the callbacks, to put another event in their middle. */
  whenInserted: (irp: IRP) => void = () => {};
  beforeLock: () => void = () => {};
  refuse = false;
  withContext = false;

  constructor(isEx = false) {
    const lock = this.nt.kernel.pool.allocate(4, poolTag('Lock'), 0, true);
    IoCsqInitialize(
      this.csq,
      {
        insert: (_csq: IO_CSQ, irp: IRP, context?: number) => {
          this.#note(`insert${context === undefined || context === 0 ? '' : ` ${context}`}`);
          if (this.refuse) return STATUS_DEVICE_BUSY;
          this.list.push(irp);
          this.whenInserted(irp);
          return STATUS_SUCCESS;
        },
        remove: (_csq, irp) => {
          this.#note('remove');
          this.list.splice(this.list.indexOf(irp), 1);
        },
        peekNext: (_csq, irp) => this.list[irp === null ? 0 : this.list.indexOf(irp) + 1] ?? null,
        acquireLock: (_csq, irql) => {
          this.beforeLock();
          irql.value = KeAcquireSpinLock(this.nt.dpcs, lock);
        },
        releaseLock: (_csq, irql) => KeReleaseSpinLock(this.nt.dpcs, lock, irql),
        completeCanceled: (_csq, irp) => {
          this.#note('complete canceled');
          this.complete(irp, STATUS_CANCELLED);
        },
      },
      isEx,
    );
    const [device] = buildStack(this.nt, [{ name: 'queuer', dispatch: (_device, irp) => this.#dispatch(irp) }]);
    if (device === undefined) throw new Error('no device');
    this.device = device;
  }

  #make<V extends IO_CSQ | IO_CSQ_IRP_CONTEXT>(type: new (memory: never, address: number) => V): V {
    const { memory, pool } = this.nt.kernel;
    return memory.view(type as never, pool.allocate(32, poolTag('Csq '), 0, true)) as V;
  }

  #note(what: string): void {
    this.log.push(`${what} at ${this.nt.kernel.sim.current.irql}`);
  }

  #dispatch(irp: IRP): number {
    const context = this.withContext ? this.#make(IO_CSQ_IRP_CONTEXT) : null;
    if (context !== null) this.contexts.push(context);
    const status = IoCsqInsertIrpEx(this.nt.io, this.csq, irp, context, 7);
    if (NT_SUCCESS(status)) return STATUS_PENDING;
    this.complete(irp, status);
    return status;
  }

  complete(irp: IRP, status: number): void {
    irp.IoStatus.Status = status;
    void IoCompleteRequest(this.nt.io, irp, 0);
  }

  send(): Promise<number | undefined> {
    return sendSystemIrp(this.nt.io, this.device, (irp) => {
      IoGetNextIrpStackLocation(this.nt.io, irp).MajorFunction = 3;
    }).then((result) => result?.status);
  }

  /** Sends `count` IRPs, each from a thread of its own, then acts. @returns how each ended, and what was said */
  async play(count: number, act: () => unknown): Promise<{ ended: (number | undefined)[]; said: unknown }> {
    const ended: (number | undefined)[] = [];
    let said: unknown;
    for (let index = 0; index < count; index += 1) {
      this.nt.kernel.sim.createThread(`sender ${index}`, async () => {
        ended[index] = await this.send();
      });
    }
    await runThread(this.nt, () => {
      said = act();
    });
    expect(this.nt.kernel.sim.crash).toBeNull();
    expect(this.nt.kernel.sim.findings).toEqual([]);
    return { ended, said };
  }
}

test('IRP-42 a queued IRP is pending, and comes out in the order in which it went in', async () => {
  const queue = new Queue();
  const { ended, said } = await queue.play(2, () => {
    const [first, second] = queue.list;
    const isMarked = [first, second].every(
      (irp) => irp !== undefined && (irp.Tail.Overlay.CurrentStackLocation?.Control ?? 0) === 1,
    );
    const out = [0, 1, 2].map(() => IoCsqRemoveNextIrp(queue.nt.io, queue.csq, 0));
    for (const irp of out) if (irp !== null) queue.complete(irp, STATUS_SUCCESS);
    return [isMarked, out[0] === first, out[1] === second, out[2]];
  });
  expect([ended, said]).toEqual([
    [STATUS_SUCCESS, STATUS_SUCCESS],
    [true, true, true, null],
  ]);
  expect(queue.log).toEqual(['insert at 2', 'insert at 2', 'remove at 2', 'remove at 2']);
});

test('IRP-50 IRP-51 cancelling a queued IRP removes it under the lock of the queue and completes it outside', async () => {
  const queue = new Queue();
  const { ended, said } = await queue.play(2, () => {
    const [, second] = queue.list;
    if (second === undefined) return 'no IRP';
    const cancelled = IoCancelIrp(queue.nt.io, second);
    const rest = IoCsqRemoveNextIrp(queue.nt.io, queue.csq, 0);
    if (rest !== null) queue.complete(rest, STATUS_SUCCESS);
    return cancelled;
  });
  expect([ended, said]).toEqual([[STATUS_SUCCESS, STATUS_CANCELLED], true]);
  expect(queue.log.slice(2)).toEqual(['remove at 2', 'complete canceled at 0', 'remove at 2']);
});

test('IRP-52 an IRP that is cancelled between its insertion and the cancel routine is not forgotten', async () => {
  const queue = new Queue();
  queue.whenInserted = (irp) => queue.log.push(`cancelled: ${IoCancelIrp(queue.nt.io, irp)}`);
  const { ended } = await queue.play(1, () => {});
  expect([ended, queue.list, queue.log]).toEqual([
    [STATUS_CANCELLED],
    [],
    ['insert at 2', 'cancelled: false', 'remove at 2', 'complete canceled at 0'],
  ]);
});

test('IRP-52 an IRP that was cancelled before is not inserted at all', async () => {
  const queue = new Queue();
  queue.beforeLock = () => {
    const [record] = queue.nt.io.irps.values();
    if (record !== undefined && !record.irp.Cancel) IoCancelIrp(queue.nt.io, record.irp);
  };
  const { ended } = await queue.play(1, () => {});
  expect([ended, queue.log]).toEqual([[STATUS_CANCELLED], ['complete canceled at 0']]);
});

test('IRP-52 whoever removes while a canceller waits for the lock leaves that IRP to it and takes the next', async () => {
  const queue = new Queue();
  const { ended, said } = await queue.play(2, () => {
    const [first, second] = queue.list;
    let taken: IRP | null = null;
    queue.beforeLock = () => {
      queue.beforeLock = () => {};
      taken = IoCsqRemoveNextIrp(queue.nt.io, queue.csq, 0);
    };
    if (first !== undefined) IoCancelIrp(queue.nt.io, first);
    if (second !== undefined) queue.complete(second, STATUS_SUCCESS);
    return taken === second;
  });
  expect([ended, said, queue.list]).toEqual([[STATUS_CANCELLED, STATUS_SUCCESS], true, []]);
});

test('IoCsqRemoveIrp finds the IRP by its context, once; after a cancel there is none', async () => {
  const queue = new Queue();
  queue.withContext = true;
  const { ended, said } = await queue.play(2, () => {
    const [first, second] = queue.contexts;
    if (first === undefined || second === undefined) return 'no contexts';
    const [cancelled] = queue.list;
    if (cancelled !== undefined) IoCancelIrp(queue.nt.io, cancelled);
    const afterCancel = IoCsqRemoveIrp(queue.nt.io, queue.csq, first);
    const found = IoCsqRemoveIrp(queue.nt.io, queue.csq, second);
    const again = IoCsqRemoveIrp(queue.nt.io, queue.csq, second);
    if (found !== null) queue.complete(found, STATUS_SUCCESS);
    return [afterCancel, found !== null, again, second.Irp];
  });
  expect([ended, said]).toEqual([
    [STATUS_CANCELLED, STATUS_SUCCESS],
    [null, true, null, null],
  ]);
});

test('IRP-52 IoCsqRemoveIrp does not touch an IRP whose canceller waits for the lock', async () => {
  const queue = new Queue();
  queue.withContext = true;
  const { ended, said } = await queue.play(1, () => {
    const [context] = queue.contexts;
    let taken: IRP | null | undefined;
    queue.beforeLock = () => {
      queue.beforeLock = () => {};
      if (context !== undefined) taken = IoCsqRemoveIrp(queue.nt.io, queue.csq, context);
    };
    const [irp] = queue.list;
    if (irp !== undefined) IoCancelIrp(queue.nt.io, irp);
    return taken;
  });
  expect([ended, said]).toEqual([[STATUS_CANCELLED], null]);
});

test('an insert routine of IoCsqInitializeEx refuses an IRP, which is not pending then', async () => {
  const queue = new Queue(true);
  queue.refuse = true;
  const { ended } = await queue.play(1, () => {});
  expect([ended, queue.list, queue.log]).toEqual([[STATUS_DEVICE_BUSY], [], ['insert 7 at 2']]);
});

test('a callback that returns a promise is a finding', async () => {
  const queue = new Queue();
  queue.csq.CsqRemoveIrp = (async () => {}) as unknown as () => void;
  await runThread(queue.nt, () => {
    queue.nt.kernel.sim.createThread('remover', () => {
      IoCsqRemoveNextIrp(queue.nt.io, queue.csq, 0);
    });
    return queue.send();
  });
  expect(queue.nt.kernel.sim.findings.map(({ rule, message }) => [rule, message.split(' ')[0]])).toEqual([
    ['driver/callback-waits', 'CsqRemoveIrp'],
  ]);
});
