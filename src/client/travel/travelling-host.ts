/**
 * A sandbox process that can be anywhere in the history of its machine.
 *
 * Nothing that runs can run backwards; but a run can be repeated, event by event, in another process, up to where somebody wants to be.
 * The process of the present waits meanwhile. Whoever changes something in the past begins another branch of history.
 */
import type { DebugStop, DebugVariable, RunPlace } from '../../protocol/debug.ts';
import type { History } from '../../protocol/history.ts';
import type { HostRequests } from '../../protocol/messages.ts';
import type { Hex, MachineState } from '../../protocol/state.ts';
import type { HostEnd } from '../host-end.ts';
import type { HostHandle, StartHostOptions } from '../start-host.ts';
import { DebugSettings } from './debug-settings.ts';
import { Player, type PlayerListener } from './player.ts';
import { type RecordedWrite, Run, type RunInput } from './run.ts';
import { type Slot, startSlot } from './slot.ts';

export interface TravelOptions extends StartHostOptions {
  /** The machine is somewhere else in its history, as `state` shows it; null: it is where it was, and its history is another. */
  onTravel?(state: MachineState | null, history: History): void;
}

export interface TravellingHost extends HostHandle {
  readonly history: History;
  /** @param events - as many as have been recorded there @throws TravelError */
  goTo(events: number): Promise<void>;
  /** One step of that thread's request back. @throws TravelError */
  stepBack(thread: number): Promise<void>;
  /** To the last breakpoint before this place; to the beginning when there is none. @throws TravelError */
  reverse(): Promise<void>;
  /** To the last event before this place at which memory was written. @throws TravelError when there is none */
  lastWriter(address: Hex, size: number, name: string): Promise<void>;
  /** Back to where the machine was before it went into its past. */
  returnToPresent(): Promise<void>;
  /** @throws TravelError */
  switchTo(branch: number): Promise<void>;
  /** What was given to the machine; null: none has been started. */
  readonly run: Run | null;
}

/** Something that the user can do nothing wrong about, or can mend; the message says how. */
export class TravelError extends Error {
  override readonly name = 'TravelError';
}

export async function startTravellingHost(options: TravelOptions): Promise<TravellingHost> {
  const traveller = new Traveller(options);
  await traveller.begin();
  return traveller;
}

interface Asked {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

class Traveller implements TravellingHost {
  readonly ended: Promise<HostEnd>;
  readonly #options: TravelOptions;
  readonly #settings = new DebugSettings();
  readonly #asked = new Map<RunInput, Asked>();
  readonly #branches: Run[] = [];
  #active!: Player;
  /** While the machine is in its past. */
  #present: Player | null = null;
  #isDebugged = false;
  #isDisposed = false;
  #end: (end: HostEnd) => void = () => {};
  /** One journey at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #spare: Promise<Slot> | null = null;

  constructor(options: TravelOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async begin(): Promise<void> {
    const nothing = new Run({ file: '' }, null, '', null);
    this.#active = new Player(await startSlot(this.#options), nothing, this.#listener);
  }

  get pid(): number {
    return this.#active.slot.host.pid;
  }

  get runtime(): HostHandle['runtime'] {
    return this.#active.slot.host.runtime;
  }

  get run(): Run | null {
    return this.#branches.length === 0 ? null : this.#active.run;
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
      case 'debug/attach':
        this.#isDebugged = true;
        break;
      case 'debug/detach':
        this.#isDebugged = false;
        break;
      case 'machine/start':
        return (await this.#start(params as HostRequests['machine/start'][0])) as HostRequests[M][1];
      case 'machine/boot':
        return (await this.#give({ kind: 'boot' })) as HostRequests[M][1];
      case 'machine/inject': {
        const injection = params as HostRequests['machine/inject'][0];
        return (await this.#give({ kind: 'inject', injection })) as HostRequests[M][1];
      }
      case 'debug/setVariable':
      case 'debug/setExpression':
      case 'debug/writeMemory':
        return await this.#write(method, params);
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

  stepBack(thread: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#look();
      const { place } = await this.#active.request('debug/stepBefore', { thread });
      if (place === null) throw new TravelError('This is the beginning: nothing has happened before.');
      await this.#travel(await this.#goalAt(place.events));
    });
  }

  reverse(): Promise<void> {
    return this.#inTurn(async () => {
      const here = await this.#look();
      if (here.hit > 1) return await this.#travelToHit({ ...here, hit: here.hit - 1 }, this.#settings);
      const hit = await this.#hitBefore(here, this.#settings);
      if (hit === null) await this.#travel(await this.#goalAt(1));
      else await this.#travelToHit(hit, this.#settings);
    });
  }

  lastWriter(address: Hex, size: number, name: string): Promise<void> {
    return this.#inTurn(async () => {
      const here = await this.#look();
      const watch = new DebugSettings();
      watch.note('debug/setData', { breakpoints: [{ id: 0, address, size, name }] });
      const hit = await this.#hitBefore(here, watch);
      if (hit === null) throw new TravelError(`Nobody has written ${name} before this place.`);
      await this.#travelToHit(hit, watch);
    });
  }

  returnToPresent(): Promise<void> {
    return this.#inTurn(async () => {
      const present = this.#present;
      if (present === null) return;
      const past = this.#active;
      this.#present = null;
      this.#active = present;
      present.isSilent = false;
      await past.dispose();
      if (this.#isDebugged) await this.#settings.apply((method, params) => present.request(method, params));
      await this.#arrived();
    });
  }

  switchTo(branch: number): Promise<void> {
    return this.#inTurn(async () => {
      const run = this.#branches[branch];
      if (run === undefined) throw new TravelError('There is no such branch of history.');
      await this.#look();
      if (run === this.#active.run) return;
      const player = await this.#load(run);
      await player.go(null);
      await this.#present?.dispose();
      this.#present = null;
      for (const input of this.#asked.keys()) {
        if (!run.inputs.includes(input))
          this.#settle(input, ({ reject }) => reject(new TravelError('Another branch of history was gone to.')));
      }
      await this.#replaceBy(player);
    });
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const spare = this.#spare;
    this.#spare = null;
    void this.#active.slot.host.ended.then((end) => this.#end(end));
    await Promise.all([this.#active.dispose(), this.#present?.dispose(), spare?.then(({ host }) => host.dispose())]);
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
    this.#active.run = run;
    const result = await this.#active.request('machine/start', params);
    // It has booted as it was started.
    if (params.debug !== true) run.inputs.push({ kind: 'boot' });
    return result;
  }

  #give(input: RunInput): Promise<unknown> {
    this.#leavePast();
    const result = new Promise((resolve, reject) => this.#asked.set(input, { resolve, reject }));
    this.#active.give(input);
    return result;
  }

  async #write<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]> {
    const player = this.#active;
    const { stop } = player;
    const frame = stop?.isBetween === true ? await this.#frameOf(stop) : null;
    const result = await player.request(method, params);
    this.#leavePast();
    const place = stop === null ? null : stop.place;
    if (method === 'debug/writeMemory') {
      const { address, bytes } = params as HostRequests['debug/writeMemory'][0];
      player.give({ kind: 'write', place, line: frame, address, bytes });
      return result;
    }
    const { location, name } = result as DebugVariable;
    if (location === undefined) {
      player.run.obstacle ??= `The variable ${name} of a driver's code was changed, which cannot be repeated.`;
      return result;
    }
    const { bytes } = await player.request('debug/readMemory', { address: location.address, count: location.size });
    player.give({ kind: 'write', place, line: frame, address: location.address, bytes });
    return result;
  }

  async #frameOf({ thread }: DebugStop): Promise<RecordedWrite['line']> {
    const { frames } = await this.#active.request('debug/stack', { thread });
    const top = frames[0];
    return top?.file == null ? null : { file: top.file, line: top.line };
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
    for (const input of present.run.inputs) {
      if (!player.run.inputs.includes(input))
        this.#settle(input, (asked) => asked.reject(new TravelError('History was changed before this was done.')));
    }
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
    const player = this.#isAhead(goal) ? this.#active : await this.#load(this.#active.run);
    player.isSilent = true;
    const stop = await player.go(goal);
    await this.#checkArrival(player, goal, stop);
    await this.#replaceBy(player);
  }

  /** In the past, what comes later needs no other process. */
  #isAhead(goal: RunPlace | number): boolean {
    const { stop, isHeld, given, run } = this.#active;
    if (this.#present === null || (stop === null && !isHeld)) return false;
    if (typeof goal === 'number') return goal > given || (goal === given && stop !== null);
    return goal.events > (stop?.place.events ?? run.events);
  }

  /** @param settings - the breakpoints, as they were when the hit was found */
  async #travelToHit(place: RunPlace, settings: DebugSettings): Promise<void> {
    const player = await this.#load(this.#active.run);
    if (place.events > 1) await player.go({ events: place.events - 1, hit: 0 });
    await settings.apply((method, params) => player.request(method, params));
    const stop = await player.go(place);
    await this.#checkArrival(player, place, stop);
    await this.#replaceBy(player);
  }

  async #hitBefore({ events }: RunPlace, settings: DebugSettings): Promise<RunPlace | null> {
    const player = await this.#load(this.#active.run);
    try {
      await settings.apply((method, params) => player.request(method, params));
      await player.go({ events, hit: 0 });
      return (await player.request('debug/lastHit', {})).place;
    } finally {
      await player.dispose();
    }
  }

  async #load(run: Run): Promise<Player> {
    const slot = await (this.#spare ?? startSlot(this.#options));
    this.#spare = null;
    const player = new Player(slot, run, this.#listener);
    player.isSilent = true;
    try {
      await player.load();
    } catch (error) {
      await player.dispose();
      throw error;
    }
    return player;
  }

  async #checkArrival(player: Player, goal: RunPlace | number, stop: DebugStop | null): Promise<void> {
    const { events } = await player.request('machine/progress', {}).catch(() => ({ events: 0 }));
    const isThere = typeof goal === 'number' ? stop === null : stop !== null && events === goal.events;
    const known = this.#present ?? this.#active;
    const [mine, theirs] = await Promise.all([
      player.request('machine/digest', { events }).catch(() => null),
      known.request('machine/digest', { events }),
    ]);
    if (isThere && mine?.events === theirs.events) return;
    if (player === this.#active) this.#active = this.#present ?? player;
    if (this.#active === this.#present) this.#present = null;
    await player.dispose();
    throw new TravelError(
      'The repeated run went another way than the first one, so that place cannot be reached. A driver may depend on something outside of the machine: please report this, with the machine file and the drivers.',
    );
  }

  async #replaceBy(player: Player): Promise<void> {
    const old = this.#active;
    this.#active = player;
    if (this.#isDebugged || player.stop !== null) {
      await this.#settings.apply((method, params) => player.request(method, params));
    }
    if (old !== player && this.#present === null && !player.isFinished) {
      this.#present = old;
      old.isSilent = true;
    } else if (old !== player) await old.dispose();
    player.isSilent = false;
    await this.#arrived();
    this.#spare ??= startSlot(this.#options);
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
    settled: (input, result) => this.#settle(input, ({ resolve }) => resolve(result)),
    failed: (input, error) => this.#settle(input, ({ reject }) => reject(error)),
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
    this.#active = this.#present;
    this.#active.isSilent = false;
    this.#present = null;
    const text = `${end.message} The machine is back where it was before it went into its past.`;
    this.#options.onNotification?.('output/log', { level: 'error', text });
    void this.#arrived();
  }

  #settle(input: RunInput, how: (asked: Asked) => void): void {
    const asked = this.#asked.get(input);
    this.#asked.delete(input);
    if (asked !== undefined) how(asked);
  }
}
