/** Timers that a miniport makes with StorPortInitializeTimer, beside the one of RequestTimerCall. */
import {
  STOR_STATUS_INVALID_DEVICE_STATE,
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_SUCCESS,
} from '../../abi/storport-constants.ts';
import { later, microseconds } from '../../base/time.ts';
import type { Adapter } from './adapter.ts';
import { runDeferred } from './notify.ts';
import type { Storport } from './storport.ts';

const HANDLE_BYTES = 16;

/** @returns its handle, the address of a small block; 0 when memory is used up */
export function initializeTimer(storport: Storport, adapter: Adapter, tag: number): number {
  const address = storport.kernel.pool.allocate(HANDLE_BYTES, tag, 0, true);
  if (address !== 0) storport.timers.set(address, { adapter, alarm: null });
  return address;
}

/** @param by - microseconds; 0 cancels */
export function requestTimer(
  storport: Storport,
  handle: number,
  callback: (extension: number, context: number) => void,
  context: number,
  by: number,
): number {
  const timer = storport.timers.get(handle);
  const { sim } = storport.kernel;
  if (timer === undefined) return STOR_STATUS_INVALID_PARAMETER;
  const { adapter } = timer;
  if (adapter.instance === null) return STOR_STATUS_INVALID_DEVICE_STATE;
  if (timer.alarm !== null) sim.clock.cancel(timer.alarm);
  timer.alarm = null;
  if (by === 0) return STOR_STATUS_SUCCESS;
  timer.alarm = sim.setAlarm(later(sim.now, microseconds(by)), () => {
    timer.alarm = null;
    runDeferred(adapter, 'HwStorTimerEx', callback, () => callback(adapter.instance?.extension ?? 0, context));
  });
  return STOR_STATUS_SUCCESS;
}

export function freeTimer(storport: Storport, handle: number): number {
  const timer = storport.timers.get(handle);
  if (timer === undefined) return STOR_STATUS_INVALID_PARAMETER;
  if (timer.alarm !== null) storport.kernel.sim.clock.cancel(timer.alarm);
  storport.timers.delete(handle);
  storport.kernel.pool.free(handle);
  return STOR_STATUS_SUCCESS;
}
