/** Message-signaled interrupts (MSI): which messages an adapter has, and the lock of each. */
import {
  InterruptSupportNone,
  InterruptSynchronizePerMessage,
  Latched,
  STOR_STATUS_INVALID_DEVICE_REQUEST,
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_SUCCESS,
} from '../../abi/storport-constants.ts';
import type { MESSAGE_INTERRUPT_INFORMATION } from '../../abi/structs/storport-config.ts';
import { setIrql } from '../ke/irql.ts';
import { HBA_MESSAGES } from './host-adapter.ts';
import { DEVICE_IRQL, type MiniportInstance } from './instance.ts';

/** Where a processor takes messages, and the first vector of the adapters that send some. */
const MESSAGE_ADDRESS = 0xfee0_0000n;
const FIRST_VECTOR = 0x50;

/** After HwStorFindAdapter: a miniport with a routine for messages gets them in place of the line. */
export function connectMessages(instance: MiniportInstance): void {
  const { HwMSInterruptRoutine: routine, InterruptSynchronizationMode: mode } = instance.config;
  const isWanted = routine !== null && mode !== InterruptSupportNone;
  instance.hardware.sendsMessages = isWanted;
  instance.messages = isWanted ? HBA_MESSAGES : 0;
}

/** @returns STOR_STATUS_*; what is wrong with the number of a message */
function statusOf(instance: MiniportInstance, id: number): number {
  if (instance.messages === 0) return STOR_STATUS_INVALID_DEVICE_REQUEST;
  return id < instance.messages ? STOR_STATUS_SUCCESS : STOR_STATUS_INVALID_PARAMETER;
}

/** StorPortGetMSIInfo */
export function messageInformation(
  instance: MiniportInstance,
  id: number,
  information: MESSAGE_INTERRUPT_INFORMATION | null,
): number {
  if (information === null) return STOR_STATUS_INVALID_PARAMETER;
  const status = statusOf(instance, id);
  if (status !== STOR_STATUS_SUCCESS) return status;
  const vector = FIRST_VECTOR + instance.device * HBA_MESSAGES + id;
  information.MessageId = id;
  information.MessageData = vector;
  information.MessageAddress = MESSAGE_ADDRESS;
  information.InterruptVector = vector;
  information.InterruptLevel = DEVICE_IRQL;
  information.InterruptMode = Latched;
  return STOR_STATUS_SUCCESS;
}

/** StorPortAcquireMSISpinLock @param taken - called with the IRQL before */
export function acquireMessageLock(instance: MiniportInstance, id: number, taken: (oldIrql: number) => void): number {
  const { sim } = instance.kernel;
  const status = statusOf(instance, id);
  if (status !== STOR_STATUS_SUCCESS) return status;
  const { irql } = sim.current;
  const { entered } = instance;
  if (instance.config.InterruptSynchronizationMode !== InterruptSynchronizePerMessage)
    instance.mistake(
      'messageLock',
      `the lock of message ${id} was taken, and InterruptSynchronizationMode is not InterruptSynchronizePerMessage`,
    );
  else if (entered !== undefined && (entered.locks.includes('message') || entered.taken.includes('message')))
    instance.mistake('lock', `the lock of message ${id} was taken in ${entered.routine}, where it is held already`);
  entered?.taken.push('message');
  taken(irql);
  if (irql < DEVICE_IRQL) setIrql(instance.kernel, DEVICE_IRQL);
  return STOR_STATUS_SUCCESS;
}

/** StorPortReleaseMSISpinLock */
export function releaseMessageLock(instance: MiniportInstance, id: number, oldIrql: number): number {
  const status = statusOf(instance, id);
  if (status !== STOR_STATUS_SUCCESS) return status;
  const { entered } = instance;
  const at = entered?.taken.lastIndexOf('message') ?? -1;
  if (at < 0) {
    instance.mistake(
      'lock',
      `the lock of message ${id} was released, and ${entered?.routine ?? 'nobody'} has not taken it`,
    );
    return STOR_STATUS_SUCCESS;
  }
  entered?.taken.splice(at, 1);
  if (oldIrql < instance.kernel.sim.current.irql) setIrql(instance.kernel, oldIrql);
  return STOR_STATUS_SUCCESS;
}
