/**
 * A sandbox process that can be anywhere in the history of its machine.
 *
 * Nothing that runs can run backwards; but a run can be repeated, event by event, in another process, up to where somebody wants to be.
 * The process of the present waits meanwhile. Whoever changes something in the past begins another branch of history.
 */
import type { RunPlace } from '../../protocol/debug.ts';
import type { History } from '../../protocol/history.ts';
import type { HostRequests, StartResult } from '../../protocol/messages.ts';
import type { RecordedInput, Recording } from '../../protocol/recording.ts';
import type { Hex, MachineState } from '../../protocol/state.ts';
import type { HostEnd } from '../host-end.ts';
import type { HostHandle, StartHostOptions } from '../start-host.ts';
import { Answers } from './answers.ts';
import { DebugSettings } from './debug-settings.ts';
import { Journeys } from './journeys.ts';
import { Player, type PlayerListener } from './player.ts';
import { writeAndRecord } from './recorded-write.ts';
import { differenceFrom, recordRun, runOf } from './recording.ts';
import { Run } from './run.ts';
import { startSlot } from './slot.ts';
import { type TimeTravel, TravelError } from './time-travel.ts';

export interface TravelOptions extends StartHostOptions {
  /** The machine is somewhere else in its history, as `state` shows it; null: it is where it was, and its history is another. */
  onTravel?(state: MachineState | null, history: History): void;
}

export interface TravellingHost extends HostHandle, TimeTravel {}

export async function startTravellingHost(options: TravelOptions): Promise<TravellingHost> {
  const traveller = new Traveller(options);
  await traveller.begin();
  return traveller;
}

class Traveller implements TravellingHost {
  readonly ended: Promise<HostEnd>;
  readonly #options: TravelOptions;
  readonly #settings = new DebugSettings();
  readonly #journeys: Journeys;
  readonly #answers = new Answers();
  readonly #branches: Run[] = [];
  #active!: Player;
  /** While the machine is in its past. */
  #present: Player | null = null;
  /** A recording is loaded for a debugger, which may stop it anywhere on its way. */
  #isLoaded = false;
  #isDisposed = false;
  #end: (end: HostEnd) => void = () => {};
  /** One journey at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: TravelOptions) {
    this.#options = options;
    this.#journeys = new Journeys(options, this.#listener);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async begin(): Promise<void> {
    this.#active = new Player(await startSlot(this.#options), Run.NONE, this.#listener);
  }

  get pid(): number {
    return this.#active.slot.host.pid;
  }

  get runtime(): HostHandle['runtime'] {
    return this.#active.slot.host.runtime;
  }

  get history(): History {
    return {
      isPast: this.#present !== null,
      end: this.#active.run.events,
      branches: this.#branches.map(({ name, events, obstacle }) => ({ name, events, obstacle })),
      current: this.#branches.indexOf(this.#active.run),
    };
  }

  async request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]> {
    this.#settings.note(method, params);
    switch (method) {
      case 'machine/start':
        return (await this.#start(params as HostRequests['machine/start'][0])) as HostRequests[M][1];
      case 'machine/boot':
        if (this.#isLoaded) {
          this.#isLoaded = false;
          return (await this.#active.proceed()) as HostRequests[M][1];
        }
        return (await this.#give({ kind: 'boot' })) as HostRequests[M][1];
      case 'machine/inject': {
        const injection = params as HostRequests['machine/inject'][0];
        return (await this.#give({ kind: 'inject', injection })) as HostRequests[M][1];
      }
      case 'debug/setVariable':
      case 'debug/setExpression':
      case 'debug/writeMemory':
        return await this.#write(method, params);
      case 'trace/read':
      case 'trace/lines':
      case 'trace/outline':
        // What comes after the place where the machine stands is known too.
        return await (this.#present ?? this.#active).request(method, params);
      case 'machine/resume':
      case 'machine/step':
      case 'debug/continue':
        if (this.#active.isHeld) return (await this.#leaveRest(method, params)) as HostRequests[M][1];
    }
    return await this.#active.request(method, params);
  }

  goTo(events: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#look();
      const { end } = this.history;
      if (events < 1 || events > end) throw new TravelError(`This history has the events 0 to ${end - 1}.`);
      await this.#travel(await this.#goalAt(events));
    });
  }

  stepBack(thread?: number): Promise<void> {
    return this.#inTurn(async () => {
      const here = await this.#look();
      if (await this.#lineBefore(here)) return;
      const { place } = await this.#active.request('debug/stepBefore', thread === undefined ? {} : { thread });
      if (place === null) throw new TravelError('This is the beginning: nothing has happened before.');
      await this.#travel(await this.#goalAt(place.events));
    });
  }

  reverse(): Promise<void> {
    return this.#inTurn(async () => {
      const here = await this.#look();
      if (here.hit > 1) return await this.#toHit({ ...here, hit: here.hit - 1 }, this.#settings);
      const hit = await this.#journeys.hitBefore(this.#active.run, here, this.#settings);
      if (hit === null) await this.#travel(await this.#goalAt(1));
      else await this.#toHit(hit, this.#settings);
    });
  }

  lastWriter(address: Hex, size: number, name: string): Promise<void> {
    return this.#inTurn(async () => {
      const here = await this.#look();
      const watch = new DebugSettings();
      watch.note('debug/setData', { breakpoints: [{ id: 0, address, size, name }] });
      const hit = await this.#journeys.hitBefore(this.#active.run, here, watch);
      if (hit === null) throw new TravelError(`Nobody has written ${name} before this place.`);
      await this.#toHit(hit, watch);
    });
  }

  returnToPresent(): Promise<void> {
    return this.#inTurn(() => this.#backToPresent());
  }

  switchTo(branch: number): Promise<void> {
    return this.#inTurn(async () => {
      const run = this.#branches[branch];
      if (run === undefined) throw new TravelError('There is no such branch of history.');
      await this.#look();
      if (run === this.#active.run) return;
      const player = await this.#journeys.load(run);
      await player.go(null);
      await this.#present?.dispose();
      this.#present = null;
      this.#answers.keepOnly(run.inputs, 'Another branch of history was gone to.');
      await this.#replaceBy(player);
    });
  }

  record(product: string): Promise<Recording> {
    return this.#inTurn(async () => {
      await this.#look();
      const player = this.#active;
      const { events } = await player.request('machine/progress', {});
      const end = { events, digest: await player.request('machine/digest', { events }) };
      return recordRun(player.run, player.inputs, { product, place: player.stop?.place ?? null, end });
    });
  }

  async replay(recording: Recording, debug: boolean): Promise<StartResult> {
    const run = runOf(recording, 'Recorded run');
    this.#branches.splice(0, this.#branches.length, run);
    this.#active.run = run;
    const started = await this.#active.load();
    if (!started.ok) return started;
    this.#isLoaded = debug;
    if (debug) return started;
    await this.#active.go(recording.place);
    run.events = recording.end.events;
    const difference = await differenceFrom(recording, this.#active);
    const state = (await this.#active.request('machine/state', {})) ?? started.state;
    return { ok: true, state, diagnostics: [...started.diagnostics, ...difference] };
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    void this.#active.slot.host.ended.then((end) => this.#end(end));
    await Promise.all([this.#active.dispose(), this.#present?.dispose(), this.#journeys.dispose()]);
  }

  #inTurn<T>(journey: () => Promise<T>): Promise<T> {
    const next = this.#last.then(journey);
    this.#last = next.catch(() => {});
    return next;
  }

  /** A new history, in the process that is active. */
  async #start(params: HostRequests['machine/start'][0]): Promise<HostRequests['machine/start'][1]> {
    await this.#present?.dispose();
    this.#present = null;
    const keeps = params.keepDisks === true && this.#branches.length > 0;
    const run = new Run(params, keeps ? this.#active.run : null, 'First run', null);
    this.#branches.splice(0, this.#branches.length, run);
    this.#active.begin(run);
    const result = await this.#active.request('machine/start', params);
    // It has booted as it was started.
    if (params.debug !== true) this.#active.note({ kind: 'boot' });
    return result;
  }

  #give(input: RecordedInput): Promise<unknown> {
    this.#leavePast();
    const answer = this.#answers.to(input);
    this.#active.give(input);
    return answer;
  }

  async #write<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]> {
    const player = this.#active;
    const { result, write, obstacle } = await writeAndRecord(player, method, params);
    this.#leavePast();
    if (write !== null) player.give(write);
    player.run.obstacle ??= obstacle;
    return result;
  }

  /** What is done now was not done then: from here on, this is another history. */
  #leavePast(): void {
    const present = this.#present;
    if (present === null) return;
    const player = this.#active;
    const events = player.stop?.place.events ?? player.run.events;
    const name = `Branch ${this.#branches.length + 1}, from event ${(events - 1).toLocaleString('en-US')}`;
    player.branch(name);
    this.#branches.push(player.run);
    this.#present = null;
    this.#answers.keepOnly(player.run.inputs, 'History was changed before this was done.');
    void present.dispose();
    this.#options.onTravel?.(null, this.history);
  }

  /** The machine is at rest before an input that is known already. */
  async #leaveRest<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<unknown> {
    const player = this.#active;
    const how = (params as { readonly how?: string; readonly kind?: string }).how ?? 'into';
    if (method !== 'machine/resume' && how !== 'run') {
      await this.#settings.apply((asked, with_) => player.request(asked, with_));
      await player.request('debug/pause', {});
      await player.request('debug/continue', { how: 'into' });
    }
    await player.proceed();
    return method === 'debug/continue' ? {} : await player.request('machine/state', {});
  }

  /** Where the machine is now; it stands still from then on. */
  async #look(): Promise<RunPlace> {
    const player = this.#active;
    const { run } = player;
    if (this.#branches.length === 0) throw new TravelError('No machine is running. Start one first.');
    if (run.obstacle !== null) throw new TravelError(run.obstacle);
    if (player.isRunning) await player.request('machine/pause', {});
    const { events } = await player.request('machine/progress', {});
    run.events = Math.max(run.events, events);
    return player.stop?.place ?? { events, hit: 0 };
  }

  /** An injection is gone to by not having done it yet: so another can be done instead. */
  async #goalAt(events: number): Promise<RunPlace | number> {
    const { began } = await (this.#present ?? this.#active).request('machine/progress', {});
    const index = began.lastIndexOf(events - 1);
    if (index < 0) return { events, hit: 0 };
    const injections = this.#active.run.inputs.filter(({ kind }) => kind === 'inject');
    const input = injections[index];
    return input === undefined ? { events, hit: 0 } : this.#active.run.inputs.indexOf(input);
  }

  async #travel(goal: RunPlace | number): Promise<void> {
    const known = this.#present ?? this.#active;
    const player = this.#isAhead(goal) ? this.#active : await this.#journeys.before(this.#active.run, goal);
    try {
      await this.#journeys.go(player, goal, known);
    } catch (error) {
      if (player === this.#active) await this.#backToPresent();
      throw error;
    }
    await this.#replaceBy(player);
  }

  /** In the past, what comes later needs no other process. */
  #isAhead(goal: RunPlace | number): boolean {
    const { stop, isHeld, given, run } = this.#active;
    if (this.#present === null || (stop === null && !isHeld)) return false;
    if (typeof goal === 'number') return goal > given || (goal === given && stop !== null);
    return goal.events > (stop?.place.events ?? run.events);
  }

  /** @returns whether there was one, and the machine is there */
  async #lineBefore({ events }: RunPlace): Promise<boolean> {
    const line = this.#active.stop?.isBetween === true ? await this.#active.line() : null;
    if (line === null) return false;
    const known = this.#present ?? this.#active;
    const player = await this.#journeys.toLineBefore(this.#active.run, { events, hit: 0 }, line, known);
    if (player !== null) await this.#replaceBy(player);
    return player !== null;
  }

  async #toHit(place: RunPlace, settings: DebugSettings): Promise<void> {
    const known = this.#present ?? this.#active;
    await this.#replaceBy(await this.#journeys.toHit(this.#active.run, place, settings, known));
  }

  async #replaceBy(player: Player): Promise<void> {
    const old = this.#active;
    this.#active = player;
    if (this.#settings.isDebugged || player.stop !== null) {
      await this.#settings.apply((method, params) => player.request(method, params));
    }
    if (old !== player && this.#present === null && !player.isFinished) {
      this.#present = old;
      old.isSilent = true;
    } else if (old !== player) await old.dispose();
    player.isSilent = false;
    await this.#arrived();
    this.#journeys.prepare();
    if (player.stop !== null) this.#journeys.park(player.run, player.stop.place);
  }

  async #arrived(): Promise<void> {
    const player = this.#active;
    const state = await player.request('machine/state', {});
    if (state === null) return;
    player.run.events = Math.max(player.run.events, state.events);
    this.#options.onTravel?.(state, this.history);
    if (player.stop !== null) this.#options.onNotification?.('debug/stopped', player.stop);
    else this.#options.onNotification?.('debug/continued', {});
  }

  readonly #listener: PlayerListener = {
    notify: (method, params) => this.#options.onNotification?.(method, params),
    settled: (input, result) => this.#answers.settle(input, result),
    failed: (input, error) => this.#answers.fail(input, error),
    stopped: (player, { place }) => {
      if (player === this.#active && place.events > player.run.events) this.#isPresentAgain();
    },
    finished: (player) => {
      if (player === this.#active) this.#isPresentAgain();
    },
    restore: (player) => this.#settings.apply((method, params) => player.request(method, params)),
    ended: (player, end) => this.#lost(player, end),
  };

  #isPresentAgain(): void {
    const present = this.#present;
    if (present === null) return;
    this.#present = null;
    void present.dispose();
    this.#options.onTravel?.(null, this.history);
  }

  #lost(player: Player, end: HostEnd): void {
    if (player === this.#present) this.#present = null;
    if (player !== this.#active) return;
    if (this.#present === null || this.#isDisposed) {
      this.#options.onExit?.(end);
      this.#end(end);
      return;
    }
    const text = `${end.message} The machine is back where it was before it went into its past.`;
    this.#options.onNotification?.('output/log', { level: 'error', text });
    void this.#backToPresent();
  }

  async #backToPresent(): Promise<void> {
    const present = this.#present;
    if (present === null) return;
    const past = this.#active;
    this.#present = null;
    this.#active = present;
    present.isSilent = false;
    await past.dispose();
    if (this.#settings.isDebugged) await this.#settings.apply((method, params) => present.request(method, params));
    await this.#arrived();
  }
}
