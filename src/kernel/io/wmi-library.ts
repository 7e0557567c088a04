/** The WMI library: calls the routines of a driver for the requests about its data blocks. */
import {
  IRP_MN_CHANGE_SINGLE_INSTANCE,
  IRP_MN_CHANGE_SINGLE_ITEM,
  IRP_MN_DISABLE_COLLECTION,
  IRP_MN_ENABLE_COLLECTION,
  IRP_MN_ENABLE_EVENTS,
  IRP_MN_EXECUTE_METHOD,
  IRP_MN_QUERY_ALL_DATA,
  IRP_MN_QUERY_SINGLE_INSTANCE,
  IRP_MN_REGINFO,
  IRP_MN_REGINFO_EX,
  IrpForward,
  IrpNotCompleted,
  IrpNotWmi,
  IrpProcessed,
  WmiDataBlockControl,
  WmiEventControl,
} from '../../abi/irp-codes.ts';
import {
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_SUCCESS,
  STATUS_WMI_GUID_NOT_FOUND,
  STATUS_WMI_INSTANCE_NOT_FOUND,
  STATUS_WMI_READ_ONLY,
} from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import {
  type WMILIB_CONTEXT,
  WNODE_METHOD_ITEM,
  WNODE_SINGLE_INSTANCE,
  WNODE_SINGLE_ITEM,
} from '../../abi/structs/wmi.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { chain, isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { toError } from '../sim/to-error.ts';
import { IoCompleteRequest } from './complete-request.ts';
import type { IoManager } from './io-manager.ts';
import { IoGetCurrentIrpStackLocation } from './stack-location.ts';
import { finishNode, openAllData } from './wmi-nodes.ts';
import { answerRegistration, blocksOf } from './wmi-registration.ts';

const GUID_SIZE = 16;

/** What the library has found out about a request. */
export interface WmiAnswer {
  readonly status: NTSTATUS;
  /** SYSCTL_IRP_DISPOSITION: what is left to the driver. */
  readonly disposition: number;
}

/** One request for a block of the driver's. */
interface BlockRequest {
  readonly context: WMILIB_CONTEXT;
  readonly device: DEVICE_OBJECT;
  readonly irp: IRP;
  readonly minor: number;
  readonly block: number;
  readonly instances: number;
  /** The WNODE. */
  readonly node: number;
  readonly size: number;
}

/**
 * Answers the registration request, and hands a request for data to the routine that is there for it, which ends it with
 * WmiCompleteRequest. What nobody can answer is left to the driver to complete.
 *
 * @source nf-wmilib-wmisystemcontrol, ns-wmilib-_wmilib_context
 */
export function WmiSystemControl(
  io: IoManager,
  context: WMILIB_CONTEXT,
  device: DEVICE_OBJECT,
  irp: IRP,
): MaybePromise<WmiAnswer> {
  const { MinorFunction: minor, Parameters } = IoGetCurrentIrpStackLocation(io, irp);
  if (!isWmi(minor)) return { status: STATUS_SUCCESS, disposition: IrpNotWmi };
  const { ProviderId, Buffer: node, BufferSize: size, DataPath } = Parameters.WMI;
  if (ProviderId !== device.address) return { status: STATUS_SUCCESS, disposition: IrpForward };
  if (minor === IRP_MN_REGINFO || minor === IRP_MN_REGINFO_EX)
    return chain(answerRegistration(io, context, device, irp, node, size), (status) => notCompleted(irp, status));
  const wanted = identifier(io, DataPath);
  const blocks = blocksOf(io, context);
  const block = blocks.findIndex(({ Guid }) => Guid !== null && identifier(io, Guid.address) === wanted);
  if (block < 0) return notCompleted(irp, STATUS_WMI_GUID_NOT_FOUND);
  const instances = blocks[block]?.InstanceCount ?? 0;
  const called = callDriver(io, { context, device, irp, minor, block, instances, node, size });
  if (called.refusal !== undefined) return notCompleted(irp, called.refusal);
  return chain(called.status, (status) => ({ status, disposition: IrpProcessed }));
}

function notCompleted(irp: IRP, status: NTSTATUS): WmiAnswer {
  irp.IoStatus.Status = status;
  return { status, disposition: IrpNotCompleted };
}

function isWmi(minor: number): boolean {
  return minor === IRP_MN_REGINFO_EX || (minor >= IRP_MN_QUERY_ALL_DATA && minor <= IRP_MN_EXECUTE_METHOD);
}

function identifier(io: IoManager, address: number): string {
  return io.kernel.memory.readBytes(address, GUID_SIZE).join();
}

/** Either the driver's routine was called, or the library refuses by itself. */
type Called =
  | { readonly status: MaybePromise<NTSTATUS>; readonly refusal?: undefined }
  | { readonly refusal: NTSTATUS; readonly status?: undefined };

function callDriver(io: IoManager, request: BlockRequest): Called {
  switch (request.minor) {
    case IRP_MN_QUERY_ALL_DATA:
      return queryAll(io, request);
    case IRP_MN_QUERY_SINGLE_INSTANCE:
      return querySingle(io, request);
    case IRP_MN_CHANGE_SINGLE_INSTANCE:
      return changeInstance(io, request);
    case IRP_MN_CHANGE_SINGLE_ITEM:
      return changeItem(io, request);
    case IRP_MN_EXECUTE_METHOD:
      return executeMethod(io, request);
    default:
      return control(request);
  }
}

function queryAll(io: IoManager, { context, device, irp, block, instances, node, size }: BlockRequest): Called {
  const { lengths, data } = openAllData(io, node, size, instances);
  const room = Math.max(0, size - (data - node));
  const query = requiredQuery(io, context);
  return { status: query(device, irp, block, 0, instances, room === 0 ? 0 : lengths, room, room === 0 ? 0 : data) };
}

function querySingle(io: IoManager, { context, device, irp, block, instances, node, size }: BlockRequest): Called {
  const single = io.kernel.memory.view(WNODE_SINGLE_INSTANCE, node);
  const { InstanceIndex: instance, DataBlockOffset: offset } = single;
  if (instance >= instances) return { refusal: STATUS_WMI_INSTANCE_NOT_FOUND };
  const room = Math.max(0, size - offset);
  const lengths = room === 0 ? 0 : node + offsetOf(WNODE_SINGLE_INSTANCE, 'SizeDataBlock');
  const query = requiredQuery(io, context);
  return { status: query(device, irp, block, instance, 1, lengths, room, room === 0 ? 0 : node + offset) };
}

/** It has to be there: the library calls it without looking. */
function requiredQuery(
  io: IoManager,
  { QueryWmiDataBlock: query }: WMILIB_CONTEXT,
): NonNullable<WMILIB_CONTEXT['QueryWmiDataBlock']> {
  if (query === null) io.kernel.memory.touch(0, 4, false);
  return query ?? (() => STATUS_INVALID_DEVICE_REQUEST);
}

function offsetOf(type: typeof WNODE_SINGLE_INSTANCE, field: string): number {
  return type.fields.find(({ name }) => name === field)?.offset ?? 0;
}

function changeInstance(io: IoManager, { context, device, irp, block, instances, node }: BlockRequest): Called {
  const { InstanceIndex, DataBlockOffset, SizeDataBlock } = io.kernel.memory.view(WNODE_SINGLE_INSTANCE, node);
  if (InstanceIndex >= instances) return { refusal: STATUS_WMI_INSTANCE_NOT_FOUND };
  const { SetWmiDataBlock: set } = context;
  if (set === null) return { refusal: STATUS_WMI_READ_ONLY };
  return { status: set(device, irp, block, InstanceIndex, SizeDataBlock, node + DataBlockOffset) };
}

function changeItem(io: IoManager, { context, device, irp, block, instances, node }: BlockRequest): Called {
  const item = io.kernel.memory.view(WNODE_SINGLE_ITEM, node);
  if (item.InstanceIndex >= instances) return { refusal: STATUS_WMI_INSTANCE_NOT_FOUND };
  const { SetWmiDataItem: set } = context;
  if (set === null) return { refusal: STATUS_WMI_READ_ONLY };
  const { InstanceIndex, ItemId, SizeDataItem, DataBlockOffset } = item;
  return { status: set(device, irp, block, InstanceIndex, ItemId, SizeDataItem, node + DataBlockOffset) };
}

function executeMethod(io: IoManager, { context, device, irp, block, instances, node, size }: BlockRequest): Called {
  const method = io.kernel.memory.view(WNODE_METHOD_ITEM, node);
  if (method.InstanceIndex >= instances) return { refusal: STATUS_WMI_INSTANCE_NOT_FOUND };
  const { ExecuteWmiMethod: execute } = context;
  if (execute === null) return { refusal: STATUS_INVALID_DEVICE_REQUEST };
  const { InstanceIndex, MethodId, SizeDataBlock, DataBlockOffset } = method;
  const room = Math.max(0, size - DataBlockOffset);
  return {
    status: execute(device, irp, block, InstanceIndex, MethodId, SizeDataBlock, room, node + DataBlockOffset),
  };
}

function control({ context, device, irp, block, minor }: BlockRequest): Called {
  const { WmiFunctionControl: call } = context;
  if (call === null) return { refusal: STATUS_SUCCESS };
  const isCollection = minor === IRP_MN_ENABLE_COLLECTION || minor === IRP_MN_DISABLE_COLLECTION;
  const isEnabled = minor === IRP_MN_ENABLE_COLLECTION || minor === IRP_MN_ENABLE_EVENTS;
  return { status: call(device, irp, block, isCollection ? WmiDataBlockControl : WmiEventControl, isEnabled) };
}

/**
 * Ends a request. Where data goes back, the node is finished around it.
 *
 * @param bufferUsed - bytes of data; with STATUS_BUFFER_TOO_SMALL, bytes that it would take
 * @source nf-wmilib-wmicompleterequest
 */
export function WmiCompleteRequest(io: IoManager, irp: IRP, status: NTSTATUS, bufferUsed: number): NTSTATUS {
  const { MinorFunction, Parameters } = IoGetCurrentIrpStackLocation(io, irp);
  const ended = finishNode(io, MinorFunction, Parameters.WMI.Buffer, Parameters.WMI.BufferSize, status, bufferUsed);
  irp.IoStatus.Status = ended.status;
  irp.IoStatus.Information = ended.information;
  const walked = IoCompleteRequest(io, irp, 0);
  // Only when a completion routine waits, which it may not; the finding is there, and its failure must not get lost.
  if (isPromise(walked)) walked.catch((error: unknown) => io.kernel.sim.stop(toError(error)));
  return ended.status;
}
