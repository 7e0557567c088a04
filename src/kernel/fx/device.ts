import { initialTransition, type SnapshotFrom, transition } from 'xstate';
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME } from '../../abi/pofx-constants.ts';
import { type Duration, type Instant, later, ticks } from '../../base/time.ts';
import type { IoManager } from '../io/io-manager.ts';
import { callWithoutWait } from '../ke/callback.ts';
import { setIrql } from '../ke/irql.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { Alarm } from '../sim/clock.ts';
import { EVENT } from '../sim/events.ts';
import { CallbackQueue } from './callback-queue.ts';
import { type Outstanding, PoFxComponent } from './component.ts';
import type { DeviceDescription } from './description.ts';
import { type CalledDevice, type ComponentAnswer, type DeviceAnswer, DriverCalls } from './driver-calls.ts';
import type { PoFxMistakeKind } from './mistake.ts';
import type { PerfStates } from './perf-states.ts';
import type { PlatformExtension } from './platform-extension.ts';
import {
  type DeviceAction,
  type DeviceEventType,
  isPowered,
  type PoFxDeviceState,
  pofxDevice,
} from './pofx-device.machine.ts';
import { type DeviceCallbacks, isF0OnDx, type RegisteredDevice } from './read-device.ts';
import { selectIdleState } from './select-state.ts';

/** 100 ns units: 14 years. Longer time-outs are not told apart. */
const FOREVER = 1n << 52n;
/** The routine that answers. */
const ANSWERS: Readonly<Record<DeviceAnswer, string>> = {
  COMPLETE_NOT_REQUIRED: 'PoFxCompleteDevicePowerNotRequired',
  REPORT_POWERED_ON: 'PoFxReportDevicePoweredOn',
  COMPLETE_DIRECTED_DOWN: 'PoFxCompleteDirectedPowerDown',
};

/** What the devices of one machine share. */
export interface DeviceHost {
  readonly io: IoManager;
  /** Virtual time by which the next callbacks of a device are late. */
  delay(device: PoFxDevice): Duration;
  /** How long a directed power-down may take. */
  readonly directedTime: Duration;
  /** Something about a device has changed. */
  changed(): void;
  /** @param isRunning - the driver's code is on the stack now */
  mistake(kind: PoFxMistakeKind, device: PoFxDevice, message: string, isRunning: boolean, routine?: string): void;
}

/** Who registers a device: indices of the driver and of its device object. */
export interface Registrant {
  readonly driver: number;
  readonly device: number;
}

/** A device that is registered with the power framework. */
export class PoFxDevice implements CalledDevice {
  readonly handle: number;
  readonly devnode: Devnode;
  readonly description: DeviceDescription;
  readonly callbacks: DeviceCallbacks;
  readonly context: number;
  readonly directedIdleTime: Duration;
  readonly registrant: Registrant;
  readonly components: readonly PoFxComponent[];
  readonly queue: CallbackQueue;
  owner: PlatformExtension;
  /** 100 ns units. */
  idleTimeout = 0n;
  /** DEVICE_POWER_STATE that the driver aims at in the deepest idle state of the platform; 0 = it has not said. */
  targetDripsState = 0;
  outstanding: Outstanding | null = null;
  /** Called when the driver has brought the device to where it was directed. */
  onDirected: () => void = () => {};
  /** Lets the return to S0 go on that waits for the device. */
  onceInD0: (() => void) | null = null;
  readonly perfStates = new Map<number, PerfStates>();
  readonly io: IoManager;
  readonly #host: DeviceHost;
  #snapshot: SnapshotFrom<typeof pofxDevice>;
  #idleAlarm: Alarm | null = null;
  /** When the idle timer is due; null = it does not run. Its alarm may ring earlier, and be set again then. */
  #idleDue: Instant | null = null;
  readonly #calls: DriverCalls;
  /** The next callback runs at DISPATCH_LEVEL. */
  #isRaised = false;
  /** What keeps components with F0_ON_DX in F0: a D request, or a wait/wake request. */
  readonly #f0Holds = new Set<'dx' | 'wake'>();

  constructor(
    host: DeviceHost,
    handle: number,
    devnode: Devnode,
    registered: RegisteredDevice,
    registrant: Registrant,
    owner: PlatformExtension,
  ) {
    this.#host = host;
    this.io = host.io;
    this.handle = handle;
    this.devnode = devnode;
    this.description = registered.description;
    this.callbacks = registered.callbacks;
    this.context = registered.context;
    this.directedIdleTime = registered.directedIdleTime;
    this.registrant = registrant;
    this.owner = owner;
    const { sim } = host.io.kernel;
    this.components = registered.description.components.map(
      (component, index) =>
        new PoFxComponent(index, component, sim, devnode.id, (one, action) => this.#calls.performFor(one, action)),
    );
    this.queue = new CallbackQueue(
      host.io.kernel,
      `the power framework, for ${devnode.id}`,
      () => this.#settle(),
      () => host.delay(this),
    );
    this.#calls = new DriverCalls(this);
    [this.#snapshot] = initialTransition(pofxDevice);
  }

  get state(): PoFxDeviceState {
    return this.#snapshot.value;
  }

  /** PoFxReportDevicePoweredOn is owed. */
  get owesReport(): boolean {
    return this.#snapshot.context.owesReport;
  }

  get directedTime(): Duration {
    return this.#host.directedTime;
  }

  get isInDx(): boolean {
    return this.#snapshot.context.isInDx;
  }

  /** Its S0 request counts as complete only when it is in D0. */
  get resumesSlowly(): boolean {
    return (this.description.flags & Number(PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME)) !== 0;
  }

  /** When the idle timer is due; null = it does not run. */
  get idleTimerDue(): number | null {
    return this.#idleDue;
  }

  can(type: DeviceEventType): boolean {
    return this.#snapshot.can({ type });
  }

  /** @returns false when the machine has no transition for it; nothing has changed then */
  apply(type: DeviceEventType): boolean {
    const event = { type };
    if (!this.#snapshot.can(event)) return false;
    const from = this.state;
    const [after, actions] = transition(pofxDevice, this.#snapshot, event);
    this.#snapshot = after;
    const { sim } = this.io.kernel;
    if (from !== this.state) sim.recordState(pofxDevice.id, this.devnode.id, from, type, this.state);
    for (const action of actions) this.#calls.perform(action.type as DeviceAction);
    return true;
  }

  /** The driver has answered what it was called for. @returns false when it was not called for that */
  answer(type: DeviceAnswer): boolean {
    if (!this.apply(type)) return false;
    if (this.outstanding?.answer === ANSWERS[type]) this.outstanding = null;
    return true;
  }

  /** The driver has brought the device to where it was directed. */
  directed(): void {
    this.#calls.endDirected();
    this.onDirected();
  }

  awaitReport(routine: string): void {
    this.#calls.awaitReport(routine);
  }

  /** The same for a component. */
  answerFor(component: PoFxComponent, type: ComponentAnswer): boolean {
    if (!component.apply({ type })) return false;
    component.outstanding = null;
    return true;
  }

  /** The plug-in is done with a change of an F state that it had not finished at once. */
  plugInDone(component: PoFxComponent): boolean {
    if (!component.awaitsPlugIn) return false;
    component.awaitsPlugIn = false;
    return component.apply({ type: 'PLUG_IN.done' });
  }

  /** Components with F0_ON_DX go to F0 and stay there until the device is reported to be on again (POFX-33). */
  holdF0(reason: 'dx' | 'wake'): void {
    this.#f0Holds.add(reason);
  }

  /** The wait/wake request has ended. */
  releaseF0(): void {
    this.#f0Holds.delete('wake');
  }

  get isHeldInF0(): boolean {
    return this.components.every(
      (component) => !isF0OnDx(component.description) || (component.isSettled && component.state === 0),
    );
  }

  /** Ends what is still to come: nothing is called any more. */
  close(): void {
    this.stopIdleTimer();
    if (this.#idleAlarm !== null) this.io.kernel.sim.clock.cancel(this.#idleAlarm);
    this.#calls.close();
    this.onceInD0?.();
    this.onceInD0 = null;
    this.queue.clear();
  }

  mistake(kind: PoFxMistakeKind, message: string, routine: string): void {
    this.#host.mistake(kind, this, message, false, routine);
  }

  note(text: string): void {
    const { sim } = this.io.kernel;
    sim.record(EVENT.pofx, 0, this.registrant.device, sim.recorder.intern(text), 0, 0);
  }

  /**
   * Calls a routine of the driver: at PASSIVE_LEVEL and at DISPATCH_LEVEL by turns, because a driver cannot know at
   * which of the two it will be (POFX-42).
   */
  call(name: string, facts: string, call: () => unknown): unknown {
    const { kernel, dpcs } = this.io;
    const { irql } = kernel.sim.current;
    const isRaised = this.#isRaised && irql < DISPATCH_LEVEL;
    this.#isRaised = !this.#isRaised;
    this.note(`${name}(${facts})`);
    if (isRaised) setIrql(kernel, DISPATCH_LEVEL);
    const result = callWithoutWait(kernel, name, this.registrant.driver, this.registrant.device, call);
    if (isRaised) {
      setIrql(kernel, irql);
      dpcs.drain();
    }
    return result;
  }

  /** Draws the conclusions of what has happened: what each component and the device do next. */
  #settle(): void {
    let hasChanged = true;
    while (hasChanged) {
      hasChanged = false;
      for (const component of this.components) while (this.#settleComponent(component)) hasChanged = true;
      if (this.#settleDevice()) hasChanged = true;
    }
    this.#host.changed();
  }

  #settleComponent(component: PoFxComponent): boolean {
    const hasPower = isPowered(this.state);
    if (hasPower && component.apply({ type: 'DEVICE_POWERED' })) return true;
    if (hasPower && this.#isReady(component) && component.apply({ type: 'READY' })) return true;
    if (!component.isSettled) return false;
    if (component.state === 0) component.mustPassF0 = false;
    const wanted = this.#wantedState(component);
    return wanted !== component.state && component.apply({ type: 'SELECT', state: wanted });
  }

  #isReady(component: PoFxComponent): boolean {
    if (component.condition !== 'preparing' || !component.isSettled || component.state !== 0) return false;
    return component.description.providers.every((index) => this.components[index]?.condition === 'active');
  }

  #wantedState(component: PoFxComponent): number {
    if (this.#f0Holds.size > 0 && isF0OnDx(component.description) && !this.isInDx) return 0;
    // In Dx nothing changes; what is wanted then is done when the device is on again (POFX-39).
    if (!isPowered(this.state) || this.state === 'registered') return component.state;
    if (component.mustPassF0 || component.condition !== 'idle') return 0;
    return selectIdleState(component.description, component.hints);
  }

  #settleDevice(): boolean {
    const areIdle = this.components.every(({ condition }) => condition === 'idle');
    switch (this.state) {
      case 'required':
        return areIdle && this.apply('ALL_IDLE');
      case 'idleTimer':
        return !areIdle && this.apply('COMPONENT_BUSY');
      case 'timedOut':
        if (!areIdle) return this.apply('COMPONENT_BUSY');
        return this.components.every(({ isSettled }) => isSettled) && this.apply('SETTLED');
      case 'notRequiredD0':
      case 'notRequiredDx':
        return this.components.some(({ condition }) => condition === 'awaitingPower') && this.apply('POWER_WANTED');
      default:
        return false;
    }
  }

  #ring(): void {
    const due = this.#idleDue;
    if (due === null) return;
    if (this.io.kernel.sim.now < due) {
      this.#setIdleAlarm(due);
      return;
    }
    this.#idleDue = null;
    if (this.apply('IDLE_TIMEOUT')) this.queue.advance(false);
  }

  #setIdleAlarm(due: Instant): void {
    this.#idleAlarm = this.io.kernel.sim.setAlarm(due, () => this.#ring());
  }

  /** A running idle timer starts again with the present time-out. */
  restartIdleTimer(): void {
    if (this.state !== 'idleTimer') return;
    this.stopIdleTimer();
    this.startIdleTimer();
  }

  /** Components that are used often would leave an alarm each time: one that is set already and not too late will do. */
  startIdleTimer(): void {
    const { sim } = this.io.kernel;
    const due = later(sim.now, ticks(Number(this.idleTimeout < FOREVER ? this.idleTimeout : FOREVER)));
    this.#idleDue = due;
    if (this.#idleAlarm?.set === true) {
      if (this.#idleAlarm.due <= due) return;
      sim.clock.cancel(this.#idleAlarm);
    }
    this.#setIdleAlarm(due);
  }

  stopIdleTimer(): void {
    this.#idleDue = null;
  }

  /** The device is on: whatever its components had lost before, they begin in F0 again. */
  restoreComponents(): void {
    this.#f0Holds.delete('dx');
    for (const component of this.components) component.mustPassF0 = component.state !== 0 || !component.isSettled;
  }
}
