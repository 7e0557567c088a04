/** A filter that does one thing for a read, with the options of Driver Verifier. */
import type { Machine } from '../../../../src/machine/machine.ts';
import { bootExample, type Example, expectedAt, FILE, type Parts, play } from '../support.ts';

export const READ = { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 } as const;

export async function playWith(parts: Parts, verifier: object, more: Partial<Example> = {}): Promise<Machine> {
  const example = { rule: 'none', bad: parts, good: parts, ...more };
  const machine = await bootExample(example, parts, verifier);
  await play(machine, example);
  return machine;
}

/** The stop at the marked line of the filter. */
export function stopAt(parts: Parts, code: number): object {
  return { code, driver: 'flt', file: FILE, line: expectedAt({ rule: 'none', bad: parts, good: parts }) };
}
