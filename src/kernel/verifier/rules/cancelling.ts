/** What can be wrong with an IRP that was cancelled. */
import { type RuleText, STANDARD } from '../rule.ts';

const VERIFIER_DETECTED_VIOLATION = 0xc4;
const NOT_COMPLETED_IN_TIME = 0x135;

export const CANCELLED_AND_KEPT: RuleText = {
  ...STANDARD,
  id: 'C4/0x135',
  title: 'A cancelled IRP is not completed',
  why: 'Whoever cancels an IRP waits for its end: a program that cannot be closed, a device that cannot be removed.',
  remedy:
    'set a cancel routine, with IoSetCancelRoutine or a cancel-safe queue, for every IRP that may be held for long',
  document: 'canceling-irps',
  bugCheck: [VERIFIER_DETECTED_VIOLATION, NOT_COMPLETED_IN_TIME],
};

export const cancellingRules: readonly RuleText[] = [CANCELLED_AND_KEPT];
