import { expect, test } from 'vitest';
import { LineIndex } from '../../src/base/text-position.ts';

test('offsets become lines and columns that count from 1', () => {
  const index = new LineIndex('ab\r\nc\n\nd');
  expect(
    [0, 1, 4, 5, 6, 7, 8, 99, -1]
      .map((offset) => index.position(offset))
      .map(({ line, column }) => `${line}:${column}`),
  ).toEqual(['1:1', '1:2', '2:1', '2:2', '3:1', '4:1', '4:2', '4:2', '1:1']);
});
