/** The types of the routines that a driver hands to the system, by role. Any of them may be asynchronous where it may wait. */
export type { KBUGCHECK_CALLBACK_ROUTINE, KBUGCHECK_REASON_CALLBACK_ROUTINE } from './structs/bugcheck.ts';
export type {
  DRIVER_ADD_DEVICE,
  DRIVER_CANCEL,
  DRIVER_CONTROL,
  DRIVER_DISPATCH,
  DRIVER_INITIALIZE,
  DRIVER_REINITIALIZE,
  DRIVER_STARTIO,
  DRIVER_UNLOAD,
  IO_COMPLETION_ROUTINE,
  IO_DPC_ROUTINE,
  IO_TIMER_ROUTINE,
  IO_WORKITEM_ROUTINE,
  IO_WORKITEM_ROUTINE_EX,
} from './structs/io.ts';
export type { KDEFERRED_ROUTINE, KSTART_ROUTINE, WORKER_THREAD_ROUTINE } from './structs/ke.ts';
