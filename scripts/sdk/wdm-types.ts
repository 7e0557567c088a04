/** Puts `wdm.d.ts` together: all that `import … from 'wdm'` gives a TypeScript driver, with its documentation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as constants from '../../src/abi/wdm-constants.ts';
import { routines } from '../../src/ddi/table.ts';
import { root } from '../lib/paths.ts';
import { parameterAliases, prelude } from './prelude.ts';
import { readSource, type TypeAlias } from './read-source.ts';
import { routineLines, unknownTypes } from './routines.ts';
import { fieldTypeLines, type Knowledge, structureLines } from './structures.ts';

/** Functions among the constants, which leave no types at run time. */
const functions: Readonly<Record<string, string>> = {
  NT_SUCCESS: '(status: NTSTATUS): boolean',
  NT_INFORMATION: '(status: NTSTATUS): boolean',
  NT_WARNING: '(status: NTSTATUS): boolean',
  NT_ERROR: '(status: NTSTATUS): boolean',
  CTL_CODE: '(deviceType: number, code: number, method: number, access: number): ULONG',
  DEVICE_TYPE_FROM_CTL_CODE: '(controlCode: number): ULONG',
  METHOD_FROM_CTL_CODE: '(controlCode: number): ULONG',
  SRB_STATUS: '(status: number): UCHAR',
  textOfProblem: '(code: number): string | undefined',
};

function sources(): { name: string; text: string }[] {
  const abi = join(root, 'src', 'abi');
  const names = [...readdirSync(abi), ...readdirSync(join(abi, 'structs')).map((name) => join('structs', name))];
  return names
    .filter((name) => name.endsWith('.ts') && name !== 'struct.ts')
    .sort()
    .map((name) => ({ name, text: readFileSync(join(abi, name), 'utf8') }));
}

function readKnowledge(): Knowledge {
  const aliases = new Map<string, TypeAlias>();
  const docs = new Map<string, string>();
  for (const { name, text } of sources()) {
    const source = readSource(text);
    for (const [key, doc] of source.docs) docs.set(key, doc);
    // Only these two places declare types that drivers name.
    if (name !== 'types.ts' && !name.startsWith('structs')) continue;
    for (const alias of source.aliases) aliases.set(alias.name, alias);
  }
  for (const [name, type] of Object.entries(parameterAliases)) {
    if (!aliases.has(name)) aliases.set(name, { name, type, doc: undefined });
  }
  return { aliases, docs };
}

function aliasLines({ aliases }: Knowledge): string[] {
  return [...aliases.values()].flatMap(({ name, type, doc }) => [
    ...(doc === undefined ? [] : [`  /** ${doc} */`]),
    `  export type ${name} = ${type};`,
  ]);
}

function constantLines({ docs }: Knowledge): string[] {
  return Object.entries(constants)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, value]) => {
      const doc = docs.get(name);
      if (typeof value === 'function') {
        const signature = functions[name];
        if (signature === undefined)
          throw new Error(`scripts/sdk/wdm-types.ts: write the signature of ${name} into functions`);
        return [...(doc === undefined ? [] : [`  /** ${doc} */`]), `  export function ${name}${signature};`];
      }
      if (typeof value === 'string') return [`  export const ${name} = '${value}';`];
      const text = `0x${value.toString(16)}${typeof value === 'bigint' ? 'n' : ''}`;
      return [`  /** ${text}${doc === undefined ? '' : `: ${doc}`} */`, `  export const ${name} = ${text};`];
    });
}

const HEADING = `// What TypeScript drivers import from 'wdm'. Made by scripts/generate-sdk.ts from the tables in src/abi and src/ddi:
// do not edit it, run \`npm run sdk\`.
`;

/** @throws Error when a routine names a type that nothing declares */
export function wdmTypes(): string {
  const known = readKnowledge();
  const structures = structureLines(known);
  const names = new Set([
    ...known.aliases.keys(),
    ...structures.flatMap((line) => /export interface (\w+)/.exec(line)?.[1] ?? []),
  ]);
  const unknown = unknownTypes(routines, names);
  if (unknown.length > 0) throw new Error(`src/ddi names types that src/abi does not declare: ${unknown.join(', ')}`);
  const lines = [
    ...aliasLines(known),
    '',
    ...fieldTypeLines(known),
    '',
    ...structures,
    '',
    ...routineLines(routines),
    '',
    ...constantLines(known),
    '',
    '  export {};',
  ];
  return `${HEADING}declare module 'wdm' {${prelude}\n${lines.join('\n')}\n}\n`;
}
