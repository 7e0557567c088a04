/** What a structure is: its memory, its views, its fields. */

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
  /** Called behind a write for which `fault` was called in front of it. */
  wrote(address: number, size: number): void;
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

/** Elements in a row. Brackets reach the first 256 of them. */
export interface ArrayView<T> {
  readonly address: number;
  readonly length: number;
  [index: number]: T;
  get(index: number): T;
  set(index: number, value: T): void;
}
