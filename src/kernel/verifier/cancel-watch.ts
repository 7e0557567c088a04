/** IRPs that somebody has asked to cancel: whoever holds one has to complete it soon. */
import { later, minutes } from '../../base/time.ts';
import { deviceIndexAt } from '../io/device-object.ts';
import type { Alarm } from '../sim/clock.ts';
import { requestName } from './irp-point.ts';
import type { Judge } from './judge.ts';
import { CANCELLED_AND_KEPT } from './rules/cancelling.ts';

/** After which Driver Verifier gives up. */
const PATIENCE = minutes(5);
const PATIENCE_MS = 300_000;
const IRP_STACK_COUNT = 34;
const IRP_CURRENT_LOCATION = 35;
const IRP_CURRENT_STACK_LOCATION = 0x60;
const LOCATION_DEVICE_OBJECT = 20;

export class CancelWatch {
  readonly #judge: Judge;
  /** By address of the IRP. */
  readonly #alarms = new Map<number, Alarm>();
  /** The dispatch routine that a device object has for a request: its name. */
  readonly #routineOf: (device: number, code: number) => string;
  readonly #isOn: boolean;

  constructor(judge: Judge, routineOf: (device: number, code: number) => string) {
    this.#judge = judge;
    this.#routineOf = routineOf;
    this.#isOn = judge.active([CANCELLED_AND_KEPT]).length > 0;
  }

  /** IoCancelIrp was called. */
  cancelled(irp: number): void {
    if (!this.#isOn || this.#alarms.has(irp)) return;
    const { sim } = this.#judge.kernel;
    this.#alarms.set(
      irp,
      sim.setAlarm(later(sim.now, PATIENCE), () => this.#late(irp)),
    );
  }

  freed(irp: number): void {
    const alarm = this.#alarms.get(irp);
    if (alarm === undefined) return;
    this.#alarms.delete(irp);
    this.#judge.kernel.sim.clock.cancel(alarm);
  }

  #late(irp: number): void {
    this.#alarms.delete(irp);
    const { kernel, io } = this.#judge;
    const { u8, u32 } = kernel.memory;
    if (!io.irps.has(irp) || (u8[irp + IRP_CURRENT_LOCATION] ?? 0) > (u8[irp + IRP_STACK_COUNT] ?? 0)) return;
    const location = u32[(irp + IRP_CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    const device = deviceIndexAt(io, u32[(location + LOCATION_DEVICE_OBJECT) >>> 2] ?? 0);
    const code = ((u8[location] ?? 0) << 8) | (u8[location + 1] ?? 0);
    this.#judge.violate(
      CANCELLED_AND_KEPT,
      {
        driver: kernel.sim.directory.devices[device]?.driver ?? 0,
        device,
        irp,
        isRunning: false,
        site: null,
        routine: this.#routineOf(device, code),
      },
      `${requestName(code)} was cancelled five minutes ago, and the driver still has it`,
      [irp, PATIENCE_MS, 0],
    );
  }
}
