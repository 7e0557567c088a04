/** Puts `wdm.h` together: what a driver in C is compiled against, from the same tables as the TypeScript API. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { structByName } from '../../src/abi/struct.ts';
import * as constants from '../../src/abi/wdm-constants.ts';
import { cTypeOf, isForC } from '../../src/ddi/c/c-types.ts';
import type { RoutineDeclaration } from '../../src/ddi/routine.ts';
import { routines } from '../../src/ddi/table.ts';
import { root } from '../lib/paths.ts';
import { cPostlude, cPrelude } from './c-prelude.ts';
import { fieldTypeNames, forwardLines, structureLines } from './c-structures.ts';
import { readSource, type TypeAlias } from './read-source.ts';

const HEADING = `/*
 * What drivers in C include. Made by scripts/generate-sdk.ts from the tables in src/abi and src/ddi:
 * do not edit it, run \`npm run sdk\`.
 */
`;

/** Roles that published drivers fill with routines whose pointer parameters have other types. */
const WITHOUT_PROTOTYPE: ReadonlySet<string> = new Set(['IO_WORKITEM_ROUTINE']);

function roles(): readonly TypeAlias[] {
  const folder = join(root, 'src', 'abi', 'structs');
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readSource(readFileSync(join(folder, name), 'utf8')).aliases)
    .filter(({ type }) => type.includes('=>'));
}

function roleLines({ name, type }: TypeAlias): string[] {
  const [, parameters = '', result = ''] = /^\((.*)\) => (?:MaybePromise<)?(\w+)>?$/.exec(type) ?? [];
  const list = parameters.split(', ').map((parameter) => {
    const [own = '', of = ''] = parameter.split(': ');
    return `${roleType(of)} ${own}`;
  });
  const prototype = WITHOUT_PROTOTYPE.has(name) ? '' : list.join(', ');
  // The library of WMI names its pointers without what its routines end in.
  const short = name.replace(/^(WMI_\w+)_CALLBACK$/, '$1');
  return [`typedef ${roleType(result)} ${name}(${prototype});`, `typedef ${name} *P${short};`];
}

function roleType(type: string): string {
  const variable = /^Out<(\w+)>$/.exec(type)?.[1];
  if (variable !== undefined) return `${variable} *`;
  // By value, as the WDK has it.
  if (type === 'POWER_STATE') return type;
  if (structByName(type) !== undefined) return `P${type}`;
  return { void: 'VOID', number: 'ULONG', bigint: 'PHYSICAL_ADDRESS' }[type] ?? type;
}

function prototypeLines(declaration: RoutineDeclaration): string[] {
  const parameters = declaration.parameters.map(({ name, type }) => {
    const { c } = cTypeOf(type);
    return c === '...' ? c : `${c}${c.endsWith('*') ? '' : ' '}${name}`;
  });
  const { c } = cTypeOf(declaration.returns);
  return [`/* ${declaration.summary} */`, `${c} ${declaration.name}(${parameters.join(', ') || 'VOID'});`];
}

/** Types of the tables that are neither structures nor declared above: enumerations. */
function enumerationLines(declared: string): string[] {
  const parameterTypes = routines
    .filter(isForC)
    .flatMap(({ parameters, returns }) => [...parameters.map(({ type }) => type), returns])
    .map((type) => (cTypeOf(type).target ?? cTypeOf(type)).c)
    .filter((c) => /^[A-Z]\w*$/.test(c) && !c.startsWith('P'));
  const names = new Set([...parameterTypes, ...fieldTypeNames(), ...POWER_TYPES]);
  return [...names]
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(declared))
    .sort()
    .map((name) => (POINTED_AT.has(name) ? `typedef int ${name}, *P${name};` : `typedef int ${name};`));
}

/** Arrays of these are handed over. */
const POINTED_AT: ReadonlySet<string> = new Set(['DEVICE_POWER_STATE']);

/** They begin with a P, as pointers do. */
const POWER_TYPES = [
  'POWER_STATE_TYPE',
  'POWER_REQUEST_TYPE',
  'POWER_ACTION',
  'POOL_TYPE',
  'PEP_DEVICE_ACCEPTANCE_TYPE',
  'PEP_PERF_STATE_TYPE',
  'PEP_PERF_STATE_UNIT',
  'PEP_WORK_TYPE',
];

function constantLines(): string[] {
  const macros: string[] = [];
  const enumerators: string[] = [];
  for (const [name, value] of Object.entries<unknown>(constants).sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (typeof value === 'bigint') macros.push(`#define ${name} 0x${value.toString(16).toUpperCase()}ULL`);
    if (typeof value !== 'number') continue;
    if (name.startsWith('STATUS_')) macros.push(`#define ${name} ((NTSTATUS)${hex(value)})`);
    else if (name === name.toUpperCase()) macros.push(`#define ${name} ${value > 9 ? hex(value) : value}`);
    else enumerators.push(`  ${name} = ${value | 0},`);
  }
  return [...macros, '', 'enum {', ...enumerators, '};'];
}

/** `DEFINE_GUID` needs the structure, so these come behind it. */
function guidLines(): string[] {
  return Object.entries<unknown>(constants)
    .flatMap(([name, value]) => (typeof value === 'string' ? [{ name, digits: value.replace(/[{}-]/g, '') }] : []))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, digits }) => {
      const part = (from: number, to: number): string => `0x${digits.slice(from, to)}`;
      const bytes = Array.from({ length: 8 }, (_, index) => part(16 + index * 2, 18 + index * 2));
      return `DEFINE_GUID(${[name, part(0, 8), part(8, 12), part(12, 16), ...bytes].join(', ')});`;
    });
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
}

export function cHeader(): string {
  const forward = forwardLines();
  const declared = [cPrelude, ...forward].join('\n');
  const lines = [
    ...forward,
    '',
    ...enumerationLines(declared),
    '',
    ...constantLines(),
    '',
    ...roles().flatMap(roleLines),
    '',
    ...structureLines(),
    ...guidLines(),
    cPostlude,
    ...routines.filter(isForC).flatMap(prototypeLines),
  ];
  return `${HEADING}${cPrelude}\n${lines.join('\n')}\n`;
}
