/** The test vectors of power and the power framework as golden texts. TV-24, TV-26 and TV-28 need a plug-in of their own. */
import { expect, test } from 'vitest';
import { frameworkVectors } from './framework-vectors.ts';
import { plugInVectors } from './plug-in-vectors.ts';
import { powerVectors } from './power-vectors.ts';
import { textOfVector } from './vector.ts';

const vectors = [...powerVectors, ...frameworkVectors, ...plugInVectors].sort((a, b) => a.id.localeCompare(b.id));

test('there are thirty of them', () => {
  expect(vectors.map(({ id }) => id)).toEqual(
    Array.from({ length: 30 }, (_, index) => `TV-${String(index + 1).padStart(2, '0')}`),
  );
});

test.each(vectors)('$id $input', async (vector) => {
  await expect(await textOfVector(vector)).toMatchFileSnapshot(`./golden/${vector.id.toLowerCase()}.txt`);
});
