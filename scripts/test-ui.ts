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

const AT_ONCE = 2;

if ((await runNode([scriptPath('build')])) !== 0) process.exit(1);
const filter = process.argv.slice(2).join(' ');
const files = globSync('test/ui/**/*.test.ts', { cwd: root }).sort();
const queue: UiTest[] = [];
for (const file of files) {
  const { tests } = (await import(new URL(`file:///${join(root, file).replaceAll('\\', '/')}`).href)) as {
    tests: readonly UiTest[];
  };
  queue.push(...tests.filter((test) => test.name.includes(filter)));
}
let passed = 0;
let failed = 0;

async function runTests(): Promise<void> {
  for (let test = queue.shift(); test !== undefined; test = queue.shift()) {
    const start = Date.now();
    try {
      await test.body();
      passed += 1;
      console.log(`  ok   ${test.name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      console.log(
        `  FAIL ${test.name} (${Date.now() - start} ms)\n${String(error instanceof Error ? error.stack : error).replace(/^/gm, '       ')}`,
      );
    }
  }
}

// Each has a server, a browser and a folder of its own, and waits for them most of the time.
await Promise.all(Array.from({ length: AT_ONCE }, runTests));
if (passed + failed === 0) {
  console.error('no test ran');
  failed = 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
