/** Random insertions, removals and cancellations, some in the middle of others: each IRP ends once, and none is lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  STATUS_CANCELLED,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  STATUS_SUCCESS,
} from '../../../src/abi/ntstatus.ts';
import type { IRP } from '../../../src/abi/structs/io.ts';
import { IO_CSQ, IO_CSQ_IRP_CONTEXT } from '../../../src/abi/structs/io-services.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoCancelIrp } from '../../../src/kernel/io/cancel.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoCsqInitialize, IoCsqInsertIrp, IoCsqRemoveIrp, IoCsqRemoveNextIrp } from '../../../src/kernel/io/csq.ts';
import { IoAllocateIrp, IoFreeIrp } from '../../../src/kernel/io/irp.ts';
import { IoGetNextIrpStackLocation, IoSetCompletionRoutine } from '../../../src/kernel/io/stack-location.ts';
import { KeAcquireSpinLock, KeReleaseSpinLock } from '../../../src/kernel/ke/spin-lock.ts';
import { buildStack, makeNt, runThread } from '../../support/nt.ts';

type Deed =
  | { readonly kind: 'send' }
  | { readonly kind: 'cancel' | 'removeThis'; readonly which: number }
  | { readonly kind: 'removeNext' };

/** Where a second deed comes in the middle of the first: whoever else runs then. */
type Moment = 'inserted' | 'beforeLock' | 'never';

interface Step {
  readonly deed: Deed;
  readonly moment: Moment;
  readonly second: Deed;
}

const which = fc.nat({ max: 11 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'send' } as const) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('removeThis' as const), which }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'removeNext' } as const) },
);
const step: fc.Arbitrary<Step> = fc.record({
  deed,
  moment: fc.constantFrom<Moment>('inserted', 'beforeLock', 'never'),
  second: deed,
});

interface Sent {
  readonly irp: IRP;
  readonly context: IO_CSQ_IRP_CONTEXT;
  /** How often it has ended, and how. */
  readonly ends: number[];
}

class World {
  readonly nt = makeNt();
  readonly list: IRP[] = [];
  readonly sent: Sent[] = [];
  readonly csq = this.#make(IO_CSQ);
  readonly #lock = this.nt.kernel.pool.allocate(4, 1, 0, true);
  #interrupt: { readonly moment: Moment; readonly second: Deed } | null = null;
  readonly #device;

  constructor() {
    IoCsqInitialize(
      this.csq,
      {
        insert: (_csq: IO_CSQ, irp: IRP) => {
          this.list.push(irp);
          this.#at('inserted', irp);
        },
        remove: (_csq, irp) => {
          const at = this.list.indexOf(irp);
          if (at < 0) throw new Error('an IRP is removed that is not in the queue');
          this.list.splice(at, 1);
        },
        peekNext: (_csq, irp) => this.list[irp === null ? 0 : this.list.indexOf(irp) + 1] ?? null,
        acquireLock: (_csq, irql) => {
          this.#at('beforeLock', null);
          irql.value = KeAcquireSpinLock(this.nt.dpcs, this.#lock);
        },
        releaseLock: (_csq, irql) => KeReleaseSpinLock(this.nt.dpcs, this.#lock, irql),
        completeCanceled: (_csq, irp) => this.#complete(irp, STATUS_CANCELLED),
      },
      false,
    );
    const [device] = buildStack(this.nt, [
      {
        name: 'queuer',
        dispatch: (_device, irp) => {
          const context = this.sent.find((one) => one.irp === irp && one.ends.length === 0)?.context ?? null;
          IoCsqInsertIrp(this.nt.io, this.csq, irp, context);
          return STATUS_PENDING;
        },
      },
    ]);
    if (device === undefined) throw new Error('no device');
    this.#device = device;
  }

  #make<V extends IO_CSQ | IO_CSQ_IRP_CONTEXT>(type: new (memory: never, address: number) => V): V {
    const { memory, pool } = this.nt.kernel;
    return memory.view(type as never, pool.allocate(32, 1, 0, true)) as V;
  }

  /** Under the lock only the IRP that is inserted just now can be cancelled: everybody else needs the lock. */
  #at(moment: Moment, inserted: IRP | null): void {
    const interrupt = this.#interrupt;
    if (interrupt?.moment !== moment) return;
    this.#interrupt = null;
    if (inserted !== null) IoCancelIrp(this.nt.io, inserted);
    else this.#do(interrupt.second);
  }

  play({ deed: first, moment, second }: Step): void {
    this.#interrupt = { moment, second };
    this.#do(first);
    this.#interrupt = null;
  }

  #do(action: Deed): void {
    switch (action.kind) {
      case 'send':
        this.#send();
        return;
      case 'removeNext': {
        const irp = IoCsqRemoveNextIrp(this.nt.io, this.csq, 0);
        if (irp !== null) this.#complete(irp, STATUS_SUCCESS);
        return;
      }
      case 'removeThis': {
        const one = this.sent[action.which];
        const irp = one === undefined ? null : IoCsqRemoveIrp(this.nt.io, this.csq, one.context);
        if (irp !== null) this.#complete(irp, STATUS_SUCCESS);
        return;
      }
      case 'cancel': {
        const one = this.sent[action.which];
        // Only its maker may cancel it, and only while it is under way.
        if (one !== undefined && one.ends.length === 0) IoCancelIrp(this.nt.io, one.irp);
      }
    }
  }

  #send(): void {
    const irp = IoAllocateIrp(this.nt.io, 1);
    if (irp === null) throw new Error('no memory');
    const one: Sent = { irp, context: this.#make(IO_CSQ_IRP_CONTEXT), ends: [] };
    this.sent.push(one);
    IoGetNextIrpStackLocation(this.nt.io, irp).MajorFunction = 3;
    IoSetCompletionRoutine(
      this.nt.io,
      irp,
      (_device, ended) => {
        one.ends.push(ended.IoStatus.Status);
        IoFreeIrp(this.nt.io, ended);
        return STATUS_MORE_PROCESSING_REQUIRED;
      },
      0,
      true,
      true,
      true,
    );
    void IoCallDriver(this.nt.io, this.#device, irp);
  }

  #complete(irp: IRP, status: number): void {
    irp.IoStatus.Status = status;
    void IoCompleteRequest(this.nt.io, irp, 0);
  }
}

test('IRP-52 whatever comes in the middle of what, each queued IRP is completed exactly once', async () => {
  let cancelled = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const world = new World();
      await runThread(world.nt, () => {
        for (const one of steps) world.play(one);
        for (const _one of world.sent)
          world.play({ deed: { kind: 'removeNext' }, moment: 'never', second: { kind: 'removeNext' } });
      });
      const { sim } = world.nt.kernel;
      expect(sim.crash).toBeNull();
      expect(sim.findings).toEqual([]);
      expect(world.list).toEqual([]);
      expect(world.sent.filter(({ ends }) => ends.length !== 1)).toEqual([]);
      expect(world.nt.io.irps.size).toBe(0);
      cancelled += world.sent.filter(({ ends }) => ends[0] === STATUS_CANCELLED).length;
    }),
    { numRuns: 300 },
  );
  expect(cancelled).toBeGreaterThan(100);
});
