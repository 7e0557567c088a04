/** Gives a machine the inputs of a run, one after the other, each where it was given first. */
import type { DebugStop, RunPlace } from '../../protocol/debug.ts';
import type { HostNotifications, HostRequests, StartResult } from '../../protocol/messages.ts';
import type { RecordedInput, RecordedWrite } from '../../protocol/recording.ts';
import type { HostEnd } from '../host-end.ts';
import { Run } from './run.ts';
import type { Slot, SlotOwner } from './slot.ts';

export interface PlayerListener {
  /** What the machine says, unless the player is silent. */
  notify<N extends keyof HostNotifications>(method: N, params: HostNotifications[N]): void;
  /** An input has come to its end. */
  settled(input: RecordedInput, result: unknown): void;
  failed(input: RecordedInput, error: unknown): void;
  /** Before that: the machine stands. */
  stopped(player: Player, stop: DebugStop): void;
  /** All inputs have been given, and the machine has come to rest. */
  finished(player: Player): void;
  ended(player: Player, end: HostEnd): void;
  /** Breakpoints of the player's own are to be taken back. */
  restore(player: Player): Promise<void>;
}

/** Id of a breakpoint that no user sees. */
const LINE_OF_WRITE = -1;

export class Player implements SlotOwner {
  run: Run;
  /** On the way to a place, nobody wants to hear again what was heard then. */
  isSilent = false;
  /** Where the machine stands. */
  stop: DebugStop | null = null;
  readonly slot: Slot;
  readonly #listener: PlayerListener;
  #given = 0;
  #running = 0;
  /** The input before which it waits. */
  #hold: number | null = null;
  #isHeld = false;
  #isFeeding = false;
  #onStop: ((stop: DebugStop | null) => void) | null = null;
  /** Writes whose place is still to come. */
  #writes: RecordedWrite[] = [];
  readonly #written = new Set<RecordedWrite>();
  #isGone = false;

  constructor(slot: Slot, run: Run, listener: PlayerListener) {
    this.slot = slot;
    this.run = run;
    this.#listener = listener;
    slot.owner = this;
  }

  get slotRun(): Run | null {
    return this.run === Run.NONE ? null : this.run;
  }

  /** How many inputs of the run the machine has been given. */
  get given(): number {
    return this.#given;
  }

  /** What the machine has been given up to where it is. */
  get inputs(): readonly RecordedInput[] {
    return this.run.inputs.filter(
      (input, index) => index < this.#given || (input.kind === 'write' && this.#written.has(input)),
    );
  }

  get isFinished(): boolean {
    return this.#given === this.run.inputs.length && this.#running === 0;
  }

  /** It waits before an input, at rest. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  get isRunning(): boolean {
    return this.#running > 0 && this.stop === null;
  }

  request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]> {
    return this.slot.host.request(method, params);
  }

  /** Loads the machine anew, with those before it whose disks it keeps. */
  async load(): Promise<StartResult> {
    await this.request('debug/open', {});
    const { run } = this;
    let started: StartResult = { ok: false, reason: 'machine', diagnostics: [] };
    for (const each of run.chain) {
      this.run = each;
      started = await this.request('machine/start', { ...each.start, debug: true });
      if (!started.ok) break;
      this.#given = 0;
      this.#writes = each.inputs.filter((input) => input.kind === 'write').filter(({ place }) => place !== null);
      if (each !== run) await this.#feed();
    }
    this.run = run;
    return started;
  }

  /**
   * Goes on from a machine that is loaded or stands still.
   *
   * @param goal - a place, or the input before which to wait; null: to the end of the run
   * @returns where it stands; null: it is at rest, before that input or because there are no more
   */
  async go(goal: RunPlace | number | null): Promise<DebugStop | null> {
    this.#hold = typeof goal === 'number' ? goal : null;
    const arrived = new Promise<DebugStop | null>((resolve) => {
      this.#onStop = resolve;
    });
    await this.#head(typeof goal === 'object' ? goal : null);
    if (this.stop !== null) await this.request('debug/continue', { how: 'run' });
    void this.#feed();
    const stop = await arrived;
    this.#onStop = null;
    return stop;
  }

  /** From where it stands, along the request. @returns where it stands then; null: it is at rest */
  async step(): Promise<DebugStop | null> {
    const { stop } = this;
    if (stop === null) return null;
    const arrived = new Promise<DebugStop | null>((resolve) => {
      this.#onStop = resolve;
    });
    await this.request('debug/continue', { how: 'into', thread: stop.thread });
    const next = await arrived;
    this.#onStop = null;
    return next;
  }

  /** `file:line` of the code in which it stands; null: it is no driver's of the user. */
  async line(): Promise<string | null> {
    if (this.stop === null) return null;
    const { frames } = await this.request('debug/stack', { thread: this.stop.thread });
    const top = frames[0];
    return top?.file == null ? null : `${top.file}:${top.line}`;
  }

  /** Breakpoints count again; what was to come comes. */
  async proceed(): Promise<Record<string, never>> {
    this.#hold = null;
    await this.#head(null);
    void this.#feed();
    return {};
  }

  /** Another machine in the same process. */
  begin(run: Run): void {
    this.run = run;
    this.#given = 0;
    this.#writes = [];
    this.#hold = null;
    this.#isHeld = false;
    this.stop = null;
  }

  /** Goes another way from here on. */
  branch(name: string): void {
    const shared = this.inputs;
    this.run = this.run.branch(name, shared);
    this.#given = shared.length;
    this.#writes = [];
    this.#hold = null;
    this.#isHeld = false;
  }

  /** An input that the machine has had. */
  note(input: RecordedInput): void {
    this.run.inputs.push(input);
    this.#given = this.run.inputs.length;
  }

  /** A new input, after all others. */
  give(input: RecordedInput): void {
    this.note(input);
    if (input.kind !== 'write') void this.#do(input);
  }

  notify<N extends keyof HostNotifications>(method: N, params: HostNotifications[N]): void {
    if (method === 'debug/stopped') {
      this.stop = params as DebugStop;
      const write = this.#writes[0];
      if (write !== undefined && this.#isAt(write)) {
        this.#apply(write).catch(() => this.#onStop?.(null));
        return;
      }
      this.#onStop?.(this.stop);
      if (!this.isSilent) this.#listener.stopped(this, this.stop);
    }
    if (method === 'debug/continued') this.stop = null;
    if (!this.isSilent) this.#listener.notify(method, params);
  }

  ended(end: HostEnd): void {
    this.#onStop?.(null);
    if (!this.#isGone) this.#listener.ended(this, end);
  }

  async dispose(): Promise<void> {
    this.#isGone = true;
    await this.slot.host.dispose();
  }

  /** Sets the next stop: a write on the way, or the goal. */
  async #head(goal: RunPlace | null): Promise<void> {
    const write = this.#writes[0];
    const isFirst = write?.place != null && (goal === null || write.place.events <= goal.events);
    this.#goal = goal;
    if (isFirst) await this.request('debug/travel', { events: write.place.events, hit: 0, hears: goal === null });
    else if (goal !== null) await this.request('debug/travel', goal);
  }

  #goal: RunPlace | null = null;

  #isAt({ place }: RecordedWrite): boolean {
    const stop = this.stop;
    const isOurs = stop?.reason === 'goto' || stop?.breakpoints.includes(LINE_OF_WRITE) === true;
    return isOurs && place?.events === stop?.place.events;
  }

  async #apply(write: RecordedWrite): Promise<void> {
    const { line, address, bytes } = write;
    const place = this.stop?.place ?? { events: 0, hit: 0 };
    if (line !== null && place.hit === 0 && this.stop?.reason === 'goto' && !this.stop.isBetween) {
      // It was done at a line after that event.
      await this.request('debug/attach', {});
      const breakpoints = [{ id: LINE_OF_WRITE, line: line.line }];
      await this.request('debug/setLines', { file: line.file, breakpoints });
      await this.request('debug/travel', { ...place, hit: 1, hears: this.#goal === null });
      await this.request('debug/continue', { how: 'run' });
      return;
    }
    this.#writes.shift();
    this.#written.add(write);
    await this.request('debug/writeMemory', { address, bytes });
    if (line !== null) await this.request('debug/setLines', { file: line.file, breakpoints: [] });
    if (!this.isSilent) await this.#listener.restore(this);
    const goal = this.#goal;
    if (goal !== null && goal.events === place.events && goal.hit <= place.hit) {
      if (this.stop !== null) this.#onStop?.(this.stop);
      return;
    }
    await this.#head(goal);
    await this.request('debug/continue', { how: 'run' });
  }

  async #feed(): Promise<void> {
    if (this.#isFeeding) return;
    this.#isFeeding = true;
    this.#isHeld = false;
    while (this.#given < this.run.inputs.length && this.#given !== this.#hold && !this.#isGone) {
      const input = this.run.inputs[this.#given] as RecordedInput;
      this.#given += 1;
      if (input.kind !== 'write') await this.#do(input);
      else if (input.place === null)
        await this.request('debug/writeMemory', { address: input.address, bytes: input.bytes });
    }
    this.#isFeeding = false;
    this.#isHeld = this.#given === this.#hold;
    this.#onStop?.(null);
    if (!this.#isHeld && !this.#isGone) this.#listener.finished(this);
  }

  async #do(input: Exclude<RecordedInput, RecordedWrite>): Promise<void> {
    this.#running += 1;
    try {
      const result = await (input.kind === 'boot'
        ? this.request('machine/boot', {})
        : this.request('machine/inject', input.injection));
      this.#listener.settled(input, result);
    } catch (error) {
      if (!this.#isGone) this.#listener.failed(input, error);
    } finally {
      this.#running -= 1;
    }
  }
}
