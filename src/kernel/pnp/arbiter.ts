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

function isAround(option: ResourceOption, { type, start, length }: AssignedResource): boolean {
  return option.type === type && start <= option.maximum && start + length > option.minimum;
}

function fits(option: ResourceOption, { type, start, length }: AssignedResource): boolean {
  const isInside = start >= option.minimum && start + length - 1 <= option.maximum;
  return option.type === type && option.length === length && isInside && start % option.alignment === 0;
}

/** What may be tried for one need, best first: what the device has now, then the lowest place of each option. */
function placesFor(
  options: readonly ResourceOption[],
  taken: readonly AssignedResource[],
  owned: readonly AssignedResource[],
): readonly AssignedResource[] {
  const kept = owned.filter(
    (one) => options.some((option) => fits(option, one)) && !taken.some((other) => clash(other, one)),
  );
  return [...kept, ...options.flatMap((option) => findPlace(option, taken) ?? [])];
}

/** A device that looks for room, and its needs. */
interface Claim {
  readonly devnode: Devnode;
  readonly owned: readonly AssignedResource[];
  readonly requirements: Requirements;
}

export type ResourcePlan = ReadonlyMap<Devnode, readonly AssignedResource[]>;

/** Places tried in one search before it is given up: many ranges that differ a little can be combined in more ways than there is time. */
const MOST_STEPS = 2000;

/** Tries one place after the other, and goes back where that leads nowhere, so long as it is not hopeless. */
class Search {
  #steps = 0;

  /** @returns null when there is no way, or none was found in time */
  place(claims: readonly Claim[], taken: readonly AssignedResource[]): ResourcePlan | null {
    const [claim, ...others] = claims;
    if (claim === undefined) return new Map();
    for (const needs of claim.requirements) {
      const found = this.#place(claim, needs, [], taken, others);
      if (found !== null) return found;
    }
    return null;
  }

  #place(
    claim: Claim,
    needs: readonly (readonly ResourceOption[])[],
    found: readonly AssignedResource[],
    taken: readonly AssignedResource[],
    others: readonly Claim[],
  ): ResourcePlan | null {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) return null;
    const options = needs[found.length];
    if (options === undefined) {
      const rest = this.place(others, [...taken, ...found]);
      return rest === null ? null : new Map([[claim.devnode, found], ...rest]);
    }
    for (const place of placesFor(options, [...taken, ...found], claim.owned)) {
      const plan = this.#place(claim, needs, [...found, place], taken, others);
      if (plan !== null) return plan;
    }
    return null;
  }
}

export class Arbiter {
  readonly #owned = new Map<Devnode, readonly AssignedResource[]>();
  /** What each device has asked for last. */
  readonly #needs = new Map<Devnode, Requirements>();

  ownedBy(devnode: Devnode): readonly AssignedResource[] {
    return this.#owned.get(devnode) ?? [];
  }

  release(devnode: Devnode): void {
    this.#owned.delete(devnode);
    this.#needs.delete(devnode);
  }

  /** A device needs something else now. */
  ask(devnode: Devnode, requirements: Requirements): void {
    this.#needs.set(devnode, requirements);
  }

  /**
   * Finds a place for everything that a device needs; what it has now counts as free.
   *
   * @param avoid - ranges to stay away from although nobody has them
   * @returns false when there is none; the device keeps what it has then
   */
  assign(devnode: Devnode, requirements: Requirements, avoid: readonly AssignedResource[] = []): boolean {
    this.ask(devnode, requirements);
    const others = this.#ownedByOthers([devnode]);
    const plan = new Search().place([{ devnode, owned: [], requirements }], [...others, ...avoid]);
    if (plan !== null) this.take(plan);
    return plan !== null;
  }

  /**
   * Who could make room for a device by moving, those that stand in its own way first, then those in their way.
   *
   * @param devnode - has asked before, and got nothing, or not what it needs now
   */
  inTheWayOf(devnode: Devnode): readonly Devnode[] {
    const found = new Set([devnode]);
    // A set may grow while it is walked: each that is found is asked in turn who stands in its way.
    for (const one of found) {
      const wanted = this.#needs.get(one)?.flat(2) ?? [];
      for (const [owner, owned] of this.#owned)
        if (owned.some((place) => wanted.some((option) => isAround(option, place)))) found.add(owner);
    }
    found.delete(devnode);
    return [...found];
  }

  /** Places for all of these at once, as if they had none now. Each stays where it is if it can; the first has the first choice. */
  plan(devnodes: readonly Devnode[]): ResourcePlan | null {
    const claims = devnodes.map((devnode) => ({
      devnode,
      owned: this.ownedBy(devnode),
      requirements: this.#needs.get(devnode) ?? [[]],
    }));
    return new Search().place(claims, this.#ownedByOthers(devnodes));
  }

  take(plan: ResourcePlan): void {
    // Most devices own nothing: each of ten thousand that starts would look through all the others.
    for (const [devnode, owned] of plan) {
      if (owned.length === 0) this.#owned.delete(devnode);
      else this.#owned.set(devnode, owned);
    }
  }

  #ownedByOthers(devnodes: readonly Devnode[]): readonly AssignedResource[] {
    return [...this.#owned].flatMap(([owner, owned]) => (devnodes.includes(owner) ? [] : owned));
  }
}
