/** System power IRPs: each device's stack hears them in the order in which devices depend on each other. */
import { PowerSystemWorking, SystemPowerState } from '../../abi/enums.ts';
import { type IRP_MN_QUERY_POWER, IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { assert } from '../../base/assert.ts';
import type { Kernel } from '../kernel.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Thread } from '../sim/thread.ts';
import { isCalledPagable, type PowerManager } from './power-manager.ts';
import { isRaisedPowerUp, makePowerIrp, type PowerRequest, sendPowerRequest } from './power-request.ts';
import { unwatch, watch } from './watchdog.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const NOT_HANDLED = 1;
const NO_IRP = 6;
const SYSTEM_IRP = 0;

/** What one pass over the devices does. */
export interface Pass {
  readonly members: readonly Devnode[];
  /** Those that have to be done before, as far as they are members or were done in an earlier pass. */
  readonly needs: (devnode: Devnode) => readonly Devnode[];
  readonly isDone: (devnode: Devnode) => boolean;
  /** Begins with one device; `done` when its stack has completed the request. */
  readonly begin: (devnode: Devnode, done: () => void) => void;
}

/** Begins with every member as soon as what it needs is done, and waits for the last one. */
export async function runPass(power: PowerManager, pass: Pass, what: string): Promise<void> {
  const gate = new Gate(power.pnp.kernel.sim);
  const open = new Set(pass.members);
  let inFlight = 0;
  const isReady = (devnode: Devnode): boolean => pass.needs(devnode).every((other) => pass.isDone(other));
  const begin = (devnode: Devnode): void => {
    open.delete(devnode);
    inFlight += 1;
    pass.begin(devnode, () => {
      inFlight -= 1;
      gate.open();
    });
  };
  for (;;) {
    for (const devnode of open) {
      if (inFlight >= power.options.workers) break;
      if (isReady(devnode)) begin(devnode);
    }
    if (inFlight === 0) {
      assert(open.size === 0, 'power order has no circle');
      return;
    }
    await gate.wait(what);
  }
}

/** Where one thread waits for what others do. */
export class Gate {
  readonly #sim: Simulation;
  #isOpen = false;
  #waiting: Thread | null = null;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  open(): void {
    this.#isOpen = true;
    const thread = this.#waiting;
    this.#waiting = null;
    if (thread !== null) this.#sim.wake(thread, 0);
  }

  async wait(what: string): Promise<void> {
    if (!this.#isOpen) {
      this.#waiting = this.#sim.current;
      await this.#sim.block(what, 0, () => {
        this.#waiting = null;
      });
    }
    this.#isOpen = false;
  }
}

export interface SystemRequest {
  readonly minor: typeof IRP_MN_QUERY_POWER | typeof IRP_MN_SET_POWER;
  /** SYSTEM_POWER_STATE */
  readonly state: number;
  readonly context: number;
  /** POWER_ACTION */
  readonly shutdownType: number;
}

/** Sends one system power IRP to the top of a device's stack. */
export function sendSystemPower(
  power: PowerManager,
  devnode: Devnode,
  asked: SystemRequest,
  done: (status: NTSTATUS) => void,
): void {
  const record = power.record(devnode);
  const isSet = asked.minor === IRP_MN_SET_POWER;
  const isUp = isSet && asked.state === PowerSystemWorking;
  const irp = makePowerIrp(power.pnp.io, devnode, { ...asked, type: SystemPowerState });
  const kernel: Kernel = power.pnp.kernel;
  // Nothing can take the place of a system request, so the machine cannot go on without it.
  if (irp === null) kernel.bugCheck(INTERNAL_POWER_ERROR, NOT_HANDLED, NO_IRP, devnode.pdo.address, SYSTEM_IRP);
  const request: PowerRequest = {
    devnode,
    irp,
    minor: asked.minor,
    type: SystemPowerState,
    state: asked.state,
    requester: 0,
    since: power.pnp.kernel.sim.now,
    isDone: false,
    watchdog: null,
    onDone: (status) => {
      request.isDone = true;
      unwatch(power, request);
      record.systemRequest = null;
      const owing = power.legacy?.ended(irp) ?? null;
      if (owing !== null && power.legacy !== null) {
        const what = `${isSet ? 'IRP_MN_SET_POWER' : 'IRP_MN_QUERY_POWER'} for a system state`;
        power.onMistake(power.legacy.mistakeOf(devnode, owing, what));
        power.legacy.stop(devnode.pdo, owing);
      }
      if (isSet) for (const listener of power.listeners) listener.afterSystemSet?.(devnode, asked.state);
      const finish = (): void => {
        if (isUp) power.apply(devnode, { type: 'S_UP.completed' });
        done(status);
      };
      const isHeld = isUp && power.listeners.some((listener) => listener.holdsSystemUp?.(devnode, finish) === true);
      if (!isHeld) finish();
    },
  };
  record.systemRequest = request;
  if (isSet) {
    power.apply(devnode, { type: isUp ? 'S_UP.sent' : 'S_DOWN.sent' });
    for (const listener of power.listeners) listener.beforeSystemSet?.(devnode, asked.state);
  }
  watch(power, request);
  const raised = power.options.raisesPowerUp && isUp && isRaisedPowerUp(request, isCalledPagable(devnode));
  sendPowerRequest(power.pnp.io, request, raised, () => power.delaySending?.(devnode));
}

/** Asks one device. @returns through `done` whether its drivers agreed */
export function queryOne(
  power: PowerManager,
  devnode: Devnode,
  asked: SystemRequest,
  done: (agreed: boolean) => void,
): void {
  const { system } = power.record(devnode);
  system.apply({ type: 'SEND_QUERY' });
  sendSystemPower(power, devnode, asked, (status) => {
    const agreed = NT_SUCCESS(status);
    system.apply({ type: agreed ? 'QUERY_POWER.succeeded' : 'QUERY_POWER.failed' });
    done(agreed);
  });
}

/** Tells one device. A failure changes nothing: set-power requests cannot be refused. */
export function setOne(power: PowerManager, devnode: Devnode, asked: SystemRequest, done: () => void): void {
  const record = power.record(devnode);
  const { system } = record;
  const isUp = asked.state === PowerSystemWorking;
  system.apply(isUp ? { type: 'SEND_UP', areProvidersUp: true } : { type: 'SEND_DOWN', areDependentsDown: true });
  const send = (): void =>
    sendSystemPower(power, devnode, asked, () => {
      record.toldState = asked.state;
      system.apply({ type: 'SET_POWER.completed' });
      done();
    });
  const { beforeSystemDown } = power;
  if (isUp || beforeSystemDown === null) {
    send();
    return;
  }
  power.pnp.kernel.sim.createThread(`power framework, before ${devnode.id} sleeps`, async () => {
    await beforeSystemDown(devnode);
    send();
  });
}
