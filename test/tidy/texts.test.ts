import { expect, test } from 'vitest';
import { filesMatching, linesOf } from './support.ts';

test('no file names a folder of one machine', () => {
  const folder = /(^|[\s"'`(=:])(\/(home|root|Users|work|tmp)\/[\w.-]+|[A-Z]:\\\\?Users\\)/;
  const findings: string[] = [];
  for (const path of filesMatching(/\.(ts|mjs|json|md|css|yml|svg)$/)) {
    // Made-up paths stand in tests on purpose.
    if (path === 'package-lock.json' || path.startsWith('test/')) continue;
    for (const [index, line] of linesOf(path).entries()) {
      if (folder.test(line))
        findings.push(`${path}:${index + 1} ${line.trim().slice(0, 80)}: write it relative to the repository`);
    }
  }
  expect(findings).toEqual([]);
});

test('the lock file names no registry', () => {
  const lock = linesOf('package-lock.json');
  expect(lock.length).toBeGreaterThan(1000);
  const findings = lock.flatMap((line, index) =>
    /"resolved": "http/.test(line)
      ? [`package-lock.json:${index + 1} ${line.trim()}: run npm install with the repository's .npmrc`]
      : [],
  );
  expect(findings).toEqual([]);
});
