/** Every rule has a test that names it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ruleIds } from '../../../src/kernel/verifier/rules.ts';
import { ROOT } from '../../support/machine.ts';

async function textsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const entry of await readdir(join(ROOT, folder), { withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.ts'))
      texts.set(entry.name, await readFile(join(ROOT, folder, entry.name), 'utf8'));
  }
  return texts;
}

test('each rule is named by an example', async () => {
  const texts = [...(await textsOf('test/kernel/verifier')), ...(await textsOf('test/scenarios/usage-lab'))];
  expect(texts.length).toBeGreaterThan(5);
  const names = (rule: string): boolean =>
    texts.some(([, text]) => new RegExp(`(rule: |: )'${rule}'|'${rule} `).test(text));
  expect(ruleIds.filter((rule) => !names(rule))).toEqual([]);
});
