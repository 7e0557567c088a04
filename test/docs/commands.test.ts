/** What the README files tell people to press is there to be pressed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/machine.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

test('every command that a README names with its dots is a command of the extension', () => {
  const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
  const titles = new Set(Object.values(texts));
  const files = ['README.md', ...readdirSync(join(ROOT, 'samples')).map((sample) => `samples/${sample}/README.md`)];
  const named = files.flatMap((file) =>
    [...read(file).matchAll(/(\*\*|_)([A-Z][^*_\n]*…)\1/g)].map(([, , title = '']) => ({ file, title })),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter(({ title }) => !titles.has(title))).toEqual([]);
});
