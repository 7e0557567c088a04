/** What the platform's idle states depend on: the plug-in says it once of each device, a driver can ask for more. */
import { PowerDeviceD0 } from '../../abi/enums.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { powerName } from '../po/power-manager.ts';
import type { PoFxDevice } from './device.ts';

interface Constraints {
  /** DEVICE_POWER_STATE and F states for each platform idle state; null: it does not matter. */
  readonly device: readonly number[] | null;
  readonly components: readonly (readonly number[] | null)[];
}

/** Why the platform cannot enter its deepest idle state. */
export interface Blocker {
  readonly device: PoFxDevice;
  /** null: it is the device's own state. */
  readonly component: number | null;
  /** `D0, needs D3`. */
  readonly text: string;
}

export class PlatformConstraints {
  readonly #byDevice = new WeakMap<PoFxDevice, Constraints>();
  readonly #debuggers = new WeakSet<PoFxDevice>();

  /** A device has been registered, or its plug-in has told of the platform's idle states (PEP-34, PEP-36, PEP-39). */
  ask(device: PoFxDevice): void {
    const { platform } = device.owner;
    if (platform === null) return;
    const isDebugPort = device.devnode.hardware.power.isDebugPort;
    if (isDebugPort && !this.#debuggers.has(device)) platform.registerDebugger(device);
    if (isDebugPort) this.#debuggers.add(device);
    if (platform.stateCount === 0 || this.#byDevice.has(device)) return;
    this.#byDevice.set(device, {
      device: platform.deviceConstraints(device),
      components: device.components.map(({ index }) => platform.componentConstraints(device, index)),
    });
    if (isDebugPort) platform.debuggerTransitions(device);
  }

  /** The first thing about a device that keeps the platform out of its deepest idle state. @param stateOf - DEVICE_POWER_STATE */
  blockerOf(device: PoFxDevice, stateOf: (devnode: Devnode) => number): Blocker | null {
    const constraints = this.#byDevice.get(device);
    const wanted = device.targetDripsState || constraints?.device?.at(-1) || PowerDeviceD0;
    const state = stateOf(device.devnode);
    // A larger number is a lower-powered state.
    if (state < wanted) return { device, component: null, text: `${powerName(state)}, needs ${powerName(wanted)}` };
    // Where the device itself has to leave D0 its components do not matter, and neither do they once it has.
    if (wanted > PowerDeviceD0 || state > PowerDeviceD0) return null;
    for (const [component, { condition, state: fState }] of device.components.entries()) {
      const needed = constraints?.components[component]?.at(-1) ?? 0;
      if (needed === 0 || (condition === 'idle' && fState >= needed)) continue;
      return { device, component, text: `component ${component} ${condition} in F${fState}, needs F${needed}` };
    }
    return null;
  }
}
