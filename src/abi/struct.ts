/**
 * Declares a structure of the binary interface once; accessors, offsets, the C declaration and the memory views
 * all follow from the declaration. Layout: natural C layout with 32-bit pointers.
 */

/** What accessors need of the memory they read. One implementation: `kernel/mm/memory.ts`. */
export interface StructMemory {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly data: DataView;
  /** One byte for 8 bytes of memory; 0 = accessible. Anything else makes an access call `fault`. */
  readonly shadow: Uint8Array;
  /** Raises what an access to poisoned memory raises. Never returns normally while a driver runs. */
  fault(address: number, size: number, write: boolean): void;
  /** The canonical view of a structure at an address: the same object for the same address and class. */
  view<V extends StructView>(type: StructClass<V>, address: number): V;
  viewByName(name: string, address: number): StructView;
  /** Routines have addresses too, so that they can stand in memory. */
  routine(address: number): Routine | null;
  addressOfRoutine(routine: Routine): number;
}

export type Routine = (...parameters: never[]) => unknown;

export interface StructView {
  readonly memory: StructMemory;
  readonly address: number;
}

export interface StructClass<V extends StructView = StructView> {
  new (memory: StructMemory, address: number): V;
  readonly prototype: V;
  readonly structName: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes. */
  readonly align: number;
  readonly isUnion: boolean;
  readonly fields: readonly FieldInfo[];
}

export interface FieldInfo {
  readonly name: string;
  readonly offset: number;
  readonly type: FieldType<unknown>;
  /** Bit fields: the lowest bit of this one in its unit. */
  readonly shift?: number;
}

export type FieldKind =
  | 'u8'
  | 'i8'
  | 'bool'
  | 'u16'
  | 'i16'
  | 'u32'
  | 'i32'
  | 'u64'
  | 'i64'
  | 'pointer'
  | 'address'
  | 'routine'
  | 'embed'
  | 'array'
  | 'bits';

/** How one field is stored. `T` is what its getter returns. */
export interface FieldType<T> {
  readonly kind: FieldKind;
  readonly size: number;
  readonly align: number;
  /** How C spells it; arrays and pointers to routines are put together by the header writer. */
  readonly c: string;
  /** How the TypeScript API spells it. */
  readonly ts: string;
  readonly target?: string;
  /** Pointers that are set as long as their structure lives: nobody has to look for null. */
  readonly neverNull?: boolean;
  readonly embedded?: StructClass;
  readonly element?: FieldType<unknown>;
  readonly count?: number;
  /** The array goes on behind the structure: indices have no upper bound. */
  readonly open?: boolean;
  /** Bit fields: the number of bits. */
  readonly width?: number;
  /** The earlier field whose place this one shares: both are members of one unnamed union. */
  readonly over?: string;
  readonly type?: T;
}

type FieldDeclaration = FieldType<unknown> | StructClass;

export type FieldValue<D> =
  D extends FieldType<infer T> ? T : D extends new (memory: StructMemory, address: number) => infer V ? V : never;

export type ViewOf<F> = StructView & { -readonly [K in keyof F]: FieldValue<F[K]> };

function scalar<T>(kind: FieldKind, size: number, c: string, ts = c): FieldType<T> {
  return { kind, size, align: size, c, ts };
}

export { scalar };

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

/** Elements in a row: reads as an indexable with `get` and `set`. */
export interface ArrayView<T> {
  readonly address: number;
  readonly length: number;
  get(index: number): T;
  set(index: number, value: T): void;
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

interface Layout {
  fields: FieldInfo[];
  size: number;
  align: number;
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

const registry = new Map<string, StructClass>();

/** Every structure that has been declared with `struct`, by name: what `dt` and the header writers list. */
export function structByName(name: string): StructClass | undefined {
  return registry.get(name);
}

export function allStructs(): readonly StructClass[] {
  return [...registry.values()];
}

/**
 * Makes the class that a program derives from a declaration the one that stands for its name, so that a pointer reads
 * as the same view that `view` gives. The first view made does this too; until then a pointer reads as the bare one.
 */
export function adopt(type: StructClass): StructClass {
  const registered = registry.get(type.structName);
  if (registered === undefined || registered.prototype === Object.getPrototypeOf(type.prototype)) {
    registry.set(type.structName, type);
  }
  return type;
}

/** Declares a structure. `class IO_STATUS_BLOCK extends struct('IO_STATUS_BLOCK', { … }) {}` */
export function struct<F extends Readonly<Record<string, FieldDeclaration>>>(
  name: string,
  fields: F,
  options: LayoutOptions = {},
): StructClass<ViewOf<F>> {
  const type = makeClass<ViewOf<F>>(name, layOut(fields, false, options), false);
  registry.set(name, type as unknown as StructClass);
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

// Accessors are compiled from text, one literal offset each: closures made in a loop would share their inline caches
// and turn every field access megamorphic.

function check(offset: number, size: number, write: boolean): string {
  return `const m=this.memory,a=this.address+${offset};if(m.shadow[a>>>3]!==0)m.fault(a,${size},${write});`;
}

function bitAccessors(field: FieldInfo, both: (read: string, write: string) => string): string {
  const shift = field.shift ?? 0;
  const mask = 2 ** (field.type.width ?? 0) - 1;
  const unit = { 1: 'm.u8[a]', 2: 'm.u16[a>>>1]', 4: 'm.u32[a>>>2]' }[field.type.size];
  return both(`(${unit}>>>${shift})&${mask}`, `${unit}=(${unit}&~${mask << shift})|((v&${mask})<<${shift})`);
}

function accessors(field: FieldInfo, index: number): string {
  const { name, offset, type } = field;
  const get = (body: string): string => `get ${name}(){${check(offset, type.size, false)}${body}}`;
  const set = (body: string): string => `set ${name}(v){${check(offset, type.size, true)}${body}}`;
  const both = (read: string, write: string): string => `${get(`return ${read};`)}${set(`${write};`)}`;
  const aligned = offset % Math.min(type.size, 4) === 0;
  switch (type.kind) {
    case 'u8':
      return both('m.u8[a]', 'm.u8[a]=v');
    case 'i8':
      return both('(m.u8[a]<<24)>>24', 'm.u8[a]=v');
    case 'bool':
      return both('m.u8[a]!==0', 'm.u8[a]=v?1:0');
    case 'u16':
      return aligned
        ? both('m.u16[a>>>1]', 'm.u16[a>>>1]=v')
        : both('m.data.getUint16(a,true)', 'm.data.setUint16(a,v,true)');
    case 'i16':
      return both('m.data.getInt16(a,true)', 'm.data.setInt16(a,v,true)');
    case 'u32':
      return aligned
        ? both('m.u32[a>>>2]', 'm.u32[a>>>2]=v')
        : both('m.data.getUint32(a,true)', 'm.data.setUint32(a,v,true)');
    case 'i32':
      return both('m.i32[a>>>2]', 'm.i32[a>>>2]=v');
    case 'u64':
      return both('m.data.getBigUint64(a,true)', 'm.data.setBigUint64(a,v,true)');
    case 'i64':
      return both('m.data.getBigInt64(a,true)', 'm.data.setBigInt64(a,v,true)');
    case 'address':
      return both('m.u32[a>>>2]', 'm.u32[a>>>2]=toAddress(v)');
    case 'pointer':
      return both(`pointee(m,m.u32[a>>>2],${JSON.stringify(type.target)})`, 'm.u32[a>>>2]=toAddress(v)');
    case 'routine':
      return both('m.routine(m.u32[a>>>2])', 'm.u32[a>>>2]=v===null?0:m.addressOfRoutine(v)');
    case 'bits':
      return bitAccessors(field, both);
    case 'embed':
      return `get ${name}(){return this.$${index}??=new embedded[${index}](this.memory,this.address+${offset});}`;
    case 'array':
      return `get ${name}(){return this.$${index}??=arrayView(this.memory,this.address+${offset},fields[${index}].type);}`;
  }
}

function makeClass<V extends StructView>(name: string, layout: Layout, isUnion: boolean): StructClass<V> {
  const caches = layout.fields
    .map((field, index) =>
      field.type.kind === 'embed' || field.type.kind === 'array' ? `this.$${index}=undefined;` : '',
    )
    .join('');
  const body = layout.fields.map(accessors).join('\n');
  const safe = /^[A-Za-z_]\w*$/;
  if (![name, ...layout.fields.map((field) => field.name)].every((text) => safe.test(text))) {
    throw new TypeError(`struct ${name}: names of structures and fields must be C identifiers`);
  }
  const first = 'if(new.target!==own.type)own.type=adopt(new.target);';
  const construct = `constructor(memory,address){${first}this.memory=memory;this.address=address;${caches}}`;
  const source = `return class ${name}{${construct}\n${body}}`;
  const make = new Function('own', 'adopt', 'embedded', 'fields', 'arrayView', 'pointee', 'toAddress', source);
  const own: { type: unknown } = { type: undefined };
  const embedded = layout.fields.map((field) => field.type.embedded);
  const made = make(own, adopt, embedded, layout.fields, arrayView, pointee, toAddress) as object;
  own.type = made;
  Object.defineProperties(made, {
    structName: { value: name },
    size: { value: layout.size },
    align: { value: layout.align },
    isUnion: { value: isUnion },
    fields: { value: layout.fields },
  });
  return made as StructClass<V>;
}

function pointee(memory: StructMemory, address: number, target: string): StructView | null {
  return address === 0 ? null : memory.viewByName(target, address);
}

/** A view, an address or null, as the 32-bit number that stands in memory. */
export function toAddress(value: StructView | { readonly address: number } | number | null | undefined): number {
  if (value === null || value === undefined) return 0;
  return typeof value === 'number' ? value >>> 0 : value.address;
}

const ELEMENT = 'Element';
const elementClasses = new Map<FieldType<unknown>, StructClass<StructView & { Element: unknown }>>();

/** Array elements go through a structure of one field, so that there is one way to read and write a field. */
function elementClass(element: FieldType<unknown>): StructClass<StructView & { Element: unknown }> {
  let found = elementClasses.get(element);
  if (found === undefined) {
    found = makeClass(
      ELEMENT,
      { fields: [{ name: ELEMENT, offset: 0, type: element }], size: element.size, align: element.align },
      false,
    );
    elementClasses.set(element, found);
  }
  return found;
}

function arrayView(memory: StructMemory, address: number, type: FieldType<unknown>): ArrayView<unknown> {
  const { element } = type;
  const count = type.open === true ? Number.POSITIVE_INFINITY : type.count;
  if (element === undefined || count === undefined) throw new TypeError('not an array field');
  const slot = elementClass(element);
  const at = (index: number): StructView & { Element: unknown } => {
    if (!Number.isInteger(index) || index < 0 || index >= count)
      memory.fault(address + index * element.size, element.size, false);
    return new slot(memory, address + index * element.size);
  };
  return {
    address,
    length: type.count ?? 0,
    get: (index) => at(index).Element,
    set: (index, value) => {
      at(index).Element = value;
    },
  };
}
