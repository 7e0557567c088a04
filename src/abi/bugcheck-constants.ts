/** Constants of the callbacks that run after a bug check, and of what they are asked for. */

// KBUGCHECK_CALLBACK_REASON
export const KbCallbackInvalid = 0;
export const KbCallbackReserved1 = 1;
export const KbCallbackSecondaryDumpData = 2;
export const KbCallbackDumpIo = 3;
export const KbCallbackAddPages = 4;
export const KbCallbackSecondaryMultiPartDumpData = 5;
export const KbCallbackRemovePages = 6;
export const KbCallbackTriageDumpData = 7;
export const KbCallbackReserved2 = 8;

// KBUGCHECK_BUFFER_DUMP_STATE: State of a record
export const BufferEmpty = 0;
export const BufferInserted = 1;
export const BufferStarted = 2;
export const BufferFinished = 3;
export const BufferIncomplete = 4;

// KBUGCHECK_DUMP_IO_TYPE
export const KbDumpIoInvalid = 0;
export const KbDumpIoHeader = 1;
export const KbDumpIoBody = 2;
export const KbDumpIoSecondaryData = 3;
export const KbDumpIoComplete = 4;

// KBUGCHECK_ADD_PAGES.Flags, KBUGCHECK_REMOVE_PAGES.Flags
export const KB_ADD_PAGES_FLAG_VIRTUAL_ADDRESS = 0x00000001;
export const KB_ADD_PAGES_FLAG_PHYSICAL_ADDRESS = 0x00000002;
export const KB_ADD_PAGES_FLAG_ADDITIONAL_RANGES_EXIST = 0x80000000;
export const KB_REMOVE_PAGES_FLAG_VIRTUAL_ADDRESS = 0x00000001;
export const KB_REMOVE_PAGES_FLAG_PHYSICAL_ADDRESS = 0x00000002;
export const KB_REMOVE_PAGES_FLAG_ADDITIONAL_RANGES_EXIST = 0x80000000;

// KBUGCHECK_SECONDARY_DUMP_DATA_EX.Flags
export const KB_SECONDARY_DATA_FLAG_ADDITIONAL_DATA = 0x00000001;
export const KB_SECONDARY_DATA_FLAG_NO_DEVICE_ACCESS = 0x00000002;

/** KBUGCHECK_TRIAGE_DUMP_DATA.Flags: the system has stopped with a bug check. */
export const KB_TRIAGE_DUMP_DATA_FLAG_BUGCHECK_ACTIVE = 0x00000001;

// KBUGCHECK_SECONDARY_DUMP_DATA_EX.DumpType
export const DUMP_TYPE_INVALID = 0xffffffff;
export const DUMP_TYPE_UNKNOWN = 0;
export const DUMP_TYPE_FULL = 1;
export const DUMP_TYPE_SUMMARY = 2;
export const DUMP_TYPE_HEADER = 3;
export const DUMP_TYPE_TRIAGE = 4;
export const DUMP_TYPE_BITMAP_FULL = 5;
export const DUMP_TYPE_BITMAP_KERNEL = 6;
export const DUMP_TYPE_AUTOMATIC = 7;
