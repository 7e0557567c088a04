/** The routines that a miniport hands to Storport, by role. None of them may wait. */
import { routinePointer } from '../struct.ts';
import type { BOOLEAN, PVOID, ULONG } from '../types.ts';
import type { SCSI_REQUEST_BLOCK } from './storage.ts';
import type { PORT_CONFIGURATION_INFORMATION } from './storport-config.ts';
import type { STOR_DPC } from './storport-requests.ts';

export type SCSI_NOTIFICATION_TYPE = ULONG;
export type STOR_SPINLOCK = ULONG;
export type SCSI_ADAPTER_CONTROL_TYPE = ULONG;
export type SCSI_ADAPTER_CONTROL_STATUS = ULONG;
export type SCSI_UNIT_CONTROL_TYPE = ULONG;
export type SCSI_UNIT_CONTROL_STATUS = ULONG;

/** Resets the adapter and makes it ready, at DIRQL. */
export type HW_INITIALIZE = (DeviceExtension: PVOID) => BOOLEAN;
export type PHW_INITIALIZE = HW_INITIALIZE | null;
export const PHW_INITIALIZE = routinePointer<HW_INITIALIZE>('PHW_INITIALIZE');
/** Prepares a request without a lock. FALSE: HwStorStartIo is not called for it. */
export type HW_BUILDIO = (DeviceExtension: PVOID, Srb: SCSI_REQUEST_BLOCK) => BOOLEAN;
export type PHW_BUILDIO = HW_BUILDIO | null;
export const PHW_BUILDIO = routinePointer<HW_BUILDIO>('PHW_BUILDIO');
/** Starts a request on the hardware. */
export type HW_STARTIO = (DeviceExtension: PVOID, Srb: SCSI_REQUEST_BLOCK) => BOOLEAN;
export type PHW_STARTIO = HW_STARTIO | null;
export const PHW_STARTIO = routinePointer<HW_STARTIO>('PHW_STARTIO');
/** TRUE: the interrupt was the adapter's. In dump runs the port polls it. */
export type HW_INTERRUPT = (DeviceExtension: PVOID) => BOOLEAN;
export type PHW_INTERRUPT = HW_INTERRUPT | null;
export const PHW_INTERRUPT = routinePointer<HW_INTERRUPT>('PHW_INTERRUPT');
/** Of the timer that RequestTimerCall sets, at DISPATCH_LEVEL. */
export type HW_TIMER = (DeviceExtension: PVOID) => void;
export type PHW_TIMER = HW_TIMER | null;
export const PHW_TIMER = routinePointer<HW_TIMER>('PHW_TIMER');
/** Fills in the configuration. ArgumentString is the address of a text in ANSI; `dump=1` in it means a dump run. */
export type HW_FIND_ADAPTER = (
  DeviceExtension: PVOID,
  HwContext: PVOID,
  BusInformation: PVOID,
  ArgumentString: PVOID,
  ConfigInfo: PORT_CONFIGURATION_INFORMATION,
  Reserved3: PVOID,
) => ULONG;
export type PHW_FIND_ADAPTER = HW_FIND_ADAPTER | null;
export const PHW_FIND_ADAPTER = routinePointer<HW_FIND_ADAPTER>('PHW_FIND_ADAPTER');
/** The same of a virtual miniport: HwContext is the PDO, BusInformation the FDO, LowerDevice the device object below it. */
export type VIRTUAL_HW_FIND_ADAPTER = (
  DeviceExtension: PVOID,
  HwContext: PVOID,
  BusInformation: PVOID,
  LowerDevice: PVOID,
  ArgumentString: PVOID,
  ConfigInfo: PORT_CONFIGURATION_INFORMATION,
  Again: PVOID,
) => ULONG;
export type PVIRTUAL_HW_FIND_ADAPTER = VIRTUAL_HW_FIND_ADAPTER | null;
export const PVIRTUAL_HW_FIND_ADAPTER = routinePointer<VIRTUAL_HW_FIND_ADAPTER>('PVIRTUAL_HW_FIND_ADAPTER');
/** Completes every request of the bus with SRB_STATUS_BUS_RESET. */
export type HW_RESET_BUS = (DeviceExtension: PVOID, PathId: ULONG) => BOOLEAN;
export type PHW_RESET_BUS = HW_RESET_BUS | null;
export const PHW_RESET_BUS = routinePointer<HW_RESET_BUS>('PHW_RESET_BUS');
/** Of older port drivers; must be NULL. */
export type HW_DMA_STARTED = (DeviceExtension: PVOID) => void;
export type PHW_DMA_STARTED = HW_DMA_STARTED | null;
export const PHW_DMA_STARTED = routinePointer<HW_DMA_STARTED>('PHW_DMA_STARTED');
/** Of older port drivers; must be NULL. */
export type HW_ADAPTER_STATE = (DeviceExtension: PVOID, Context: PVOID, SaveState: BOOLEAN) => BOOLEAN;
export type PHW_ADAPTER_STATE = HW_ADAPTER_STATE | null;
export const PHW_ADAPTER_STATE = routinePointer<HW_ADAPTER_STATE>('PHW_ADAPTER_STATE');
/** Stop, restart, power and whatever else concerns the adapter as a whole. */
export type HW_ADAPTER_CONTROL = (
  DeviceExtension: PVOID,
  ControlType: SCSI_ADAPTER_CONTROL_TYPE,
  Parameters: PVOID,
) => SCSI_ADAPTER_CONTROL_STATUS;
export type PHW_ADAPTER_CONTROL = HW_ADAPTER_CONTROL | null;
export const PHW_ADAPTER_CONTROL = routinePointer<HW_ADAPTER_CONTROL>('PHW_ADAPTER_CONTROL');
/** Start, power, special files and whatever else concerns one logical unit. */
export type HW_UNIT_CONTROL = (
  DeviceExtension: PVOID,
  ControlType: SCSI_UNIT_CONTROL_TYPE,
  Parameters: PVOID,
) => SCSI_UNIT_CONTROL_STATUS;
export type PHW_UNIT_CONTROL = HW_UNIT_CONTROL | null;
export const PHW_UNIT_CONTROL = routinePointer<HW_UNIT_CONTROL>('PHW_UNIT_CONTROL');
/** Virtual miniports only. */
export type HW_FREE_ADAPTER_RESOURCES = (DeviceExtension: PVOID) => void;
export type PHW_FREE_ADAPTER_RESOURCES = HW_FREE_ADAPTER_RESOURCES | null;
export const PHW_FREE_ADAPTER_RESOURCES = routinePointer<HW_FREE_ADAPTER_RESOURCES>('PHW_FREE_ADAPTER_RESOURCES');
/** Virtual miniports only. */
export type HW_PROCESS_SERVICE_REQUEST = (DeviceExtension: PVOID, Irp: PVOID) => void;
export type PHW_PROCESS_SERVICE_REQUEST = HW_PROCESS_SERVICE_REQUEST | null;
export const PHW_PROCESS_SERVICE_REQUEST = routinePointer<HW_PROCESS_SERVICE_REQUEST>('PHW_PROCESS_SERVICE_REQUEST');
/** Virtual miniports only. */
export type HW_COMPLETE_SERVICE_IRP = (DeviceExtension: PVOID) => void;
export type PHW_COMPLETE_SERVICE_IRP = HW_COMPLETE_SERVICE_IRP | null;
export const PHW_COMPLETE_SERVICE_IRP = routinePointer<HW_COMPLETE_SERVICE_IRP>('PHW_COMPLETE_SERVICE_IRP');
/** Never called: there is no tracing session. */
export type HW_INITIALIZE_TRACING = (Arg1: PVOID, Arg2: PVOID) => void;
export type PHW_INITIALIZE_TRACING = HW_INITIALIZE_TRACING | null;
export const PHW_INITIALIZE_TRACING = routinePointer<HW_INITIALIZE_TRACING>('PHW_INITIALIZE_TRACING');
/** Never called: there is no tracing session. */
export type HW_CLEANUP_TRACING = (Arg1: PVOID) => void;
export type PHW_CLEANUP_TRACING = HW_CLEANUP_TRACING | null;
export const PHW_CLEANUP_TRACING = routinePointer<HW_CLEANUP_TRACING>('PHW_CLEANUP_TRACING');
/** Never called: there is no tracing session. */
export type HW_TRACING_ENABLED = (HwDeviceExtension: PVOID, Enabled: BOOLEAN) => void;
export type PHW_TRACING_ENABLED = HW_TRACING_ENABLED | null;
export const PHW_TRACING_ENABLED = routinePointer<HW_TRACING_ENABLED>('PHW_TRACING_ENABLED');
/** What StorPortEnablePassiveInitialization enables: called at PASSIVE_LEVEL after HwStorInitialize. */
export type HW_PASSIVE_INITIALIZE_ROUTINE = (DeviceExtension: PVOID) => BOOLEAN;
export type PHW_PASSIVE_INITIALIZE_ROUTINE = HW_PASSIVE_INITIALIZE_ROUTINE | null;
export const PHW_PASSIVE_INITIALIZE_ROUTINE = routinePointer<HW_PASSIVE_INITIALIZE_ROUTINE>(
  'PHW_PASSIVE_INITIALIZE_ROUTINE',
);
/** A deferred procedure of the miniport, at DISPATCH_LEVEL without a lock. */
export type HW_DPC_ROUTINE = (
  Dpc: STOR_DPC,
  HwDeviceExtension: PVOID,
  SystemArgument1: PVOID,
  SystemArgument2: PVOID,
) => void;
export type PHW_DPC_ROUTINE = HW_DPC_ROUTINE | null;
export const PHW_DPC_ROUTINE = routinePointer<HW_DPC_ROUTINE>('PHW_DPC_ROUTINE');
/** Of a timer that StorPortRequestTimer sets, at DISPATCH_LEVEL. */
export type HW_TIMER_EX = (DeviceExtension: PVOID, Context: PVOID) => void;
export type PHW_TIMER_EX = HW_TIMER_EX | null;
export const PHW_TIMER_EX = routinePointer<HW_TIMER_EX>('PHW_TIMER_EX');
