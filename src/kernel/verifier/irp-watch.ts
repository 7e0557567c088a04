/** Follows each IRP through the drivers of its stack and shows every moment to the rules that look at it. */
import { IRP_MJ_PNP, IRP_MJ_POWER, IRP_MJ_SYSTEM_CONTROL, SL_PENDING_RETURNED } from '../../abi/irp-codes.ts';
import { STATUS_MORE_PROCESSING_REQUIRED } from '../../abi/ntstatus.ts';
import type { Thread } from '../sim/thread.ts';
import { CapabilityWatch, QUERY_CAPABILITIES } from './capability-watch.ts';
import type { DeviceWatch } from './device-watch.ts';
import { type Frame, FrameStacks, NO_FRAME, NONE, parametersAt } from './frame.ts';
import { IrpPoint } from './irp-point.ts';
import type { Judge } from './judge.ts';
import type { PowerWatch } from './power-watch.ts';
import { RuleTable } from './rule-table.ts';
import { completingRules } from './rules/completing.ts';
import { forwardingRules } from './rules/forwarding.ts';
import { notPassedRules, passingRules } from './rules/made-irps.ts';
import { markingRules } from './rules/marking.ts';
import { powerCompletingRules, powerSendingRules } from './rules/power-points.ts';
import { queuedRules } from './rules/queueing.ts';
import { deletedRules } from './rules/references.ts';
import { registeredRules, registeringRules } from './rules/registering.ts';
import { answeringRules, leavingAloneRules, sentCapabilityRules } from './rules/required.ts';
import { completionRules, returningRules } from './rules/returning.ts';
import { sendingRules } from './rules/sending.ts';
import { fileCompletingRules, filePowerRules, fileQueryRules } from './rules/special-file.ts';
import type { UsageWatch } from './usage-watch.ts';

const CURRENT_STACK_LOCATION = 0x60;
const STACK_COUNT = 34;
const CURRENT_LOCATION = 35;
const CANCEL_ROUTINE = 0x38;
const COMPLETION_ROUTINE = 28;
const CONTEXT = 32;
const IRP_PENDING_RETURNED = 33;
const CONTROL = 3;
const USAGE_NOTIFICATION = 0x1b16;
const QUERY_DEVICE_RELATIONS = 0x1b07;
const REMOVE_DEVICE = 0x1b02;

export class IrpWatch {
  readonly point: IrpPoint;
  /** IRPs that a driver has taken from one below: whatever comes of it was told with that. */
  readonly taken = new Set<number>();
  /** Hears of each dispatch routine that has returned. */
  onDispatchEnd: ((point: IrpPoint) => void) | null = null;
  /** Hears of each IRP that a dispatch routine sends on. */
  onForward: ((point: IrpPoint) => void) | null = null;
  /** Hears of each answer to IRP_MN_QUERY_DEVICE_RELATIONS. */
  onRelations: ((point: IrpPoint) => void) | null = null;
  /** Hears of each IoMarkIrpPending in a completion routine. */
  onMarkedAgain: (() => void) | null = null;
  /** Hears of each IRP that a driver has made and sends for the first time. */
  onSend: ((irp: number) => void) | null = null;
  /** Hears of each completion routine that has returned. */
  onCompletionEnd: ((point: IrpPoint) => void) | null = null;
  readonly #judge: Judge;
  readonly #usage: UsageWatch;
  readonly #power: PowerWatch;
  readonly #capabilities: CapabilityWatch;
  readonly #stacks = new FrameStacks();
  readonly #forwarding: RuleTable<IrpPoint>;
  readonly #sending: RuleTable<IrpPoint>;
  readonly #completing: RuleTable<IrpPoint>;
  readonly #returning: RuleTable<IrpPoint>;
  readonly #completion: RuleTable<IrpPoint>;
  readonly #marking: RuleTable<IrpPoint>;

  constructor(judge: Judge, usage: UsageWatch, devices: DeviceWatch, power: PowerWatch) {
    this.#judge = judge;
    this.#usage = usage;
    this.#power = power;
    this.#capabilities = new CapabilityWatch(judge, power.devices);
    this.point = new IrpPoint(judge.io, judge.pnp, {
      isBusFilter: (device) => devices.isBusFilter(device),
      isHandlingUsage: (driver, type) => usage.isHandling(driver, type),
    });
    this.#forwarding = new RuleTable(
      judge.active([
        ...forwardingRules,
        ...leavingAloneRules,
        ...passingRules,
        ...fileQueryRules,
        ...registeringRules,
        ...deletedRules,
      ]),
    );
    this.#sending = new RuleTable(
      judge.active([...sendingRules, ...sentCapabilityRules, ...powerSendingRules, ...filePowerRules]),
    );
    this.#completing = new RuleTable(
      judge.active([
        ...completingRules,
        ...answeringRules,
        ...notPassedRules,
        ...powerCompletingRules,
        ...fileCompletingRules,
      ]),
    );
    this.#returning = new RuleTable(judge.active([...returningRules, ...registeredRules, ...queuedRules]));
    this.#completion = new RuleTable(judge.active(completionRules));
    this.#marking = new RuleTable(judge.active(markingRules));
  }

  #run(rules: RuleTable<IrpPoint>): void {
    const { point } = this;
    if (this.taken.size === 0 || !this.taken.has(point.irp)) this.#judge.run(rules.of(point.major), point);
  }

  /** The dispatch routine that the driver's code runs in now; NO_FRAME outside of any. */
  innermost(): Frame | typeof NO_FRAME {
    const thread = this.#judge.kernel.sim.current;
    return thread.depth === 0 ? NO_FRAME : this.#stacks.at(thread, thread.depth - 1);
  }

  /** IRQL at which the innermost routine was called: what is too high already is the fault of the caller. */
  get entryIrql(): number {
    const frame = this.innermost();
    return frame.kind === 'other' ? 0 : frame.irql;
  }

  callDriver(irp: number, target: number, code: number): void {
    const { current } = this.#judge.kernel.sim;
    const { memory } = this.point;
    this.point.target = target;
    const next = memory.u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    const caller = current.depth === 0 ? null : this.#stacks.at(current, current.depth - 1);
    const holds = caller !== null && caller.irp === irp && caller.kind === 'dispatch';
    // Outside of any driver, the system sends one of its own, or one that was forced to be pending.
    if (holds) this.#forward(caller, irp, next, code);
    else if (caller !== null) this.#send(caller, irp, next, code);
    this.#enter(current, irp, target, next, code);
    if (code === USAGE_NOTIFICATION)
      this.#usage.entered(this.point, irp, target, next, this.point.dispatchAt(target, code));
  }

  #forward(caller: Frame, irp: number, next: number, code: number): void {
    const { point } = this;
    this.#fill(caller, irp, code);
    point.next = next;
    point.isSkipped = (point.memory.u8[irp + CURRENT_LOCATION] ?? 0) === caller.location;
    point.status = point.statusOf(irp);
    this.#remember(caller);
    if (code === USAGE_NOTIFICATION) this.#usage.forwarded(point);
    if (caller.power !== null) this.#power.forwarded(caller.power, point);
    this.onForward?.(point);
    this.#run(this.#forwarding);
    caller.forwards += 1;
  }

  #send(caller: Frame, irp: number, next: number, code: number): void {
    const { point } = this;
    const { memory, io } = point;
    // A location of its own below the first one: its maker sends it for the first time.
    if (memory.u8[irp + CURRENT_LOCATION] !== memory.u8[irp + STACK_COUNT]) return;
    const creator = io.irps.get(irp)?.creator ?? 0;
    if (creator === 0) return;
    this.onSend?.(irp);
    this.#fill(caller, irp, code);
    point.driver = creator;
    point.next = next;
    point.status = point.statusOf(irp);
    if (code === USAGE_NOTIFICATION) this.#usage.sent(point);
    this.#run(this.#sending);
  }

  #enter(thread: Thread, irp: number, target: number, location: number, code: number): void {
    const { point } = this;
    const { u8, u32 } = point.memory;
    const frame = this.#stacks.at(thread, thread.depth);
    frame.kind = 'dispatch';
    frame.irp = irp;
    frame.device = target;
    frame.code = code;
    frame.irql = thread.irql;
    frame.apcDisable = thread.apcDisable;
    frame.location = u8[irp + CURRENT_LOCATION] ?? 0;
    frame.upperRoutine = u32[(location + COMPLETION_ROUTINE) >>> 2] ?? 0;
    frame.upperContext = u32[(location + CONTEXT) >>> 2] ?? 0;
    frame.entryStatus = point.statusOf(irp);
    frame.entryInformation = point.informationOf(irp);
    frame.entryCancel = u32[(irp + CANCEL_ROUTINE) >>> 2] ?? 0;
    frame.forwards = 0;
    frame.lowerStatus = NONE;
    frame.seenStatus = NONE;
    frame.leftStatus = NONE;
    frame.parameters = parametersAt(point.memory, location);
    frame.completedStatus = NONE;
    frame.marked = false;
    frame.registered = NONE;
    frame.isCancelable = false;
    frame.wasDeleted = code === REMOVE_DEVICE && this.#judge.kernel.sim.directory.devices[target]?.deleted !== false;
    frame.isFaulted = false;
    frame.site = null;
    frame.power = code >>> 8 === IRP_MJ_POWER ? this.#power.entered(point, irp, target, location, code) : null;
  }

  freed(irp: number): void {
    this.#power.irpFreed(irp);
    this.#capabilities.irpFreed(irp);
  }

  /** The dispatch routine that was about to be entered is replaced by an injected fault. */
  faulted(): void {
    const { current } = this.#judge.kernel.sim;
    const frame = this.#stacks.at(current, current.depth);
    frame.isFaulted = true;
    this.#usage.faulted(frame.irp, frame.device);
    this.#power.faulted(frame.irp, frame.device);
  }

  dispatchReturn(irp: number, status: number): void {
    const { current } = this.#judge.kernel.sim;
    const frame = this.#stacks.at(current, current.depth - 1);
    if (frame.kind !== 'dispatch') return;
    if (!frame.isFaulted) {
      const { point } = this;
      this.#fill(frame, irp, frame.code);
      point.returned = status;
      this.#isOver(frame);
      if (frame.power !== null) this.#power.returned(frame.power, point);
      this.#run(this.#returning);
      this.onDispatchEnd?.(point);
      this.#settle(current, frame);
    }
    frame.kind = 'other';
    frame.irp = 0;
    if (current.depth > 1) {
      const caller = this.#stacks.at(current, current.depth - 2);
      if (caller.irp === irp) caller.lowerStatus = status;
    }
    if (frame.code === USAGE_NOTIFICATION) this.#usage.returned(irp, frame.device);
  }

  completeRequest(irp: number, device: number, code: number, status: number): void {
    const { current } = this.#judge.kernel.sim;
    const top = current.depth === 0 ? NO_FRAME : this.#stacks.at(current, current.depth - 1);
    const frame = top.irp === irp && top.kind === 'dispatch' ? (top as Frame) : null;
    if (frame?.isFaulted !== true) {
      const { point } = this;
      this.#fill(frame ?? NO_FRAME, irp, code);
      point.device = device;
      point.driver = current.driver;
      point.status = status;
      if (frame !== null) this.#remember(frame);
      if (code === USAGE_NOTIFICATION) this.#usage.completed(point);
      else if (code === QUERY_CAPABILITIES) this.#capabilities.completed(point);
      else if (code === QUERY_DEVICE_RELATIONS) this.onRelations?.(point);
      else this.#power.completed(point);
      this.#run(this.#completing);
    }
    if (frame === null) return;
    frame.completedStatus = status;
    const frames = this.#stacks.of(current);
    for (let depth = current.depth - 2; depth >= 0; depth -= 1) {
      const above = frames[depth];
      if (above === undefined || above.irp !== irp) return;
      above.seenStatus = status;
    }
  }

  completionEntered(irp: number, device: number, routine: number, context: number): void {
    const { current } = this.#judge.kernel.sim;
    const frame = this.#stacks.at(current, current.depth - 1);
    frame.kind = 'completion';
    frame.irp = irp;
    frame.device = device;
    frame.irql = current.irql;
    frame.apcDisable = current.apcDisable;
    frame.routine = routine;
    frame.context = context;
    frame.wasPending = this.point.memory.u8[irp + IRP_PENDING_RETURNED] !== 0;
    frame.marked = false;
    frame.isSignalling = false;
    frame.isFaulted = false;
    frame.site = null;
  }

  completionReturned(irp: number, device: number, code: number, status: number): void {
    const { current } = this.#judge.kernel.sim;
    const frame = this.#stacks.at(current, current.depth - 1);
    if (frame.kind !== 'completion') return;
    const { point } = this;
    this.#fill(frame, irp, code);
    point.device = device;
    point.returned = status;
    this.#isOver(frame);
    this.#run(this.#completion);
    this.onCompletionEnd?.(point);
    if (status !== STATUS_MORE_PROCESSING_REQUIRED) {
      if (code === QUERY_CAPABILITIES) this.#capabilities.left(point);
      this.#handOn(current, irp, device);
    }
    this.#settle(current, frame);
    frame.kind = 'other';
    frame.irp = 0;
  }

  /** The driver's dispatch routine is still running, and has to return what its completion routine has made of the IRP. */
  #handOn(thread: Thread, irp: number, device: number): void {
    const { u8, u32 } = this.point.memory;
    const frames = this.#stacks.of(thread);
    let frame: Frame | undefined;
    for (let depth = thread.depth - 2; depth >= 0 && frame === undefined; depth -= 1) {
      const one = frames[depth];
      if (one?.kind === 'dispatch' && one.irp === irp && one.device === device) frame = one;
    }
    if (frame === undefined) return;
    frame.leftStatus = this.point.statusOf(irp);
    // A routine that marks what came back at once makes it pending, without the dispatch routine.
    const location = u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    const isMarked = ((u8[location + CONTROL] ?? 0) & SL_PENDING_RETURNED) !== 0;
    if (isMarked && u8[irp + IRP_PENDING_RETURNED] === 0) frame.marked = true;
  }

  /** What the routine that holds the IRP has done with it, beside what events tell. */
  note(irp: number, change: Partial<Pick<Frame, 'registered' | 'isCancelable'>>): void {
    const frame = this.innermost();
    if (frame.irp === irp && frame.kind === 'dispatch') Object.assign(frame, change);
  }

  /** IoMarkIrpPending, by the routine that holds the IRP. */
  marked(irp: number): void {
    const frame = this.innermost();
    if (frame.irp !== irp || frame.kind === 'other') return;
    if (frame.kind === 'completion') {
      (frame as Frame).marked = true;
      this.onMarkedAgain?.();
      return;
    }
    const { point } = this;
    this.#fill(frame, irp, frame.code);
    point.isSkipped = (point.memory.u8[irp + CURRENT_LOCATION] ?? 0) > frame.location;
    this.#run(this.#marking);
    (frame as Frame).marked = true;
  }

  /** What one routine has left wrong is told once, and not again for each driver above it. */
  #settle(thread: Thread, { irql, apcDisable }: Frame): void {
    if (thread.irql === irql && thread.apcDisable === apcDisable) return;
    const frames = this.#stacks.of(thread);
    for (let depth = 0; depth < thread.depth - 1; depth += 1) {
      const above = frames[depth];
      if (above === undefined) continue;
      above.irql = thread.irql;
      above.apcDisable = thread.apcDisable;
    }
  }

  /** Requests that are rare keep where the driver last touched them, for rules that only show when it returns. */
  #remember(frame: Frame): void {
    const major = frame.code >>> 8;
    if (major !== IRP_MJ_PNP && major !== IRP_MJ_POWER && major !== IRP_MJ_SYSTEM_CONTROL) return;
    frame.site = this.#judge.siteOf(this.point.driver);
  }

  /** The routine has returned: what is on the stack is the code of its caller. */
  #isOver(frame: Readonly<Frame>): void {
    const { point } = this;
    point.isRunning = false;
    point.site = frame.site;
  }

  #fill(frame: Readonly<Frame>, irp: number, code: number): void {
    const { point } = this;
    const { sim } = this.#judge.kernel;
    point.frame = frame;
    point.irp = irp;
    point.code = code;
    point.major = code >>> 8;
    point.minor = code & 0xff;
    point.irql = sim.current.irql;
    point.device = frame.device;
    point.driver = sim.current.driver;
    point.isRunning = true;
    point.site = null;
  }
}
