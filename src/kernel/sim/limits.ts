/** Every queue, loop and recorder has a bound here. Reaching one is reported by its name. */
export const LIMITS = {
  /** Events kept; older ones leave the ring. A power of two. */
  events: 1 << 20,
  /** Different texts that events may refer to. */
  texts: 1 << 18,
  /** Depth of drivers calling drivers in one thread, as NT's kernel stack of 12 to 24 KiB would bear. */
  callDepth: 256,
  threads: 16_384,
  alarms: 1 << 20,
  findings: 10_000,
  /** Dispatches of threads without the clock moving on: beyond it the machine is in a loop of its own making. */
  switchesAtOneTime: 1_000_000,
} as const;
