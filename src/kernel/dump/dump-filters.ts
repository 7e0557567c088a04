/** The filters of one dump stack: loaded with it, and called around each write and read that it makes (DUMP-20). */
import {
  DUMP_FILTER_CRITICAL,
  DUMP_FILTER_FLAG_SYSTEM_SUPPORT_READ,
  DUMP_FILTER_MAJOR_VERSION,
} from '../../abi/dump-filter-constants.ts';
import {
  type DUMP_READ,
  type DUMP_WRITE,
  FILTER_EXTENSION,
  FILTER_INITIALIZATION_DATA,
} from '../../abi/structs/dump-filter.ts';
import { MDL } from '../../abi/structs/mm.ts';
import { hex } from '../../base/hex.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { describeBuffer, MmBuildMdlForNonPagedPool, MmSizeOfMdl } from '../io/mdl.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import type { Kernel } from '../kernel.ts';
import { PAGE_SIZE, SHADOW } from '../mm/memory.ts';
import { poolTag } from '../mm/pool.ts';
import type { DriverStore } from '../pnp/pnp-manager.ts';
import type { StepFailure } from './dump-port.ts';
import { describeDisk, type FilterTarget, whyNotUsable } from './filter-extension.ts';
import { type FilterMistake, FilterRunner, type LoadedFilter } from './filter-runner.ts';
import { watchWrites } from './write-watch.ts';

/** Bytes: DUMP-12. */
const LARGEST_REQUEST = 0x1_0000;

/** Where the data lies that goes to the disk, or why it cannot. */
export type Filtered = { readonly address: number } | { readonly failure: string };

interface Data {
  readonly address: number;
  /** Bytes. */
  readonly length: number;
}

/** Where a routine of a filter has failed. */
export const FILTER_REMEDY =
  'let the dump filter work with the memory alone that its DriverEntry has allocated, and return STATUS_SUCCESS';

const TAG = poolTag('Dump');
/** For the largest request, wherever in its page it begins; a multiple of 8. */
const MDL_BYTES = Math.ceil(MmSizeOfMdl(PAGE_SIZE - 1, LARGEST_REQUEST) / 8) * 8;
const OFFSET_BYTES = 8;

export class DumpFilters {
  onMistake: (mistake: FilterMistake) => void = () => {};
  readonly runner: FilterRunner;
  /** Index of the driver because of which a step has failed; 0: none has. */
  failed = 0;
  readonly #kernel: Kernel;
  readonly #store: DriverStore;
  readonly #names: readonly string[];
  readonly #type: number;
  readonly #drivers = new Map<string, number>();
  #loaded: readonly LoadedFilter[] = [];
  /** Those whose Dump_Start has failed. */
  readonly #skipped = new Set<LoadedFilter>();
  #partition = 0n;
  /** Address of the MDL, and of the offset behind it. */
  #mdl = 0;

  /** @param names - in the order in which they are called. @param type - FILTER_DUMP_TYPE of the stack */
  constructor(kernel: Kernel, store: DriverStore, names: readonly string[], type: number) {
    this.#kernel = kernel;
    this.#store = store;
    this.#names = names;
    this.#type = type;
    this.runner = new FilterRunner(kernel, (mistake) => this.onMistake(mistake));
  }

  get isLoaded(): boolean {
    return this.#loaded.length > 0;
  }

  get #active(): readonly LoadedFilter[] {
    return this.#loaded.filter((filter) => !this.#skipped.has(filter));
  }

  /** Names, in the order in which they are called. */
  get names(): readonly string[] {
    return this.#loaded.map(({ name }) => name);
  }

  /** In the order in which they are called. */
  get loaded(): readonly LoadedFilter[] {
    return this.#loaded;
  }

  isSkipped(filter: LoadedFilter): boolean {
    return this.#skipped.has(filter);
  }

  /** DUMP-24: one that cannot read leaves the whole image to the loader. */
  get canRead(): boolean {
    return this.#loaded.every(({ version, read }) => version >= DUMP_FILTER_MAJOR_VERSION && read !== null);
  }

  /** Memory that they need at any time: their extensions, what they have allocated, and images of drivers in C. */
  get memory(): readonly { readonly start: number; readonly length: number }[] {
    const { pool } = this.#kernel;
    if (!this.isLoaded) return [];
    return [
      { start: this.#mdl, length: MDL_BYTES + OFFSET_BYTES },
      ...this.#loaded.flatMap(({ name, driver, extension }) => {
        const image = this.#store.copyAt?.(name, this.#type) ?? null;
        const own = pool.ownedBy(driver).map(({ address, size }) => ({ start: address, length: size }));
        return [
          { start: extension.address, length: FILTER_EXTENSION.size },
          ...own,
          ...(image === null ? [] : [image]),
        ];
      }),
    ];
  }

  /** DUMP-21: DriverEntry of each, at PASSIVE_LEVEL. @returns why there can be no dump stack: a critical filter failed */
  load(target: FilterTarget): MaybePromise<StepFailure> {
    if (this.#names.length === 0) return null;
    this.#mdl = this.#kernel.pool.allocate(MDL_BYTES + OFFSET_BYTES, TAG, 0, true);
    if (this.#mdl === 0) return 'pool is used up: there is no memory for dump filters';
    this.#partition = target.partition;
    return this.#loadFrom(0, target);
  }

  #loadFrom(index: number, target: FilterTarget): MaybePromise<StepFailure> {
    const name = this.#names[index];
    if (name === undefined) return null;
    return chain(this.#enter(name, target), (failure) => {
      if (failure === null) return this.#loadFrom(index + 1, target);
      return chain(this.unload(), () => failure);
    });
  }

  /** As drivers of their own: what one of them allocates is not the run-time driver's. */
  #driverOf(name: string): number {
    const { directory } = this.#kernel.sim;
    let index = this.#drivers.get(name);
    if (index === undefined) {
      index = directory.addDriver(name, this.#store.find(name)?.source ?? null).index;
      this.#drivers.set(name, index);
    }
    return index;
  }

  #enter(name: string, target: FilterTarget): MaybePromise<StepFailure> {
    const { pool, memory } = this.#kernel;
    const driver = this.#driverOf(name);
    const entry = this.#store.instantiate?.(name, this.#type) ?? null;
    const [at, dataAt] = [FILTER_EXTENSION, FILTER_INITIALIZATION_DATA].map(({ size }) =>
      pool.allocate(size, TAG, 0, true),
    ) as [number, number];
    const free = (failure: StepFailure): StepFailure => {
      for (const address of [at, dataAt]) if (address !== 0) pool.free(address);
      return failure;
    };
    if (entry === null || at === 0 || dataAt === 0)
      return free(`no second copy of the dump filter ${name} can be made`);
    const extension = memory.view(FILTER_EXTENSION, at);
    const data = memory.view(FILTER_INITIALIZATION_DATA, dataAt);
    describeDisk(extension, this.#type, target);
    data.MaxPagesPerWrite = Math.max(1, Math.floor(target.maximumTransfer / PAGE_SIZE));
    data.Flags = DUMP_FILTER_FLAG_SYSTEM_SUPPORT_READ;
    const call = entry as unknown as (first: FILTER_EXTENSION, second: FILTER_INITIALIZATION_DATA) => unknown;
    const called = callDriverRoutine(this.#kernel, driver, 0, () => call(extension, data) as MaybePromise<unknown>);
    return chain(called, (status) => {
      const why = whyNotUsable(status, data);
      if (why === null) {
        this.#add(name, driver, extension, data);
        pool.free(dataAt);
        return null;
      }
      const isCritical = (data.Flags & DUMP_FILTER_CRITICAL) !== 0;
      const rest = isCritical ? 'it is critical, so there is no dump stack' : 'the dump stack is loaded without it';
      this.runner.tell('failed', { driver }, 'DriverEntry', `DriverEntry ${why}: ${rest}`);
      return free(isCritical ? `DriverEntry of the critical dump filter ${name} ${why}` : null);
    });
  }

  #add(name: string, driver: number, extension: FILTER_EXTENSION, data: FILTER_INITIALIZATION_DATA): void {
    extension.DumpData = data.DumpData;
    const filter: LoadedFilter = {
      name,
      driver,
      extension,
      version: data.MajorVersion,
      isCritical: (data.Flags & DUMP_FILTER_CRITICAL) !== 0,
      start: data.DumpStart,
      write: data.DumpWrite,
      read: data.DumpRead,
      finish: data.DumpFinish,
      unload: data.DumpUnload,
      preReadWrite: data.DumpPreReadWrite,
    };
    this.#loaded = [...this.#loaded, filter];
  }

  /** DUMP-22. @returns why there is no dump: a critical filter has failed */
  start(): StepFailure {
    this.failed = 0;
    this.#skipped.clear();
    for (const filter of this.#loaded) {
      const { start, extension, name } = filter;
      const why = start === null ? null : this.runner.run(filter, 'Dump_Start', () => start(extension));
      if (why !== null && filter.isCritical)
        return this.#fail(filter, `Dump_Start of the critical dump filter ${name} ${why}`);
      if (why === null) continue;
      this.runner.tellFailed(filter, 'Dump_Start', `${why}: the dump is written without the filter`);
      this.#skipped.add(filter);
    }
    return null;
  }

  /**
   * DUMP-23: each in the order of the list.
   *
   * @param offset - bytes from the beginning of the disk
   * @param address - of the data: the filters may only read it
   */
  write(offset: bigint, address: number, length: number): Filtered {
    if (!this.isLoaded) return { address };
    const mdl = this.#describeData(offset, address, length);
    for (const filter of this.#active) {
      const { write } = filter;
      if (write === null) continue;
      const why =
        this.#writeWith(filter, write, mdl, { address, length }) ??
        this.#whyWrong(filter, mdl, offset, { address, length });
      if (why !== null) return { failure: this.#fail(filter, `Dump_Write of the dump filter ${filter.name} ${why}`) };
    }
    const start = mdl.StartVa + mdl.ByteOffset;
    if (start === address || start % PAGE_SIZE === 0) return { address: start };
    this.#kernel.memory.u8.copyWithin(address, start, start + length);
    return { address };
  }

  #fail({ driver }: LoadedFilter, why: string): string {
    this.failed = driver;
    return why;
  }

  #writeWith(filter: LoadedFilter, write: DUMP_WRITE, mdl: MDL, { address, length }: Data): StepFailure {
    const { memory } = this.#kernel;
    const before = memory.u8.slice(address, address + length);
    const watch = watchWrites(memory, address, length);
    const why = this.runner.run(filter, 'Dump_Write', () => write(filter.extension, this.#offset, mdl));
    watch.stop();
    if (watch.site !== null || before.some((byte, index) => memory.u8[address + index] !== byte)) {
      memory.u8.set(before, address);
      const message = `Dump_Write writes into the ${length} bytes of the MDL at ${hex(address)}: what was there is dumped`;
      this.runner.tell('wroteBuffer', filter, 'Dump_Write', message, watch.site);
    }
    return why;
  }

  /** What a filter has made of the MDL and the offset. */
  #whyWrong(filter: LoadedFilter, mdl: MDL, offset: bigint, { address, length }: Data): StepFailure {
    const start = mdl.StartVa + mdl.ByteOffset;
    const wrong =
      this.#offset.value !== offset - this.#partition
        ? 'has changed DiskByteOffset'
        : mdl.ByteCount !== length
          ? `has left an MDL of ${mdl.ByteCount} bytes, not of ${length}`
          : start !== address && !this.#isPage(start)
            ? `has left an MDL whose data begins at ${hex(start)}, not with a page`
            : this.#isResident(start, length)
              ? null
              : `has left an MDL for memory at ${hex(start)} that may not be touched`;
    if (wrong !== null) this.runner.tell('mdl', filter, 'Dump_Write', `Dump_Write ${wrong}`);
    return wrong;
  }

  /** Pool of a page or more begins with a page on Windows; here it need not. */
  #isPage(address: number): boolean {
    const block = address % PAGE_SIZE === 0 ? undefined : this.#kernel.pool.find(address);
    return address % PAGE_SIZE === 0 || (block?.address === address && block.size >= PAGE_SIZE);
  }

  #isResident(address: number, length: number): boolean {
    const { shadow, size } = this.#kernel.memory;
    if (address + length > size) return false;
    return shadow.subarray(address >>> 3, (address + length + 7) >>> 3).every((value) => value === SHADOW.accessible);
  }

  /** DUMP-24: last filter first; each may change the data where it is. */
  read(offset: bigint, address: number, length: number): StepFailure {
    if (!this.isLoaded) return null;
    for (const filter of this.#active.toReversed()) {
      const read = filter.read as DUMP_READ | null;
      if (read === null) continue;
      const mdl = this.#describeData(offset, address, length);
      const why = this.runner.run(filter, 'Dump_Read', () => read(filter.extension, this.#offset, mdl));
      if (why !== null) return this.#fail(filter, `Dump_Read of the dump filter ${filter.name} ${why}`);
    }
    return null;
  }

  /** What was read is not what was written. */
  tellRead(message: string): void {
    for (const filter of this.#active) {
      if (filter.read === null) continue;
      this.#fail(filter, message);
      this.runner.tell('read', filter, 'Dump_Read', message);
    }
  }

  /** DUMP-25: all data is on the disk already, so a failure costs nothing. */
  finish(): void {
    for (const filter of this.#active) {
      const { finish, extension } = filter;
      const why = finish === null ? null : this.runner.run(filter, 'Dump_Finish', () => finish(extension));
      if (why !== null) this.runner.tellFailed(filter, 'Dump_Finish', why);
    }
  }

  /** DUMP-26, at PASSIVE_LEVEL. */
  unload(): MaybePromise<void> {
    const loaded = this.#loaded;
    const mdl = this.#mdl;
    this.#loaded = [];
    this.#mdl = 0;
    if (mdl !== 0) this.#kernel.pool.free(mdl);
    return this.#unloadFrom(loaded, 0);
  }

  #unloadFrom(loaded: readonly LoadedFilter[], index: number): MaybePromise<void> {
    const filter = loaded[index];
    if (filter === undefined) return undefined;
    const { unload, extension, driver } = filter;
    const called =
      unload === null
        ? null
        : callDriverRoutine(this.#kernel, driver, 0, () => unload(extension) as MaybePromise<unknown>);
    return chain(called, (status) => {
      const why = unload === null ? null : this.runner.whyFailed(status);
      if (why !== null) this.runner.tell('failed', filter, 'Dump_Unload', `Dump_Unload ${why}`);
      const left = this.#kernel.pool.ownedBy(driver);
      const bytes = left.reduce((sum, { size }) => sum + size, 0);
      if (left.length > 0)
        this.runner.tell('leak', filter, 'Dump_Unload', `${bytes} bytes of pool that it has allocated are left`);
      this.#kernel.pool.free(extension.address);
      return this.#unloadFrom(loaded, index + 1);
    });
  }

  /** The same MDL for every request, so that nothing has to be allocated after a bug check. */
  #describeData(offset: bigint, address: number, length: number): MDL {
    const { memory } = this.#kernel;
    memory.zero(this.#mdl, MDL_BYTES);
    const mdl = memory.view(MDL, this.#mdl);
    describeBuffer(mdl, address, length);
    MmBuildMdlForNonPagedPool(this.#kernel, mdl);
    this.#offset.value = offset - this.#partition;
    return mdl;
  }

  /** The address for drivers in C, and the variable for those in TypeScript. */
  get #offset(): { readonly address: number; value: bigint } {
    const { data } = this.#kernel.memory;
    const address = this.#mdl + MDL_BYTES;
    return {
      address,
      get value() {
        return data.getBigInt64(address, true);
      },
      set value(value) {
        data.setBigInt64(address, value, true);
      },
    };
  }
}
