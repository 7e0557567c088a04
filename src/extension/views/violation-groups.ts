import type { ViolationState } from '../../protocol/state.ts';

export const GROUPINGS = ['none', 'rule', 'driver', 'device'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A violation with its place in the machine's list, which only ever grows. */
export interface Indexed {
  readonly index: number;
  readonly violation: ViolationState;
}

export interface ViolationGroup {
  /** What its members have in common; empty for violations of no device. */
  readonly name: string;
  readonly members: readonly Indexed[];
}

/** Newest first; `filter` is looked for in whatever a row says, case-blind, each word for itself. */
export function matching(violations: readonly ViolationState[], filter: string): readonly Indexed[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return violations
    .map((violation, index) => ({ index, violation }))
    .filter(({ violation }) => words.every((word) => textOf(violation).includes(word)))
    .reverse();
}

/** Groups with the most members first, equal ones by name. */
export function grouped(violations: readonly Indexed[], by: Exclude<Grouping, 'none'>): readonly ViolationGroup[] {
  const groups = new Map<string, Indexed[]>();
  for (const one of violations) {
    const name = one.violation[by] ?? '';
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [one]);
    else members.push(one);
  }
  return [...groups]
    .map(([name, members]) => ({ name, members }))
    .sort((one, other) => other.members.length - one.members.length || (one.name < other.name ? -1 : 1));
}

function textOf({ rule, title, message, driver, device, file, level }: ViolationState): string {
  return [rule, title, message, driver, device, file, level].join(' ').toLowerCase();
}
