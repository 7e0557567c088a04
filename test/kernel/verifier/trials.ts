/** Every rule with a driver that breaks it and one that keeps it. */
import { readFile } from 'node:fs/promises';
import { rules } from '../../../src/kernel/verifier/rules.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { FINDINGS, LAB, lineOf, playLab } from '../../scenarios/usage-lab/lab.ts';
import { injectAll } from '../../support/machine.ts';
import { bugCheckTrials, markTrials } from './bugcheck-examples.ts';
import { DELETES, DETACHES, disableChild } from './bus-filter-driver.ts';
import { deviceExamples, dpcExamples, irqlExamples, leakExamples, poolExamples } from './call-examples.ts';
import { complianceExamples } from './compliance-examples.ts';
import { complianceTrials } from './compliance-trials.ts';
import { dumpFilterTrials } from './dump-filter-trials.ts';
import { frameworkTrials } from './framework-trials.ts';
import { handoverExamples } from './handover-examples.ts';
import { completingExamples, forwardingExamples, ownershipExamples, returningExamples } from './irp-examples.ts';
import { irqlSetExamples } from './irql-examples.ts';
import { lockExamples } from './lock-examples.ts';
import { madeIrpExamples } from './made-irp-examples.ts';
import { mdlExamples, mutexExamples } from './mutex-examples.ts';
import { objectExamples } from './object-examples.ts';
import { bootPaged, FLUSH, usage as fileOnDisk, GIVE_BACK, LOCK, UNLOCK } from './paged-code-filter.ts';
import { platformTrials } from './platform-trials.ts';
import { policyTrials } from './policy-trials.ts';
import { powerExamples } from './power-irp-examples.ts';
import { powerTrials } from './power-trials.ts';
import { removeLockExamples } from './remove-lock-examples.ts';
import { requiredExamples } from './required-examples.ts';
import { storportTrials } from './storport-trials.ts';
import { bootExample, clean, type Example, expectedAt, FILE, found, play } from './support.ts';
import type { Trial } from './trial.ts';
import { playChanged, playSample, usageExamples } from './usage-examples.ts';
import { bootSender, usage } from './usage-sender.ts';
import { bootChanged, bootDeafBus, bootSilentBus, CHILD, refusedAfterTelling, USAGE } from './usage-tellers.ts';

export const examples: readonly Example[] = [
  ...forwardingExamples,
  ...completingExamples,
  ...returningExamples,
  ...deviceExamples,
  ...poolExamples,
  ...lockExamples,
  ...irqlExamples,
  ...leakExamples,
  ...powerExamples,
  ...dpcExamples,
  ...ownershipExamples,
  ...handoverExamples,
  ...objectExamples,
  ...requiredExamples,
  ...irqlSetExamples,
  ...madeIrpExamples,
  ...removeLockExamples,
  ...complianceExamples,
  ...mutexExamples,
  ...mdlExamples,
];

function verifierOf({ rule, verifier }: Example): object {
  const isNamed = rules.some(({ id, mode }) => id === rule && mode === 'named');
  return { mode: 'all', rules: isNamed ? { [rule]: 'report' } : {}, ...verifier };
}

function ofExample(example: Example): Trial {
  return {
    rule: example.rule,
    name: example.rule,
    bad: async () => {
      const machine = await bootExample(example, example.bad, verifierOf(example));
      await play(machine, example);
      return { found: found(machine), expected: `${example.rule} flt ${FILE}:${expectedAt(example)}` };
    },
    good: async () => {
      const machine = await bootExample(example, example.good, verifierOf(example));
      await play(machine, example);
      return clean(machine);
    },
  };
}

const usageTrials: readonly Trial[] = usageExamples.map((example) => ({
  rule: example.rule,
  name: `${example.rule} in the sample filter`,
  bad: () => playChanged(example),
  good: () => playSample(example),
}));

/** The mistakes of the six, and the filter of the lab that is right in place of each. */
const labTrials: readonly Trial[] = Object.entries(FINDINGS).map(([driver, rule]) => ({
  rule,
  name: `${rule} in ${driver} of the usage lab`,
  bad: async () => {
    const machine = await playLab();
    const own = found(machine).filter((text) => text.split(' ')[1] === driver);
    return { found: own, expected: `${rule} ${driver} ${LAB}/${driver}.ts:${await lineOf(driver)}` };
  },
  good: async () => {
    const right = await readFile(`${LAB}/right.ts`, 'utf8');
    const machine = await playLab({ [`${LAB}/${driver}.ts`]: right });
    return clean(machine).filter((text) => text.split(' ')[1] === driver);
  },
}));

function ofBusFilter(rule: string, atRemoval: string): Trial {
  return {
    rule,
    name: `${rule} in a filter of a bus`,
    bad: async () => {
      const { machine, line } = await disableChild(atRemoval);
      return { found: found(machine), expected: `${rule} flt flt.ts:${line}` };
    },
    good: async () => clean((await disableChild('')).machine),
  };
}

const FILE_ON_HBA: readonly Injection[] = [
  { op: 'usage', device: 'hba0', type: 'paging', inPath: true },
  { op: 'usage', device: 'hba0', type: 'paging', inPath: false },
];
const TWO_FILES = [usage('disk0', 'paging', true), usage('disk1', 'paging', true)];

const tellingTrials: readonly Trial[] = [
  {
    rule: 'C9/0x22A',
    name: 'C9/0x22A in a bus driver',
    bad: async () => {
      const { machine, line } = await bootDeafBus();
      return { found: found(machine), expected: `C9/0x22A mine ${CHILD}:${line}` };
    },
    good: async () => {
      const { machine } = await bootChanged('pci', CHILD, 'STATUS_DEVICE_BUSY', 'STATUS_DEVICE_BUSY');
      return clean(machine);
    },
  },
  {
    rule: 'USE-V10',
    name: 'USE-V10 in a bus driver',
    bad: async () => {
      const { machine, line } = await bootSilentBus();
      await injectAll(machine, FILE_ON_HBA.slice(0, 1));
      return { found: found(machine), expected: `USE-V10 mine ${USAGE}:${line}` };
    },
    good: async () => {
      const { machine } = await bootChanged('pci', USAGE, 'IsKnownUsage', 'IsKnownUsage');
      await injectAll(machine, FILE_ON_HBA);
      return clean(machine);
    },
  },
  {
    rule: 'USE-V06',
    name: 'USE-V06 in a filter that tells a second stack',
    bad: async () => {
      const { machine, line } = await refusedAfterTelling(false);
      return { found: found(machine), expected: `USE-V06 flt flt.ts:${line}` };
    },
    good: async () => clean((await refusedAfterTelling(true)).machine),
  },
  {
    rule: 'USE-22',
    name: 'USE-22 in a filter that tells a second stack',
    bad: async () => {
      const { machine, lineOf: at } = await bootSender({});
      const lost = {
        op: 'fault',
        device: 'disk0',
        driver: 'flt',
        at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
        status: 'drop',
      } as const;
      await injectAll(machine, [...TWO_FILES.slice(0, 1), lost, ...TWO_FILES.slice(1)]);
      return { found: found(machine), expected: `USE-22 flt flt.ts:${at('/* end */')}` };
    },
    good: async () => {
      const { machine } = await bootSender({});
      await injectAll(machine, TWO_FILES);
      return clean(machine);
    },
  },
];

async function pagedFilter(
  parts: Parameters<typeof bootPaged>[0],
  steps: readonly Injection[],
): Promise<{ machine: Machine; lineOf: (mark: string) => number }> {
  const booted = await bootPaged(parts);
  await injectAll(booted.machine, steps);
  return booted;
}

const pagedTrials: readonly Trial[] = [
  {
    rule: 'USE-V14',
    name: 'USE-V14 in a filter with pageable code',
    bad: async () => {
      const { machine, lineOf: at } = await pagedFilter({}, [fileOnDisk(true)]);
      return { found: found(machine), expected: `USE-V14 flt flt.ts:${at('/* end */')}` };
    },
    good: async () =>
      clean(
        (await pagedFilter({ down: LOCK, up: UNLOCK, refused: GIVE_BACK }, [fileOnDisk(true), fileOnDisk(false)]))
          .machine,
      ),
  },
  {
    rule: 'C9/0x227',
    name: 'C9/0x227 in a filter with a pageable completion routine',
    bad: async () => {
      const { machine, lineOf: at } = await pagedFilter({ placed: 'Pass' }, [FLUSH]);
      return { found: found(machine), expected: `C9/0x227 flt flt.ts:${at('/* flush */')}` };
    },
    good: async () =>
      clean((await pagedFilter({ down: LOCK, up: UNLOCK, refused: GIVE_BACK }, [fileOnDisk(true), FLUSH])).machine),
  },
];

export const trials: readonly Trial[] = [
  ...powerTrials,
  ...policyTrials,
  ...examples.map(ofExample),
  ...usageTrials,
  ...labTrials,
  ofBusFilter('C9/0x222', DETACHES),
  ofBusFilter('C9/0x223', DELETES),
  ...tellingTrials,
  ...pagedTrials,
  ...platformTrials,
  ...bugCheckTrials,
  ...markTrials,
  ...dumpFilterTrials,
  ...frameworkTrials,
  ...storportTrials,
  ...complianceTrials,
];
