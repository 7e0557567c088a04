import type { DeviceState } from '../../protocol/state.ts';
import type { MachineModel } from '../machine/machine-model.ts';

/**
 * A row of the Devices view. It names what it stands for and holds no state, so a row stays itself while what it shows changes,
 * and it serves as the argument of the commands in its context menu.
 */
export type DeviceNode =
  | { readonly kind: 'device'; readonly key: string; readonly device: string }
  | {
      readonly kind: 'entry';
      readonly key: string;
      readonly device: string;
      readonly object: string;
      readonly driver: string;
    }
  /** A component of a device of the power framework. */
  | { readonly kind: 'component'; readonly key: string; readonly device: string; readonly component: number }
  | { readonly kind: 'driver'; readonly key: string; readonly driver: string };

export type Arrangement = 'byConnection' | 'byDriver';

/** Above this, rows start collapsed: ten thousand open ones help nobody. */
const EXPANDED_DEVICES_MAX = 64;

export class DeviceNodes {
  readonly #nodes = new Map<string, DeviceNode>();
  #arrangement: Arrangement = 'byConnection';
  #hiddenShown = false;

  get hiddenShown(): boolean {
    return this.#hiddenShown;
  }

  showHidden(shown: boolean): void {
    this.#hiddenShown = shown;
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  arrange(arrangement: Arrangement): void {
    this.#arrangement = arrangement;
  }

  roots(model: MachineModel): readonly DeviceNode[] {
    if (this.#arrangement === 'byDriver') return this.#driversOf(model).map((driver) => this.driverNode(driver));
    const roots: DeviceNode[] = [];
    for (const device of model.devices()) if (device.parent === null) roots.push(this.deviceNode(device.id));
    return roots;
  }

  children(node: DeviceNode, model: MachineModel): readonly DeviceNode[] {
    if (node.kind === 'entry' || node.kind === 'component') return [];
    if (node.kind === 'driver') return this.#objectsOf(node.driver, model);
    const device = model.device(node.device);
    if (device === undefined) return [];
    return [
      ...this.#entries(device),
      ...this.#components(device),
      ...this.#shownBelow(device, model).map((id) => this.deviceNode(id)),
    ];
  }

  parent(node: DeviceNode, model: MachineModel): DeviceNode | undefined {
    if (node.kind === 'driver') return undefined;
    if (node.kind === 'entry') {
      return this.#arrangement === 'byDriver' ? this.driverNode(node.driver) : this.deviceNode(node.device);
    }
    if (node.kind === 'component') return this.deviceNode(node.device);
    const parent = shownParent(node.device, model);
    return parent === null ? undefined : this.deviceNode(parent);
  }

  /** The row that shows this device, or this object of its stack, in the present arrangement. */
  rowOf(device: string, object: string | null, model: MachineModel): DeviceNode | undefined {
    const state = model.device(device);
    if (state === undefined) return undefined;
    const entry = state.stack.find((candidate) => candidate.object === object);
    if (entry !== undefined) return this.#entryNode(device, entry.object, entry.driver);
    if (this.#arrangement === 'byConnection') return this.deviceNode(device);
    const first = state.stack.find((entry) => entry.role === 'function') ?? state.stack[0];
    return first === undefined ? undefined : this.#entryNode(device, first.object, first.driver);
  }

  /** Rows to draw anew when these devices changed; empty: every row. */
  rowsOf(devices: ReadonlySet<string>, model: MachineModel): readonly DeviceNode[] {
    if (this.#arrangement === 'byDriver') return [];
    const rows: DeviceNode[] = [];
    for (const id of devices) {
      // A device that is gone or new changes its parent's row; that one is among the changed ones too.
      if (model.device(id) !== undefined) rows.push(this.deviceNode(id));
    }
    return rows;
  }

  startsExpanded(node: DeviceNode, model: MachineModel): boolean {
    if (node.kind === 'driver') return model.deviceCount <= EXPANDED_DEVICES_MAX;
    if (node.kind === 'entry' || node.kind === 'component') return false;
    const device = model.device(node.device);
    if (device === undefined) return false;
    if (device.parent === null) return true;
    // Open: what has something below it, and what has a driver of the user's in its stack.
    const isWorthIt = this.#shownBelow(device, model).length > 0 || device.stack.some((entry) => entry.source !== null);
    return isWorthIt && model.deviceCount <= EXPANDED_DEVICES_MAX;
  }

  deviceNode(device: string): DeviceNode {
    return this.#node({ kind: 'device', key: `device/${device}`, device });
  }

  driverNode(driver: string): DeviceNode {
    return this.#node({ kind: 'driver', key: `driver/${driver}`, driver });
  }

  #entries(device: DeviceState): readonly DeviceNode[] {
    return device.stack.map((entry) => this.#entryNode(device.id, entry.object, entry.driver));
  }

  #components({ id, pofx }: DeviceState): readonly DeviceNode[] {
    return (pofx?.components ?? []).map((_, component) =>
      this.#node({ kind: 'component', key: `component/${id}/${component}`, device: id, component }),
    );
  }

  #objectsOf(driver: string, model: MachineModel): readonly DeviceNode[] {
    const objects: DeviceNode[] = [];
    for (const device of this.#listed(model)) {
      for (const entry of device.stack) {
        if (entry.driver === driver) objects.push(this.#entryNode(device.id, entry.object, driver));
      }
    }
    return objects;
  }

  /** A volume is a child of the volume manager, and is shown below the disk on which it lies. */
  #shownBelow(device: DeviceState, model: MachineModel): readonly string[] {
    const own = device.children.filter((id) => shownParent(id, model) === device.id);
    return [...own, ...(device.shownHere ?? [])].filter((id) => {
      const below = model.device(id);
      return below !== undefined && this.#isListed(below);
    });
  }

  #driversOf(model: MachineModel): readonly string[] {
    const drivers = new Set<string>();
    for (const device of this.#listed(model)) for (const entry of device.stack) drivers.add(entry.driver);
    return [...drivers].sort();
  }

  *#listed(model: MachineModel): Iterable<DeviceState> {
    for (const device of model.devices()) if (this.#isListed(device)) yield device;
  }

  #isListed(device: DeviceState): boolean {
    return this.#hiddenShown || device.hidden !== true;
  }

  #entryNode(device: string, object: string, driver: string): DeviceNode {
    return this.#node({ kind: 'entry', key: `entry/${device}/${object}`, device, object, driver });
  }

  /** VS Code knows rows by identity. */
  #node(node: DeviceNode): DeviceNode {
    const known = this.#nodes.get(node.key);
    if (known !== undefined) return known;
    this.#nodes.set(node.key, node);
    return node;
  }
}

function shownParent(id: string, model: MachineModel): string | null {
  const device = model.device(id);
  const elsewhere = device?.shownUnder;
  return elsewhere !== undefined && model.device(elsewhere) !== undefined ? elsewhere : (device?.parent ?? null);
}
