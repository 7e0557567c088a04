import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/lib/paths.ts';
import { wdmTypes } from '../../scripts/sdk/wdm-types.ts';
import { routines } from '../../src/ddi/table.ts';

const fixtures = join(root, 'test', 'abi', 'fixtures', 'drivers');
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8').replaceAll('\r\n', '\n');

describe('media/sdk/wdm.d.ts', () => {
  const text = read(root, 'media', 'sdk', 'wdm.d.ts');

  test('is what the tables give now; if not: node scripts/bootstrap.mjs generate-sdk', () => {
    expect(text === wdmTypes()).toBe(true);
  });

  test('declares every routine, with its documentation', () => {
    expect(routines.length).toBeGreaterThan(100);
    for (const { name, summary } of routines) {
      expect(text).toContain(`  export function ${name}`);
      expect(text).toContain(`   * ${summary}\n`);
    }
  });
});

/** `file.ts:12 TS2345` for each error. */
function compile(): string[] {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['-p', fixtures, '--pretty', 'false', '--skipLibCheck', 'false'];
  const { stdout } = spawnSync(process.execPath, [compiler, ...options], { encoding: 'utf8', cwd: root });
  return [...stdout.matchAll(/^(.+?)\((\d+),\d+\): error (TS\d+)/gm)].map(
    ([, path = '', line, code]) => `${path.replaceAll('\\', '/').split('/').at(-1)}:${line} ${code}`,
  );
}

describe('a driver in TypeScript', () => {
  let errors: string[];
  beforeAll(() => {
    errors = compile();
  });

  test('that is right type-checks under the strictest settings', () => {
    expect(errors.filter((error) => !error.startsWith('bad.ts'))).toEqual([]);
  });

  test('that is wrong gets an error at each wrong line, and nowhere else', () => {
    const expected = read(fixtures, 'bad.ts')
      .split('\n')
      .flatMap((line, index) => {
        const codes = /\/\/ ((?:TS\d+ ?)+)$/.exec(line)?.[1]?.trim().split(' ') ?? [];
        return codes.map((code) => `bad.ts:${index + 1} ${code}`);
      });
    expect(expected.length).toBeGreaterThan(12);
    expect(errors.filter((error) => error.startsWith('bad.ts')).toSorted()).toEqual(expected.toSorted());
  });
});
