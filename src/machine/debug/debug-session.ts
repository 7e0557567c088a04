/** A machine's side of a debugger: answers its requests. */

import { hex } from '../../base/hex.ts';
import { KERNEL_SCRIPT } from '../../base/kernel-script.ts';
import { routines } from '../../ddi/table.ts';
import type { Wdm } from '../../ddi/wdm.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { Finding } from '../../kernel/sim/finding.ts';
import type { DebugModule, DebugRequests, DebugStop, RunPlace } from '../../protocol/debug.ts';
import type { StepKind } from '../../protocol/messages.ts';
import type { DeviceState, PausedState } from '../../protocol/state.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import type { DebugEnvironment } from '../environment.ts';
import { Debugger } from './debugger.ts';
import type { FrameContext } from './frames.ts';
import { DebugError, Inspector } from './inspector.ts';

/** Who hears what the debugger has to say. */
export interface DebugListener {
  onStop(stop: DebugStop): void;
  onContinue(): void;
  onOutput(text: string, file: string | null, line: number): void;
}

export interface DebugSessionOptions {
  readonly nt: Nt;
  readonly programs: DriverPrograms;
  readonly environment: DebugEnvironment | null;
  deviceState(id: string): DeviceState | undefined;
  onChange(): void;
  isRunning(): boolean;
}

type Handlers = {
  readonly [M in Exclude<keyof DebugRequests, 'debug/open'>]: (params: DebugRequests[M][0]) => DebugRequests[M][1];
};

/** Frames that are shown of one thread at the most; the number of a frame is the thread's times this, and its place. */
const FRAMES = 1000;
const MOST_BYTES = 0x10_0000;

export class DebugSession {
  listener: DebugListener | null = null;
  readonly handlers: Handlers;
  readonly #nt: Nt;
  readonly #programs: DriverPrograms;
  readonly #inspector: Inspector;
  readonly #debugger: Debugger;

  constructor({ nt, programs, environment, deviceState, onChange, isRunning }: DebugSessionOptions) {
    this.#nt = nt;
    this.#programs = programs;
    this.#inspector = new Inspector(nt, deviceState, environment?.partsOf);
    this.#debugger = new Debugger(nt, programs, this.#inspector, environment, {
      onChange,
      isRunning,
      onStop: (stop) => this.listener?.onStop(stop),
      onContinue: () => this.listener?.onContinue(),
      onOutput: (text, file, line) => this.listener?.onOutput(text, file, line),
    });
    this.#debugger.breakpoints.routines = new Map(
      routines.map(({ name, isEvent }) => [name, isEvent === true || ALWAYS.has(name)]),
    );
    this.handlers = { ...this.#control(), ...this.#breakpoints(), ...this.#inspection() };
  }

  /** null: it does not stand still. */
  get paused(): PausedState | null {
    return this.#debugger.standing?.paused ?? null;
  }

  /** The editor's JavaScript debugger holds it. */
  get isOthers(): boolean {
    return this.#debugger.standing?.stop.isOthers === true;
  }

  /** The editor's JavaScript debugger has just stopped the code that runs. */
  heldByOther(): void {
    this.#debugger.heldByOther();
  }

  get isAttached(): boolean {
    return this.#debugger.isAttached;
  }

  /** The API as a machine that is started with a debugger gives it to drivers: every call is heard. */
  heard(wdm: Wdm): Wdm {
    this.#debugger.breakpoints.hearsCalls = true;
    const calls = routines.map(
      ({ name, parameters }) => [name, makeHeard(this.#debugger, wdm[name], name, parameters)] as const,
    );
    return { ...wdm, ...Object.fromEntries(calls) };
  }

  finding({ rule, title, message, remedy }: Finding): void {
    this.#debugger.finding(rule, `${title}: ${message}`, remedy);
  }

  crashed(): void {
    this.#debugger.crashed();
  }

  idle(): void {
    this.#debugger.idle();
  }

  pause(): void {
    this.#debugger.pause();
  }

  resume(how: 'run' | StepKind): void {
    this.#debugger.resume(how);
  }

  detach(): void {
    this.#debugger.detach();
  }

  #control() {
    return {
      'debug/attach': () => {
        this.#debugger.attach();
        return {};
      },
      'debug/detach': () => {
        this.#debugger.detach();
        return {};
      },
      'debug/pause': ({ stopReason }) => {
        this.#debugger.pause(stopReason ?? 'pause');
        return {};
      },
      'debug/continue': ({ how, thread }) => {
        this.#debugger.resume(how, thread);
        return {};
      },
      'debug/travel': (place) => {
        this.#debugger.travelTo(place);
        return {};
      },
      'debug/lastHit': () => ({ place: this.#debugger.travel.lastHit }),
      'debug/stepBefore': ({ thread }) => ({ place: this.#stepBefore(thread) }),
      'debug/threads': () => ({ threads: this.#threads() }),
      'debug/modules': () => ({ modules: this.#modules() }),
    } satisfies Partial<Handlers>;
  }

  #breakpoints() {
    const { breakpoints } = this.#debugger;
    return {
      'debug/setLines': ({ file, breakpoints: set }) => ({ breakpoints: breakpoints.setLines(file, set) }),
      'debug/setFunctions': ({ breakpoints: set }) => ({ breakpoints: breakpoints.setFunctions(set) }),
      'debug/setData': ({ breakpoints: set }) => ({ breakpoints: breakpoints.setData(set) }),
      'debug/setExceptions': ({ breakpoints: set }) => {
        this.#debugger.exceptions.set(set);
        return {};
      },
    } satisfies Partial<Handlers>;
  }

  #inspection() {
    return {
      'debug/stack': ({ thread }) => ({
        frames: this.#debugger
          .frames(thread)
          .map(({ shown }, index) => ({ id: thread * FRAMES + index + 1, ...shown })),
      }),
      'debug/scopes': ({ frame }) => ({ scopes: this.#inspector.scopes(this.#context(frame)) }),
      'debug/variables': ({ reference }) => ({ variables: this.#inspector.variables(reference) }),
      'debug/setVariable': ({ reference, name, value }) => this.#inspector.set(reference, name, value),
      'debug/setExpression': ({ expression, value, frame }) =>
        this.#inspector.assign(expression, value, frame === undefined ? null : this.#context(frame)),
      'debug/evaluate': ({ expression, frame }) =>
        this.#inspector.evaluate(expression, frame === undefined ? null : this.#context(frame)),
      'debug/readMemory': ({ address, count }) => this.#readMemory(Number(address), count),
      'debug/writeMemory': ({ address, bytes }) => this.#writeMemory(Number(address), bytes),
    } satisfies Partial<Handlers>;
  }

  #context(frame: number): FrameContext {
    const found = this.#debugger.frames(Math.floor((frame - 1) / FRAMES))[(frame - 1) % FRAMES];
    if (found === undefined) throw new DebugError('The machine has gone on since. Ask again where it stands now.');
    return found.context;
  }

  #stepBefore(wanted: number | undefined): RunPlace | null {
    const stop = this.#debugger.standing?.stop;
    const thread = wanted ?? stop?.thread ?? 0;
    const { count } = this.#nt.kernel.sim.recorder;
    // Between two events, the one before is where to go first.
    const events = stop === undefined || stop.isBetween ? count : this.#debugger.travel.before(count, thread);
    return events === null || events === 0 ? null : { events, hit: 0 };
  }

  #threads(): DebugRequests['debug/threads'][1]['threads'] {
    const { sim } = this.#nt.kernel;
    const threads = [...sim.threads.values()].map((thread) => ({
      id: thread.id,
      name: thread.wait === null ? thread.name : `${thread.name} (waits for ${thread.wait.what})`,
    }));
    // A debugger needs at least one, and the one that it is told of.
    return threads.length === 0 || this.#debugger.standing?.stop.thread === 0
      ? [{ id: 0, name: 'idle' }, ...threads]
      : threads;
  }

  #modules(): readonly DebugModule[] {
    return this.#nt.io.drivers.map(({ entry, object }) => ({
      name: entry.name,
      source: this.#programs.programOf(entry.name)?.entry ?? null,
      inBox: entry.source === null,
      object: hex(object.address),
    }));
  }

  #readMemory(address: number, count: number): DebugRequests['debug/readMemory'][1] {
    const { memory } = this.#nt.kernel;
    const there = Math.max(0, Math.min(count, memory.size - address, MOST_BYTES));
    const bytes = address < 0 ? new Uint8Array() : memory.peek(address, there);
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { bytes: digits, unreadable: count - bytes.length };
  }

  #writeMemory(address: number, digits: string): DebugRequests['debug/writeMemory'][1] {
    const { memory } = this.#nt.kernel;
    const length = digits.length >>> 1;
    if (address < 0 || address + length > memory.size)
      throw new DebugError(`There are not ${length} bytes of memory at ${hex(address)}.`);
    for (let at = 0; at < length; at += 1)
      memory.u8[address + at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
    return { written: length };
  }
}

/**
 * Compiled from text, one function for each routine: closures of one function would share what the engine learns of their calls, and
 * a driver's calls would stay slow when nobody debugs any more.
 */
function makeHeard(
  to: Debugger,
  call: unknown,
  name: string,
  parameters: readonly { readonly name: string }[],
): unknown {
  const isOpen = parameters.at(-1)?.name.startsWith('...') === true;
  const list = isOpen ? '...rest' : parameters.map((_parameter, index) => `p${index}`).join(', ');
  const body = `return (${list}) => { if (to.isAttached) to.called(name); return call(${list}); }\n${KERNEL_SCRIPT}`;
  return new Function('to', 'call', 'name', body)(to, call, name);
}

/** These have events of their own. */
const ALWAYS = new Set(['IoCallDriver', 'PoCallDriver', 'IoCompleteRequest']);
