import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import type { KDEFERRED_ROUTINE } from '../../abi/roles.ts';
import type { Routine } from '../../abi/struct.ts';
import { type KDPC, KTIMER } from '../../abi/structs/ke.ts';
import { isPromise } from '../../base/maybe-promise.ts';
import { type Instant, later, ticks } from '../../base/time.ts';
import type { Alarm } from '../sim/clock.ts';
import { EVENT } from '../sim/events.ts';
import { type Dispatcher, OBJECT } from './dispatcher.ts';
import { callDriverRoutine } from './driver-frame.ts';
import { setIrql } from './irql.ts';
import { needsCode } from './paged-code.ts';

/** KDPC.Type. */
const DPC_OBJECT = 19;
const ATTEMPTED_SWITCH_FROM_DPC = 0xb8;

/** Deferred procedure calls and the timers that queue them. */
export class DpcQueue {
  readonly dispatcher: Dispatcher;
  readonly #queue: KDPC[] = [];
  readonly #alarms = new Map<number, Alarm>();
  /** Which driver initialized a DPC, by its address. */
  readonly #owners = new Map<number, number>();
  #draining = false;

  constructor(dispatcher: Dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** @param owner - index of the driver whose routine it is; 0 = the kernel */
  initialize(dpc: KDPC, routine: KDEFERRED_ROUTINE, context: number, owner = this.dispatcher.kernel.driver): void {
    const { kernel } = this.dispatcher;
    kernel.memory.u8[dpc.address] = DPC_OBJECT;
    dpc.DeferredRoutine = routine;
    dpc.DeferredContext = context;
    this.#owners.set(dpc.address, owner);
  }

  /** @returns false when it is queued already. It runs at once when the IRQL is below DISPATCH_LEVEL. */
  insert(dpc: KDPC, argument1: number, argument2: number): boolean {
    if (this.#queue.includes(dpc)) return false;
    dpc.SystemArgument1 = argument1;
    dpc.SystemArgument2 = argument2;
    this.#queue.push(dpc);
    this.drain();
    return true;
  }

  remove(dpc: KDPC): boolean {
    const index = this.#queue.indexOf(dpc);
    if (index >= 0) this.#queue.splice(index, 1);
    return index >= 0;
  }

  /** Runs what is queued, as far as the IRQL lets it. Whoever lowers the IRQL calls it. */
  drain(): void {
    const { kernel } = this.dispatcher;
    const { sim } = kernel;
    if (this.#draining || sim.current.irql >= DISPATCH_LEVEL) return;
    this.#draining = true;
    try {
      for (let dpc = this.#queue.shift(); dpc !== undefined; dpc = this.#queue.shift()) this.#call(dpc);
    } finally {
      this.#draining = false;
    }
  }

  #call(dpc: KDPC): void {
    const { kernel } = this.dispatcher;
    const { sim } = kernel;
    const routine = dpc.DeferredRoutine as KDEFERRED_ROUTINE | null;
    if (routine === null) {
      kernel.bugCheck(0xd1, 0, DISPATCH_LEVEL, 8, 0);
      return;
    }
    const interrupted = sim.current.irql;
    setIrql(kernel, DISPATCH_LEVEL);
    sim.record(EVENT.dpc, 0, 0, dpc.address, 0, 0);
    if (kernel.code.isUsed) needsCode(kernel, kernel.memory.addressOfRoutine(routine as Routine));
    sim.dpcDepth += 1;
    const result: unknown = callDriverRoutine(kernel, this.#owners.get(dpc.address) ?? 0, 0, () =>
      routine(dpc, dpc.DeferredContext, dpc.SystemArgument1, dpc.SystemArgument2),
    );
    sim.dpcDepth -= 1;
    if (isPromise(result)) kernel.bugCheck(ATTEMPTED_SWITCH_FROM_DPC, 0, 0, 0, dpc.address);
    setIrql(kernel, interrupted);
  }

  initializeTimer(timer: KTIMER, type: number): void {
    this.dispatcher.initialize(
      timer.address,
      type === 0 ? OBJECT.notificationTimer : OBJECT.synchronizationTimer,
      KTIMER.size / 4,
      0,
    );
    timer.Dpc = null;
    timer.Period = 0;
  }

  /** @param period - milliseconds, 0 = once. @returns whether it was set before */
  setTimer(timer: KTIMER, dueTime: bigint, period: number, dpc: KDPC | null): boolean {
    const { sim } = this.dispatcher.kernel;
    const was = this.cancelTimer(timer);
    this.dispatcher.signal(timer.address, 0);
    timer.Dpc = dpc;
    timer.Period = period;
    const due = this.dispatcher.dueTime(dueTime);
    timer.DueTime = BigInt(due);
    sim.record(EVENT.timer, 0, sim.current.device, timer.address, 1, 0);
    this.#arm(timer, due);
    return was;
  }

  #arm(timer: KTIMER, due: Instant): void {
    const { sim } = this.dispatcher.kernel;
    this.#alarms.set(
      timer.address,
      sim.setAlarm(due, () => this.#expire(timer)),
    );
  }

  #expire(timer: KTIMER): void {
    const { sim } = this.dispatcher.kernel;
    this.#alarms.delete(timer.address);
    sim.record(EVENT.timer, 0, 0, timer.address, 0, 0);
    if (timer.Period > 0) this.#arm(timer, later(sim.now, ticks(timer.Period * 10_000)));
    this.dispatcher.signal(timer.address, 1);
    const dpc = timer.Dpc;
    if (dpc !== null) this.insert(dpc, 0, 0);
  }

  /** @param timer - address of the KTIMER */
  isTimerSet(timer: number): boolean {
    return this.#alarms.has(timer);
  }

  cancelTimer(timer: KTIMER): boolean {
    const alarm = this.#alarms.get(timer.address);
    this.#alarms.delete(timer.address);
    return alarm !== undefined && this.dispatcher.kernel.sim.clock.cancel(alarm);
  }
}
