import type { Duration } from '../../base/time.ts';

/** What an injected fault does where it strikes. */
export type FaultEffect =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly by: Duration };

/** Where it strikes: an IRP entering a driver's or a device's dispatch routine, or a call of a kernel routine. */
export interface FaultPlace {
  readonly driver: string | null;
  readonly device: string | null;
  /** Major code, or null when `routine` says which. */
  readonly major: number | null;
  /** Minor code; null = every one. */
  readonly minor: number | null;
  readonly routine: string | null;
}

interface ArmedFault {
  readonly place: FaultPlace;
  readonly effect: FaultEffect;
  skip: number;
  left: number;
}

/** Faults that wait for their place. `armed` is what hot paths look at. */
export class Faults {
  armed = false;
  readonly #faults: ArmedFault[] = [];

  /** @param times - how often it strikes; @param after - matches that pass before */
  arm(place: FaultPlace, effect: FaultEffect, times: number, after: number): void {
    this.#faults.push({ place, effect, skip: after, left: times });
    this.armed = true;
  }

  /** The fault that strikes an IRP here, used up by one. */
  atDispatch(driver: string, device: string, major: number, minor: number): FaultEffect | null {
    return this.#take(
      ({ place }) =>
        place.major === major &&
        (place.minor === null || place.minor === minor) &&
        (place.driver === null || place.driver === driver) &&
        (place.device === null || place.device === device),
    );
  }

  atRoutine(routine: string, driver: string, device: string): FaultEffect | null {
    return this.#take(
      ({ place }) =>
        place.routine === routine &&
        (place.driver === null || place.driver === driver) &&
        (place.device === null || place.device === device),
    );
  }

  #take(matches: (fault: ArmedFault) => boolean): FaultEffect | null {
    const index = this.#faults.findIndex(matches);
    const fault = this.#faults[index];
    if (fault === undefined) return null;
    if (fault.skip > 0) {
      fault.skip -= 1;
      return null;
    }
    fault.left -= 1;
    if (fault.left <= 0) this.#faults.splice(index, 1);
    this.armed = this.#faults.length > 0;
    return fault.effect;
  }
}
