import { PowerDeviceD0, PowerSystemWorking } from '../../abi/enums.ts';
import { IRP_MJ_PNP, IRP_MJ_POWER } from '../../abi/irp-codes.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { assert } from '../../base/assert.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { type Duration, ticks } from '../../base/time.ts';
import { mayWait } from '../ke/irql.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import type { DevicePowerListener } from '../po/power-listener.ts';
import type { PowerOptions } from '../po/power-manager.ts';
import { toError } from '../sim/to-error.ts';
import { DefaultPep } from './default-pep.ts';
import type { DeviceHost, PoFxDevice } from './device.ts';
import { SYSTEM_POWER_UP } from './driver-calls.ts';
import type { PoFxMistake, PoFxMistakeKind } from './mistake.ts';
import { endPerfRequest } from './perf-requests.ts';
import { PlatformConstraints } from './platform-constraints.ts';
import type { FrameworkDevice, PlatformExtension, PoFxFromPlugIn, PowerControlRequest } from './platform-extension.ts';
import { callPowerControl } from './power-control.ts';

/** What the framework needs of the power manager. */
export interface ReportedPower {
  readonly listeners: DevicePowerListener[];
  /** DEVICE_POWER_STATE of a device. */
  of(devnode: Devnode): number;
  readonly options: PowerOptions;
  /** A request for D0 is on its way to a device, or its sender has not heard of its end yet. */
  isPoweringUp(devnode: Devnode): boolean;
}

/** Devices that are registered for run-time power management, and the plug-ins that own them. */
export class PowerFramework implements PoFxFromPlugIn, DeviceHost {
  readonly pnp: PnpManager;
  readonly io: PnpManager['io'];
  readonly power: ReportedPower;
  /** Owns what no other plug-in takes. Tests take it away. */
  defaultPep: PlatformExtension | null = new DefaultPep();
  /** Called for a device whose registration has ended. */
  readonly unregistered: ((device: PoFxDevice) => void)[] = [];
  /** Set by who wants to see what drivers make of late callbacks; null: they are never late. */
  chooseDelay: ((device: PoFxDevice) => Duration) | null = null;
  /** Set by the verifier. */
  onMistake: (mistake: PoFxMistake) => void = () => {};
  readonly constraints = new PlatformConstraints();
  /** Hears of every change of a device: it may be the one that the platform's idle state has waited for. */
  onDeviceChange: () => void = () => {};
  /** A driver has called PoFxReportDevicePoweredOn, as it owed. */
  onReported: (device: PoFxDevice) => void = () => {};
  readonly #plugIns: PlatformExtension[] = [];
  /** The plug-in that has taken a device before it started. */
  readonly #prepared = new Map<Devnode, PlatformExtension>();
  readonly #devices = new Map<number, PoFxDevice>();
  readonly #byDevnode = new WeakMap<Devnode, PoFxDevice>();

  constructor(pnp: PnpManager, power: ReportedPower) {
    this.pnp = pnp;
    this.io = pnp.io;
    this.power = power;
    power.listeners.push({
      beforeDeviceSet: (devnode, state) => this.#beforeDeviceSet(devnode, state),
      afterDeviceSet: (devnode, state, status) => this.#afterDeviceSet(devnode, state, status),
      beforeWaitWake: (devnode) => this.#beforeWaitWake(devnode),
      afterWaitWake: (devnode) => this.#afterWaitWake(devnode),
      holdsSystemUp: (devnode, release) => this.#holdsSystemUp(devnode, release),
      beforeSystemSet: (devnode, state) => this.#beforeSystemSet(devnode, state),
    });
    pnp.onStarting = (devnode) => (this.#plugIns.length === 0 ? undefined : this.#prepare(devnode));
    pnp.onRemoved = (devnode) => this.#removed(devnode);
  }

  /** Registered devices, in the order of their registration. */
  get devices(): readonly PoFxDevice[] {
    return [...this.#devices.values()];
  }

  /** Plug-ins that drivers have registered. */
  get plugIns(): readonly PlatformExtension[] {
    return this.#plugIns;
  }

  /** The registered device of a POHANDLE; undefined for one that is stale or was never handed out. */
  deviceOf(handle: number): PoFxDevice | undefined {
    return this.#devices.get(handle);
  }

  ofDevnode(devnode: Devnode | undefined): PoFxDevice | undefined {
    return devnode === undefined ? undefined : this.#byDevnode.get(devnode);
  }

  ofPdo(pdo: DEVICE_OBJECT): PoFxDevice | undefined {
    return this.ofDevnode(this.pnp.devnodeOf(pdo));
  }

  add(device: PoFxDevice): void {
    this.#devices.set(device.handle, device);
    this.#byDevnode.set(device.devnode, device);
    this.constraints.ask(device);
    this.io.kernel.sim.hooks.onChange();
  }

  /** The handle means nothing from now on. */
  forget(device: PoFxDevice): void {
    device.close();
    this.#devices.delete(device.handle);
    this.#byDevnode.delete(device.devnode);
    for (const listener of this.unregistered) listener(device);
    this.onDeviceChange();
    this.io.kernel.sim.hooks.onChange();
  }

  /** Plug-ins in the order in which they are asked for a device: the one that has prepared it first, the default last. */
  candidates(devnode: Devnode): readonly PlatformExtension[] {
    const prepared = this.#prepared.get(devnode);
    const others = this.#plugIns.filter((plugIn) => plugIn !== prepared);
    const all = [...(prepared === undefined ? [] : [prepared]), ...others];
    return this.defaultPep === null ? all : [...all, this.defaultPep];
  }

  mistake(kind: PoFxMistakeKind, device: PoFxDevice | null, message: string, isRunning: boolean, routine = ''): void {
    const { current } = this.io.kernel.sim;
    this.onMistake({
      kind,
      driver: isRunning || device === null ? current.driver : device.registrant.driver,
      device: isRunning || device === null ? current.device : device.registrant.device,
      message,
      isRunning,
      routine,
    });
  }

  /** The plug-in that a registered device belongs to. */
  ownerOf({ handle }: FrameworkDevice): PlatformExtension {
    const device = this.#devices.get(handle);
    assert(device !== undefined, 'a device without a registration has no owner');
    return device.owner;
  }

  get directedTime(): Duration {
    return this.power.options.directedTimeout;
  }

  delay(device: PoFxDevice): Duration {
    return this.chooseDelay === null ? ticks(0) : this.chooseDelay(device);
  }

  plugIn(extension: PlatformExtension): void {
    this.#plugIns.push(extension);
  }

  platformKnown(extension: PlatformExtension): void {
    for (const device of this.devices) if (device.owner === extension) this.constraints.ask(device);
  }

  changed(): void {
    this.onDeviceChange();
  }

  idleStateCompleted({ handle }: FrameworkDevice, component: number): boolean {
    const device = this.#devices.get(handle);
    const found = device?.components[component];
    if (device === undefined || found === undefined || !device.plugInDone(found)) return false;
    device.queue.advance(true);
    return true;
  }

  requestPowerControl({ handle }: FrameworkDevice, request: PowerControlRequest, context: number): void {
    const device = this.#devices.get(handle);
    if (device === undefined) return;
    device.queue.push(() =>
      device.owner.powerControlCompleted(device, context, callPowerControl(this.io, device, request)),
    );
    device.queue.advance(true);
  }

  transitionCritical({ handle }: FrameworkDevice, index: number, isActive: boolean): boolean {
    const device = this.#devices.get(handle);
    const component = device?.components[index];
    if (device === undefined || component === undefined) return true;
    if (isActive ? component.condition === 'active' : !component.isCritical) return false;
    component.isCritical = isActive;
    const { queue } = device;
    // What the driver is called for is done in another thread: the plug-in may be at any IRQL.
    queue.avoid(this.io.kernel.sim.current, () => {
      component.apply({ type: isActive ? 'ACTIVATE' : 'IDLE' });
      queue.settle();
    });
    queue.advance(false);
    return true;
  }

  perfStateCompleted({ handle }: FrameworkDevice, component: number, hasSucceeded: boolean): boolean {
    const device = this.#devices.get(handle);
    const states = device?.perfStates.get(component);
    if (device === undefined || states === undefined || states.pending === null) return false;
    device.queue.push(() => endPerfRequest(device, component, states, hasSucceeded));
    device.queue.advance(true);
    return true;
  }

  /** Of the driver that has registered the device; it may have gone already. */
  #dispatchName({ registrant }: PoFxDevice, major: number): string {
    const driver = this.io.drivers.find(({ entry }) => entry.index === registrant.driver);
    return driver?.object.MajorFunction.get(major)?.name ?? '';
  }

  async #prepare(devnode: Devnode): Promise<void> {
    if (this.#prepared.has(devnode)) return;
    for (const plugIn of this.#plugIns) {
      if (!(await plugIn.prepareDevice(devnode))) continue;
      this.#prepared.set(devnode, plugIn);
      return;
    }
  }

  async #removed(devnode: Devnode): Promise<void> {
    const device = this.ofDevnode(devnode);
    if (device !== undefined) {
      this.mistake(
        'pofx-leaked-registration',
        device,
        `${devnode.id} was removed while it was registered`,
        false,
        this.#dispatchName(device, IRP_MJ_PNP),
      );
      this.forget(device);
    }
    const prepared = this.#prepared.get(devnode);
    this.#prepared.delete(devnode);
    await prepared?.abandonDevice(devnode);
  }

  #beforeDeviceSet(devnode: Devnode, state: number): void | Promise<void> {
    const device = this.ofDevnode(devnode);
    if (device === undefined) return undefined;
    if (state === PowerDeviceD0) return this.#tellPlugIn(device, state, false);
    const held = this.#goToF0(device, 'dx');
    return isPromise(held)
      ? held.then(() => this.#tellPlugIn(device, state, false))
      : this.#tellPlugIn(device, state, false);
  }

  /** Components with F0_ON_DX go to F0 before the first of the two requests is sent (POFX-33). */
  #goToF0(device: PoFxDevice, reason: 'dx' | 'wake'): void | Promise<void> {
    device.holdF0(reason);
    if (mayWait(this.io.kernel)) return device.queue.runUntil(() => device.isHeldInF0 || device.isInDx);
    device.queue.advance(true);
    return undefined;
  }

  #beforeWaitWake(devnode: Devnode): void | Promise<void> {
    const device = this.ofDevnode(devnode);
    return device === undefined || device.isInDx ? undefined : this.#goToF0(device, 'wake');
  }

  #afterWaitWake(devnode: Devnode): void {
    const device = this.ofDevnode(devnode);
    device?.releaseF0();
    device?.queue.advance(false);
  }

  #tellPlugIn(device: PoFxDevice, state: number, isComplete: boolean): MaybePromise<void> {
    return device.owner.devicePowerState(device, state, isComplete);
  }

  #afterDeviceSet(devnode: Devnode, state: number, status: number): void {
    const device = this.ofDevnode(devnode);
    if (device === undefined) return;
    const told = this.#tellPlugIn(device, state, true);
    if (isPromise(told)) told.catch((error: unknown) => this.io.kernel.sim.stop(toError(error)));
    if (status >>> 31 !== 0) return;
    device.apply(state === PowerDeviceD0 ? 'D0.done' : 'DX.done');
    if (state === PowerDeviceD0) device.onceInD0?.();
    if (state === PowerDeviceD0) device.onceInD0 = null;
    device.queue.advance(false);
  }

  /** A device that must not resume fast is back in S0 when it is back in D0 (POFX-41). */
  #holdsSystemUp(devnode: Devnode, release: () => void): boolean {
    const device = this.ofDevnode(devnode);
    if (device === undefined || !device.resumesSlowly || !device.isInDx) return false;
    device.onceInD0 = release;
    return true;
  }

  #beforeSystemSet(devnode: Devnode, state: number): void {
    const device = this.ofDevnode(devnode);
    if (device === undefined) return;
    const isAwake = state === PowerSystemWorking;
    const routine = this.#dispatchName(device, IRP_MJ_POWER);
    if (!isAwake && device.outstanding?.callback === SYSTEM_POWER_UP) this.#endWaitForReport(device, routine);
    device.apply(isAwake ? 'SYSTEM.works' : 'SYSTEM.sleeps');
    if (isAwake && device.owesReport) device.awaitReport(routine);
    device.queue.advance(false);
  }
  /** The system leaves S0 again. Whoever still waits for D0 can report it only when it is there. */
  #endWaitForReport(device: PoFxDevice, routine: string): void {
    const { devnode } = device;
    if (this.power.isPoweringUp(devnode)) {
      device.outstanding = null;
      return;
    }
    const message = `nothing was reported of ${devnode.id} since the system has come back to S0`;
    this.mistake('pofx-s0-report-missing', device, message, false, routine);
  }
}
