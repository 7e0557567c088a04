/** Which driver has which lane. No DOM here. */
import type { DeviceState, MachineState } from '../../protocol/state.ts';
import { chainOf } from '../model/view-model.ts';

/** More drivers share the last lane. */
const MOST_LANES = 20;
export const OTHERS = 'others';

/** -1: it has none. */
export function laneOf(lanes: readonly string[], driver: string | undefined): number {
  if (driver === undefined || driver === '') return -1;
  const lane = lanes.indexOf(driver);
  return lane < 0 && lanes.at(-1) === OTHERS ? lanes.length - 1 : lane;
}

/** Also of devices that have gone, and of drivers that have left a stack: what they did stays. */
export class Lanes {
  readonly #seen = new Map<string, DeviceState>();
  readonly #stacks = new Map<string, readonly string[]>();
  readonly #others = new Set<string>();

  forget(): void {
    this.#seen.clear();
    this.#stacks.clear();
    this.#others.clear();
  }

  /** A driver that was met in an event. */
  meet(driver: string | undefined): void {
    if (driver !== undefined && driver !== '') this.#others.add(driver);
  }

  /** Drivers of the shown device from the top of its stack down, then all others: so most lines go down and come back up. */
  of(state: MachineState, device: string | null): readonly string[] {
    for (const one of state.devices) this.#look(one);
    const chain = chainOf(state, device).map(({ id }) => id);
    const drivers = new Set<string>();
    // Parents were seen before their children, which stand above them.
    for (const id of [...chain, ...[...this.#stacks.keys()].reverse()])
      for (const driver of this.#stacks.get(id) ?? []) drivers.add(driver);
    for (const driver of this.#others) drivers.add(driver);
    const names = [...drivers];
    return names.length <= MOST_LANES ? names : [...names.slice(0, MOST_LANES - 1), OTHERS];
  }

  #look(device: DeviceState): void {
    if (this.#seen.get(device.id) === device) return;
    this.#seen.set(device.id, device);
    const now = device.stack.map(({ driver }) => driver);
    const before = this.#stacks.get(device.id) ?? [];
    // A stack that is taken down, or not yet built up, does not say where its drivers belong.
    if (now.length >= before.length) this.#stacks.set(device.id, now);
  }
}
