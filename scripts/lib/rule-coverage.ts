/** Which tests name which rule of the driver model, by the ids that stand in the texts of test files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

const ID = /\b(?:USE|PNP|IRP)-V?\d\d\b/g;
const TITLE = /^\s*(?:test|it|describe)(?:\.\w+(?:\([^)]*\))?)*\(\s*(['"`])(.*?)\1/;
/** Lists of ids are no tests of them. */
const NOT_A_TEST = 'tidy';

export interface NamedBy {
  readonly path: string;
  readonly line: number;
  /** Title of the test, or the text that names the rule. */
  readonly title: string;
}

function testFiles(): readonly string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith(`${NOT_A_TEST}/`))
    .sort();
}

function readIds(name: string): readonly string[] {
  return JSON.parse(readFileSync(join(root, 'test', 'tidy', name), 'utf8')) as string[];
}

/** Every id that there is, in the order of the rules. */
export function ruleIds(): readonly string[] {
  return readIds('rule-ids.json');
}

/** Rules that have no test yet. The list may only become shorter. */
export function idsWithoutTest(): readonly string[] {
  return readIds('rule-ids-without-test.json');
}

/** What names each rule, by its id. Comments do not count. */
export function namedRules(): ReadonlyMap<string, readonly NamedBy[]> {
  const named = new Map<string, NamedBy[]>();
  for (const file of testFiles()) {
    const lines = readFileSync(join(root, 'test', file), 'utf8').split(/\r?\n/);
    for (const [index, line] of lines.entries()) {
      if (/^\s*(?:\/\/|\/?\*)/.test(line)) continue;
      const title = TITLE.exec(line)?.[2] ?? line.trim();
      for (const id of new Set(line.match(ID))) {
        const places = named.get(id) ?? [];
        places.push({ path: `test/${file}`, line: index + 1, title });
        named.set(id, places);
      }
    }
  }
  return named;
}
