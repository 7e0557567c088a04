/** Finds the driver behind what the power manager has seen go wrong. */
import { PowerDeviceD0, PowerSystemHibernate } from '../../abi/enums.ts';
import { IRP_MJ_PNP, IRP_MJ_POWER } from '../../abi/irp-codes.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { bottomOf, deviceIndex, topOf } from '../io/device-object.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { isOnHibernationPath, type PowerManager, powerName } from '../po/power-manager.ts';
import type { PowerMistake } from '../po/power-mistakes.ts';
import type { Judge } from './judge.ts';
import type { Place } from './rule.ts';
import { ASLEEP_AT_HIBERNATION, RULE_OF_POWER_MISTAKE } from './rules/power-manager.ts';

const DEVICE_DRIVER_OBJECT = 8;
const DRIVER_MAJOR_FUNCTION = 56;

interface Cut {
  readonly driver: number;
  readonly site: Error | null;
}

export class PowerMistakeWatch {
  readonly #judge: Judge;
  readonly #power: PowerManager;
  /** Who has taken the power from a device, past the power manager. */
  readonly #cuts = new WeakMap<Devnode, Cut>();
  /** Devices that are known to be dark when the image is to be written. */
  readonly #toldDark = new Set<Devnode>();

  constructor(judge: Judge, power: PowerManager) {
    this.#judge = judge;
    this.#power = power;
    power.onMistake = (mistake) => this.#found(mistake);
  }

  /** SandboxSetDevicePower, by the driver whose code runs. */
  powered(devnode: Devnode, state: number): void {
    const { driver } = this.#judge.kernel;
    if (state > PowerDeviceD0) this.#cuts.set(devnode, { driver, site: this.#judge.siteOf(driver) });
    else this.#cuts.delete(devnode);
  }

  /** A driver asks for a device state while the system goes to `system`. */
  asked(devnode: Devnode, state: number, system: number, place: Place): void {
    const power = this.#power;
    if (system !== PowerSystemHibernate || state <= PowerDeviceD0 || power.isPowered(devnode)) return;
    if (!isOnHibernationPath(power.pnp, devnode)) return;
    this.#toldDark.add(devnode);
    const message = `${powerName(state)} is asked for, and ${devnode.id} is in ${power.hardwareOf(devnode)}`;
    this.#judge.violate(ASLEEP_AT_HIBERNATION, place, message);
  }

  #found(mistake: PowerMistake): void {
    const { kind, devnode, message } = mistake;
    // It was told where it could have been prevented.
    if (kind === 'pathPowerLost' && this.#toldDark.delete(devnode)) return;
    this.#judge.violate(RULE_OF_POWER_MISTAKE[kind], this.#placeOf(mistake), message);
  }

  #placeOf({ kind, devnode, device, runsFor }: PowerMistake): Place {
    if (runsFor !== undefined) {
      const { driver, device: index } = this.#judge.kernel.sim.current;
      return { driver, device: index, irp: runsFor.address, isRunning: true, site: null, routine: '' };
    }
    if (device !== undefined) return this.#handlerOf(device, IRP_MJ_POWER);
    if (kind === 'pathPowerLost') {
      const { driver = 0, site = null } = this.#cuts.get(devnode) ?? {};
      return { driver, device: this.#indexOf(devnode.pdo), irp: 0, isRunning: false, site, routine: '' };
    }
    return kind === 'relationCycle' || kind === 'pageableProvider'
      ? this.#handlerOf(this.#likelyIn(devnode), IRP_MJ_PNP)
      : this.#handlerOf(bottomOf(devnode.pdo), IRP_MJ_POWER);
  }

  /** The topmost driver of a user, or whichever is on top. */
  #likelyIn(devnode: Devnode): DEVICE_OBJECT {
    let found: DEVICE_OBJECT | null = null;
    for (let at: DEVICE_OBJECT | null = devnode.pdo; at !== null; at = at.AttachedDevice)
      if (this.#judge.isUsers(this.#driverOf(at))) found = at;
    return found ?? topOf(devnode.pdo);
  }

  #driverOf(device: DEVICE_OBJECT): number {
    return this.#judge.kernel.sim.directory.devices[this.#indexOf(device)]?.driver ?? 0;
  }

  #indexOf(device: DEVICE_OBJECT): number {
    return deviceIndex(this.#judge.io, device);
  }

  /** The dispatch routine that should have seen to it. */
  #handlerOf(device: DEVICE_OBJECT, major: number): Place {
    const { memory, sim } = this.#judge.kernel;
    const driver = this.#driverOf(device);
    const object = memory.u32[(device.address + DEVICE_DRIVER_OBJECT) >>> 2] ?? 0;
    const routine = memory.u32[(object + DRIVER_MAJOR_FUNCTION + major * 4) >>> 2] ?? 0;
    return {
      driver,
      device: this.#indexOf(device),
      irp: 0,
      // It may be that very driver that has just completed the request.
      isRunning: sim.current.driver === driver,
      site: null,
      routine: memory.routine(routine)?.name ?? '',
    };
  }
}
