/** IRP_MN_QUERY_CAPABILITIES in a PDO: which device power state each system power state allows comes from the parent. */
import {
  DEVICE_CAPABILITIES,
  type DEVICE_OBJECT,
  FALSE,
  IoAllocateIrp,
  IoFreeIrp,
  IoGetAttachedDeviceReference,
  IoGetNextIrpStackLocation,
  IoReuseIrp,
  IRP_MJ_PNP,
  IRP_MN_QUERY_CAPABILITIES,
  local,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  ObDereferenceObject,
  type PDEVICE_OBJECT,
  PowerDeviceD0,
  PowerDeviceD1,
  PowerDeviceD2,
  PowerDeviceD3,
  PowerSystemMaximum,
  PowerSystemSleeping1,
  PowerSystemWorking,
  SandboxQueryChildPower,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_NOT_SUPPORTED,
  STATUS_SUCCESS,
  sizeof,
  type ULONG,
} from 'wdm';
import { SendAndWait } from './notify-stacks.ts';

const NOT_KNOWN = 0xffff_ffff;

/** What the device is capable of on which a function driver stands: its whole stack is asked. */
export async function QueryOwnCapabilities(capabilities: DEVICE_CAPABILITIES, fdo: DEVICE_OBJECT): Promise<NTSTATUS> {
  PrepareCapabilities(capabilities);
  return QueryParent(capabilities, fdo);
}

/** @param parentFdo - NULL: there is nobody to ask */
export async function FillCapabilities(
  capabilities: DEVICE_CAPABILITIES,
  parentFdo: PDEVICE_OBJECT,
  childId: ULONG,
): Promise<NTSTATUS> {
  const parents = local(DEVICE_CAPABILITIES);
  PrepareCapabilities(parents);
  if (parentFdo === NULL || !NT_SUCCESS(await QueryParent(parents, parentFdo))) {
    AssumeOnlyWorking(parents);
  }
  for (let state = 0; state < PowerSystemMaximum; state += 1) {
    capabilities.DeviceState.set(state, parents.DeviceState.get(state));
  }
  capabilities.D1Latency = parents.D1Latency;
  capabilities.D2Latency = parents.D2Latency;
  capabilities.D3Latency = parents.D3Latency;
  FillOwnCapabilities(capabilities, childId);
  return STATUS_SUCCESS;
}

/** What the hardware of the device itself can do. */
function FillOwnCapabilities(capabilities: DEVICE_CAPABILITIES, childId: ULONG): void {
  capabilities.DeviceD1 = SandboxQueryChildPower(childId, 'D1');
  capabilities.DeviceD2 = SandboxQueryChildPower(childId, 'D2');
  capabilities.SystemWake = SandboxQueryChildPower(childId, 'SystemWake');
  const deepest = SandboxQueryChildPower(childId, 'DeviceWake');
  capabilities.DeviceWake = deepest;
  // To wake up it needs power, so it keeps some in the states from which it can.
  for (let state = PowerSystemSleeping1; deepest !== 0 && state <= capabilities.SystemWake; state += 1) {
    capabilities.DeviceState.set(state, Math.min(capabilities.DeviceState.get(state), deepest));
  }
  capabilities.WakeFromD0 = deepest >= PowerDeviceD0 ? 1 : 0;
  capabilities.WakeFromD1 = deepest >= PowerDeviceD1 ? capabilities.DeviceD1 : 0;
  capabilities.WakeFromD2 = deepest >= PowerDeviceD2 ? capabilities.DeviceD2 : 0;
  capabilities.WakeFromD3 = deepest >= PowerDeviceD3 ? 1 : 0;
}

/** Whoever asks says which version of the structure it knows, and that it has no address to give. */
function PrepareCapabilities(capabilities: DEVICE_CAPABILITIES): void {
  capabilities.Size = sizeof(DEVICE_CAPABILITIES);
  capabilities.Version = 1;
  capabilities.Address = NOT_KNOWN;
  capabilities.UINumber = NOT_KNOWN;
}

/** On in S0, off in every other state: right for a device that cannot wake the system. */
function AssumeOnlyWorking(capabilities: DEVICE_CAPABILITIES): void {
  for (let state = 0; state < PowerSystemMaximum; state += 1) {
    capabilities.DeviceState.set(state, state === PowerSystemWorking ? PowerDeviceD0 : PowerDeviceD3);
  }
}

async function QueryParent(capabilities: DEVICE_CAPABILITIES, parentFdo: DEVICE_OBJECT): Promise<NTSTATUS> {
  const top = IoGetAttachedDeviceReference(parentFdo);
  const irp = top === NULL ? NULL : IoAllocateIrp(top.StackSize, FALSE);
  let status: NTSTATUS = STATUS_INSUFFICIENT_RESOURCES;
  if (top !== NULL && irp !== NULL) {
    IoReuseIrp(irp, STATUS_NOT_SUPPORTED);
    const next = IoGetNextIrpStackLocation(irp);
    next.MajorFunction = IRP_MJ_PNP;
    next.MinorFunction = IRP_MN_QUERY_CAPABILITIES;
    next.Parameters.DeviceCapabilities.Capabilities = capabilities;
    status = await SendAndWait(irp, top);
    IoFreeIrp(irp);
  }
  ObDereferenceObject(top);
  return status;
}
