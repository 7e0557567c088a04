import { assert } from '../../base/assert.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { Random } from '../../base/random.ts';
import type { Instant } from '../../base/time.ts';
import { BugCheckError, type Crash } from './bug-check.ts';
import { type Alarm, Clock } from './clock.ts';
import { Directory } from './directory.ts';
import { EVENT, type EventCode } from './events.ts';
import { Faults } from './faults.ts';
import type { Finding, NewFinding } from './finding.ts';
import type { Frozen } from './frozen.ts';
import { LIMITS } from './limits.ts';
import { Recorder } from './recorder.ts';
import { settles } from './settles.ts';
import { siteOf, Thread, type ThreadState } from './thread.ts';
import { toError } from './to-error.ts';

/** Hears each event as it happens, while the code that caused it is still on the stack. It must not change anything. */
export type Watcher = (code: EventCode, irp: number, device: number, a: number, b: number, c: number) => void;

/** Steers the machine at a checkpoint: undefined = go on at once, a promise = wait for it. */
export type Gate = (code: EventCode, irp: number, device: number) => Promise<void> | undefined;

export interface SimulationHooks {
  /** Turns what a driver's code threw into the crash that follows. */
  crashOf(
    error: Error,
    thread: Thread,
  ): { code: number; parameters: readonly [number, number, number, number]; detail: string | null };
  onCrash(crash: Crash): void;
  onFinding(finding: Finding): void;
  onDbgPrint(text: string, driver: number): void;
  /** Something visible changed. Cheap: it only marks. */
  onChange(): void;
  /** Called now and then during long work, so that the process can do something else; undefined = go on. */
  breathe(): Promise<void> | undefined;
}

/**
 * Virtual time, kernel threads, choices and the event stream. One thread runs at a time and keeps running until it
 * blocks or ends; time moves only when nothing can run.
 */
export class Simulation {
  readonly clock = new Clock();
  readonly recorder = new Recorder();
  readonly directory = new Directory();
  readonly faults = new Faults();
  readonly findings: Finding[] = [];
  readonly threads = new Map<number, Thread>();
  /** Of every thread that ever was, by number: events outlive threads. */
  readonly threadNames: string[] = ['idle'];
  /** Set by whoever pauses or steps the machine. */
  gate: Gate | null = null;
  /** Hears of each event and may stop the machine at it; set only while somebody wants that. */
  trip: ((code: EventCode) => void) | null = null;
  /** The verifier, when it is on. */
  watcher: Watcher | null = null;
  crash: Crash | null = null;
  /** Does what is left to do when the machine has stopped; nothing else runs any more. */
  onStop: (() => void) | null = null;
  /** Set while that calls code of drivers. */
  frozen: Frozen | null = null;
  /** The thread whose code runs; the idle thread between two others. */
  current: Thread;
  /** Number of DPC routines entered and not left. */
  dpcDepth = 0;
  /** Where an observer outside of the process can see which driver runs; null when nobody looks. */
  status: Int32Array | null = null;
  readonly hooks: SimulationHooks;
  readonly #random: Random;
  readonly #idle: Thread;
  #ready: Thread[] = [];
  #readyHead = 0;
  #nextThread = 1;
  #yielded: (() => void) | null = null;
  #pumping: Promise<void> | null = null;

  constructor(seed: number, hooks: SimulationHooks) {
    this.#random = new Random(seed);
    this.hooks = hooks;
    this.#idle = new Thread(
      0,
      'idle',
      () => {},
      () => {},
    );
    this.#idle.state = 'running';
    this.current = this.#idle;
  }

  get now(): Instant {
    return this.clock.now;
  }

  /** Tells an observer outside of the process which driver's code runs: its index, or -1 for the kernel's own. */
  noteDriver(driver: number): void {
    if (this.status !== null) this.status[0] = driver === 0 ? -1 : driver;
  }

  /** A choice among `of` possibilities: seeded and recorded by its effect, so a run can be repeated. */
  choose(of: number): number {
    return this.#random.below(of);
  }

  /** The one place that every kernel routine passes which may be held up: records, and asks the gate. */
  checkpoint(code: EventCode, irp: number, device: number, a: number, b: number, c: number): Promise<void> | undefined {
    this.record(code, irp, device, a, b, c);
    return this.gate === null ? undefined : this.gate(code, irp, device);
  }

  /** The same for routines that never wait: they record and go on. */
  record(code: EventCode, irp: number, device: number, a: number, b: number, c: number): void {
    const { current } = this;
    if (current.state !== 'running') this.#missingAwait(current);
    if (this.crash !== null) this.#afterCrash(code, a);
    this.recorder.add(code, current.id, irp, device, a, b, c);
    if (this.watcher !== null) this.watcher(code, irp, device, a, b, c);
    if (this.trip !== null) this.trip(code);
  }

  #afterCrash(code: EventCode, a: number): void {
    const { crash, frozen } = this;
    if (frozen !== null) frozen.happens(code, a);
    else if (crash !== null) throw new BugCheckError(crash.code, ...crash.parameters);
  }

  /** What only the verifier wants to know: it is heard, and not recorded. */
  tell(code: EventCode, irp: number, device: number, a: number, b: number, c: number): void {
    if (this.watcher !== null) this.watcher(code, irp, device, a, b, c);
  }

  /** Records one transition of a state machine; all are texts. */
  recordState(machine: string, device: string, from: string, event: string, to: string): void {
    const { recorder } = this;
    const names = recorder.intern(`${machine}\0${event}`);
    this.record(EVENT.state, names, recorder.intern(device), recorder.intern(from), recorder.intern(to), 0);
    this.hooks.onChange();
  }

  report(finding: NewFinding): Finding {
    assert(this.findings.length < LIMITS.findings, 'limit reached: findings');
    const { recorder } = this;
    const whole = { ...finding, event: recorder.count, time: this.now };
    // Whoever stops at the event sees what it is about.
    this.findings.push(whole);
    recorder.add(
      EVENT.violation,
      this.current.id,
      finding.irp,
      finding.device,
      recorder.intern(finding.rule),
      recorder.intern(finding.message),
      finding.driver,
    );
    this.hooks.onFinding(whole);
    this.hooks.onChange();
    return whole;
  }

  /** Stops the machine. The first reason counts; whoever calls must throw what comes back. */
  stop(error: Error): BugCheckError {
    if (this.crash === null) {
      const { code, parameters, detail } =
        error instanceof BugCheckError
          ? { code: error.code, parameters: error.parameters, detail: null }
          : this.hooks.crashOf(error, this.current);
      const { recorder, current } = this;
      const blamed = error instanceof BugCheckError ? error.blamed : null;
      this.crash = { code, parameters, event: recorder.count, driver: blamed ?? current.driver, cause: error, detail };
      recorder.add(EVENT.bugcheck, current.id, current.irp, current.device, code, parameters[0], parameters[1]);
      this.onStop?.();
      this.hooks.onCrash(this.crash);
      this.hooks.onChange();
    } else {
      this.frozen?.again(error);
    }
    return new BugCheckError(this.crash.code, ...this.crash.parameters);
  }

  /** A new kernel thread; it runs when its turn comes. */
  createThread(name: string, body: () => MaybePromise<void>): Thread {
    assert(this.threads.size < LIMITS.threads, 'limit reached: threads');
    const thread = new Thread(this.#nextThread, name, body, (self, run) => this.#start(self, run));
    this.#nextThread += 1;
    this.threadNames.push(name);
    this.threads.set(thread.id, thread);
    this.#ready.push(thread);
    return thread;
  }

  /** Puts a waiting thread back among the ready ones. */
  makeReady(thread: Thread, resume: () => void): void {
    thread.state = 'ready';
    thread.wait = null;
    thread.resume = resume;
    this.recorder.add(EVENT.wake, thread.id, thread.irp, thread.device, 0, 0, 0);
    this.#ready.push(thread);
  }

  /**
   * Blocks the current thread until `wake`; the caller returns the promise.
   *
   * @param withdraw - takes the wait back when the driver went on without its end
   */
  block(what: string, object: number, withdraw: () => void): Promise<number> {
    const thread = this.current;
    assert(thread !== this.#idle, 'only a kernel thread can wait');
    thread.state = 'waiting';
    thread.wait = { what, object, since: this.now, site: thread.depth === 0 ? null : new Error(what), withdraw };
    this.hooks.onChange();
    return new Promise<number>((resolve) => {
      thread.resume = () => resolve(this.#wakeValue);
      this.#yielded?.();
    });
  }

  #wakeValue = 0;

  /** Ends a wait with a status. */
  wake(thread: Thread, status: number): void {
    const resolve = thread.resume;
    this.makeReady(thread, () => {
      this.#wakeValue = status;
      resolve();
    });
  }

  setAlarm(due: Instant, ring: () => void): Alarm {
    return this.clock.set(due, ring);
  }

  /** Busy waiting: time passes while the thread runs, and what falls due meanwhile happens. */
  stall(until: Instant): void {
    if (this.frozen !== null) {
      this.frozen.stall(until);
      return;
    }
    for (let next = this.clock.next(); next !== undefined && next <= until; next = this.clock.next()) this.#ringNext();
    this.clock.moveTo(until);
    this.recorder.setTime(this.now);
  }

  /**
   * Runs until no thread can. With `limit`, time moves on to what is due up to then; null = time stands still.
   * `done` stops it earlier, between two threads.
   */
  async run(limit: Instant | null, done: () => boolean): Promise<void> {
    assert(this.#pumping === null, 'the machine is already running');
    let finished = (): void => {};
    this.#pumping = new Promise((resolve) => {
      finished = resolve;
    });
    try {
      await this.#pump(limit, done);
    } finally {
      this.#pumping = null;
      finished();
    }
  }

  /** Lets time pass in which nothing happens: up to the next due time at the most. */
  moveTo(time: Instant): void {
    this.clock.moveTo(time);
    this.recorder.setTime(time);
    this.hooks.onChange();
  }

  get isRunning(): boolean {
    return this.#pumping !== null;
  }

  /** Threads that wait, for the report of a deadlock and for inspectors. */
  waiting(): readonly Thread[] {
    return [...this.threads.values()].filter((thread) => thread.state === 'waiting');
  }

  async #pump(limit: Instant | null, done: () => boolean): Promise<void> {
    let switches = 0;
    let switchTime = this.now;
    while (this.crash === null) {
      const thread = this.#takeReady();
      if (thread !== undefined) {
        if (this.now !== switchTime) [switches, switchTime] = [0, this.now];
        switches += 1;
        assert(switches < LIMITS.switchesAtOneTime, 'limit reached: switchesAtOneTime');
        await this.#runThread(thread);
        continue;
      }
      if (await settles(done)) return;
      if (this.#readyHead < this.#ready.length) continue;
      const next = this.clock.next();
      if (limit === null || next === undefined || next > limit) return;
      this.#ringNext();
      const breath = this.hooks.breathe();
      if (breath !== undefined) await breath;
    }
  }

  #ringNext(): void {
    const alarm = this.clock.take();
    if (alarm === undefined) return;
    this.recorder.setTime(this.now);
    this.hooks.onChange();
    try {
      alarm.ring();
    } catch (error) {
      this.stop(toError(error));
    }
  }

  #takeReady(): Thread | undefined {
    const thread = this.#ready[this.#readyHead];
    if (thread === undefined) {
      this.#ready = [];
      this.#readyHead = 0;
      return undefined;
    }
    this.#readyHead += 1;
    if (this.#readyHead > 4096) {
      this.#ready = this.#ready.slice(this.#readyHead);
      this.#readyHead = 0;
    }
    return thread;
  }

  async #runThread(thread: Thread): Promise<void> {
    this.current = thread;
    thread.state = 'running';
    this.noteDriver(thread.driver);
    thread.resume();
    // Code that forgot an `await` goes on after its thread has blocked; one turn of the microtask queue shows it.
    if (stateOf(thread) === 'waiting') await Promise.resolve();
    while (stateOf(thread) === 'running') {
      await new Promise<void>((resolve) => {
        this.#yielded = resolve;
      });
      await Promise.resolve();
    }
    this.#yielded = null;
    this.current = this.#idle;
    this.noteDriver(0);
  }

  #start(thread: Thread, body: () => MaybePromise<void>): void {
    this.recorder.add(EVENT.thread, thread.id, 0, 0, this.recorder.intern(thread.name), 1, 0);
    const ended = (): void => this.#ended(thread);
    const failed = (error: unknown): void => {
      this.stop(toError(error));
      this.#ended(thread);
    };
    try {
      const result = body();
      if (isPromise(result)) result.then(ended, failed);
      else ended();
    } catch (error) {
      failed(error);
    }
  }

  #ended(thread: Thread): void {
    if (thread.state === 'waiting' && this.crash === null) this.#missingAwait(thread);
    thread.state = 'ended';
    this.threads.delete(thread.id);
    this.recorder.add(EVENT.thread, thread.id, 0, 0, this.recorder.intern(thread.name), 0, 0);
    for (const callback of thread.onEnd) callback();
    this.#yielded?.();
  }

  /** A thread that waits cannot call anything: somebody did not await the promise of a routine that waits. */
  #missingAwait(thread: Thread): void {
    const { wait } = thread;
    const site = siteOf(thread);
    thread.state = 'running';
    thread.wait = null;
    wait?.withdraw();
    thread.resume();
    this.report({
      rule: 'driver/missing-await',
      title: 'A routine that waits was not awaited',
      message: `the wait for ${wait?.what ?? 'an object'} had begun, and the driver went on without its end`,
      remedy: 'write `await` before the call, and make the function around it `async`',
      driver: thread.driver,
      device: thread.device,
      irp: thread.irp,
      site,
    });
  }
}

/** Read through a function, because the state changes while other code runs. */
function stateOf(thread: Thread): ThreadState {
  return thread.state;
}
