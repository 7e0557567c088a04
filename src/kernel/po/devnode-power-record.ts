import { PowerSystemWorking } from '../../abi/enums.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import type { Simulation } from '../sim/simulation.ts';
import { devicePower } from './device-power.machine.ts';
import { devnodePower } from './devnode-power.machine.ts';
import type { PowerRequest } from './power-request.ts';
import { waitWake } from './wait-wake.machine.ts';

/** What the power manager keeps for one device. The states are the machines' snapshots. */
export class DevnodePower {
  readonly devnode: Devnode;
  /** What the stack was told of the system's state. */
  readonly system: Lifecycle<typeof devnodePower>;
  /** Hardware, reports, the device power IRP, the policy owner. */
  readonly device: Lifecycle<typeof devicePower>;
  readonly wake: Lifecycle<typeof waitWake>;
  /** SYSTEM_POWER_STATE of the last system set-power request that its stack has completed. */
  toldState: number = PowerSystemWorking;
  /** Device power requests that wait until the one before is complete, oldest first. */
  readonly queue: PowerRequest[] = [];
  /** The device power request in the stack. */
  active: PowerRequest | null = null;
  /**
   * Under the older rules: index of the driver that has not called PoStartNextPowerIrp, so the next device request never
   * comes; null: all have.
   */
  stuckBy: number | null = null;
  systemRequest: PowerRequest | null = null;
  waitWakeRequest: PowerRequest | null = null;
  /** The bus driver's, called when the hardware of a device that is armed asks to wake up. */
  wakeRoutine: { readonly driver: number; readonly routine: () => MaybePromise<void> } | null = null;

  constructor(sim: Simulation, devnode: Devnode) {
    this.devnode = devnode;
    this.system = new Lifecycle(devnodePower, sim, devnode.id);
    this.device = new Lifecycle(devicePower, sim, devnode.id);
    this.wake = new Lifecycle(waitWake, sim, devnode.id);
  }
}
