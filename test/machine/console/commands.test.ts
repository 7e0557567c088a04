/** Every command, in a machine that has something to show: whole answers, as a user sees them. */
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/machine/console/commands.ts';
import type { ConsoleItem } from '../../../src/protocol/console.ts';
import { SCENARIOS } from './scenarios.ts';

const typed = new Set<string>();

describe.each(SCENARIOS)('$name', ({ name, boot, lines }) => {
  test('answers as it did', async () => {
    const machine = await boot();
    const before = JSON.stringify(machine.state());
    let transcript = '';
    for (const line of lines(machine)) {
      typed.add(line.split(' ')[0] ?? '');
      transcript += `kd> ${line}\n${machine.console.evaluate(line).text}\n`;
    }
    await expect(transcript).toMatchFileSnapshot(`./${name}.txt`);
    // Looking has changed nothing.
    expect(JSON.stringify(machine.state())).toBe(before);
  });

  test('everything that can be opened leads to an answer', async () => {
    const machine = await boot();
    const commands = new Set<string>();
    const visit = ({ children = [], command }: ConsoleItem): void => {
      if (command !== undefined) commands.add(command);
      children.forEach(visit);
    };
    for (const line of lines(machine)) machine.console.evaluate(line).items?.forEach(visit);
    for (const command of commands)
      expect([command, machine.console.evaluate(command).failed]).toEqual([command, undefined]);
  });
});

test('no command is left out', () => {
  const known = COMMANDS.map(({ names }) => names).filter((names) => !names.some((name) => typed.has(name)));
  expect(known).toEqual([]);
});
