/** Which disks an adapter has found, and whether others have come or gone since. */
import type { HardwareNode } from '../pnp/hardware.ts';

export class BusScan {
  /** Targets whose units answered the last scan. */
  answering: ReadonlySet<number> = new Set();
  readonly #node: HardwareNode;
  /** Numbers of the disks that were there at the last scan; null: there was none. */
  #scanned: string | null = null;

  constructor(node: HardwareNode) {
    this.#node = node;
  }

  /** The number of the unit that the bus sees; 0 = there are no more. */
  childNumber(index: number): number {
    const present = this.#node.children.filter((child, target) => child.present && this.answering.has(target));
    return present[index]?.number ?? 0;
  }

  /** Disks came or went since the last scan, or there was none. */
  get isDue(): boolean {
    return this.#presentNow() !== this.#scanned;
  }

  noteDone(): void {
    this.#scanned = this.#presentNow();
  }

  /** The miniport says that something has changed: it is asked again. */
  forget(): void {
    this.#scanned = null;
  }

  #presentNow(): string {
    return this.#node.children
      .filter(({ present }) => present)
      .map(({ number }) => number)
      .join();
  }
}
