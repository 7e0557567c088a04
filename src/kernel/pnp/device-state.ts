import {
  PNP_DEVICE_DISABLED,
  PNP_DEVICE_FAILED,
  PNP_DEVICE_NOT_DISABLEABLE,
  PNP_DEVICE_REMOVED,
  PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED,
} from '../../abi/enums.ts';
import { IRP_MN_QUERY_PNP_DEVICE_STATE } from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_NOT_SUPPORTED } from '../../abi/ntstatus.ts';
import { CM_PROB_FAILED_POST_START, CM_PROB_HARDWARE_DISABLED } from '../../abi/problem-codes.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { Devnode } from './devnode.ts';
import { changeDepends } from './disableable.ts';
import type { PnpManager } from './pnp-manager.ts';
import { sendPnp } from './requests.ts';
import { surpriseRemove } from './surprise-removal.ts';

/**
 * Asks the stack for its PNP_DEVICE_ bits and acts on them (2.7 of the specification). A failed query keeps what was
 * known before.
 */
export async function queryDeviceState(pnp: PnpManager, devnode: Devnode): Promise<void> {
  const { status, information } = await sendPnp(pnp, devnode, IRP_MN_QUERY_PNP_DEVICE_STATE);
  // Nobody had anything to say: no bit is set. Any other failure keeps what was known.
  if (status === STATUS_NOT_SUPPORTED) await takeDeviceState(pnp, devnode, 0, status);
  else if (NT_SUCCESS(status)) await takeDeviceState(pnp, devnode, information, status);
}

async function takeDeviceState(pnp: PnpManager, devnode: Devnode, bits: number, status: NTSTATUS): Promise<void> {
  const before = devnode.deviceState;
  devnode.deviceState = bits;
  if (((before ^ bits) & PNP_DEVICE_NOT_DISABLEABLE) !== 0)
    changeDepends(devnode, (bits & PNP_DEVICE_NOT_DISABLEABLE) === 0 ? -1 : 1);
  pnp.kernel.sim.hooks.onChange();
  const needsOther = (bits & PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED) !== 0;
  const hasFailed = (bits & PNP_DEVICE_FAILED) !== 0;
  if ((bits & PNP_DEVICE_REMOVED) !== 0) {
    await surpriseRemove(pnp, devnode, null);
  } else if (hasFailed && !needsOther) {
    await surpriseRemove(pnp, devnode, { code: CM_PROB_FAILED_POST_START, status });
  } else if ((bits & PNP_DEVICE_DISABLED) !== 0) {
    await surpriseRemove(pnp, devnode, { code: CM_PROB_HARDWARE_DISABLED, status });
  } else if (needsOther) {
    pnp.onRequirementsChanged(devnode, hasFailed);
  }
}

/** Asks again later, in the PnP worker; what IoInvalidateDeviceState does (PNP-58). */
export function invalidateDeviceState(pnp: PnpManager, devnode: Devnode): void {
  // Every driver of a stack may ask; one query answers all that were asked before it.
  if (devnode.isStateQueryQueued) return;
  devnode.isStateQueryQueued = true;
  pnp.enqueue('query device state', async () => {
    devnode.isStateQueryQueued = false;
    if (devnode.state === 'started') await queryDeviceState(pnp, devnode);
  });
}
