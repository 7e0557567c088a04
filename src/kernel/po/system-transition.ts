/** The system goes to sleep, hibernates, shuts down, and comes back. */
import { PowerActionSleep, PowerSystemHibernate, PowerSystemSleeping3, PowerSystemWorking } from '../../abi/enums.ts';
import { IRP_MN_QUERY_POWER, IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { hibernationFiles, readImage, writeImage } from './hibernation.ts';
import type { HibernationImage } from './hibernation-image.ts';
import {
  deeperTarget,
  goingDownContext,
  goingUpContext,
  REAFFIRM_ACTION,
  REAFFIRM_CONTEXT,
  type SystemTarget,
  wakesFrom,
} from './power-context.ts';
import type { PowerManager } from './power-manager.ts';
import { PowerOrder } from './power-order.ts';
import { stopOnResume } from './resume-bug-check.ts';
import { queryOne, runPass, type SystemRequest, setOne } from './system-requests.ts';
import { resumeWakes } from './wake.ts';
import { watchPnpLock } from './watchdog.ts';

/** How the way down ended. */
export type DownOutcome =
  | { readonly reached: true; readonly overridden: readonly Devnode[] }
  /** Drivers refused, or the image could not have been written, and the system stays in S0. */
  | { readonly reached: false; readonly refusedBy: readonly Devnode[]; readonly why?: string };

/** Devices cannot each be powered before the other. */
function reportCircles(power: PowerManager): void {
  for (const { devnode, provider } of new PowerOrder(power.pnp).rejected) {
    const key = `${devnode.id} ${provider.id}`;
    if (power.reportedOrder.has(key)) continue;
    power.reportedOrder.add(key);
    const message = `${devnode.id} reports that it needs ${provider.id} powered, which needs ${devnode.id}: the order goes without it`;
    power.onMistake({ kind: 'relationCycle', devnode, message });
  }
}

/** Flags have changed since the devices were added, or a special file was put behind a device that was not told (PWR-30). */
function reportPageable(power: PowerManager, order: PowerOrder): void {
  for (const { devnode, provider } of order.wronglyPageable) {
    const key = `pageable ${devnode.id} ${provider.id}`;
    if (power.reportedOrder.has(key)) continue;
    power.reportedOrder.add(key);
    const message = `${provider.id} has DO_POWER_PAGABLE set, and ${devnode.id}, which needs it, has not: ${provider.id} is powered down as if it were not set`;
    power.onMistake({ kind: 'pageableProvider', devnode: provider, message });
  }
}

/** One transition from S0 and, unless it ends the system, back again. */
export class SystemTransition {
  #target: SystemTarget;
  readonly #power: PowerManager;
  readonly #isCritical: boolean;
  #wake: (() => void) | null = null;
  #isPowerLost = false;
  #image: HibernationImage | null = null;

  constructor(power: PowerManager, target: SystemTarget, isCritical: boolean) {
    this.#power = power;
    this.#target = target;
    this.#isCritical = isCritical;
  }

  /** Where it leads: not where it was meant to, when drivers refused that. */
  get target(): SystemTarget {
    return this.#target;
  }

  /**
   * Takes the device tree and keeps it until the last S0 request is complete. Both promises are settled by the PnP
   * worker; the second one only if the way down was gone to its end.
   */
  start(): { readonly down: Promise<DownOutcome>; readonly up: Promise<void> } {
    const power = this.#power;
    const { pnp } = power;
    const isPnpLockFree = !pnp.isWorking;
    power.system.apply({ type: 'TRANSITION', isCritical: this.#isCritical, isPnpLockFree });
    const unwatch = watchPnpLock(power);
    let tellDown: (outcome: DownOutcome) => void = () => {};
    const down = new Promise<DownOutcome>((resolve) => {
      tellDown = resolve;
    });
    const up = pnp.perform('power transition', async () => {
      unwatch();
      if (!isPnpLockFree) power.system.apply({ type: 'PNP_LOCK_FREE' });
      const outcome = await this.#goDown();
      if (!outcome.reached) power.underWay = null;
      tellDown(outcome);
      if (!outcome.reached || this.target.endsSystem) return;
      await this.#sleep();
      await this.#goUp();
    });
    power.underWay = { wake: (isPowerLost) => this.wake(isPowerLost), up };
    // Whoever waits hears of a failure; with nobody waiting it is the machine that has stopped.
    up.catch(() => {});
    return { down, up };
  }

  /** @param isPowerLost - memory has lost its power meanwhile, so what lies in the hibernation file counts */
  wake(isPowerLost: boolean): void {
    this.#isPowerLost = isPowerLost;
    this.#wake?.();
  }

  get #context(): number {
    return goingDownContext(this.target);
  }

  async #goDown(): Promise<DownOutcome> {
    const power = this.#power;
    reportCircles(power);
    const { system } = power;
    power.transition = { context: this.#context, action: this.target.action };
    const refusedBy = this.#isCritical ? [] : await this.#ask();
    if (system.state === 'reaffirming') {
      await this.#reaffirm();
      return { reached: false, refusedBy };
    }
    const { state, action } = this.target;
    const why = this.target.writesImage ? await this.#loadStack() : null;
    if (why !== null) {
      system.apply({ type: 'STACK_FAILED' });
      await this.#reaffirm();
      return { reached: false, refusedBy, why };
    }
    const request = { minor: IRP_MN_SET_POWER, state, context: this.#context, shutdownType: action } as const;
    const order = new PowerOrder(power.pnp);
    const late = order.nonPageable();
    reportPageable(power, order);
    await this.#passDown(order, (devnode) => !late.has(devnode), request);
    system.apply({ type: 'PHASE_DONE' });
    await this.#passDown(order, (devnode) => late.has(devnode), request);
    const { writesImage, endsSystem } = this.target;
    system.apply({ type: 'PHASE_DONE', writesImage });
    if (writesImage) this.#image = writeImage(power);
    this.#platformOff();
    system.apply({ type: 'PLATFORM_OFF', endsSystem });
    power.systemState = state;
    return { reached: true, overridden: refusedBy };
  }

  /** @returns who refused the state that was asked for last */
  async #ask(): Promise<readonly Devnode[]> {
    const power = this.#power;
    for (;;) {
      const refusedBy = await this.#queryAll();
      const outcome = this.#afterQuery(refusedBy.length > 0);
      power.system.apply({ type: 'QUERY_ALL_DONE', outcome });
      if (outcome !== 'deeper') return refusedBy;
      power.transition = { context: this.#context, action: this.target.action };
    }
  }

  #afterQuery(isRefused: boolean): 'agreed' | 'overridden' | 'refused' | 'deeper' {
    const { queryVeto } = this.#power.options;
    if (!isRefused) return 'agreed';
    if (queryVeto === 'proceed') return 'overridden';
    const deeper =
      queryVeto === 'nextState' ? deeperTarget(this.target, hibernationFiles(this.#power).length > 0) : null;
    if (deeper === null) return 'refused';
    this.#target = deeper;
    return 'deeper';
  }

  async #queryAll(): Promise<readonly Devnode[]> {
    const power = this.#power;
    const refused: Devnode[] = [];
    const asked = new Set<Devnode>();
    const { state, action } = this.target;
    const request = { minor: IRP_MN_QUERY_POWER, state, context: this.#context, shutdownType: action } as const;
    const order = new PowerOrder(power.pnp);
    await runPass(
      power,
      {
        members: order.down,
        needs: (devnode) => order.dependentsOf(devnode),
        isDone: (devnode) => asked.has(devnode),
        begin: (devnode, done) =>
          queryOne(power, devnode, request, (agreed) => {
            asked.add(devnode);
            if (!agreed) refused.push(devnode);
            done();
          }),
      },
      'devices to answer IRP_MN_QUERY_POWER',
    );
    return refused;
  }

  #passDown(order: PowerOrder, isMember: (devnode: Devnode) => boolean, request: SystemRequest): Promise<void> {
    const power = this.#power;
    return runPass(
      power,
      {
        members: order.down.filter(isMember),
        needs: (devnode) => order.dependentsOf(devnode),
        isDone: (devnode) => power.record(devnode).system.state === 'down',
        begin: (devnode, done) => setOne(power, devnode, request, done),
      },
      'devices to complete IRP_MN_SET_POWER',
    );
  }

  #passUp(order: PowerOrder, isMember: (devnode: Devnode) => boolean, request: SystemRequest): Promise<void> {
    const power = this.#power;
    return runPass(
      power,
      {
        members: order.up.filter(isMember),
        needs: (devnode) => order.providersOf(devnode),
        isDone: (devnode) => power.record(devnode).system.state === 's0',
        begin: (devnode, done) => setOne(power, devnode, request, done),
      },
      'devices to complete IRP_MN_SET_POWER for S0',
    );
  }

  /** Every stack that was asked hears that the system stays where it is, and so ends what it had prepared. */
  async #reaffirm(): Promise<void> {
    const power = this.#power;
    // In an emergency nobody was asked.
    const wasAsked = (devnode: Devnode): boolean => power.record(devnode).system.state !== 's0';
    power.transition = { context: REAFFIRM_CONTEXT, action: REAFFIRM_ACTION };
    await this.#passUp(new PowerOrder(power.pnp), wasAsked, {
      minor: IRP_MN_SET_POWER,
      state: PowerSystemWorking,
      context: REAFFIRM_CONTEXT,
      shutdownType: REAFFIRM_ACTION,
    });
    power.transition = null;
    power.system.apply({ type: 'ALL_S_DONE' });
  }

  /** From S3 on, only a device with auxiliary power keeps any; from S4 on, none does. */
  #platformOff(): void {
    const power = this.#power;
    const { state } = this.target;
    for (const devnode of power.pnp.tree()) {
      const isArmed = power.record(devnode).wake.state === 'armedPending';
      const isOff = state >= PowerSystemSleeping3 || power.hardwareOf(devnode) === 'd3hot';
      if (isOff)
        power.apply(devnode, { type: 'PLATFORM_OFF', hasAuxiliaryPower: isArmed && state < PowerSystemHibernate });
    }
  }

  async #sleep(): Promise<void> {
    const { sim } = this.#power.pnp.kernel;
    const thread = sim.current;
    this.#wake = () => sim.wake(thread, 0);
    await sim.block('the system to be woken', 0, () => {});
    this.#wake = null;
  }

  async #goUp(): Promise<void> {
    const power = this.#power;
    const { system } = power;
    const from = wakesFrom(this.target, this.#isPowerLost);
    system.apply({ type: 'WAKE' });
    if (from === PowerSystemHibernate && this.#image !== null) readImage(power, this.#image);
    this.#image = null;
    await stopOnResume(power, 'atOnce', []);
    power.systemState = PowerSystemWorking;
    const context = goingUpContext(from);
    power.transition = { context, action: PowerActionSleep };
    for (const devnode of power.pnp.tree()) power.apply(devnode, { type: 'PLATFORM_ON' });
    system.apply({ type: 'PLATFORM_ON' });
    resumeWakes(power);
    const request = {
      minor: IRP_MN_SET_POWER,
      state: PowerSystemWorking,
      context,
      shutdownType: PowerActionSleep,
    } as const;
    const order = new PowerOrder(power.pnp);
    const early = order.nonPageable();
    await this.#passUp(order, (devnode) => early.has(devnode), request);
    await stopOnResume(power, 'afterNonPageable', [...early]);
    system.apply({ type: 'PHASE_DONE' });
    await this.#passUp(order, (devnode) => !early.has(devnode), request);
    await stopOnResume(power, 'afterAll', order.up);
    power.transition = null;
    system.apply({ type: 'PHASE_DONE' });
    await power.imageStack?.unload();
  }

  /** The disk works as always still: its miniport can be asked for what the stack needs. @returns why there is no stack */
  async #loadStack(): Promise<string | null> {
    const power = this.#power;
    const [file] = hibernationFiles(power);
    return file === undefined ? null : ((await power.imageStack?.load(file)) ?? null);
  }
}
