/** Completion routines: with which device they are registered, and by which kind of driver. */
import { hex } from '../../base/hex.ts';
import { liveDevice } from '../io/device-object.ts';
import { addressOf, type CallChecks, type ResultChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import { FOREIGN_DEVICE, NOT_PNP } from './rules/registering.ts';

export class RegistrationWatch {
  readonly checks: CallChecks;
  readonly resultChecks: ResultChecks;
  readonly #judge: Judge;
  readonly #place: () => CallPlace;
  /** Drivers that have AddDevice, by index. */
  readonly #pnp = new Set<number>();

  constructor(judge: Judge, irps: IrpWatch, place: () => CallPlace) {
    this.#judge = judge;
    this.#place = place;
    this.checks = {
      IoSetCompletionRoutine: () => this.#kindOfDriver(),
      IoSetCompletionRoutineEx: (device) => this.#device(addressOf(device)),
    };
    this.resultChecks = {
      IoSetCompletionRoutineEx: (status, _device, irp) =>
        irps.note(addressOf(irp), { registered: Number(status) >>> 0 }),
    };
  }

  #kindOfDriver(): void {
    const { driver } = this.#judge.kernel;
    // Every request with a completion routine passes here.
    if (this.#pnp.has(driver)) return;
    const loaded = this.#judge.io.drivers.find(({ entry }) => entry.index === driver);
    if (loaded === undefined || loaded.object.DriverExtension?.AddDevice !== null) {
      this.#pnp.add(driver);
      return;
    }
    this.#judge.violate(NOT_PNP, this.#place(), `${loaded.entry.name} has no AddDevice`);
  }

  #device(device: number): void {
    const { driver } = this.#judge.kernel;
    const { directory } = this.#judge.kernel.sim;
    const owner = liveDevice(this.#judge.io, device)?.driver ?? 0;
    if (driver === 0 || owner === driver) return;
    const whose = owner === 0 ? 'no device object' : `a device object of ${directory.driverName(owner)}`;
    this.#judge.violate(FOREIGN_DEVICE, this.#place(), `at ${hex(device)} is ${whose}`);
  }
}
