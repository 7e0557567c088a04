// The whole test framework of the suite that runs inside VS Code's extension host. A file test/extension/NAME.test.ts
// calls `test(name, body)` with checks from node:assert; scripts/test-vscode.ts bundles every such file, calls `run`
// inside VS Code and prints what it reports.
import type { SuiteReport } from '../../../scripts/lib/suite-report.ts';

type Body = () => void | Promise<void>;

interface RegisteredTest {
  name: string;
  body: Body;
  timeout: number;
}

const registered: RegisteredTest[] = [];

/** Longer than any single step of a scenario takes on a loaded machine, in milliseconds. */
const TEST_TIMEOUT = 60_000;

/** Registers a test; they run one after the other, in the order of the files' names. */
export function test(name: string, body: Body, timeout = TEST_TIMEOUT): void {
  registered.push({ name, body, timeout });
}

/**
 * Waits until `probe` answers something other than undefined or false, asking again every 50 ms.
 *
 * @param what - completes the sentence "waited N s for …" when it never happens
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  timeout = 20_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeout / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function withTimeout({ body, timeout }: RegisteredTest): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`took longer than ${timeout / 1000} s`)), timeout);
    Promise.resolve()
      .then(body)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

async function post(report: SuiteReport): Promise<void> {
  const url = process.env['DRIVER_SANDBOX_TEST_REPORT'];
  if (url === undefined) throw new Error('DRIVER_SANDBOX_TEST_REPORT is not set: run this through npm run test:vscode');
  await fetch(url, { method: 'POST', body: JSON.stringify(report) });
}

/** What VS Code calls: runs every registered test and reports each at once. Fails if any did. */
export async function run(): Promise<void> {
  const filter = process.env['DRIVER_SANDBOX_TEST_FILTER'] ?? '';
  const chosen = registered.filter(({ name }) => name.includes(filter));
  let failed = 0;
  for (const entry of chosen) {
    const start = Date.now();
    const error = await withTimeout(entry).then(
      () => undefined,
      (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)),
    );
    if (error !== undefined) failed += 1;
    await post({
      type: 'test',
      name: entry.name,
      milliseconds: Date.now() - start,
      ...(error !== undefined && { error }),
    });
  }
  await post({ type: 'end', count: chosen.length });
  if (failed > 0) throw new Error(`${failed} of ${chosen.length} tests failed`);
}
