/** What can be wrong with IoMarkIrpPending, at the call. */
import type { IrpPoint } from '../irp-point.ts';
import { type Rule, type RuleText, STANDARD } from '../rule.ts';

/** Found where the IRP is marked after it was skipped, and where it is passed on when it was marked before (IRP-05). */
export const MARKED_AND_SKIPPED: RuleText = {
  ...STANDARD,
  id: 'irp/pending-and-skipped',
  title: 'A stack location was both skipped and marked pending',
  why: 'The location belongs to the driver below, or to the one above: one of them finds a pending bit that it has not set, and waits or completes at the wrong time.',
  remedy: 'use IoCopyCurrentIrpStackLocationToNext with a completion routine where the IRP is marked pending',
  document: 'nf-wdm-ioskipcurrentirpstacklocation',
  bugCheck: null,
};

export const markingRules: readonly Rule<IrpPoint>[] = [
  {
    ...MARKED_AND_SKIPPED,
    check: ({ isSkipped, request }) =>
      isSkipped ? `${request()} was marked pending after its stack location had been skipped` : undefined,
  },
];
