/** What can be wrong with memory descriptor lists. */
import { type RuleText, STANDARD } from '../rule.ts';

const DETECTED_VIOLATION = 0xc4;
const MDLS = { ...STANDARD, document: 'using-mdls' } as const;

export const PAGEABLE_MDL: RuleText = {
  ...MDLS,
  id: 'C4/0x140',
  title: 'An MDL is built with MmBuildMdlForNonPagedPool for memory that may be paged out',
  why: 'The pages that the MDL describes may belong to somebody else when the device writes to them.',
  remedy: 'call MmProbeAndLockPages for this buffer, or allocate it from nonpaged pool',
  bugCheck: [DETECTED_VIOLATION, 0x140],
};

export const LOCKED_TWICE: RuleText = {
  ...MDLS,
  id: 'C4/0xB0',
  title: 'MmProbeAndLockPages is called for an MDL that describes locked pages already',
  why: 'The pages are locked twice and unlocked once: they stay locked when nobody uses them any more.',
  remedy: 'lock an MDL once; one of MmBuildMdlForNonPagedPool is not locked at all',
  bugCheck: [DETECTED_VIOLATION, 0xb0],
};

export const NEVER_LOCKED: RuleText = {
  ...MDLS,
  id: 'C4/0x7C',
  title: 'MmUnlockPages is called for an MDL whose pages are not locked',
  why: 'The lock count of pages goes down that somebody else relies on.',
  remedy: 'call MmUnlockPages once for each MmProbeAndLockPages',
  bugCheck: [DETECTED_VIOLATION, 0x7c],
};

export const UNLOCKED_NONPAGED: RuleText = {
  ...MDLS,
  id: 'C4/0x7D',
  title: 'MmUnlockPages is called for an MDL of nonpaged pool',
  why: 'Nonpaged pool is never unlocked: its pages would be counted as free to go.',
  remedy: 'free an MDL of MmBuildMdlForNonPagedPool with IoFreeMdl, without MmUnlockPages',
  bugCheck: [DETECTED_VIOLATION, 0x7d],
};

export const FREED_LOCKED: RuleText = {
  ...MDLS,
  id: 'mdl/freed-locked',
  title: 'An MDL is freed whose pages are locked',
  why: 'Nobody can unlock the pages any more: the process that they belong to can never end (PROCESS_HAS_LOCKED_PAGES).',
  remedy: 'call MmUnlockPages before IoFreeMdl',
  bugCheck: null,
};

export const mdlRules: readonly RuleText[] = [
  PAGEABLE_MDL,
  LOCKED_TWICE,
  NEVER_LOCKED,
  UNLOCKED_NONPAGED,
  FREED_LOCKED,
];
