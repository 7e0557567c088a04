/** StorPortMarkDeviceFailed: an adapter or a unit that its miniport gives up (STOR-50). */
import {
  STORPORT_MARK_DEVICE_FAILED_FLAG_PREDICTED_FAILURE,
  STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE,
} from '../../abi/storport-constants.ts';
import { invalidateDeviceState } from '../pnp/device-state.ts';
import type { Adapter } from './adapter.ts';
import type { Unit } from './unit.ts';

const BOTH = STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE | STORPORT_MARK_DEVICE_FAILED_FLAG_PREDICTED_FAILURE;

/** Plug and Play asks the device for its state, hears that it has failed, and removes it. @param unit - null: the adapter */
export function markFailed(adapter: Adapter, unit: Unit | null, flags: number): void {
  if ((flags & BOTH) !== STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE) return;
  const { pnp } = adapter.storport;
  const node = unit === null ? adapter.node : adapter.node.children[unit.target];
  const devnode = node === undefined ? undefined : pnp.byId(node.id);
  if (devnode === undefined) return;
  (unit ?? adapter).hasFailed = true;
  invalidateDeviceState(pnp, devnode);
}
