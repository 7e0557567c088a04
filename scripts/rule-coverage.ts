/** Prints which tests name which rule of the driver model. `npm run coverage`, `-- IRP-5` for those that begin so */
import { idsWithoutTest, namedRules, ruleIds } from './lib/rule-coverage.ts';

const [prefix = ''] = process.argv.slice(2);
const named = namedRules();
const ids = ruleIds();
const missing: string[] = [];
for (const id of ids.filter((each) => each.startsWith(prefix))) {
  const places = named.get(id) ?? [];
  if (places.length === 0) missing.push(id);
  console.log(`${id.padEnd(8)}${places.length === 0 ? 'no test' : ''}`);
  for (const { path, line, title } of places) console.log(`        ${path}:${line} ${title}`);
}
const known = new Set(idsWithoutTest());
console.log(`\n${ids.length - ids.filter((id) => !named.has(id)).length} of ${ids.length} rules are named by a test.`);
if (missing.length > 0) console.log(`Without a test: ${missing.join(', ')}`);
const found = [...known].filter((id) => named.has(id));
if (found.length > 0) console.log(`Take out of test/tidy/rule-ids-without-test.json: ${found.join(', ')}`);
if (missing.some((id) => !known.has(id))) process.exitCode = 1;
