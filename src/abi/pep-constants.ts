/** What a platform extension plug-in (PEP) and the power framework say to each other: versions, notifications, work. */

export const PEP_INFORMATION_VERSION = 3;
export const PEP_KERNEL_INFORMATION_V1 = 1;
export const PEP_KERNEL_INFORMATION_V2 = 2;
export const PEP_KERNEL_INFORMATION_V3 = 3;
export const PEP_KERNEL_INFORMATION_VERSION = 3;

// Device power management notifications. Numbers that are missing are retired.
export const PEP_DPM_PREPARE_DEVICE = 0x01;
export const PEP_DPM_ABANDON_DEVICE = 0x02;
export const PEP_DPM_REGISTER_DEVICE = 0x03;
export const PEP_DPM_UNREGISTER_DEVICE = 0x04;
export const PEP_DPM_DEVICE_POWER_STATE = 0x05;
export const PEP_DPM_COMPONENT_ACTIVE = 0x07;
export const PEP_DPM_WORK = 0x0d;
export const PEP_DPM_POWER_CONTROL_REQUEST = 0x0e;
export const PEP_DPM_POWER_CONTROL_COMPLETE = 0x0f;
export const PEP_DPM_SYSTEM_LATENCY_UPDATE = 0x10;
export const PEP_DPM_DEVICE_STARTED = 0x12;
export const PEP_DPM_NOTIFY_COMPONENT_IDLE_STATE = 0x13;
export const PEP_DPM_REGISTER_DEBUGGER = 0x15;
export const PEP_DPM_LOW_POWER_EPOCH = 0x18;
export const PEP_DPM_REGISTER_CRASHDUMP_DEVICE = 0x19;
export const PEP_DPM_DEVICE_IDLE_CONSTRAINTS = 0x1a;
export const PEP_DPM_COMPONENT_IDLE_CONSTRAINTS = 0x1b;
export const PEP_DPM_QUERY_COMPONENT_PERF_CAPABILITIES = 0x1c;
export const PEP_DPM_QUERY_COMPONENT_PERF_SET = 0x1d;
export const PEP_DPM_QUERY_COMPONENT_PERF_SET_NAME = 0x1e;
export const PEP_DPM_QUERY_COMPONENT_PERF_STATES = 0x1f;
export const PEP_DPM_REGISTER_COMPONENT_PERF_STATES = 0x20;
export const PEP_DPM_REQUEST_COMPONENT_PERF_STATE = 0x21;
export const PEP_DPM_QUERY_CURRENT_COMPONENT_PERF_STATE = 0x22;
export const PEP_DPM_QUERY_DEBUGGER_TRANSITION_REQUIREMENTS = 0x23;
export const PEP_DPM_QUERY_SOC_SUBSYSTEM_COUNT = 0x24;
export const PEP_DPM_QUERY_SOC_SUBSYSTEM = 0x25;
export const PEP_DPM_RESET_SOC_SUBSYSTEM_ACCOUNTING = 0x26;
export const PEP_DPM_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME = 0x27;
export const PEP_DPM_QUERY_SOC_SUBSYSTEM_METADATA = 0x28;

// The one notification about processors that is sent. Documents name it without its number: this one is the sandbox's own.
export const PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES = 0x10;

// PEP_DEVICE_ACCEPTANCE_TYPE; 1 is reserved.
export const PepDeviceNotAccepted = 0;
export const PepDeviceAccepted = 2;

// PEP_WORK_TYPE
export const PepWorkRequestPowerControl = 3;
export const PepWorkCompleteIdleState = 5;
export const PepWorkCompletePerfState = 6;
export const PepWorkAcpiNotify = 7;
export const PepWorkAcpiEvaluateControlMethodComplete = 8;
