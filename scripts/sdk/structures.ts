import { allStructs, type FieldInfo, type FieldType, type StructClass } from '../../src/abi/struct.ts';
import * as scalars from '../../src/abi/types.ts';
import * as structs from '../../src/abi/wdm-structs.ts';
import type { Source, TypeAlias } from './read-source.ts';

export interface Knowledge {
  readonly aliases: ReadonlyMap<string, TypeAlias>;
  readonly docs: Source['docs'];
}

const hex = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
const isStruct = (value: unknown): value is StructClass => typeof value === 'function' && 'structName' in value;
const isField = (value: unknown): value is FieldType<unknown> =>
  typeof value === 'object' && value !== null && 'kind' in value;

/** How TypeScript spells what the field reads as. */
function typeOf(field: FieldType<unknown>, known: Knowledge): string {
  switch (field.kind) {
    case 'pointer': {
      if (field.neverNull === true) return field.target ?? 'never';
      const alias = `P${field.target}`;
      return known.aliases.has(alias) ? alias : `${field.target} | null`;
    }
    case 'embed':
      return field.embedded?.structName ?? 'never';
    case 'array':
      return `ArrayView<${field.element === undefined ? 'never' : typeOf(field.element, known)}>`;
    case 'address':
      return 'PVOID';
    default:
      return known.aliases.has(field.c) ? field.c : field.ts;
  }
}

function cTypeOf(field: FieldInfo): string {
  const { type } = field;
  if (type.kind === 'bits') return `${type.c} : ${type.width}`;
  if (type.kind !== 'array') return type.kind === 'pointer' ? `P${type.target}` : type.c;
  return `${type.element?.c ?? type.c}[${type.open === true ? '' : type.count}]`;
}

function fieldLines(owner: string, field: FieldInfo, known: Knowledge): string[] {
  const doc = known.docs.get(`${owner}.${field.name}`);
  const isReadOnly = field.type.kind === 'embed' || field.type.kind === 'array';
  return [
    `    /** +${hex(field.offset)} \`${cTypeOf(field)}\`${doc === undefined ? '' : `: ${doc}`} */`,
    `    ${isReadOnly ? 'readonly ' : ''}${field.name}: ${typeOf(field.type, known)};`,
  ];
}

function interfaceLines(type: StructClass, known: Knowledge): string[] {
  const doc = known.docs.get(type.structName);
  return [
    `  /** ${doc === undefined ? '' : `${doc} `}${type.size} bytes. */`,
    `  export interface ${type.structName} extends StructView<'${type.structName}'> {`,
    ...type.fields.flatMap((field) => fieldLines(type.structName, field, known)),
    '  }',
  ];
}

/** The structures inside a structure that have no name of their own, innermost first. */
function innerStructs(type: StructClass, found: Set<StructClass>, named: ReadonlySet<string>): void {
  for (const { type: field } of type.fields) {
    const inner = field.embedded ?? field.element?.embedded;
    if (inner === undefined || named.has(inner.structName)) continue;
    innerStructs(inner, found, named);
    found.add(inner);
  }
}

/** Every structure as a type and as a value of the same name; members of unions only as a type. */
export function structureLines(known: Knowledge): string[] {
  // By name, because the order in which modules are evaluated differs between runtimes.
  const declared = allStructs()
    .filter((type) => (structs as Readonly<Record<string, unknown>>)[type.structName] === type)
    .toSorted((left, right) => (left.structName < right.structName ? -1 : 1));
  const named = new Set(declared.map((type) => type.structName));
  const inner = new Set<StructClass>();
  for (const type of declared) innerStructs(type, inner, named);
  return [
    ...[...inner].flatMap((type) => interfaceLines(type, known)),
    ...declared.flatMap((type) => [
      ...interfaceLines(type, known),
      `  export const ${type.structName}: StructClass<${type.structName}>;`,
    ]),
  ];
}

/** `ULONG`, `PDEVICE_OBJECT` and the like as fields of a structure. */
export function fieldTypeLines(known: Knowledge): string[] {
  const entries: [string, unknown][] = [...Object.entries(scalars), ...Object.entries(structs)];
  return entries
    .filter((entry): entry is [string, FieldType<unknown>] => !isStruct(entry[1]) && isField(entry[1]))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([name, type]) => `  export const ${name}: FieldType<${known.aliases.has(name) ? name : typeOf(type, known)}>;`,
    );
}
