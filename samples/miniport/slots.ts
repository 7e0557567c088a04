/** Slots: memory that driver and adapter share, one for each request that the adapter has. */
import {
  array,
  BOOLEAN,
  cast,
  FALSE,
  NULL,
  out,
  PVOID,
  type SCSI_REQUEST_BLOCK,
  StorPortGetPhysicalAddress,
  StorPortGetScatterGatherList,
  sizeof,
  struct,
  TRUE,
  ULONG,
} from 'wdm';
import { HBA_COMMAND, HBA_SEGMENT } from './hardware.ts';

export const SLOTS = 16;
export const SEGMENTS = 33;

/** The command comes first: its physical address is that of the slot. */
export class SLOT extends struct('MYDISK_SLOT', {
  Command: HBA_COMMAND,
  Segments: array(HBA_SEGMENT, SEGMENTS),
  /** Physical address of the slot. */
  Physical: ULONG,
  /** The request that the slot is used for. */
  Srb: PVOID,
  IsUsed: BOOLEAN,
}) {}

/** What the uncached extension has to hold. */
export const SLOT_BYTES = SLOTS * sizeof(SLOT);

export function SlotAt(table: PVOID, index: number): SLOT {
  return cast(SLOT, table + index * sizeof(SLOT));
}

/** Hardware knows memory by other addresses than we do: ask once, and remember. */
export function PrepareSlots(extension: PVOID, table: PVOID): void {
  for (let index = 0; index < SLOTS; index += 1) {
    const slot = SlotAt(table, index);
    slot.Physical = Number(StorPortGetPhysicalAddress(extension, NULL, slot, out<ULONG>(0)));
    slot.IsUsed = FALSE;
  }
}

/** The slot that the adapter means, by the address that it has given back. NULL: it is none of ours. */
export function SlotOf(table: PVOID, physical: ULONG): SLOT | null {
  for (let index = 0; index < SLOTS; index += 1) {
    const slot = SlotAt(table, index);
    if (slot.Physical === physical && slot.IsUsed) {
      return slot;
    }
  }
  return NULL;
}

/** Under the StartIo lock. NULL: all are in use. */
export function TakeSlot(table: PVOID): SLOT | null {
  for (let index = 0; index < SLOTS; index += 1) {
    const slot = SlotAt(table, index);
    if (!slot.IsUsed) {
      slot.IsUsed = TRUE;
      return slot;
    }
  }
  return NULL;
}

/** The SRB's command and buffer in the adapter's own terms. */
export function FillSlot(extension: PVOID, slot: SLOT, srb: SCSI_REQUEST_BLOCK): void {
  const { Command: command } = slot;
  slot.Srb = srb.address;
  command.Target = srb.TargetId;
  command.Lun = srb.Lun;
  command.CdbLength = srb.CdbLength;
  for (let at = 0; at < srb.CdbLength; at += 1) {
    command.Cdb[at] = srb.Cdb[at] ?? 0;
  }
  command.DataLength = srb.DataTransferLength;
  command.SegmentList = slot.Physical + (slot.Segments.address - slot.address);
  command.SegmentCount = FillSegments(extension, slot, srb);
  const sense = srb.SenseInfoBuffer;
  command.SenseAddress = sense === 0 ? 0 : Number(StorPortGetPhysicalAddress(extension, srb, sense, out<ULONG>(0)));
  command.SenseLength = srb.SenseInfoBufferLength;
}

/** DataBuffer is no address that we may use (MapBuffers): the list says where the data lies. */
function FillSegments(extension: PVOID, slot: SLOT, srb: SCSI_REQUEST_BLOCK): ULONG {
  const list = srb.DataTransferLength === 0 ? NULL : StorPortGetScatterGatherList(extension, srb);
  if (list === NULL) {
    return 0;
  }
  for (let index = 0; index < list.NumberOfElements; index += 1) {
    const { PhysicalAddress: start, Length: length } = list.List.get(index);
    const segment = slot.Segments.get(index);
    segment.Address = Number(start);
    segment.Length = length;
  }
  return list.NumberOfElements;
}
