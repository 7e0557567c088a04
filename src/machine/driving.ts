/** Runs the kernel for one operation at a time, and finds out when one will never end. */
import { type Duration, type Instant, later } from '../base/time.ts';
import { BugCheckError } from '../kernel/sim/bug-check.ts';
import type { Simulation } from '../kernel/sim/simulation.ts';
import type { MachineEnvironment } from './environment.ts';
import type { Steering } from './steering.ts';

export type Ended<T> =
  | { readonly done: true; readonly value: T }
  /** @property isUnfinished - it waits for what will never come, and not because the machine was stopped */
  | { readonly done: false; readonly why: string; readonly isUnfinished?: boolean };

/** System requests between two looks at the process's other work. */
const REQUESTS_BETWEEN_BREATHS = 64;
/** Turns of the event loop without an event in which a thread that claims to run cannot be running. */
const TURNS_WITHOUT_PROGRESS = 50;

export class Driving {
  /** Nothing can run any more. */
  onIdle: (() => void) | null = null;
  readonly #sim: Simulation;
  readonly #steering: Steering;
  readonly #environment: MachineEnvironment;
  readonly #describeWaits: () => string;
  #last: Promise<unknown> = Promise.resolve();
  #requests = 0;
  #isStopped = false;
  #isStuck = false;

  /** @param describeWaits - who waits for what, in words */
  constructor(sim: Simulation, steering: Steering, environment: MachineEnvironment, describeWaits: () => string) {
    this.#sim = sim;
    this.#steering = steering;
    this.#environment = environment;
    this.#describeWaits = describeWaits;
  }

  get isRunning(): boolean {
    return this.#sim.isRunning && !this.#isStuck;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  breathe(): Promise<void> | undefined {
    this.#requests += 1;
    return this.#requests % REQUESTS_BETWEEN_BREATHS === 0 ? this.#environment.turn() : undefined;
  }

  /** One operation after the other. */
  inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const next = this.#last.then(operation, operation);
    this.#last = next.catch(() => {});
    return next;
  }

  /** Starts something and runs the machine until it has ended, and what it set off at once has too. */
  async operate<T>(start: () => Promise<T>, patience: Duration): Promise<Ended<T>> {
    if (this.#isStuck) return { done: false, why: this.#stuckText(), isUnfinished: true };
    let ended: Ended<T> | null = null;
    let failure: unknown;
    start().then(
      (value) => {
        ended = { done: true, value };
      },
      (error: unknown) => {
        // Why it failed is said at the end: what the error does to the machine is not known yet.
        failure = error;
        ended = { done: false, why: '' };
      },
    );
    // The promise of an operation settles a few microtasks after its thread has ended.
    const isDone = (): boolean => ended !== null;
    await this.run(later(this.#sim.now, patience), isDone);
    for (let tries = 0; tries < 8 && ended === null; tries += 1) await Promise.resolve();
    if (ended !== null) await this.run(null, () => false);
    const result = ended as Ended<T> | null;
    if (result === null)
      return { done: false, why: this.#whyNot(), isUnfinished: this.#sim.crash === null && !this.#isStopped };
    return result.done ? result : { done: false, why: this.#failureText(failure) };
  }

  /** Lets time pass to an instant, with all that is due on the way. */
  async advance(to: Instant): Promise<void> {
    await this.run(to, () => false);
    if (this.#sim.crash === null && !this.#isStuck && this.#sim.now < to) this.#sim.moveTo(to);
  }

  async run(limit: Instant | null, done: () => boolean): Promise<void> {
    if (this.#isStuck || this.#isStopped) return;
    let finished = false;
    const running = this.#sim.run(limit, () => this.#isStopped || done());
    const watched = running.then(() => {
      finished = true;
    });
    await Promise.race([watched, this.#watch(() => finished)]);
    this.#steering.idle();
    this.onIdle?.();
  }

  /**
   * A thread that is neither waiting nor ended, and does nothing while the event loop turns, awaits a promise that is
   * not the kernel's: nothing will ever settle it.
   */
  async #watch(isFinished: () => boolean): Promise<void> {
    let still = 0;
    let seen = -1;
    while (!isFinished() && still < TURNS_WITHOUT_PROGRESS) {
      await this.#environment.turn();
      const { count } = this.#sim.recorder;
      still = count === seen && !this.#steering.isHeld ? still + 1 : 0;
      seen = count;
    }
    if (isFinished()) return;
    this.#isStuck = true;
    const { current } = this.#sim;
    this.#sim.report({
      rule: 'driver/foreign-promise',
      title: 'A driver waits for something that never comes',
      message: 'the driver awaits a promise that no kernel routine gave it, so nothing will ever settle it',
      remedy:
        'await only what routines of wdm return, such as KeWaitForSingleObject; use KEVENT where one routine waits for another',
      driver: current.driver,
      device: current.device,
      irp: current.irp,
      site: null,
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#steering.resume();
  }

  #stuckText(): string {
    return 'A driver awaits a promise that will never settle, so the machine cannot go on. Restart it.';
  }

  #failureText(error: unknown): string {
    if (this.#sim.crash !== null || error instanceof BugCheckError)
      return 'The machine stopped with a bug check before the request had ended.';
    return error instanceof Error ? error.message : String(error);
  }

  /** Nothing can run and nothing is due, and it has not ended: who waits for what. */
  #whyNot(): string {
    if (this.#sim.crash !== null) return 'The machine stopped with a bug check before the request had ended.';
    if (this.#isStuck) return this.#stuckText();
    if (this.#isStopped) return 'The machine was stopped before the request had ended.';
    return `The request has not ended and nothing is left to run. ${this.#describeWaits()}.`;
  }
}
