/** GUID_D3COLD_SUPPORT_INTERFACE: whether a child may lose its power altogether in D3, and from how deep it can wake. */
import {
  type BOOLEAN,
  cast,
  D3COLD_SUPPORT_INTERFACE,
  DEVICE_OBJECT,
  DeviceWakeDepthD3cold,
  DeviceWakeDepthD3hot,
  DeviceWakeDepthNotWakeable,
  GUID_D3COLD_SUPPORT_INTERFACE,
  type IO_STACK_LOCATION,
  type IRP,
  IsEqualGUID,
  type NTSTATUS,
  NULL,
  ObDereferenceObject,
  ObReferenceObject,
  type PVOID,
  SandboxEnableD3Cold,
  SandboxQueryChildPower,
  SandboxQueryLastD3,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
  sizeof,
  struct,
  ULONG,
} from 'wdm';
import { ChildExtension } from './bus.ts';

/** What the routines write through the pointers that they get. */
class CELL extends struct('D3COLD_CELL', { Value: ULONG }) {}

/** The answer to IRP_MN_QUERY_INTERFACE; undefined when it asks for another interface. */
export function AnswerD3ColdInterface(pdo: DEVICE_OBJECT, _irp: IRP, stack: IO_STACK_LOCATION): NTSTATUS | undefined {
  const { InterfaceType: type, Size: size, Interface: target } = stack.Parameters.QueryInterface;
  if (type === NULL || !IsEqualGUID(type, GUID_D3COLD_SUPPORT_INTERFACE)) {
    return undefined;
  }
  if (target === NULL || size < sizeof(D3COLD_SUPPORT_INTERFACE)) {
    return STATUS_INVALID_PARAMETER;
  }
  const given = cast(D3COLD_SUPPORT_INTERFACE, target);
  given.Size = sizeof(D3COLD_SUPPORT_INTERFACE);
  given.Version = 1;
  given.Context = pdo.address;
  given.InterfaceReference = Reference;
  given.InterfaceDereference = Dereference;
  given.SetD3ColdSupport = SetSupport;
  given.GetIdleWakeInfo = GetIdleWakeInfo;
  given.GetD3ColdCapability = GetCapability;
  given.GetBusDriverD3ColdSupport = GetCapability;
  given.GetLastTransitionStatus = GetLastTransition;
  Reference(pdo.address);
  return STATUS_SUCCESS;
}

function Reference(context: PVOID): void {
  ObReferenceObject(context);
}

function Dereference(context: PVOID): void {
  ObDereferenceObject(context);
}

function ask(context: PVOID, kind: 'SystemWake' | 'DeviceWake' | 'D3Cold'): ULONG {
  return SandboxQueryChildPower(ChildExtension(cast(DEVICE_OBJECT, context)).ChildId, kind);
}

function SetSupport(context: PVOID, isEnabled: BOOLEAN): void {
  SandboxEnableD3Cold(cast(DEVICE_OBJECT, context), isEnabled);
}

/** DEVICE_WAKE_DEPTH counts as DEVICE_POWER_STATE does, and tells D3hot and D3cold apart. */
function GetIdleWakeInfo(context: PVOID, systemState: ULONG, depth: PVOID): NTSTATUS {
  const canWake = systemState <= ask(context, 'SystemWake');
  const deepest = canWake ? ask(context, 'DeviceWake') : DeviceWakeDepthNotWakeable;
  const isCold = deepest === DeviceWakeDepthD3hot && ask(context, 'D3Cold') !== 0;
  cast(CELL, depth).Value = isCold ? DeviceWakeDepthD3cold : deepest;
  return STATUS_SUCCESS;
}

function GetCapability(context: PVOID, isCapable: PVOID): NTSTATUS {
  cast(CELL, isCapable).Value = ask(context, 'D3Cold');
  return STATUS_SUCCESS;
}

function GetLastTransition(context: PVOID, status: PVOID): void {
  cast(CELL, status).Value = SandboxQueryLastD3(cast(DEVICE_OBJECT, context));
}
