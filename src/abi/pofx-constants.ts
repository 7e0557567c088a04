/** Constants of the power framework: versions, flags, and values that mean that a driver does not know. */

// The version of the structure that describes a device
export const PO_FX_VERSION_V1 = 0x00000001;
export const PO_FX_VERSION_V2 = 0x00000002;
export const PO_FX_VERSION_V3 = 0x00000003;

/** Of an F state whose latency or residency the driver does not know: the framework never selects it. */
export const PO_FX_UNKNOWN_TIME = 0xffffffffffffffffn;
export const PO_FX_UNKNOWN_POWER = 0xffffffff;

// PoFxActivateComponent, PoFxIdleComponent, PoFxIssueComponentPerfStateChange
export const PO_FX_FLAG_BLOCKING = 0x1;
export const PO_FX_FLAG_ASYNC_ONLY = 0x2;

// PoFxRegisterComponentPerfStates
export const PO_FX_FLAG_PERF_PEP_OPTIONAL = 0x1;
export const PO_FX_FLAG_PERF_QUERY_ON_F0 = 0x2;
export const PO_FX_FLAG_PERF_QUERY_ON_ALL_IDLE_STATES = 0x4;

// PO_FX_COMPONENT_V2.Flags
/** The component goes to F0 before the device leaves D0. */
export const PO_FX_COMPONENT_FLAG_F0_ON_DX = 0x1n;
export const PO_FX_COMPONENT_FLAG_NO_DEBOUNCE = 0x2n;

// PO_FX_DEVICE_V3.Flags
export const PO_FX_DEVICE_FLAG_DFX_DIRECT_CHILDREN_OPTIONAL = 0x2n;
export const PO_FX_DEVICE_FLAG_DFX_POWER_CHILDREN_OPTIONAL = 0x4n;
export const PO_FX_DEVICE_FLAG_DFX_CHILDREN_OPTIONAL = 0x6n;
export const PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME = 0x8n;
export const PO_FX_DEVICE_FLAG_ENABLE_FAST_RESUME = 0x10n;
export const PO_FX_DEVICE_FLAG_NO_FAULT_CALLBACKS = 0x20n;

// PO_FX_DEVICE_V3.DirectedFxTimeoutInSeconds
export const PO_FX_DIRECTED_FX_DEFAULT_IDLE_TIMEOUT = 0;
export const PO_FX_DIRECTED_FX_IMMEDIATE_IDLE_TIMEOUT = 0xffffffff;
/** Seconds. */
export const PO_FX_DIRECTED_FX_MAX_IDLE_TIMEOUT = 600;

// PO_FX_PERF_STATE_UNIT, PO_FX_PERF_STATE_TYPE
export const PoFxPerfStateUnitOther = 0;
export const PoFxPerfStateUnitFrequency = 1;
export const PoFxPerfStateUnitBandwidth = 2;
export const PoFxPerfStateUnitMaximum = 3;
export const PoFxPerfStateTypeDiscrete = 0;
export const PoFxPerfStateTypeRange = 1;
export const PoFxPerfStateTypeMaximum = 2;
