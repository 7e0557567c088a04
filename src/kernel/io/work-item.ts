import type { IO_WORKITEM_ROUTINE } from '../../abi/roles.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { chain } from '../../base/maybe-promise.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import { needsPassive } from '../ke/work-queue.ts';
import { poolTag } from '../mm/pool.ts';
import { dereference, deviceIndex, reference } from './device-object.ts';
import type { IoManager } from './io-manager.ts';

const WORK_ITEM_SIZE = 32;
const TAG = poolTag('IoWk');
const WORKER_INVALID = 0xe4;
const BAD_POOL_CALLER = 0xc2;
const ALREADY_FREED = 7;

/** @returns address of the IO_WORKITEM, which is opaque; 0 when pool is used up. @source nf-wdm-ioallocateworkitem */
export function IoAllocateWorkItem(io: IoManager, device: DEVICE_OBJECT): number {
  const address = io.kernel.pool.allocate(WORK_ITEM_SIZE, TAG, io.kernel.driver, true);
  if (address !== 0) io.kernel.memory.u32[address >>> 2] = device.address;
  return address;
}

/** @throws BugCheckError 0xE4 WORKER_INVALID when the item is queued, 0xC2 when it is none. @source nf-wdm-iofreeworkitem */
export function IoFreeWorkItem(io: IoManager, item: number): void {
  if (io.kernel.memory.u32[(item + 4) >>> 2] === 1) io.kernel.bugCheck(WORKER_INVALID, 0, item);
  if (io.kernel.pool.free(item) !== 'ok') io.kernel.bugCheck(BAD_POOL_CALLER, ALREADY_FREED, 0, 0, item);
}

/**
 * The routine runs in a system thread at PASSIVE_LEVEL; the device is referenced until it returns.
 *
 * @throws BugCheckError 0xE4 WORKER_INVALID when the item is queued, 0xE1 when the routine returns at a raised IRQL
 * @source nf-wdm-ioqueueworkitem
 */
export function IoQueueWorkItem(io: IoManager, item: number, routine: IO_WORKITEM_ROUTINE, context: number): void {
  const { kernel } = io;
  const { memory, sim } = kernel;
  memory.touch(item, WORK_ITEM_SIZE, true);
  if (memory.u32[(item + 4) >>> 2] === 1) kernel.bugCheck(WORKER_INVALID, 1, item);
  memory.u32[(item + 4) >>> 2] = 1;
  const device = memory.viewByName('DEVICE_OBJECT', memory.u32[item >>> 2] ?? 0) as DEVICE_OBJECT;
  const index = deviceIndex(io, device);
  const driver = sim.directory.devices[index]?.driver ?? 0;
  reference(io, device.address);
  sim.createThread(`worker for ${sim.directory.driverName(driver)}`, () => {
    // The item may be queued or freed again from here on.
    memory.u32[(item + 4) >>> 2] = 0;
    return chain(
      callDriverRoutine(kernel, driver, index, () =>
        chain(routine(device, context), () => needsPassive(kernel, routine, context, item)),
      ),
      () => {
        dereference(io, device.address);
      },
    );
  });
}
