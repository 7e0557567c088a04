/** How a debugger's machine stands still, or what it goes on for. */
import type { DebugStop } from '../../protocol/debug.ts';
import type { StepKind } from '../../protocol/messages.ts';
import type { PausedState } from '../../protocol/state.ts';
import type { StopPoint } from './frames.ts';
import type { StepGoal } from './stepping.ts';

export type Wanted =
  | { readonly how: 'run' }
  | { readonly how: 'hold'; readonly reason: 'entry' | 'pause' | 'step' }
  | ({ readonly how: StepKind } & StepGoal);

export interface Standing {
  readonly stop: DebugStop;
  /** null: nothing runs, so nothing is held. */
  readonly point: StopPoint | null;
  readonly paused: PausedState;
}

export interface DebuggerHooks {
  /** Before it stands still: whoever shows the machine's state must hear of it now. */
  onStop(stop: DebugStop): void;
  onContinue(): void;
  onOutput(text: string, file: string | null, line: number): void;
  onChange(): void;
  isRunning(): boolean;
}
