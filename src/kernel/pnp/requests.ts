import {
  IRP_MJ_PNP,
  IRP_MN_QUERY_CAPABILITIES,
  IRP_MN_QUERY_DEVICE_RELATIONS,
  IRP_MN_QUERY_DEVICE_TEXT,
  IRP_MN_QUERY_ID,
} from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_INSUFFICIENT_RESOURCES, STATUS_NOT_SUPPORTED } from '../../abi/ntstatus.ts';
import { DEVICE_CAPABILITIES } from '../../abi/structs/capabilities.ts';
import { DEVICE_OBJECT, type IO_STACK_LOCATION } from '../../abi/structs/io.ts';
import { type RequestResult, sendSystemIrp } from '../io/build-request.ts';
import { topOf } from '../io/device-object.ts';
import { IoGetNextIrpStackLocation } from '../io/stack-location.ts';
import { poolTag } from '../mm/pool.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';

const TAG = poolTag('PnpI');
const NO_ADDRESS = 0xffff_ffff;

/**
 * Sends a PnP IRP to the top of a devnode's stack and waits for its end. It starts with STATUS_NOT_SUPPORTED, so a
 * request that nobody handles comes back with that (PNP-01, USE-06).
 */
export async function sendPnp(
  pnp: PnpManager,
  devnode: Devnode,
  minor: number,
  fill: (location: IO_STACK_LOCATION) => void = () => {},
  information = 0,
): Promise<RequestResult> {
  const result = await sendSystemIrp(pnp.io, topOf(devnode.pdo), (irp) => {
    irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
    irp.IoStatus.Information = information;
    const location = IoGetNextIrpStackLocation(pnp.io, irp);
    location.MajorFunction = IRP_MJ_PNP;
    location.MinorFunction = minor;
    fill(location);
  });
  return result ?? { status: STATUS_INSUFFICIENT_RESOURCES, information: 0 };
}

/** The PDOs of a relation. Their references belong to the caller; null when nobody answered. */
export async function queryRelations(
  pnp: PnpManager,
  devnode: Devnode,
  type: number,
): Promise<readonly DEVICE_OBJECT[] | null> {
  const { memory, pool } = pnp.kernel;
  const { status, information } = await sendPnp(pnp, devnode, IRP_MN_QUERY_DEVICE_RELATIONS, (location) => {
    location.Parameters.QueryDeviceRelations.Type = type;
  });
  if (!NT_SUCCESS(status) || information === 0) return null;
  memory.touch(information, 4, false);
  const count = memory.u32[information >>> 2] ?? 0;
  memory.touch(information, 4 + count * 4, false);
  const devices: DEVICE_OBJECT[] = [];
  for (let index = 0; index < count; index += 1) {
    const address = memory.u32[(information >>> 2) + 1 + index] ?? 0;
    // A list with a hole in it is what Windows stops for: 0xCA PNP_DETECTED_FATAL_ERROR, 8.
    if (address === 0) pnp.kernel.bugCheck(0xca, 8, devnode.pdo.address, information, 0);
    devices.push(memory.view(DEVICE_OBJECT, address));
  }
  pool.free(information);
  return devices;
}

/** REG_SZ or REG_MULTI_SZ text that a driver returned; empty when it had none. Frees the driver's buffer. */
function takeText(pnp: PnpManager, result: RequestResult, isMulti: boolean): readonly string[] {
  const { memory, pool } = pnp.kernel;
  if (!NT_SUCCESS(result.status) || result.information === 0) return [];
  const texts: string[] = [];
  let at = result.information;
  for (;;) {
    let text = '';
    for (; ; at += 2) {
      memory.touch(at, 2, false);
      const code = memory.data.getUint16(at, true);
      if (code === 0) break;
      text += String.fromCharCode(code);
    }
    if (text === '') break;
    texts.push(text);
    if (!isMulti) break;
    at += 2;
  }
  pool.free(result.information);
  return texts;
}

/** @param type - BUS_QUERY_ID_TYPE */
export async function queryId(
  pnp: PnpManager,
  devnode: Devnode,
  type: number,
  isMulti: boolean,
): Promise<readonly string[]> {
  const result = await sendPnp(pnp, devnode, IRP_MN_QUERY_ID, (location) => {
    location.Parameters.QueryId.IdType = type;
  });
  return takeText(pnp, result, isMulti);
}

/** @param type - DEVICE_TEXT_TYPE */
export async function queryText(pnp: PnpManager, devnode: Devnode, type: number): Promise<string> {
  const result = await sendPnp(pnp, devnode, IRP_MN_QUERY_DEVICE_TEXT, (location) => {
    location.Parameters.QueryDeviceText.DeviceTextType = type;
    location.Parameters.QueryDeviceText.LocaleId = 0x409;
  });
  return takeText(pnp, result, false)[0] ?? '';
}

/** Asks with a DEVICE_CAPABILITIES set up as the sender must, and hands what came back to `read`. */
export async function queryCapabilities<T>(
  pnp: PnpManager,
  devnode: Devnode,
  read: (capabilities: DEVICE_CAPABILITIES, status: number) => T,
): Promise<T> {
  const { memory, pool } = pnp.kernel;
  const address = pool.allocate(DEVICE_CAPABILITIES.size, TAG, 0, true);
  const capabilities = memory.view(DEVICE_CAPABILITIES, address);
  capabilities.Size = DEVICE_CAPABILITIES.size;
  capabilities.Version = 1;
  capabilities.Address = NO_ADDRESS;
  capabilities.UINumber = NO_ADDRESS;
  const { status } = await sendPnp(pnp, devnode, IRP_MN_QUERY_CAPABILITIES, (location) => {
    location.Parameters.DeviceCapabilities.Capabilities = capabilities;
  });
  const result = read(capabilities, status);
  pool.free(address);
  return result;
}
