import type { Devnode } from '../pnp/devnode.ts';

/** A driver has asked for a power state of a device. */
export interface PowerAsk {
  readonly driver: number;
  /** Index of the device object that it named. */
  readonly device: number;
  readonly minor: number;
  readonly state: number;
  readonly site: Error | null;
}

/** What is known of one device's power beside the power manager's own records. */
export class PowerDevice {
  /** The first one that a driver has asked for: that driver owns the power policy. */
  firstAsk: PowerAsk | null = null;
  /** Those whose IRPs have not entered the stack yet, oldest first. */
  readonly waiting: PowerAsk[] = [];
  /** Device set-power requests since the last system set-power request came. */
  asked = 0;
  /** DEVICE_POWER_STATE by SYSTEM_POWER_STATE, as the stack has told it last; empty: it has not. */
  deviceStates: readonly number[] = [];
}

export class PowerDevices {
  readonly #devices = new WeakMap<Devnode, PowerDevice>();

  of(devnode: Devnode): PowerDevice {
    let device = this.#devices.get(devnode);
    if (device === undefined) {
      device = new PowerDevice();
      this.#devices.set(devnode, device);
    }
    return device;
  }

  /** Drivers are added to the device, perhaps others than before: what is known of its power begins anew. */
  forgetAsks(devnode: Devnode): void {
    const { deviceStates } = this.of(devnode);
    this.#devices.delete(devnode);
    this.of(devnode).deviceStates = deviceStates;
  }
}
