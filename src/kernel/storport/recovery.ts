/** STOR-46: requests that take too long, and the three steps by which the port gets them back. */
import {
  SRB_FLAGS_BYPASS_FROZEN_QUEUE,
  SRB_FLAGS_NO_QUEUE_FREEZE,
  SRB_FUNCTION_ABORT_COMMAND,
  SRB_FUNCTION_RESET_DEVICE,
  SRB_FUNCTION_RESET_LOGICAL_UNIT,
  SRB_STATUS_BUS_RESET,
} from '../../abi/srb-constants.ts';
import { STOR_ADAPTER_FEATURE_ABORT_COMMAND } from '../../abi/storport-constants.ts';
import { type Instant, later, seconds } from '../../base/time.ts';
import type { IoManager } from '../io/io-manager.ts';
import type { Alarm } from '../sim/clock.ts';
import type { Simulation } from '../sim/simulation.ts';
import { hasSucceeded } from './commands.ts';
import type { MiniportInstance } from './instance.ts';
import { type Command, type SrbResult, scsiCommand } from './srb.ts';
import { isTrue, type Started, type Transport } from './transport.ts';
import type { Unit } from './unit.ts';

/** Seconds, where the request does not say. */
const DEFAULT_TIMEOUT = 10;

interface RecoveryHost {
  readonly instance: MiniportInstance;
  readonly transport: Transport;
  readonly driverName: () => number;
}

export class Recovery {
  readonly #sim: Simulation;
  readonly #host: RecoveryHost;
  #alarm: Alarm | null = null;
  /** Steps are under way for this unit. */
  readonly #recovering = new Set<Unit>();

  constructor(sim: Simulation, host: RecoveryHost) {
    this.#sim = sim;
    this.#host = host;
  }

  /** One alarm for all requests: the earliest one. @param latest - the one that has just begun */
  watch(latest?: Started): void {
    const { outstanding } = this.#host.transport;
    const isEarlier = latest !== undefined && this.#alarm !== null && deadlineOf(latest) < this.#alarm.due;
    if (outstanding.size === 0 || isEarlier) this.stop();
    if (this.#alarm !== null) return;
    let first: Instant | null = null;
    for (const started of outstanding.values()) {
      const due = deadlineOf(started);
      if (first === null || due < first) first = due;
    }
    if (first !== null) this.#alarm = this.#sim.setAlarm(first, () => this.#ring());
  }

  stop(): void {
    if (this.#alarm !== null) this.#sim.clock.cancel(this.#alarm);
    this.#alarm = null;
  }

  #ring(): void {
    this.#alarm = null;
    const late = [...this.#host.transport.outstanding.values()].filter(
      (started) => deadlineOf(started) <= this.#sim.now,
    );
    for (const started of late) if (!this.#recovering.has(started.unit)) this.#recover(started);
    this.watch();
  }

  #recover(late: Started): void {
    const { unit } = late;
    this.#recovering.add(unit);
    const { config } = this.#host.instance;
    const ofUnit = (): readonly Started[] => this.#outstandingOf((started) => started.unit === unit);
    const ofTarget = (): readonly Started[] =>
      this.#outstandingOf((started) => started.unit.path === unit.path && started.unit.target === unit.target);
    const resetBus = (): void => this.#resetBus(unit, late);
    const resetTarget = (): void => {
      if (config.ResetTargetSupported) this.#step(unit, SRB_FUNCTION_RESET_DEVICE, ofTarget, resetBus);
      else resetBus();
    };
    const resetUnit = (): void => this.#step(unit, SRB_FUNCTION_RESET_LOGICAL_UNIT, ofUnit, resetTarget);
    if (!this.canAbort) {
      resetUnit();
      return;
    }
    // A miniport that can abort one request need not lose the others.
    this.abort(late, scsiCommand([], null, { function: SRB_FUNCTION_ABORT_COMMAND, timeout: DEFAULT_TIMEOUT }), () => {
      if (this.#isOutstanding(late)) resetUnit();
      else this.#recovering.delete(unit);
    });
  }

  /** The miniport has said that it knows SRB_FUNCTION_ABORT_COMMAND. */
  get canAbort(): boolean {
    return (this.#host.instance.config.FeatureSupport & STOR_ADAPTER_FEATURE_ABORT_COMMAND) !== 0;
  }

  #isOutstanding(started: Started): boolean {
    return this.#host.transport.outstanding.get(started.srb.address) === started;
  }

  /** Asks the miniport to abort one request. When it says that it has, the request is complete. */
  abort(target: Started, command: Command, done: (result: SrbResult) => void): void {
    const { instance, transport, driverName } = this.#host;
    const flags = command.flags | SRB_FLAGS_BYPASS_FROZEN_QUEUE | SRB_FLAGS_NO_QUEUE_FREEZE;
    const { address } = target.srb;
    transport.submit(target.unit, {
      command: { ...command, flags, next: address },
      busyTries: 0,
      done: (result) => {
        if (hasSucceeded(result) && this.#isOutstanding(target))
          instance.mistake(
            'abortIncomplete',
            'SRB_FUNCTION_ABORT_COMMAND ended with SRB_STATUS_SUCCESS, and the request that it is about is not complete',
            [driverName(), command.origin === 0 ? address : command.origin, address],
          );
        done(result);
      },
    });
  }

  #outstandingOf(isMeant: (started: Started) => boolean): readonly Started[] {
    return [...this.#host.transport.outstanding.values()].filter(
      (started) => isMeant(started) && !isReset(started.request.command),
    );
  }

  /** Asks the miniport for a reset; what is still outstanding afterwards needs the next step. */
  #step(unit: Unit, functionCode: number, scope: () => readonly Started[], next: () => void): void {
    const command: Command = scsiCommand([], null, {
      function: functionCode,
      flags: SRB_FLAGS_BYPASS_FROZEN_QUEUE | SRB_FLAGS_NO_QUEUE_FREEZE,
      timeout: DEFAULT_TIMEOUT,
    });
    this.#host.transport.submit(unit, {
      command,
      busyTries: 0,
      done: () => {
        if (scope().length === 0) this.#recovering.delete(unit);
        else next();
      },
    });
  }

  /** SRB_FUNCTION_RESET_BUS, from a class driver. */
  resetBus(unit: Unit): void {
    const [first] = this.#outstandingOf(() => true);
    this.#resetBus(unit, first ?? null);
  }

  /** The last step. What the miniport still keeps after it stops the machine: it will write to memory that is reused. */
  #resetBus(unit: Unit, late: Started | null): void {
    const { instance, transport } = this.#host;
    const { resetBus } = instance.registration;
    const [irql, locks] = instance.startIoCall;
    const succeeded = instance.call('HwStorResetBus', irql, locks, [instance.extension, unit.path], () =>
      resetBus(instance.extension, unit.path),
    );
    this.#recovering.delete(unit);
    const kept = this.#outstandingOf(() => true);
    const [first] = kept;
    if (first !== undefined) {
      const driverName = this.#host.driverName();
      if (isTrue(succeeded))
        instance.mistake(
          'resetBusIncomplete',
          `HwStorResetBus returned TRUE, and ${kept.length === 1 ? 'a request is' : `${kept.length} requests are`} not complete`,
          [driverName, first.srb.address, unit.pdo],
        );
      else if (late !== null)
        instance.mistake(
          'neverCompletes',
          `a request for target ${late.unit.target} has not completed in ${timeoutOf(late)} seconds, nor after every reset`,
          [driverName, late.srb.address, timeoutOf(late)],
        );
    }
    for (const started of kept) transport.giveUp(started, SRB_STATUS_BUS_RESET);
    transport.afterRoutine();
  }
}

const RECOVERING: readonly number[] = [
  SRB_FUNCTION_ABORT_COMMAND,
  SRB_FUNCTION_RESET_LOGICAL_UNIT,
  SRB_FUNCTION_RESET_DEVICE,
];

/** Address of the UNICODE_STRING with the name of a miniport: what a bug check names it by. */
export function driverNameOf(io: IoManager, driver: number): number {
  return io.drivers.find(({ entry }) => entry.index === driver)?.object.DriverName.address ?? 0;
}

function isReset(command: Command): boolean {
  return RECOVERING.includes(command.function);
}

function timeoutOf({ request }: Started): number {
  return request.command.timeout === 0 ? DEFAULT_TIMEOUT : request.command.timeout;
}

function deadlineOf(started: Started): Instant {
  return later(started.since as Instant, seconds(timeoutOf(started)));
}
