import { assert } from '../../base/assert.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';
import { LIMITS } from '../sim/limits.ts';
import type { Thread } from '../sim/thread.ts';

const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
const EXCEPTION_DOUBLE_FAULT = 8;
const LOCAL_TAG = poolTag('Stck');

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
  sim.noteDriver(driver);
  return thread;
}

/** @param depth - of the thread inside of the driver. A driver that went on without waiting for it has left it already. */
export function leaveDriver(kernel: Kernel, thread: Thread, depth: number): void {
  const { sim } = kernel;
  assert(depth > 0, 'a driver is left that was not entered');
  if (thread.depth < depth) return;
  thread.depth = depth - 1;
  if (thread.locals.length > 0) freeLocals(kernel, thread);
  sim.noteDriver(thread.driver);
}

/** Variables of a driver's routine go with it: a later access, through an IRP that still points there, is found. */
function freeLocals(kernel: Kernel, thread: Thread): void {
  for (let last = thread.locals.at(-1); last !== undefined && last.depth > thread.depth; last = thread.locals.at(-1)) {
    kernel.pool.free(last.address);
    thread.locals.pop();
  }
}

/** Memory that lasts until the driver's routine that runs now returns. */
export function allocateLocal(kernel: Kernel, size: number): number {
  const thread = kernel.sim.current;
  const { frozenStack } = kernel;
  const address = frozenStack === null ? kernel.pool.allocate(size, LOCAL_TAG, 0, true) : frozenStack(size);
  if (address === 0) return kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, EXCEPTION_DOUBLE_FAULT);
  if (frozenStack === null) thread.locals.push({ address, depth: thread.depth });
  return address;
}

/** Calls a driver's routine outside of any IRP: DriverEntry, AddDevice, a work item, Unload. */
export function callDriverRoutine<T>(
  kernel: Kernel,
  driver: number,
  device: number,
  call: () => MaybePromise<T>,
): MaybePromise<T> {
  const thread = enterDriver(kernel, driver, device, 0, -1);
  const { depth } = thread;
  const result = call();
  if (!isPromise(result)) {
    leaveDriver(kernel, thread, depth);
    return result;
  }
  return result.then((value) => {
    leaveDriver(kernel, thread, depth);
    return value;
  });
}
