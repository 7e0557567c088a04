/** Crash dumps as files on the system's volume: what a boot takes out of the dump file, and what earlier boots have (BUG-22). */
import { DumpError, DumpFile, type DumpHeader } from '../dump-file/dump-reader.ts';
import { DUMP_TYPE } from '../dump-file/layout.ts';
import type { DumpFilePlace } from '../kernel/dump/dump-file-place.ts';
import { type FoundDump, takeDump } from '../kernel/dump/found-dump.ts';
import type { CrashControl } from './file/description.ts';

export interface KeptDump {
  /** As Windows names it. */
  readonly path: string;
  readonly dump: FoundDump;
}

export interface KeptDumps {
  /** All of them, the oldest first. */
  readonly files: readonly KeptDump[];
  /** What this boot has found; or the file that it was not allowed to overwrite. null: the machine had not stopped. */
  readonly found: KeptDump | null;
  /** The dump that is lost, because there is a file already. */
  readonly dropped: FoundDump | null;
}

/** 100 ns units in a millisecond, and in a day. */
const UNITS = 10_000n;
const UNITS_A_DAY = 864_000_000_000n;
const FIRST_YEAR = 1601;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @param place - where a dump may lie; null: the machine before had no dump file. @param before - files of earlier boots */
export function keepDumps(place: DumpFilePlace | null, before: readonly KeptDump[], control: CrashControl): KeptDumps {
  const dump = place === null ? null : takeDump(place);
  const header = dump === null ? null : headerOf(dump);
  if (dump === null || header === null) return { files: before, found: null, dropped: null };
  const isSmall = header.dumpType === DUMP_TYPE.triage;
  const path = isSmall ? minidumpPath(header, before, control) : control.dumpFile;
  const old = before.find((one) => one.path === path);
  if (old !== undefined && !control.overwrites) return { files: before, found: old, dropped: dump };
  const found = { path, dump };
  const files = [...before.filter((one) => one !== old), found];
  return { files: withoutOldest(files, control), found, dropped: null };
}

/** null: behind a header that looks right there is no dump. No boot fails because of that. */
function headerOf(dump: FoundDump): DumpHeader | null {
  try {
    return DumpFile.open(dump).header;
  } catch (error) {
    if (error instanceof DumpError) return null;
    throw error;
  }
}

/** Named by day, time of running and number: `010126-12-01.dmp`. */
function minidumpPath(header: DumpHeader, before: readonly KeptDump[], { minidumpDir }: CrashControl): string {
  const name = `${minidumpDir}\\${dateText(header.systemTime)}-${header.systemUpTime / UNITS}`;
  for (let number = 1; ; number += 1) {
    const path = `${name}-${String(number).padStart(2, '0')}.dmp`;
    if (!before.some((one) => one.path === path)) return path;
  }
}

/** MinidumpsCount: the newest stay. */
function withoutOldest(files: readonly KeptDump[], { minidumpDir, minidumpsCount }: CrashControl): readonly KeptDump[] {
  const small = files.filter(({ path }) => path.startsWith(`${minidumpDir}\\`));
  const gone = new Set(small.slice(0, Math.max(0, small.length - minidumpsCount)));
  return files.filter((one) => !gone.has(one));
}

/** `MMDDYY`. @param time - 100 ns since the beginning of 1601 */
function dateText(time: bigint): string {
  let days = Number(time / UNITS_A_DAY);
  let year = FIRST_YEAR;
  while (days >= daysOf(year)) {
    days -= daysOf(year);
    year += 1;
  }
  const lengths = MONTHS.map((length, month) => (month === 1 ? length + daysOf(year) - 365 : length));
  let month = 0;
  while (days >= (lengths[month] ?? 31)) {
    days -= lengths[month] ?? 31;
    month += 1;
  }
  return [month + 1, days + 1, year % 100].map((part) => String(part).padStart(2, '0')).join('');
}

function daysOf(year: number): number {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365;
}
