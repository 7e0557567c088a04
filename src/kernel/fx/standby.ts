/** Standby (S0 low-power idle): no system power IRP is sent; the platform idles when its devices let it. */
import { GUID_CONSOLE_DISPLAY_STATE, GUID_LOW_POWER_EPOCH, GUID_MONITOR_POWER_ON } from '../../abi/guids.ts';
import type { PO_FX_DRIPS_WATCHDOG_CALLBACK } from '../../abi/structs/pofx.ts';
import { type Duration, formatDuration, type Instant, later, ticks } from '../../base/time.ts';
import { callWithoutWait } from '../ke/callback.ts';
import type { PowerManager } from '../po/power-manager.ts';
import type { PowerSettings } from '../po/power-settings.ts';
import type { Alarm } from '../sim/clock.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import type { PoFxDevice } from './device.ts';
import { directDown, directUp } from './directed.ts';
import type { Blocker } from './platform-constraints.ts';
import type { SubsystemReport } from './platform-extension.ts';
import type { PowerFramework } from './power-framework.ts';
import { standby } from './standby.machine.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const BLOCKED_TOO_LONG = 0x619;
/** MONITOR_DISPLAY_STATE */
const DISPLAY = { off: 0, on: 1 } as const;

/** What a driver has asked to be told of (PoFxRegisterDripsWatchdogCallback). */
export interface DripsWatchdog {
  readonly device: PoFxDevice;
  readonly callback: PO_FX_DRIPS_WATCHDOG_CALLBACK;
  readonly includesChildren: boolean;
  /** Address of the driver object whose devices count among the children; 0 = any. */
  readonly driverObject: number;
}

/** What became of one stay in standby. */
export interface StandbyReport {
  /** How long the platform was in its deepest idle state. */
  readonly deepest: Duration;
  readonly subsystems: readonly SubsystemReport[];
}

/** What is still to be done when a device stays in the way. */
type Blocked = readonly Alarm[];

const DIRECTED: ReadonlySet<string> = new Set(['directedDown', 'directedDownReported', 'directedLow']);
const RETURNING: ReadonlySet<string> = new Set([...DIRECTED, 'requiring', 'powering']);

export class Standby {
  readonly lifecycle: Lifecycle<typeof standby>;
  readonly watchdogs: DripsWatchdog[] = [];
  readonly #fx: PowerFramework;
  readonly #power: PowerManager;
  readonly #settings: PowerSettings;
  readonly #blocked = new Map<PoFxDevice, Blocked>();
  #deepestSince: Instant | null = null;
  #deepest = ticks(0);
  #blockings = 0;
  /** Devices that were directed to low power and are not back. */
  readonly #returning = new Set<PoFxDevice>();
  /** Goes on with the way out when every device that was directed is back. */
  #onBack: (() => void) | null = null;

  constructor(fx: PowerFramework, power: PowerManager, settings: PowerSettings) {
    this.#fx = fx;
    this.#power = power;
    this.#settings = settings;
    this.lifecycle = new Lifecycle(standby, fx.io.kernel.sim, 'system');
    fx.onDeviceChange = () => this.#look();
    fx.unregistered.push((device) => this.#forget(device));
    power.listeners.push({ afterDeviceSet: () => this.#look() });
  }

  get isWorking(): boolean {
    return this.lifecycle.state === 'working';
  }

  /** Of every registered device that keeps the platform out of its deepest idle state, why. */
  get blockers(): readonly Blocker[] {
    return this.#fx.devices.flatMap(
      (device) => this.#fx.constraints.blockerOf(device, (devnode) => this.#power.of(devnode)) ?? [],
    );
  }

  /** Runs in a thread at PASSIVE_LEVEL. @returns false when the system is in standby already */
  async enter(): Promise<boolean> {
    if (!this.lifecycle.apply({ type: 'ENTER' })) return false;
    this.#power.isInStandby = true;
    this.#deepest = ticks(0);
    await this.#setDisplay(DISPLAY.off);
    await this.#tellEpoch(true);
    for (const { platform } of this.#fx.plugIns) await platform?.resetAccounting();
    this.lifecycle.apply({ type: 'LOW_POWER' });
    this.#look();
    return true;
  }

  /** Runs in a thread at PASSIVE_LEVEL. @returns null when the system is not in standby */
  async leave(): Promise<StandbyReport | null> {
    this.#countDeepest();
    if (!this.lifecycle.apply({ type: 'WAKE' })) return null;
    for (const device of [...this.#blocked.keys()]) this.#unblock(device);
    await this.#bringBack();
    await this.#tellEpoch(false);
    await this.#setDisplay(DISPLAY.on);
    const subsystems: SubsystemReport[] = [];
    for (const { platform } of this.#fx.plugIns) subsystems.push(...((await platform?.blockingTimes()) ?? []));
    this.lifecycle.apply({ type: 'LEFT' });
    this.#power.isInStandby = false;
    return { deepest: this.#deepest, subsystems };
  }

  async #setDisplay(value: number): Promise<void> {
    await this.#settings.set({ guid: GUID_CONSOLE_DISPLAY_STATE, value });
    await this.#settings.set({ guid: GUID_MONITOR_POWER_ON, value });
  }

  async #tellEpoch(isOn: boolean): Promise<void> {
    await this.#settings.set({ guid: GUID_LOW_POWER_EPOCH, value: isOn ? 1 : 0 });
    for (const { platform } of this.#fx.plugIns) platform?.lowPowerEpoch(isOn);
  }

  /** Something has changed: does the platform idle now, or no longer? */
  #look(): void {
    const { state } = this.lifecycle;
    if (state === 'leaving') this.#lookForReturn();
    if (state !== 'blocked' && state !== 'deepest') return;
    const blockers = this.blockers;
    for (const device of [...this.#blocked.keys()])
      if (!blockers.some((blocker) => blocker.device === device)) this.#unblock(device);
    for (const blocker of blockers) if (!this.#blocked.has(blocker.device)) this.#block(blocker);
    const isDeepest = blockers.length === 0;
    if (!isDeepest) this.#countDeepest();
    if (this.lifecycle.apply({ type: isDeepest ? 'UNBLOCKED' : 'BLOCKED' }) && isDeepest)
      this.#deepestSince = this.#fx.io.kernel.sim.now;
  }

  #countDeepest(): void {
    if (this.#deepestSince === null) return;
    this.#deepest = ticks(this.#deepest + this.#fx.io.kernel.sim.now - this.#deepestSince);
    this.#deepestSince = null;
  }

  #block({ device, text, component }: Blocker): void {
    const { sim } = this.#fx.io.kernel;
    const { dripsWatchdog, dripsBugCheck } = this.#power.options;
    this.#blockings += 1;
    const id = this.#blockings;
    device.note(`keeps the platform out of its deepest idle state: ${text}`);
    const after = (time: Duration, what: () => void): Alarm => sim.setAlarm(later(sim.now, time), what);
    const alarms = [
      after(device.directedIdleTime, () => this.#direct(device)),
      after(dripsWatchdog, () => this.#tooLong(device, id)),
      ...(dripsBugCheck === null ? [] : [after(dripsBugCheck, () => this.#stop(device, component ?? 0))]),
    ];
    this.#blocked.set(device, alarms);
  }

  #unblock(device: PoFxDevice): void {
    const { clock } = this.#fx.io.kernel.sim;
    for (const alarm of this.#blocked.get(device) ?? []) if (alarm.set) clock.cancel(alarm);
    this.#blocked.delete(device);
  }

  #forget(device: PoFxDevice): void {
    this.#unblock(device);
    const kept = this.watchdogs.filter((watchdog) => watchdog.device !== device);
    this.watchdogs.splice(0, this.watchdogs.length, ...kept);
  }

  /** The device has been in the way for as long as its driver lets it (POFX-50). */
  #direct(device: PoFxDevice): void {
    const refusal = directDown(this.#fx, device);
    if (refusal !== null) device.note(`is not directed to low power: ${refusal}`);
  }

  #tooLong(device: PoFxDevice, id: number): void {
    const blocker = this.blockers.find((one) => one.device === device);
    const minutes = formatDuration(this.#power.options.dripsWatchdog);
    const message = `${device.devnode.id} has kept the platform out of its deepest idle state for ${minutes}: ${blocker?.text ?? ''}`;
    const { idleCondition, powerNotRequired } = device.callbacks;
    const routine = (idleCondition ?? powerNotRequired)?.name ?? '';
    this.#fx.mistake('pofx-platform-kept-awake', device, message, false, routine);
    this.#callWatchdogs(device, id);
  }

  #callWatchdogs(device: PoFxDevice, id: number): void {
    const { io } = this.#fx;
    const driver = io.drivers.find(({ entry }) => entry.index === device.registrant.driver);
    const isMeant = ({ device: own, includesChildren, driverObject }: DripsWatchdog): boolean => {
      if (own === device) return true;
      const isChild = includesChildren && device.devnode.parent === own.devnode;
      return isChild && (driverObject === 0 || driver?.object.address === driverObject);
    };
    for (const watchdog of this.watchdogs.filter(isMeant)) {
      const { registrant, context } = watchdog.device;
      const call = (): unknown => watchdog.callback(context, device.devnode.pdo, id);
      io.kernel.sim.createThread('DRIPS watchdog', () => {
        watchdog.device.note(`DripsWatchdogCallback(${device.devnode.id})`);
        callWithoutWait(io.kernel, 'DripsWatchdogCallback', registrant.driver, registrant.device, call);
      });
    }
  }

  /** @throws BugCheckError 0xA0/0x619, where the machine is told to */
  #stop(device: PoFxDevice, component: number): never {
    return this.#fx.io.kernel.bugCheck(INTERNAL_POWER_ERROR, BLOCKED_TOO_LONG, device.handle, component, 0);
  }

  /** Devices that were directed to low power come back, those above first. */
  async #bringBack(): Promise<void> {
    const { sim } = this.#fx.io.kernel;
    for (const device of this.#fx.devices) if (DIRECTED.has(device.state)) this.#returning.add(device);
    this.#lookForReturn();
    if (this.#returning.size === 0) return;
    const thread = sim.current;
    this.#onBack = () => sim.wake(thread, 0);
    await sim.block('devices that were directed to low power', 0, () => {
      this.#onBack = null;
    });
  }

  #lookForReturn(): void {
    for (const device of this.#returning) if (!RETURNING.has(device.state)) this.#returning.delete(device);
    for (const device of this.#returning)
      if (device.state === 'directedLow' && !this.#waitsForParent(device)) directUp(this.#fx, device);
    if (this.#returning.size > 0 || this.#onBack === null) return;
    const goOn = this.#onBack;
    this.#onBack = null;
    goOn();
  }

  #waitsForParent({ devnode }: PoFxDevice): boolean {
    for (let at = devnode.parent; at !== null; at = at.parent) {
      const above = this.#fx.ofDevnode(at);
      if (above !== undefined && this.#returning.has(above)) return true;
    }
    return false;
  }
}
