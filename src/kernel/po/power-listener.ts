import type { Devnode } from '../pnp/devnode.ts';

/** Who must know of power transitions without being a driver of the stack: the power framework. */
export interface DevicePowerListener {
  /** PoRequestPowerIrp has accepted a set-power request, which has not been sent yet. @param state - DEVICE_POWER_STATE */
  beforeDeviceSet?(devnode: Devnode, state: number): void | Promise<void>;
  /** The set-power request is complete; the completion routine of its sender runs next. @param state - DEVICE_POWER_STATE */
  afterDeviceSet?(devnode: Devnode, state: number, status: number): void;
  /** PoRequestPowerIrp has accepted a wait/wake request, which has not been sent yet. */
  beforeWaitWake?(devnode: Devnode): void | Promise<void>;
  /** The wait/wake request is complete, however it ended. */
  afterWaitWake?(devnode: Devnode): void;
  /** A system set-power request is about to enter the stack. @param state - SYSTEM_POWER_STATE */
  beforeSystemSet?(devnode: Devnode, state: number): void;
  /** The stack has completed its system set-power request. @param state - SYSTEM_POWER_STATE */
  afterSystemSet?(devnode: Devnode, state: number): void;
  /** Whether the device counts as back in S0 only when `release` is called, though its stack has completed the request. */
  holdsSystemUp?(devnode: Devnode, release: () => void): boolean;
}
