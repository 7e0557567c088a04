/** Events by which drivers learn that an IRP has come back: who sets them, and who waits. */
import { STATUS_MORE_PROCESSING_REQUIRED, STATUS_PENDING } from '../../abi/ntstatus.ts';
import { IO_STACK_LOCATION, IRP } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import type { Thread } from '../sim/thread.ts';
import { addressOf, type CallChecks, type ResultChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { Frame } from './frame.ts';
import type { IrpPoint } from './irp-point.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import type { Place, RuleText } from './rule.ts';
import {
  CONTROL_NOT_AWAITED,
  ENDLESS_WAIT,
  MARKED_AND_SIGNALLED,
  NOT_SIGNALLED,
  REQUEST_NOT_AWAITED,
  START_DEVICE,
  SYSTEMS_EVENT_SET,
  WAIT_IN_START,
} from './rules/signalling.ts';

/** Which parameter the event is. */
const EVENT_OF_CONTROL = 7;
const EVENT_OF_REQUEST = 5;
const SIGNAL_STATE = 4;
const STACK_COUNT = 34;
const CONTEXT = 32;
/** DISPATCHER_HEADER.Size of a KEVENT, in words. */
const EVENT_SIZE = 4;
const SIZE = 2;
const LAST_EVENT_TYPE = 1;
/** Completion routines of a few drivers are looked at; older ones than these wait for nothing any more. */
const SILENT_KEPT = 100;

/** A request that the I/O manager ends by setting an event. */
interface MadeRequest {
  readonly event: number;
  readonly driver: number;
  readonly thread: Thread;
  readonly depth: number;
  readonly rule: RuleText;
  /** Where it was sent. */
  site: Error | null;
  isPending: boolean;
  isAwaited: boolean;
}

export class EventWatch {
  readonly checks: CallChecks;
  readonly resultChecks: ResultChecks;
  readonly #judge: Judge;
  readonly #irps: IrpWatch;
  readonly #place: () => CallPlace;
  /** By address of the IRP. */
  readonly #made = new Map<number, MadeRequest>();
  /** Events that a completion routine was given and has not set, by address; whose routine it was. */
  readonly #silent = new Map<number, Place>();

  constructor(judge: Judge, irps: IrpWatch, place: () => CallPlace) {
    this.#judge = judge;
    this.#irps = irps;
    this.#place = place;
    irps.onCompletionEnd = (point) => this.#completionEnded(point);
    irps.onMarkedAgain = () => this.#markedAndSignalled();
    irps.onSend = (irp) => {
      const request = this.#made.get(irp);
      if (request !== undefined) request.site = judge.siteOf(request.driver);
    };
    this.checks = {
      KeInitializeEvent: (event) => void this.#silent.delete(addressOf(event)),
      KeSetEvent: (event) => this.#set(addressOf(event)),
      KeWaitForSingleObject: (object, _reason, _mode, _alertable, timeout) => this.#wait(addressOf(object), timeout),
      KeWaitForMultipleObjects: () => this.#waitForSome(),
      IoForwardIrpSynchronously: () => this.#waitInStart(),
    };
    this.resultChecks = {
      IoBuildDeviceIoControlRequest: (irp, ...given) =>
        this.#noteMade(irp, given[EVENT_OF_CONTROL], CONTROL_NOT_AWAITED),
      IoBuildSynchronousFsdRequest: (irp, ...given) =>
        this.#noteMade(irp, given[EVENT_OF_REQUEST], REQUEST_NOT_AWAITED),
    };
  }

  #noteMade(irp: unknown, event: unknown, rule: RuleText): void {
    const { current } = this.#judge.kernel.sim;
    const address = addressOf(irp);
    if (address === 0 || current.driver === 0) return;
    this.#made.set(address, {
      event: addressOf(event),
      driver: current.driver,
      thread: current,
      depth: current.depth,
      rule,
      site: null,
      isPending: false,
      isAwaited: false,
    });
  }

  irpFreed(irp: number): void {
    this.#made.delete(irp);
  }

  /** A dispatch routine has returned. */
  dispatchEnded({ irp, returned }: IrpPoint): void {
    if (this.#made.size === 0) return;
    const request = this.#made.get(irp);
    if (request !== undefined) request.isPending ||= returned === STATUS_PENDING;
    const { current } = this.#judge.kernel.sim;
    for (const [address, one] of this.#made) {
      if (one.thread !== current || one.depth !== current.depth) continue;
      this.#made.delete(address);
      if (!one.isPending || one.isAwaited || !this.#isLocal(one.event)) continue;
      const place: Place = { ...this.#place(), driver: one.driver, isRunning: false, site: one.site };
      this.#judge.violate(
        one.rule,
        place,
        `the routine has returned, and the IRP at ${hex(address)} is still on its way`,
      );
    }
  }

  #isLocal(event: number): boolean {
    const { sim, pool } = this.#judge.kernel;
    return sim.current.locals.some(({ address }) => event >= address && event < address + pool.sizeOf(address));
  }

  #set(event: number): void {
    this.#silent.delete(event);
    const frame = this.#irps.innermost() as Frame;
    if (frame.kind === 'completion') {
      frame.isSignalling = true;
      this.#markedAndSignalled();
    }
    if (this.#made.size === 0) return;
    for (const [irp, request] of this.#made)
      if (request.event === event && this.#judge.io.irps.has(irp))
        this.#judge.violate(SYSTEMS_EVENT_SET, this.#place(), `it belongs to the IRP at ${hex(irp)}`);
  }

  /** IoMarkIrpPending or KeSetEvent, in a completion routine. */
  #markedAndSignalled(): void {
    const { kind, marked, isSignalling } = this.#irps.innermost();
    if (kind === 'completion' && marked && isSignalling)
      this.#judge.violate(MARKED_AND_SIGNALLED, this.#place(), 'the routine has done both for the same IRP');
  }

  #completionEnded({ frame, returned, memory, driver, device, irp, routineAddress }: IrpPoint): void {
    const { context, wasPending } = frame;
    if (returned !== STATUS_MORE_PROCESSING_REQUIRED || !wasPending || !this.#isUnset(context)) return;
    const routine = memory.routine(routineAddress)?.name ?? '';
    const place: Place = { driver, device, irp, isRunning: false, site: null, routine };
    const waiting = this.#judge.kernel.sim.waiting().find(({ wait }) => wait?.object === context);
    if (waiting !== undefined) this.#tellUnset(context, place, waiting.name);
    else this.#silent.set(context, place);
    const [oldest] = this.#silent.keys();
    if (this.#silent.size > SILENT_KEPT && oldest !== undefined) this.#silent.delete(oldest);
  }

  /** An event that nobody has set lies there. */
  #isUnset(address: number): boolean {
    const { u8, u32 } = this.#judge.kernel.memory;
    return (
      address !== 0 &&
      address + SIGNAL_STATE < u8.length &&
      u8[address + SIZE] === EVENT_SIZE &&
      (u8[address] ?? 0) <= LAST_EVENT_TYPE &&
      u32[(address + SIGNAL_STATE) >>> 2] === 0
    );
  }

  #tellUnset(event: number, place: Place, thread: string): void {
    this.#judge.violate(
      NOT_SIGNALLED,
      place,
      `${thread} waits for the event at ${hex(event)}, and the IRP has come back`,
    );
  }

  #wait(object: number, timeout: unknown): void {
    this.#waitInStart();
    for (const request of this.#made.values()) if (request.event === object) request.isAwaited = true;
    if (timeout !== null && timeout !== undefined) return;
    const silent = this.#silent.get(object);
    if (silent !== undefined && this.#isUnset(object)) {
      this.#silent.delete(object);
      this.#tellUnset(object, silent, this.#judge.kernel.sim.current.name);
    }
    if (this.#isForOwnIrp(object))
      this.#judge.violate(ENDLESS_WAIT, this.#place(), `the event at ${hex(object)} is set when the IRP has come back`);
  }

  #isForOwnIrp(event: number): boolean {
    if (this.#judge.actionOf(ENDLESS_WAIT) === 'off') return false;
    const { io, kernel } = this.#judge;
    if ([...this.#made.values()].some((request) => request.event === event)) return true;
    return [...io.irps.values()].some(
      ({ irp, creator, thread }) =>
        creator === kernel.driver && thread === null && this.#contextOf(irp.address) === event,
    );
  }

  /** Context of the completion routine that the maker of an IRP has set. */
  #contextOf(irp: number): number {
    const { u8, u32 } = this.#judge.kernel.memory;
    const locations = u8[irp + STACK_COUNT] ?? 0;
    return locations === 0
      ? 0
      : (u32[(irp + IRP.size + (locations - 1) * IO_STACK_LOCATION.size + CONTEXT) >>> 2] ?? 0);
  }

  #waitForSome(): void {
    const { current } = this.#judge.kernel.sim;
    this.#waitInStart();
    for (const request of this.#made.values()) if (request.thread === current) request.isAwaited = true;
  }

  #waitInStart(): void {
    const { kind, code } = this.#irps.innermost();
    if (kind === 'dispatch' && code === START_DEVICE)
      this.#judge.violate(WAIT_IN_START, this.#place(), 'this is the dispatch routine of IRP_MN_START_DEVICE');
  }
}
