/** What a platform extension plug-in (PEP) registers with, and the data of the notifications that it is sent. */
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { type FieldType, openArray, over, pointer, routinePointer, scalar, struct } from '../struct.ts';
import { BOOLEAN, enumeration, NTSTATUS, PVOID, SIZE_T, ULONG, ULONGLONG, USHORT } from '../types.ts';
import { POHANDLE, PPO_FX_COMPONENT_IDLE_STATE } from './pofx.ts';
import { DEVICE_POWER_STATE } from './power.ts';
import { GUID, PGUID, PUNICODE_STRING } from './rtl.ts';

/** A number that a plug-in makes up for a device; the framework gives it back in every notification about it. */
export const PEPHANDLE: FieldType<PEPHANDLE> = scalar('address', 4, 'PEPHANDLE', 'PVOID');
export type PEPHANDLE = PVOID;

export const PEP_DEVICE_ACCEPTANCE_TYPE = enumeration('PEP_DEVICE_ACCEPTANCE_TYPE');
export type PEP_DEVICE_ACCEPTANCE_TYPE = number;
export const PEP_WORK_TYPE = enumeration('PEP_WORK_TYPE');
export type PEP_WORK_TYPE = number;

/** TRUE: the notification was handled. `Data` is the address of the notification's structure. */
export type PEPCALLBACKNOTIFYDPM = (Notification: ULONG, Data: PVOID) => MaybePromise<BOOLEAN>;
export type PPEPCALLBACKNOTIFYDPM = PEPCALLBACKNOTIFYDPM | null;
export const PPEPCALLBACKNOTIFYDPM = routinePointer<PEPCALLBACKNOTIFYDPM>('PPEPCALLBACKNOTIFYDPM');
export type PEPCALLBACKNOTIFYPPM = (Handle: PEPHANDLE, Notification: ULONG, Data: PVOID) => BOOLEAN;
export type PPEPCALLBACKNOTIFYPPM = PEPCALLBACKNOTIFYPPM | null;
export const PPEPCALLBACKNOTIFYPPM = routinePointer<PEPCALLBACKNOTIFYPPM>('PPEPCALLBACKNOTIFYPPM');
export type PEPCALLBACKNOTIFYACPI = (Notification: ULONG, Data: PVOID) => BOOLEAN;
export type PPEPCALLBACKNOTIFYACPI = PEPCALLBACKNOTIFYACPI | null;
export const PPEPCALLBACKNOTIFYACPI = routinePointer<PEPCALLBACKNOTIFYACPI>('PPEPCALLBACKNOTIFYACPI');

/** The routines of a plug-in that the framework calls; null for a kind that it takes no notifications of. */
export class PEP_INFORMATION extends struct('PEP_INFORMATION', {
  Version: USHORT,
  /** Bytes. */
  Size: USHORT,
  AcceptDeviceNotification: PPEPCALLBACKNOTIFYDPM,
  AcceptProcessorNotification: PPEPCALLBACKNOTIFYPPM,
  AcceptAcpiNotification: PPEPCALLBACKNOTIFYACPI,
}) {}
export type PPEP_INFORMATION = PEP_INFORMATION | null;
export const PPEP_INFORMATION = pointer<PEP_INFORMATION>('PEP_INFORMATION');

/** Asks for one PEP_DPM_WORK notification. Takes the handle of the plug-in, not that of a device. */
export type POFXCALLBACKREQUESTWORKER = (Plugin: POHANDLE) => void;
export type PPOFXCALLBACKREQUESTWORKER = POFXCALLBACKREQUESTWORKER | null;
export const PPOFXCALLBACKREQUESTWORKER = routinePointer<POFXCALLBACKREQUESTWORKER>('PPOFXCALLBACKREQUESTWORKER');

/** Makes a component that the system cannot do without active, or lets it go. Takes the handle of the registration. */
export type POFXCALLBACKCRITICALRESOURCE = (DeviceHandle: POHANDLE, Component: ULONG, Active: BOOLEAN) => void;
export type PPOFXCALLBACKCRITICALRESOURCE = POFXCALLBACKCRITICALRESOURCE | null;
export const PPOFXCALLBACKCRITICALRESOURCE = routinePointer<POFXCALLBACKCRITICALRESOURCE>(
  'PPOFXCALLBACKCRITICALRESOURCE',
);

/** The services of the framework. A plug-in sets the first two members, the framework the rest. */
export class PEP_KERNEL_INFORMATION extends struct('PEP_KERNEL_INFORMATION', {
  Version: USHORT,
  /** Bytes. */
  Size: USHORT,
  /** Stands for the plug-in: what RequestWorker takes. */
  Plugin: POHANDLE,
  RequestWorker: PPOFXCALLBACKREQUESTWORKER,
  EnumerateUnmaskedInterrupts: PVOID,
  ProcessorHalt: PVOID,
  RequestInterrupt: PVOID,
  TransitionCriticalResource: PPOFXCALLBACKCRITICALRESOURCE,
  ProcessorIdleVeto: PVOID,
  PlatformIdleVeto: PVOID,
  UpdateProcessorIdleState: PVOID,
  UpdatePlatformIdleState: PVOID,
  RequestCommon: PVOID,
}) {}
export type PPEP_KERNEL_INFORMATION = PEP_KERNEL_INFORMATION | null;
export const PPEP_KERNEL_INFORMATION = pointer<PEP_KERNEL_INFORMATION>('PEP_KERNEL_INFORMATION');

/** PEP_DPM_PREPARE_DEVICE */
export class PEP_PREPARE_DEVICE extends struct('PEP_PREPARE_DEVICE', {
  DeviceId: PUNICODE_STRING,
  /** Out: the plug-in takes the device. */
  DeviceAccepted: BOOLEAN,
}) {}
export type PPEP_PREPARE_DEVICE = PEP_PREPARE_DEVICE | null;
export const PPEP_PREPARE_DEVICE = pointer<PEP_PREPARE_DEVICE>('PEP_PREPARE_DEVICE');

/** PEP_DPM_ABANDON_DEVICE */
export class PEP_ABANDON_DEVICE extends struct('PEP_ABANDON_DEVICE', {
  DeviceId: PUNICODE_STRING,
  /** Out. */
  DeviceAccepted: BOOLEAN,
}) {}
export type PPEP_ABANDON_DEVICE = PEP_ABANDON_DEVICE | null;
export const PPEP_ABANDON_DEVICE = pointer<PEP_ABANDON_DEVICE>('PEP_ABANDON_DEVICE');

/** One component of a device as a plug-in is told of it. */
export class PEP_COMPONENT_V2 extends struct('PEP_COMPONENT_V2', {
  Id: GUID,
  Flags: ULONGLONG,
  DeepestWakeableIdleState: ULONG,
  IdleStateCount: ULONG,
  /** An array, F0 first. */
  IdleStates: PPO_FX_COMPONENT_IDLE_STATE,
}) {}
export type PPEP_COMPONENT_V2 = PEP_COMPONENT_V2 | null;
export const PPEP_COMPONENT_V2 = pointer<PEP_COMPONENT_V2>('PEP_COMPONENT_V2');

export class PEP_DEVICE_REGISTER_V2 extends struct('PEP_DEVICE_REGISTER_V2', {
  Flags: ULONGLONG,
  ComponentCount: ULONG,
  Components: openArray(PPEP_COMPONENT_V2),
}) {}
export type PPEP_DEVICE_REGISTER_V2 = PEP_DEVICE_REGISTER_V2 | null;
export const PPEP_DEVICE_REGISTER_V2 = pointer<PEP_DEVICE_REGISTER_V2>('PEP_DEVICE_REGISTER_V2');

/** PEP_DPM_REGISTER_DEVICE */
export class PEP_REGISTER_DEVICE_V2 extends struct('PEP_REGISTER_DEVICE_V2', {
  DeviceId: PUNICODE_STRING,
  /** The framework's own handle of the device: what goes into PEP_WORK_ structures. */
  KernelHandle: POHANDLE,
  /** Valid while the notification lasts. */
  Register: PPEP_DEVICE_REGISTER_V2,
  /** Out: what later notifications about the device carry. */
  DeviceHandle: PEPHANDLE,
  /** Out. */
  DeviceAccepted: PEP_DEVICE_ACCEPTANCE_TYPE,
}) {}
export type PPEP_REGISTER_DEVICE_V2 = PEP_REGISTER_DEVICE_V2 | null;
export const PPEP_REGISTER_DEVICE_V2 = pointer<PEP_REGISTER_DEVICE_V2>('PEP_REGISTER_DEVICE_V2');

/** PEP_DPM_UNREGISTER_DEVICE */
export class PEP_UNREGISTER_DEVICE extends struct('PEP_UNREGISTER_DEVICE', { DeviceHandle: PEPHANDLE }) {}
export type PPEP_UNREGISTER_DEVICE = PEP_UNREGISTER_DEVICE | null;
export const PPEP_UNREGISTER_DEVICE = pointer<PEP_UNREGISTER_DEVICE>('PEP_UNREGISTER_DEVICE');

/** PEP_DPM_DEVICE_STARTED */
export class PEP_DEVICE_STARTED extends struct('PEP_DEVICE_STARTED', { DeviceHandle: PEPHANDLE }) {}
export type PPEP_DEVICE_STARTED = PEP_DEVICE_STARTED | null;
export const PPEP_DEVICE_STARTED = pointer<PEP_DEVICE_STARTED>('PEP_DEVICE_STARTED');

/** PEP_DPM_DEVICE_POWER_STATE */
export class PEP_DEVICE_POWER_STATE extends struct('PEP_DEVICE_POWER_STATE', {
  DeviceHandle: PEPHANDLE,
  DevicePowerState: DEVICE_POWER_STATE,
  /** FALSE: the power IRP has been asked for and not sent; TRUE: the transition is over. */
  Complete: BOOLEAN,
  SystemTransition: BOOLEAN,
}) {}
export type PPEP_DEVICE_POWER_STATE = PEP_DEVICE_POWER_STATE | null;
export const PPEP_DEVICE_POWER_STATE = pointer<PEP_DEVICE_POWER_STATE>('PEP_DEVICE_POWER_STATE');

/** PEP_DPM_NOTIFY_COMPONENT_IDLE_STATE */
export class PEP_NOTIFY_COMPONENT_IDLE_STATE extends struct('PEP_NOTIFY_COMPONENT_IDLE_STATE', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  /** 0 = F0. */
  IdleState: ULONG,
  DriverNotified: BOOLEAN,
  /** Out: FALSE when the plug-in says later, with PepWorkCompleteIdleState, that it is done. */
  Completed: BOOLEAN,
}) {}
export type PPEP_NOTIFY_COMPONENT_IDLE_STATE = PEP_NOTIFY_COMPONENT_IDLE_STATE | null;
export const PPEP_NOTIFY_COMPONENT_IDLE_STATE = pointer<PEP_NOTIFY_COMPONENT_IDLE_STATE>(
  'PEP_NOTIFY_COMPONENT_IDLE_STATE',
);

/** PepWorkRequestPowerControl */
export class PEP_WORK_POWER_CONTROL extends struct('PEP_WORK_POWER_CONTROL', {
  DeviceHandle: POHANDLE,
  PowerControlCode: PGUID,
  RequestContext: PVOID,
  InBuffer: PVOID,
  InBufferSize: SIZE_T,
  OutBuffer: PVOID,
  OutBufferSize: SIZE_T,
}) {}
export type PPEP_WORK_POWER_CONTROL = PEP_WORK_POWER_CONTROL | null;
export const PPEP_WORK_POWER_CONTROL = pointer<PEP_WORK_POWER_CONTROL>('PEP_WORK_POWER_CONTROL');

/** PepWorkCompleteIdleState */
export class PEP_WORK_COMPLETE_IDLE_STATE extends struct('PEP_WORK_COMPLETE_IDLE_STATE', {
  DeviceHandle: POHANDLE,
  Component: ULONG,
}) {}
export type PPEP_WORK_COMPLETE_IDLE_STATE = PEP_WORK_COMPLETE_IDLE_STATE | null;
export const PPEP_WORK_COMPLETE_IDLE_STATE = pointer<PEP_WORK_COMPLETE_IDLE_STATE>('PEP_WORK_COMPLETE_IDLE_STATE');

/** PepWorkCompletePerfState */
export class PEP_WORK_COMPLETE_PERF_STATE extends struct('PEP_WORK_COMPLETE_PERF_STATE', {
  DeviceHandle: POHANDLE,
  Component: ULONG,
  Succeeded: BOOLEAN,
}) {}
export type PPEP_WORK_COMPLETE_PERF_STATE = PEP_WORK_COMPLETE_PERF_STATE | null;
export const PPEP_WORK_COMPLETE_PERF_STATE = pointer<PEP_WORK_COMPLETE_PERF_STATE>('PEP_WORK_COMPLETE_PERF_STATE');

/** What a plug-in asks the framework to do; the member of the union goes by the type. */
export class PEP_WORK_INFORMATION extends struct('PEP_WORK_INFORMATION', {
  WorkType: PEP_WORK_TYPE,
  PowerControl: PEP_WORK_POWER_CONTROL,
  CompleteIdleState: over('PowerControl', PEP_WORK_COMPLETE_IDLE_STATE),
  CompletePerfState: over('PowerControl', PEP_WORK_COMPLETE_PERF_STATE),
}) {}
export type PPEP_WORK_INFORMATION = PEP_WORK_INFORMATION | null;
export const PPEP_WORK_INFORMATION = pointer<PEP_WORK_INFORMATION>('PEP_WORK_INFORMATION');

/** PEP_DPM_WORK */
export class PEP_WORK extends struct('PEP_WORK', {
  /** The plug-in fills what it points at. */
  WorkInformation: PPEP_WORK_INFORMATION,
  /** Out: TRUE when the plug-in has written work there. */
  NeedWork: BOOLEAN,
}) {}
export type PPEP_WORK = PEP_WORK | null;
export const PPEP_WORK = pointer<PEP_WORK>('PEP_WORK');

/** PEP_DPM_COMPONENT_ACTIVE */
export class PEP_COMPONENT_ACTIVE extends struct('PEP_COMPONENT_ACTIVE', {
  DeviceHandle: PEPHANDLE,
  Component: ULONG,
  Active: BOOLEAN,
  WorkInformation: PPEP_WORK_INFORMATION,
  /** Out. */
  NeedWork: BOOLEAN,
}) {}
export type PPEP_COMPONENT_ACTIVE = PEP_COMPONENT_ACTIVE | null;
export const PPEP_COMPONENT_ACTIVE = pointer<PEP_COMPONENT_ACTIVE>('PEP_COMPONENT_ACTIVE');

/** PEP_DPM_POWER_CONTROL_REQUEST */
export class PEP_POWER_CONTROL_REQUEST extends struct('PEP_POWER_CONTROL_REQUEST', {
  DeviceHandle: PEPHANDLE,
  PowerControlCode: PGUID,
  InBuffer: PVOID,
  InBufferSize: SIZE_T,
  OutBuffer: PVOID,
  OutBufferSize: SIZE_T,
  /** Out: bytes written, or with STATUS_INSUFFICIENT_RESOURCES the bytes that would do. */
  BytesReturned: SIZE_T,
  /** Out. */
  Status: NTSTATUS,
}) {}
export type PPEP_POWER_CONTROL_REQUEST = PEP_POWER_CONTROL_REQUEST | null;
export const PPEP_POWER_CONTROL_REQUEST = pointer<PEP_POWER_CONTROL_REQUEST>('PEP_POWER_CONTROL_REQUEST');

/** PEP_DPM_POWER_CONTROL_COMPLETE */
export class PEP_POWER_CONTROL_COMPLETE extends struct('PEP_POWER_CONTROL_COMPLETE', {
  DeviceHandle: PEPHANDLE,
  PowerControlCode: PGUID,
  RequestContext: PVOID,
  BytesReturned: SIZE_T,
  Status: NTSTATUS,
}) {}
export type PPEP_POWER_CONTROL_COMPLETE = PEP_POWER_CONTROL_COMPLETE | null;
export const PPEP_POWER_CONTROL_COMPLETE = pointer<PEP_POWER_CONTROL_COMPLETE>('PEP_POWER_CONTROL_COMPLETE');

/** What the routine that powers a device for the crash dump gets. */
export class PEP_CRASHDUMP_INFORMATION extends struct('PEP_CRASHDUMP_INFORMATION', {
  DeviceHandle: PEPHANDLE,
  /** The context given to PoFxPowerOnCrashdumpDevice; may be null. */
  DeviceContext: PVOID,
}) {}
export type PPEP_CRASHDUMP_INFORMATION = PEP_CRASHDUMP_INFORMATION | null;
export const PPEP_CRASHDUMP_INFORMATION = pointer<PEP_CRASHDUMP_INFORMATION>('PEP_CRASHDUMP_INFORMATION');

/** Called at HIGH_LEVEL after a bug check: it polls, and neither waits nor asks the system for anything. TRUE: the device has power. */
export type PEPCALLBACKPOWERONCRASHDUMPDEVICE = (CrashdumpInformation: PEP_CRASHDUMP_INFORMATION) => BOOLEAN;
export type PPEPCALLBACKPOWERONCRASHDUMPDEVICE = PEPCALLBACKPOWERONCRASHDUMPDEVICE | null;
export const PPEPCALLBACKPOWERONCRASHDUMPDEVICE = routinePointer<PEPCALLBACKPOWERONCRASHDUMPDEVICE>(
  'PPEPCALLBACKPOWERONCRASHDUMPDEVICE',
);

/** PEP_DPM_REGISTER_CRASHDUMP_DEVICE */
export class PEP_REGISTER_CRASHDUMP_DEVICE extends struct('PEP_REGISTER_CRASHDUMP_DEVICE', {
  /** Out: null when the plug-in cannot power the device on after a bug check. */
  PowerOnDumpDeviceCallback: PPEPCALLBACKPOWERONCRASHDUMPDEVICE,
  DeviceHandle: PEPHANDLE,
}) {}
export type PPEP_REGISTER_CRASHDUMP_DEVICE = PEP_REGISTER_CRASHDUMP_DEVICE | null;
export const PPEP_REGISTER_CRASHDUMP_DEVICE = pointer<PEP_REGISTER_CRASHDUMP_DEVICE>('PEP_REGISTER_CRASHDUMP_DEVICE');
