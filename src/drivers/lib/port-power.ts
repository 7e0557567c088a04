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

/** Its units go to D3 first, because they are on its power, and then it does itself. */
export function PowerDown(adapter: DEVICE_OBJECT): void {
  const extension = AdapterExtension(adapter);
  extension.GoingDown = 1;
  for (const pdo of ChildrenOf(adapter)) {
    if (CommonExtension(pdo).PowerState === PowerDeviceD0) {
      InterlockedIncrement(addressOf(extension, 'GoingDown'));
      const isDown = (): void => FollowUnits(adapter);
      if (PoRequestPowerIrp(pdo, IRP_MN_SET_POWER, PowerDeviceD3, isDown, NULL, NULL) !== STATUS_PENDING) {
        InterlockedDecrement(addressOf(extension, 'GoingDown'));
      }
    }
  }
  FollowUnits(adapter);
}

/** One more of them is down. Meanwhile somebody may have come who needs the adapter; then it stays. */
function FollowUnits(adapter: DEVICE_OBJECT): void {
  const extension = AdapterExtension(adapter);
  if (InterlockedDecrement(addressOf(extension, 'GoingDown')) === 0 && extension.Runtime.IsRequired === 0) {
    PoRequestPowerIrp(adapter, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);
  }
}
