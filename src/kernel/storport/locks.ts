/** StorPortAcquireSpinLock and StorPortReleaseSpinLock: who holds which lock, and at which IRQL (STOR-22). */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { DpcLevelLock, DpcLock, InterruptLock, StartIoLock, ThreadedDpcLock } from '../../abi/storport-constants.ts';
import type { STOR_LOCK_HANDLE } from '../../abi/structs/storport-requests.ts';
import { setIrql } from '../ke/irql.ts';
import { DEVICE_IRQL, type Entered, type LockKind, type MiniportInstance } from './instance.ts';

const KINDS: ReadonlyMap<number, LockKind> = new Map([
  [DpcLock, 'dpc'],
  [StartIoLock, 'startIo'],
  [InterruptLock, 'interrupt'],
  [ThreadedDpcLock, 'dpc'],
  [DpcLevelLock, 'dpc'],
]);

/** Routines that may take no lock: the port holds the highest one, or nothing runs beside them. */
const TAKES_NONE = /^(?:HwStorInterrupt|HwStorInitialize|HwStorFindAdapter|HwStorPassiveInitializeRoutine)$/;

export function acquire(instance: MiniportInstance, lock: number, handle: STOR_LOCK_HANDLE): void {
  const kind = KINDS.get(lock);
  const { entered } = instance;
  handle.Lock = lock;
  handle.Context.OldIrql = instance.kernel.sim.current.irql;
  // DUMP-12: with one processor and no interrupts a lock has nothing to do.
  if (instance.isDump || kind === undefined || entered === undefined) return;
  const why = whyNot(entered, kind);
  if (why !== null) instance.mistake('lock', `the ${kind} lock was taken ${why}`);
  entered.taken.push(kind);
  const level = kind === 'interrupt' ? DEVICE_IRQL : DISPATCH_LEVEL;
  if (level > instance.kernel.sim.current.irql) setIrql(instance.kernel, level);
}

export function release(instance: MiniportInstance, handle: STOR_LOCK_HANDLE): void {
  const kind = KINDS.get(handle.Lock);
  const { entered } = instance;
  if (instance.isDump || kind === undefined || entered === undefined) return;
  const at = entered.taken.lastIndexOf(kind);
  if (at < 0) {
    instance.mistake('lock', `the ${kind} lock was released, and ${entered.routine} has not taken it`);
    return;
  }
  entered.taken.splice(at, 1);
  const { OldIrql: irql } = handle.Context;
  if (irql < instance.kernel.sim.current.irql) setIrql(instance.kernel, irql);
}

function whyNot({ routine, locks, taken }: Entered, kind: LockKind): string | null {
  if (TAKES_NONE.test(routine)) return `in ${routine}, which may take none`;
  if (locks.includes(kind)) return `in ${routine}, where the port holds it already`;
  if (taken.includes(kind)) return 'twice';
  if (kind !== 'interrupt' && (taken.includes('interrupt') || locks.includes('interrupt')))
    return 'while the interrupt lock was held, which comes last';
  return null;
}
