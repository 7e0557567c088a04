import { expect, test } from 'vitest';
import { readArguments } from '../../src/cli/arguments.ts';

test('a run takes every option', () => {
  const line =
    'run m.machine.json --inject - --state --trace t.jsonl --repro r.repro.json --sarif r.sarif --seed 7 --verifier all --stop-on violation --dump d.dmp --memory-dump m.dmp --format json';
  expect(readArguments(line.split(' '))).toEqual({
    command: 'run',
    machine: 'm.machine.json',
    inject: '-',
    state: true,
    trace: 't.jsonl',
    lowResources: null,
    repro: 'r.repro.json',
    sarif: 'r.sarif',
    dump: 'd.dmp',
    dumpKind: 'kernel',
    memoryDump: 'm.dmp',
    seed: 7,
    verifier: 'all',
    stopOn: 'violation',
    format: 'json',
  });
  expect(readArguments(['run', 'm'])).toMatchObject({
    inject: null,
    state: false,
    trace: null,
    sarif: null,
    seed: null,
    verifier: null,
    stopOn: 'bugcheck',
    format: 'text',
  });
});

test('the other commands', () => {
  expect(readArguments(['check', 'm'])).toEqual({ command: 'check', machine: 'm', format: 'text' });
  expect(readArguments(['state', 's.json', 'disk0'])).toEqual({
    command: 'state',
    file: 's.json',
    device: 'disk0',
    format: 'text',
  });
  expect(readArguments(['state', 'm.machine.json', '--command', '!irpfind', '--command', '-', '--seed', '3'])).toEqual({
    command: 'console',
    machine: 'm.machine.json',
    inject: null,
    seed: 3,
    verifier: null,
    commands: ['!irpfind', '-'],
    format: 'text',
  });
  expect(readArguments(['dump', 'a.dmp', '--command', '.bugcheck'])).toMatchObject({ commands: ['.bugcheck'] });
  expect(readArguments(['trace', 't', '--from', '5', '--count', '2', '--filter', 'x'])).toMatchObject({
    from: 5,
    count: 2,
    filter: 'x',
  });
  expect(readArguments([])).toEqual({ command: 'help' });
  expect(readArguments(['run', '--help'])).toEqual({ command: 'help' });
  expect(readArguments(['--version'])).toEqual({ command: 'version' });
});

test.each([
  ['rnu m', 'There is no command `rnu`. Did you mean `run`?'],
  ['run', '`run` needs MACHINE'],
  ['run a b', '`run` does not know what to do with `b`.'],
  ['state s.json --command x', '--command is for a machine file (NAME.machine.json)'],
  ['state m.machine.json disk0', 'Ask a machine file with --command "!devstack disk0".'],
  ['run m --sed 1', '`run` has no option `--sed`. Did you mean `--seed`?'],
  ['run m --seed x', '--seed must be a whole number from 0 to 4294967295, not `x`.'],
  ['run m --seed 4294967296', '--seed must be a whole number'],
  ['run m --verifier al', '--verifier cannot be `al`. Did you mean `all`?'],
  [
    'run m --stop-on bugchek',
    '--stop-on cannot be `bugchek`. Did you mean `bugcheck`? It is one of: violation, bugcheck, never.',
  ],
  ['run m --format xml', '--format cannot be `xml`.'],
  ['run m --inject=', '--inject needs a value.'],
  ['run m --trace', 'trace'],
  ['trace', '`trace` needs FILE'],
])('%s is refused with words', (line, message) => {
  expect(() => readArguments(line.split(' '))).toThrow(message);
});
