import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const MESSAGE = /\bt\(\s*'((?:[^'\\]|\\.)*)'/g;

function messages(): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(join(ROOT, 'src/extension'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(ROOT, 'src/extension', file), 'utf8');
    for (const [, message = ''] of text.matchAll(MESSAGE)) found.add(message.replaceAll("\\'", "'"));
  }
  return [...found].sort();
}

test('every message that can be translated stands in the bundle that translators get', async () => {
  const all = messages();
  expect(all.length).toBeGreaterThan(100);
  const bundle = Object.fromEntries(all.map((message) => [message, message]));
  await expect(`${JSON.stringify(bundle, null, 2)}\n`).toMatchFileSnapshot('../../l10n/bundle.l10n.json');
});

test('every text that the manifest names is there, and no other', () => {
  const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8');
  const named = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
  const written = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8')) as object);
  expect([...named].sort()).toEqual(written.sort());
});
