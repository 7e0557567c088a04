import type { Directory } from '../sim/directory.ts';

/** Which drivers are verified, by their index. */
export class VerifiedDrivers {
  readonly #directory: Directory;
  readonly #names: ReadonlySet<string> | null;

  /** @param names - null: none was chosen */
  constructor(directory: Directory, names: readonly string[] | null) {
    this.#directory = directory;
    this.#names = names === null ? null : new Set(names);
  }

  /** Whether rules look at it. */
  isWatched(driver: number): boolean {
    return this.#names === null || driver === 0 || this.#names.has(this.#directory.driverName(driver));
  }

  /** Whether options may change what it meets: those that were chosen, and the user's own where none was. */
  isStressed(driver: number): boolean {
    if (driver === 0) return false;
    if (this.#names !== null) return this.#names.has(this.#directory.driverName(driver));
    return (this.#directory.drivers[driver]?.source ?? null) !== null;
  }
}
