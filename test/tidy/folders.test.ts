import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { filesMatching, linesOf } from './support.ts';

/** Inside of src/kernel each folder may import those to its left. `tsc -b` and Biome hold everything else. */
const ORDER = ['sim', 'mm', 'ke', 'io', 'pnp', 'po', 'fx', 'storport', 'dump', 'verifier', 'trace'];
/** Files of src/kernel itself: the first knows no manager, the second knows all. */
const BEFORE_MANAGERS = 'kernel.ts';
const AFTER_ALL = 'assemble.ts';

function rank(path: string): number {
  const [, , first = ''] = path.split('/');
  if (first === BEFORE_MANAGERS) return 1.5;
  if (first === AFTER_ALL) return ORDER.length;
  return ORDER.indexOf(first);
}

test('in src/kernel a manager imports only what stands to its left', () => {
  const findings: string[] = [];
  let imports = 0;
  for (const path of filesMatching(/^src\/kernel\/.*\.ts$/)) {
    for (const [index, line] of linesOf(path).entries()) {
      const target = /from '(\.[^']+)'/.exec(line)?.[1];
      if (target === undefined) continue;
      const resolved = posix.join(posix.dirname(path), target);
      if (!resolved.startsWith('src/kernel/')) continue;
      imports += 1;
      if (rank(resolved) < 0)
        findings.push(`${path}:${index + 1} imports ${resolved}, whose folder has no place in the order of this test`);
      else if (rank(resolved) > rank(path))
        findings.push(
          `${path}:${index + 1} imports ${resolved}, which stands to its right: let ${path.split('/')[2]} own an interface that the later one fills`,
        );
    }
  }
  expect(imports).toBeGreaterThan(100);
  expect(findings).toEqual([]);
});

test('a file has one idea and at most 400 lines', () => {
  const findings = filesMatching(/^(src|scripts|test)\/.*\.(ts|mjs)$/)
    .map((path) => ({ path, lines: linesOf(path).length }))
    .filter(({ lines }) => lines > 400)
    .map(({ path, lines }) => `${path}:1 has ${lines} lines: give its second idea a file of its own`);
  expect(findings).toEqual([]);
});

test('nothing is left open in the source', () => {
  const findings: string[] = [];
  for (const path of filesMatching(/^src\/.*\.ts$/)) {
    for (const [index, line] of linesOf(path).entries()) {
      if (/\b(TODO|FIXME|XXX)\b|not (yet )?implemented/i.test(line))
        findings.push(`${path}:${index + 1} ${line.trim()}: do it, or file it`);
      if (/@ts-(ignore|expect-error|nocheck)|biome-ignore/.test(line))
        findings.push(`${path}:${index + 1} switches a check off: mend what it says`);
    }
  }
  expect(findings).toEqual([]);
});
