/** Why a host process ended, in words that help. */
import type { HangReport } from '../protocol/messages.ts';

export type HostEndKind = 'disposed' | 'hang' | 'memory' | 'crash' | 'killed' | 'notStarted';

export interface HostEnd {
  readonly kind: HostEndKind;
  /** For people: what happened, and what to do. */
  readonly message: string;
  /** Where the driver was, with `hang` and `memory`. */
  readonly report: HangReport | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last of what the process wrote to standard error: for a report about the sandbox itself. */
  readonly log: string;
}

export interface ProcessEnd {
  /** It has answered once. */
  readonly started: boolean;
  readonly disposed: boolean;
  readonly report: HangReport | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly log: string;
}

const OUT_OF_MEMORY = /heap out of memory|Array buffer allocation failed|FATAL ERROR: .*[Aa]llocation failed/;

export function explainEnd(end: ProcessEnd): HostEnd {
  const { started: _started, disposed: _disposed, ...rest } = end;
  const kind = kindOf(end);
  return { ...rest, kind, message: messageOf(kind, end) };
}

function kindOf({ started, disposed, report, exitCode, signal, log }: ProcessEnd): HostEndKind {
  if (report !== null) {
    return report.kind;
  }
  if (disposed) {
    return 'disposed';
  }
  if (!started) {
    return 'notStarted';
  }
  if (OUT_OF_MEMORY.test(log)) {
    return 'memory';
  }
  return exitCode === null && (signal === 'SIGKILL' || signal === 'SIGTERM') ? 'killed' : 'crash';
}

function messageOf(kind: HostEndKind, { report, exitCode, signal, log }: ProcessEnd): string {
  switch (kind) {
    case 'hang':
      return `${who(report)} did not come back for ${report?.seconds ?? 0} seconds${where(report)}. The sandbox process was ended. Look for a loop without end, or one that waits without \`await\`.`;
    case 'memory':
      return `${who(report)} used up the sandbox's memory${where(report)}. The sandbox process was ended. Look for a list that only grows, or a call without end.`;
    case 'disposed':
      return 'The sandbox process was stopped.';
    case 'notStarted':
      return `The sandbox process could not be started (${signal ?? `exit code ${exitCode}`}).${lastLine(log)}`;
    case 'killed':
      return `The sandbox process was ended from outside (${signal}). Start the machine again.`;
    default:
      return `The sandbox process ended unexpectedly (${signal ?? `exit code ${exitCode}`}).${lastLine(log)} This is a fault of the sandbox: please report it.`;
  }
}

function who(report: HangReport | null): string {
  return report?.driver == null ? 'A driver' : `The driver ${report.driver}`;
}

function where(report: HangReport | null): string {
  if (report?.file == null) {
    return '';
  }
  const routine = report.routine === null ? '' : ` in ${report.routine}`;
  return `${routine} at ${report.file}:${report.line}`;
}

function lastLine(log: string): string {
  const line = /^(?:\w*Error|FATAL ERROR|EmulatorBug)\b.*$/m.exec(log)?.[0];
  return line === undefined ? '' : ` It said: ${line}`;
}
