/** How an adapter that nobody uses goes to D3. */
import {
  addressOf,
  type DEVICE_OBJECT,
  InterlockedDecrement,
  InterlockedIncrement,
  IRP_MN_SET_POWER,
  NULL,
  PoRequestPowerIrp,
  PowerDeviceD0,
  PowerDeviceD3,
  STATUS_PENDING,
} from 'wdm';
import { ChildrenOf } from './bus.ts';
import { CommonExtension } from './common.ts';
import { AdapterExtension } from './port-extensions.ts';
import { BeginUse, EndUse } from './runtime-power.ts';

/**
 * Its units go to D3 first, because they are on its power. What they do for that, such as to write their caches, needs
 * the adapter once more: it is used again, and follows them when it is idle the next time, at once.
 */
export function PowerDown(adapter: DEVICE_OBJECT): void {
  const extension = AdapterExtension(adapter);
  const awake = AwakeUnits(adapter);
  if (awake.length === 0) {
    extension.IsFollowing = 0;
    PoRequestPowerIrp(adapter, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);
    return;
  }
  extension.IsFollowing = 1;
  extension.GoingDown = 1;
  BeginUse(extension.Runtime);
  for (const pdo of awake) {
    InterlockedIncrement(addressOf(extension, 'GoingDown'));
    const isDown = (): void => FollowUnits(adapter);
    if (PoRequestPowerIrp(pdo, IRP_MN_SET_POWER, PowerDeviceD3, isDown, NULL, NULL) !== STATUS_PENDING) {
      InterlockedDecrement(addressOf(extension, 'GoingDown'));
    }
  }
  FollowUnits(adapter);
}

function AwakeUnits(adapter: DEVICE_OBJECT): readonly DEVICE_OBJECT[] {
  return ChildrenOf(adapter).filter((pdo) => CommonExtension(pdo).PowerState === PowerDeviceD0);
}

/** One more of them is down. */
function FollowUnits(adapter: DEVICE_OBJECT): void {
  const extension = AdapterExtension(adapter);
  if (InterlockedDecrement(addressOf(extension, 'GoingDown')) === 0) {
    EndUse(extension.Runtime);
  }
}

/** Whether the adapter has only been used so that its units could go to D3: then nobody waits any longer. */
export function HasFollowedUnits(adapter: DEVICE_OBJECT): boolean {
  return AdapterExtension(adapter).IsFollowing !== 0 && AwakeUnits(adapter).length === 0;
}
