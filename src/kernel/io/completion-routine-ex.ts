/** IoSetCompletionRoutineEx: the device, and with it the driver, stays until the completion routine has returned. */
import { STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { IO_COMPLETION_ROUTINE } from '../../abi/roles.ts';
import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { chain } from '../../base/maybe-promise.ts';
import { poolTag } from '../mm/pool.ts';
import { completionControl, isWanted } from './completion-control.ts';
import { dereference, reference } from './device-object.ts';
import type { IoManager } from './io-manager.ts';
import { IoMarkIrpPending, IoSetCompletionRoutine } from './stack-location.ts';

/** What stands behind the context that the I/O manager sees: device, routine, its own context, control. */
const BLOCK_SIZE = 16;
const TAG = poolTag('IoCr');

/** @returns STATUS_INSUFFICIENT_RESOURCES when pool is used up: the routine is not set. @source nf-wdm-iosetcompletionroutineex */
export function IoSetCompletionRoutineEx(
  io: IoManager,
  device: DEVICE_OBJECT,
  irp: IRP,
  routine: IO_COMPLETION_ROUTINE,
  context: number,
  invoke: { readonly onSuccess: boolean; readonly onError: boolean; readonly onCancel: boolean },
): NTSTATUS {
  const { memory, pool } = io.kernel;
  const block = pool.allocate(BLOCK_SIZE, TAG, 0, true);
  if (block === 0) return STATUS_INSUFFICIENT_RESOURCES;
  const at = block >>> 2;
  memory.u32[at] = device.address;
  memory.u32[at + 1] = memory.addressOfRoutine(routine);
  memory.u32[at + 2] = context;
  memory.u32[at + 3] = completionControl(invoke.onSuccess, invoke.onError, invoke.onCancel);
  // Called in any case, so that the block is freed and the reference given back.
  IoSetCompletionRoutine(io, irp, routineOf(io), block, true, true, true);
  reference(io, device.address);
  return STATUS_SUCCESS;
}

const routines = new WeakMap<IoManager, IO_COMPLETION_ROUTINE>();

function routineOf(io: IoManager): IO_COMPLETION_ROUTINE {
  let routine = routines.get(io);
  if (routine === undefined) {
    routine = function completeAndDereference(device, irp, block) {
      const { memory, pool } = io.kernel;
      const [target = 0, own = 0, context = 0, control = 0] = memory.u32.slice(block >>> 2, (block >>> 2) + 4);
      pool.free(block);
      if (!isWanted(memory, irp.address, control)) {
        if (irp.PendingReturned && irp.CurrentLocation <= irp.StackCount) IoMarkIrpPending(io, irp);
        dereference(io, target);
        return STATUS_SUCCESS;
      }
      const called = memory.routine(own) as IO_COMPLETION_ROUTINE;
      return chain(called(device, irp, context), (status) => {
        dereference(io, target);
        return status;
      });
    };
    routines.set(io, routine);
  }
  return routine;
}
