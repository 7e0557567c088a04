/**
 * Declares a structure of the binary interface once; accessors, offsets, the C declaration and the memory views
 * all follow from the declaration. Layout: natural C layout with 32-bit pointers.
 */
import { type Layout, makeClass, register } from './struct-class.ts';
import type {
  ArrayView,
  FieldInfo,
  FieldKind,
  FieldType,
  StructClass,
  StructMemory,
  StructView,
} from './struct-types.ts';

export { adopt, allStructs, offsetOf, structByName, toAddress } from './struct-class.ts';
export type {
  ArrayView,
  FieldInfo,
  FieldKind,
  FieldType,
  Routine,
  StructClass,
  StructMemory,
  StructView,
} from './struct-types.ts';

type FieldDeclaration = FieldType<unknown> | StructClass;

export type FieldValue<D> =
  D extends FieldType<infer T> ? T : D extends new (memory: StructMemory, address: number) => infer V ? V : never;

export type ViewOf<F> = StructView & { -readonly [K in keyof F]: FieldValue<F[K]> };

export function scalar<T>(kind: FieldKind, size: number, c: string, ts = c): FieldType<T> {
  return { kind, size, align: size, c, ts };
}

/**
 * A pointer to a structure: reads as its canonical view, or null. `V` has no bound: to check one, TypeScript would have
 * to know the members of a structure that may still be in the middle of its own declaration.
 */
export function pointer<V>(target: string): FieldType<V | null> {
  return { kind: 'pointer', size: 4, align: 4, c: `struct _${target} *`, ts: `${target} | null`, target };
}

/** A pointer that is set as long as its structure lives. */
export function reference<V>(target: string): FieldType<V> {
  return { kind: 'pointer', size: 4, align: 4, c: `struct _${target} *`, ts: target, target, neverNull: true };
}

/** A pointer to a routine of the named role: reads as the routine itself, or null. */
export function routinePointer<R>(role: string): FieldType<R | null> {
  return { kind: 'routine', size: 4, align: 4, c: role, ts: `${role} | null` };
}

export function array<D extends FieldDeclaration>(element: D, count: number): FieldType<ArrayView<FieldValue<D>>> {
  const type = toFieldType(element);
  return {
    kind: 'array',
    size: type.size * count,
    align: type.align,
    c: type.c,
    ts: `ArrayView<${type.ts}>`,
    element: type,
    count,
  };
}

/** A bit field of an unsigned unit: neighbours with units of the same size share one, from the lowest bit up. */
export function bits(unit: FieldType<number>, width: number): FieldType<number> {
  return { ...unit, kind: 'bits', width };
}

/** Another view of the bytes of an earlier field: what C says with an unnamed union. */
export function over<D extends FieldDeclaration>(field: string, declaration: D): FieldType<FieldValue<D>> {
  return { ...toFieldType(declaration), over: field } as FieldType<FieldValue<D>>;
}

/** An array at the end of a structure whose real length stands elsewhere. It counts as one element, as in C. */
export function openArray<D extends FieldDeclaration>(element: D): FieldType<ArrayView<FieldValue<D>>> {
  return { ...array(element, 1), open: true };
}

function toFieldType(declaration: FieldDeclaration): FieldType<unknown> {
  if (typeof declaration !== 'function') return declaration;
  return {
    kind: 'embed',
    size: declaration.size,
    align: declaration.align,
    c: declaration.structName,
    ts: declaration.structName,
    embedded: declaration,
  };
}

export interface LayoutOptions {
  /** `#pragma pack`: no field is aligned to more than this. */
  readonly pack?: number;
  /** The structure is aligned at least to this. */
  readonly align?: number;
}

/** Where a bit field goes when it shares the unit of the field before it. Undefined: it starts a unit of its own. */
function sharedUnit(
  type: FieldType<unknown>,
  last: FieldInfo | undefined,
): { offset: number; shift: number } | undefined {
  if (type.kind !== 'bits' || last?.type.kind !== 'bits' || last.type.size !== type.size) return undefined;
  const shift = (last.shift ?? 0) + (last.type.width ?? 0);
  return shift + (type.width ?? 0) <= type.size * 8 ? { offset: last.offset, shift } : undefined;
}

function offsetOver(placed: readonly FieldInfo[], name: string): number {
  const under = placed.find((field) => field.name === name);
  if (under === undefined) throw new TypeError(`no field ${name} stands before the one that shares its place`);
  return under.offset;
}

function layOut(fields: Readonly<Record<string, FieldDeclaration>>, isUnion: boolean, options: LayoutOptions): Layout {
  const placed: FieldInfo[] = [];
  const pack = options.pack ?? 8;
  let end = 0;
  let align = options.align ?? 1;
  for (const [name, declaration] of Object.entries(fields)) {
    const type = toFieldType(declaration);
    const own = Math.min(type.align, pack);
    const shared = isUnion ? undefined : sharedUnit(type, placed.at(-1));
    let offset = isUnion ? 0 : Math.ceil(end / own) * own;
    if (type.over !== undefined) offset = offsetOver(placed, type.over);
    if (shared !== undefined) offset = shared.offset;
    placed.push(type.kind === 'bits' ? { name, offset, type, shift: shared?.shift ?? 0 } : { name, offset, type });
    end = Math.max(end, offset + type.size);
    align = Math.max(align, own);
  }
  return { fields: placed, size: Math.ceil(end / align) * align, align };
}

/** Declares a structure. `class IO_STATUS_BLOCK extends struct('IO_STATUS_BLOCK', { … }) {}` */
export function struct<F extends Readonly<Record<string, FieldDeclaration>>>(
  name: string,
  fields: F,
  options: LayoutOptions = {},
): StructClass<ViewOf<F>> {
  const type = makeClass<ViewOf<F>>(name, layOut(fields, false, options), false);
  register(type as unknown as StructClass);
  return type;
}

/** Declares a union: every member stands at offset 0. */
export function union<F extends Readonly<Record<string, FieldDeclaration>>>(
  name: string,
  fields: F,
  options: LayoutOptions = {},
): StructClass<ViewOf<F>> {
  return makeClass<ViewOf<F>>(name, layOut(fields, true, options), true);
}

/** A structure without a name of its own inside another one, such as a member of `Parameters`. */
export function members<F extends Readonly<Record<string, FieldDeclaration>>>(
  name: string,
  fields: F,
  options: LayoutOptions = {},
): StructClass<ViewOf<F>> {
  return makeClass<ViewOf<F>>(name, layOut(fields, false, options), false);
}
