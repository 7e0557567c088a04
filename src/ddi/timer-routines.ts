/** The timer and the DPC that stand in each device object. */
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import type { IO_DPC_ROUTINE, IO_TIMER_ROUTINE } from '../abi/roles.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT, IRP } from '../abi/structs/io.ts';
import type { Pointer } from '../abi/types.ts';
import {
  IoInitializeDpcRequest,
  IoInitializeTimer,
  IoRequestDpc,
  IoStartTimer,
  IoStopTimer,
} from '../kernel/io/io-timer.ts';
import { routine } from './routine.ts';

export const timerRoutines = [
  routine(
    'IoInitializeTimer',
    'DeviceObject: PDEVICE_OBJECT, TimerRoutine: PIO_TIMER_ROUTINE, Context: PVOID',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      summary: 'Gives a device a timer: its routine runs once a second at DISPATCH_LEVEL, from IoStartTimer on.',
    },
    (nt, device: DEVICE_OBJECT, timer: IO_TIMER_ROUTINE, context: Pointer) =>
      IoInitializeTimer(nt.io, device, timer, toAddress(context)),
  ),
  routine(
    'IoStartTimer',
    'DeviceObject: PDEVICE_OBJECT',
    { max: DISPATCH_LEVEL, isEvent: true, summary: "Starts the device's timer." },
    (nt, device: DEVICE_OBJECT) => IoStartTimer(nt.io, device),
  ),
  routine(
    'IoStopTimer',
    'DeviceObject: PDEVICE_OBJECT',
    { max: DISPATCH_LEVEL, isEvent: true, summary: "Stops the device's timer. Not from its own routine." },
    (nt, device: DEVICE_OBJECT) => IoStopTimer(nt.io, device),
  ),
  routine(
    'IoInitializeDpcRequest',
    'DeviceObject: PDEVICE_OBJECT, DpcRoutine: PIO_DPC_ROUTINE',
    { summary: 'Prepares the DPC of the device object, for IoRequestDpc.' },
    (nt, device: DEVICE_OBJECT, dpc: IO_DPC_ROUTINE) => IoInitializeDpcRequest(nt.io, device, dpc),
  ),
  routine(
    'IoRequestDpc',
    'DeviceObject: PDEVICE_OBJECT, Irp: PIRP, Context: PVOID',
    { isEvent: true, summary: 'Queues the DPC of the device object.' },
    (nt, device: DEVICE_OBJECT, irp: IRP | null, context: Pointer) =>
      IoRequestDpc(nt.io, device, irp, toAddress(context)),
  ),
];
