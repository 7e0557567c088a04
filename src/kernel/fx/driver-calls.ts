import { type Duration, later, minutes } from '../../base/time.ts';
import type { IoManager } from '../io/io-manager.ts';
import type { Alarm } from '../sim/clock.ts';
import type { CallbackQueue } from './callback-queue.ts';
import type { Outstanding, PoFxComponent } from './component.ts';
import type { PoFxMistakeKind } from './mistake.ts';
import type { FrameworkDevice, PlatformExtension } from './platform-extension.ts';
import type { ComponentAction } from './pofx-component.machine.ts';
import type { DeviceAction, DeviceEventType } from './pofx-device.machine.ts';
import type { RegisteredDevice } from './read-device.ts';

const DRIVER_POWER_STATE_FAILURE = 0x9f;
const DIRECTED_LATE = 5;
/** A driver that has not answered a callback after this time has most likely forgotten to. */
const ANSWER_TIME = minutes(10);
/** What a report is owed for that no callback has asked for. */
export const SYSTEM_POWER_UP = 'IRP_MN_SET_POWER for S0';

/** The device that is called for. */
export interface CalledDevice extends FrameworkDevice, RegisteredDevice {
  readonly queue: CallbackQueue;
  readonly owner: PlatformExtension;
  readonly components: readonly PoFxComponent[];
  readonly io: IoManager;
  /** How long a directed power-down may take. */
  readonly directedTime: Duration;
  outstanding: Outstanding | null;
  apply(event: DeviceEventType): boolean;
  answer(event: DeviceAnswer): boolean;
  answerFor(component: PoFxComponent, event: ComponentAnswer): boolean;
  plugInDone(component: PoFxComponent): boolean;
  startIdleTimer(): void;
  stopIdleTimer(): void;
  restoreComponents(): void;
  call(name: string, facts: string, call: () => unknown): unknown;
  mistake(kind: PoFxMistakeKind, message: string, routine: string): void;
}

export type DeviceAnswer = 'COMPLETE_NOT_REQUIRED' | 'REPORT_POWERED_ON' | 'COMPLETE_DIRECTED_DOWN';
export type ComponentAnswer = 'COMPLETE_IDLE_CONDITION' | 'COMPLETE_IDLE_STATE';

/** Does what the two machines of a device name: calls its driver, tells its plug-in, in their order. */
export class DriverCalls {
  readonly #device: CalledDevice;
  #answerAlarm: Alarm | null = null;
  #directedAlarm: Alarm | null = null;
  /** Of what was reported already. */
  readonly #told = new WeakSet<Outstanding>();

  constructor(device: CalledDevice) {
    this.#device = device;
  }

  /** What a timer or the components have to do is done at once, a call has its turn. */
  perform(action: DeviceAction): void {
    const device = this.#device;
    const atOnce: Partial<Record<DeviceAction, () => void>> = {
      startIdleTimer: () => device.startIdleTimer(),
      stopIdleTimer: () => device.stopIdleTimer(),
      restoreComponents: () => device.restoreComponents(),
      endDirectedDown: () => this.endDirected(),
    };
    const calls: Partial<Record<DeviceAction, () => void>> = {
      callPowerNotRequired: () => this.#callPowerNotRequired(),
      callPowerRequired: () => this.#callPowerRequired(),
      callDirectedDown: () => this.#callDirectedDown(),
      callDirectedUp: () => this.#callDirectedUp(),
    };
    atOnce[action]?.();
    const call = calls[action];
    if (call !== undefined) device.queue.push(call);
  }

  performFor(component: PoFxComponent, action: ComponentAction): void {
    const { queue } = this.#device;
    const calls: Readonly<Record<ComponentAction, () => void>> = {
      callIdleCondition: () => this.#callIdleCondition(component),
      callActiveCondition: () => this.#callActiveCondition(component),
      callIdleState: () => this.#callIdleState(component),
      tellPlugInActive: () => this.#tellPlugIn(component, true),
      tellPlugInIdle: () => this.#tellPlugIn(component, false),
      tellPlugInBefore: () => this.#askPlugIn(component, false),
      tellPlugInAfter: () => this.#askPlugIn(component, true),
      acquireProviders: () => this.#forProviders(component, 'ACTIVATE'),
      releaseProviders: () => this.#forProviders(component, 'IDLE'),
    };
    component.queued += 1;
    queue.push(() => {
      calls[action]();
      component.queued -= 1;
    });
  }

  #tellPlugIn({ index }: PoFxComponent, isActive: boolean): void {
    this.#device.owner.componentActive(this.#device, index, isActive);
  }

  /** The system is back in S0: the driver owes a report without having been called. @param routine - its power dispatch routine */
  awaitReport(routine: string): void {
    this.#device.outstanding ??= this.#watch(SYSTEM_POWER_UP, 'PoFxReportDevicePoweredOn', { name: routine });
  }

  /** Nothing rings any more. */
  close(): void {
    this.#cancel(this.#answerAlarm);
    this.#cancel(this.#directedAlarm);
  }

  #cancel(alarm: Alarm | null): void {
    if (alarm !== null) this.#device.io.kernel.sim.clock.cancel(alarm);
  }

  /** One alarm for all callbacks: it rings again as long as some are not answered. */
  #watch(callback: string, answer: string, routine: { readonly name: string }): Outstanding {
    const { sim } = this.#device.io.kernel;
    if (this.#answerAlarm?.set !== true)
      this.#answerAlarm = sim.setAlarm(later(sim.now, ANSWER_TIME), () => this.#lookForAnswers());
    return { callback, answer, since: sim.now, routine: routine.name };
  }

  #lookForAnswers(): void {
    const { sim } = this.#device.io.kernel;
    const { outstanding, components } = this.#device;
    const open = [outstanding, ...components.map((one) => one.outstanding)].filter((one) => one !== null);
    const waiting = open.filter((one) => !this.#told.has(one));
    for (const one of waiting.filter(({ since }) => later(since, ANSWER_TIME) <= sim.now)) {
      this.#told.add(one);
      this.#device.mistake(
        one.callback === SYSTEM_POWER_UP ? 'pofx-s0-report-missing' : 'pofx-completion-missing',
        `${one.callback} ${one.callback === SYSTEM_POWER_UP ? 'came' : 'was called'}, and ${one.answer} was not called for ten minutes`,
        one.routine,
      );
    }
    const next = waiting.find((one) => !this.#told.has(one));
    if (next !== undefined)
      this.#answerAlarm = sim.setAlarm(later(next.since, ANSWER_TIME), () => this.#lookForAnswers());
  }

  #callPowerNotRequired(): void {
    const device = this.#device;
    const { powerNotRequired } = device.callbacks;
    if (!device.apply('NOT_REQUIRED.called')) return;
    if (powerNotRequired === null) {
      device.answer('COMPLETE_NOT_REQUIRED');
      return;
    }
    device.outstanding = this.#watch(
      'DevicePowerNotRequiredCallback',
      'PoFxCompleteDevicePowerNotRequired',
      powerNotRequired,
    );
    device.call('DevicePowerNotRequiredCallback', '', () => powerNotRequired(device.context));
  }

  #callPowerRequired(): void {
    const device = this.#device;
    const { powerRequired } = device.callbacks;
    if (!device.apply('REQUIRED.called')) return;
    if (powerRequired === null) {
      device.answer('REPORT_POWERED_ON');
      return;
    }
    device.outstanding = this.#watch('DevicePowerRequiredCallback', 'PoFxReportDevicePoweredOn', powerRequired);
    device.call('DevicePowerRequiredCallback', '', () => powerRequired(device.context));
  }

  #callDirectedDown(): void {
    const device = this.#device;
    const { directedDown } = device.callbacks;
    if (!device.apply('DIRECTED_DOWN.called') || directedDown === null) return;
    device.outstanding = this.#watch('DirectedPowerDownCallback', 'PoFxCompleteDirectedPowerDown', directedDown);
    this.#watchDirected();
    device.call('DirectedPowerDownCallback', 'flags 0x0', () => directedDown(device.context, 0));
  }

  /** A directed transition is over. */
  endDirected(): void {
    this.#cancel(this.#directedAlarm);
  }

  /** @throws BugCheckError 0x9F/5, later, when the driver does not bring the device to where it is directed */
  #watchDirected(): void {
    const { io, devnode, handle, directedTime } = this.#device;
    const { kernel } = io;
    this.#directedAlarm = kernel.sim.setAlarm(later(kernel.sim.now, directedTime), () =>
      kernel.bugCheck(DRIVER_POWER_STATE_FAILURE, DIRECTED_LATE, devnode.pdo.address, handle),
    );
  }

  #callDirectedUp(): void {
    const device = this.#device;
    const { directedUp } = device.callbacks;
    if (!device.apply('REQUIRED.called') || directedUp === null) return;
    device.outstanding = this.#watch('DirectedPowerUpCallback', 'PoFxReportDevicePoweredOn', directedUp);
    this.#watchDirected();
    device.call('DirectedPowerUpCallback', 'flags 0x0', () => directedUp(device.context, 0));
  }

  #forProviders(component: PoFxComponent, type: 'ACTIVATE' | 'IDLE'): void {
    for (const index of component.description.providers) this.#device.components[index]?.apply({ type });
  }

  #askPlugIn(component: PoFxComponent, isDriverNotified: boolean): void {
    const { owner } = this.#device;
    component.awaitsPlugIn = true;
    const progress = owner.idleState(this.#device, component.index, component.target, isDriverNotified);
    if (progress === 'done') this.#device.plugInDone(component);
  }

  #callIdleCondition(component: PoFxComponent): void {
    const device = this.#device;
    const { idleCondition } = device.callbacks;
    const { index } = component;
    if (!component.apply({ type: 'IDLE_CONDITION.called' })) return;
    if (idleCondition === null) {
      device.answerFor(component, 'COMPLETE_IDLE_CONDITION');
      return;
    }
    component.outstanding = this.#watch('ComponentIdleConditionCallback', 'PoFxCompleteIdleCondition', idleCondition);
    device.call('ComponentIdleConditionCallback', `component ${index}`, () => idleCondition(device.context, index));
  }

  #callActiveCondition({ index }: PoFxComponent): void {
    const device = this.#device;
    const { activeCondition } = device.callbacks;
    if (activeCondition === null) return;
    device.call('ComponentActiveConditionCallback', `component ${index}`, () => activeCondition(device.context, index));
  }

  #callIdleState(component: PoFxComponent): void {
    const device = this.#device;
    const { idleState } = device.callbacks;
    const { index, target } = component;
    if (!component.apply({ type: 'IDLE_STATE.called' })) return;
    if (idleState === null) {
      device.answerFor(component, 'COMPLETE_IDLE_STATE');
      return;
    }
    component.outstanding = this.#watch('ComponentIdleStateCallback', 'PoFxCompleteIdleState', idleState);
    device.call('ComponentIdleStateCallback', `component ${index}, F${target}`, () =>
      idleState(device.context, index, target),
    );
  }
}
