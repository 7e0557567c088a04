/** What a filter of the dump stack may not do. The sandbox's own rules. */
import { type RuleText, STANDARD } from '../rule.ts';

const WRITE = 'nc-ntdddump-dump_write';

export const FILTER_WROTE_BUFFER: RuleText = {
  ...STANDARD,
  id: 'dump/filter-wrote-buffer',
  title: 'A dump filter writes into the pages that are dumped',
  why: 'They are memory of the system that is dumped, or that goes on after a resume: what the filter stores there is a corruption of it.',
  remedy:
    'copy the data into a buffer that DriverEntry has allocated, MaxPagesPerWrite pages long, change it there, and point the MDL at it',
  document: WRITE,
  bugCheck: null,
};

export const FILTER_MDL: RuleText = {
  ...STANDARD,
  id: 'dump/filter-mdl',
  title: 'A dump filter hands back an MDL or an offset that cannot be written',
  why: 'The dump port writes as many bytes as it was asked for, from whole pages, to the place that was planned: nothing else fits into the file.',
  remedy:
    'leave DiskByteOffset and the number of bytes as they are, and point the MDL at resident memory that begins with a page',
  document: WRITE,
  bugCheck: null,
};

export const FILTER_CALL: RuleText = {
  ...STANDARD,
  id: 'dump/filter-forbidden-call',
  title: 'A dump filter needs a system that has stopped',
  why: 'Its routines run at HIGH_LEVEL with everything else frozen: an allocation, a lock or a wait never comes back, and the dump is lost.',
  remedy: 'only touch resident memory there; allocate what it needs in DriverEntry, and free it in Dump_Unload',
  document: 'dump-filter-driver-requirements',
  bugCheck: null,
};

export const FILTER_FAULT: RuleText = {
  ...STANDARD,
  id: 'dump/filter-fault',
  title: 'A dump filter causes an exception',
  why: 'Nobody handles an exception in the dump stack: the dump or the hibernation image is lost.',
  remedy: 'touch only memory that DriverEntry has allocated, and the pages of the MDL',
  document: 'dump-filter-driver-requirements',
  bugCheck: null,
};

export const FILTER_FAILED: RuleText = {
  ...STANDARD,
  id: 'dump/filter-failed',
  title: 'A routine of a dump filter fails',
  why: 'A filter that has failed is left out: the dump is written without it, in the clear where it encrypts. A critical one costs the dump.',
  remedy:
    'return STATUS_SUCCESS and set MajorVersion and MinorVersion; where data must not be written without the filter, set DUMP_FILTER_CRITICAL in Flags',
  document: 'ns-ntdddump-_filter_initialization_data',
  bugCheck: null,
};

export const FILTER_READ: RuleText = {
  ...STANDARD,
  id: 'dump/filter-read',
  title: 'Dump_Read does not undo what Dump_Write has done',
  why: 'The system goes on after a resume with memory that is not what it was.',
  remedy: 'change each page back in Dump_Read, by the same DiskByteOffset with which it was written',
  document: 'nc-ntdddump-dump_read',
  bugCheck: null,
};

export const FILTER_LEAK: RuleText = {
  ...STANDARD,
  id: 'dump/filter-leak',
  title: 'A dump filter leaves memory behind',
  why: 'The stack is loaded again at each change of the dump settings and at each hibernation: what is left is left each time.',
  remedy: 'free in Dump_Unload what DriverEntry has allocated, and in DriverEntry where that fails',
  document: 'nc-ntdddump-dump_unload',
  bugCheck: null,
};

export const dumpFilterRules: readonly RuleText[] = [
  FILTER_WROTE_BUFFER,
  FILTER_MDL,
  FILTER_CALL,
  FILTER_FAULT,
  FILTER_FAILED,
  FILTER_READ,
  FILTER_LEAK,
];
