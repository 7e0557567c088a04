import { type Routine, type StructClass, type StructMemory, type StructView, structByName } from '../../abi/struct.ts';
import { EmulatorBug } from '../../base/assert.ts';
import { hex } from '../../base/hex.ts';

/** Why memory may not be touched: the values of the shadow. 0 means that it may. */
export const SHADOW = {
  accessible: 0,
  unallocated: 1,
  freed: 2,
  nullPage: 3,
  poolHeader: 4,
  poisoned: 5,
  pagedOut: 6,
  /** It may be touched, and somebody wants to hear of it. */
  watched: 7,
} as const;

export const PAGE_SIZE = 4096;

/** Nothing is ever placed below: a null pointer with a field offset lands here and is found. */
export const NULL_REGION_SIZE = 0x1_0000;

/** Routines of TypeScript drivers have addresses from here on, so that they can be told from table indices of C drivers. */
const FIRST_ROUTINE = 0x4000_0000;

/** A power of two. */
const RECENT = 8192;

/**
 * The one linear memory in which everything that a driver can touch lives. 32-bit addresses, little-endian, fixed
 * size, so views of it never detach.
 */
export class KernelMemory implements StructMemory {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly data: DataView;
  readonly shadow: Uint8Array;
  /** Bytes. */
  readonly size: number;
  /** Set by the bug check code; raises what Windows raises for the access. */
  onFault: (address: number, size: number, write: boolean, shadow: number) => void = (address, size, write) => {
    throw new EmulatorBug(
      `${write ? 'write' : 'read'} of ${size} bytes at ${hex(address)}: memory that may not be touched`,
    );
  };
  /** Index of the driver that runs; set by who knows. */
  currentDriver: () => number = () => 0;
  readonly #views = new Map<StructClass, Map<number, StructView>>();
  // The views that were asked for last, by a few bits of the address: most are asked for again at once.
  readonly #recentAddresses = new Float64Array(RECENT);
  readonly #recentTypes: (StructClass | null)[] = new Array<null>(RECENT).fill(null);
  readonly #recentViews: (StructView | null)[] = new Array<null>(RECENT).fill(null);
  readonly #routines: Routine[] = [];
  /** Of the same: index of the driver that ran when its address was first asked for. */
  readonly #owners: number[] = [];
  readonly #tableRoutines = new Map<number, Routine>();
  readonly #routineAddresses = new Map<Routine, number>();

  /** @param buffer - its byte length is the size of memory: a multiple of the page size, at least 1 MiB */
  constructor(buffer: ArrayBuffer) {
    if (buffer.byteLength % PAGE_SIZE !== 0 || buffer.byteLength < 0x10_0000) {
      throw new EmulatorBug(`memory of ${buffer.byteLength} bytes: expected whole pages and at least 1 MiB`);
    }
    this.size = buffer.byteLength;
    this.u8 = new Uint8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.data = new DataView(buffer);
    // One entry more for each end of the address space would be 512 MiB; addresses beyond memory read `undefined`
    // from the shadow, which is not 0 either.
    this.shadow = new Uint8Array(buffer.byteLength >>> 3).fill(SHADOW.unallocated);
    this.shadow.fill(SHADOW.nullPage, 0, NULL_REGION_SIZE >>> 3);
  }

  /** Called behind a write to memory that `watch` has marked. */
  onWatched: ((address: number, size: number) => void) | null = null;
  #watched: readonly { readonly start: number; readonly length: number }[] = [];

  /** Has `onWatched` called for writes through structures and blocks of bytes. Those before are gone. */
  watch(ranges: readonly { readonly start: number; readonly length: number }[]): void {
    for (const { start, length } of this.#watched) this.#change(start, length, SHADOW.watched, SHADOW.accessible);
    this.#watched = ranges;
    for (const { start, length } of ranges) this.#change(start, length, SHADOW.accessible, SHADOW.watched);
  }

  #change(start: number, length: number, from: number, to: number): void {
    for (let unit = start >>> 3; unit <= (start + length - 1) >>> 3; unit += 1)
      if (this.shadow[unit] === from) this.shadow[unit] = to;
  }

  isAccessible(address: number): boolean {
    const shadow = this.shadow[address >>> 3];
    return shadow === SHADOW.accessible || shadow === SHADOW.watched;
  }

  wrote(address: number, size: number): void {
    if (this.#watched.some(({ start, length }) => address < start + length && address + size > start))
      this.onWatched?.(address, size);
  }

  fault(address: number, size: number, write: boolean): void {
    if (this.shadow[address >>> 3] === SHADOW.watched) return;
    this.onFault(address >>> 0, size, write, this.shadow[address >>> 3] ?? SHADOW.unallocated);
  }

  /** Marks whole 8-byte units; `start` and `length` are rounded outward. */
  mark(start: number, length: number, value: number): void {
    this.shadow.fill(value, start >>> 3, (start + length + 7) >>> 3);
    for (const range of this.#watched) this.#change(range.start, range.length, SHADOW.accessible, SHADOW.watched);
  }

  view<V extends StructView>(type: StructClass<V>, address: number): V {
    const slot = (address >>> 2) & (RECENT - 1);
    if (this.#recentAddresses[slot] === address && this.#recentTypes[slot] === type)
      return this.#recentViews[slot] as V;
    const view = this.#viewOf(type, address);
    this.#recentAddresses[slot] = address;
    this.#recentTypes[slot] = type;
    this.#recentViews[slot] = view;
    return view;
  }

  #viewOf<V extends StructView>(type: StructClass<V>, address: number): V {
    let views = this.#views.get(type);
    if (views === undefined) {
      views = new Map();
      this.#views.set(type, views);
    }
    let view = views.get(address);
    if (view === undefined) {
      view = new type(this, address);
      views.set(address, view);
    }
    return view as V;
  }

  viewByName(name: string, address: number): StructView {
    const type = structByName(name);
    if (type === undefined) throw new EmulatorBug(`no structure is named ${name}`);
    return this.view(type, address);
  }

  /** The structures as which somebody has looked at an address so far; for inspectors. */
  typesAt(address: number): StructClass[] {
    return [...this.#views].flatMap(([type, views]) => (views.has(address) ? [type] : []));
  }

  routine(address: number): Routine | null {
    return this.#routines[address - FIRST_ROUTINE] ?? this.#tableRoutines.get(address) ?? null;
  }

  /** Makes a routine of a C driver known under its index in the table, which is what stands in memory for it. */
  addTableRoutine(index: number, routine: Routine): void {
    this.#tableRoutines.set(index, routine);
    this.#routineAddresses.set(routine, index);
  }

  addressOfRoutine(routine: Routine): number {
    let address = this.#routineAddresses.get(routine);
    if (address === undefined) {
      address = FIRST_ROUTINE + this.#routines.length;
      this.#routines.push(routine);
      this.#owners.push(this.currentDriver());
      this.#routineAddresses.set(routine, address);
    }
    return address;
  }

  /** Routines that have an address. */
  get routineCount(): number {
    return this.#routines.length + this.#tableRoutines.size;
  }

  /** Every routine that has an address, with the driver that gave it one; 0 = the kernel, or linked with a C driver. */
  *routines(): Generator<readonly [address: number, { readonly routine: Routine; readonly owner: number }]> {
    for (const [address, routine] of this.#tableRoutines) yield [address, { routine, owner: 0 }];
    for (const [index, routine] of this.#routines.entries())
      yield [FIRST_ROUTINE + index, { routine, owner: this.#owners[index] ?? 0 }];
  }

  /** Bytes of memory as they are, poisoned or not; for inspectors and dumps, never for drivers. */
  peek(address: number, length: number): Uint8Array {
    return this.u8.subarray(address, address + length);
  }

  /** A number that two memories share when they hold the same. */
  digest(): number {
    let hash = 0x811c_9dc5;
    for (const word of this.u32) hash = Math.imul(hash ^ word, 0x0100_0193);
    return hash >>> 0;
  }

  /** Checks a range as an access to it would. */
  touch(address: number, length: number, write: boolean): void {
    for (let at = address >>> 3; at <= (address + Math.max(length, 1) - 1) >>> 3; at += 1) {
      if (this.shadow[at] !== SHADOW.accessible) {
        this.fault(Math.max(at << 3, address), length, write);
        // What was only paged out is there now.
        if (!this.isAccessible(at << 3)) return;
      }
    }
  }

  writeBytes(address: number, bytes: Uint8Array): void {
    this.touch(address, bytes.length, true);
    this.u8.set(bytes, address);
    this.wrote(address, bytes.length);
  }

  readBytes(address: number, length: number): Uint8Array {
    this.touch(address, length, false);
    return this.u8.slice(address, address + length);
  }

  zero(address: number, length: number): void {
    if (length === 0) return;
    this.touch(address, length, true);
    this.u8.fill(0, address, address + length);
    this.wrote(address, length);
  }

  copy(destination: number, source: number, length: number): void {
    if (length === 0) return;
    this.touch(source, length, false);
    this.touch(destination, length, true);
    this.u8.copyWithin(destination, source, source + length);
    this.wrote(destination, length);
  }

  /** UTF-16 text of `length` bytes. */
  readWide(address: number, length: number): string {
    this.touch(address, length, false);
    let text = '';
    for (let at = 0; at < length; at += 2) text += String.fromCharCode(this.data.getUint16(address + at, true));
    return text;
  }

  writeWide(address: number, text: string): void {
    this.touch(address, text.length * 2, true);
    for (let at = 0; at < text.length; at += 1) this.data.setUint16(address + at * 2, text.charCodeAt(at), true);
    this.wrote(address, text.length * 2);
  }
}
