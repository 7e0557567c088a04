/** The power framework, as a device driver calls it. */
import { APC_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import {
  NT_SUCCESS,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../abi/ntstatus.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT, DRIVER_OBJECT } from '../abi/structs/io.ts';
import {
  PO_FX_COMPONENT_PERF_INFO,
  type PO_FX_COMPONENT_PERF_STATE_CALLBACK,
  type PPO_FX_DRIPS_WATCHDOG_CALLBACK,
} from '../abi/structs/pofx.ts';
import type { GUID } from '../abi/structs/rtl.ts';
import type { Pointer } from '../abi/types.ts';
import { hex } from '../base/hex.ts';
import { chain, isPromise, type MaybePromise } from '../base/maybe-promise.ts';
import type { Nt } from '../kernel/assemble.ts';
import {
  completeForComponent,
  PoFxActivateComponent,
  PoFxIdleComponent,
  setHints,
} from '../kernel/fx/component-requests.ts';
import type { PoFxDevice } from '../kernel/fx/device.ts';
import {
  PoFxCompleteDevicePowerNotRequired,
  PoFxCompleteDirectedPowerDown,
  PoFxNotifySurprisePowerOn,
  PoFxReportDevicePoweredOn,
  PoFxSetDeviceIdleTimeout,
} from '../kernel/fx/device-requests.ts';
import { readChanges, readPerfSets, writePerfSets } from '../kernel/fx/perf-memory.ts';
import { currentPerfState, issuePerfStateChange, registerPerfStates } from '../kernel/fx/perf-requests.ts';
import { sendPowerControl } from '../kernel/fx/power-control.ts';
import { PoFxRegisterDevice, PoFxStartDevicePowerManagement, PoFxUnregisterDevice } from '../kernel/fx/register.ts';
import { guidConstant } from './guid-constant.ts';
import { type Out, type RoutineDeclaration, type RoutineFacts, routine } from './routine.ts';

/** A routine on a registered device. A handle that is none is a mistake of the driver, and nothing else happens. */
function onDevice(
  name: string,
  signature: string,
  facts: RoutineFacts,
  body: (nt: Nt, device: PoFxDevice, ...parameters: never[]) => unknown,
): RoutineDeclaration {
  const parameters = signature === '' ? 'Handle: POHANDLE' : `Handle: POHANDLE, ${signature}`;
  const call = (nt: Nt, handle: Pointer, ...rest: never[]): unknown => {
    const device = nt.fx.deviceOf(toAddress(handle));
    if (device !== undefined) return body(nt, device, ...rest);
    nt.fx.mistake('pofx-bad-handle', null, `${name} got ${hex(toAddress(handle))}, which is no registration`, true);
    return facts.returns === undefined ? undefined : STATUS_INVALID_PARAMETER;
  };
  return routine(name, parameters, { isEvent: true, ...facts }, call as RoutineDeclaration['implementation']);
}

const COMPONENT = 'Component: ULONG';

const registration = [
  routine(
    'PoFxRegisterDevice',
    'Pdo: PDEVICE_OBJECT, Device: PPO_FX_DEVICE, Handle: Out<POHANDLE>',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      waits: true,
      isEvent: true,
      summary: 'Registers a device for run-time power management: it is in D0, and every component is active.',
    },
    (nt, pdo: DEVICE_OBJECT | null, device: Pointer, result: Out<number>) =>
      PoFxRegisterDevice(nt.fx, pdo, toAddress(device), result),
  ),
  onDevice(
    'PoFxStartDevicePowerManagement',
    '',
    { max: PASSIVE_LEVEL, summary: 'The driver is ready for callbacks: components that it has not activated go idle.' },
    (_nt, device) => PoFxStartDevicePowerManagement(device),
  ),
  onDevice(
    'PoFxUnregisterDevice',
    '',
    { max: PASSIVE_LEVEL, waits: true, summary: 'Ends a registration, when the device is removed.' },
    (nt, device) => PoFxUnregisterDevice(nt.fx, device),
  ),
];

const components = [
  onDevice(
    'PoFxActivateComponent',
    `${COMPONENT}, Flags: ULONG`,
    {
      max: DISPATCH_LEVEL,
      waits: true,
      summary: 'Takes a reference on a component: it may be used when ComponentActiveConditionCallback was called.',
    },
    (nt, device, component: number, flags: number) => PoFxActivateComponent(nt.fx, device, component, flags),
  ),
  onDevice(
    'PoFxIdleComponent',
    `${COMPONENT}, Flags: ULONG`,
    { max: DISPATCH_LEVEL, waits: true, summary: 'Gives a reference on a component back; without one it goes idle.' },
    (nt, device, component: number, flags: number) => PoFxIdleComponent(nt.fx, device, component, flags),
  ),
  onDevice(
    'PoFxCompleteIdleCondition',
    COMPONENT,
    { max: DISPATCH_LEVEL, summary: 'Answers ComponentIdleConditionCallback: the component is not used any more.' },
    (nt, device, component: number) => completeForComponent(nt.fx, device, component, 'COMPLETE_IDLE_CONDITION'),
  ),
  onDevice(
    'PoFxCompleteIdleState',
    COMPONENT,
    { max: DISPATCH_LEVEL, summary: 'Answers ComponentIdleStateCallback: the driver is ready for the F state.' },
    (nt, device, component: number) => completeForComponent(nt.fx, device, component, 'COMPLETE_IDLE_STATE'),
  ),
  onDevice(
    'PoFxSetComponentLatency',
    `${COMPONENT}, Latency: ULONGLONG`,
    { max: DISPATCH_LEVEL, summary: 'How long the way back to F0 may take at the most, in 100 ns.' },
    (nt, device, component: number, latency: bigint) =>
      setHints(nt.fx, device, component, 'PoFxSetComponentLatency', { latency }),
  ),
  onDevice(
    'PoFxSetComponentResidency',
    `${COMPONENT}, Residency: ULONGLONG`,
    { max: DISPATCH_LEVEL, summary: 'How long the component will probably stay idle, in 100 ns.' },
    (nt, device, component: number, residency: bigint) =>
      setHints(nt.fx, device, component, 'PoFxSetComponentResidency', { residency }),
  ),
  onDevice(
    'PoFxSetComponentWake',
    `${COMPONENT}, WakeHint: BOOLEAN`,
    { max: DISPATCH_LEVEL, summary: 'Whether the component may have to wake: it goes no deeper then than it can.' },
    (nt, device, component: number, mayWake: boolean) =>
      setHints(nt.fx, device, component, 'PoFxSetComponentWake', { mayWake }),
  ),
];

const power = [
  onDevice(
    'PoFxCompleteDevicePowerNotRequired',
    '',
    { max: DISPATCH_LEVEL, summary: 'Answers DevicePowerNotRequiredCallback. The driver need not wait for Dx.' },
    (nt, device) => PoFxCompleteDevicePowerNotRequired(nt.fx, device),
  ),
  onDevice(
    'PoFxReportDevicePoweredOn',
    '',
    {
      max: DISPATCH_LEVEL,
      summary: 'The device is in D0: owed after DevicePowerRequiredCallback, and whenever the system is back in S0.',
    },
    (nt, device) => PoFxReportDevicePoweredOn(nt.fx, device),
  ),
  onDevice(
    'PoFxSetDeviceIdleTimeout',
    'IdleTimeout: ULONGLONG',
    { max: DISPATCH_LEVEL, summary: 'How long all components are idle before power is not required, in 100 ns.' },
    (_nt, device, timeout: bigint) => PoFxSetDeviceIdleTimeout(device, timeout),
  ),
  routine(
    'PoFxNotifySurprisePowerOn',
    'Pdo: PDEVICE_OBJECT',
    {
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: "A bus says that a device of its own has come on by itself: the device's driver takes it down again.",
    },
    (nt, pdo: DEVICE_OBJECT) => {
      const devnode = nt.pnp.devnodeAbove(pdo);
      if (devnode !== undefined) nt.power.rails.told(devnode);
      PoFxNotifySurprisePowerOn(nt.fx, pdo);
    },
  ),
  onDevice(
    'PoFxCompleteDirectedPowerDown',
    '',
    { max: DISPATCH_LEVEL, summary: 'Answers DirectedPowerDownCallback: the device is in its low-power state.' },
    (nt, device) => PoFxCompleteDirectedPowerDown(nt.fx, device),
  ),
  onDevice(
    'PoFxSetTargetDripsDevicePowerState',
    'TargetState: DEVICE_POWER_STATE',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      summary: 'The D state that the device takes in the deepest idle state of the platform; Unspecified = any.',
    },
    (_nt, device, state: number) => {
      device.targetDripsState = state;
      return STATUS_SUCCESS;
    },
  ),
  onDevice(
    'PoFxRegisterDripsWatchdogCallback',
    'Callback: PPO_FX_DRIPS_WATCHDOG_CALLBACK, IncludeChildDevices: BOOLEAN, MatchingDriverObject: PDRIVER_OBJECT',
    {
      max: PASSIVE_LEVEL,
      summary: 'Has Callback called when the device keeps the platform out of its deepest idle state for too long.',
    },
    (nt, device, callback: PPO_FX_DRIPS_WATCHDOG_CALLBACK, includesChildren: boolean, driver: DRIVER_OBJECT | null) => {
      if (callback === null) return;
      nt.standby.watchdogs.push({
        device,
        callback,
        includesChildren: Boolean(includesChildren),
        driverObject: driver?.address ?? 0,
      });
    },
  ),
  onDevice(
    'PoFxPowerControl',
    'PowerControlCode: LPCGUID | string, InBuffer: PVOID, InBufferSize: SIZE_T, OutBuffer: PVOID, OutBufferSize: SIZE_T, BytesReturned: Out<SIZE_T> | null',
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      summary: "Sends a request of the driver's own to the plug-in that owns the device.",
    },
    powerControl,
  ),
];

function powerControl(
  nt: Nt,
  device: PoFxDevice,
  code: GUID | string | number | null,
  inBuffer: Pointer,
  inSize: number,
  outBuffer: Pointer,
  outSize: number,
  bytesReturned: Out<number> | null,
): number {
  const guid = typeof code === 'string' ? guidConstant(nt, code) : code;
  const request = {
    code: toAddress(guid),
    inBuffer: toAddress(inBuffer),
    inSize,
    outBuffer: toAddress(outBuffer),
    outSize,
  };
  const result = sendPowerControl(device, request);
  if (bytesReturned !== null) bytesReturned.value = result.bytesReturned;
  return result.status;
}

const performance = [
  onDevice(
    'PoFxRegisterComponentPerfStates',
    `${COMPONENT}, Flags: ULONGLONG, ComponentPerfStateCallback: PPO_FX_COMPONENT_PERF_STATE_CALLBACK, InputStateInfo: PPO_FX_COMPONENT_PERF_INFO, OutputStateInfo: Out<PPO_FX_COMPONENT_PERF_INFO> | null`,
    {
      returns: 'NTSTATUS',
      max: APC_LEVEL,
      waits: true,
      summary: 'Tells the performance states of a component, or asks the plug-in for them: one of the two.',
    },
    registerPerf,
  ),
  onDevice(
    'PoFxIssueComponentPerfStateChange',
    `Flags: ULONG, ${COMPONENT}, PerfChange: PPO_FX_PERF_STATE_CHANGE, Context: PVOID`,
    {
      max: DISPATCH_LEVEL,
      waits: true,
      summary: 'Asks for another performance state; the callback says how it ended.',
    },
    (nt, device, flags: number, component: number, change: Pointer, context: Pointer) =>
      issue(nt, device, flags, component, 1, change, context),
  ),
  onDevice(
    'PoFxIssueComponentPerfStateChangeMultiple',
    `Flags: ULONG, ${COMPONENT}, PerfChangesCount: ULONG, PerfChanges: PPO_FX_PERF_STATE_CHANGE, Context: PVOID`,
    { max: DISPATCH_LEVEL, waits: true, summary: 'The same for several sets at once.' },
    (nt, device, flags: number, component: number, count: number, changes: Pointer, context: Pointer) =>
      issue(nt, device, flags, component, count, changes, context),
  ),
  onDevice(
    'PoFxQueryCurrentComponentPerfState',
    `Flags: ULONG, ${COMPONENT}, SetIndex: ULONG, CurrentPerf: Out<ULONGLONG>`,
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      waits: true,
      summary: 'The performance state of one set of a component.',
    },
    (_nt, device, _flags: number, component: number, set: number, result: Out<bigint>) =>
      chain(currentPerfState(device, component, set), (current) => {
        if (current === null) return STATUS_INVALID_PARAMETER;
        result.value = current;
        return STATUS_SUCCESS;
      }),
  ),
];

function issue(
  nt: Nt,
  device: PoFxDevice,
  flags: number,
  component: number,
  count: number,
  changes: Pointer,
  context: Pointer,
): MaybePromise<void> {
  const { memory } = nt.kernel;
  const list = readChanges(memory, toAddress(changes), count, device.perfStates.get(component));
  return issuePerfStateChange(device, flags, component, list, toAddress(context));
}

function registerPerf(
  nt: Nt,
  device: PoFxDevice,
  component: number,
  flags: bigint,
  callback: PO_FX_COMPONENT_PERF_STATE_CALLBACK | null,
  input: Pointer,
  output: Out<PO_FX_COMPONENT_PERF_INFO | null> | null,
): MaybePromise<number> {
  const given = toAddress(input);
  // One of the two says where the states come from.
  if ((given !== 0) === (output !== null)) return STATUS_INVALID_PARAMETER;
  const sets = given === 0 ? null : readPerfSets(nt.kernel.memory, given);
  if (given !== 0 && sets === null) return STATUS_INVALID_PARAMETER;
  const finish = (result: { readonly status: number; readonly sets: Parameters<typeof writePerfSets>[1] }): number => {
    if (!NT_SUCCESS(result.status) || output === null) return result.status;
    const written = writePerfSets(nt.kernel, result.sets);
    if (written === 0) return STATUS_INSUFFICIENT_RESOURCES;
    output.value = nt.kernel.memory.view(PO_FX_COMPONENT_PERF_INFO, written);
    return result.status;
  };
  const registered = registerPerfStates(device, component, Number(flags), callback, sets);
  return isPromise(registered) ? registered.then(finish) : finish(registered);
}

export const pofxRoutines = [...registration, ...components, ...power, ...performance];
