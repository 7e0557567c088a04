/** Function codes, control bits, flags and priority boosts of an I/O request packet. */

export const IRP_MJ_CREATE = 0x00;
export const IRP_MJ_CREATE_NAMED_PIPE = 0x01;
export const IRP_MJ_CLOSE = 0x02;
export const IRP_MJ_READ = 0x03;
export const IRP_MJ_WRITE = 0x04;
export const IRP_MJ_QUERY_INFORMATION = 0x05;
export const IRP_MJ_SET_INFORMATION = 0x06;
export const IRP_MJ_QUERY_EA = 0x07;
export const IRP_MJ_SET_EA = 0x08;
export const IRP_MJ_FLUSH_BUFFERS = 0x09;
export const IRP_MJ_QUERY_VOLUME_INFORMATION = 0x0a;
export const IRP_MJ_SET_VOLUME_INFORMATION = 0x0b;
export const IRP_MJ_DIRECTORY_CONTROL = 0x0c;
export const IRP_MJ_FILE_SYSTEM_CONTROL = 0x0d;
export const IRP_MJ_DEVICE_CONTROL = 0x0e;
export const IRP_MJ_INTERNAL_DEVICE_CONTROL = 0x0f;
export const IRP_MJ_SHUTDOWN = 0x10;
export const IRP_MJ_LOCK_CONTROL = 0x11;
export const IRP_MJ_CLEANUP = 0x12;
export const IRP_MJ_CREATE_MAILSLOT = 0x13;
export const IRP_MJ_QUERY_SECURITY = 0x14;
export const IRP_MJ_SET_SECURITY = 0x15;
export const IRP_MJ_POWER = 0x16;
export const IRP_MJ_SYSTEM_CONTROL = 0x17;
export const IRP_MJ_DEVICE_CHANGE = 0x18;
export const IRP_MJ_QUERY_QUOTA = 0x19;
export const IRP_MJ_SET_QUOTA = 0x1a;
export const IRP_MJ_PNP = 0x1b;
export const IRP_MJ_MAXIMUM_FUNCTION = 0x1b;
/** Another name of IRP_MJ_INTERNAL_DEVICE_CONTROL. */
export const IRP_MJ_SCSI = 0x0f;
/** Another name of IRP_MJ_PNP. */
export const IRP_MJ_PNP_POWER = 0x1b;

// IRP_MJ_PNP
export const IRP_MN_START_DEVICE = 0x00;
export const IRP_MN_QUERY_REMOVE_DEVICE = 0x01;
export const IRP_MN_REMOVE_DEVICE = 0x02;
export const IRP_MN_CANCEL_REMOVE_DEVICE = 0x03;
export const IRP_MN_STOP_DEVICE = 0x04;
export const IRP_MN_QUERY_STOP_DEVICE = 0x05;
export const IRP_MN_CANCEL_STOP_DEVICE = 0x06;
export const IRP_MN_QUERY_DEVICE_RELATIONS = 0x07;
export const IRP_MN_QUERY_INTERFACE = 0x08;
export const IRP_MN_QUERY_CAPABILITIES = 0x09;
export const IRP_MN_QUERY_RESOURCES = 0x0a;
export const IRP_MN_QUERY_RESOURCE_REQUIREMENTS = 0x0b;
export const IRP_MN_QUERY_DEVICE_TEXT = 0x0c;
export const IRP_MN_FILTER_RESOURCE_REQUIREMENTS = 0x0d;
export const IRP_MN_READ_CONFIG = 0x0f;
export const IRP_MN_WRITE_CONFIG = 0x10;
export const IRP_MN_EJECT = 0x11;
export const IRP_MN_SET_LOCK = 0x12;
export const IRP_MN_QUERY_ID = 0x13;
export const IRP_MN_QUERY_PNP_DEVICE_STATE = 0x14;
export const IRP_MN_QUERY_BUS_INFORMATION = 0x15;
export const IRP_MN_DEVICE_USAGE_NOTIFICATION = 0x16;
export const IRP_MN_SURPRISE_REMOVAL = 0x17;
export const IRP_MN_QUERY_LEGACY_BUS_INFORMATION = 0x18;
export const IRP_MN_DEVICE_ENUMERATED = 0x19;

// IRP_MJ_POWER
export const IRP_MN_WAIT_WAKE = 0x00;
export const IRP_MN_POWER_SEQUENCE = 0x01;
export const IRP_MN_SET_POWER = 0x02;
export const IRP_MN_QUERY_POWER = 0x03;

// IRP_MJ_SYSTEM_CONTROL (WMI)
export const IRP_MN_QUERY_ALL_DATA = 0x00;
export const IRP_MN_QUERY_SINGLE_INSTANCE = 0x01;
export const IRP_MN_CHANGE_SINGLE_INSTANCE = 0x02;
export const IRP_MN_CHANGE_SINGLE_ITEM = 0x03;
export const IRP_MN_ENABLE_EVENTS = 0x04;
export const IRP_MN_DISABLE_EVENTS = 0x05;
export const IRP_MN_ENABLE_COLLECTION = 0x06;
export const IRP_MN_DISABLE_COLLECTION = 0x07;
export const IRP_MN_REGINFO = 0x08;
export const IRP_MN_EXECUTE_METHOD = 0x09;
export const IRP_MN_REGINFO_EX = 0x0b;

// IoWMIRegistrationControl
export const WMIREG_ACTION_REGISTER = 1;
export const WMIREG_ACTION_DEREGISTER = 2;
export const WMIREG_ACTION_REREGISTER = 3;
export const WMIREG_ACTION_UPDATE_GUIDS = 4;
export const WMIREG_ACTION_BLOCK_IRPS = 5;

// What a block, or all blocks of a device, are like
export const WMIREG_FLAG_EXPENSIVE = 0x1;
export const WMIREG_FLAG_INSTANCE_LIST = 0x4;
export const WMIREG_FLAG_INSTANCE_BASENAME = 0x8;
export const WMIREG_FLAG_INSTANCE_PDO = 0x20;
export const WMIREG_FLAG_EVENT_ONLY_GUID = 0x40;

// WNODE_HEADER.Flags
export const WNODE_FLAG_ALL_DATA = 0x1;
export const WNODE_FLAG_SINGLE_INSTANCE = 0x2;
export const WNODE_FLAG_SINGLE_ITEM = 0x4;
export const WNODE_FLAG_EVENT_ITEM = 0x8;
export const WNODE_FLAG_FIXED_INSTANCE_SIZE = 0x10;
export const WNODE_FLAG_TOO_SMALL = 0x20;
export const WNODE_FLAG_STATIC_INSTANCE_NAMES = 0x80;
export const WNODE_FLAG_METHOD_ITEM = 0x8000;

// WMIENABLEDISABLECONTROL
export const WmiEventControl = 0;
export const WmiDataBlockControl = 1;

// SYSCTL_IRP_DISPOSITION
export const IrpProcessed = 0;
export const IrpNotCompleted = 1;
export const IrpNotWmi = 2;
export const IrpForward = 3;

/** IRP_MJ_INTERNAL_DEVICE_CONTROL: a SCSI request block. */
export const IRP_MN_SCSI_CLASS = 0x01;

// IO_STACK_LOCATION.Control
export const SL_PENDING_RETURNED = 0x01;
export const SL_ERROR_RETURNED = 0x02;
export const SL_INVOKE_ON_CANCEL = 0x20;
export const SL_INVOKE_ON_SUCCESS = 0x40;
export const SL_INVOKE_ON_ERROR = 0x80;

// IO_STACK_LOCATION.Flags: what a bit means depends on the major function.
export const SL_KEY_SPECIFIED = 0x01;
export const SL_OVERRIDE_VERIFY_VOLUME = 0x02;
export const SL_WRITE_THROUGH = 0x04;
export const SL_FT_SEQUENTIAL_WRITE = 0x08;
export const SL_FORCE_DIRECT_WRITE = 0x10;
export const SL_OPEN_PAGING_FILE = 0x02;
export const SL_CASE_SENSITIVE = 0x80;

// IRP.Flags
export const IRP_NOCACHE = 0x00000001;
export const IRP_PAGING_IO = 0x00000002;
export const IRP_MOUNT_COMPLETION = 0x00000002;
export const IRP_SYNCHRONOUS_API = 0x00000004;
export const IRP_ASSOCIATED_IRP = 0x00000008;
export const IRP_BUFFERED_IO = 0x00000010;
export const IRP_DEALLOCATE_BUFFER = 0x00000020;
export const IRP_INPUT_OPERATION = 0x00000040;
export const IRP_SYNCHRONOUS_PAGING_IO = 0x00000040;
export const IRP_CREATE_OPERATION = 0x00000080;
export const IRP_READ_OPERATION = 0x00000100;
export const IRP_WRITE_OPERATION = 0x00000200;
export const IRP_CLOSE_OPERATION = 0x00000400;
export const IRP_DEFER_IO_COMPLETION = 0x00000800;
export const IRP_OB_QUERY_NAME = 0x00001000;
export const IRP_HOLD_DEVICE_QUEUE = 0x00002000;
export const IRP_UM_DRIVER_INITIATED_IO = 0x00400000;

// IRP.AllocationFlags
export const IRP_QUOTA_CHARGED = 0x01;
export const IRP_ALLOCATED_MUST_SUCCEED = 0x02;
export const IRP_ALLOCATED_FIXED_SIZE = 0x04;
export const IRP_LOOKASIDE_ALLOCATION = 0x08;

// Priority boosts of IoCompleteRequest and KeSetEvent
export const IO_NO_INCREMENT = 0;
export const IO_CD_ROM_INCREMENT = 1;
export const IO_DISK_INCREMENT = 1;
export const IO_KEYBOARD_INCREMENT = 6;
export const IO_MAILSLOT_INCREMENT = 2;
export const IO_MOUSE_INCREMENT = 6;
export const IO_NAMED_PIPE_INCREMENT = 2;
export const IO_NETWORK_INCREMENT = 2;
export const IO_PARALLEL_INCREMENT = 1;
export const IO_SERIAL_INCREMENT = 2;
export const IO_SOUND_INCREMENT = 8;
export const IO_VIDEO_INCREMENT = 1;
export const EVENT_INCREMENT = 1;
export const SEMAPHORE_INCREMENT = 1;
export const MUTANT_INCREMENT = 1;

// Object types: the first field of an object of the I/O manager
export const IO_TYPE_ADAPTER = 0x01;
export const IO_TYPE_CONTROLLER = 0x02;
export const IO_TYPE_DEVICE = 0x03;
export const IO_TYPE_DRIVER = 0x04;
export const IO_TYPE_FILE = 0x05;
export const IO_TYPE_IRP = 0x06;
export const IO_TYPE_MASTER_ADAPTER = 0x07;
export const IO_TYPE_OPEN_PACKET = 0x08;
export const IO_TYPE_TIMER = 0x09;
export const IO_TYPE_VPB = 0x0a;
export const IO_TYPE_ERROR_LOG = 0x0b;
export const IO_TYPE_ERROR_MESSAGE = 0x0c;
export const IO_TYPE_DEVICE_OBJECT_EXTENSION = 0x0d;
