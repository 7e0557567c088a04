/** Pause, step, resume: the machine's gate at the checkpoint. */

import { nameOfMajor, nameOfMinor } from '../abi/names.ts';
import { hex } from '../base/hex.ts';
import type { BugCheckError } from '../kernel/sim/bug-check.ts';
import { EVENT, type EventCode } from '../kernel/sim/events.ts';
import type { Simulation } from '../kernel/sim/simulation.ts';
import type { Thread } from '../kernel/sim/thread.ts';
import type { StepKind } from '../protocol/messages.ts';
import type { PausedState } from '../protocol/state.ts';

interface Held {
  readonly paused: PausedState;
  readonly release: () => void;
  readonly thread: Thread;
  /** How many drivers deep the code is that makes the call, or to which it has returned. */
  readonly level: number;
}

type Wanted =
  | { readonly kind: 'run' }
  | { readonly kind: 'hold'; readonly reason: 'pause' | 'step' }
  | { readonly kind: StepKind; readonly thread: Thread; readonly level: number };

export class Steering {
  readonly #sim: Simulation;
  #wanted: Wanted = { kind: 'run' };
  #held: Held | null = null;
  #onHeld: (() => void) | null = null;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  /** Where the machine stands still, or null while it may run. */
  get paused(): PausedState | null {
    if (this.#held !== null) return this.#held.paused;
    if (this.#wanted.kind === 'run') return null;
    return {
      event: this.#sim.recorder.count,
      reason: 'pause',
      text: 'Nothing runs; the next request will be held at its first step.',
      device: null,
      driver: null,
      irp: null,
    };
  }

  get isHeld(): boolean {
    return this.#held !== null;
  }

  pause(): void {
    if (this.#wanted.kind !== 'run') return;
    this.#wanted = { kind: 'hold', reason: 'pause' };
    this.#sim.gate = (code, irp, device) => this.#gate(code, irp, device);
    this.#sim.hooks.onChange();
  }

  /** Stops the machine at the n-th step from now; a step is a request that enters a driver or comes back from one. */
  stopAfter(steps: number, error: BugCheckError): void {
    const sim = this.#sim;
    let left = steps;
    sim.trip = (code) => {
      if (code !== EVENT.callDriver && code !== EVENT.completeRequest) return;
      left -= 1;
      if (left > 0) return;
      sim.trip = null;
      throw sim.stop(error);
    };
  }

  resume(): void {
    this.#wanted = { kind: 'run' };
    this.#sim.gate = null;
    this.#release();
  }

  /** Lets the held thread go on to its next step of that kind. Resolves when something is held again. */
  step(kind: StepKind): Promise<void> {
    const held = this.#held;
    if (held === null) {
      this.pause();
      return Promise.resolve();
    }
    this.#wanted = { kind, thread: held.thread, level: held.level };
    const again = new Promise<void>((resolve) => {
      this.#onHeld = resolve;
    });
    this.#release();
    return again;
  }

  /** Nothing can run any more: whoever waits for the next step is told. */
  idle(): void {
    if (this.#held !== null) return;
    if (this.#wanted.kind !== 'run') this.#wanted = { kind: 'hold', reason: 'step' };
    this.#onHeld?.();
    this.#onHeld = null;
  }

  #release(): void {
    const held = this.#held;
    this.#held = null;
    this.#sim.hooks.onChange();
    held?.release();
  }

  #gate(code: EventCode, irp: number, device: number): Promise<void> | undefined {
    const thread = this.#sim.current;
    const level = code === EVENT.callDriver ? thread.depth - 1 : thread.depth;
    if (!this.#wants(thread, level)) return undefined;
    return new Promise((release) => {
      this.#held = { paused: this.#describe(code, irp, device), release, thread, level };
      this.#wanted = { kind: 'hold', reason: 'step' };
      this.#sim.hooks.onChange();
      this.#onHeld?.();
      this.#onHeld = null;
    });
  }

  #wants(thread: Thread, level: number): boolean {
    const wanted = this.#wanted;
    switch (wanted.kind) {
      case 'run':
        return false;
      case 'hold':
      case 'into':
        return true;
      case 'over':
        return thread === wanted.thread && level <= wanted.level;
      case 'out':
        return thread === wanted.thread && level < wanted.level;
    }
  }

  #describe(code: EventCode, irp: number, index: number): PausedState {
    const { directory, recorder, current } = this.#sim;
    const device = directory.deviceId(index);
    const driver = directory.driverOfDevice(index);
    const frame = code === EVENT.callDriver ? current.depth - 1 : current.depth;
    const request = current.frameCode[frame] ?? 0;
    const name = requestName(request);
    const where = `${device}/${driver}`;
    const text =
      code === EVENT.callDriver ? `${name} is about to enter ${where}` : `${where} has returned from ${name}`;
    const reason = this.#wanted.kind === 'hold' ? this.#wanted.reason : 'step';
    return { event: recorder.count, reason, text, device, driver, irp: hex(irp) };
  }
}

/** `IRP_MN_START_DEVICE`, or the major code where there is no minor one. */
export function requestName(code: number): string {
  const minor = nameOfMinor(code >>> 8, code & 0xff);
  return minor.startsWith('IRP_MN_') ? minor : nameOfMajor(code >>> 8);
}
