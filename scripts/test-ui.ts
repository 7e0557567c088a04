// Runs test/ui: a real VS Code in a headless browser, used as a user does. Screenshots stay in test-results/screens.
// `npm run test:ui [-- FILTER]`
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { root, scriptPath } from './lib/paths.ts';
import { runNode } from './lib/run.ts';

export interface UiTest {
  readonly name: string;
  readonly body: () => Promise<void>;
}

if ((await runNode([scriptPath('build')])) !== 0) process.exit(1);
const filter = process.argv.slice(2).join(' ');
const files = globSync('test/ui/**/*.test.ts', { cwd: root }).sort();
let passed = 0;
let failed = 0;
for (const file of files) {
  const { tests } = (await import(new URL(`file:///${join(root, file).replaceAll('\\', '/')}`).href)) as {
    tests: readonly UiTest[];
  };
  for (const { name, body } of tests.filter((test) => test.name.includes(filter))) {
    const start = Date.now();
    try {
      await body();
      passed += 1;
      console.log(`  ok   ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      console.log(
        `  FAIL ${name} (${Date.now() - start} ms)\n${String(error instanceof Error ? error.stack : error).replace(/^/gm, '       ')}`,
      );
    }
  }
}
if (passed + failed === 0) {
  console.error('no test ran');
  failed = 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
