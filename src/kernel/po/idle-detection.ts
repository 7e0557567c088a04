/** Devices that the power manager powers down when their drivers have not called them busy for a while. */
import { PowerDeviceD0 } from '../../abi/enums.ts';
import { IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { later, seconds } from '../../base/time.ts';
import { poolTag } from '../mm/pool.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { requestPowerIrp } from './device-requests.ts';
import { isOnDumpPath, type PowerManager } from './power-manager.ts';

const FILE_DEVICE_DISK = 0x7;
const FILE_DEVICE_MASS_STORAGE = 0x2d;
/** Classes that have times of their own. */
const CLASSES: readonly number[] = [FILE_DEVICE_DISK, FILE_DEVICE_MASS_STORAGE];
const INTERNAL_POWER_ERROR = 0xa0;
const UNKNOWN_CLASS = 0x200;
const CLASS_DEFAULT = 0xffff_ffff;
/** Seconds after which a disk sleeps whose driver leaves the choice to the system. */
const CLASS_SECONDS = { conservation: 180, performance: 1200 };
const COUNTER_SIZE = 4;
const TAG = poolTag('PoId');
const SCAN_PERIOD = seconds(1);

interface IdleRegistration {
  readonly devnode: Devnode;
  /** The device object that was registered, where its class decides; null: its driver has given times. */
  readonly ofClass: DEVICE_OBJECT | null;
  /** Seconds without being busy. 0: never. */
  readonly conservation: number;
  readonly performance: number;
  /** DEVICE_POWER_STATE to go to. */
  readonly state: number;
  /** Calls of PoStartDeviceBusy without their end. */
  busy: number;
}

/** Counts seconds in memory, as drivers reset them there: PoSetDeviceBusy is a store to that address. */
export class IdleDetection {
  readonly #power: PowerManager;
  /** By the address of the counter. */
  readonly #registrations = new Map<number, IdleRegistration>();
  #isScanning = false;

  constructor(power: PowerManager) {
    this.#power = power;
  }

  /**
   * @param conservation - seconds until the device is idle while the system saves energy; 0xFFFFFFFF = class default
   * @param performance - the same while it runs on mains
   * @returns address of the counter, or 0: registration cancelled, values not allowed, or no memory
   * @source nf-ntifs-poregisterdeviceforidledetection
   */
  register(device: DEVICE_OBJECT, conservation: number, performance: number, state: number): number {
    const devnode = this.#power.pnp.devnodeAbove(device);
    if (devnode === undefined) return 0;
    this.#cancel(devnode);
    if (conservation === 0 && performance === 0) return 0;
    const hasClass = CLASSES.includes(device.DeviceType);
    const usesClass = conservation === CLASS_DEFAULT || performance === CLASS_DEFAULT;
    if (usesClass && !hasClass) return 0;
    const counter = this.#power.pnp.kernel.pool.allocate(COUNTER_SIZE, TAG, 0, true);
    if (counter === 0) return 0;
    this.#registrations.set(counter, {
      devnode,
      ofClass: usesClass ? device : null,
      conservation: conservation === CLASS_DEFAULT ? CLASS_SECONDS.conservation : conservation,
      performance: performance === CLASS_DEFAULT ? CLASS_SECONDS.performance : performance,
      state,
      busy: 0,
    });
    this.#scanLater();
    return counter;
  }

  /** The device has gone: nobody counts for it any more. */
  #cancel(devnode: Devnode): void {
    for (const [counter, registration] of this.#registrations) {
      if (registration.devnode !== devnode) continue;
      this.#registrations.delete(counter);
      this.#power.pnp.kernel.pool.free(counter);
    }
  }

  /** @returns false when no registration has such a counter */
  setBusy(counter: number): boolean {
    if (!this.#registrations.has(counter)) return false;
    this.#power.pnp.kernel.memory.u32[counter >>> 2] = 0;
    return true;
  }

  /** @param change - 1: a period begins in which the device counts as busy, -1: it ends. @returns false without a registration, or without a beginning */
  changeBusy(counter: number, change: 1 | -1): boolean {
    const registration = this.#registrations.get(counter);
    if (registration === undefined || registration.busy + change < 0) return false;
    registration.busy += change;
    return this.setBusy(counter);
  }

  #scanLater(): void {
    if (this.#isScanning || this.#registrations.size === 0) return;
    this.#isScanning = true;
    const { sim } = this.#power.pnp.kernel;
    sim.setAlarm(later(sim.now, SCAN_PERIOD), () => {
      this.#isScanning = false;
      this.#scan();
      this.#scanLater();
    });
  }

  /** @throws BugCheckError 0xA0/0x200 when the class is not what it was any more. @source bug-check-0xa0 */
  #checkClass({ ofClass }: IdleRegistration): void {
    if (ofClass === null || CLASSES.includes(ofClass.DeviceType)) return;
    this.#power.pnp.kernel.bugCheck(INTERNAL_POWER_ERROR, UNKNOWN_CLASS, 0, ofClass.address);
  }

  #scan(): void {
    const power = this.#power;
    const { u32 } = power.pnp.kernel.memory;
    for (const [counter, registration] of this.#registrations) {
      const { devnode, busy, state } = registration;
      if (devnode.state === 'deleted' || devnode.state === 'removed') {
        this.#cancel(devnode);
        continue;
      }
      this.#checkClass(registration);
      const limit = power.isOnBattery ? registration.conservation : registration.performance;
      const isOn = power.of(devnode) === PowerDeviceD0 && power.system.state === 'working';
      if (busy > 0 || !isOn || limit === 0) continue;
      const idle = (u32[counter >>> 2] ?? 0) + 1;
      u32[counter >>> 2] = idle;
      // A crash can come at any time: a device on the way to the dump file stays on.
      if (idle < limit || isOnDumpPath(power.pnp, devnode)) continue;
      u32[counter >>> 2] = 0;
      power.apply(devnode, { type: 'IDLE_POWER_DOWN' });
      requestPowerIrp(power, devnode, { minor: IRP_MN_SET_POWER, state, requester: 0, completion: () => {} });
    }
  }
}
