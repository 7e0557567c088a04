import { driverName, smallestMachine } from '../../debug-adapter/smallest-machine.ts';
import type { ReadFile } from '../machine/machine-session.ts';

/** Machines that stand in no file: made up to run a driver that no machine file names. */
export class MadeMachines {
  readonly #texts = new Map<string, string>();

  /** @returns the URI that the machine file would have */
  add(driver: string): string {
    const uri = `${driver.slice(0, driver.lastIndexOf('/') + 1)}${driverName(decodeURIComponent(driver))}.machine.json`;
    this.#texts.set(uri, smallestMachine(decodeURIComponent(driver)));
    return uri;
  }

  /** Reads as `read` does, and what was made up where there is nothing. */
  readerOf(uri: string, read: ReadFile): ReadFile {
    const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
    return async (path) => (await read(path)) ?? (path === name ? (this.#texts.get(uri) ?? null) : null);
  }
}
