/** Prints which tests name which rule, with totals. `npm run coverage`, `-- IRP-5` for those that begin so. Fails when one is named by none. */
import { publishedRules } from '../src/kernel/verifier/published-names.ts';
import { ruleIds } from '../src/kernel/verifier/rules.ts';
import { codesWithoutRule, knownGaps, namedRules, powerCodes, ruleParts } from './lib/rule-coverage.ts';

const [prefix = ''] = process.argv.slice(2);
const named = namedRules();
const totals: string[] = [];
for (const { title, ids } of ruleParts()) {
  console.log(`${title}\n`);
  for (const id of ids.filter((each) => each.startsWith(prefix))) {
    const places = named.get(id) ?? [];
    console.log(`${id.padEnd(8)}${places.length === 0 ? ' no test' : ''}`);
    for (const { path, line, title: text } of places) console.log(`        ${path}:${line} ${text}`);
  }
  const missing = ids.filter((id) => !named.has(id));
  totals.push(`${title}: ${ids.length - missing.length} of ${ids.length} rules are named by a test.`);
  if (missing.length > 0) totals.push(`  Without a test: ${missing.join(', ')}`);
  if (missing.some((id) => !knownGaps().includes(id))) process.exitCode = 1;
  console.log('');
}
const { known, missing } = codesWithoutRule();
totals.push(`0xC9 and 0xC4: rules look for ${known - missing.length} of the ${known} sub-codes that are explained.`);
const codes = powerCodes();
totals.push(
  `0x9F and 0xA0: ${codes.filter(({ isTested }) => isTested).length} of ${codes.length} kinds are reached by a test.`,
);
for (const { id, gap } of codes) if (gap !== undefined) totals.push(`  ${id}: ${gap}`);
const published = publishedRules(ruleIds);
const unlooked = published.filter(({ rules }) => rules.length === 0);
totals.push(
  `Published names and codes: ${published.length - unlooked.length} of ${published.length} have a rule; of the others it is said why.`,
);
if (prefix === '') for (const { name, note } of unlooked) totals.push(`  ${name}: ${note}`);
if (prefix === '') totals.push(`  No rule looks for: ${missing.join(', ')}`);
console.log(totals.join('\n'));
