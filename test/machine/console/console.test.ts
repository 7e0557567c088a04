/** The console as a whole: what is no command, help, completion. */
import { describe, expect, test } from 'vitest';
import { bootMachine } from '../../support/machine.ts';

const machine = await bootMachine();
const ask = (line: string) => machine.console.evaluate(line);

describe('a line', () => {
  test('that is no command says so and suggests the nearest', () => {
    expect(ask('!analise -v')).toEqual({
      text: 'There is no command `!analise`. Did you mean `!analyze`?\n',
      failed: true,
    });
    expect(ask('analyze -v').text).toBe('There is no command `analyze`. Did you mean `!analyze`?\n');
    expect(ask('xyzzy').text).toBe('There is no command `xyzzy`. Write `?` to see every command.\n');
  });

  test('that is empty has an empty answer', () => {
    expect(ask('')).toEqual({ text: '' });
    expect(ask('  ;; ')).toEqual({ text: '' });
  });

  test('with several commands answers one after the other, up to one that fails', () => {
    const { text, failed } = ask('!analyze -show e2; .bugcheck; ?');
    expect(text).toMatch(
      /^MANUALLY_INITIATED_CRASH \(e2\)\n(?:.*\n)+The machine has not stopped with a bug check\.\n$/,
    );
    expect(failed).toBe(true);
  });
});

describe('help', () => {
  test('lists each command once, in groups', async () => {
    await expect(ask('?').text).toMatchFileSnapshot('./help.txt');
    expect(ask('help').text).toBe(ask('?').text);
  });

  test('explains one command', () => {
    expect(ask('? analyze').text).toBe(
      '!analyze -v | -show CODE [P1 P2 P3 P4]\n  why the machine has stopped; what a bug check means, without one\n',
    );
    expect(ask('? nothing')).toMatchObject({ failed: true });
  });
});

describe('completion', () => {
  test('names the commands that begin like the word', () => {
    const { start, items } = machine.console.complete('.b', 2);
    expect(start).toBe(0);
    expect(items.map(({ text }) => text)).toEqual(['.bugcheck']);
    expect(machine.console.complete('!analyze -v; ? .bu', 18)).toMatchObject({
      start: 15,
      items: [{ text: '.bugcheck' }],
    });
  });
});
