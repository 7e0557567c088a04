/** Storport's routines for message-signaled interrupts. */
import { STOR_STATUS_INVALID_PARAMETER, STOR_STATUS_NOT_IMPLEMENTED } from '../abi/storport-constants.ts';
import { toAddress } from '../abi/struct.ts';
import type { MESSAGE_INTERRUPT_INFORMATION } from '../abi/structs/storport-config.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import type { MiniportInstance } from '../kernel/storport/instance.ts';
import { acquireMessageLock, messageInformation, releaseMessageLock } from '../kernel/storport/messages.ts';
import { callerOf, isForbidden } from '../kernel/storport/support.ts';
import { type Out, type RoutineDeclaration, routine } from './routine.ts';

const STORPORT = { header: 'storport.h', returns: 'ULONG' } as const;

/** No message arrives in a dump run. */
function withMessages(nt: Nt, name: string, extension: Pointer, body: (instance: MiniportInstance) => number): number {
  const known = callerOf(nt.storport, toAddress(extension), name);
  if (known === undefined) return STOR_STATUS_INVALID_PARAMETER;
  return isForbidden(nt.storport, name) ? STOR_STATUS_NOT_IMPLEMENTED : body(known.instance);
}

export const storportMessageRoutines: readonly RoutineDeclaration[] = [
  routine(
    'StorPortGetMSIInfo',
    'HwDeviceExtension: PVOID, MessageId: ULONG, InterruptInfo: PMESSAGE_INTERRUPT_INFORMATION',
    {
      ...STORPORT,
      summary:
        'Tells of one of the messages by which the adapter interrupts, from HwStorInitialize on. STOR_STATUS_INVALID_PARAMETER: there are no more; STOR_STATUS_INVALID_DEVICE_REQUEST: it has a line.',
    },
    (nt, extension: Pointer, id: number, information: MESSAGE_INTERRUPT_INFORMATION | null) =>
      withMessages(nt, 'StorPortGetMSIInfo', extension, (instance) => messageInformation(instance, id, information)),
  ),
  routine(
    'StorPortAcquireMSISpinLock',
    'HwDeviceExtension: PVOID, MessageId: ULONG, OldIrql: Out<ULONG>',
    { ...STORPORT, summary: 'Takes the lock of a message, with InterruptSynchronizePerMessage; raises to DIRQL.' },
    (nt, extension: Pointer, id: number, oldIrql: Out<number>) =>
      withMessages(nt, 'StorPortAcquireMSISpinLock', extension, (instance) =>
        acquireMessageLock(instance, id, (irql) => {
          oldIrql.value = irql;
        }),
      ),
  ),
  routine(
    'StorPortReleaseMSISpinLock',
    'HwDeviceExtension: PVOID, MessageId: ULONG, OldIrql: ULONG',
    {
      ...STORPORT,
      summary: 'Gives the lock of a message back, in the same routine, with the IRQL from its acquisition.',
    },
    (nt, extension: Pointer, id: number, oldIrql: number) =>
      withMessages(nt, 'StorPortReleaseMSISpinLock', extension, (instance) =>
        releaseMessageLock(instance, id, oldIrql),
      ),
  ),
];
