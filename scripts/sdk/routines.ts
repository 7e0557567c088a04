import type { RoutineDeclaration } from '../../src/ddi/routine.ts';
import { parameterAliases } from './prelude.ts';

const LEVELS: Readonly<Record<number, string>> = {
  0: 'PASSIVE_LEVEL',
  1: 'APC_LEVEL',
  2: 'DISPATCH_LEVEL',
  31: 'HIGH_LEVEL',
};

/** Routines whose result depends on a type that they are given. */
const signatures: Readonly<Record<string, string>> = {
  CONTAINING_RECORD: '<V extends StructView>(Address: Pointer, Type: StructClass<V>, Field: FieldPath<V>): V',
};

const WORDS = new Set([
  'string',
  'unknown',
  'StructClass',
  'StructView',
  'Out',
  'Pointer',
  'void',
  'null',
  'number',
  'bigint',
]);

function levelOf(irql: number): string {
  return LEVELS[irql] ?? `IRQL ${irql}`;
}

function irqlText({ min, max }: RoutineDeclaration['irql']): string {
  if (max === undefined) return min === undefined ? 'any' : `${levelOf(min)} or above`;
  if (min === max) return levelOf(max);
  return max === 0 ? 'PASSIVE_LEVEL' : `${levelOf(max)} or below`;
}

/** `nf-wdm-iocalldriver` stands under `wdm` in the public reference. */
function documentation(source: string): string | undefined {
  const header = /^n[fcs]-([a-z]\w*)-/.exec(source)?.[1];
  return header === undefined
    ? undefined
    : `https://learn.microsoft.com/windows-hardware/drivers/ddi/${header}/${source}`;
}

/** A routine takes a view or an address where C takes a PVOID; it gives back an address. */
function parameterType(type: string): string {
  return type.replace(/\bPVOID\b/g, 'Pointer');
}

function docLines(routine: RoutineDeclaration): string[] {
  const link = documentation(routine.source);
  return [
    '  /**',
    `   * ${routine.summary}`,
    '   *',
    `   * IRQL: ${irqlText(routine.irql)}. ${link === undefined ? 'The sandbox has it, Windows does not.' : `Header: ${routine.header}.`}`,
    ...(routine.waits ? ['   * It may wait: `await` it where the result is used.'] : []),
    ...(link === undefined ? [] : [`   * @see ${link}`]),
    '   */',
  ];
}

function signatureOf(routine: RoutineDeclaration): string {
  const special = signatures[routine.name];
  if (special !== undefined) return special;
  const parameters = routine.parameters.map(({ name, type }) => `${name}: ${parameterType(type)}`).join(', ');
  const result = routine.returns === 'VOID' ? 'void' : routine.returns;
  return `(${parameters}): ${routine.waits ? `Waits<${result}>` : result}`;
}

/** Names in the table that nothing declares: a mistyped type would turn into an error in every user's editor. */
export function unknownTypes(routines: readonly RoutineDeclaration[], known: ReadonlySet<string>): string[] {
  const unknown = new Set<string>();
  for (const { name, parameters, returns } of routines) {
    for (const type of [...parameters.map((parameter) => parameter.type), returns]) {
      for (const [word] of type.replace(/'[^']*'/g, '').matchAll(/[A-Za-z_]\w*/g)) {
        if (!WORDS.has(word) && !known.has(word) && !(word in parameterAliases)) unknown.add(`${name}: ${word}`);
      }
    }
  }
  return [...unknown];
}

export function routineLines(routines: readonly RoutineDeclaration[]): string[] {
  return routines.flatMap((routine) => [
    ...docLines(routine),
    `  export function ${routine.name}${signatureOf(routine)};`,
  ]);
}
