import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cHeader } from '../../../scripts/sdk/c-header.ts';
import { ROOT } from '../../support/machine.ts';

test('media/sdk/wdm.h is what the tables give now; if not: npm run sdk', () => {
  expect(readFileSync(join(ROOT, 'media', 'sdk', 'wdm.h'), 'utf8').replaceAll('\r\n', '\n')).toBe(cHeader());
});
