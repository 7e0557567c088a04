/** Reads what happens at a bug check: `crashDump` in a word, `crashControl` as the registry key CrashControl has it. */
import type { Node } from 'jsonc-parser';
import type { CrashControl, CrashDump } from './description.ts';
import type { Findings } from './findings.ts';
import { readInteger, readObject, readString, readWord } from './read-values.ts';
import { CRASH_DUMPS, SHAPE } from './shape.ts';

/** CrashDumpEnabled (BUG-20). */
const KINDS: ReadonlyMap<number, CrashDump> = new Map([
  [0, 'none'],
  [1, 'complete'],
  [2, 'kernel'],
  [3, 'small'],
  [7, 'automatic'],
]);
const SYSTEM_ROOT = 'C:\\Windows';
const ABSOLUTE = /^[A-Za-z]:\\[^<>:"/|?*]+$/;
const SWITCH = [0, 1] as const;
/** More would only fill memory. */
const MINIDUMPS = [1, 1000] as const;

export const CRASH_CONTROL: CrashControl = {
  dumpFile: `${SYSTEM_ROOT}\\MEMORY.DMP`,
  minidumpDir: `${SYSTEM_ROOT}\\Minidump`,
  minidumpsCount: 50,
  overwrites: true,
  // A sandbox stays where it has stopped, to be looked at; Windows has 1.
  autoReboot: false,
};

export interface CrashSettings {
  readonly crashDump: CrashDump;
  readonly crashControl: CrashControl;
}

export function readCrashControl(findings: Findings, word: Node | undefined, node: Node | undefined): CrashSettings {
  const crashDump = readWord(findings, word, '"crashDump"', CRASH_DUMPS);
  const fields = node === undefined ? null : readObject(findings, node, SHAPE.crashControl, '"crashControl"', []);
  if (fields === null) return { crashDump: crashDump ?? 'automatic', crashControl: CRASH_CONTROL };
  const { CrashDumpEnabled } = fields;
  if (word !== undefined && CrashDumpEnabled !== undefined)
    findings.error(
      CrashDumpEnabled,
      'said-twice',
      () => '`crashDump` says already what is written. Remove it, or `CrashDumpEnabled`.',
    );
  const kind = kindOf(findings, CrashDumpEnabled, fields.FilterPages) ?? crashDump ?? 'automatic';
  const flag = (name: 'Overwrite' | 'AutoReboot'): number | null =>
    readInteger(findings, fields[name], `"${name}"`, SWITCH);
  const overwrite = flag('Overwrite');
  const autoReboot = flag('AutoReboot');
  return {
    crashDump: kind,
    crashControl: {
      dumpFile: pathOf(findings, fields.DumpFile, '"DumpFile"') ?? CRASH_CONTROL.dumpFile,
      minidumpDir: pathOf(findings, fields.MinidumpDir, '"MinidumpDir"') ?? CRASH_CONTROL.minidumpDir,
      minidumpsCount:
        readInteger(findings, fields.MinidumpsCount, '"MinidumpsCount"', MINIDUMPS) ?? CRASH_CONTROL.minidumpsCount,
      overwrites: overwrite === null ? CRASH_CONTROL.overwrites : overwrite === 1,
      autoReboot: autoReboot === null ? CRASH_CONTROL.autoReboot : autoReboot === 1,
    },
  };
}

/** FilterPages makes an active dump of a complete one, and nothing of any other. */
function kindOf(findings: Findings, node: Node | undefined, filter: Node | undefined): CrashDump | null {
  const filters = readInteger(findings, filter, '"FilterPages"', SWITCH) === 1;
  const number = readInteger(findings, node, '"CrashDumpEnabled"', [0, 7]);
  const kind = number === null ? null : (KINDS.get(number) ?? null);
  if (number !== null && kind === null && node !== undefined)
    findings.error(
      node,
      'unknown-value',
      () =>
        `"CrashDumpEnabled" cannot be ${number}. It is one of 0 (none), 1 (complete), 2 (kernel), 3 (small), 7 (automatic).`,
    );
  if (filters && kind !== 'complete' && filter !== undefined)
    findings.warning(
      filter,
      'no-effect',
      () => '"FilterPages" makes an active dump of a complete one: it needs `"CrashDumpEnabled": 1`.',
    );
  return filters && kind === 'complete' ? 'active' : kind;
}

function pathOf(findings: Findings, node: Node | undefined, what: string): string | null {
  const text = readString(findings, node, what)?.replace(/^%SystemRoot%/i, SYSTEM_ROOT) ?? null;
  if (text === null || node === undefined || ABSOLUTE.test(text)) return text;
  findings.error(
    node,
    'bad-path',
    () => `${what} must be a whole path such as \`C:\\\\Dumps\\\\MEMORY.DMP\`, or begin with \`%SystemRoot%\\\\\`.`,
  );
  return null;
}
