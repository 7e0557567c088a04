/** What a bus says of the slot in which a device sits. */
import type { DEVICE_CAPABILITIES } from '../../abi/structs/capabilities.ts';

/** @source ns-wdm-_device_capabilities */
export interface SlotCapabilities {
  /** The device can be taken out while the system runs. */
  readonly isRemovable: boolean;
  /** Its slot ejects it on IRP_MN_EJECT. */
  readonly isEjectable: boolean;
  /** IRP_MN_SET_LOCK keeps it from being ejected. */
  readonly isLockable: boolean;
}

export const NO_SLOT: SlotCapabilities = { isRemovable: false, isEjectable: false, isLockable: false };

export function slotOf({ Removable, EjectSupported, LockSupported }: DEVICE_CAPABILITIES): SlotCapabilities {
  return { isRemovable: Removable !== 0, isEjectable: EjectSupported !== 0, isLockable: LockSupported !== 0 };
}
