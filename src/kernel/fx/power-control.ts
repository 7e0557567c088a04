/** Requests between a driver and the plug-in that owns its device, in both directions (POFX-45). */
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_NOT_IMPLEMENTED,
  STATUS_NOT_SUPPORTED,
  STATUS_UNSUCCESSFUL,
} from '../../abi/ntstatus.ts';
import { GUID } from '../../abi/structs/rtl.ts';
import type { IoManager } from '../io/io-manager.ts';
import type { PoFxDevice } from './device.ts';
import type { PowerControlRequest, PowerControlResult } from './platform-extension.ts';
import { allocateWord } from './word-cell.ts';

/**
 * @returns STATUS_NOT_SUPPORTED when no plug-in of the platform owns the device, STATUS_NOT_IMPLEMENTED when its owner
 *   does not know the request, or what the owner answers
 * @source nf-wdm-pofxpowercontrol
 */
export function sendPowerControl(device: PoFxDevice, request: PowerControlRequest): PowerControlResult {
  if (device.owner.isDefault) return { status: STATUS_NOT_SUPPORTED, bytesReturned: 0 };
  device.note('plug-in: power control request');
  return device.owner.powerControl(device, request) ?? { status: STATUS_NOT_IMPLEMENTED, bytesReturned: 0 };
}

/** The other direction. @source nc-wdm-po_fx_power_control_callback */
export function callPowerControl(io: IoManager, device: PoFxDevice, request: PowerControlRequest): PowerControlResult {
  const { powerControl } = device.callbacks;
  const { memory, pool } = io.kernel;
  if (powerControl === null) return { status: STATUS_NOT_IMPLEMENTED, bytesReturned: 0 };
  const cell = allocateWord(io.kernel);
  if (cell === null) return { status: STATUS_INSUFFICIENT_RESOURCES, bytesReturned: 0 };
  const { code, inBuffer, inSize, outBuffer, outSize } = request;
  const guid = code === 0 ? null : memory.view(GUID, code);
  const status = device.call('PowerControlCallback', '', () =>
    powerControl(device.context, guid, inBuffer, inSize, outBuffer, outSize, cell),
  );
  const bytesReturned = cell.value;
  pool.free(cell.address);
  return { status: typeof status === 'number' ? status >>> 0 : STATUS_UNSUCCESSFUL, bytesReturned };
}
