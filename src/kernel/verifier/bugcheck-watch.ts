/** Hears what bug check callbacks do wrong, and which are still registered when their driver goes. */
import { hex } from '../../base/hex.ts';
import type { BugCheckSequence } from '../dump/bugcheck-sequence.ts';
import type { CallbackMistake } from '../dump/callback-runner.ts';
import type { HiberMistake } from '../dump/hiber-mistake.ts';
import type { HiberStack } from '../dump/hiber-stack.ts';
import { earlierAt, type RuleText } from './rule.ts';
import {
  CALLBACK_CALL,
  CALLBACK_DATA,
  CALLBACK_FAULT,
  CALLBACK_LEAKED,
  CALLBACK_PAGES,
  CALLBACK_RECORD,
  CALLBACK_TRIAGE,
  HIBER_WRITE,
  NOTHING_MARKED,
  RESUME_UNMARKED,
} from './rules/bugcheck.ts';
import type { Verifier } from './verifier.ts';

const RULE_OF_MISTAKE: Readonly<Record<CallbackMistake['kind'], RuleText>> = {
  call: CALLBACK_CALL,
  fault: CALLBACK_FAULT,
  record: CALLBACK_RECORD,
  pages: CALLBACK_PAGES,
  secondaryData: CALLBACK_DATA,
  triageData: CALLBACK_TRIAGE,
};

const RULE_OF_MARK: Readonly<Record<HiberMistake['kind'], RuleText>> = {
  resumeUnmarked: RESUME_UNMARKED,
  hiberWrite: HIBER_WRITE,
  nothingMarked: NOTHING_MARKED,
};

export function watchBugCheck(
  verifier: Verifier,
  { callbacks, runner }: BugCheckSequence,
  hibernation: Pick<HiberStack, 'onMistake'>,
): void {
  const { judge } = verifier;
  callbacks.siteOf = (driver) => judge.siteOf(driver);
  runner.onMistake = ({ kind, driver, isRunning, site, message }) => {
    const place = { driver, device: 0, irp: 0, routine: '', isRunning, site: isRunning ? null : site };
    judge.violate(RULE_OF_MISTAKE[kind], place, message);
  };
  hibernation.onMistake = ({ kind, driver, device, site, message, routine, checksums, allocated }) => {
    const [expected, actual] = checksums ?? [0, 0];
    const earlier = earlierAt('the memory was allocated here', allocated);
    const place = { driver, device, irp: 0, routine, isRunning: false, site, earlier };
    judge.violate(RULE_OF_MARK[kind], place, message, [expected, actual, 0]);
  };
  verifier.onUnloaded = (driver) => {
    for (const { record, site } of callbacks.ofDriver(driver)) {
      const place = { driver, device: 0, irp: 0, routine: '', isRunning: false, site };
      judge.violate(CALLBACK_LEAKED, place, `the record at ${hex(record.address)} is registered`);
    }
  };
}
