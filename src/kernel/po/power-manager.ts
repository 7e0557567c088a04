import { DO_POWER_INRUSH, DO_POWER_PAGABLE } from '../../abi/device-flags.ts';
import {
  DevicePowerState,
  PowerActionHibernate,
  PowerActionNone,
  PowerDeviceD0,
  PowerDeviceD1,
  PowerDeviceD2,
  PowerDeviceD3,
  PowerDeviceUnspecified,
} from '../../abi/enums.ts';
import { IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { type Duration, type Instant, minutes, ticks } from '../../base/time.ts';
import { bottomOf, deviceIndex, topOf } from '../io/device-object.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import type { DevicePowerEvent } from './device-power.machine.ts';
import { DevnodePower } from './devnode-power-record.ts';
import type { ImageStack } from './image-stack.ts';
import { LegacyPowerRules } from './legacy-rules.ts';
import type { DevicePowerListener } from './power-listener.ts';
import { type PowerMistake, reportMistake } from './power-mistakes.ts';
import { PowerRails } from './power-rails.ts';
import type { PowerRequest } from './power-request.ts';
import { systemPower } from './system-power.machine.ts';

export interface PowerOptions {
  /** A system or device power IRP that is not complete after this stops the machine with 0x9F/3. */
  readonly watchdog: Duration;
  /** A transition that cannot have the device tree after this stops the machine with 0x9F/4. */
  readonly pnpLockWait: Duration;
  /** System power IRPs that are outstanding at once among devices that do not depend on each other. */
  readonly workers: number;
  /** What a refused IRP_MN_QUERY_POWER leads to: the transition goes on, S0 is told again, or the next deeper state is asked for. */
  readonly queryVeto: 'proceed' | 'reaffirm' | 'nextState';
  /** Whether requests that power up devices in the path of a special file are delivered at DISPATCH_LEVEL. */
  readonly raisesPowerUp: boolean;
  /** Device power-up requests with inrush current that may wait; one more stops the machine with 0xA0/0x401. */
  readonly inrushLimit: number;
  /** The rules of Windows 2000 to Server 2003: each driver calls PoStartNextPowerIrp for each query and set request. */
  readonly legacyRules: boolean;
  /** How long nobody needs the system before it goes to S3 by itself; null: it never does. */
  readonly systemIdle: Duration | null;
  /**
   * The system activates the components of registered devices, and so brings the devices to D0, before it tells them to
   * sleep, and lets go when they have reported that they are back. It may do so at any time; drivers have to stand it.
   */
  readonly holdUpForSleep: boolean;
  /** A directed power-down that is not complete after this stops the machine with 0x9F/5. */
  readonly directedTimeout: Duration;
  /** How long a device keeps the platform out of its deepest idle state, in standby, until the watchdog of its driver is called. */
  readonly dripsWatchdog: Duration;
  /** How long it does until the machine stops with 0xA0/0x619; null: it does not. */
  readonly dripsBugCheck: Duration | null;
  /** Stops a machine that wakes up with 0xA0/0xA, to see how far it comes. */
  readonly resumeBugCheck: 'never' | 'atOnce' | 'afterNonPageable' | 'afterAll';
}

export const POWER_OPTIONS: PowerOptions = {
  watchdog: minutes(10),
  pnpLockWait: minutes(10),
  workers: 1,
  queryVeto: 'proceed',
  raisesPowerUp: true,
  inrushLimit: 256,
  legacyRules: false,
  systemIdle: null,
  holdUpForSleep: false,
  directedTimeout: minutes(2),
  dripsWatchdog: minutes(5),
  dripsBugCheck: null,
  resumeBugCheck: 'never',
};

/** What every power IRP of a system transition says of it. */
export interface TransitionFacts {
  /** SYSTEM_POWER_STATE_CONTEXT */
  readonly context: number;
  /** POWER_ACTION */
  readonly action: number;
}

/** A transition that is under way, for whoever wakes the system. */
export interface UnderWay {
  /** @param isPowerLost - memory has lost its power meanwhile */
  readonly wake: (isPowerLost: boolean) => void;
  /** The system is back in S0. */
  readonly up: Promise<void>;
}

/** The state of the system's power and of every device's. What is done with it stands in the files beside. */
export class PowerManager {
  readonly listeners: DevicePowerListener[] = [];
  readonly pnp: PnpManager;
  readonly options: PowerOptions;
  readonly system: Lifecycle<typeof systemPower>;
  /** SYSTEM_POWER_STATE: S0 until the platform is down, and again as soon as it is up. */
  systemState = 1;
  /** Of the transition that is under way; null while the system works. */
  transition: TransitionFacts | null = null;
  /** The transition that sleeps, or is under way, and when it is back in S0; whoever wakes the system takes it from here. */
  underWay: UnderWay | null = null;
  /** What was reported of the order between two devices, by the ids of both. */
  readonly reportedOrder = new Set<string>();
  /** null: drivers need not call PoStartNextPowerIrp. */
  readonly legacy: LegacyPowerRules | null;
  /** The device that powers up and draws inrush current, and those that wait for it. */
  inrush: PowerRequest | null = null;
  readonly waitingForInrush: (() => void)[] = [];
  /** The system is in standby: it stays in S0, and does not go to sleep by itself. */
  isInStandby = false;
  /** The system runs on battery: devices are called idle after their conservation time. */
  isOnBattery = false;
  /** Writes the hibernation image through the disk's miniport; null: the file is a model. */
  imageStack: ImageStack | null = null;
  /** Hears of what drivers have done wrong; whoever knows the driver at fault takes it over. */
  onMistake: (mistake: PowerMistake) => void = (mistake) => reportMistake(this.pnp.kernel.sim, mistake);
  /** Has its turn, in a thread of its own, before a device is told to leave S0; null: nothing has. */
  beforeSystemDown: ((devnode: Devnode) => Promise<void>) | null = null;
  /** The hardware of a device is without power: what stood in its registers is lost. */
  onPowerLost: (devnode: Devnode) => void = () => {};
  /** Holds up the thread that is about to send a power IRP to a device's stack; null: nothing does. */
  delaySending: ((devnode: Devnode) => Promise<void> | undefined) | null = null;
  /** Virtual time by which the PowerCompletion routine of a driver, by its index, is late. */
  delayCompletion: (driver: number) => Duration = () => ticks(0);
  /** Wait/wake IRPs that their bus driver has called the cause of the system's wake. */
  readonly wakeIrps = new Set<number>();
  /** Until then whoever is named counts as what has woken the system; null: it has not slept yet. */
  collectsWakesUntil: Instant | null = null;
  /** Ids of the devices that woke the system last. */
  readonly wakeSources = new Set<string>();
  readonly rails: PowerRails;
  readonly #records = new WeakMap<Devnode, DevnodePower>();
  /** DEVICE_POWER_STATE by the device object that reported it. */
  readonly #reported = new Map<number, number>();

  constructor(pnp: PnpManager, options: PowerOptions = POWER_OPTIONS) {
    this.pnp = pnp;
    this.options = options;
    this.legacy = options.legacyRules ? new LegacyPowerRules(pnp.io) : null;
    this.rails = new PowerRails(
      pnp,
      (devnode) => this.hardwareOf(devnode),
      (devnode, type) => void this.apply(devnode, { type }),
    );
    this.system = new Lifecycle(systemPower, pnp.kernel.sim, 'system');
  }

  record(devnode: Devnode): DevnodePower {
    let record = this.#records.get(devnode);
    if (record === undefined) {
      record = new DevnodePower(this.pnp.kernel.sim, devnode);
      this.#records.set(devnode, record);
    }
    return record;
  }

  /** DEVICE_POWER_STATE of a device; D3 until its bus driver has reported another. */
  of(devnode: Devnode): number {
    return stateOfName(this.record(devnode).device.region('reported')) || PowerDeviceD3;
  }

  isPoweringUp(devnode: Devnode): boolean {
    const { active, queue } = this.record(devnode);
    return [active, ...queue].some((request) => request?.minor === IRP_MN_SET_POWER && request.state === PowerDeviceD0);
  }

  /** `d0`, `d0Uninit`, `d1`, `d2`, `d3hot` or `d3cold`. */
  hardwareOf(devnode: Devnode): string {
    return this.record(devnode).device.region('hardware');
  }

  /** Whether the hardware works: `d0Uninit` has power and no driver has set it up. */
  isPowered(devnode: Devnode): boolean {
    return ['d0', 'd0Uninit'].includes(this.hardwareOf(devnode));
  }

  apply(devnode: Devnode, event: DevicePowerEvent): boolean {
    const { device } = this.record(devnode);
    const isApplied = device.apply(event);
    if (isApplied && device.region('hardware') === 'd3cold') this.onPowerLost(devnode);
    return isApplied;
  }

  /**
   * A driver tells in which state its device is now. What the PDO reports is the device's state, and its hardware
   * follows: it is the bus that gives and takes power. Only on the path of the hibernation file the bus reports D3 and
   * keeps the device on, because the image is not written yet.
   *
   * @returns DEVICE_POWER_STATE that the same device object reported before
   * @source nf-wdm-posetpowerstate, irp-mn-device-usage-notification
   */
  report(device: DEVICE_OBJECT, type: number, state: number): number {
    const devnode = this.pnp.devnodeAbove(device);
    if (devnode === undefined || type !== DevicePowerState) return PowerDeviceUnspecified;
    const before = this.#reported.get(device.address) ?? PowerDeviceD3;
    this.#reported.set(device.address, state);
    const name = nameOfState(state);
    // Below the root there is no bus that could report.
    const speaksForDevice = device.address === bottomOf(device).address || devnode.parent === null;
    if (speaksForDevice && name !== null) {
      this.apply(devnode, { type: `REPORTED.${name}` });
      if (!this.keepsPowerForHibernation(devnode, state)) this.setHardware(devnode, state);
    }
    return before;
  }

  /** What the bus, or whoever else has power to give, does to the hardware. @param state - DEVICE_POWER_STATE */
  setHardware(devnode: Devnode, state: number): void {
    const name = nameOfState(state);
    if (name === null || !this.apply(devnode, { type: `HARDWARE.${name}` })) return;
    this.rails.follow(devnode);
  }

  /** PWR-76: the device says D3, and its power stays until the image is written. @param state - DEVICE_POWER_STATE */
  keepsPowerForHibernation(devnode: Devnode, state: number): boolean {
    return (
      state !== PowerDeviceD0 &&
      (this.transition?.action ?? PowerActionNone) === PowerActionHibernate &&
      isOnHibernationPath(this.pnp, devnode)
    );
  }

  /** A device object has gone: a new one may get its address. */
  forget(device: number): void {
    this.#reported.delete(device);
  }
}

/** Pageable: its drivers may be paged out, so they are called at PASSIVE_LEVEL only, and powered down first. */
export function isPagable(devnode: Devnode): boolean {
  return (devnode.pdo.Flags & DO_POWER_PAGABLE) !== 0;
}

/**
 * Whether the driver that gets the device's power requests first may be paged out. The driver that is called decides at
 * which IRQL that is, and calls the next one at its own (USE-50).
 */
export function isCalledPagable(devnode: Devnode): boolean {
  return (topOf(devnode.pdo).Flags & DO_POWER_PAGABLE) !== 0;
}

/** A hibernation file lies on the device, or below it. */
export function isOnHibernationPath(pnp: PnpManager, devnode: Devnode): boolean {
  return pnp.ledger.of(deviceIndex(pnp.io, devnode.pdo)).hibernation > 0;
}

/** A dump file lies on the device, or below it. */
export function isOnDumpPath(pnp: PnpManager, devnode: Devnode): boolean {
  return pnp.ledger.of(deviceIndex(pnp.io, devnode.pdo)).dump > 0;
}

/** One device object of the stack says that the device draws more current while it powers up. */
export function drawsInrush(devnode: Devnode): boolean {
  for (let at: DEVICE_OBJECT | null = devnode.pdo; at !== null; at = at.AttachedDevice)
    if ((at.Flags & DO_POWER_INRUSH) !== 0) return true;
  return false;
}

const STATES = { d0: PowerDeviceD0, d1: PowerDeviceD1, d2: PowerDeviceD2, d3: PowerDeviceD3 } as const;

function nameOfState(state: number): keyof typeof STATES | null {
  return (['d0', 'd1', 'd2', 'd3'] as const)[state - PowerDeviceD0] ?? null;
}

function stateOfName(name: string): number {
  return (STATES as Readonly<Record<string, number>>)[name] ?? PowerDeviceUnspecified;
}

/** `D0` to `D3`. */
export function powerName(state: number): string {
  return state >= PowerDeviceD0 && state <= PowerDeviceD3 ? `D${state - PowerDeviceD0}` : 'unspecified';
}
