/** The system's side of WMI: who has registered, with which blocks. */
import {
  IRP_MJ_SYSTEM_CONTROL,
  IRP_MN_REGINFO_EX,
  WMIREG_ACTION_BLOCK_IRPS,
  WMIREG_ACTION_DEREGISTER,
  WMIREG_ACTION_REGISTER,
  WMIREG_ACTION_REREGISTER,
  WMIREG_ACTION_UPDATE_GUIDS,
  WMIREG_FLAG_INSTANCE_PDO,
} from '../../abi/irp-codes.ts';
import {
  NT_SUCCESS,
  STATUS_BUFFER_TOO_SMALL,
  STATUS_INVALID_PARAMETER,
  STATUS_NOT_SUPPORTED,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { WMIREGINFO } from '../../abi/structs/wmi.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { poolTag } from '../mm/pool.ts';
import { type RequestResult, sendSystemIrp } from './build-request.ts';
import { dereference, reference, topOf } from './device-object.ts';
import { readGuid } from './guid.ts';
import type { IoManager } from './io-manager.ts';
import { IoGetNextIrpStackLocation } from './stack-location.ts';
import type { WmiBlock } from './wmi-block.ts';

const TAG = poolTag('Wmip');
/** Enough for a few blocks and their strings; a driver that needs more says how much. */
const FIRST_TRY = 512;

/**
 * The driver is asked for its blocks later, in a system thread.
 *
 * @returns STATUS_INVALID_PARAMETER for an unknown action, or a device that is not registered
 * @source nf-wdm-iowmiregistrationcontrol
 */
export function IoWMIRegistrationControl(io: IoManager, device: number, action: number): NTSTATUS {
  if (action === WMIREG_ACTION_REGISTER) {
    io.wmiProviders.set(device, []);
    askLater(io, device);
    return STATUS_SUCCESS;
  }
  const isRegistered = io.wmiProviders.has(device);
  if (action === WMIREG_ACTION_DEREGISTER) io.wmiProviders.delete(device);
  const isKnown = action >= WMIREG_ACTION_DEREGISTER && action <= WMIREG_ACTION_BLOCK_IRPS;
  if (isRegistered && (action === WMIREG_ACTION_REREGISTER || action === WMIREG_ACTION_UPDATE_GUIDS))
    askLater(io, device);
  return isRegistered && isKnown ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

function askLater(io: IoManager, device: number): void {
  // The device must not go while it is asked.
  reference(io, device);
  io.kernel.sim.createThread('WMI', async () => {
    if (io.wmiProviders.has(device)) {
      const blocks = await askForBlocks(io, io.kernel.memory.view(DEVICE_OBJECT, device), FIRST_TRY);
      if (io.wmiProviders.has(device)) io.wmiProviders.set(device, blocks);
    }
    dereference(io, device);
  });
}

async function askForBlocks(io: IoManager, device: DEVICE_OBJECT, size: number): Promise<readonly WmiBlock[]> {
  const { memory, pool } = io.kernel;
  const buffer = pool.allocate(size, TAG, 0, true);
  if (buffer === 0) return [];
  const { status } = await sendWmi(io, device, IRP_MN_REGINFO_EX, 0, buffer, size);
  const info = memory.view(WMIREGINFO, buffer);
  const { BufferSize: needed } = info;
  const blocks = NT_SUCCESS(status) ? readBlocks(io, info) : [];
  pool.free(buffer);
  return status === STATUS_BUFFER_TOO_SMALL && needed > size ? askForBlocks(io, device, needed) : blocks;
}

function readBlocks(io: IoManager, info: WMIREGINFO): readonly WmiBlock[] {
  return Array.from({ length: info.GuidCount }, (_, index) => {
    const { Guid, Flags: flags, InstanceCount: instances, InstanceInfo: pdo } = info.WmiRegGuid.get(index);
    if ((flags & WMIREG_FLAG_INSTANCE_PDO) !== 0 && pdo !== 0) dereference(io, pdo);
    return { guid: readGuid(Guid), flags, instances };
  });
}

/** Sends IRP_MJ_SYSTEM_CONTROL to the top of the stack in which a provider stands. @param dataPath - address of a GUID */
export async function sendWmi(
  io: IoManager,
  provider: DEVICE_OBJECT,
  minor: number,
  dataPath: number,
  buffer: number,
  size: number,
): Promise<RequestResult> {
  const result = await sendSystemIrp(io, topOf(provider), (irp) => {
    irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
    const next = IoGetNextIrpStackLocation(io, irp);
    next.MajorFunction = IRP_MJ_SYSTEM_CONTROL;
    next.MinorFunction = minor;
    next.Parameters.WMI.ProviderId = provider.address;
    next.Parameters.WMI.DataPath = dataPath;
    next.Parameters.WMI.Buffer = buffer;
    next.Parameters.WMI.BufferSize = size;
  });
  return result ?? { status: STATUS_NOT_SUPPORTED, information: 0 };
}
