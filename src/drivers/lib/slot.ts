/** Devices that can be taken out while the system runs, and slots that let them go themselves. */
import {
  type DEVICE_CAPABILITIES,
  type DEVICE_OBJECT,
  FALSE,
  type IO_STACK_LOCATION,
  type IRP,
  KeDelayExecutionThread,
  KernelMode,
  type NTSTATUS,
  SandboxEjectChild,
  SandboxIsChildEjectable,
  SandboxIsChildRemovable,
  STATUS_DEVICE_BUSY,
  STATUS_INVALID_DEVICE_STATE,
  STATUS_SUCCESS,
  type ULONG,
} from 'wdm';
import { ChildExtension } from './bus.ts';
import { NotStarted } from './common.ts';

/** How long the slot's motor takes: 100 milliseconds, relative to now. */
const EJECT_TIME = -1_000_000n;

/** Adds to what drivers above have set on the way down. */
export function FillRemovalCapabilities(childId: ULONG, capabilities: DEVICE_CAPABILITIES): void {
  if (SandboxIsChildRemovable(childId)) {
    capabilities.Removable = 1;
  }
  if (SandboxIsChildEjectable(childId)) {
    capabilities.EjectSupported = 1;
    // A slot that lets its device go can also hold it.
    capabilities.LockSupported = 1;
  }
}

/** IRP_MN_SET_LOCK. @returns the status that was found where the slot has no lock */
export function SetLock(pdo: DEVICE_OBJECT, irp: IRP, stack: IO_STACK_LOCATION): NTSTATUS {
  const extension = ChildExtension(pdo);
  if (!SandboxIsChildEjectable(extension.ChildId)) {
    return irp.IoStatus.Status;
  }
  extension.IsLocked = stack.Parameters.SetLock.Lock;
  irp.IoStatus.Information = 0;
  return STATUS_SUCCESS;
}

/**
 * IRP_MN_EJECT, after the drivers above have been removed. It is not complete before the device is out.
 *
 * @returns the status that was found where the slot cannot eject; STATUS_DEVICE_BUSY for a device that is locked
 */
export async function Eject(pdo: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const extension = ChildExtension(pdo);
  if (!SandboxIsChildEjectable(extension.ChildId)) {
    return irp.IoStatus.Status;
  }
  if (extension.IsLocked) {
    return STATUS_DEVICE_BUSY;
  }
  if (extension.Common.PnpState !== NotStarted) {
    return STATUS_INVALID_DEVICE_STATE;
  }
  await KeDelayExecutionThread(KernelMode, FALSE, EJECT_TIME);
  SandboxEjectChild(extension.ChildId);
  irp.IoStatus.Information = 0;
  return STATUS_SUCCESS;
}
