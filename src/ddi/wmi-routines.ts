/** Windows Management Instrumentation: registration, events, and the library that answers requests for data. */
import { APC_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import { STATUS_SUCCESS } from '../abi/ntstatus.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT, IRP } from '../abi/structs/io.ts';
import type { WMILIB_CONTEXT } from '../abi/structs/wmi.ts';
import type { Pointer } from '../abi/types.ts';
import { chain } from '../base/maybe-promise.ts';
import { IoWMIRegistrationControl } from '../kernel/io/wmi.ts';
import { WmiCompleteRequest, WmiSystemControl } from '../kernel/io/wmi-library.ts';
import { type Out, routine } from './routine.ts';

const BAD_POOL_CALLER = 0xc2;

export const wmiRoutines = [
  routine(
    'IoWMIRegistrationControl',
    'DeviceObject: PDEVICE_OBJECT, Action: ULONG',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      isEvent: true,
      summary:
        'Registers a device with WMI, or takes that back. The driver is asked for its blocks a little later, with IRP_MN_REGINFO_EX.',
    },
    (nt, device: Pointer, action: number) => IoWMIRegistrationControl(nt.io, toAddress(device), action),
  ),
  routine(
    'IoWMIDeviceObjectToProviderId',
    'DeviceObject: PDEVICE_OBJECT',
    { returns: 'ULONG', max: DISPATCH_LEVEL, summary: 'What Parameters.WMI.ProviderId says for this device.' },
    (_nt, device: DEVICE_OBJECT) => device.address,
  ),
  routine(
    'IoWMIWriteEvent',
    'WnodeEventItem: PVOID',
    {
      returns: 'NTSTATUS',
      max: APC_LEVEL,
      isEvent: true,
      summary: 'Hands an event to WMI, which frees it. Nobody in the sandbox listens.',
    },
    (nt, item: Pointer) => {
      const address = toAddress(item);
      const result = nt.kernel.pool.free(address);
      if (result !== 'ok') nt.kernel.bugCheck(BAD_POOL_CALLER, result === 'alreadyFreed' ? 7 : 0x46, 0, 0, address);
      return STATUS_SUCCESS;
    },
  ),
  routine(
    'WmiSystemControl',
    'WmiLibInfo: PWMILIB_CONTEXT, DeviceObject: PDEVICE_OBJECT, Irp: PIRP, IrpDisposition: Out<SYSCTL_IRP_DISPOSITION>',
    {
      header: 'wmilib.h',
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      waits: true,
      summary:
        'Looks at an IRP_MJ_SYSTEM_CONTROL and calls the routine that is there for it: IrpProcessed needs no more if that called WmiCompleteRequest, IrpNotCompleted is yours to complete, IrpForward and IrpNotWmi go down the stack.',
    },
    (nt, context: WMILIB_CONTEXT, device: DEVICE_OBJECT, irp: IRP, result: Out<number>) =>
      chain(WmiSystemControl(nt.io, context, device, irp), ({ status, disposition }) => {
        result.value = disposition;
        return status;
      }),
  ),
  routine(
    'WmiCompleteRequest',
    'DeviceObject: PDEVICE_OBJECT, Irp: PIRP, Status: NTSTATUS, BufferUsed: ULONG, PriorityBoost: CCHAR',
    {
      header: 'wmilib.h',
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      summary:
        'Ends a WMI request. BufferUsed: bytes of data, or, with STATUS_BUFFER_TOO_SMALL, bytes that it would take.',
    },
    (nt, _device: DEVICE_OBJECT, irp: IRP, status: number, used: number) =>
      WmiCompleteRequest(nt.io, irp, status, used),
  ),
];
