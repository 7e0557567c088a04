/** A dump filter that encrypts as it has to, with one mistake and without. */
import { injectAll } from '../../support/machine.ts';
import { bootFilters, type FilterParts, filterSource, IN_PLACE } from '../dump/filter-lab.ts';
import { HIBERNATE, WAKE } from '../dump/hiber-lab.ts';
import { CRASH } from '../dump/lab.ts';
import { found, MARK } from './support.ts';
import type { Trial } from './trial.ts';

interface FilterExample {
  readonly rule: string;
  readonly bad: FilterParts;
  readonly good: FilterParts;
  readonly isHibernation?: boolean;
  /** What stands in the line of the finding. */
  readonly at: string;
}

const examples: readonly FilterExample[] = [
  { rule: 'dump/filter-wrote-buffer', bad: IN_PLACE, good: {}, at: 'cast(WORD, to + at).Value =' },
  {
    rule: 'dump/filter-mdl',
    bad: { write: 'mdl.ByteCount = 512;' },
    good: { write: 'mdl.ByteCount = length;' },
    at: 'function Write(',
  },
  {
    rule: 'dump/filter-forbidden-call',
    bad: { start: `ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); ${MARK}` },
    good: { start: 'RtlZeroMemory(buffer, 4096);' },
    at: MARK,
  },
  {
    rule: 'dump/filter-fault',
    bad: { write: `cast(WORD, 8).Value = 1; ${MARK}` },
    good: { write: 'cast(WORD, buffer).Value ^= 1;' },
    at: MARK,
  },
  {
    rule: 'dump/filter-failed',
    bad: { entry: 'ExFreePool(buffer); return STATUS_INSUFFICIENT_RESOURCES;' },
    good: {},
    at: 'export function DriverEntry(',
  },
  {
    rule: 'dump/filter-read',
    bad: { read: 'Change(source, source, 4096);' },
    good: { read: 'Change(source, source, 4096); Change(source, source, 4096);' },
    isHibernation: true,
    at: 'function Read(',
  },
  {
    rule: 'dump/filter-leak',
    bad: { free: '' },
    good: {},
    isHibernation: true,
    at: 'function Unload(',
  },
];

export const dumpFilterTrials: readonly Trial[] = examples.map(({ rule, bad, good, at, isHibernation }) => {
  const play = async (parts: FilterParts): Promise<readonly string[]> => {
    const machine = await bootFilters({
      filters: { flt: parts },
      type: isHibernation === true ? 'hibernation' : 'dump',
    });
    await injectAll(machine, isHibernation === true ? [HIBERNATE, WAKE] : [CRASH]);
    // That the image cannot be read is told by a rule of its own.
    return found(machine).filter((one) => !one.startsWith('dump/image-'));
  };
  return {
    rule,
    name: rule,
    bad: async () => {
      const lines = filterSource(bad).split('\n');
      const line = lines.findIndex((one) => one.includes(at)) + 1;
      return { found: await play(bad), expected: `${rule} flt flt.ts:${line}` };
    },
    good: () => play(good),
  };
});
