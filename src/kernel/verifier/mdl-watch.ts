/** Memory descriptor lists: what is locked, and what may not be. */
import { MDL } from '../../abi/structs/mm.ts';
import { hex } from '../../base/hex.ts';
import { MDL_PAGES_LOCKED, MDL_SOURCE_IS_NONPAGED_POOL } from '../io/mdl.ts';
import { addressOf, type CallCheck, type CallChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { Judge } from './judge.ts';
import type { MoreParameters, RuleText } from './rule.ts';
import { FREED_LOCKED, LOCKED_TWICE, NEVER_LOCKED, PAGEABLE_MDL, UNLOCKED_NONPAGED } from './rules/mdls.ts';

/** By the name of the routine that is called. */
export function mdlChecks(judge: Judge, place: () => CallPlace): CallChecks {
  const { memory, pool, sim } = judge.kernel;
  const check =
    (look: (mdl: MDL) => void): CallCheck =>
    (mdl) => {
      const address = addressOf(mdl);
      if (address !== 0) look(memory.view(MDL, address));
    };
  const tell = (rule: RuleText, mdl: MDL, message: string, more?: MoreParameters): void =>
    judge.violate(rule, place(), message, more ?? [mdl.address, mdl.MdlFlags & 0xffff, 0]);
  const isLocked = ({ MdlFlags }: MDL): boolean => (MdlFlags & MDL_PAGES_LOCKED) !== 0;
  const isNonpaged = ({ MdlFlags }: MDL): boolean => (MdlFlags & MDL_SOURCE_IS_NONPAGED_POOL) !== 0;
  const bufferOf = ({ StartVa, ByteOffset }: MDL): number => StartVa + ByteOffset;

  return {
    MmBuildMdlForNonPagedPool: check((mdl) => {
      const buffer = bufferOf(mdl);
      if (pool.pageable?.blockOf(buffer) !== undefined)
        tell(PAGEABLE_MDL, mdl, `${hex(buffer)} is in paged pool`, [sim.current.irql, mdl.address, buffer]);
    }),
    MmProbeAndLockPages: check((mdl) => {
      if (isLocked(mdl) || isNonpaged(mdl))
        tell(LOCKED_TWICE, mdl, isLocked(mdl) ? 'its pages are locked' : 'it is one of nonpaged pool');
    }),
    MmUnlockPages: check((mdl) => {
      if (isNonpaged(mdl)) tell(UNLOCKED_NONPAGED, mdl, `its buffer at ${hex(bufferOf(mdl))} is nonpaged pool`);
      else if (!isLocked(mdl)) tell(NEVER_LOCKED, mdl, `the pages at ${hex(bufferOf(mdl))} are not locked`);
    }),
    IoFreeMdl: check((mdl) => {
      if (isLocked(mdl)) tell(FREED_LOCKED, mdl, `the pages at ${hex(bufferOf(mdl))} are locked`);
    }),
  };
}
