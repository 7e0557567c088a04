/** Looks at the flags that a bus driver gives to the device objects of its children. */
import { DO_POWER_PAGABLE } from '../../abi/device-flags.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import { deviceIndexAt } from '../io/device-object.ts';
import { addressOf } from './call-check.ts';
import type { Judge } from './judge.ts';
import type { Place } from './rule.ts';
import { FLAGS_DIFFER } from './rules/capabilities.ts';

/** Device objects of one driver whose places are kept. */
const KEPT = 256;

interface Creation {
  /** The variable that gets the device object. */
  readonly made: unknown;
  readonly site: Error;
}

export class FlagWatch {
  readonly #judge: Judge;
  readonly #creations: Creation[] = [];
  /** Indices of device objects that were looked at. */
  readonly #seen = new Set<number>();

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** IoCreateDevice is called. */
  creating(made: unknown): void {
    const site = this.#judge.siteOf(this.#judge.kernel.driver);
    if (site === null) return;
    this.#creations.push({ made, site });
    if (this.#creations.length > KEPT) this.#creations.shift();
  }

  /** The first driver was added to a device. @param pdo - index of the device object */
  added(pdo: number): void {
    if (this.#seen.has(pdo)) return;
    this.#seen.add(pdo);
    const { kernel, pnp } = this.#judge;
    const entry = kernel.sim.directory.devices[pdo];
    const bottom = kernel.memory.view(DEVICE_OBJECT, entry?.address ?? 0);
    const parent = entry === undefined ? null : (pnp.devnodeOf(bottom)?.parent ?? null);
    if (entry === undefined || parent === null || parent.parent === null) return;
    const bus = this.#deviceOf(entry.driver, parent.pdo);
    if (bus === null || (bottom.Flags & DO_POWER_PAGABLE) !== 0 || (bus.Flags & DO_POWER_PAGABLE) === 0) return;
    const place: Place = {
      driver: entry.driver,
      device: pdo,
      irp: 0,
      isRunning: false,
      site: this.#siteOf(bottom.address),
      routine: '',
    };
    const message = `Flags of ${entry.device} are ${hex(bottom.Flags)}, those of ${parent.id} ${hex(bus.Flags)}`;
    this.#judge.violate(FLAGS_DIFFER, place, message, [0, 0, bottom.address]);
  }

  /** The device object that a driver has in the stack above another one. */
  #deviceOf(driver: number, bottom: DEVICE_OBJECT): DEVICE_OBJECT | null {
    const { io, kernel } = this.#judge;
    const isOf = ({ address }: DEVICE_OBJECT): boolean =>
      kernel.sim.directory.devices[deviceIndexAt(io, address)]?.driver === driver;
    for (let at = bottom.AttachedDevice; at !== null; at = at.AttachedDevice) if (isOf(at)) return at;
    return null;
  }

  #siteOf(device: number): Error | null {
    const isIt = ({ made }: Creation): boolean =>
      typeof made === 'object' && made !== null && 'value' in made && addressOf(made.value) === device;
    return this.#creations.findLast(isIt)?.site ?? null;
  }
}
