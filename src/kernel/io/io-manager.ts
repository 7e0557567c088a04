import type { IO_TIMER_ROUTINE } from '../../abi/roles.ts';
import type { DEVICE_OBJECT, DRIVER_OBJECT, IRP } from '../../abi/structs/io.ts';
import type { Dispatcher } from '../ke/dispatcher.ts';
import type { DpcQueue } from '../ke/dpc.ts';
import { SystemThreads } from '../ke/system-thread.ts';
import type { Kernel } from '../kernel.ts';
import type { DriverEntry } from '../sim/directory.ts';
import type { Thread } from '../sim/thread.ts';
import type { WmiBlock } from './wmi-block.ts';

/** A driver that is loaded. */
export interface LoadedDriver {
  readonly entry: DriverEntry;
  readonly object: DRIVER_OBJECT;
}

/** What the I/O manager knows of an IRP beside what stands in memory. */
export interface IrpRecord {
  readonly irp: IRP;
  /** The IRP that its sender was handling when it made this one; 0 = none. */
  readonly cause: number;
  /** Who made it: index of the driver, 0 = the system. */
  readonly creator: number;
  /** Set for IRPs that the I/O manager completes in the context of a thread. */
  readonly thread: Thread | null;
  /** Called when the walk has reached the top; the IRP is freed afterwards. Set for IRPs of the system. */
  onDone: ((irp: IRP) => void) | null;
  /** Where the walk back up stands, or null while the IRP goes down or is held. */
  completing: boolean;
  /** Virtual time since when a driver holds it; -1 while it moves. */
  pendingSince: number;
}

/** The timer of a device object; `isRunning` between IoStartTimer and IoStopTimer. */
export interface IoTimer {
  isRunning: boolean;
  readonly routine: IO_TIMER_ROUTINE;
  readonly context: number;
}

/** Drivers, device objects and IRPs: what is alive. The routines stand in files of their own. */
export class IoManager {
  readonly kernel: Kernel;
  readonly dispatcher: Dispatcher;
  readonly dpcs: DpcQueue;
  /** IRPs in flight, by address, oldest first. */
  readonly irps = new Map<number, IrpRecord>();
  readonly drivers: LoadedDriver[] = [];
  /** Views of device objects by their index; found faster than by address. */
  readonly deviceViews: DEVICE_OBJECT[] = [];
  readonly #driversByAddress = new Map<number, LoadedDriver>();
  /** Named device objects and symbolic links: name in lower case to address. */
  readonly names = new Map<string, number>();
  readonly deviceNames = new Map<number, string>();
  readonly symbolicLinks = new Map<string, string>();
  /** Pointer references beyond the one that creation gives, by address. */
  readonly references = new Map<number, number>();
  /** Threads at their end that wait for their IRPs, and what is called when one of these has gone. */
  readonly rundowns = new Map<Thread, () => void>();
  readonly threads: SystemThreads;
  /** Size in bytes of each entry of the event log that has not been written, by its address. */
  readonly errorLogEntries = new Map<number, number>();
  /** Devices that are registered with WMI, by their addresses, with the blocks that their drivers have told. */
  readonly wmiProviders = new Map<number, readonly WmiBlock[]>();
  /** By the address of the device. */
  readonly timers = new Map<number, IoTimer>();
  /** Whether the next second will call the timers. */
  isTimerSet = false;
  /** Hears of each IRP_MN_DEVICE_USAGE_NOTIFICATION that leaves a device object upward; set by the PnP manager. */
  onUsageLeft: ((device: number, type: number, inPath: boolean, succeeded: boolean) => void) | null = null;

  /** Hears of each power IRP that is about to enter a device object; set by the power manager. */
  onPowerCall: ((device: DEVICE_OBJECT, irp: IRP) => void) | null = null;
  /** Hears of a device object whose memory is about to be given back; set by the power manager. */
  onDeviceFreed: ((device: DEVICE_OBJECT) => void) | null = null;
  /** Whether a driver's call of IoCallDriver returns STATUS_PENDING first, by its index; set by the verifier. */
  forcesPending: ((driver: number) => boolean) | null = null;
  /** Requests for which it did. */
  forcedPending = 0;

  constructor(dpcs: DpcQueue) {
    this.dpcs = dpcs;
    this.dispatcher = dpcs.dispatcher;
    this.kernel = dpcs.dispatcher.kernel;
    this.threads = new SystemThreads(this.dispatcher, (address) => this.references.has(address));
  }

  addDriver(driver: LoadedDriver): void {
    this.drivers.push(driver);
    this.#driversByAddress.set(driver.object.address, driver);
  }

  removeDriver(driver: LoadedDriver): void {
    this.drivers.splice(this.drivers.indexOf(driver), 1);
    this.#driversByAddress.delete(driver.object.address);
  }

  /** The driver whose DRIVER_OBJECT is at an address. */
  driverAt(address: number): LoadedDriver | undefined {
    return this.#driversByAddress.get(address);
  }
}
