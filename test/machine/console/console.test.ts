/** The console as a whole: what is no command, help, completion. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCommand } from '../../../src/machine/console/commands.ts';
import { bootMachine, ROOT } from '../../support/machine.ts';

const machine = await bootMachine();
const ask = (line: string) => machine.console.evaluate(line);

describe('a line', () => {
  test('that is no command says so and suggests the nearest', () => {
    expect(ask('!analise -v')).toEqual({
      text: 'There is no command `!analise`. Did you mean `!analyze`?\n',
      failed: true,
    });
    expect(ask('analyze -v').text).toBe('There is no command `analyze`. Did you mean `!analyze`?\n');
    expect(ask('!devst disk0').text).toBe('There is no command `!devst`. Did you mean `!devstack`?\n');
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

  const words = (line: string) => machine.console.complete(line, line.length).items.map(({ text }) => text);

  test('names what the command takes: devices, drivers, requests, types, routines, rules', () => {
    expect(words('!devstack disk')).toEqual([
      'disk0',
      'disk0/auditflt',
      'disk0/partmgr',
      'disk0/disk',
      'disk0/storport',
    ]);
    expect(words('!drvobj a')).toEqual(['acpi', 'auditflt']);
    expect(words('dt io_st')).toContain('IO_STACK_LOCATION');
    expect(words('x auditflt!A')).toEqual(['auditflt!AddDevice']);
    expect(words('!ruleinfo USE-V0')).toContain('USE-V03');
    expect(words('!devobj poi(hb')).toContain('hba0');
    expect(words('? !devst')).toEqual(['!devstack']);
    expect(words('.bugcheck x')).toEqual([]);
  });

  test('names members and methods in a query', () => {
    expect(words('dx @$c')).toEqual(['@$cursession']);
    expect(words('dx @$cursession.D')).toEqual(['Devices', 'Drivers']);
    expect(words('dx -r2 @$cursession.Devices.DeviceTree.Fl')).toEqual(['Flatten(']);
    expect(machine.console.complete('dx @$cursession.Dr', 18).start).toBe(16);
    expect(words('dx @$cursession.Nothing.')).toEqual([]);
  });
});

test('what the sandbox has nothing for is said so', () => {
  expect(ask('!wdfkd.wdfdevice 1').text).toMatch(/^There is no driver framework/);
  expect(ask('g').text).toMatch(/^The console looks/);
  expect(ask('.reload').text).toMatch(/no symbol files/);
});

test('every command that the README names is one', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const section = readme.slice(readme.indexOf('## Ask as you would ask WinDbg'));
  const text = section.slice(0, section.indexOf('\n## ', 1));
  const named = [...text.matchAll(/`(![\w.]+|\.bugcheck|dt|db|dps|dx|x|lm|k)\b/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => findCommand(name) === undefined)).toEqual([]);
});
