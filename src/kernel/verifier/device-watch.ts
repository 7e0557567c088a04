/** Looks at what AddDevice has left behind. */
import { IRP_MJ_PNP, IRP_MN_QUERY_DEVICE_RELATIONS } from '../../abi/irp-codes.ts';
import type { Routine } from '../../abi/struct.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { extensionOf } from '../io/device-object.ts';
import { isRefusing } from '../io/driver-object.ts';
import type { LoadedDriver } from '../io/io-manager.ts';
import type { Judge } from './judge.ts';
import type { Place, Rule } from './rule.ts';
import { type AddPoint, addingRules } from './rules/adding.ts';
import { type LoadPoint, loadingRules } from './rules/loading.ts';

const QUERY_DEVICE_RELATIONS = (IRP_MJ_PNP << 8) | IRP_MN_QUERY_DEVICE_RELATIONS;

export class DeviceWatch {
  readonly #judge: Judge;
  readonly #adding: readonly Rule<AddPoint>[];
  readonly #loading: readonly Rule<LoadPoint>[];
  /** Where drivers put their device objects on a stack, by address. */
  readonly #attached = new Map<number, Error | null>();
  /** Addresses of device objects that filters of a bus have put on its children. */
  readonly #busFilters = new Set<number>();
  /** Indices of device objects that were looked at. */
  readonly #seen = new Set<number>();

  constructor(judge: Judge) {
    this.#judge = judge;
    this.#adding = judge.active(addingRules);
    this.#loading = judge.active(loadingRules);
  }

  attaching(device: number): void {
    const { current } = this.#judge.kernel.sim;
    // Not in AddDevice but while a bus lists its children: a filter of the bus, for one child.
    if (current.code === QUERY_DEVICE_RELATIONS) this.#busFilters.add(device);
    else this.#busFilters.delete(device);
    this.#attached.set(device, this.#judge.siteOf(this.#judge.kernel.driver));
  }

  /** Whether a device object was put on a child by a filter of its bus, and the child is still there. */
  isBusFilter(device: number): boolean {
    if (!this.#busFilters.has(device)) return false;
    const devnode = this.#judge.pnp.devnodeAbove(this.#judge.kernel.memory.view(DEVICE_OBJECT, device));
    return devnode?.present === true;
  }

  /** AddDevice of a driver has returned with success. @param pdo - index of the device object */
  added(pdo: number, driver: number): void {
    const { kernel, io, pnp } = this.#judge;
    const loaded = io.drivers.find(({ entry }) => entry.index === driver);
    const address = kernel.sim.directory.devices[pdo]?.address ?? 0;
    if (loaded === undefined || address === 0) return;
    const bottom = kernel.memory.view(DEVICE_OBJECT, address);
    const devnode = pnp.devnodeOf(bottom);
    this.#checkDriver(loaded);
    for (
      let lower = bottom, device = bottom.AttachedDevice;
      device !== null;
      lower = device, device = device.AttachedDevice
    ) {
      const index = extensionOf(device).SandboxIndex;
      if (device.DriverObject.address !== loaded.object.address || this.#seen.has(index)) continue;
      this.#seen.add(index);
      const isFilter = devnode !== undefined && devnode.hardware.functionDriver !== loaded.entry.name;
      this.#checkDevice({ device, lower, isFilter }, driver, index);
    }
  }

  #checkDriver({ entry, object }: LoadedDriver): void {
    const point = { driver: object, isMissing: (major: number) => isRefusing(object.MajorFunction.get(major)) };
    const place: Place = {
      driver: entry.index,
      device: 0,
      irp: 0,
      isRunning: false,
      site: null,
      routine: object.DriverInit?.name ?? '',
    };
    for (const rule of this.#loading) {
      const message = rule.check(point);
      if (message !== undefined) this.#judge.violate(rule, place, message, [this.#addressOf(object.DriverInit), 0, 0]);
    }
  }

  #addressOf(routine: Routine | null): number {
    return routine === null ? 0 : this.#judge.kernel.memory.addressOfRoutine(routine);
  }

  #checkDevice(point: AddPoint, driver: number, device: number): void {
    const site = this.#attached.get(point.device.address) ?? null;
    this.#attached.delete(point.device.address);
    for (const rule of this.#adding) {
      const message = rule.check(point);
      if (message === undefined) continue;
      const place: Place = { driver, device, irp: 0, isRunning: false, site, routine: '' };
      const routine = point.device.DriverObject.DriverExtension?.AddDevice ?? null;
      this.#judge.violate(rule, place, message, [this.#addressOf(routine), 0, 0]);
    }
  }
}
