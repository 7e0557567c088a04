/** What can be mended without a thought, for the rules where there is one obvious remedy. Works on lines of text alone. */

/** Replaces what stands between two columns of a line; both count from 0. */
export interface LineEdit {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export type FixName = 'await' | 'copyInsteadOfSkip' | 'skipInsteadOfCopy' | 'markPending';

export interface QuickFix {
  readonly name: FixName;
  readonly edits: readonly LineEdit[];
}

const SKIP = 'IoSkipCurrentIrpStackLocation';
const COPY = 'IoCopyCurrentIrpStackLocationToNext';
/** How far above the line at which an IRP is sent its stack location is set up, at most. */
const LINES_ABOVE = 30;

/** @param line - where the rule was broken, from 0 */
export function quickFix(rule: string, lines: readonly string[], line: number): QuickFix | undefined {
  switch (rule) {
    case 'driver/missing-await':
      return addAwait(lines, line);
    case 'C9/0x212':
      return replaceCall('copyInsteadOfSkip', SKIP, COPY, lines, line);
    case 'C9/0x21C':
      return replaceCall('skipInsteadOfCopy', COPY, SKIP, lines, line);
    case 'C9/0x228':
      return markPending(lines, line);
    default:
      return undefined;
  }
}

/** `await` before the call, and the function around it made `async`. */
function addAwait(lines: readonly string[], line: number): QuickFix | undefined {
  const text = lines[line] ?? '';
  const call = /(?<![\w.])(?:Ke|Io|Po|Ex|Fs|Zw|Wmi)[A-Z]\w*\(/.exec(text);
  if (call === null || /\bawait\s+$/.test(text.slice(0, call.index))) return undefined;
  const edits = [{ line, from: call.index, to: call.index, text: 'await ' }, ...makeAsync(lines, line)];
  return { name: 'await', edits };
}

/** Only a declaration that begins its line is the function around the line for certain. */
function makeAsync(lines: readonly string[], line: number): readonly LineEdit[] {
  for (let at = line; at >= 0; at -= 1) {
    const text = lines[at] ?? '';
    const head = /^(export\s+)?(async\s+)?function\b/.exec(text);
    if (head === null) continue;
    if (head[2] !== undefined) return [];
    const from = head[1]?.length ?? 0;
    return [{ line: at, from, to: from, text: 'async ' }, ...promiseOf(lines, at)];
  }
  return [];
}

function promiseOf(lines: readonly string[], head: number): readonly LineEdit[] {
  for (let at = head; at < Math.min(lines.length, head + 12); at += 1) {
    const text = lines[at] ?? '';
    const result = /\)\s*:\s*(\w+)\s*\{\s*$/.exec(text);
    const type = result?.[1];
    if (result !== null && type !== undefined) {
      const from = result.index + result[0].indexOf(type);
      return [{ line: at, from, to: from + type.length, text: `Promise<${type}>` }];
    }
    if (/\{\s*$/.test(text)) return [];
  }
  return [];
}

/** The nearest call above or at the line. */
function replaceCall(
  name: FixName,
  call: string,
  by: string,
  lines: readonly string[],
  line: number,
): QuickFix | undefined {
  for (let at = line; at >= Math.max(0, line - LINES_ABOVE); at -= 1) {
    const from = (lines[at] ?? '').search(new RegExp(`\\b${call}\\s*\\(`));
    if (from < 0) {
      // A routine begins here: what stands above belongs to another one.
      if (at < line && /^(?:export\s|async\s|function\b|\w[\w\s*]*\([^;]*$)/.test(lines[at] ?? '')) return undefined;
      continue;
    }
    const edit = { line: at, from, to: from + call.length, text: by };
    return { name, edits: [edit, ...importOf(by, lines)] };
  }
  return undefined;
}

/** At the start of the completion routine in which the line is. */
function markPending(lines: readonly string[], line: number): QuickFix | undefined {
  for (let at = line; at >= 0; at -= 1) {
    if (!/^(?:export\s|async\s|function\b|\w[\w\s*]*\()/.test(lines[at] ?? '')) continue;
    const end = lines.findIndex((text, index) => index >= at && /\{\s*$/.test(text));
    if (end < 0 || end > at + 12) return undefined;
    const head = lines.slice(at, end + 1).join(' ');
    const isScript = /\bfunction\b/.test(head);
    // DeviceObject, Irp, Context: the second parameter, whatever it is called.
    const parameters = /\(([^)]*)\)/.exec(head)?.[1]?.split(',') ?? [];
    const irp = /(\w+)\s*(?::.*)?$/.exec(parameters[1]?.trim().replace(/\s*:.*$/, '') ?? '')?.[1];
    if (irp === undefined) return undefined;
    const indent = /^\s+/.exec(lines[end + 1] ?? '')?.[0] ?? '  ';
    const test = `${irp}${isScript ? '.' : '->'}PendingReturned`;
    const inserted = `${indent}if (${test}) IoMarkIrpPending(${irp});\n`;
    const edit = { line: end + 1, from: 0, to: 0, text: inserted };
    return { name: 'markPending', edits: [edit, ...(isScript ? importOf('IoMarkIrpPending', lines) : [])] };
  }
  return undefined;
}

/** A TypeScript driver imports what it calls. */
function importOf(name: string, lines: readonly string[]): readonly LineEdit[] {
  const last = lines.findIndex((text) => /\bfrom\s+['"]wdm['"]/.test(text));
  if (last < 0) return [];
  const first = lines.slice(0, last + 1).findLastIndex((text) => /\bimport\s*\{/.test(text));
  if (first < 0 || new RegExp(`\\b${name}\\b`).test(lines.slice(first, last + 1).join(' '))) return [];
  const from = (lines[first] ?? '').indexOf('{') + 1;
  const isOneLine = first === last;
  return [{ line: first, from, to: from, text: isOneLine ? ` ${name},` : `\n  ${name},` }];
}
