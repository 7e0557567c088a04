/** Names of devices, and opening them by name. */
import { PASSIVE_LEVEL } from '../abi/enums.ts';
import { STATUS_SUCCESS } from '../abi/ntstatus.ts';
import type { PDEVICE_OBJECT, PFILE_OBJECT } from '../abi/structs/io.ts';
import type { UNICODE_STRING } from '../abi/structs/rtl.ts';
import type { NTSTATUS } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import { reference, topOf } from '../kernel/io/device-object.ts';
import { createSymbolicLink, deleteSymbolicLink, openByName } from '../kernel/pnp/names.ts';
import { textOf } from './device-routines.ts';
import { type Out, routine } from './routine.ts';

export const nameRoutines = [
  routine(
    'IoCreateSymbolicLink',
    'SymbolicLinkName: PUNICODE_STRING | string, DeviceName: PUNICODE_STRING | string',
    { returns: 'NTSTATUS', max: PASSIVE_LEVEL, isEvent: true, summary: 'Gives a named device a second name.' },
    (nt, link: UNICODE_STRING | string, device: UNICODE_STRING | string) =>
      createSymbolicLink(nt.pnp, textOf(nt, link) ?? '', textOf(nt, device) ?? ''),
  ),
  routine(
    'IoDeleteSymbolicLink',
    'SymbolicLinkName: PUNICODE_STRING | string',
    { returns: 'NTSTATUS', max: PASSIVE_LEVEL, isEvent: true, summary: 'Takes a second name away.' },
    (nt, link: UNICODE_STRING | string) => deleteSymbolicLink(nt.pnp, textOf(nt, link) ?? ''),
  ),
  routine(
    'IoGetDeviceObjectPointer',
    'ObjectName: PUNICODE_STRING | string, DesiredAccess: ACCESS_MASK, FileObject: Out<PFILE_OBJECT>, DeviceObject: Out<PDEVICE_OBJECT>',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      waits: true,
      isEvent: true,
      summary:
        'Opens a device by its name and gives the top of its stack. The file is referenced, which keeps the device: give it back with ObDereferenceObject.',
    },
    (
      nt,
      name: UNICODE_STRING | string,
      _access: number,
      file: Out<PFILE_OBJECT>,
      device: Out<PDEVICE_OBJECT>,
    ): Promise<NTSTATUS> => deviceObjectPointer(nt, textOf(nt, name) ?? '', file, device),
  ),
  routine(
    'RtlFreeUnicodeString',
    'UnicodeString: PUNICODE_STRING',
    { max: PASSIVE_LEVEL, summary: 'Frees the text that a routine of the system has allocated for a string.' },
    (nt, string: UNICODE_STRING) => {
      if (string.Buffer !== 0) nt.kernel.pool.free(string.Buffer);
      string.Buffer = 0;
      string.Length = 0;
      string.MaximumLength = 0;
    },
  ),
];

async function deviceObjectPointer(
  nt: Nt,
  name: string,
  file: Out<PFILE_OBJECT>,
  device: Out<PDEVICE_OBJECT>,
): Promise<NTSTATUS> {
  const opened = await openByName(nt.pnp, name);
  if (typeof opened === 'number') return opened;
  // The handle is closed again at once; the reference is what the driver is left with.
  reference(nt.io, opened.file.address);
  await nt.pnp.files.closeHandle(opened);
  file.value = opened.file;
  device.value = topOf(opened.device);
  return STATUS_SUCCESS;
}
