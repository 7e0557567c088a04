/** Virtual time. Both count ticks of 100 ns as safe integers, so 2^53 of them last 28 years. */
export type Instant = number & { readonly __unit: 'instant' };
export type Duration = number & { readonly __unit: 'duration' };

export const BOOT = 0 as Instant;
export const TICKS_PER_SECOND = 10_000_000;

export function ticks(count: number): Duration {
  return count as Duration;
}

export function microseconds(count: number): Duration {
  return (count * 10) as Duration;
}

export function milliseconds(count: number): Duration {
  return (count * 10_000) as Duration;
}

export function minutes(count: number): Duration {
  return seconds(count * 60);
}

export function seconds(count: number): Duration {
  return Math.round(count * TICKS_PER_SECOND) as Duration;
}

export function later(from: Instant, by: Duration): Instant {
  return (from + by) as Instant;
}

/** `0.0012300s`: seconds with seven decimals, exact. */
export function formatInstant(instant: Instant): string {
  const whole = Math.floor(instant / TICKS_PER_SECOND);
  const rest = instant - whole * TICKS_PER_SECOND;
  return `${whole}.${rest.toString().padStart(7, '0')}s`;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 0.01,
  us: 10,
  µs: 10,
  ms: 10_000,
  s: TICKS_PER_SECOND,
  min: 60 * TICKS_PER_SECOND,
  h: 3600 * TICKS_PER_SECOND,
};

/** Reads `100ns`, `5us`, `20ms`, `1.5s`, `2min`, `1h`. Undefined when it is none of these or finer than a tick. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|min|h)$/.exec(text.trim());
  const unit = match === null ? undefined : UNITS[match[2] ?? ''];
  if (match === null || unit === undefined) return undefined;
  const count = Number(match[1]) * unit;
  const rounded = Math.round(count);
  if (Math.abs(count - rounded) > 1e-6 || !Number.isSafeInteger(rounded)) return undefined;
  return rounded as Duration;
}

/** The other way round: `10ms` for 100,000 ticks, in the largest unit of which it is a whole number. */
export function formatDuration(duration: number): string {
  for (const unit of ['min', 's', 'ms', 'us']) {
    const ticksPerUnit = UNITS[unit] ?? 1;
    if (duration !== 0 && duration % ticksPerUnit === 0) return `${duration / ticksPerUnit}${unit}`;
  }
  return `${duration * 100}ns`;
}
