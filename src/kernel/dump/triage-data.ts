/** The array of ranges that a driver wants in a small dump: prepared while the system works, read after a bug check. */
import {
  STATUS_BUFFER_TOO_SMALL,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import { offsetOf } from '../../abi/struct.ts';
import { KADDRESS_RANGE, KTRIAGE_DUMP_DATA_ARRAY } from '../../abi/structs/bugcheck.ts';
import type { NTSTATUS } from '../../abi/types.ts';

/** Bytes that the ranges of one array may have together. */
export const MOST_TRIAGE_BYTES = 0x200_0000;
const FIRST_BLOCK = offsetOf(KTRIAGE_DUMP_DATA_ARRAY, 'Blocks') ?? 0;

/**
 * @param size - bytes of the array, with the ranges that it has room for
 * @source nf-wdm-keinitializetriagedumpdataarray
 */
export function KeInitializeTriageDumpDataArray(array: KTRIAGE_DUMP_DATA_ARRAY | null, size: number): NTSTATUS {
  if (array === null) return STATUS_INVALID_PARAMETER;
  if (size < FIRST_BLOCK + KADDRESS_RANGE.size) return STATUS_BUFFER_TOO_SMALL;
  array.List.Flink = array.List;
  array.List.Blink = array.List;
  array.NumBlocksUsed = 0;
  array.NumBlocksTotal = Math.floor((size - FIRST_BLOCK) / KADDRESS_RANGE.size);
  array.DataSize = 0;
  array.MaxDataSize = MOST_TRIAGE_BYTES;
  array.ComponentNameBufferLength = 0;
  array.ComponentName = 0;
  return STATUS_SUCCESS;
}

/** @source nf-wdm-keaddtriagedumpdatablock */
export function KeAddTriageDumpDataBlock(
  array: KTRIAGE_DUMP_DATA_ARRAY | null,
  address: number,
  size: number,
): NTSTATUS {
  if (array === null || address === 0 || size === 0) return STATUS_INVALID_PARAMETER;
  const { NumBlocksUsed: used, NumBlocksTotal: total, DataSize: bytes, MaxDataSize: most } = array;
  if (used >= total || bytes + size > most) return STATUS_INSUFFICIENT_RESOURCES;
  const range = array.Blocks.get(used);
  range.Address = address;
  range.Size = size;
  array.NumBlocksUsed = used + 1;
  array.DataSize = bytes + size;
  return STATUS_SUCCESS;
}
