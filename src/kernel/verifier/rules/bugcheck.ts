/** What a bug check callback may not do, and what it hands over that cannot be used. The sandbox's own rules. */
import { INTERNAL_POWER_ERROR } from '../../../abi/bug-check-codes.ts';
import { type RuleText, STANDARD } from '../rule.ts';

const DOCUMENT = 'writing-a-bug-check-callback-routine';

export const CALLBACK_CALL: RuleText = {
  ...STANDARD,
  id: 'bugcheck/forbidden-call',
  title: 'A bug check callback needs a system that has stopped',
  why: 'It runs at HIGH_LEVEL with everything else frozen: an allocation, a lock or a wait never comes back, and the dump is lost.',
  remedy:
    'only read and write resident memory and registers there; allocate what it needs in DriverEntry, and take no lock',
  document: DOCUMENT,
  bugCheck: null,
};

export const CALLBACK_FAULT: RuleText = {
  ...STANDARD,
  id: 'bugcheck/callback-fault',
  title: 'A bug check callback causes an exception',
  why: 'An exception after a bug check is a double fault: on Windows it can lose the whole dump.',
  remedy: 'touch only resident memory of your own, and ask MmIsAddressValid for any other',
  document: DOCUMENT,
  bugCheck: null,
};

export const CALLBACK_RECORD: RuleText = {
  ...STANDARD,
  id: 'bugcheck/record-damaged',
  title: 'The record of a bug check callback was freed or written over while it was registered',
  why: 'The system leaves the callback out, or follows a pointer that is none any more.',
  remedy: 'keep the record in nonpaged memory that lives until KeDeregisterBugCheckCallback has returned TRUE',
  document: 'nf-wdm-keregisterbugcheckcallback',
  bugCheck: null,
};

export const CALLBACK_LEAKED: RuleText = {
  ...STANDARD,
  id: 'bugcheck/callback-leaked',
  title: 'A driver is unloaded with a bug check callback registered',
  why: 'The next bug check jumps into code that is gone.',
  remedy: 'call KeDeregisterBugCheckCallback or KeDeregisterBugCheckReasonCallback in DriverUnload',
  document: 'nf-wdm-kederegisterbugcheckcallback',
  bugCheck: null,
};

export const CALLBACK_PAGES: RuleText = {
  ...STANDARD,
  id: 'bugcheck/pages',
  title: 'A bug check callback adds or removes pages that the system cannot take',
  why: 'The request is left out: the pages are missing from the dump, or a secret stays in it.',
  remedy:
    'set exactly one of the flags for a virtual and a physical address, give an address at the beginning of a page, and end with fewer than 256 ranges',
  document: 'ns-wdm-_kbugcheck_add_pages',
  bugCheck: null,
};

export const CALLBACK_DATA: RuleText = {
  ...STANDARD,
  id: 'bugcheck/secondary-data',
  title: 'A bug check callback hands over data that the system cannot take',
  why: 'The data is left out of the dump.',
  remedy:
    'hand over at most MaximumAllowed bytes, from InBuffer or from a resident buffer that was allocated before, and end the parts',
  document: 'ns-wdm-_kbugcheck_secondary_dump_data',
  bugCheck: null,
};

export const CALLBACK_TRIAGE: RuleText = {
  ...STANDARD,
  id: 'bugcheck/triage-data',
  title: 'A range for the small dump is not resident',
  why: 'It is left out of the dump.',
  remedy: 'add only resident memory with KeAddTriageDumpDataBlock, and keep it until the driver goes',
  document: 'nf-wdm-keaddtriagedumpdatablock',
  bugCheck: null,
};

const MARKS = 'nf-storport-storportmarkdumpmemory';

export const RESUME_UNMARKED: RuleText = {
  ...STANDARD,
  id: 'dump/resume-unmarked',
  title: 'A miniport uses memory in a resume that it has not marked',
  why: 'The loader has brought back what was marked and nothing else: the miniport reads whatever happens to be there, and what it writes is lost.',
  remedy: 'call StorPortMarkDumpMemory for it in HwStorFindAdapter, when DumpMode says MARK_MEMORY or HIBER',
  document: MARKS,
  bugCheck: null,
};

export const HIBER_WRITE: RuleText = {
  ...STANDARD,
  id: 'dump/hiber-unmarked-write',
  title: 'A miniport changes memory while the hibernation image is written',
  why: 'The page belongs to the snapshot: the image has the old contents or the new, and on Windows a page that does not match stops the system.',
  remedy:
    'mark the memory with StorPortMarkDumpMemory, so that it is saved last; or keep what changes in the extension of the dump instance',
  document: MARKS,
  // A page about to be written does not match its checksum.
  bugCheck: [INTERNAL_POWER_ERROR, 0x4],
};

export const NOTHING_MARKED: RuleText = {
  ...STANDARD,
  id: 'dump/nothing-marked',
  title: 'A miniport hands over a dump context and marks no memory for the resume',
  why: 'After a resume MiniportDumpData points at memory that the loader has not brought back.',
  remedy: 'call StorPortMarkDumpMemory for MiniportDumpData, and for all that it points to, in HwStorFindAdapter',
  document: MARKS,
  bugCheck: null,
};

export const bugCheckRules: readonly RuleText[] = [
  RESUME_UNMARKED,
  HIBER_WRITE,
  NOTHING_MARKED,
  CALLBACK_CALL,
  CALLBACK_FAULT,
  CALLBACK_RECORD,
  CALLBACK_LEAKED,
  CALLBACK_PAGES,
  CALLBACK_DATA,
  CALLBACK_TRIAGE,
];
