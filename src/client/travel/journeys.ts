/** Brings machines to places in their history: a process repeats the run that far. */
import type { DebugStop, RunPlace } from '../../protocol/debug.ts';
import type { StartHostOptions } from '../start-host.ts';
import type { DebugSettings } from './debug-settings.ts';
import { Player, type PlayerListener } from './player.ts';
import type { Run } from './run.ts';
import { type Slot, startSlot } from './slot.ts';
import { TravelError } from './time-travel.ts';

/** Lines between two events; more are found in loops, whose turns cannot be told apart. */
const MOST_STEPS = 300;
/** Events that are repeated in a moment. */
const WAYPOINT_DISTANCE = 50_000;

export class Journeys {
  readonly #options: StartHostOptions;
  readonly #listener: PlayerListener;
  /** A process that waits for the next journey: starting one takes longer than most journeys. */
  #spare: Promise<Slot> | null = null;

  #parked: { readonly run: Run; readonly events: number; readonly player: Promise<Player> } | null = null;

  constructor(options: StartHostOptions, listener: PlayerListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** There will be another journey. */
  prepare(): void {
    this.#spare ??= startSlot(this.#options);
    this.#spare.catch(() => {
      this.#spare = null; // the next journey tells
    });
  }

  /**
   * Parks a machine some way before a place, so that steps back from there need not begin at the beginning.
   *
   * @param events - of the place
   */
  park(run: Run, { events }: RunPlace): void {
    const at = events - WAYPOINT_DISTANCE;
    if (at < WAYPOINT_DISTANCE || (this.#parked?.run === run && this.#parked.events <= events - 1)) return;
    this.#unpark();
    const player = this.load(run).then(async (loaded) => {
      await loaded.go({ events: at, hit: 0 });
      return loaded;
    });
    player.catch(() => {}); // whoever wants to use it is told
    this.#parked = { run, events: at, player };
  }

  #unpark(): void {
    this.#parked?.player.then(
      (player) => player.dispose(),
      () => {},
    );
    this.#parked = null;
  }

  /** A machine that is before a place, as near as one is at hand. @throws TravelError */
  async before(run: Run, goal: RunPlace | number): Promise<Player> {
    const parked = this.#parked;
    const last = typeof goal === 'number' ? 0 : goal.hit === 0 ? goal.events - 1 : goal.events - 2;
    if (parked?.run !== run || parked.events > last) return await this.load(run);
    this.#parked = null;
    return await parked.player.catch(() => this.load(run));
  }

  /** A machine at its beginning, loaded and not booted. @throws TravelError */
  async load(run: Run): Promise<Player> {
    const slot = await (this.#spare ?? startSlot(this.#options));
    this.#spare = null;
    const player = new Player(slot, run, this.#listener);
    player.isSilent = true;
    try {
      const started = await player.load();
      if (started.ok) return player;
      throw new TravelError(started.diagnostics[0]?.message ?? 'The machine could not be started again.');
    } catch (error) {
      await player.dispose();
      throw error;
    }
  }

  /**
   * @param goal - a place, or the input before which to wait
   * @param known - a machine that has been there
   * @throws TravelError when the machine is somewhere else then; its process is gone
   */
  async go(player: Player, goal: RunPlace | number, known: Player): Promise<void> {
    player.isSilent = true;
    await this.#check(player, goal, known, await player.go(goal));
  }

  /** @param settings - the breakpoints, as they were when the hit was found @throws TravelError */
  async toHit(run: Run, place: RunPlace, settings: DebugSettings, known: Player): Promise<Player> {
    const player = await this.before(run, place);
    if (place.events > 1) await player.go({ events: place.events - 1, hit: 0 });
    await settings.apply((method, params) => player.request(method, params));
    await this.go(player, place, known);
    return player;
  }

  /**
   * To the line before the one at which a machine stands between two events. What was on the way is found by stepping there.
   *
   * @param place - of the event before
   * @returns null when that is the place to go to
   */
  async toLineBefore(run: Run, place: RunPlace, line: string, known: Player): Promise<Player | null> {
    const scout = await this.#atEvent(run, place, known);
    let steps = 0;
    try {
      while ((await scout.line()) !== line || scout.stop?.isBetween !== true) {
        steps += 1;
        const stop = await scout.step();
        if (stop === null || stop.place.events !== place.events || steps > MOST_STEPS) return null;
      }
    } finally {
      await scout.dispose();
    }
    if (steps < 2) return null;
    const player = await this.#atEvent(run, place, known);
    for (let left = steps - 1; left > 0; left -= 1) await player.step();
    return player;
  }

  async #atEvent(run: Run, place: RunPlace, known: Player): Promise<Player> {
    const player = await this.before(run, place);
    await this.go(player, place, known);
    await player.request('debug/attach', {});
    return player;
  }

  /** The last breakpoint that is hit before a place; null: there is none. */
  async hitBefore(run: Run, { events }: RunPlace, settings: DebugSettings): Promise<RunPlace | null> {
    const player = await this.load(run);
    try {
      await settings.apply((method, params) => player.request(method, params));
      await player.go({ events, hit: 0 });
      return (await player.request('debug/lastHit', {})).place;
    } finally {
      await player.dispose();
    }
  }

  async dispose(): Promise<void> {
    this.#unpark();
    const spare = this.#spare;
    this.#spare = null;
    await spare?.then(
      ({ host }) => host.dispose(),
      () => {},
    );
  }

  async #check(player: Player, goal: RunPlace | number, known: Player, stop: DebugStop | null): Promise<void> {
    const { events } = await player.request('machine/progress', {}).catch(() => ({ events: 0 }));
    const isThere = typeof goal === 'number' ? stop === null : stop !== null && events === goal.events;
    const digests = [player, known].map((each) =>
      each.request('machine/digest', { events, memory: false }).catch(() => null),
    );
    const [mine, theirs] = await Promise.all(digests);
    if (isThere && mine != null && mine.events === theirs?.events) return;
    await player.dispose();
    throw new TravelError(
      'The repeated run went another way than the first one, so that place cannot be reached. A driver may depend on something outside of the machine: please report this, with the machine file and the drivers.',
    );
  }
}
