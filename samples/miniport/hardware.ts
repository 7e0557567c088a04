/** The emulated storage adapter, as its manual would describe it: registers, and the commands that it fetches. */
import { array, struct, UCHAR, ULONG } from 'wdm';

// Registers, 32 bits each: offsets in the adapter's access range of 4 KiB.
/** Read: 'SHBA'. */
export const SIGNATURE = 0x00;
/** Bit 0: enable. Writing bit 1 resets: the adapter forgets all commands. */
export const CONTROL = 0x08;
/** Causes of an interrupt. Writing a 1 clears the bit. */
export const INTERRUPT_STATUS = 0x10;
/** Causes that reach the interrupt line. */
export const INTERRUPT_MASK = 0x14;
/** Written: the physical address of an HBA_COMMAND to execute. */
export const DOORBELL = 0x18;
/** Read: takes the physical address of the oldest command that is done; 0 = none. */
export const COMPLETED = 0x1c;
/** Read: how many disks can be plugged in. */
export const TARGETS = 0x20;
/** Written: forgets the commands of one target; 0xFFFFFFFF: of all. */
export const ABORT = 0x28;

export const REGISTER_BYTES = 0x1000;
export const THIS_ADAPTER = 0x41424853;
export const ENABLE = 1;
export const RESET = 2;
export const COMMANDS_COMPLETED = 1;
export const ALL_TARGETS = 0xffffffff;
/** What every register reads as when the adapter is not there any more. */
export const GONE = 0xffffffff;

/** HBA_COMMAND.AdapterStatus: done; there is no such disk. Anything else: an address was wrong. */
export const DONE = 0;
export const NO_TARGET = 1;

/** A run of memory: addresses are physical. */
export class HBA_SEGMENT extends struct('HBA_SEGMENT', { Address: ULONG, Length: ULONG }) {}

/** 64 bytes that the adapter reads by their physical address. */
export class HBA_COMMAND extends struct('HBA_COMMAND', {
  Target: UCHAR,
  Lun: UCHAR,
  CdbLength: UCHAR,
  Reserved: UCHAR,
  DataLength: ULONG,
  /** Number of HBA_SEGMENTs, at most 33, and the physical address of the first. */
  SegmentCount: ULONG,
  SegmentList: ULONG,
  Cdb: array(UCHAR, 16),
  SenseAddress: ULONG,
  SenseLength: ULONG,
  // From here on the adapter writes.
  Transferred: ULONG,
  ScsiStatus: UCHAR,
  AdapterStatus: UCHAR,
  Padding: array(UCHAR, 2),
  Unused: array(ULONG, 4),
}) {}
