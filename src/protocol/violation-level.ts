import type { ViolationState } from './state.ts';

/** How grave a broken rule is: its own word counts; without one, whether Windows would stop because of it. */
export function violationLevel({ level, bugcheck }: Pick<ViolationState, 'level' | 'bugcheck'>): 'error' | 'warning' {
  return level ?? (bugcheck === null ? 'warning' : 'error');
}
