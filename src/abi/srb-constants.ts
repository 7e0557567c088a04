/** Constants of SCSI request blocks: functions, statuses, flags, and the SCSI commands that disks know. */

// SCSI_REQUEST_BLOCK.Function
export const SRB_FUNCTION_EXECUTE_SCSI = 0x00;
export const SRB_FUNCTION_CLAIM_DEVICE = 0x01;
export const SRB_FUNCTION_IO_CONTROL = 0x02;
export const SRB_FUNCTION_RECEIVE_EVENT = 0x03;
export const SRB_FUNCTION_RELEASE_QUEUE = 0x04;
export const SRB_FUNCTION_ATTACH_DEVICE = 0x05;
export const SRB_FUNCTION_RELEASE_DEVICE = 0x06;
export const SRB_FUNCTION_SHUTDOWN = 0x07;
export const SRB_FUNCTION_FLUSH = 0x08;
export const SRB_FUNCTION_PROTOCOL_COMMAND = 0x09;
export const SRB_FUNCTION_ABORT_COMMAND = 0x10;
export const SRB_FUNCTION_RELEASE_RECOVERY = 0x11;
export const SRB_FUNCTION_RESET_BUS = 0x12;
export const SRB_FUNCTION_RESET_DEVICE = 0x13;
export const SRB_FUNCTION_TERMINATE_IO = 0x14;
export const SRB_FUNCTION_FLUSH_QUEUE = 0x15;
export const SRB_FUNCTION_REMOVE_DEVICE = 0x16;
export const SRB_FUNCTION_WMI = 0x17;
export const SRB_FUNCTION_LOCK_QUEUE = 0x18;
export const SRB_FUNCTION_UNLOCK_QUEUE = 0x19;
export const SRB_FUNCTION_QUIESCE_DEVICE = 0x1a;
export const SRB_FUNCTION_RESET_LOGICAL_UNIT = 0x20;
export const SRB_FUNCTION_SET_LINK_TIMEOUT = 0x21;
export const SRB_FUNCTION_LINK_TIMEOUT_OCCURRED = 0x22;
export const SRB_FUNCTION_LINK_TIMEOUT_COMPLETE = 0x23;
export const SRB_FUNCTION_POWER = 0x24;
export const SRB_FUNCTION_PNP = 0x25;
export const SRB_FUNCTION_DUMP_POINTERS = 0x26;
export const SRB_FUNCTION_FREE_DUMP_POINTERS = 0x27;
/** In the Function field only: what is asked for stands in SrbFunction. */
export const SRB_FUNCTION_STORAGE_REQUEST_BLOCK = 0x28;
export const SRB_FUNCTION_CRYPTO_OPERATION = 0x29;
export const SRB_FUNCTION_GET_DUMP_INFO = 0x2a;
export const SRB_FUNCTION_FREE_DUMP_INFO = 0x2b;
export const SRB_FUNCTION_NVMEOF_OPERATION = 0x2c;

// SCSI_REQUEST_BLOCK.SrbStatus
export const SRB_STATUS_PENDING = 0x00;
export const SRB_STATUS_SUCCESS = 0x01;
export const SRB_STATUS_ABORTED = 0x02;
export const SRB_STATUS_ABORT_FAILED = 0x03;
export const SRB_STATUS_ERROR = 0x04;
export const SRB_STATUS_BUSY = 0x05;
export const SRB_STATUS_INVALID_REQUEST = 0x06;
export const SRB_STATUS_INVALID_PATH_ID = 0x07;
export const SRB_STATUS_NO_DEVICE = 0x08;
export const SRB_STATUS_TIMEOUT = 0x09;
export const SRB_STATUS_SELECTION_TIMEOUT = 0x0a;
export const SRB_STATUS_COMMAND_TIMEOUT = 0x0b;
export const SRB_STATUS_MESSAGE_REJECTED = 0x0d;
export const SRB_STATUS_BUS_RESET = 0x0e;
export const SRB_STATUS_PARITY_ERROR = 0x0f;
export const SRB_STATUS_REQUEST_SENSE_FAILED = 0x10;
export const SRB_STATUS_NO_HBA = 0x11;
export const SRB_STATUS_DATA_OVERRUN = 0x12;
export const SRB_STATUS_UNEXPECTED_BUS_FREE = 0x13;
export const SRB_STATUS_PHASE_SEQUENCE_FAILURE = 0x14;
export const SRB_STATUS_BAD_SRB_BLOCK_LENGTH = 0x15;
export const SRB_STATUS_REQUEST_FLUSHED = 0x16;
export const SRB_STATUS_INVALID_LUN = 0x20;
export const SRB_STATUS_INVALID_TARGET_ID = 0x21;
export const SRB_STATUS_BAD_FUNCTION = 0x22;
export const SRB_STATUS_ERROR_RECOVERY = 0x23;
export const SRB_STATUS_NOT_POWERED = 0x24;
export const SRB_STATUS_LINK_DOWN = 0x25;
export const SRB_STATUS_INTERNAL_ERROR = 0x30;
export const SRB_STATUS_QUEUE_FROZEN = 0x40;
export const SRB_STATUS_AUTOSENSE_VALID = 0x80;

// SCSI_REQUEST_BLOCK.ScsiStatus
export const SCSISTAT_GOOD = 0x00;
export const SCSISTAT_CHECK_CONDITION = 0x02;
export const SCSISTAT_BUSY = 0x08;
export const SCSISTAT_RESERVATION_CONFLICT = 0x18;
export const SCSISTAT_COMMAND_TERMINATED = 0x22;
export const SCSISTAT_QUEUE_FULL = 0x28;

// SCSI_REQUEST_BLOCK.SrbFlags
export const SRB_FLAGS_QUEUE_ACTION_ENABLE = 0x00000002;
export const SRB_FLAGS_DISABLE_DISCONNECT = 0x00000004;
export const SRB_FLAGS_DISABLE_SYNCH_TRANSFER = 0x00000008;
export const SRB_FLAGS_BYPASS_FROZEN_QUEUE = 0x00000010;
export const SRB_FLAGS_DISABLE_AUTOSENSE = 0x00000020;
export const SRB_FLAGS_DATA_IN = 0x00000040;
export const SRB_FLAGS_DATA_OUT = 0x00000080;
export const SRB_FLAGS_NO_DATA_TRANSFER = 0x00000000;
export const SRB_FLAGS_NO_QUEUE_FREEZE = 0x00000100;
export const SRB_FLAGS_ADAPTER_CACHE_ENABLE = 0x00000200;
export const SRB_FLAGS_D3_PROCESSING = 0x00000800;
export const SRB_FLAGS_BYPASS_LOCKED_QUEUE = 0x00080000;
export const SRB_SIMPLE_TAG_REQUEST = 0x20;

// STORAGE_REQUEST_BLOCK
export const SRB_SIGNATURE = 0x53524258;
export const STORAGE_REQUEST_BLOCK_VERSION_1 = 1;
export const SrbExDataTypeBidirectional = 0x01;
export const SrbExDataTypeScsiCdb16 = 0x40;
export const SrbExDataTypeScsiCdb32 = 0x41;
export const SrbExDataTypeScsiCdbVar = 0x42;
export const SrbExDataTypeNvmeCommand = 0x43;
export const SrbExDataTypeWmi = 0x60;
export const SrbExDataTypePower = 0x61;
export const SrbExDataTypePnP = 0x62;
export const SrbExDataTypeIoInfo = 0x80;
export const STOR_ADDRESS_TYPE_BTL8 = 0x1;
export const STOR_ADDR_BTL8_ADDRESS_LENGTH = 4;

// Cdb[0]
export const SCSIOP_TEST_UNIT_READY = 0x00;
export const SCSIOP_REQUEST_SENSE = 0x03;
export const SCSIOP_INQUIRY = 0x12;
export const SCSIOP_MODE_SENSE = 0x1a;
export const SCSIOP_START_STOP_UNIT = 0x1b;
export const SCSIOP_READ_CAPACITY = 0x25;
export const SCSIOP_READ = 0x28;
export const SCSIOP_WRITE = 0x2a;
export const SCSIOP_SYNCHRONIZE_CACHE = 0x35;
export const SCSIOP_READ16 = 0x88;
export const SCSIOP_WRITE16 = 0x8a;
export const SCSIOP_READ_CAPACITY16 = 0x9e;
export const SCSIOP_REPORT_LUNS = 0xa0;

/** The part of SrbStatus that says how the request ended; the rest are flags. */
export function SRB_STATUS(status: number): number {
  return status & 0x3f;
}
