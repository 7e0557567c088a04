/** IRP logging: the last requests of each device, with the drivers that they reached and how they ended. @source irp-logging */
import type { Simulation } from '../sim/simulation.ts';

export interface LoggedIrp {
  readonly irp: number;
  /** Major << 8 | minor. */
  readonly code: number;
  /** When it came to the device. */
  readonly since: number;
  /** Index of the drivers that it reached, top first. */
  readonly drivers: number[];
  /** -1: nobody has completed it. */
  status: number;
  /** Index of the driver that completed it; 0 = none. */
  completedBy: number;
  /** When it was completed; -1: it was not. */
  completed: number;
}

export class IrpLog {
  readonly #sim: Simulation;
  /** IRPs kept of each device. */
  readonly #limit: number;
  /** By id of the device, oldest first. */
  readonly #byDevice = new Map<string, LoggedIrp[]>();
  /** How many each device has had: what shows that its log has changed. */
  readonly #changes = new Map<string, number>();
  /** Those that are under way, by address and device. */
  readonly #open = new Map<string, LoggedIrp>();

  constructor(sim: Simulation, limit: number) {
    this.#sim = sim;
    this.#limit = limit;
  }

  /** Oldest first. */
  of(device: string): readonly LoggedIrp[] {
    return this.#byDevice.get(device) ?? [];
  }

  changesOf(device: string): number {
    return this.#changes.get(device) ?? 0;
  }

  /** @param device - index of the device object that it is sent to */
  called(irp: number, device: number, code: number): void {
    const { directory, now } = this.#sim;
    const id = directory.deviceId(device);
    const driver = directory.devices[device]?.driver ?? 0;
    const key = `${irp} ${id}`;
    this.#changed(id);
    const open = this.#open.get(key);
    // The address of one that was completed may be that of another by now.
    if (open !== undefined && open.completed < 0 && open.code === code) {
      if (open.drivers.at(-1) !== driver) open.drivers.push(driver);
      return;
    }
    const entry = { irp, code, since: now, drivers: [driver], status: -1, completedBy: 0, completed: -1 };
    this.#open.set(key, entry);
    const log = this.#byDevice.get(id) ?? [];
    log.push(entry);
    if (log.length > this.#limit) log.shift();
    this.#byDevice.set(id, log);
  }

  completed(irp: number, device: number, status: number): void {
    const { directory, now } = this.#sim;
    const id = directory.deviceId(device);
    const open = this.#open.get(`${irp} ${id}`);
    if (open === undefined) return;
    this.#changed(id);
    open.status = status;
    open.completed = now;
    open.completedBy = directory.devices[device]?.driver ?? 0;
    this.#open.delete(`${irp} ${id}`);
  }

  #changed(device: string): void {
    this.#changes.set(device, this.changesOf(device) + 1);
    this.#sim.hooks.onChange();
  }
}
