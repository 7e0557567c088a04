/** Comparing counted text. */
import { PASSIVE_LEVEL } from '../abi/enums.ts';
import type { UNICODE_STRING } from '../abi/structs/rtl.ts';
import type { Nt } from '../kernel/assemble.ts';
import { routine } from './routine.ts';

function textOf(nt: Nt, string: UNICODE_STRING | null, ignoresCase: boolean): string {
  if (string === null || string.Length === 0) return '';
  const text = nt.kernel.memory.readWide(string.Buffer, string.Length);
  return ignoresCase ? upperCase(text) : text;
}

/** Character by character, as the kernel does: none becomes two. */
function upperCase(text: string): string {
  return [...text].map((one) => (one.toUpperCase().length === one.length ? one.toUpperCase() : one)).join('');
}

/** The difference of the first UTF-16 units that differ, or of the lengths. */
function compare(first: string, second: string): number {
  for (let at = 0; at < Math.min(first.length, second.length); at += 1) {
    const difference = first.charCodeAt(at) - second.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return first.length - second.length;
}

const PARAMETERS = 'String1: PUNICODE_STRING, String2: PUNICODE_STRING, CaseInSensitive: BOOLEAN';

export const stringRoutines = [
  routine(
    'RtlCompareUnicodeString',
    PARAMETERS,
    {
      returns: 'LONG',
      max: PASSIVE_LEVEL,
      summary: 'Less than, equal to or greater than zero as the first text stands before, at or behind the second.',
    },
    (nt, first: UNICODE_STRING | null, second: UNICODE_STRING | null, ignoresCase: boolean) =>
      compare(textOf(nt, first, ignoresCase), textOf(nt, second, ignoresCase)),
  ),
  routine(
    'RtlEqualUnicodeString',
    PARAMETERS,
    { returns: 'BOOLEAN', max: PASSIVE_LEVEL, summary: 'Whether two texts are the same.' },
    (nt, first: UNICODE_STRING | null, second: UNICODE_STRING | null, ignoresCase: boolean) =>
      textOf(nt, first, ignoresCase) === textOf(nt, second, ignoresCase),
  ),
  routine(
    'RtlPrefixUnicodeString',
    PARAMETERS,
    { returns: 'BOOLEAN', max: PASSIVE_LEVEL, summary: 'Whether the second text begins with the first.' },
    (nt, first: UNICODE_STRING | null, second: UNICODE_STRING | null, ignoresCase: boolean) =>
      textOf(nt, second, ignoresCase).startsWith(textOf(nt, first, ignoresCase)),
  ),
];
