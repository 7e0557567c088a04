import { DevicePowerState, PowerDeviceD0, PowerDeviceD3 } from '../../abi/enums.ts';
import { STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import type { DevicePowerListener } from './power-listener.ts';

/** Device power states as drivers report them. */
export class PowerStates {
  readonly listeners: DevicePowerListener[] = [];
  readonly #pnp: PnpManager;
  readonly #device = new WeakMap<Devnode, number>();

  constructor(pnp: PnpManager) {
    this.#pnp = pnp;
  }

  /** DEVICE_POWER_STATE of a device; D3 until a driver has reported another. */
  of(devnode: Devnode): number {
    return this.#device.get(devnode) ?? PowerDeviceD3;
  }

  /**
   * A driver tells in which state its device is now.
   *
   * @returns the state before
   * @source nf-wdm-posetpowerstate
   */
  report(device: DEVICE_OBJECT, type: number, state: number): number {
    const devnode = this.#pnp.devnodeAbove(device);
    if (devnode === undefined || type !== DevicePowerState) return STATUS_SUCCESS;
    const before = this.of(devnode);
    if (before !== state) {
      this.#device.set(devnode, state);
      this.#pnp.kernel.sim.recordState('power', devnode.id, powerName(before), 'PoSetPowerState', powerName(state));
    }
    return before;
  }
}

/** `D0` to `D3`. */
export function powerName(state: number): string {
  return state >= PowerDeviceD0 && state <= PowerDeviceD3 ? `D${state - PowerDeviceD0}` : 'unspecified';
}
