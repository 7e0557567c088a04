/** What a management program does to the data blocks of a driver: read, write, call. */
import {
  IRP_MN_CHANGE_SINGLE_INSTANCE,
  IRP_MN_CHANGE_SINGLE_ITEM,
  IRP_MN_EXECUTE_METHOD,
  IRP_MN_QUERY_ALL_DATA,
  IRP_MN_QUERY_SINGLE_INSTANCE,
  WNODE_FLAG_ALL_DATA,
  WNODE_FLAG_METHOD_ITEM,
  WNODE_FLAG_SINGLE_INSTANCE,
  WNODE_FLAG_SINGLE_ITEM,
  WNODE_FLAG_STATIC_INSTANCE_NAMES,
  WNODE_FLAG_TOO_SMALL,
} from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_INSUFFICIENT_RESOURCES } from '../../abi/ntstatus.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { GUID } from '../../abi/structs/rtl.ts';
import {
  WNODE_ALL_DATA,
  WNODE_HEADER,
  WNODE_METHOD_ITEM,
  WNODE_SINGLE_INSTANCE,
  WNODE_SINGLE_ITEM,
  WNODE_TOO_SMALL,
} from '../../abi/structs/wmi.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { poolTag } from '../mm/pool.ts';
import { writeGuid } from './guid.ts';
import type { IoManager } from './io-manager.ts';
import { sendWmi } from './wmi.ts';

const TAG = poolTag('Wmip');
/** Room for data in the first try; a driver that has more says how much. */
const FIRST_TRY = 256;
const DATA_ALIGN = 8;

export interface WmiResult {
  readonly status: NTSTATUS;
  /** Data of each instance that was asked for, or what a method has returned. */
  readonly data: readonly Uint8Array[];
}

export interface WmiTarget {
  readonly provider: DEVICE_OBJECT;
  /** Of the block, as text. */
  readonly guid: string;
}

/** How one kind of request lays out its node. */
interface Node {
  readonly minor: number;
  readonly flags: number;
  /** Bytes before the data. */
  readonly head: number;
  readonly data: Uint8Array;
  /** Bytes for what comes back. */
  readonly room: number;
  readonly fill: (node: number, offset: number) => void;
  readonly read: (node: number) => readonly Uint8Array[];
}

export function queryAllData(io: IoManager, target: WmiTarget): Promise<WmiResult> {
  const { memory } = io.kernel;
  return send(io, target, {
    minor: IRP_MN_QUERY_ALL_DATA,
    flags: WNODE_FLAG_ALL_DATA,
    head: WNODE_ALL_DATA.size,
    data: new Uint8Array(),
    room: FIRST_TRY,
    fill: () => {},
    read: (node) => {
      const all = memory.view(WNODE_ALL_DATA, node);
      return Array.from({ length: all.InstanceCount }, (_, index) => {
        const { OffsetInstanceData: offset, LengthInstanceData: length } = all.OffsetInstanceDataAndLength.get(index);
        return memory.readBytes(node + offset, length);
      });
    },
  });
}

export function querySingleInstance(io: IoManager, target: WmiTarget, instance: number): Promise<WmiResult> {
  const { memory } = io.kernel;
  return send(io, target, {
    minor: IRP_MN_QUERY_SINGLE_INSTANCE,
    flags: WNODE_FLAG_SINGLE_INSTANCE,
    head: WNODE_SINGLE_INSTANCE.size,
    data: new Uint8Array(),
    room: FIRST_TRY,
    fill: (node, offset) => {
      const single = memory.view(WNODE_SINGLE_INSTANCE, node);
      single.InstanceIndex = instance;
      single.DataBlockOffset = offset;
    },
    read: (node) => {
      const { DataBlockOffset: offset, SizeDataBlock: length } = memory.view(WNODE_SINGLE_INSTANCE, node);
      return [memory.readBytes(node + offset, length)];
    },
  });
}

export function changeSingleInstance(
  io: IoManager,
  target: WmiTarget,
  instance: number,
  data: Uint8Array,
): Promise<WmiResult> {
  return send(io, target, {
    minor: IRP_MN_CHANGE_SINGLE_INSTANCE,
    flags: WNODE_FLAG_SINGLE_INSTANCE,
    head: WNODE_SINGLE_INSTANCE.size,
    data,
    room: 0,
    fill: (node, offset) => {
      const single = io.kernel.memory.view(WNODE_SINGLE_INSTANCE, node);
      single.InstanceIndex = instance;
      single.DataBlockOffset = offset;
      single.SizeDataBlock = data.length;
    },
    read: () => [],
  });
}

export function changeSingleItem(
  io: IoManager,
  target: WmiTarget,
  instance: number,
  item: number,
  data: Uint8Array,
): Promise<WmiResult> {
  return send(io, target, {
    minor: IRP_MN_CHANGE_SINGLE_ITEM,
    flags: WNODE_FLAG_SINGLE_ITEM,
    head: WNODE_SINGLE_ITEM.size,
    data,
    room: 0,
    fill: (node, offset) => {
      const single = io.kernel.memory.view(WNODE_SINGLE_ITEM, node);
      single.InstanceIndex = instance;
      single.ItemId = item;
      single.DataBlockOffset = offset;
      single.SizeDataItem = data.length;
    },
    read: () => [],
  });
}

export function executeMethod(
  io: IoManager,
  target: WmiTarget,
  instance: number,
  method: number,
  data: Uint8Array,
): Promise<WmiResult> {
  const { memory } = io.kernel;
  return send(io, target, {
    minor: IRP_MN_EXECUTE_METHOD,
    flags: WNODE_FLAG_METHOD_ITEM,
    head: WNODE_METHOD_ITEM.size,
    data,
    room: FIRST_TRY,
    fill: (node, offset) => {
      const item = memory.view(WNODE_METHOD_ITEM, node);
      item.InstanceIndex = instance;
      item.MethodId = method;
      item.DataBlockOffset = offset;
      item.SizeDataBlock = data.length;
    },
    read: (node) => {
      const { DataBlockOffset: offset, SizeDataBlock: length } = memory.view(WNODE_METHOD_ITEM, node);
      return [memory.readBytes(node + offset, length)];
    },
  });
}

/** Requests that carry no data: somebody begins, or stops, to listen or to collect. @param minor - of IRP_MJ_SYSTEM_CONTROL */
export function controlBlock(io: IoManager, target: WmiTarget, minor: number): Promise<WmiResult> {
  const nothing = new Uint8Array();
  return send(io, target, {
    minor,
    flags: 0,
    head: WNODE_HEADER.size,
    data: nothing,
    room: 0,
    fill: () => {},
    read: () => [],
  });
}

async function send(io: IoManager, target: WmiTarget, node: Node): Promise<WmiResult> {
  const { memory, pool } = io.kernel;
  const offset = Math.ceil(node.head / DATA_ALIGN) * DATA_ALIGN;
  const size = Math.max(WNODE_TOO_SMALL.size, offset + Math.max(node.data.length, node.room));
  const guid = pool.allocate(GUID.size, TAG, 0, true);
  const buffer = guid === 0 ? 0 : pool.allocate(size, TAG, 0, true);
  if (buffer === 0) {
    if (guid !== 0) pool.free(guid);
    return { status: STATUS_INSUFFICIENT_RESOURCES, data: [] };
  }
  writeGuid(memory.view(GUID, guid), target.guid);
  const header = memory.view(WNODE_HEADER, buffer);
  header.BufferSize = size;
  header.ProviderId = target.provider.address;
  writeGuid(header.Guid, target.guid);
  header.Flags = node.flags | WNODE_FLAG_STATIC_INSTANCE_NAMES;
  node.fill(buffer, offset);
  memory.writeBytes(buffer + offset, node.data);
  const { status } = await sendWmi(io, target.provider, node.minor, guid, buffer, size);
  const isSmall = NT_SUCCESS(status) && (header.Flags & WNODE_FLAG_TOO_SMALL) !== 0;
  const needed = isSmall ? memory.view(WNODE_TOO_SMALL, buffer).SizeNeeded : 0;
  const data = NT_SUCCESS(status) && !isSmall ? node.read(buffer) : [];
  for (const block of [buffer, guid]) pool.free(block);
  // The driver has said how much it has; one that then wants still more is not asked again.
  if (isSmall && needed > size && node.room === FIRST_TRY) return send(io, target, { ...node, room: needed });
  return { status, data };
}
