/** WNODEs: the buffers in which requests for data come, and data goes back. */
import {
  IRP_MN_EXECUTE_METHOD,
  IRP_MN_QUERY_ALL_DATA,
  IRP_MN_QUERY_SINGLE_INSTANCE,
  WNODE_FLAG_TOO_SMALL,
} from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import {
  OFFSETINSTANCEDATAANDLENGTH,
  WNODE_ALL_DATA,
  WNODE_METHOD_ITEM,
  WNODE_SINGLE_INSTANCE,
  WNODE_TOO_SMALL,
} from '../../abi/structs/wmi.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { IoManager } from './io-manager.ts';

/** Instances of a block begin at multiples of it. */
const INSTANCE_ALIGN = 8;
const ULONG_SIZE = 4;

function align(size: number): number {
  return Math.ceil(size / INSTANCE_ALIGN) * INSTANCE_ALIGN;
}

const FIRST_INSTANCE =
  WNODE_ALL_DATA.fields.find(({ name }) => name === 'OffsetInstanceDataAndLength')?.offset ?? WNODE_ALL_DATA.size;

/** Where a driver writes the instances of a block, and the length of each. Addresses. */
export function openAllData(
  io: IoManager,
  node: number,
  size: number,
  instances: number,
): { readonly lengths: number; readonly data: number } {
  const offset = align(FIRST_INSTANCE + instances * OFFSETINSTANCEDATAANDLENGTH.size);
  if (size >= offset) {
    const all = io.kernel.memory.view(WNODE_ALL_DATA, node);
    all.DataBlockOffset = offset;
    all.InstanceCount = instances;
    io.kernel.memory.zero(node + FIRST_INSTANCE, offset - FIRST_INSTANCE);
  }
  // The driver gets a plain list of lengths; it is spread out when the request is completed.
  return { lengths: node + FIRST_INSTANCE, data: node + offset };
}

/** Makes pairs of offset and length out of the list of lengths, from its end, because it grows over itself. */
function spreadLengths(io: IoManager, node: number): void {
  const { memory } = io.kernel;
  const all = memory.view(WNODE_ALL_DATA, node);
  const lengths = Array.from(
    { length: all.InstanceCount },
    (_, index) => memory.u32[(node + FIRST_INSTANCE + index * ULONG_SIZE) >>> 2] ?? 0,
  );
  let at = all.DataBlockOffset;
  for (const [index, length] of lengths.entries()) {
    const entry = all.OffsetInstanceDataAndLength.get(index);
    entry.OffsetInstanceData = at;
    entry.LengthInstanceData = length;
    at = align(at + length);
  }
}

/** Offset of the data in the node of a request that gets data back; null for the other requests. */
function dataOffset(io: IoManager, minor: number, node: number): number | null {
  const { memory } = io.kernel;
  switch (minor) {
    case IRP_MN_QUERY_ALL_DATA:
      return memory.view(WNODE_ALL_DATA, node).DataBlockOffset;
    case IRP_MN_QUERY_SINGLE_INSTANCE:
      return memory.view(WNODE_SINGLE_INSTANCE, node).DataBlockOffset;
    case IRP_MN_EXECUTE_METHOD:
      return memory.view(WNODE_METHOD_ITEM, node).DataBlockOffset;
    default:
      return null;
  }
}

/** @param used - bytes of data, or, with STATUS_BUFFER_TOO_SMALL, bytes that it would take */
export function finishNode(
  io: IoManager,
  minor: number,
  node: number,
  size: number,
  status: NTSTATUS,
  used: number,
): { readonly status: NTSTATUS; readonly information: number } {
  const { memory } = io.kernel;
  const offset = node === 0 || size < WNODE_TOO_SMALL.size ? null : dataOffset(io, minor, node);
  if (offset === null) return { status, information: 0 };
  if (status === STATUS_BUFFER_TOO_SMALL) {
    const small = memory.view(WNODE_TOO_SMALL, node);
    small.WnodeHeader.Flags = WNODE_FLAG_TOO_SMALL;
    small.WnodeHeader.BufferSize = WNODE_TOO_SMALL.size;
    small.SizeNeeded = offset + used;
    return { status: STATUS_SUCCESS, information: WNODE_TOO_SMALL.size };
  }
  if (!NT_SUCCESS(status)) return { status, information: 0 };
  if (minor === IRP_MN_QUERY_ALL_DATA) spreadLengths(io, node);
  if (minor === IRP_MN_EXECUTE_METHOD) memory.view(WNODE_METHOD_ITEM, node).SizeDataBlock = used;
  memory.view(WNODE_TOO_SMALL, node).WnodeHeader.BufferSize = offset + used;
  return { status, information: offset + used };
}
