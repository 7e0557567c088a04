import type { TraceEvent } from '../../protocol/trace.ts';

/** A form in which a trace can be written; takes events in order and gives text. */
export interface TraceFormat {
  readonly start: string;
  event(event: TraceEvent): string;
  end(): string;
}
