/** The structures of `src/abi` as C declares them. */
import { allStructs, type FieldInfo, type FieldType, type StructClass } from '../../src/abi/struct.ts';
import '../../src/abi/wdm-structs.ts';

/** By name, because the order in which modules are evaluated differs between runtimes. */
const named = new Map(
  allStructs()
    .toSorted((left, right) => (left.structName < right.structName ? -1 : 1))
    .map((type) => [type.structName, type]),
);

function keyword(type: StructClass): string {
  return type.isUnion ? 'union' : 'struct';
}

/** Names first, because structures point at each other. */
export function forwardLines(): string[] {
  return [...named.values()].map(
    (type) => `typedef ${keyword(type)} _${type.structName} ${type.structName}, *P${type.structName};`,
  );
}

export function structureLines(): string[] {
  const lines: string[] = [];
  const done = new Set<StructClass>();
  const define = (type: StructClass): void => {
    if (done.has(type)) return;
    done.add(type);
    for (const inner of embedded(type)) define(named.get(inner.structName) ?? inner);
    if (named.get(type.structName) === type) lines.push(...definition(type), '');
  };
  for (const type of named.values()) define(type);
  return lines;
}

/** Names of types that only fields have and that are enumerations. */
export function fieldTypeNames(): string[] {
  return [...named.values()]
    .flatMap((type) => allFields(type))
    .flatMap(({ type }) => {
      const { c, kind } = type.element ?? type;
      return kind === 'u32' || kind === 'bits' ? [c] : [];
    });
}

function allFields(type: StructClass): FieldInfo[] {
  return type.fields.flatMap((field) => [field, ...(isInline(field.type) ? allFields(innerOf(field.type)) : [])]);
}

function embedded(type: StructClass): StructClass[] {
  return type.fields.flatMap(({ type: field }) => {
    const inner = field.embedded ?? field.element?.embedded;
    return inner === undefined ? [] : [inner];
  });
}

/** A structure without a name of its own is written where it stands. */
function isInline(field: FieldType<unknown>): boolean {
  return field.kind === 'embed' && !named.has(field.embedded?.structName ?? '');
}

function innerOf(field: FieldType<unknown>): StructClass {
  if (field.embedded === undefined) throw new Error('an embedded field without a structure');
  return field.embedded;
}

function naturalAlign(type: StructClass): number {
  return Math.max(1, ...type.fields.map(({ type: field }) => field.align));
}

/** The packing under which the fields stand where they do; null = none. */
function packOf(type: StructClass): number | null {
  if (type.align < naturalAlign(type)) return type.align;
  for (const { type: field } of type.fields) {
    const inner = isInline(field) ? packOf(innerOf(field)) : null;
    if (inner !== null) return inner;
  }
  return null;
}

function definition(type: StructClass): string[] {
  const pack = packOf(type);
  const aligned = pack === null && type.align > naturalAlign(type) ? ` __declspec(align(${type.align}))` : '';
  const body = [
    `/* ${type.size} bytes */`,
    `${keyword(type)}${aligned} _${type.structName} {`,
    ...memberLines(type, '  '),
    '};',
  ];
  return pack === null ? body : [`#pragma pack(push, ${pack})`, ...body, '#pragma pack(pop)'];
}

function memberLines(type: StructClass, indent: string): string[] {
  const lines: string[] = [];
  const own = type.fields.filter(({ type: field }) => field.over === undefined);
  for (let at = 0; at < own.length; ) {
    const covered = coveredBy(type, own, at);
    const group = own.slice(at, at + covered.count);
    if (covered.views.length === 0) {
      lines.push(...group.flatMap((field) => fieldLines(field, indent)));
    } else {
      const inner = `${indent}  `;
      const isOne = group.length === 1;
      lines.push(`${indent}union {`);
      if (!isOne) lines.push(`${inner}struct {`);
      lines.push(...group.flatMap((field) => fieldLines(field, isOne ? inner : `${inner}  `)));
      if (!isOne) lines.push(`${inner}};`);
      lines.push(...covered.views.flatMap((field) => fieldLines(field, inner)), `${indent}};`);
    }
    at += covered.count;
  }
  return lines;
}

/** The other views of a field, and how many fields in a row the longest of them covers. */
function coveredBy(
  type: StructClass,
  own: readonly FieldInfo[],
  at: number,
): { readonly views: readonly FieldInfo[]; readonly count: number } {
  const first = own[at];
  const views = type.fields.filter(({ type: field }) => field.over !== undefined && field.over === first?.name);
  const end = (first?.offset ?? 0) + Math.max(0, ...views.map(({ type: field }) => field.size));
  let count = 1;
  while (views.length > 0 && (own[at + count]?.offset ?? end) < end) count += 1;
  return { views, count };
}

function fieldLines(field: FieldInfo, indent: string): string[] {
  const { name, type } = field;
  if (isInline(type)) {
    const inner = innerOf(type);
    return [`${indent}${keyword(inner)} {`, ...memberLines(inner, `${indent}  `), `${indent}} ${name};`];
  }
  if (type.kind === 'bits') return [`${indent}${type.c} ${name} : ${type.width};`];
  if (type.kind === 'array') return [`${indent}${spelling(type.element ?? type)} ${name}[${type.count}];`];
  return [`${indent}${spelling(type)} ${name};`];
}

function spelling(type: FieldType<unknown>): string {
  if (type.kind !== 'pointer') return type.c;
  return named.has(type.target ?? '') ? `P${type.target}` : 'PVOID';
}
