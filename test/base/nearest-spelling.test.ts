import { expect, test } from 'vitest';
import { nearestSpelling } from '../../src/base/nearest-spelling.ts';

test.each([
  ['pagin', 'paging'],
  ['apging', 'paging'],
  ['PAGING', 'paging'],
  ['hibernate', 'hibernation'],
  ['reboot', null],
  ['dmup', 'dump'],
  ['', null],
  ['x', null],
])('%j means %j', (word, meant) => {
  expect(nearestSpelling(word, ['paging', 'hibernation', 'dump'])).toBe(meant);
});
