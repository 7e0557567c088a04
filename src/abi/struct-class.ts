/** Makes the classes through which structures in memory are read and written, and knows them by name. */
import { KERNEL_SCRIPT } from '../base/kernel-script.ts';
import type {
  ArrayView,
  FieldInfo,
  FieldType,
  Routine,
  StructClass,
  StructMemory,
  StructView,
} from './struct-types.ts';

export interface Layout {
  fields: FieldInfo[];
  size: number;
  align: number;
}

const registry = new Map<string, StructClass>();

/** Every structure that has been declared with `struct`, by name: what `dt` and the header writers list. */
export function structByName(name: string): StructClass | undefined {
  return registry.get(name);
}

export function register(type: StructClass): void {
  registry.set(type.structName, type);
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

// Accessors are compiled from text, one literal offset each: closures made in a loop would share their inline caches
// and turn every field access megamorphic.

function reads(offset: number, size: number, value: string): string {
  return `const m=this.memory,a=this.address+${offset};if(m.shadow[a>>>3]!==0)m.fault(a,${size},false);return ${value};`;
}

/** What has to be looked at also hears when it is done. */
function writes(offset: number, size: number, write: string): string {
  const slow = `m.fault(a,${size},true);${write};m.wrote(a,${size});return;`;
  return `const m=this.memory,a=this.address+${offset};if(m.shadow[a>>>3]!==0){${slow}}${write};`;
}

/**
 * A driver makes field types of its own, and what stands in the compiled text runs outside the driver's compartment:
 * only a number that has been read once goes in.
 */
function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new TypeError('sizes and offsets of fields must be whole numbers');
  }
  return value;
}

function bitAccessors(field: FieldInfo, both: (read: string, write: string) => string): string {
  const shift = whole(field.shift ?? 0);
  const mask = 2 ** whole(field.type.width ?? 0) - 1;
  const unit = { 1: 'm.u8[a]', 2: 'm.u16[a>>>1]', 4: 'm.u32[a>>>2]' }[whole(field.type.size)];
  return both(`(${unit}>>>${shift})&${mask}`, `${unit}=(${unit}&~${mask << shift})|((v&${mask})<<${shift})`);
}

function accessors(field: FieldInfo, index: number): string {
  const { name, type } = field;
  const offset = whole(field.offset);
  const size = whole(type.size);
  const both = (read: string, write: string): string =>
    `get ${name}(){${reads(offset, size, read)}}set ${name}(v){${writes(offset, size, write)}}`;
  const aligned = offset % Math.min(size, 4) === 0;
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
      return both('m.routine(m.u32[a>>>2])', 'm.u32[a>>>2]=addressOfRoutine(m,v)');
    case 'bits':
      return bitAccessors(field, both);
    case 'embed':
      return `get ${name}(){return this.$${index}??=this.memory.view(embedded[${index}],this.address+${offset});}`;
    case 'array':
      return `get ${name}(){return this.$${index}??=arrayView(this.memory,this.address+${offset},fields[${index}].type);}`;
  }
}

/** What the compiled text refers to. */
const helpers = { adopt, arrayView, pointee, toAddress, addressOfRoutine };

export function makeClass<V extends StructView>(name: string, layout: Layout, isUnion: boolean): StructClass<V> {
  const caches = layout.fields
    .map((field, index) =>
      field.type.kind === 'embed' || field.type.kind === 'array' ? `this.$${index}=undefined;` : '',
    )
    .join('');
  const safe = /^[A-Za-z_]\w*$/;
  const names: readonly unknown[] = [name, ...layout.fields.map((field) => field.name)];
  if (!names.every((text) => typeof text === 'string' && safe.test(text))) {
    throw new TypeError('names of structures and fields must be C identifiers');
  }
  const body = layout.fields.map(accessors).join('\n');
  const first = 'if(new.target!==own.type)own.type=adopt(new.target);';
  // A write to a field that is not there is an error at that line, not a new property.
  const construct = `constructor(memory,address){${first}this.memory=memory;this.address=address;${caches}Object.preventExtensions(this);}`;
  const source = `return class ${name}{${construct}\n${body}}\n${KERNEL_SCRIPT}`;
  const make = new Function(...Object.keys(helpers), 'own', 'embedded', 'fields', source);
  const own: { type: unknown } = { type: undefined };
  const embedded = layout.fields.map((field) => field.type.embedded);
  const made = make(...Object.values(helpers), own, embedded, layout.fields) as object;
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

/** What the setter of a field that points at a routine stores. */
function addressOfRoutine(memory: StructMemory, value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'function') throw new TypeError(`expected a routine, got ${typeof value}`);
  return memory.addressOfRoutine(value as Routine);
}

const ELEMENT = 'Element';

/** Indices that can be written in brackets, as C does; `get` and `set` take any. */
const BRACKETS = 256;

type ElementView = StructView & { Element: unknown };
/** The same, to be moved from element to element. */
type MovingView = { address: number; Element: unknown };
type ArrayClass = new (memory: StructMemory, address: number) => ArrayView<unknown>;
const arrayClasses = new Map<FieldType<unknown>, ArrayClass>();

/** Elements go through a structure of one field, so that there is one way to read and write a field. */
function makeArrayClass(type: FieldType<unknown>): ArrayClass {
  const { element } = type;
  const count = type.open === true ? Number.POSITIVE_INFINITY : (type.count ?? 0);
  if (element === undefined) throw new TypeError('not an array field');
  const fields = [{ name: ELEMENT, offset: 0, type: element }];
  const slot = makeClass<ElementView>(ELEMENT, { fields, size: element.size, align: element.align }, false);
  // What an element of these kinds gives away is a view of its own, which the next element must not share.
  const keepsViews = element.kind === 'embed' || element.kind === 'array';
  const made = class implements ArrayView<unknown> {
    readonly memory: StructMemory;
    readonly address: number;
    readonly length = type.count ?? 0;
    #moving: MovingView | null = null;
    [index: number]: unknown;

    constructor(memory: StructMemory, address: number) {
      this.memory = memory;
      this.address = address;
      // A write to an index that is not there is an error, not a new property.
      Object.preventExtensions(this);
    }

    #at(index: number): MovingView {
      const address = this.address + index * element.size;
      if (!Number.isInteger(index) || index < 0 || index >= count) this.memory.fault(address, element.size, false);
      if (keepsViews) return new slot(this.memory, address) as MovingView;
      this.#moving ??= new slot(this.memory, address) as MovingView;
      this.#moving.address = address;
      return this.#moving;
    }

    get(index: number): unknown {
      return this.#at(index).Element;
    }

    set(index: number, value: unknown): void {
      this.#at(index).Element = value;
    }
  };
  for (let index = 0; index < Math.min(count, BRACKETS); index += 1) {
    Object.defineProperty(made.prototype, index, {
      get(this: ArrayView<unknown>) {
        return this.get(index);
      },
      set(this: ArrayView<unknown>, value: unknown) {
        this.set(index, value);
      },
    });
  }
  return made;
}

function arrayView(memory: StructMemory, address: number, type: FieldType<unknown>): ArrayView<unknown> {
  let made = arrayClasses.get(type);
  if (made === undefined) {
    made = makeArrayClass(type);
    arrayClasses.set(type, made);
  }
  return new made(memory, address);
}

const offsets = new WeakMap<StructClass, Map<string, number | undefined>>();

/** Bytes from the start of a structure to a field, or to one inside it: `Tail.Overlay.ListEntry`. */
export function offsetOf(type: StructClass, path: string): number | undefined {
  let known = offsets.get(type);
  if (known === undefined) {
    known = new Map();
    offsets.set(type, known);
  }
  let offset = known.get(path);
  if (offset === undefined && !known.has(path)) {
    offset = findOffset(type, path);
    known.set(path, offset);
  }
  return offset;
}

function findOffset(type: StructClass, path: string): number | undefined {
  let offset = 0;
  let owner: StructClass | undefined = type;
  for (const name of path.split('.')) {
    const field: FieldInfo | undefined = owner?.fields.find((candidate) => candidate.name === name);
    if (field === undefined) return undefined;
    offset += field.offset;
    owner = field.type.embedded;
  }
  return offset;
}
