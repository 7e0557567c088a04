/** Hears what the filters of a dump stack do wrong. */
import type { DumpFilters } from '../dump/dump-filters.ts';
import type { FilterMistake } from '../dump/filter-runner.ts';
import type { RuleText } from './rule.ts';
import {
  FILTER_CALL,
  FILTER_FAILED,
  FILTER_FAULT,
  FILTER_LEAK,
  FILTER_MDL,
  FILTER_READ,
  FILTER_WROTE_BUFFER,
} from './rules/dump-filter.ts';
import type { Verifier } from './verifier.ts';

const RULE_OF_MISTAKE: Readonly<Record<FilterMistake['kind'], RuleText>> = {
  call: FILTER_CALL,
  fault: FILTER_FAULT,
  wroteBuffer: FILTER_WROTE_BUFFER,
  mdl: FILTER_MDL,
  failed: FILTER_FAILED,
  read: FILTER_READ,
  leak: FILTER_LEAK,
};

export function watchDumpFilters({ judge }: Verifier, filters: DumpFilters): void {
  filters.onMistake = ({ kind, driver, routine, isRunning, site, message }) => {
    judge.violate(RULE_OF_MISTAKE[kind], { driver, device: 0, irp: 0, routine, isRunning, site }, message);
  };
}
