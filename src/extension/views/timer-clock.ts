import type { RefreshClock } from './refresh-gate.ts';

/** Real time, for what people see; the machine's own time is virtual and never comes from here. */
export const timerClock: RefreshClock = {
  now: () => performance.now(),
  later: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
