/** Waits, regions and changes of the IRQL: where a driver may not begin one, and which do not go together. */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { poolTag } from '../mm/pool.ts';
import type { Thread } from '../sim/thread.ts';
import { addressOf, type CallChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import type { MoreParameters } from './rule.ts';
import {
  ENDLESS_WAIT_AT_DISPATCH,
  LOWERED_UP,
  RAISED_DOWN,
  REGION_NOT_ENTERED,
  WAIT_ABOVE_DISPATCH,
  WAIT_AT_DISPATCH,
  WAIT_FOR_MULTIPLE,
  WAIT_IN_COMPLETION,
} from './rules/calls.ts';
import { nameOfIrql } from './rules/irql.ts';
import { GUARDED_NOT_ENTERED } from './rules/locks.ts';
import { brokenByWait } from './rules/waiting.ts';
import { anyFile } from './usage-visit.ts';

const WAIT_FACTS_SIZE = 16;
const WAIT_TIMEOUT = 8;

export class WaitWatch {
  readonly checks: CallChecks;
  readonly #judge: Judge;
  readonly #irps: IrpWatch;
  readonly #place: () => CallPlace;
  /** Guarded regions that each thread is in. */
  readonly #guarded = new WeakMap<Thread, number>();
  /** Memory for what the parameters of a bug check point to; 0: none so far. */
  #waitFacts = 0;

  constructor(judge: Judge, irps: IrpWatch, place: () => CallPlace) {
    this.#judge = judge;
    this.#irps = irps;
    this.#place = place;
    this.checks = this.#makeChecks();
  }

  #makeChecks(): CallChecks {
    const { sim } = this.#judge.kernel;
    const raised =
      (rule: typeof RAISED_DOWN, isWrong: (wanted: number, now: number) => boolean) => (wanted: unknown) => {
        const { irql } = sim.current;
        if (!isWrong(Number(wanted), irql)) return;
        this.#judge.violate(rule, this.#place(), `from ${nameOfIrql(irql)} to ${nameOfIrql(Number(wanted))}`, [
          irql,
          Number(wanted),
          0,
        ]);
      };
    return {
      KeWaitForSingleObject: (object, _reason, _mode, _alertable, timeout) =>
        this.#wait(addressOf(object), timeout, false),
      KeWaitForMultipleObjects: (_count, _objects, _type, _reason, _mode, _alertable, timeout) =>
        this.#wait(0, timeout, true),
      KeDelayExecutionThread: () => this.#wait(0, -1n, false, false),
      IoForwardIrpSynchronously: () => this.#waitsInDispatch(),
      KeRaiseIrql: raised(RAISED_DOWN, (wanted, now) => wanted < now),
      KeLowerIrql: raised(LOWERED_UP, (wanted, now) => wanted > now),
      KeEnterGuardedRegion: () => this.#guard(1),
      KeLeaveGuardedRegion: () => this.#guard(-1),
      KeLeaveCriticalRegion: () => {
        if (sim.current.apcDisable === 0)
          this.#judge.violate(REGION_NOT_ENTERED, this.#place(), 'the thread is in no critical region');
      },
    };
  }

  #guard(change: number): void {
    const { current } = this.#judge.kernel.sim;
    const count = (this.#guarded.get(current) ?? 0) + change;
    if (count < 0) this.#judge.violate(GUARDED_NOT_ENTERED, this.#place(), 'the thread is in no guarded region');
    this.#guarded.set(current, Math.max(count, 0));
  }

  /** @param timeout - 0: it only looks */
  #wait(object: number, timeout: unknown, isMultiple: boolean, checksIrql = true): void {
    const { irql } = this.#judge.kernel.sim.current;
    const mayBlock = timeout !== 0n;
    if (mayBlock && this.#irps.innermost().kind === 'completion') {
      this.#judge.violate(WAIT_IN_COMPLETION, this.#place(), 'it was called while an IRP is being completed');
    }
    if (mayBlock) this.#waitsInDispatch();
    if (!checksIrql || irql < DISPATCH_LEVEL || (irql === DISPATCH_LEVEL && !mayBlock)) return;
    const rule = isMultiple ? WAIT_FOR_MULTIPLE : atDispatch(irql, timeout);
    this.#judge.violate(rule, this.#place(), `the wait was begun at ${nameOfIrql(irql)}`, [
      ...(isMultiple ? ([irql, object, 0] as const) : this.#waitParameters(irql, object, timeout)),
    ]);
  }

  /** The addresses of the IRQL and of the timeout, which is none for a wait without a limit. */
  #waitParameters(irql: number, object: number, timeout: unknown): MoreParameters {
    const { pool, memory } = this.#judge.kernel;
    if (this.#waitFacts === 0) this.#waitFacts = pool.allocate(WAIT_FACTS_SIZE, poolTag('Vfwt'), 0, true);
    if (this.#waitFacts === 0) return [0, object, 0];
    memory.data.setUint8(this.#waitFacts, irql);
    if (typeof timeout !== 'bigint') return [this.#waitFacts, object, 0];
    memory.data.setBigInt64(this.#waitFacts + WAIT_TIMEOUT, timeout, true);
    return [this.#waitFacts, object, this.#waitFacts + WAIT_TIMEOUT];
  }

  /** The dispatch routine that the driver's code runs in now is one that may not wait. */
  #waitsInDispatch(): void {
    const { kind, code, device } = this.#irps.innermost();
    if (kind !== 'dispatch') return;
    const broken = brokenByWait(code, anyFile(this.#judge.pnp.ledger.of(device)));
    if (broken !== null) this.#judge.violate(broken[0], this.#place(), broken[1]);
  }
}

function atDispatch(irql: number, timeout: unknown): typeof WAIT_AT_DISPATCH {
  if (irql > DISPATCH_LEVEL) return WAIT_ABOVE_DISPATCH;
  return timeout === null || timeout === undefined ? ENDLESS_WAIT_AT_DISPATCH : WAIT_AT_DISPATCH;
}
