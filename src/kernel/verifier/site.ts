/** Frames that are kept: the kernel's own come first, a driver's after them. */
const DEPTH = 40;

/** Engines that let a program say how many frames an error keeps have it. */
const errors = Error as ErrorConstructor & { stackTraceLimit?: number };

/** Where the code stands that runs now. */
export function captureSite(name: string): Error {
  const { stackTraceLimit } = errors;
  if (stackTraceLimit === undefined) return new Error(name);
  errors.stackTraceLimit = DEPTH;
  const site = new Error(name);
  errors.stackTraceLimit = stackTraceLimit;
  return site;
}
