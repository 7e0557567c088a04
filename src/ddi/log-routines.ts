/** The system's event log. */
import { DISPATCH_LEVEL } from '../abi/enums.ts';
import { toAddress } from '../abi/struct.ts';
import type { Pointer } from '../abi/types.ts';
import { IoAllocateErrorLogEntry, IoFreeErrorLogEntry, IoWriteErrorLogEntry } from '../kernel/io/error-log.ts';
import { routine } from './routine.ts';

export const logRoutines = [
  routine(
    'IoAllocateErrorLogEntry',
    'IoObject: PVOID, EntrySize: UCHAR',
    {
      returns: 'PVOID',
      max: DISPATCH_LEVEL,
      summary:
        'Room for an IO_ERROR_LOG_PACKET with its dump data and strings, 152 bytes at the most; NULL: go on without.',
    },
    (nt, _object: Pointer, size: number) => IoAllocateErrorLogEntry(nt.io, size),
  ),
  routine(
    'IoWriteErrorLogEntry',
    'ElEntry: PVOID',
    {
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Writes the entry to the event log, and frees it. It shows in the DbgPrint output.',
    },
    (nt, entry: Pointer) => IoWriteErrorLogEntry(nt.io, toAddress(entry)),
  ),
  routine(
    'IoFreeErrorLogEntry',
    'ElEntry: PVOID',
    { max: DISPATCH_LEVEL, summary: 'Frees an entry that is not written after all.' },
    (nt, entry: Pointer) => IoFreeErrorLogEntry(nt.io, toAddress(entry)),
  ),
];
