/** What drivers call that are platform extension plug-ins, and drivers of devices that a crash dump needs. */
import { HIGH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import { STATUS_INVALID_PARAMETER } from '../abi/ntstatus.ts';
import { toAddress } from '../abi/struct.ts';
import type { PEP_INFORMATION, PEP_KERNEL_INFORMATION } from '../abi/structs/pep.ts';
import type { Pointer } from '../abi/types.ts';
import { routine } from './routine.ts';

export const pepRoutines = [
  routine(
    'PoFxRegisterPlugin',
    'PepInformation: PPEP_INFORMATION, KernelInformation: PPEP_KERNEL_INFORMATION',
    {
      header: 'pepfx.h',
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      isEvent: true,
      summary: 'Registers a platform extension plug-in: it is offered every device that starts from now on.',
    },
    (nt, information: PEP_INFORMATION | null, services: PEP_KERNEL_INFORMATION | null) =>
      nt.plugIns.register(information, 0n, services),
  ),
  routine(
    'PoFxRegisterPluginEx',
    'PepInformation: PPEP_INFORMATION, Flags: ULONGLONG, KernelInformation: PPEP_KERNEL_INFORMATION',
    {
      header: 'pepfx.h',
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      isEvent: true,
      summary: 'The same, with flags, of which none has a documented meaning.',
    },
    (nt, information: PEP_INFORMATION | null, flags: bigint, services: PEP_KERNEL_INFORMATION | null) =>
      nt.plugIns.register(information, flags, services),
  ),
  routine(
    'PoFxRegisterCrashdumpDevice',
    'Handle: POHANDLE',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      waits: true,
      isEvent: true,
      summary:
        'Makes a registered device one of those that are powered on after a bug check. STATUS_UNSUCCESSFUL: no plug-in of the platform can.',
    },
    (nt, handle: Pointer) => {
      const device = nt.fx.deviceOf(toAddress(handle));
      return device === undefined ? STATUS_INVALID_PARAMETER : nt.crashdump.register(device, device.owner);
    },
  ),
  routine(
    'PoFxPowerOnCrashdumpDevice',
    'Handle: POHANDLE, Context: PVOID',
    {
      returns: 'NTSTATUS',
      max: HIGH_LEVEL,
      isEvent: true,
      summary:
        'Has the plug-in of the device power it on, so that a crash dump can be written. Context goes to the plug-in as it is.',
    },
    (nt, handle: Pointer, context: Pointer) => {
      const device = nt.fx.deviceOf(toAddress(handle));
      if (device === undefined) return STATUS_INVALID_PARAMETER;
      return nt.crashdump.powerOn(device, toAddress(context));
    },
  ),
];
