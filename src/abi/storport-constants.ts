/** Constants of the interface between Storport and a miniport. */

// HwStorFindAdapter
export const SP_RETURN_NOT_FOUND = 0;
export const SP_RETURN_FOUND = 1;
export const SP_RETURN_ERROR = 2;
export const SP_RETURN_BAD_CONFIG = 3;

// What the extended routines of Storport return
export const STOR_STATUS_SUCCESS = 0;
export const STOR_STATUS_UNSUCCESSFUL = 0xc1000001;
export const STOR_STATUS_NOT_IMPLEMENTED = 0xc1000002;
export const STOR_STATUS_INSUFFICIENT_RESOURCES = 0xc1000003;
export const STOR_STATUS_BUFFER_TOO_SMALL = 0xc1000004;
export const STOR_STATUS_ACCESS_DENIED = 0xc1000005;
export const STOR_STATUS_INVALID_PARAMETER = 0xc1000006;
export const STOR_STATUS_INVALID_DEVICE_REQUEST = 0xc1000007;
export const STOR_STATUS_INVALID_IRQL = 0xc1000008;
export const STOR_STATUS_INVALID_DEVICE_STATE = 0xc1000009;
export const STOR_STATUS_INVALID_BUFFER_SIZE = 0xc100000a;
export const STOR_STATUS_UNSUPPORTED_VERSION = 0xc100000b;
export const STOR_STATUS_BUSY = 0xc100000c;
export const STOR_STATUS_THROTTLED = 0xc100000d;
export const STOR_STATUS_TIMEOUT = 0xc100000e;
export const STOR_STATUS_INVALID_DATA = 0xc100000f;

// SCSI_ADAPTER_CONTROL_STATUS, SCSI_UNIT_CONTROL_STATUS
export const ScsiAdapterControlSuccess = 0;
export const ScsiAdapterControlUnsuccessful = 1;
export const ScsiAdapterControlRetryNeeded = 2;
export const ScsiAdapterControlBufferTooSmall = 3;
export const ScsiUnitControlSuccess = 0;
export const ScsiUnitControlUnsuccessful = 1;

// PORT_CONFIGURATION_INFORMATION.DumpMode
/** Not a dump run; public headers have no name for it. */
export const DUMP_MODE_NONE = 0;
export const DUMP_MODE_CRASH = 1;
export const DUMP_MODE_HIBER = 2;
export const DUMP_MODE_MARK_MEMORY = 3;
export const DUMP_MODE_RESUME = 4;

/** Flags of StorPortMarkDumpMemory: Address is a physical one. The number is in no public source: use the name. */
export const MARK_DUMP_MEMORY_FLAG_PHYSICAL_ADDRESS = 0x1;
/** MINIPORT_DUMP_POINTERS.Version. */
export const DUMP_MINIPORT_VERSION_1 = 0x0100;
export const DUMP_MINIPORT_VERSION = DUMP_MINIPORT_VERSION_1;
/** A field of PORT_CONFIGURATION_INFORMATION that nobody has set. */
export const SP_UNINITIALIZED_VALUE = 0xffffffff;
export const SP_UNTAGGED = 0xff;

export const SCSI_MAXIMUM_BUSES = 8;
export const SCSI_MAXIMUM_BUSES_PER_ADAPTER = 255;
export const SCSI_MAXIMUM_TARGETS_PER_BUS = 128;
export const SCSI_MAXIMUM_LUNS_PER_TARGET = 255;
export const SCSI_MINIMUM_PHYSICAL_BREAKS = 16;

// HW_INITIALIZATION_DATA.MapBuffers
export const STOR_MAP_NO_BUFFERS = 0;
export const STOR_MAP_ALL_BUFFERS = 1;
export const STOR_MAP_NON_READ_WRITE_BUFFERS = 2;
export const STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE = 3;

// HW_INITIALIZATION_DATA.FeatureSupport
export const STOR_FEATURE_VIRTUAL_MINIPORT = 0x1;
export const STOR_FEATURE_ATA_PASS_THROUGH = 0x2;
export const STOR_FEATURE_FULL_PNP_DEVICE_CAPABILITIES = 0x4;
export const STOR_FEATURE_DUMP_POINTERS = 0x8;
export const STOR_FEATURE_DEVICE_NAME_NO_SUFFIX = 0x10;
export const STOR_FEATURE_DUMP_RESUME_CAPABLE = 0x20;
export const STOR_FEATURE_DEVICE_DESCRIPTOR_FROM_ATA_INFO_VPD = 0x40;
export const STOR_FEATURE_EXTRA_IO_INFORMATION = 0x80;
export const STOR_FEATURE_ADAPTER_CONTROL_PRE_FINDADAPTER = 0x100;
export const STOR_FEATURE_ADAPTER_NOT_REQUIRE_IO_PORT = 0x200;
export const STOR_FEATURE_SET_ADAPTER_INTERFACE_TYPE = 0x800;
export const STOR_FEATURE_DUMP_INFO = 0x1000;
export const STOR_FEATURE_SUPPORTS_NVME_ADAPTER = 0x4000;

// PORT_CONFIGURATION_INFORMATION.FeatureSupport
export const STOR_ADAPTER_FEATURE_DEVICE_TELEMETRY = 0x1;
export const STOR_ADAPTER_FEATURE_STOP_UNIT_DURING_POWER_DOWN = 0x2;
export const STOR_ADAPTER_UNCACHED_EXTENSION_NUMA_NODE_PREFERRED = 0x4;
export const STOR_ADAPTER_DMA_V3_PREFERRED = 0x8;
export const STOR_ADAPTER_FEATURE_ABORT_COMMAND = 0x10;
export const STOR_ADAPTER_FEATURE_RICH_TEMPERATURE_THRESHOLD = 0x20;
export const STOR_ADAPTER_DMA_ADDRESS_WIDTH_SPECIFIED = 0x40;

// Of StorPortMarkDeviceFailed and StorPortMarkDeviceFailedEx
export const STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE = 0x1;
export const STORPORT_MARK_DEVICE_FAILED_FLAG_PREDICTED_FAILURE = 0x2;

// HW_INITIALIZATION_DATA.SrbTypeFlags and AddressTypeFlags, PORT_CONFIGURATION_INFORMATION.SrbType
export const SRB_TYPE_FLAG_SCSI_REQUEST_BLOCK = 0x1;
export const SRB_TYPE_FLAG_STORAGE_REQUEST_BLOCK = 0x2;
export const ADDRESS_TYPE_FLAG_BTL8 = 0x1;
export const SRB_TYPE_SCSI_REQUEST_BLOCK = 0;
export const SRB_TYPE_STORAGE_REQUEST_BLOCK = 1;

// PORT_CONFIGURATION_INFORMATION.Dma64BitAddresses
export const SCSI_DMA64_MINIPORT_SUPPORTED = 0x1;
export const SCSI_DMA64_MINIPORT_FULL64BIT_SUPPORTED = 0x2;
export const SCSI_DMA64_MINIPORT_FULL64BIT_NO_BOUNDARY_REQ_SUPPORTED = 0x3;
export const SCSI_DMA64_SYSTEM_SUPPORTED = 0x80;

// STOR_SYNCHRONIZATION_MODEL, KINTERRUPT_MODE, INTERRUPT_SYNCHRONIZATION_MODE
export const StorSynchronizeHalfDuplex = 0;
export const StorSynchronizeFullDuplex = 1;
export const LevelSensitive = 0;
export const Latched = 1;
export const InterruptSupportNone = 0;
export const InterruptSynchronizeAll = 1;
export const InterruptSynchronizePerMessage = 2;

// STOR_SPINLOCK
export const InvalidLock = 0;
export const DpcLock = 1;
export const StartIoLock = 2;
export const InterruptLock = 3;
export const ThreadedDpcLock = 4;
export const DpcLevelLock = 5;

// STOR_POWER_ACTION, STOR_DEVICE_POWER_STATE, STOR_DEVICE_USAGE_TYPE
export const StorPowerActionNone = 0;
export const StorPowerActionReserved = 1;
export const StorPowerActionSleep = 2;
export const StorPowerActionHibernate = 3;
export const StorPowerActionShutdown = 4;
export const StorPowerActionShutdownReset = 5;
export const StorPowerActionShutdownOff = 6;
export const StorPowerActionWarmEject = 7;
export const StorPowerDeviceUnspecified = 0;
export const StorPowerDeviceD0 = 1;
export const StorPowerDeviceD1 = 2;
export const StorPowerDeviceD2 = 3;
export const StorPowerDeviceD3 = 4;
export const StorDeviceUsageTypeUndefined = 0;
export const StorDeviceUsageTypePaging = 1;
export const StorDeviceUsageTypeHibernation = 2;
export const StorDeviceUsageTypeDumpFile = 3;
export const StorDeviceUsageTypeBoot = 4;

// SCSI_ADAPTER_CONTROL_TYPE
export const ScsiQuerySupportedControlTypes = 0;
export const ScsiStopAdapter = 1;
export const ScsiRestartAdapter = 2;
export const ScsiSetBootConfig = 3;
export const ScsiSetRunningConfig = 4;
export const ScsiPowerSettingNotification = 5;
export const ScsiAdapterPower = 6;
export const ScsiAdapterPoFxPowerRequired = 7;
export const ScsiAdapterPoFxPowerActive = 8;
export const ScsiAdapterPoFxPowerSetFState = 9;
export const ScsiAdapterPoFxPowerControl = 10;
export const ScsiAdapterPrepareForBusReScan = 11;
export const ScsiAdapterSystemPowerHints = 12;
export const ScsiAdapterFilterResourceRequirements = 13;
export const ScsiAdapterPoFxMaxOperationalPower = 14;
export const ScsiAdapterPoFxSetPerfState = 15;
export const ScsiAdapterSurpriseRemoval = 16;
export const ScsiAdapterSerialNumber = 17;
export const ScsiAdapterCryptoOperation = 18;
export const ScsiAdapterQueryFruId = 19;
export const ScsiAdapterSetEventLogging = 20;
export const ScsiAdapterReportInternalData = 21;
export const ScsiAdapterResetBusSynchronous = 22;
export const ScsiAdapterPostHwInitialize = 23;
export const ScsiAdapterPrepareEarlyDumpData = 24;
export const ScsiAdapterRestoreEarlyDumpData = 25;
export const ScsiAdapterKsrPowerDown = 26;
export const ScsiAdapterPreparePLDR = 27;
export const ScsiAdapterNvmeofOperation = 28;

// SCSI_UNIT_CONTROL_TYPE
export const ScsiQuerySupportedUnitControlTypes = 0;
export const ScsiUnitUsage = 1;
export const ScsiUnitStart = 2;
export const ScsiUnitPower = 3;
export const ScsiUnitPoFxPowerInfo = 4;
export const ScsiUnitPoFxPowerRequired = 5;
export const ScsiUnitPoFxPowerActive = 6;
export const ScsiUnitPoFxPowerSetFState = 7;
export const ScsiUnitPoFxPowerControl = 8;
export const ScsiUnitRemove = 9;
export const ScsiUnitSurpriseRemoval = 10;
export const ScsiUnitRichDescription = 11;
export const ScsiUnitQueryBusType = 12;
export const ScsiUnitQueryFruId = 13;
export const ScsiUnitReportInternalData = 14;
export const ScsiUnitKsrPowerDown = 15;
export const ScsiUnitNvmeIceInformation = 16;

// STOR_POFX_DEVICE and its versions, STOR_POFX_COMPONENT, STOR_POFX_COMPONENT_IDLE_STATE
export const STOR_POFX_DEVICE_VERSION_V1 = 1;
export const STOR_POFX_DEVICE_VERSION_V2 = 2;
export const STOR_POFX_DEVICE_VERSION_V3 = 3;
/** Sizes leave out the array at the end, as the header has them. */
export const STOR_POFX_DEVICE_SIZE = 0x10;
export const STOR_POFX_DEVICE_V2_SIZE = 0x18;
export const STOR_POFX_DEVICE_V3_SIZE = 0x18;
export const STOR_POFX_COMPONENT_VERSION_V1 = 1;
export const STOR_POFX_COMPONENT_VERSION_V2 = 2;
export const STOR_POFX_COMPONENT_SIZE = 0x20;
export const STOR_POFX_COMPONENT_V2_SIZE = 0x28;
export const STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1 = 1;
export const STOR_POFX_COMPONENT_IDLE_STATE_SIZE = 0x20;
export const STOR_POFX_UNKNOWN_POWER = 0xffffffff;
export const STOR_POFX_UNKNOWN_TIME = 0xffffffffffffffffn;
export const STOR_POFX_ADAPTER_MIN_IDLE_STATES = 1;
export const STOR_POFX_ADAPTER_MAX_IDLE_STATES = 8;
export const STOR_POFX_UNIT_MIN_IDLE_STATES = 1;
export const STOR_POFX_UNIT_MAX_IDLE_STATES = 2;

// STOR_POFX_DEVICE.Flags
/** The port asks for no D0 when power is required: the miniport hears of it, and that is all. */
export const STOR_POFX_DEVICE_FLAG_NO_D0 = 0x1;
/** The same for D3 when power is not required. */
export const STOR_POFX_DEVICE_FLAG_NO_D3 = 0x2;
/** Of an adapter: its power may be taken away in D3. */
export const STOR_POFX_DEVICE_FLAG_ENABLE_D3_COLD = 0x4;
/** The dump instance of the miniport cannot bring the device back: it has to stay on as long as a crash dump may need it. */
export const STOR_POFX_DEVICE_FLAG_NO_DUMP_ACTIVE = 0x8;
/** AdapterIdleTimeoutInMS or UnitMinIdleTimeoutInMS is valid. */
export const STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT = 0x10;
/** Of version 3: MinimumPowerCyclePeriodInMS is valid. */
export const STOR_POFX_DEVICE_FLAG_ADAPTIVE_D3_IDLE_TIMEOUT = 0x20;
/** Of an adapter: its units are not registered. */
export const STOR_POFX_DEVICE_FLAG_NO_UNIT_REGISTRATION = 0x40;
export const STOR_POFX_DEVICE_FLAG_PERF_STATE_PEP_OPTIONAL = 0x80;
export const STOR_POFX_DEVICE_FLAG_NO_IDLE_DEBOUNCE = 0x100;
/** After a bug check power is asked for whatever state the device is in; stronger than NO_DUMP_ACTIVE. */
export const STOR_POFX_DEVICE_FLAG_DUMP_ALWAYS_POWER_ON = 0x200;
/** The adapter's interrupt is off while it is in D3. */
export const STOR_POFX_DEVICE_FLAG_DISABLE_INTERRUPTS_ON_D3 = 0x400;
export const STOR_POFX_DEVICE_FLAG_ADAPTER_D3_WAKE = 0x800;
export const STOR_POFX_DEVICE_FLAG_GET_PERF_STATE_FROM_PEP = 0x1000;

// SCSI_NOTIFICATION_TYPE, and what the inline routines of the header hand to StorPortNotification
export const RequestComplete = 0x0;
export const NextRequest = 0x1;
export const NextLuRequest = 0x2;
export const ResetDetected = 0x3;
export const CallDisableInterrupts = 0x4;
export const CallEnableInterrupts = 0x5;
export const RequestTimerCall = 0x6;
export const BusChangeDetected = 0x7;
export const WMIEvent = 0x8;
export const WMIReregister = 0x9;
export const LinkUp = 0xa;
export const LinkDown = 0xb;
export const QueryTickCount = 0xc;
export const BufferOverrunDetected = 0xd;
export const TraceNotification = 0xe;
export const GetExtendedFunctionTable = 0xf;
export const EnablePassiveInitialization = 0x1000;
export const InitializeDpc = 0x1001;
export const IssueDpc = 0x1002;
export const AcquireSpinLock = 0x1003;
export const ReleaseSpinLock = 0x1004;
export const StateChangeDetectedCall = 0x1005;
export const IoTargetRequestServiceTime = 0x1006;
export const AsyncNotificationDetected = 0x1007;
export const RequestDirectComplete = 0x1008;
export const InitializeDpcWithContext = 0x1009;
export const InitializeThreadedDpc = 0x100a;
export const SetTargetProcessorDpc = 0x100b;
export const MarkDeviceFailed = 0x100c;
export const MarkDeviceFailedEx = 0x100d;
