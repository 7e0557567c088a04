/** Enumerations of the kernel, executive, PnP and power managers, one constant for each value. */

// DEVICE_USAGE_NOTIFICATION_TYPE
export const DeviceUsageTypeUndefined = 0;
export const DeviceUsageTypePaging = 1;
export const DeviceUsageTypeHibernation = 2;
export const DeviceUsageTypeDumpFile = 3;
export const DeviceUsageTypeBoot = 4;
export const DeviceUsageTypePostDisplay = 5;
export const DeviceUsageTypeGuestAssigned = 6;
export const DeviceUsageTypeInlineCryptoEngine = 7;

// DEVICE_RELATION_TYPE
export const BusRelations = 0;
export const EjectionRelations = 1;
export const PowerRelations = 2;
export const RemovalRelations = 3;
export const TargetDeviceRelation = 4;
export const SingleBusRelations = 5;
export const TransportRelations = 6;

// BUS_QUERY_ID_TYPE
export const BusQueryDeviceID = 0;
export const BusQueryHardwareIDs = 1;
export const BusQueryCompatibleIDs = 2;
export const BusQueryInstanceID = 3;
export const BusQueryDeviceSerialNumber = 4;
export const BusQueryContainerID = 5;

// DEVICE_TEXT_TYPE
export const DeviceTextDescription = 0;
export const DeviceTextLocationInformation = 1;

// PNP_DEVICE_STATE
export const PNP_DEVICE_DISABLED = 0x00000001;
export const PNP_DEVICE_DONT_DISPLAY_IN_UI = 0x00000002;
export const PNP_DEVICE_FAILED = 0x00000004;
export const PNP_DEVICE_REMOVED = 0x00000008;
export const PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED = 0x00000010;
export const PNP_DEVICE_NOT_DISABLEABLE = 0x00000020;
export const PNP_DEVICE_DISCONNECTED = 0x00000040;

// INTERFACE_TYPE
export const InterfaceTypeUndefined = 0xffffffff;
export const Internal = 0;
export const Isa = 1;
export const Eisa = 2;
export const MicroChannel = 3;
export const TurboChannel = 4;
export const PCIBus = 5;
export const VMEBus = 6;
export const NuBus = 7;
export const PCMCIABus = 8;
export const CBus = 9;
export const MPIBus = 10;
export const MPSABus = 11;
export const ProcessorInternal = 12;
export const InternalPowerBus = 13;
export const PNPISABus = 14;
export const PNPBus = 15;
export const Vmcs = 16;
export const ACPIBus = 17;

// CM_PARTIAL_RESOURCE_DESCRIPTOR.Type, IO_RESOURCE_DESCRIPTOR.Type
export const CmResourceTypeNull = 0;
export const CmResourceTypePort = 1;
export const CmResourceTypeInterrupt = 2;
export const CmResourceTypeMemory = 3;
export const CmResourceTypeDma = 4;
export const CmResourceTypeDeviceSpecific = 5;
export const CmResourceTypeBusNumber = 6;
export const CmResourceTypeMemoryLarge = 7;
export const CmResourceTypeConfigData = 128;
export const CmResourceTypeDevicePrivate = 129;
export const CM_RESOURCE_PORT_MEMORY = 0x0000;
export const CM_RESOURCE_PORT_IO = 0x0001;
export const CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE = 0;
export const CM_RESOURCE_INTERRUPT_LATCHED = 1;
export const CM_RESOURCE_INTERRUPT_MESSAGE = 2;
export const CM_RESOURCE_MEMORY_READ_WRITE = 0x0000;
export const CM_RESOURCE_MEMORY_READ_ONLY = 0x0001;
export const IO_RESOURCE_PREFERRED = 0x01;
export const IO_RESOURCE_DEFAULT = 0x02;
export const IO_RESOURCE_ALTERNATIVE = 0x08;

// CM_SHARE_DISPOSITION
export const CmResourceShareUndetermined = 0;
export const CmResourceShareDeviceExclusive = 1;
export const CmResourceShareDriverExclusive = 2;
export const CmResourceShareShared = 3;

// SYSTEM_POWER_STATE
export const PowerSystemUnspecified = 0;
export const PowerSystemWorking = 1;
export const PowerSystemSleeping1 = 2;
export const PowerSystemSleeping2 = 3;
export const PowerSystemSleeping3 = 4;
export const PowerSystemHibernate = 5;
export const PowerSystemShutdown = 6;
export const PowerSystemMaximum = 7;

// DEVICE_POWER_STATE
export const PowerDeviceUnspecified = 0;
export const PowerDeviceD0 = 1;
export const PowerDeviceD1 = 2;
export const PowerDeviceD2 = 3;
export const PowerDeviceD3 = 4;
export const PowerDeviceMaximum = 5;

// POWER_STATE_TYPE
export const SystemPowerState = 0;
export const DevicePowerState = 1;

// POWER_ACTION
export const PowerActionNone = 0;
export const PowerActionReserved = 1;
export const PowerActionSleep = 2;
export const PowerActionHibernate = 3;
export const PowerActionShutdown = 4;
export const PowerActionShutdownReset = 5;
export const PowerActionShutdownOff = 6;
export const PowerActionWarmEject = 7;
export const PowerActionDisplayOff = 8;

// D3COLD_LAST_TRANSITION_STATUS
export const LastDStateTransitionStatusUnknown = 0;
export const LastDStateTransitionD3hot = 1;
export const LastDStateTransitionD3cold = 2;

// DEVICE_WAKE_DEPTH
export const DeviceWakeDepthNotWakeable = 0;
export const DeviceWakeDepthD0 = 1;
export const DeviceWakeDepthD1 = 2;
export const DeviceWakeDepthD2 = 3;
export const DeviceWakeDepthD3hot = 4;
export const DeviceWakeDepthD3cold = 5;

// EVENT_TYPE, TIMER_TYPE
export const NotificationEvent = 0;
export const SynchronizationEvent = 1;
export const NotificationTimer = 0;
export const SynchronizationTimer = 1;

// WAIT_TYPE
export const WaitAll = 0;
export const WaitAny = 1;

// KWAIT_REASON
export const Executive = 0;
export const FreePage = 1;
export const PageIn = 2;
export const PoolAllocation = 3;
export const DelayExecution = 4;
export const Suspended = 5;
export const UserRequest = 6;

// KPROCESSOR_MODE
export const KernelMode = 0;
export const UserMode = 1;

// WORK_QUEUE_TYPE
export const CriticalWorkQueue = 0;
export const DelayedWorkQueue = 1;
export const HyperCriticalWorkQueue = 2;
export const NormalWorkQueue = 3;
export const BackgroundWorkQueue = 4;

// POOL_TYPE
export const NonPagedPool = 0;
export const NonPagedPoolExecute = 0;
export const PagedPool = 1;
export const NonPagedPoolMustSucceed = 2;
export const NonPagedPoolCacheAligned = 4;
export const PagedPoolCacheAligned = 5;
export const NonPagedPoolNx = 512;
export const NonPagedPoolNxCacheAligned = 516;
export const POOL_COLD_ALLOCATION = 256;
export const POOL_QUOTA_FAIL_INSTEAD_OF_RAISE = 8;
export const POOL_RAISE_IF_ALLOCATION_FAILURE = 16;

// POOL_FLAGS of ExAllocatePool2
export const POOL_FLAG_USE_QUOTA = 0x01n;
export const POOL_FLAG_UNINITIALIZED = 0x02n;
export const POOL_FLAG_SESSION = 0x04n;
export const POOL_FLAG_CACHE_ALIGNED = 0x08n;
export const POOL_FLAG_RAISE_ON_FAILURE = 0x20n;
export const POOL_FLAG_NON_PAGED = 0x40n;
export const POOL_FLAG_NON_PAGED_EXECUTE = 0x80n;
export const POOL_FLAG_PAGED = 0x100n;

// IRQL of a 32-bit x86 processor
export const PASSIVE_LEVEL = 0;
export const LOW_LEVEL = 0;
export const APC_LEVEL = 1;
export const DISPATCH_LEVEL = 2;
export const CMCI_LEVEL = 5;
export const PROFILE_LEVEL = 27;
export const CLOCK_LEVEL = 28;
export const IPI_LEVEL = 29;
export const POWER_LEVEL = 30;
export const HIGH_LEVEL = 31;

// KDPC_IMPORTANCE
export const LowImportance = 0;
export const MediumImportance = 1;
export const HighImportance = 2;
export const MediumHighImportance = 3;

// MM_PAGE_PRIORITY, MEMORY_CACHING_TYPE, LOCK_OPERATION
export const LowPagePriority = 0;
export const NormalPagePriority = 16;
export const HighPagePriority = 32;
export const MmNonCached = 0;
export const MmCached = 1;
export const MmWriteCombined = 2;

// MmMapIoSpaceEx
export const PAGE_READONLY = 0x02;
export const PAGE_READWRITE = 0x04;
export const PAGE_NOCACHE = 0x200;
export const PAGE_WRITECOMBINE = 0x400;

export const IoReadAccess = 0;
export const IoWriteAccess = 1;
export const IoModifyAccess = 2;

// MDL.MdlFlags
export const MDL_MAPPED_TO_SYSTEM_VA = 0x0001;
export const MDL_PAGES_LOCKED = 0x0002;
export const MDL_SOURCE_IS_NONPAGED_POOL = 0x0004;
export const MDL_ALLOCATED_FIXED_SIZE = 0x0008;
export const MDL_PARTIAL = 0x0010;
export const MDL_PARTIAL_HAS_BEEN_MAPPED = 0x0020;
export const MDL_IO_PAGE_READ = 0x0040;
export const MDL_WRITE_OPERATION = 0x0080;

// The device interface classes and event categories of PnP notification
export const EventCategoryReserved = 0;
export const EventCategoryHardwareProfileChange = 1;
export const EventCategoryDeviceInterfaceChange = 2;
export const EventCategoryTargetDeviceChange = 3;
export const PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES = 0x00000001;
export const DEVICE_INTERFACE_INCLUDE_NONACTIVE = 0x00000001;

// DEVICE_REGISTRY_PROPERTY
export const DevicePropertyDeviceDescription = 0;
export const DevicePropertyHardwareID = 1;
export const DevicePropertyCompatibleIDs = 2;
export const DevicePropertyBootConfiguration = 3;
export const DevicePropertyBootConfigurationTranslated = 4;
export const DevicePropertyClassName = 5;
export const DevicePropertyClassGuid = 6;
export const DevicePropertyDriverKeyName = 7;
export const DevicePropertyManufacturer = 8;
export const DevicePropertyFriendlyName = 9;
export const DevicePropertyLocationInformation = 10;
export const DevicePropertyPhysicalDeviceObjectName = 11;
export const DevicePropertyBusTypeGuid = 12;
export const DevicePropertyLegacyBusType = 13;
export const DevicePropertyBusNumber = 14;
export const DevicePropertyEnumeratorName = 15;
export const DevicePropertyAddress = 16;
export const DevicePropertyUINumber = 17;
export const DevicePropertyInstallState = 18;
export const DevicePropertyRemovalPolicy = 19;
export const DevicePropertyResourceRequirements = 20;
export const DevicePropertyAllocatedResources = 21;
export const DevicePropertyContainerID = 22;

// DEVICE_REMOVAL_POLICY
export const RemovalPolicyExpectNoRemoval = 1;
export const RemovalPolicyExpectOrderlyRemoval = 2;
export const RemovalPolicyExpectSurpriseRemoval = 3;

// PoRegisterSystemState
export const ES_SYSTEM_REQUIRED = 0x00000001;
export const ES_DISPLAY_REQUIRED = 0x00000002;
export const ES_USER_PRESENT = 0x00000004;
export const ES_CONTINUOUS = 0x80000000;

// POWER_REQUEST_TYPE
export const PowerRequestDisplayRequired = 0;
export const PowerRequestSystemRequired = 1;
export const PowerRequestAwayModeRequired = 2;
export const PowerRequestExecutionRequired = 3;

// COUNTED_REASON_CONTEXT
export const POWER_REQUEST_CONTEXT_VERSION = 0;
export const POWER_REQUEST_CONTEXT_SIMPLE_STRING = 0x00000001;
export const POWER_REQUEST_CONTEXT_DETAILED_STRING = 0x00000002;

// DbgPrintEx
export const DPFLTR_IHVDRIVER_ID = 77;
export const DPFLTR_DEFAULT_ID = 101;
export const DPFLTR_ERROR_LEVEL = 0;
export const DPFLTR_WARNING_LEVEL = 1;
export const DPFLTR_TRACE_LEVEL = 2;
export const DPFLTR_INFO_LEVEL = 3;

// Page size of the emulated processor
export const PAGE_SIZE = 0x1000;
export const PAGE_SHIFT = 12;
export const MAXIMUM_WAIT_OBJECTS = 64;
export const THREAD_WAIT_OBJECTS = 3;

// DISPATCHER_HEADER.Type
export const EventNotificationObject = 0;
export const EventSynchronizationObject = 1;
export const MutantObject = 2;
export const ProcessObject = 3;
export const QueueObject = 4;
export const SemaphoreObject = 5;
export const ThreadObject = 6;
export const TimerNotificationObject = 8;
export const TimerSynchronizationObject = 9;
export const ApcObject = 18;
export const DpcObject = 19;
export const DeviceQueueObject = 20;
