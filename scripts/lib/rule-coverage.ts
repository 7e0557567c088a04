/** Which tests name which rule of the driver model, and which rule of the verifier, by the ids that stand in test files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bugCheckVariants } from '../../src/abi/bug-check-table.ts';
import { rules, ruleIds as verifierRuleIds } from '../../src/kernel/verifier/rules.ts';
import { root } from './paths.ts';

const ID = /\b(?:(?:USE|PNP|IRP|PWR|POFX|PEP|SM|TV|BC|STOR|DUMP|BUG|FILE|LAY|SSM|STV)-V?\d\d|(?:TR|STR)-[A-D])\b/g;
const TITLE = /^\s*(?:test|it|describe)(?:\.\w+(?:\([^)]*\))?)*\(\s*(['"`])(.*?)\1/;
/** Lists of ids are no tests of them. */
const NOT_A_TEST = 'tidy';
/** The bug checks of the verifier, by which Windows tells the mistakes of drivers. */
const VERIFIER_CODES = [0xc9, 0xc4];

export interface NamedBy {
  readonly path: string;
  readonly line: number;
  /** Title of the test, or the text that names the rule. */
  readonly title: string;
}

/** Rules of one kind, in their order. */
export interface RulePart {
  readonly title: string;
  readonly ids: readonly string[];
}

interface TestFile {
  readonly path: string;
  readonly lines: readonly string[];
}

function testFiles(): readonly TestFile[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith(`${NOT_A_TEST}/`))
    .sort()
    .map((path) => ({
      path: `test/${path}`,
      lines: readFileSync(join(root, 'test', path), 'utf8').split(/\r?\n/),
    }));
}

/** Rules of the driver model: PnP, IRPs, special files, power, the power framework and its plug-ins, dumps; traces and vectors. */
export function modelRuleIds(): readonly string[] {
  return idsIn('rule-ids.json');
}

/** Storport, the dump stack, the bug check sequence, the dump file; layouts, machines, traces and vectors. */
export function dumpRuleIds(): readonly string[] {
  return idsIn('dump-rule-ids.json');
}

/** What no test names yet. A test that names one of them takes it out of the list. */
export function knownGaps(): readonly string[] {
  return idsIn('rule-gaps.json');
}

function idsIn(file: string): readonly string[] {
  return JSON.parse(readFileSync(join(root, 'test', 'tidy', file), 'utf8')) as string[];
}

export function ruleParts(): readonly RulePart[] {
  return [
    { title: 'Special files, PnP, IRPs, power and dumps', ids: modelRuleIds() },
    { title: 'Storport, dump stack, bug checks and dump files', ids: dumpRuleIds() },
    { title: 'The verifier', ids: verifierRuleIds },
  ];
}

function isComment(line: string): boolean {
  return /^\s*(?:\/\/|\/?\*)/.test(line);
}

/** What names each rule, by its id. Comments do not count. */
export function namedRules(): ReadonlyMap<string, readonly NamedBy[]> {
  const named = new Map<string, NamedBy[]>();
  const ofVerifier = verifierRuleIds.filter((id) => !/^(?:USE|PNP|IRP)-V?\d\d$/.test(id));
  for (const { path, lines } of testFiles()) {
    for (const [index, line] of lines.entries()) {
      if (isComment(line)) continue;
      const ids = new Set([...(line.match(ID) ?? []), ...ofVerifier.filter((id) => names(line, id))]);
      if (ids.size === 0) continue;
      const title = TITLE.exec(line)?.[2] ?? line.trim();
      for (const id of ids) {
        const places = named.get(id) ?? [];
        places.push({ path, line: index + 1, title });
        named.set(id, places);
      }
    }
  }
  return named;
}

/** The id stands in the line as a whole, and not as the beginning or end of another one. */
function names(line: string, id: string): boolean {
  for (let at = line.indexOf(id); at >= 0; at = line.indexOf(id, at + 1)) {
    const [before = '', after = ''] = [line[at - 1], line[at + id.length]];
    if (!/[\w/-]/.test(before) && !/[\w/-]/.test(after)) return true;
  }
  return false;
}

/** Sub-codes of the verifier's bug checks that the sandbox explains, and that no rule looks for; some the kernel stops with itself. */
export function codesWithoutRule(): { readonly known: number; readonly missing: readonly string[] } {
  const looked = new Set(rules.flatMap(({ bugCheck }) => codesOf(bugCheck)));
  const all = VERIFIER_CODES.flatMap((code) => [...bugCheckVariants(code).keys()].map((p1) => idOfCode(code, p1)));
  return { known: all.length, missing: all.filter((id) => !looked.has(id) && !verifierRuleIds.includes(id)) };
}

function codesOf(bugCheck: readonly [code: number, p1: number | null] | null): readonly string[] {
  return bugCheck === null || bugCheck[1] === null ? [] : [idOfCode(bugCheck[0], bugCheck[1])];
}

function idOfCode(code: number, p1: number): string {
  return `${code.toString(16).toUpperCase()}/0x${p1.toString(16).toUpperCase().padStart(2, '0')}`;
}

const POWER_CODES = [0x9f, 0xa0];

/** A kind of DRIVER_POWER_STATE_FAILURE or INTERNAL_POWER_ERROR. */
export interface PowerCode {
  /** `0xA0/0x618` */
  readonly id: string;
  /** A test stops a machine with it. */
  readonly isTested: boolean;
  /** Why nothing that a driver does leads to it; undefined: something does. */
  readonly gap: string | undefined;
}

/** Tests name them as `0xA0/0x618`, or by the second number alone at the beginning of a text: `'0x618 a worker…'`. */
export function powerCodes(): readonly PowerCode[] {
  const gaps = JSON.parse(readFileSync(join(root, 'test', 'tidy', 'power-code-gaps.json'), 'utf8')) as Record<
    string,
    string
  >;
  const texts = testFiles().map(({ lines }) => lines.filter((line) => !isComment(line)).join('\n'));
  return POWER_CODES.flatMap((code) =>
    [...bugCheckVariants(code).keys()].map((p1) => {
      const [first, second] = [code, p1].map((number) => number.toString(16).toUpperCase());
      const alone = p1 < 0x100 ? '' : `|['"\`]0x${second} |\\[0x${first}, 0x${second}\\b`;
      const named = new RegExp(`0x${first}/(?:0x)?${second}\\b${alone}`, 'i');
      const id = `0x${first}/0x${second}`;
      return { id, isTested: texts.some((text) => named.test(text)), gap: gaps[id] };
    }),
  );
}
