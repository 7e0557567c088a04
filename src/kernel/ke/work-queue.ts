/** Work items of the executive: older than those of the I/O manager, and nothing keeps their driver loaded. */
import { WORKER_THREAD_RETURNED_AT_BAD_IRQL } from '../../abi/bug-check-codes.ts';
import { PASSIVE_LEVEL } from '../../abi/enums.ts';
import type { WORKER_THREAD_ROUTINE } from '../../abi/roles.ts';
import type { Routine } from '../../abi/struct.ts';
import type { WORK_QUEUE_ITEM } from '../../abi/structs/ke.ts';
import { chain } from '../../base/maybe-promise.ts';
import type { Kernel } from '../kernel.ts';
import { callDriverRoutine } from './driver-frame.ts';

const WORKER_INVALID = 0xe4;
const QUEUED_AGAIN = 1;

/** @source nf-wdm-exinitializeworkitem */
export function ExInitializeWorkItem(item: WORK_QUEUE_ITEM, routine: WORKER_THREAD_ROUTINE, parameter: number): void {
  item.List.Flink = null;
  item.WorkerRoutine = routine;
  item.Parameter = parameter;
}

/**
 * Has the routine called in a system thread. The item is the routine's own from the moment in which it is called.
 *
 * @throws BugCheckError 0xE4 WORKER_INVALID when it is queued already, 0xE1 when the routine returns at a raised IRQL
 * @source nf-wdm-exqueueworkitem
 */
export function ExQueueWorkItem(kernel: Kernel, item: WORK_QUEUE_ITEM): void {
  if (item.List.Flink !== null) kernel.bugCheck(WORKER_INVALID, QUEUED_AGAIN, item.address);
  item.List.Flink = item.List;
  const { sim, driver } = kernel;
  sim.createThread(`worker for ${sim.directory.driverName(driver)}`, () => {
    const routine = item.WorkerRoutine as WORKER_THREAD_ROUTINE;
    const { Parameter } = item;
    item.List.Flink = null;
    return callDriverRoutine(kernel, driver, 0, () =>
      chain(routine(Parameter), () => needsPassive(kernel, routine, Parameter, item.address)),
    );
  });
}

/** The thread takes the next item from its queue, at the IRQL at which this one leaves it. */
export function needsPassive(kernel: Kernel, routine: unknown, parameter: number, item: number): void {
  const { irql } = kernel.sim.current;
  if (irql === PASSIVE_LEVEL) return;
  kernel.bugCheck(
    WORKER_THREAD_RETURNED_AT_BAD_IRQL,
    kernel.memory.addressOfRoutine(routine as Routine),
    irql,
    parameter,
    item,
  );
}
