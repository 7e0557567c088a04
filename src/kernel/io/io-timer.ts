/** The timer that each device can have: called once a second of virtual time, for all devices in one DPC. */
import { STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { IO_DPC_ROUTINE, IO_TIMER_ROUTINE } from '../../abi/roles.ts';
import { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import { KDPC } from '../../abi/structs/ke.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { type Instant, TICKS_PER_SECOND } from '../../base/time.ts';
import { callWithoutWait } from '../ke/callback.ts';
import { poolTag } from '../mm/pool.ts';
import { deviceIndex } from './device-object.ts';
import type { IoManager } from './io-manager.ts';

/** Of the IO_TIMER, which is opaque; its first bytes say what it is. */
const TIMER_SIZE = 24;
const IO_TYPE_TIMER = 9;
const TAG = poolTag('IoTm');

/** @returns STATUS_INSUFFICIENT_RESOURCES when pool is used up. The timer is stopped. @source nf-wdm-ioinitializetimer */
export function IoInitializeTimer(
  io: IoManager,
  device: DEVICE_OBJECT,
  routine: IO_TIMER_ROUTINE,
  context: number,
): NTSTATUS {
  const { memory, pool } = io.kernel;
  if (timerDpc(io) === null) return STATUS_INSUFFICIENT_RESOURCES;
  if (device.Timer === 0) {
    const address = pool.allocate(TIMER_SIZE, TAG, 0, true);
    if (address === 0) return STATUS_INSUFFICIENT_RESOURCES;
    memory.u16[address >>> 1] = IO_TYPE_TIMER;
    device.Timer = address;
  }
  io.timers.set(device.address, { isRunning: io.timers.get(device.address)?.isRunning ?? false, routine, context });
  return STATUS_SUCCESS;
}

/** The routine is called at each full second from now on. @source nf-wdm-iostarttimer */
export function IoStartTimer(io: IoManager, device: DEVICE_OBJECT): void {
  const timer = io.timers.get(device.address);
  if (timer === undefined) io.kernel.bugCheck(0xd1, device.Timer, 2, 0, 0);
  timer.isRunning = true;
  if (!io.isTimerSet) setNextSecond(io);
}

/** Not for the timer's own routine: on Windows the lock of the timers is held while that runs. @source nf-wdm-iostoptimer */
export function IoStopTimer(io: IoManager, device: DEVICE_OBJECT): void {
  const timer = io.timers.get(device.address);
  if (timer === undefined) return;
  timer.isRunning = false;
  if (!calling.has(io)) return;
  const { sim } = io.kernel;
  sim.report({
    rule: 'driver/timer-stopped-in-its-routine',
    title: 'IoStopTimer was called from an IoTimer routine',
    message: 'IoStopTimer was called while the timers of the devices are being called',
    remedy: 'let the routine return early when there is nothing to watch, and stop the timer outside of it',
    driver: sim.current.driver,
    device: deviceIndex(io, device),
    irp: 0,
    site: new Error('IoStopTimer'),
  });
}

/** While no timer runs the system's own does not run either, so an idle machine stays idle. */
function setNextSecond(io: IoManager): void {
  const { sim } = io.kernel;
  io.isTimerSet = [...io.timers.values()].some(({ isRunning }) => isRunning);
  if (!io.isTimerSet) return;
  const next = (Math.floor(sim.now / TICKS_PER_SECOND) + 1) * TICKS_PER_SECOND;
  sim.setAlarm(next as Instant, () => {
    const dpc = timerDpc(io);
    if (dpc !== null) io.dpcs.insert(dpc, 0, 0);
    setNextSecond(io);
  });
}

const timerDpcs = new WeakMap<IoManager, KDPC>();

/** The one DPC of all timers; null when pool is used up. */
function timerDpc(io: IoManager): KDPC | null {
  const known = timerDpcs.get(io);
  if (known !== undefined) return known;
  const { memory, pool } = io.kernel;
  const address = pool.allocate(KDPC.size, TAG, 0, true);
  if (address === 0) return null;
  const dpc = memory.view(KDPC, address);
  io.dpcs.initialize(dpc, () => callTimers(io), 0, 0);
  timerDpcs.set(io, dpc);
  return dpc;
}

/** Whose timer routines run now. */
const calling = new WeakSet<IoManager>();

function callTimers(io: IoManager): void {
  const { kernel } = io;
  calling.add(io);
  for (const [address, timer] of [...io.timers]) {
    if (!timer.isRunning || io.timers.get(address) !== timer) continue;
    const device = kernel.memory.view(DEVICE_OBJECT, address);
    const index = deviceIndex(io, device);
    const driver = kernel.sim.directory.devices[index]?.driver ?? 0;
    callWithoutWait(kernel, 'IoTimer', driver, index, () => timer.routine(device, timer.context));
  }
  calling.delete(io);
}

/** Prepares the DPC of the device object. @source nf-wdm-ioinitializedpcrequest */
export function IoInitializeDpcRequest(io: IoManager, device: DEVICE_OBJECT, routine: IO_DPC_ROUTINE): void {
  const { memory } = io.kernel;
  const deferred = (dpc: KDPC, _context: number, irp: number, context: number): unknown =>
    routine(dpc, device, irp === 0 ? null : memory.view(IRP, irp), context);
  io.dpcs.initialize(device.Dpc, deferred as (dpc: KDPC) => void, device.address);
}

/** @source nf-wdm-iorequestdpc */
export function IoRequestDpc(io: IoManager, device: DEVICE_OBJECT, irp: IRP | null, context: number): void {
  io.dpcs.insert(device.Dpc, irp?.address ?? 0, context);
}
