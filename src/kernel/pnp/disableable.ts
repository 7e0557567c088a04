import { PNP_DEVICE_NOT_DISABLEABLE } from '../../abi/enums.ts';
import type { Devnode } from './devnode.ts';

/** A devnode that becomes, or stops being, one that cannot be disabled counts with its parent (USE-60, USE-61). */
export function changeDepends(devnode: Devnode, by: 1 | -1): void {
  const before = devnode.disableableDepends;
  devnode.disableableDepends = Math.max(0, before + by);
  const crossed = before > 0 !== devnode.disableableDepends > 0;
  if (crossed && devnode.parent !== null) changeDepends(devnode.parent, by);
}

/** A device that goes no longer keeps its parents from being disabled. */
export function forgetDepends(devnode: Devnode): void {
  if ((devnode.deviceState & PNP_DEVICE_NOT_DISABLEABLE) === 0) return;
  devnode.deviceState &= ~PNP_DEVICE_NOT_DISABLEABLE;
  changeDepends(devnode, -1);
}
