/** Windows 2000 to Server 2003: a driver that is done with a query or set request says so, or the next one never comes. */
import { IRP_MN_QUERY_POWER, IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import { DEVICE_OBJECT, type IRP } from '../../abi/structs/io.ts';
import { deviceIndex } from '../io/device-object.ts';
import type { IoManager } from '../io/io-manager.ts';
import { IoGetCurrentIrpStackLocation } from '../io/stack-location.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import type { PowerMistake } from './power-mistakes.ts';

const DRIVER_POWER_STATE_FAILURE = 0x9f;
const NO_START_NEXT = 2;

/** Device objects that got a power IRP and have not called PoStartNextPowerIrp for it, by the IRP's address. */
export class LegacyPowerRules {
  readonly #io: IoManager;
  readonly #owing = new Map<number, Set<number>>();
  /** IRPs that PoCallDriver is about to send, by address. */
  readonly #throughPo = new Set<number>();

  constructor(io: IoManager) {
    this.#io = io;
  }

  /** PoCallDriver begins. */
  sending(irp: IRP): void {
    this.#throughPo.add(irp.address);
  }

  /** @returns whether it is PoCallDriver that sends the request */
  takeSent(irp: IRP): boolean {
    return this.#throughPo.delete(irp.address);
  }

  /** A driver gets the request. */
  delivered(device: DEVICE_OBJECT, irp: IRP): void {
    const { MinorFunction: minor } = IoGetCurrentIrpStackLocation(this.#io, irp);
    if (minor !== IRP_MN_QUERY_POWER && minor !== IRP_MN_SET_POWER) return;
    const owing = this.#owing.get(irp.address) ?? new Set<number>();
    this.#owing.set(irp.address, owing.add(device.address));
  }

  /** PoStartNextPowerIrp counts for the driver in whose stack location the IRP stands. */
  startNext(irp: IRP): void {
    const device = IoGetCurrentIrpStackLocation(this.#io, irp).DeviceObject;
    if (device !== null) this.#owing.get(irp.address)?.delete(device.address);
  }

  /**
   * The request is complete. What a driver owes for it, it cannot make good any more.
   *
   * @returns the device object whose driver has not called PoStartNextPowerIrp; null: all have
   */
  ended(irp: IRP): DEVICE_OBJECT | null {
    const [address] = this.#owing.get(irp.address) ?? [];
    this.#owing.delete(irp.address);
    return address === undefined ? null : this.#io.kernel.memory.view(DEVICE_OBJECT, address);
  }

  /** For the finding that names the driver. @param what - the request, in words */
  mistakeOf(devnode: Devnode, owing: DEVICE_OBJECT, what: string): PowerMistake {
    const driver = this.#io.kernel.sim.directory.driverName(this.driverOf(owing));
    const message = `${what} of ${devnode.id} ended, and ${driver} has not called PoStartNextPowerIrp for it: the next request is never delivered`;
    return { kind: 'startNextMissing', devnode, device: owing, message };
  }

  /** Index of the driver. */
  driverOf(device: DEVICE_OBJECT): number {
    return this.#io.kernel.sim.directory.devices[deviceIndex(this.#io, device)]?.driver ?? 0;
  }

  /** A system request is complete, and a driver owes the call. @source bug-check-0x9f */
  stop(pdo: DEVICE_OBJECT, owing: DEVICE_OBJECT): never {
    const { kernel } = this.#io;
    const driver = owing.DriverObject?.address ?? 0;
    const error = new BugCheckError(DRIVER_POWER_STATE_FAILURE, NO_START_NEXT, pdo.address, owing.address, driver);
    error.blamed = this.driverOf(owing);
    throw kernel.sim.stop(error);
  }
}
