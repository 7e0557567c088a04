import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/base/time.ts';

test.each(['100ns', '1500ns', '5us', '20ms', '1s', '90s', '2min'])('%s reads back as it was written', (text) => {
  expect(formatDuration(parseDuration(text) ?? -1)).toBe(text);
});

test('nothing is no time at all', () => {
  expect(formatDuration(0)).toBe('0ns');
});
