/** IRP_MJ_DEVICE_CONTROL at an adapter or a logical unit: what reaches the miniport, and the dump pointers. */
import {
  type DEVICE_OBJECT,
  IOCTL_MINIPORT_PROCESS_SERVICE_IRP,
  IOCTL_SCSI_FREE_DUMP_POINTERS,
  IOCTL_SCSI_GET_DUMP_POINTERS,
  IOCTL_SCSI_MINIPORT,
  IoGetCurrentIrpStackLocation,
  IoMarkIrpPending,
  type IRP,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  SandboxPortControl,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_PENDING,
  STATUS_SUCCESS,
  type ULONG,
} from 'wdm';
import { CommonExtension, CompleteIrp, EnterDevice } from './common.ts';
import { CheckUsable } from './dispatch.ts';

const KNOWN: readonly ULONG[] = [
  IOCTL_SCSI_MINIPORT,
  IOCTL_SCSI_GET_DUMP_POINTERS,
  IOCTL_SCSI_FREE_DUMP_POINTERS,
  IOCTL_MINIPORT_PROCESS_SERVICE_IRP,
];

export function DispatchPortControl(device: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  const common = CommonExtension(device);
  const entered = EnterDevice(common, irp);
  if (!NT_SUCCESS(entered)) {
    return entered;
  }
  const { IoControlCode: code } = IoGetCurrentIrpStackLocation(irp).Parameters.DeviceIoControl;
  if (!KNOWN.includes(code)) {
    return CompleteIrp(common, irp, STATUS_INVALID_DEVICE_REQUEST);
  }
  // An adapter is usable as long as it is started; the miniport refuses what it cannot do.
  const usable = common.Lower === NULL ? CheckUsable(common) : STATUS_SUCCESS;
  if (!NT_SUCCESS(usable)) {
    return CompleteIrp(common, irp, usable);
  }
  IoMarkIrpPending(irp);
  const status = SandboxPortControl(device, irp, ControlDone);
  if (status !== STATUS_PENDING) {
    irp.IoStatus.Information = 0;
    CompleteIrp(common, irp, status);
  }
  return STATUS_PENDING;
}

/** The miniport is done with it: IoStatus.Information is set. */
function ControlDone(device: DEVICE_OBJECT, irp: IRP, status: NTSTATUS): void {
  CompleteIrp(CommonExtension(device), irp, status);
}
