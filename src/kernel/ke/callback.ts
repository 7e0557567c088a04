/** Routines of drivers that the kernel calls in the middle of its own work, where nobody may wait. */
import { isPromise } from '../../base/maybe-promise.ts';
import type { Kernel } from '../kernel.ts';
import { toError } from '../sim/to-error.ts';
import { callDriverRoutine } from './driver-frame.ts';

/**
 * Takes what a driver's routine returned that may not wait.
 *
 * @param role - what the routine is called in the documentation
 * @returns the value; undefined, with a finding, for a routine that returned a promise
 */
export function withoutWait(kernel: Kernel, role: string, returned: unknown): unknown {
  if (!isPromise(returned)) return returned;
  const { sim } = kernel;
  returned.catch((error: unknown) => sim.stop(toError(error)));
  sim.report({
    rule: 'driver/callback-waits',
    title: 'A routine that may not wait returned a promise',
    message: `${role} returned a promise; the kernel goes on without its end`,
    remedy: 'make it a plain function, without `async` and `await`; queue a work item for what has to wait',
    driver: sim.current.driver,
    device: sim.current.device,
    irp: sim.current.irp,
    site: sim.current.wait?.site ?? null,
  });
  return undefined;
}

/** Calls a driver's routine that may not wait, outside of any IRP. */
export function callWithoutWait(
  kernel: Kernel,
  role: string,
  driver: number,
  device: number,
  call: () => unknown,
): unknown {
  let result: unknown;
  void callDriverRoutine(kernel, driver, device, () => {
    result = withoutWait(kernel, role, call());
  });
  return result;
}
