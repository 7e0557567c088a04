/** The emulated storage adapter: its registers, and what it fetches from memory. */
import { array, PVOID, struct, UCHAR, ULONG } from 'wdm';

// Registers of the adapter: offsets in its access range.
export const SIGNATURE = 0x00;
export const CONTROL = 0x08;
export const INTERRUPT_STATUS = 0x10;
export const INTERRUPT_MASK = 0x14;
export const DOORBELL = 0x18;
export const COMPLETED = 0x1c;
export const TARGETS = 0x20;
export const MAXIMUM_SEGMENTS = 0x24;
export const ABORT = 0x28;
export const REGISTER_BYTES = 0x1000;

export const THIS_ADAPTER = 0x41424853;
export const ENABLE = 1;
export const RESET = 2;
export const COMMANDS_COMPLETED = 1;
export const ALL_CAUSES = 3;
export const ALL_TARGETS = 0xffffffff;
export const SEGMENTS = 33;

// HBA_COMMAND.AdapterStatus
export const DONE = 0;
export const NO_TARGET = 1;

export class HBA_SEGMENT extends struct('HBA_SEGMENT', { Address: ULONG, Length: ULONG }) {}

/** What the adapter fetches by its physical address. It writes the last four fields. */
export class HBA_COMMAND extends struct('HBA_COMMAND', {
  Target: UCHAR,
  Lun: UCHAR,
  CdbLength: UCHAR,
  Flags: UCHAR,
  DataLength: ULONG,
  Segments: ULONG,
  SegmentList: ULONG,
  Cdb: array(UCHAR, 16),
  SenseAddress: ULONG,
  SenseLength: ULONG,
  Transferred: ULONG,
  ScsiStatus: UCHAR,
  AdapterStatus: UCHAR,
  Reserved: array(UCHAR, 2),
  Tag: array(ULONG, 4),
}) {}

/** The SRB extension: the adapter reads it, so it has a physical address. */
export class REQUEST_EXTENSION extends struct('RAMDISK_REQUEST', {
  Command: HBA_COMMAND,
  List: array(HBA_SEGMENT, SEGMENTS),
  Srb: PVOID,
}) {}
