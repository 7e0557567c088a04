// Everything that is tested: `npm test`. Each part prints its own summary; the last line counts them all.
// `npm test -- unit ui` runs only the parts named.

import { stripVTControlCharacters } from 'node:util';
import { scriptPath } from './lib/paths.ts';
import { runNode } from './lib/run.ts';

interface Part {
  readonly name: string;
  readonly script: string;
  readonly arguments?: readonly string[];
}

const PARTS: readonly Part[] = [
  { name: 'types', script: 'typecheck' },
  { name: 'sdk', script: 'generate-sdk', arguments: ['--check'] },
  { name: 'lint', script: 'lint' },
  { name: 'build', script: 'build' },
  { name: 'unit', script: 'test-unit' },
  { name: 'vscode', script: 'test-vscode' },
  { name: 'ui', script: 'test-ui' },
  { name: 'package', script: 'package', arguments: ['--check'] },
];

/** What vitest and our own runners print at their end. */
const SUMMARIES = [
  /^\s*Tests\s+(?:(?<failed>\d+) failed \| )?(?<passed>\d+) passed/m,
  /^(?<passed>\d+) passed, (?<failed>\d+) failed/m,
];

interface Result {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
}

/** Colours are codes in the text; the summary is read without them. */
function plain(text: string): string {
  return stripVTControlCharacters(text);
}

async function runPart(part: Part): Promise<Result> {
  console.log(`\n== ${part.name}`);
  const started = Date.now();
  let text = '';
  const code = await runNode([scriptPath(part.script), ...(part.arguments ?? [])], {
    onText: (more) => {
      text = (text + more).slice(-20_000);
    },
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const counts = SUMMARIES.map((pattern) => pattern.exec(plain(text))?.groups).find((groups) => groups !== undefined);
  // A part that counts nothing is one check: it passed or it did not.
  const passed = counts === undefined ? Number(code === 0) : Number(counts['passed'] ?? 0);
  const failed = Math.max(counts === undefined ? 0 : Number(counts['failed'] ?? 0), code === 0 ? 0 : 1);
  console.log(`== ${part.name}: ${code === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
  return { name: part.name, passed, failed };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0)
  throw new Error(`no part ${unknown.join(', ')}; there are ${PARTS.map((part) => part.name).join(', ')}`);
const results: Result[] = [];
for (const part of PARTS) if (wanted.length === 0 || wanted.includes(part.name)) results.push(await runPart(part));

const failedParts = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
const sum = (count: (result: Result) => number): number => results.reduce((total, result) => total + count(result), 0);
console.log(failedParts.length === 0 ? '\nEvery part passed.' : `\nFailed: ${failedParts.join(', ')}`);
console.log(`${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
process.exit(failedParts.length === 0 ? 0 : 1);
