/** Bug check callbacks: what they may not do, and what they may not hand over. */

import { DUMP_MODE_HIBER, DUMP_MODE_RESUME } from '../../../src/abi/storport-constants.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { injectAll } from '../../support/machine.ts';
import {
  bootHiber,
  type Change,
  HIBERNATE,
  inMode,
  MARK as MARK_CALL,
  MARK_PORTS,
  miniportText,
  SECOND_BLOCK,
  WAKE,
  WITHOUT_RESUME,
} from '../dump/hiber-lab.ts';
import { bootLab, CRASH, DUMP_FILE } from '../dump/lab.ts';
import { FILE, filterText, found, MARK } from './support.ts';
import type { Trial } from './trial.ts';

/** DriverEntry with the mistake, and without it. */
interface BugCheckExample {
  readonly rule: string;
  readonly bad: string;
  readonly good: string;
  readonly steps?: readonly Injection[];
}

/** Statements of DriverEntry that register a callback. @param mark - for the line on which they do */
const registered = (body: string, reason: string, data: string, mark: string, more = ''): string =>
  `const record = cast(KBUGCHECK_REASON_CALLBACK_RECORD, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KBUGCHECK_REASON_CALLBACK_RECORD), 'cbgB'));
  KeInitializeCallbackRecord(record);
  ${more}
  KeRegisterBugCheckReasonCallback(record, (_reason, _record, at) => { ${mark}
    const data = cast(${data}, at);
    ${body}
  }, ${reason}, NULL);`;

const plain = (body: string, after = '', mark = ''): string =>
  `const record = cast(KBUGCHECK_CALLBACK_RECORD, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KBUGCHECK_CALLBACK_RECORD), 'cbgB'));
  KeInitializeCallbackRecord(record);
  const bytes = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'fubB');
  KeRegisterBugCheckCallback(record, (buffer) => { ${mark}
    ${body}
  }, bytes, 64, NULL);
  ${after}`;

const pages = (body: string, mark = ''): string => registered(body, 'KbCallbackAddPages', 'KBUGCHECK_ADD_PAGES', mark);
const data = (body: string, mark = ''): string =>
  registered(body, 'KbCallbackSecondaryDumpData', 'KBUGCHECK_SECONDARY_DUMP_DATA', mark);
const triage = (address: string, mark = ''): string =>
  registered(
    'data.DataArray = array;',
    'KbCallbackTriageDumpData',
    'KBUGCHECK_TRIAGE_DUMP_DATA',
    mark,
    `const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'irtB');
  const array = cast(KTRIAGE_DUMP_DATA_ARRAY, block);
  KeInitializeTriageDumpDataArray(array, 64);
  KeAddTriageDumpDataBlock(array, ${address}, 16);`,
  );

/** Where a callback that is not running any more was registered. */
const HERE = MARK;
const UNLOAD = (body: string): string =>
  `driverObject.DriverUnload = () => { ${body} ExFreePool(record); ExFreePool(bytes); };`;

const examples: readonly BugCheckExample[] = [
  {
    rule: 'bugcheck/forbidden-call',
    bad: plain(`ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT'); ${MARK}`),
    good: plain('RtlZeroMemory(buffer, 64);'),
  },
  {
    rule: 'bugcheck/callback-fault',
    bad: plain(`cast(KEVENT, buffer + 64).Header.SignalState = 1; ${MARK}`),
    good: plain('if (MmIsAddressValid(buffer)) cast(KEVENT, buffer).Header.SignalState = 1;'),
  },
  { rule: 'bugcheck/record-damaged', bad: plain('', 'record.Length = 65;', HERE), good: plain('') },
  {
    rule: 'bugcheck/pages',
    bad: pages('data.Address = 0x20000; data.Count = 1;', HERE),
    good: pages('data.Flags = KB_ADD_PAGES_FLAG_VIRTUAL_ADDRESS; data.Address = 0x20000; data.Count = 1;'),
  },
  {
    rule: 'bugcheck/secondary-data',
    bad: data('data.OutBuffer = data.InBuffer; data.OutBufferLength = data.MaximumAllowed + 1;', HERE),
    good: data('data.OutBuffer = data.InBuffer; data.OutBufferLength = data.InBufferLength;'),
  },
  { rule: 'bugcheck/triage-data', bad: triage('0x3f0000', HERE), good: triage('block') },
  {
    rule: 'bugcheck/callback-leaked',
    steps: [{ op: 'pnp', device: 'null0', request: 'disable' }],
    bad: plain('', UNLOAD(''), HERE),
    good: plain('', UNLOAD('KeDeregisterBugCheckCallback(record);')),
  },
];

export const bugCheckTrials: readonly Trial[] = examples.map(({ rule, bad, good, steps }) => {
  const play = async (entry: string): Promise<readonly string[]> => {
    const machine = await bootLab({ entry });
    await injectAll(machine, steps ?? [DUMP_FILE, CRASH]);
    return found(machine);
  };
  return {
    rule,
    name: rule,
    bad: async () => {
      const lines = filterText({ entry: `\n${bad}` }).split('\n');
      const line = lines.findIndex((one) => one.includes(MARK)) + 1;
      return { found: await play(bad), expected: `${rule} flt ${FILE}:${line}` };
    },
    good: () => play(good),
  };
});

/** The in-box miniport through a hibernation, with one mistake and without. */
interface MarkExample {
  readonly rule: string;
  readonly bad: readonly Change[];
  readonly good: readonly Change[];
  /** What stands in the line of the finding. */
  readonly at: string;
}

const PORT = 'cast(DUMP_CONTEXT, dump.Ports + 4096)';
const READS = inMode(DUMP_MODE_RESUME, `dump.Targets = ${PORT}.Targets === 7 ? dump.Targets : dump.Targets;`);
const WRITES = inMode(DUMP_MODE_HIBER, `${PORT}.Targets += 1;`);

const markExamples: readonly MarkExample[] = [
  {
    rule: 'dump/resume-unmarked',
    bad: [...SECOND_BLOCK, READS],
    good: [...SECOND_BLOCK, MARK_PORTS, READS],
    at: '.Targets === 7',
  },
  {
    rule: 'dump/hiber-unmarked-write',
    bad: [...SECOND_BLOCK, WRITES],
    good: [...SECOND_BLOCK, MARK_PORTS, WRITES],
    at: 'function FindAdapter(',
  },
  {
    rule: 'dump/nothing-marked',
    // Without a resume through the miniport only the missing mark shows.
    bad: [[MARK_CALL, ''], WITHOUT_RESUME],
    good: [WITHOUT_RESUME],
    at: 'function FindAdapter(',
  },
];

/** A hibernation in which the miniport writes to memory that it has not marked. */
export async function writeUnmarked(verifier: unknown): Promise<Machine> {
  const machine = await bootHiber([...SECOND_BLOCK, WRITES], 'hibernation', verifier);
  await injectAll(machine, [HIBERNATE, WAKE]);
  return machine;
}

export const markTrials: readonly Trial[] = markExamples.map(({ rule, bad, good, at }) => {
  const play = async (changes: readonly Change[]): Promise<readonly string[]> => {
    const machine = await bootHiber(changes);
    await injectAll(machine, [HIBERNATE, WAKE]);
    return found(machine);
  };
  return {
    rule,
    name: rule,
    bad: async () => {
      const lines = (await miniportText(bad)).split('\n');
      const line = lines.findIndex((one) => one.includes(at)) + 1;
      return { found: await play(bad), expected: `${rule} mini mini.ts:${line}` };
    },
    good: () => play(good),
  };
});
