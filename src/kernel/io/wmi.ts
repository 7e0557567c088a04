/** As much of WMI as a driver needs to register and to answer the registration request. */
import {
  IRP_MN_EXECUTE_METHOD,
  IRP_MN_QUERY_ALL_DATA,
  IRP_MN_QUERY_SINGLE_INSTANCE,
  IRP_MN_REGINFO,
  IRP_MN_REGINFO_EX,
  IrpForward,
  IrpNotCompleted,
  IrpNotWmi,
  WMIREG_ACTION_BLOCK_IRPS,
  WMIREG_ACTION_DEREGISTER,
  WMIREG_ACTION_REGISTER,
} from '../../abi/irp-codes.ts';
import {
  STATUS_BUFFER_TOO_SMALL,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
  STATUS_WMI_GUID_NOT_FOUND,
} from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import { WMIGUIDREGINFO, type WMILIB_CONTEXT } from '../../abi/structs/io-services.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { isPromise } from '../../base/maybe-promise.ts';
import { toError } from '../sim/simulation.ts';
import { IoCompleteRequest } from './complete-request.ts';
import type { IoManager } from './io-manager.ts';
import { IoGetCurrentIrpStackLocation } from './stack-location.ts';

const GUID_SIZE = 16;
/** WMIREGINFO up to its list, and one WMIREGGUID of it; bytes. */
const REGINFO_HEAD = 20;
const REGINFO_GUID = 28;
const GUID_COUNT = 16;
const FLAGS = 16;
const INSTANCE_COUNT = 20;

/** @returns STATUS_INVALID_PARAMETER for an unknown action, or a device that is not registered. @source nf-wdm-iowmiregistrationcontrol */
export function IoWMIRegistrationControl(io: IoManager, device: number, action: number): NTSTATUS {
  if (action === WMIREG_ACTION_REGISTER) {
    io.wmiProviders.add(device);
    return STATUS_SUCCESS;
  }
  const isRegistered = io.wmiProviders.has(device);
  if (action === WMIREG_ACTION_DEREGISTER) io.wmiProviders.delete(device);
  const isKnown = action >= WMIREG_ACTION_DEREGISTER && action <= WMIREG_ACTION_BLOCK_IRPS;
  return isRegistered && isKnown ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

/** What the library has found out about a request. */
export interface WmiAnswer {
  readonly status: NTSTATUS;
  /** SYSCTL_IRP_DISPOSITION: what is left to the driver. */
  readonly disposition: number;
}

/**
 * Answers the registration request; all other requests for this device are refused, because their data routines are
 * not called here.
 *
 * @source nf-wmilib-wmisystemcontrol
 */
export function WmiSystemControl(io: IoManager, context: WMILIB_CONTEXT, device: DEVICE_OBJECT, irp: IRP): WmiAnswer {
  const { MinorFunction, Parameters } = IoGetCurrentIrpStackLocation(io, irp);
  if (!isWmi(MinorFunction)) return { status: STATUS_SUCCESS, disposition: IrpNotWmi };
  const { ProviderId, Buffer, BufferSize, DataPath } = Parameters.WMI;
  if (ProviderId !== device.address) return { status: STATUS_SUCCESS, disposition: IrpForward };
  const isRegistration = MinorFunction === IRP_MN_REGINFO || MinorFunction === IRP_MN_REGINFO_EX;
  const status = isRegistration
    ? writeRegistration(io, context, irp, Buffer, BufferSize)
    : refuse(io, context, DataPath);
  irp.IoStatus.Status = status;
  return { status, disposition: IrpNotCompleted };
}

function isWmi(minor: number): boolean {
  return minor === IRP_MN_REGINFO_EX || (minor >= IRP_MN_QUERY_ALL_DATA && minor <= IRP_MN_EXECUTE_METHOD);
}

/** WMIREGINFO: its size, and of each block the identifier, the flags and the number of instances. */
function writeRegistration(io: IoManager, context: WMILIB_CONTEXT, irp: IRP, buffer: number, size: number): NTSTATUS {
  const { memory } = io.kernel;
  const needed = REGINFO_HEAD + context.GuidCount * REGINFO_GUID;
  if (size < 4) return STATUS_BUFFER_TOO_SMALL;
  memory.touch(buffer, Math.min(size, needed), true);
  memory.u32[buffer >>> 2] = needed;
  if (size < needed) {
    irp.IoStatus.Information = 4;
    return STATUS_BUFFER_TOO_SMALL;
  }
  memory.zero(buffer + 4, needed - 4);
  memory.u32[(buffer + GUID_COUNT) >>> 2] = context.GuidCount;
  for (const [index, block] of blocksOf(io, context).entries()) {
    const at = buffer + REGINFO_HEAD + index * REGINFO_GUID;
    if (block.Guid !== null) memory.copy(at, block.Guid.address, GUID_SIZE);
    memory.u32[(at + FLAGS) >>> 2] = block.Flags;
    memory.u32[(at + INSTANCE_COUNT) >>> 2] = block.InstanceCount;
  }
  irp.IoStatus.Information = needed;
  return STATUS_SUCCESS;
}

function refuse(io: IoManager, context: WMILIB_CONTEXT, dataPath: number): NTSTATUS {
  const wanted = identifier(io, dataPath);
  const isKnown = blocksOf(io, context).some(({ Guid }) => Guid !== null && identifier(io, Guid.address) === wanted);
  return isKnown ? STATUS_INVALID_DEVICE_REQUEST : STATUS_WMI_GUID_NOT_FOUND;
}

function identifier(io: IoManager, address: number): string {
  return io.kernel.memory.readBytes(address, GUID_SIZE).join();
}

function blocksOf(io: IoManager, context: WMILIB_CONTEXT): readonly WMIGUIDREGINFO[] {
  const start = context.GuidList?.address ?? 0;
  return Array.from({ length: start === 0 ? 0 : context.GuidCount }, (_, index) =>
    io.kernel.memory.view(WMIGUIDREGINFO, start + index * WMIGUIDREGINFO.size),
  );
}

/** Requests whose buffer carries data back. */
const WITH_DATA: readonly number[] = [IRP_MN_QUERY_ALL_DATA, IRP_MN_QUERY_SINGLE_INSTANCE, IRP_MN_EXECUTE_METHOD];

/** Ends a request with a status and, where data goes back, its length. @source nf-wmilib-wmicompleterequest */
export function WmiCompleteRequest(io: IoManager, irp: IRP, status: NTSTATUS, bufferUsed: number): NTSTATUS {
  const { MinorFunction } = IoGetCurrentIrpStackLocation(io, irp);
  irp.IoStatus.Status = status;
  irp.IoStatus.Information = WITH_DATA.includes(MinorFunction) ? bufferUsed : 0;
  const walked = IoCompleteRequest(io, irp, 0);
  // Only when a completion routine waits, which it may not; the finding is there, and its failure must not get lost.
  if (isPromise(walked)) walked.catch((error: unknown) => io.kernel.sim.stop(toError(error)));
  return status;
}
