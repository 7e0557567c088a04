import type { Instant } from '../../base/time.ts';
import type { EventCode } from './events.ts';

/** Watches what a driver's code does while the machine is frozen after a bug check. What it forbids, it ends by throwing. */
export interface Frozen {
  /** A routine of the kernel is called. */
  call(routine: string): void;
  /** Something happens that is an event. @param a - the event's first parameter */
  happens(code: EventCode, a: number): void;
  /** A bug check inside of the bug check: it stops nothing any more. */
  again(error: Error): void;
  /** Busy waiting up to an instant. Nothing that falls due before can happen. */
  stall(until: Instant): void;
}
