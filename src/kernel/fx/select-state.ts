import type { ComponentDescription } from './description.ts';

/** What a driver has said of the near future of a component; null = it has not said anything. In 100 ns units. */
export interface ComponentHints {
  readonly latency: bigint | null;
  readonly residency: bigint | null;
  readonly mayWake: boolean;
}

/**
 * The F state for an idle component: the deepest one that is left early enough, pays off, and can still wake (POFX-28).
 *
 * @returns 0 when none of the others fits
 */
export function selectIdleState(component: ComponentDescription, hints: ComponentHints): number {
  return component.idleStates.findLastIndex((state, index) => {
    const { transitionLatency, residencyRequirement } = state;
    if (transitionLatency === null || residencyRequirement === null) return false;
    return (
      (hints.latency === null || transitionLatency <= hints.latency) &&
      (hints.residency === null || residencyRequirement <= hints.residency) &&
      (!hints.mayWake || index <= component.deepestWakeableIdleState)
    );
  });
}
