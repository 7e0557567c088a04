/** Which broken rules, crashes and failed requests stop the machine. */
import { nameOfStatus } from '../../abi/names.ts';
import { NT_ERROR } from '../../abi/ntstatus.ts';
import type { Crash } from '../../kernel/sim/bug-check.ts';
import type { DebugStop, ExceptionBreakpoint, ExceptionKind } from '../../protocol/debug.ts';
import { isAmong } from './breakpoints.ts';
import { bugcheckException, failedException, violationException } from './stop-texts.ts';

type Exception = NonNullable<DebugStop['exception']>;

/** Each answer is what to tell of the stop, or null where nobody wants to stop. */
export class ExceptionStops {
  #wanted: readonly ExceptionBreakpoint[] = [];

  set(wanted: readonly ExceptionBreakpoint[]): void {
    this.#wanted = wanted;
  }

  ofStatus(status: number, text: string): Exception | null {
    if (!NT_ERROR(status) || !this.#wants('failedStatus', [nameOfStatus(status)])) return null;
    return failedException(status, text);
  }

  ofRule(rule: string, message: string, details: string): Exception | null {
    return this.#wants('violation', [rule]) ? violationException(rule, message, details) : null;
  }

  ofCrash(crash: Crash): Exception | null {
    const exception = bugcheckException(crash);
    return this.#wants('bugcheck', [exception.id, `0x${crash.code.toString(16)}`]) ? exception : null;
  }

  #wants(kind: ExceptionKind, names: readonly string[]): boolean {
    const wanted = this.#wanted.find((one) => one.kind === kind);
    return wanted !== undefined && isAmong(wanted, names);
  }
}
