/** Dispatch routines in which nobody may wait, whatever the IRQL. */
import { IRP_MJ_DEVICE_CONTROL, IRP_MJ_POWER, IRP_MJ_READ, IRP_MJ_WRITE } from '../../../abi/irp-codes.ts';
import { requestName } from '../irp-point.ts';
import { type RuleText, STANDARD } from '../rule.ts';

export const WAIT_IN_POWER: RuleText = {
  ...STANDARD,
  id: 'irp/wait-in-power-dispatch',
  title: 'A dispatch routine for power requests waits',
  why: 'The power manager sends one request after the other from the same threads, at DISPATCH_LEVEL for devices in the path of a special file: all others stand still.',
  remedy:
    'mark the IRP pending, pass it down with a completion routine, return STATUS_PENDING, and go on in the routine',
  document: 'passing-power-irps',
  bugCheck: null,
};

export const WAIT_IN_PAGING: RuleText = {
  ...STANDARD,
  id: 'USE-35',
  title: 'A driver in the path of a special file waits in a routine that paging needs',
  why: 'The thread that waits may be the one that has to page in what would end the wait.',
  remedy: 'mark the IRP pending, queue it, and complete it when what was waited for has come',
  document: 'dispatch-routines-and-irqls',
  bugCheck: null,
};

const FOR_PAGING = [IRP_MJ_READ, IRP_MJ_WRITE, IRP_MJ_DEVICE_CONTROL];

/** @param code - of the dispatch routine that waits. @param hasFile - a special file lies on its device, or below */
export function brokenByWait(code: number, hasFile: boolean): readonly [rule: RuleText, message: string] | null {
  const message = `it was called by the dispatch routine for ${requestName(code)}`;
  if (code >>> 8 === IRP_MJ_POWER) return [WAIT_IN_POWER, message];
  if (hasFile && FOR_PAGING.includes(code >>> 8))
    return [WAIT_IN_PAGING, `${message}, and the device holds a special file`];
  return null;
}

export const waitingRules: readonly RuleText[] = [WAIT_IN_POWER, WAIT_IN_PAGING];
