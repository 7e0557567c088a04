import type { Diagnostic } from '../protocol/diagnostic.ts';
import type { HostNotifications } from '../protocol/messages.ts';
import type { DbgPrintLine, MachinePort } from './machine-port.ts';

export type Notify = <N extends keyof HostNotifications>(method: N, params: HostNotifications[N]) => void;

/** A screen shows no more than 60 pictures a second. */
const LEAST_MILLISECONDS = 17;
const MOST_LINES = 1000;

/** Sends what a machine changes and prints, gathered, at most 60 times a second. */
export class ChangeFeed {
  readonly #machine: MachinePort;
  readonly #notify: Notify;
  #sentRevision: number;
  #sentAt = 0;
  #lines: DbgPrintLine[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** The client knows the machine's state as it is now, and the diagnostics that it was started with. */
  constructor(machine: MachinePort, notify: Notify, told: readonly Diagnostic[]) {
    this.#machine = machine;
    this.#notify = notify;
    this.#sentRevision = machine.revision;
    this.#lines.push(...machine.unheard.lines);
    if (this.#lines.length > 0) this.#schedule();
    machine.onChange = () => this.#schedule();
    machine.onDbgPrint = (line) => {
      this.#lines.push(line);
      this.#schedule();
    };
    const known = new Set(told);
    machine.onDiagnostics = (all) => {
      const diagnostics = all.filter((diagnostic) => !known.has(diagnostic));
      for (const diagnostic of diagnostics) {
        known.add(diagnostic);
      }
      notify('machine/diagnostics', { diagnostics });
    };
  }

  /** Called before an answer goes out, so that nobody gets an answer about a state that he has not seen. */
  flush(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    this.#sentAt = performance.now();
    for (let at = 0; at < this.#lines.length; at += MOST_LINES) {
      this.#notify('output/dbgPrint', { lines: this.#lines.slice(at, at + MOST_LINES) });
    }
    this.#lines = [];
    if (this.#machine.revision !== this.#sentRevision) {
      const delta = this.#machine.delta(this.#sentRevision);
      this.#sentRevision = delta.revision;
      this.#notify('machine/changed', delta);
    }
  }

  stop(): void {
    this.flush();
    this.#machine.onChange = null;
    this.#machine.onDbgPrint = null;
    this.#machine.onDiagnostics = null;
  }

  #schedule(): void {
    if (this.#timer === null) {
      const wait = Math.max(0, LEAST_MILLISECONDS - (performance.now() - this.#sentAt));
      this.#timer = setTimeout(() => this.flush(), wait);
    }
  }
}
