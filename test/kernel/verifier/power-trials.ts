/** The rules of power for drivers in the path of a special file, for the trial of all rules. */
import type { Injection } from '../../../src/protocol/injection.ts';
import { injectAll } from '../../support/machine.ts';
import { bootPowered, fileOnDisk, queryDevice, READ, refuse, WAIT, WITH_ROUTINE } from './power-filter.ts';
import { found } from './support.ts';

interface PowerTrial {
  readonly rule: string;
  readonly name: string;
  readonly bad: () => Promise<{ readonly found: readonly string[]; readonly expected: string }>;
  readonly good: () => Promise<readonly string[]>;
}

type Parts = Parameters<typeof bootPowered>[0];

function trial(rule: string, bad: Parts, mark: string, good: Parts, steps: readonly Injection[]): PowerTrial {
  return {
    rule,
    name: `${rule} in a filter on a disk`,
    bad: async () => {
      const { machine, lineOf } = await bootPowered(bad);
      await injectAll(machine, steps);
      return { found: found(machine), expected: `${rule} flt flt.ts:${lineOf(mark)}` };
    },
    good: async () => {
      const { machine } = await bootPowered(good);
      await injectAll(machine, steps);
      const { bugcheck } = machine.state();
      return [...found(machine), ...(bugcheck === null ? [] : [bugcheck.name])];
    },
  };
}

export const powerTrials: readonly PowerTrial[] = [
  trial('irp/wait-in-power-dispatch', { power: WAIT }, '/* wait */', { power: WITH_ROUTINE }, [queryDevice]),
  trial('USE-35', { read: WAIT }, '/* wait */', { read: WITH_ROUTINE }, [fileOnDisk(true), READ]),
  trial(
    'USE-37',
    { power: refuse('AllCounts(extension) > 0') },
    '/* refuse */',
    { power: refuse('AllCounts(extension) === 0') },
    [fileOnDisk(true), queryDevice],
  ),
];
