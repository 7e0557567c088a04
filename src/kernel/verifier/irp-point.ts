import { nameOfMajor, nameOfMinor, nameOfStatus } from '../../abi/names.ts';
import { deviceIndexAt } from '../io/device-object.ts';
import type { IoManager } from '../io/io-manager.ts';
import type { KernelMemory } from '../mm/memory.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import { type Frame, NO_FRAME } from './frame.ts';
import type { Place } from './rule.ts';

const IRP_IO_STATUS = 0x18;
const IRP_INFORMATION = 0x1c;
const IRP_STACK_COUNT = 34;
const IRP_CURRENT_LOCATION = 35;
const IRP_CURRENT_STACK_LOCATION = 0x60;
const LOCATION_DEVICE_OBJECT = 20;
const DEVICE_DRIVER_OBJECT = 8;
const DRIVER_MAJOR_FUNCTION = 56;
const DEVICE_OBJECT_EXTENSION = 176;
const EXTENSION_ATTACHED_TO = 24;

/**
 * One moment of an IRP that rules look at: a driver sends it on, completes it, returns from its dispatch routine. There
 * is only one object of this class, filled anew for each moment.
 */
export class IrpPoint implements Place {
  readonly io: IoManager;
  readonly pnp: PnpManager;
  readonly memory: KernelMemory;
  /** Whether a device object, by its address, is the filter of a bus on one of its children that are there. */
  readonly isBusFilter: (device: number) => boolean;
  /** Whether a driver, by its index, handles a usage notification of a type now. */
  readonly isHandlingUsage: (driver: number, type: number) => boolean;
  driver = 0;
  device = 0;
  irp = 0;
  isRunning = true;
  site: Error | null = null;
  /** Major << 8 | minor. */
  code = 0;
  major = 0;
  minor = 0;
  /** IRQL of the caller. */
  irql = 0;
  /** The frame of the driver at fault. */
  frame: Readonly<Frame> = NO_FRAME;
  /** IRP.IoStatus.Status. */
  status = 0;
  /** Address of the stack location that the next driver gets. */
  next = 0;
  /** The location was skipped: the next driver gets the same one. */
  isSkipped = false;
  /** Index of the device object to which it is sent. */
  target = 0;
  /** What the routine returned. */
  returned = 0;

  /** `IRP_MN_START_DEVICE`, or the major code where there are no minor ones. */
  readonly request = (): string => requestName(this.code);

  constructor(io: IoManager, pnp: PnpManager, facts: Pick<IrpPoint, 'isBusFilter' | 'isHandlingUsage'>) {
    this.isBusFilter = facts.isBusFilter;
    this.isHandlingUsage = facts.isHandlingUsage;
    this.io = io;
    this.pnp = pnp;
    this.memory = io.kernel.memory;
  }

  /** Address of the routine that the frame is of. */
  get routineAddress(): number {
    const { routine, device, code, kind } = this.frame;
    return kind === 'dispatch' ? this.dispatchAt(device, code) : routine;
  }

  /** Address of the dispatch routine that a device object has for a request. */
  dispatchAt(device: number, code: number): number {
    const { u32 } = this.memory;
    const entry = this.io.kernel.sim.directory.devices[device];
    // What was a device object may be something else by now; its driver is still there.
    const driver =
      entry?.deleted === true
        ? (this.io.drivers.find((one) => one.entry.index === entry.driver)?.object.address ?? 0)
        : (u32[((entry?.address ?? 0) + DEVICE_DRIVER_OBJECT) >>> 2] ?? 0);
    return u32[(driver + DRIVER_MAJOR_FUNCTION + (code >>> 8) * 4) >>> 2] ?? 0;
  }

  get routine(): string {
    return this.isRunning ? '' : this.nameOfRoutine(this.routineAddress);
  }

  statusOf(irp: number): number {
    return this.memory.u32[(irp + IRP_IO_STATUS) >>> 2] ?? 0;
  }

  informationOf(irp: number): number {
    return this.memory.u32[(irp + IRP_INFORMATION) >>> 2] ?? 0;
  }

  /** Address of the device object at fault. */
  get deviceAddress(): number {
    return this.io.kernel.sim.directory.devices[this.device]?.address ?? 0;
  }

  get isDeleted(): boolean {
    return this.io.kernel.sim.directory.devices[this.device]?.deleted ?? true;
  }

  /** Address of the device object below another; 0 for one at the bottom of its stack. */
  lowerOf(device: number): number {
    const { u32 } = this.memory;
    const extension = u32[(device + DEVICE_OBJECT_EXTENSION) >>> 2] ?? 0;
    return u32[(extension + EXTENSION_ATTACHED_TO) >>> 2] ?? 0;
  }

  /** The driver in whose stack location the IRP stands; 0: it is not on its way. */
  holderOf(irp: number): number {
    const { u8, u32 } = this.memory;
    if (!this.io.irps.has(irp) || (u8[irp + IRP_CURRENT_LOCATION] ?? 0) > (u8[irp + IRP_STACK_COUNT] ?? 0)) return 0;
    const location = u32[(irp + IRP_CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    const device = u32[(location + LOCATION_DEVICE_OBJECT) >>> 2] ?? 0;
    if (device === 0) return 0;
    const { directory } = this.io.kernel.sim;
    return directory.devices[deviceIndexAt(this.io, device)]?.driver ?? 0;
  }

  /** Name of a routine by its address; empty when it has none. */
  nameOfRoutine(address: number): string {
    return this.memory.routine(address)?.name ?? '';
  }

  get isBottom(): boolean {
    return this.lowerOf(this.deviceAddress) === 0;
  }
}

export function requestName(code: number): string {
  const major = code >>> 8;
  const minor = nameOfMinor(major, code & 0xff);
  return minor.startsWith('IRP_MN_') ? minor : nameOfMajor(major);
}

export { nameOfStatus };
