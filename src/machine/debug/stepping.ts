/** Which event ends a step. */
import type { Thread } from '../../kernel/sim/thread.ts';
import type { StepKind } from '../../protocol/messages.ts';

export interface StepGoal {
  readonly thread: Thread;
  /** How many drivers deep the step began. */
  readonly level: number;
  readonly irp: number;
  /** `file:line` where it began; null: not known. */
  readonly place: string | null;
}

export interface StepPoint {
  readonly kind: 'call' | 'return' | 'enter' | 'complete' | 'done';
  readonly thread: Thread;
  /** How many drivers deep the code is that makes the call, or to which it has returned. */
  readonly level: number;
  readonly irp: number;
}

export function wants(how: StepKind, here: StepPoint, { thread, level, irp }: StepGoal): boolean {
  const isSameThread = here.thread === thread;
  switch (how) {
    case 'into':
      return isSameThread || (irp !== 0 && here.irp === irp);
    case 'over':
      return isSameThread && here.level <= level && here.kind !== 'done';
    case 'out':
      if (irp !== 0 && here.irp === irp && (here.kind === 'complete' || here.kind === 'done')) return true;
      return isSameThread && here.level < level;
  }
}

/** Several routines may be called in one line: a step goes on to the next line. */
export function isNewPlace({ place, level }: StepGoal, here: StepPoint, now: string): boolean {
  return place === null || here.level !== level || now !== place;
}
