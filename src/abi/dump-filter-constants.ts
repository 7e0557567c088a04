/** Constants of the filters of the dump stack, as ntdddump.h has them. */

// FILTER_DUMP_TYPE
export const DumpTypeUndefined = 0;
export const DumpTypeCrashdump = 1;
export const DumpTypeHibernation = 2;

// FILTER_INITIALIZATION_DATA.MajorVersion, MinorVersion
export const DUMP_FILTER_MAJOR_VERSION_1 = 1;
/** Has DumpRead. */
export const DUMP_FILTER_MAJOR_VERSION = 2;
export const DUMP_FILTER_MINOR_VERSION = 0;

// FILTER_INITIALIZATION_DATA.Flags, as the system sets them
export const DUMP_FILTER_FLAG_SYSTEM_SUPPORT_READ = 1;
export const DUMP_FILTER_FLAG_SYSTEM_SUPPORT_FILTER_EXTENSION_EX = 2;
/** As the filter sets them: without this filter there is no dump stack. The number is that of SYSTEM_SUPPORT_READ. */
export const DUMP_FILTER_CRITICAL = 1;

/** FILTER_EXTENSION.Flags: the device has no power while the filters run. */
export const DUMP_FILTER_EXT_FLAG_DUMP_DEVICE_POWER_OFF = 1;

// PARTITION_STYLE
export const PARTITION_STYLE_MBR = 0;
export const PARTITION_STYLE_GPT = 1;
export const PARTITION_STYLE_RAW = 2;
