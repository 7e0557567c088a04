/** Which event ends a step. */
import type { Directory } from '../../kernel/sim/directory.ts';
import type { Thread } from '../../kernel/sim/thread.ts';
import type { StepKind } from '../../protocol/messages.ts';
import type { StopPoint } from './frames.ts';

export interface StepGoal {
  readonly thread: Thread;
  /** How many drivers deep the step began. */
  readonly level: number;
  readonly irp: number;
  /** `file:line` where it began; null: not known. */
  readonly place: string | null;
  /** How many of the driver's own functions deep it began. */
  readonly functions: number;
  /** Each line of the driver is heard, so a step need not end at what its line calls. */
  readonly hearsLines: boolean;
}

/** @param point - where the machine stands; null: another thread stands there */
export function stepFrom(
  thread: Thread,
  point: StopPoint | null,
  directory: Directory,
): { readonly level: number; readonly irp: number; readonly driver: number } {
  const entering = point?.entering ?? null;
  // The driver that is about to be entered is the one that is shown.
  const level = thread.depth - (point?.returned === true ? 1 : 0) + (entering === null ? 0 : 1);
  const entered = entering === null ? undefined : directory.devices[entering.device];
  const driver = entered?.driver ?? thread.frameDriver[level - 1] ?? 0;
  return { level, irp: entering?.irp ?? thread.irp, driver };
}

export interface StepPoint {
  readonly kind: 'line' | 'call' | 'return' | 'enter' | 'complete' | 'done';
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

/** Where a line of a driver, or a call in it, stands. */
export interface LinePlace {
  readonly place: string | null;
  readonly functions: number;
}

/** Several routines may be called in one line, and lines may call functions: whether a step ends there all the same. */
export function endsHere(how: StepKind, goal: StepGoal, here: StepPoint, now: LinePlace): boolean {
  if (here.level !== goal.level) return true;
  if (how === 'over' && goal.hearsLines && now.functions > goal.functions) return false;
  if (here.kind === 'return' || here.kind === 'complete') return true;
  return goal.place === null || now.place !== goal.place || now.functions !== goal.functions;
}
