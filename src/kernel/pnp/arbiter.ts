/** Who has which range of memory, of ports, which interrupt. */
import type { Devnode } from './devnode.ts';

/** One way in which a need can be met. */
export interface ResourceOption {
  /** CmResourceType */
  readonly type: number;
  readonly length: number;
  readonly alignment: number;
  /** First and last address, port or vector that will do. */
  readonly minimum: number;
  readonly maximum: number;
  readonly isShared: boolean;
  readonly flags: number;
}

export interface AssignedResource {
  readonly type: number;
  readonly start: number;
  readonly length: number;
  readonly isShared: boolean;
  readonly flags: number;
}

/** Alternatives, best first; each is a list of needs, and each need a list of options. */
export type Requirements = readonly (readonly (readonly ResourceOption[])[])[];

function clash(left: AssignedResource, right: AssignedResource): boolean {
  if (left.type !== right.type || (left.isShared && right.isShared)) return false;
  return left.start < right.start + right.length && right.start < left.start + left.length;
}

/** The lowest free place, or null. */
function findPlace(option: ResourceOption, taken: readonly AssignedResource[]): AssignedResource | null {
  const { alignment, length, maximum } = option;
  const align = (at: number): number => Math.ceil(at / alignment) * alignment;
  for (let start = align(option.minimum); start + length - 1 <= maximum; ) {
    const place = { type: option.type, start, length, isShared: option.isShared, flags: option.flags };
    const other = taken.find((one) => clash(one, place));
    if (other === undefined) return place;
    start = align(other.start + other.length);
  }
  return null;
}

export class Arbiter {
  readonly #owned = new Map<Devnode, readonly AssignedResource[]>();

  ownedBy(devnode: Devnode): readonly AssignedResource[] {
    return this.#owned.get(devnode) ?? [];
  }

  release(devnode: Devnode): void {
    this.#owned.delete(devnode);
  }

  /**
   * Finds a place for everything that a device needs; what it has now counts as free.
   *
   * @param avoid - ranges to stay away from although nobody has them
   * @returns false when there is none; the device keeps what it has then
   */
  assign(devnode: Devnode, requirements: Requirements, avoid: readonly AssignedResource[] = []): boolean {
    const others = [...this.#owned].flatMap(([owner, owned]) => (owner === devnode ? [] : owned));
    for (const needs of requirements) {
      const found: AssignedResource[] = [];
      for (const options of needs) {
        const taken = [...others, ...avoid, ...found];
        const place = options.map((option) => findPlace(option, taken)).find((one) => one !== null);
        if (place === undefined || place === null) break;
        found.push(place);
      }
      if (found.length < needs.length) continue;
      this.#owned.set(devnode, found);
      return true;
    }
    return false;
  }
}
