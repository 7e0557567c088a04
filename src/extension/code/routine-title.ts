/** What a routine handles, in one line. */
import type { RoutineText } from './driver-text.ts';

/** A line has room for these. */
const MOST_MINORS = 3;

/** @param more - `and {0} more`, in the user's language, with `{0}` still in it */
export function routineTitle({ roles, minors }: RoutineText, more: string): string {
  const shown = minors.slice(0, MOST_MINORS);
  const rest = minors.length - shown.length;
  const handled = shown.join(', ') + (rest === 0 ? '' : ` ${more.replace('{0}', String(rest))}`);
  return handled === '' ? roles.join(', ') : `${roles.join(', ')}: ${handled}`;
}
