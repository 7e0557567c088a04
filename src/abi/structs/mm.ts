/** Structures of the memory manager. */
import { pointer, struct } from '../struct.ts';
import { CSHORT, PVOID, ULONG } from '../types.ts';

/** Describes the pages of a buffer. The page frame numbers follow it. */
export class MDL extends struct('MDL', {
  Next: pointer<MDL>('MDL'),
  Size: CSHORT,
  MdlFlags: CSHORT,
  Process: PVOID,
  MappedSystemVa: PVOID,
  StartVa: PVOID,
  ByteCount: ULONG,
  ByteOffset: ULONG,
}) {}
export type PMDL = MDL | null;
export const PMDL = pointer<MDL>('MDL');
