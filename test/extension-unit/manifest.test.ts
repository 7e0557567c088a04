import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as bugCheckCodes from '../../src/abi/bug-check-codes.ts';
import * as ioctlCodes from '../../src/abi/ioctl.ts';
import * as irpCodes from '../../src/abi/irp-codes.ts';
import { valueOfName } from '../../src/abi/names.ts';
import { routines } from '../../src/ddi/table.ts';
import { COMMAND_PREFIX, COMMANDS } from '../../src/extension/command-registry.ts';
import { FAULT_POINTS, FAULT_STATUSES } from '../../src/extension/commands/fail-next.ts';
import { CONTROL_CODES } from '../../src/extension/commands/inject-io.ts';
import { SAMPLES } from '../../src/extension/project/samples.ts';
import { isOptionOn, VERIFIER_OPTIONS } from '../../src/extension/project/verifier-options.ts';
import { optionsOf } from '../../src/kernel/verifier/settings.ts';
import { SHAPE } from '../../src/machine/file/shape.ts';
import { BUGCHECK_NAMES } from '../../src/protocol/bugcheck-names.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { command?: string; group?: string; when?: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly views: { readonly driverSandbox: readonly { readonly id: string }[] };
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly svg: string } }[] }[];
  };
}

const ROOT = join(import.meta.dirname, '../..');
const nls = readFileSync(join(ROOT, 'package.nls.json'), 'utf8');
const { contributes } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const registered = Object.keys(COMMANDS).map((name) => COMMAND_PREFIX + name);

describe('the manifest', () => {
  test('every command has a handler and every handler a command', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(registered.sort());
  });

  test('menus, key bindings and welcome texts name known commands only', () => {
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.flatMap(({ command }) => command ?? []));
    const inBindings = contributes.keybindings.map(({ command }) => command);
    const inTexts = [...nls.matchAll(/command:(driverSandbox\.\w+)/g)].map(([, command = '']) => command);
    expect(inTexts.length).toBeGreaterThan(5);
    for (const command of [...inMenus, ...inBindings, ...inTexts]) expect(registered).toContain(command);
  });

  test('every key binding has a condition', () => {
    for (const { when } of contributes.keybindings) expect(when).toBeTruthy();
  });

  test('at most three icons in the title of a view at a time', () => {
    const places = contributes.menus['view/title']
      ?.map(({ group }) => group)
      .filter((group) => group?.startsWith('navigation'));
    expect(new Set(places).size).toBeLessThanOrEqual(3);
  });

  test('every picture of the walkthrough is there', () => {
    const pictures = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg));
    expect(pictures.length).toBeGreaterThan(0);
    for (const picture of pictures) expect(existsSync(join(ROOT, picture))).toBe(true);
  });
});

test('a command that a README tells the reader to run has that title', () => {
  const titles = Object.values(JSON.parse(nls) as Record<string, string>);
  const readmes = ['README.md', ...SAMPLES.map((sample) => `samples/${sample}/README.md`)];
  const named = readmes.flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8').replaceAll(/\s+/g, ' ');
    return [...text.matchAll(/(?:_|\*\*)([A-Z][^_*]*…)(?:_|\*\*)/g)].map(([, title = '']) => ({ path, title }));
  });
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter(({ title }) => !titles.includes(title))).toEqual([]);
});

describe('what pickers offer is what the emulator knows:', () => {
  test('bug checks', () => {
    const known: Readonly<Record<string, unknown>> = { ...bugCheckCodes };
    expect(Object.entries(BUGCHECK_NAMES).filter(([name, code]) => known[name] !== code)).toEqual([]);
  });

  test('samples', () => {
    for (const sample of SAMPLES) {
      const files = readdirSync(join(ROOT, 'samples', sample));
      expect(files.filter((name) => name.endsWith('.machine.json'))).toHaveLength(1);
    }
  });

  test('options of Driver Verifier, with what each mode makes of them', () => {
    const inFile = SHAPE.verifier.filter((name) => !['mode', 'rules', 'drivers'].includes(name));
    expect([...VERIFIER_OPTIONS].sort()).toEqual(inFile.sort());
    for (const mode of ['off', 'standard', 'all'] as const) {
      const usual = optionsOf({ mode, rules: {} });
      for (const option of VERIFIER_OPTIONS)
        expect([mode, option, isOptionOn(option, mode, undefined)]).toEqual([mode, option, Boolean(usual[option])]);
    }
  });

  test('control codes', () => {
    const known: Readonly<Record<string, unknown>> = { ...ioctlCodes };
    expect(Object.entries(CONTROL_CODES).filter(([name, code]) => known[name] !== code)).toEqual([]);
  });

  test('IRPs, routines and statuses of faults', () => {
    const places = new Set([
      ...Object.keys(irpCodes),
      ...routines.filter(({ isEvent }) => isEvent).map(({ name }) => name),
    ]);
    expect(FAULT_POINTS.filter((point) => !places.has(point))).toEqual([]);
    expect(FAULT_STATUSES.filter((status) => valueOfName(status) === undefined)).toEqual([]);
  });
});
