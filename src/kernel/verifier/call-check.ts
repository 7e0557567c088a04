/** Receives what the driver gives to the routine. */
export type CallCheck = (...parameters: unknown[]) => void;

/** Receives what the routine has returned, and what the driver gave to it. */
export type ResultCheck = (result: unknown, ...parameters: unknown[]) => void;

/** By the name of the routine. */
export type CallChecks = Readonly<Record<string, CallCheck>>;
export type ResultChecks = Readonly<Record<string, ResultCheck>>;

/** The address in what a driver gives to a routine: a number, or a view of a structure. 0: it is neither. */
export function addressOf(value: unknown): number {
  if (typeof value === 'number') return value >>> 0;
  if (typeof value !== 'object' || value === null || !('address' in value)) return 0;
  return typeof value.address === 'number' ? value.address : 0;
}
