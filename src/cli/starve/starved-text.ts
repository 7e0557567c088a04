/** What became of a machine whose allocations failed one by one, as text for people. */
import type { AllocationState } from '../../protocol/verification.ts';
import type { Paint } from '../report/paint.ts';
import { type AllocationRun, VERDICTS, type Verdict } from './allocation-run.ts';

const NUMBERS_SHOWN = 8;

/** Allocations by the line and the routine that make them, in the order of the first of each. */
export function placesOf(allocations: readonly AllocationState[]): ReadonlyMap<string, AllocationState[]> {
  const places = new Map<string, AllocationState[]>();
  for (const allocation of allocations) {
    const place = placeOf(allocation);
    const known = places.get(place);
    if (known === undefined) places.set(place, [allocation]);
    else known.push(allocation);
  }
  return places;
}

export function placeOf({ file, line, driver, routine }: AllocationState): string {
  return `${file === null ? driver : `${file}:${line ?? 1}`} ${routine}`;
}

export function starvedText(runs: readonly AllocationRun[], paint: Paint): string {
  const byNumber = [...runs].sort((one, other) => one.allocation.number - other.allocation.number);
  const counts = new Map<Verdict, number>(VERDICTS.map((verdict) => [verdict, 0]));
  let text = '';
  for (const [place, allocations] of placesOf(byNumber.map(({ allocation }) => allocation))) {
    const own = byNumber.filter(({ allocation }) => allocations.includes(allocation));
    const worst = VERDICTS.findLast((verdict) => own.some((run) => run.verdict === verdict)) ?? 'pass';
    counts.set(worst, (counts.get(worst) ?? 0) + 1);
    const mark = paint(worst === 'pass' ? 'good' : 'bad', worst.padEnd(9));
    text += `  ${mark}  ${place}  ${paint('quiet', numbersText(own))}\n`;
    for (const bad of firstOfEach(own)) text += `             ${bad.allocation.number}: ${bad.text}\n`;
  }
  const places = [...counts].filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`);
  const failed = byNumber.find(({ verdict }) => verdict !== 'pass');
  const again = failed === undefined ? '' : `; repeat one with --low-resources ${failed.allocation.number}`;
  return runs.length === 0
    ? 'No driver of yours allocates anything in this run.\n'
    : `${text}${runs.length === 1 ? '1 run' : `${runs.length} runs`}, each with another allocation that fails. Places: ${places.join(', ')}${again}\n`;
}

function numbersText(runs: readonly AllocationRun[]): string {
  const numbers = runs.slice(0, NUMBERS_SHOWN).map(({ allocation }) => allocation.number);
  const rest = runs.length > NUMBERS_SHOWN ? ` and ${runs.length - NUMBERS_SHOWN} more` : '';
  return `${runs.length === 1 ? 'allocation' : 'allocations'} ${numbers.join(', ')}${rest}`;
}

/** What went wrong in the same way is told once. */
function firstOfEach(runs: readonly AllocationRun[]): readonly AllocationRun[] {
  const bad = runs.filter(({ verdict }) => verdict !== 'pass');
  return [...new Map(bad.toReversed().map((run) => [run.text, run])).values()].toReversed();
}
