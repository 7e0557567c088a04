import { assert } from '../../base/assert.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import type { Kernel } from '../kernel.ts';
import { LIMITS } from '../sim/limits.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Thread } from '../sim/thread.ts';

const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
const EXCEPTION_DOUBLE_FAULT = 8;

/** Notes that a driver's code runs from here on, for whom, and with which IRP. */
export function enterDriver(kernel: Kernel, driver: number, device: number, irp: number, code: number): Thread {
  const { sim } = kernel;
  const thread = sim.current;
  const { depth } = thread;
  if (depth >= LIMITS.callDepth) kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, EXCEPTION_DOUBLE_FAULT, irp);
  thread.frameDriver[depth] = driver;
  thread.frameDevice[depth] = device;
  thread.frameIrp[depth] = irp;
  thread.frameCode[depth] = code;
  thread.depth = depth + 1;
  if (sim.status !== null) sim.status[0] = driver;
  return thread;
}

export function leaveDriver(sim: Simulation, thread: Thread): void {
  assert(thread.depth > 0, 'a driver is left that was not entered');
  thread.depth -= 1;
  if (sim.status !== null) sim.status[0] = thread.driver;
}

/** Calls a driver's routine outside of any IRP: DriverEntry, AddDevice, a work item, Unload. */
export function callDriverRoutine<T>(kernel: Kernel, driver: number, device: number, call: () => MaybePromise<T>): MaybePromise<T> {
  const thread = enterDriver(kernel, driver, device, 0, -1);
  const result = call();
  if (!isPromise(result)) {
    leaveDriver(kernel.sim, thread);
    return result;
  }
  return result.then((value) => {
    leaveDriver(kernel.sim, thread);
    return value;
  });
}
