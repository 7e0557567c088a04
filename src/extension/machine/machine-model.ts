import type { DeviceState, IrpState, MachineDelta, MachineState, StackEntry } from '../../protocol/state.ts';

/** What one delta changed, as far as the views care. */
export interface ModelChange {
  /** Ids of new, changed and gone devices, and of those whose IRPs moved. */
  readonly devices: ReadonlySet<string>;
  /** A device came, went or moved. */
  readonly structure: boolean;
  readonly irps: boolean;
  readonly violations: boolean;
  /** Time, run state, system power, pause or bugcheck. */
  readonly summary: boolean;
}

type Summary = Omit<MachineState, 'devices' | 'irps' | 'violations'>;

/** The extension's copy of a machine's state: indexed, and mended in place by deltas, so that 10,000 devices stay cheap. */
export class MachineModel {
  #summary: Summary;
  #devices = new Map<string, DeviceState>();
  #order: readonly string[] = [];
  #irps: readonly IrpState[];
  #violations: MachineState['violations'];

  constructor(state: MachineState) {
    const { devices, irps, violations, ...summary } = state;
    this.#summary = summary;
    this.#irps = irps;
    this.#violations = violations;
    for (const device of devices) this.#devices.set(device.id, device);
    this.#order = devices.map((device) => device.id);
  }

  get summary(): Summary {
    return this.#summary;
  }

  get irps(): readonly IrpState[] {
    return this.#irps;
  }

  get violations(): MachineState['violations'] {
    return this.#violations;
  }

  get deviceCount(): number {
    return this.#order.length;
  }

  device(id: string): DeviceState | undefined {
    return this.#devices.get(id);
  }

  /** In display order: parents before children. */
  *devices(): IterableIterator<DeviceState> {
    for (const id of this.#order) {
      const device = this.#devices.get(id);
      if (device !== undefined) yield device;
    }
  }

  irpsAt(device: string, stackIndex?: number): readonly IrpState[] {
    return this.#irps.filter(
      (irp) => irp.device === device && (stackIndex === undefined || irp.stackIndex === stackIndex),
    );
  }

  entry(device: string, object: string): StackEntry | undefined {
    return this.#devices.get(device)?.stack.find((entry) => entry.object === object);
  }

  /** The whole state, as one that connects later needs it. */
  state(): MachineState {
    return { ...this.#summary, devices: [...this.devices()], irps: this.#irps, violations: this.#violations };
  }

  apply(delta: MachineDelta): ModelChange {
    const { devices = [], order, irps, addedViolations = [], ...summary } = delta;
    const touched = new Set(devices.map((device) => device.id));
    const irpsBefore = this.#irps;
    for (const device of devices) this.#devices.set(device.id, device);
    if (order !== undefined) this.#reorder(order, touched);
    if (irps !== undefined) this.#irps = irps;
    if (addedViolations.length > 0) this.#violations = [...this.#violations, ...addedViolations];
    this.#summary = { ...this.#summary, ...summary };
    if (irps !== undefined) for (const id of devicesWithOtherIrps(irpsBefore, irps)) touched.add(id);
    return {
      devices: touched,
      structure: order !== undefined,
      irps: irps !== undefined,
      violations: addedViolations.length > 0,
      summary: Object.keys(summary).some((key) => key !== 'revision' && key !== 'events'),
    };
  }

  #reorder(order: readonly string[], touched: Set<string>): void {
    const kept = new Set(order);
    for (const id of this.#devices.keys()) {
      if (kept.has(id)) continue;
      this.#devices.delete(id);
      touched.add(id);
    }
    this.#order = order;
  }
}

function devicesWithOtherIrps(before: readonly IrpState[], after: readonly IrpState[]): Set<string> {
  const places = new Map(before.map((irp) => [irp.address, irp]));
  const changed = new Set<string>();
  for (const irp of after) {
    const old = places.get(irp.address);
    places.delete(irp.address);
    if (old !== undefined && samePlace(old, irp)) continue;
    changed.add(irp.device);
    if (old !== undefined) changed.add(old.device);
  }
  for (const gone of places.values()) changed.add(gone.device);
  return changed;
}

function samePlace(one: IrpState, other: IrpState): boolean {
  return (
    one.device === other.device &&
    one.stackIndex === other.stackIndex &&
    one.heldBy === other.heldBy &&
    one.minor === other.minor &&
    one.major === other.major
  );
}
