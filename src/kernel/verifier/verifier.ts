/** The verifier: hears every event of the simulation and holds drivers to the rules. Kernel code never calls a rule. */
import type { PowerManager } from '../po/power-manager.ts';
import { EVENT, type EventCode } from '../sim/events.ts';
import type { CallCheck, ResultCheck } from './call-check.ts';
import { CallWatch } from './call-watch.ts';
import { CancelWatch } from './cancel-watch.ts';
import { DeviceWatch } from './device-watch.ts';
import { IrpLog } from './irp-log.ts';
import { IrpWatch } from './irp-watch.ts';
import { Judge, type LineOf } from './judge.ts';
import type { PoolUse } from './pool-tracking.ts';
import { PowerWatch } from './power-watch.ts';
import type { VerifierSettings } from './rule.ts';
import { UsageWatch } from './usage-watch.ts';

export class Verifier {
  readonly #irps: IrpWatch;
  readonly #usage: UsageWatch;
  readonly #devices: DeviceWatch;
  readonly #calls: CallWatch;
  readonly #cancelled: CancelWatch;
  readonly judge: Judge;
  /** Hears of a driver that is unloaded, by its index. */
  onUnloaded: (driver: number) => void = () => {};
  /** By routine: what others than the call watch look at. */
  readonly #moreChecks = new Map<string, CallCheck>();
  readonly #power: PowerWatch;
  /** null: off. */
  readonly irpLog: IrpLog | null;

  constructor(power: PowerManager, settings: VerifierSettings, lineOf: LineOf) {
    const { pnp } = power;
    const { io } = pnp;
    const judge = new Judge(io, pnp, settings, lineOf);
    this.judge = judge;
    this.#power = new PowerWatch(judge, power);
    const { irpLogging } = judge.options;
    this.irpLog = irpLogging === 0 ? null : new IrpLog(io.kernel.sim, irpLogging);
    this.#usage = new UsageWatch(judge);
    this.#devices = new DeviceWatch(judge);
    this.#irps = new IrpWatch(judge, this.#usage, this.#devices, this.#power);
    this.#calls = new CallWatch(judge, this.#irps, this.#usage, this.#devices, this.#power);
    const { point } = this.#irps;
    this.#cancelled = new CancelWatch(judge, (device, code) => point.nameOfRoutine(point.dispatchAt(device, code)));
    this.#irps.onDispatchEnd = (point) => this.#calls.dispatchEnded(point);
    const { onUsageLeft } = io;
    io.onUsageLeft = (device, type, inPath, succeeded) => {
      onUsageLeft?.(device, type, inPath, succeeded);
      this.#usage.left(device, succeeded);
    };
    io.kernel.sim.watcher = (code, irp, device, a, b, c) => this.#hear(code, irp, device, a, b, c);
  }

  #hear(code: EventCode, irp: number, device: number, a: number, b: number, c: number): void {
    switch (code) {
      case EVENT.callDriver:
        this.irpLog?.called(irp, device, a);
        this.#irps.callDriver(irp, device, a);
        break;
      case EVENT.dispatchReturn:
        this.#irps.dispatchReturn(irp, b);
        break;
      case EVENT.completeRequest:
        this.irpLog?.completed(irp, device, b);
        this.#irps.completeRequest(irp, device, a, b);
        break;
      case EVENT.completionEntered:
        this.#irps.completionEntered(irp, device, a, b);
        break;
      case EVENT.completionRoutine:
        this.#irps.completionReturned(irp, device, a, b);
        break;
      case EVENT.irpDone:
        this.#usage.irpDone(irp);
        this.#power.irpDone(irp, b);
        this.#irps.taken.delete(irp);
        break;
      case EVENT.fault:
        this.#irps.faulted();
        break;
      case EVENT.deviceAdded:
        this.#devices.added(device, a);
        this.#power.deviceAdded(device);
        break;
      case EVENT.driverUnloaded:
        this.#calls.unloaded(c);
        this.onUnloaded(c);
        break;
      case EVENT.allocate:
        if (irp === 0) this.#calls.allocated(a, b, c);
        break;
      case EVENT.free:
        if (irp === 0) this.#calls.freed(a);
        else {
          this.#irps.freed(irp);
          this.#calls.irpFreed(irp);
        }
        this.#cancelled.freed(irp);
        break;
      case EVENT.irpCancelled:
        this.#cancelled.cancelled(irp);
        break;
      default:
        break;
    }
  }

  /** What drivers have of pool, by their index. */
  get poolUses(): ReadonlyMap<number, PoolUse> {
    return this.#calls.poolUses;
  }

  /** What to look at when a driver calls a routine; null: nothing. */
  checkOf(name: string, irql: { readonly max?: number; readonly min?: number }): CallCheck | null {
    const check = this.#calls.checkOf(name, irql);
    const more = this.#moreChecks.get(name);
    if (check === null || more === undefined) return check ?? more ?? null;
    return (...parameters) => {
      check(...parameters);
      more(...parameters);
    };
  }

  /** What to look at when a routine has returned; null: nothing. */
  resultCheckOf(name: string): ResultCheck | null {
    return this.#calls.resultCheckOf(name);
  }

  /** Has each call of a routine looked at, before drivers get theirs. */
  addCheck(name: string, check: CallCheck): void {
    const earlier = this.#moreChecks.get(name);
    this.#moreChecks.set(name, (...parameters) => {
      earlier?.(...parameters);
      check(...parameters);
    });
  }
}
