/** The hibernation stack: marks memory, writes the image through the miniport, and reads it back with memory poisoned. */
import { DumpTypeHibernation } from '../../abi/dump-filter-constants.ts';
import {
  DUMP_MODE_HIBER,
  DUMP_MODE_MARK_MEMORY,
  DUMP_MODE_RESUME,
  STOR_FEATURE_DUMP_RESUME_CAPABLE,
} from '../../abi/storport-constants.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { deviceIndex, topOf } from '../io/device-object.ts';
import { PAGE_SIZE, SHADOW } from '../mm/memory.ts';
import { poolTag } from '../mm/pool.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { HibernationImage } from '../po/hibernation-image.ts';
import type { ImageFailure, ImageStack } from '../po/image-stack.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import type { Storport } from '../storport/storport.ts';
import { partitionOf, placeDumpFile } from './dump-file-place.ts';
import { DumpFilters, FILTER_REMEDY } from './dump-filters.ts';
import { DumpMemory, type KeptRange } from './dump-memory.ts';
import type { StepFailure } from './dump-port.ts';
import { checksum, type HiberMistake } from './hiber-mistake.ts';
import { type HiberStackEvent, hiberStack } from './hiber-stack.machine.ts';
import { ImageFile } from './image-file.ts';
import { loadMiniportPort, type MiniportPort } from './miniport-port.ts';
import { type Touched, watchPoison } from './poisoned-memory.ts';

/** Variables of routines: in a dump run they lie on the stack of the dump. */
const STACK_SIZE = 0x4000;
/** What memory holds that the loader has not brought back. */
const POISON = 0xcd;

export class HiberStack implements ImageStack {
  onMistake: (mistake: HiberMistake) => void = () => {};
  /** Of the last mark pass. */
  memory: DumpMemory | null = null;
  readonly filters: DumpFilters;
  readonly #storport: Storport;
  readonly #life: Lifecycle<typeof hiberStack>;
  #port: MiniportPort | null = null;
  #file: Devnode | null = null;
  #stack = 0;
  #saved: ImageFile | null = null;

  /** @param filterNames - of dump filters, in the order in which they are called */
  constructor(storport: Storport, filterNames: readonly string[] = []) {
    this.#storport = storport;
    const { kernel, pnp } = storport;
    this.filters = new DumpFilters(kernel, pnp.drivers, filterNames, DumpTypeHibernation);
    this.#life = new Lifecycle(hiberStack, storport.kernel.sim, 'system');
  }

  get state(): string {
    return this.#life.state;
  }

  /** The device with the file; null: the stack is not loaded. */
  get file(): Devnode | null {
    return this.#file;
  }

  get isLoaded(): boolean {
    return this.#port !== null;
  }

  /** H1: while the disk works as always. A disk that no miniport drives has no stack: the image is a model then. */
  load(file: Devnode): MaybePromise<string | null> {
    const { pnp, power } = this.#storport;
    const [part] = file.hardware.members;
    const disk = pnp.byId((part?.disk ?? file.hardware).id);
    if (disk === undefined || this.#port !== null || disk.parent === null || !power.isPowered(disk.parent)) return null;
    if (!this.#storport.units.has(disk.pdo.address)) return null;
    // Before the miniport is asked: its answer may have to be waited for.
    this.#apply('LOAD');
    const loading = loadMiniportPort(this.#storport, disk, DUMP_MODE_MARK_MEMORY);
    if (loading === null) return null;
    return chain(loading, (load) => {
      this.#stack = this.#storport.kernel.pool.allocate(this.#stackSize + PAGE_SIZE, poolTag('Dump'), 0, true);
      if (load.port === null || this.#stack === 0) {
        this.#apply('LOAD_FAILED');
        load.port?.release();
        this.#freeStack();
        return load.port === null ? load.why : 'there is no memory for its stack';
      }
      const { port } = load;
      return chain(this.#loadFilters(file, port), (failure) => {
        if (failure !== null) {
          port.release();
          this.#freeStack();
          this.#apply('LOAD_FAILED');
          return failure;
        }
        this.#port = port;
        this.#file = file;
        this.#apply('LOADED');
        return null;
      });
    });
  }

  #loadFilters(file: Devnode, { maximumTransfer }: MiniportPort): MaybePromise<StepFailure> {
    // The place alone is told, and not how much of it the image takes.
    const place = placeDumpFile(file.hardware, null, this.#storport.kernel.memory.size);
    if (place === null) return null;
    const partition = partitionOf(file.hardware);
    return this.filters.load({ device: topOf(file.pdo), place, partition, maximumTransfer });
  }

  #freeStack(): void {
    if (this.#stack !== 0) this.#storport.kernel.pool.free(this.#stack);
    this.#stack = 0;
  }

  /** H3 to H5. @param freeze - decides what goes into the image, when memory is marked */
  write(freeze: () => HibernationImage): ImageFailure | null {
    const port = this.#port;
    if (port === null) return this.#failed('stack', 'there is no hibernation stack');
    return this.#onStack(() => {
      this.#apply('MARK');
      const failure = this.#failed('prepare', this.#mark(port)) ?? this.#writeImage(port, freeze());
      if (failure !== null) this.#apply('FAILED');
      return failure;
    });
  }

  #failed(cause: ImageFailure['cause'], why: StepFailure): ImageFailure | null {
    if (why === null) return null;
    const source = this.#port?.source;
    const { failed } = this.filters;
    const blamed = failed === 0 ? { driver: source?.driver ?? 0 } : { driver: failed, remedy: FILTER_REMEDY };
    return { cause, why, ...blamed, device: source?.device ?? 0, context: source?.block.start ?? 0 };
  }

  #mark(port: MiniportPort): StepFailure {
    port.begin(DUMP_MODE_MARK_MEMORY);
    const failure = port.driverEntry() ?? port.findAdapter();
    if (failure !== null) return failure;
    const { source, run } = port;
    this.memory = new DumpMemory(this.#storport, source, run.marks, this.#keptBy(port));
    this.#apply('MARKED');
    if (run.marks.marks.length === 0 && source.miniportDumpData !== 0)
      this.#tell(
        'nothingMarked',
        'FindAdapter',
        null,
        'StorPortMarkDumpMemory was not called with DUMP_MODE_MARK_MEMORY, and MiniportDumpData is set',
        { about: source.miniportDumpData },
      );
    return null;
  }

  #writeImage(port: MiniportPort, image: HibernationImage): ImageFailure | null {
    const file = this.#file;
    const place = file === null ? null : placeDumpFile(file.hardware, image.size, image.size);
    if (place === null || place.size < image.size)
      return this.#failed('room', 'the hibernation file has no room for the image');
    const isEarly = this.#bootSet();
    const late = image.pages.filter((page) => isEarly(page));
    const pages = [...image.pages.filter((page) => !isEarly(page)), ...late];
    const { io, kernel } = this.#storport;
    const device = file === null ? 0 : deviceIndex(io, file.pdo);
    const unmarked = pages.length - late.length;
    const saved = new ImageFile({ kernel, port, filters: this.filters, place, pages, unmarked, device });
    this.#apply('WRITE');
    port.begin(DUMP_MODE_HIBER);
    const failure = this.#failed('stack', startPort(port) ?? this.filters.start()) ?? this.#transferred(port, saved);
    if (failure !== null) return failure;
    this.#findWrites(image, isEarly);
    this.#saved = saved;
    this.#apply('WRITTEN');
    return null;
  }

  #transferred(port: MiniportPort, saved: ImageFile): ImageFailure | null {
    const why = saved.write();
    return this.#failed(port.run.isSilent ? 'silent' : 'transfer', why);
  }

  /** What is there first: what the system marks by itself, and what the miniport has marked. */
  #bootSet(): (page: number) => boolean {
    const { kept = [], marks } = this.memory ?? {};
    return (page) => {
      const at = page * PAGE_SIZE;
      return kept.some(({ start, length }) => at + PAGE_SIZE > start && at < start + length) || marks?.has(at) === true;
    };
  }

  /** STOR-64 */
  #keptBy(port: MiniportPort): readonly KeptRange[] {
    const { block, buffer, bufferLength } = port.source;
    return [
      { ...block, what: 'extensions of the dump instance' },
      { start: buffer, length: bufferLength, what: 'common buffer' },
      { start: this.#stackPage, length: this.#stackSize, what: 'stack' },
      ...this.filters.memory.map((range) => ({ ...range, what: 'dump filter' })),
    ];
  }

  /** Variables of routines, and behind them the stack of those in C: stacks of threads are memory like any other. */
  get #stackSize(): number {
    return STACK_SIZE + (this.#storport.kernel.stackInC?.size ?? 0);
  }

  /** Whole pages of its own: a page that it shared would be there after the resume by accident. */
  get #stackPage(): number {
    return Math.ceil(this.#stack / PAGE_SIZE) * PAGE_SIZE;
  }

  /** DUMP-37: the snapshot was taken before the writer ran, and it must not change it. */
  #findWrites(image: HibernationImage, isEarly: (page: number) => boolean): void {
    const { memory } = this.#storport.kernel;
    for (const page of image.pages) {
      if (isEarly(page)) continue;
      const before = image.contentOf(page);
      const at = page * PAGE_SIZE;
      const offset = before.findIndex((byte, index) => memory.u8[at + index] !== byte);
      if (offset >= 0)
        this.#tell(
          'hiberWrite',
          'FindAdapter',
          null,
          `memory at ${this.#describe(at + offset)} was written while the image was: it is not marked`,
          {
            about: at + offset,
            checksums: [checksum(before), checksum(memory.u8.subarray(at, at + PAGE_SIZE))],
          },
        );
    }
  }

  /** R1 to R3, with memory gone. @returns why the image cannot be read */
  restore(): ImageFailure | null {
    const [port, saved] = [this.#port, this.#saved];
    if (port === null || saved === null) return this.#failed('transfer', 'there is no hibernation image');
    this.#apply('POWER_OFF');
    return this.#onStack(() => {
      const { memory } = this.#storport.kernel;
      const shadow = memory.shadow.slice();
      memory.u8.fill(POISON);
      saved.loadBootSet();
      this.#apply('BOOT_SET');
      const canRead = (port.source.features & STOR_FEATURE_DUMP_RESUME_CAPABLE) !== 0 && this.filters.canRead;
      if (!canRead) {
        saved.loadUnmarked();
        this.#enterPhase('loaded');
        this.#apply('LOADER_READ');
        return null;
      }
      for (const page of saved.unmarked) memory.mark(page * PAGE_SIZE, PAGE_SIZE, SHADOW.poisoned);
      if (this.memory !== null) this.memory.poisoned = new Set(saved.unmarked);
      this.#enterPhase('resuming');
      const touched = watchPoison(memory, () => port.run.calls.at(-1) ?? 'DriverEntry');
      let failure: ImageFailure | null;
      try {
        failure = this.#resume(port, saved, shadow);
      } finally {
        touched.stop();
      }
      // Without the image there is nothing that could be told of memory: it stays as it is, and the machine stops.
      if (failure !== null) saved.loadUnmarked();
      memory.shadow.set(shadow);
      if (this.memory !== null) this.memory.touched = touched.all;
      this.#enterPhase('resumed');
      for (const one of touched.all) this.#tellTouched(one);
      this.#apply(failure === null ? 'RESTORED' : 'FAILED');
      return failure;
    });
  }

  #enterPhase(phase: DumpMemory['phase']): void {
    if (this.memory !== null) this.memory.phase = phase;
  }

  #resume(port: MiniportPort, saved: ImageFile, shadow: Uint8Array): ImageFailure | null {
    this.#apply('READ');
    port.begin(DUMP_MODE_RESUME);
    return this.#failed('stack', startPort(port)) ?? this.#failed('transfer', saved.read(shadow));
  }

  get port(): MiniportPort | null {
    return this.#port;
  }

  /** R5, or when the system has not hibernated after all. */
  unload(): MaybePromise<void> {
    if (this.#port === null) return;
    this.#apply('UNLOAD');
    return chain(this.filters.unload(), () => this.#release());
  }

  /** The adapter goes now; the filters have a thread of their own to go in. */
  lose(): void {
    this.#apply('UNLOAD');
    if (this.filters.isLoaded) this.#storport.kernel.sim.createThread('dump filters', () => this.filters.unload());
    this.#release();
  }

  #release(): void {
    this.#port?.release();
    this.#freeStack();
    this.#port = null;
    this.#file = null;
    this.#saved = null;
    this.#apply('UNLOADED');
  }

  /** Variables of routines lie on the dump's own stack meanwhile, which is always there. */
  #onStack<T>(body: () => T): T {
    const { kernel } = this.#storport;
    let next = this.#stackPage;
    const end = next + STACK_SIZE;
    kernel.stackInC?.use(end);
    kernel.frozenStack = (size) => {
      const address = next;
      next = Math.ceil((next + size) / 16) * 16;
      if (next > end) return 0;
      kernel.memory.u8.fill(0, address, next);
      return address;
    };
    try {
      return body();
    } finally {
      kernel.frozenStack = null;
      kernel.stackInC?.use(0);
    }
  }

  #tellTouched({ address, isWrite, routine, site }: Touched): void {
    // What else belongs to the system the system has looked at, on the miniport's behalf.
    const isMiniports = this.memory?.blockAt(address) !== undefined;
    if (!isMiniports && this.#storport.kernel.pool.find(address)?.owner === 0) return;
    const what = isWrite ? 'writes to' : 'reads';
    this.#tell(
      'resumeUnmarked',
      routine,
      site,
      `${routine} ${what} ${this.#describe(address)} before the image is read back: it is not marked`,
      { about: address },
    );
  }

  /** `0x17af0, in 288 bytes of pool with tag 'Ctx1' that mydisk has allocated`. */
  #describe(address: number): string {
    const { pool, sim } = this.#storport.kernel;
    const block = pool.find(address);
    const at = `0x${address.toString(16)}`;
    const own = this.memory?.blockAt(address);
    if (own !== undefined && (block === undefined || block.owner === 0))
      return `${at}, in the ${own.what} of ${this.memory?.source.miniport}`;
    if (block === undefined) return `${at}, which is no pool`;
    const owner = block.owner === 0 ? 'the system' : sim.directory.driverName(block.owner);
    return `${at}, in ${block.size} bytes of pool with tag '${block.tag}' that ${owner} has allocated`;
  }

  #tell(
    kind: HiberMistake['kind'],
    routine: string,
    site: Error | null,
    message: string,
    { about, ...more }: { readonly about: number } & Pick<HiberMistake, 'checksums'>,
  ): void {
    const { driver = 0, device = 0 } = this.#port?.source ?? {};
    const allocated = this.memory?.blockAt(about)?.allocated ?? null;
    const where = allocated === null ? {} : { allocated };
    this.onMistake({ kind, driver, device, routine, site, message, ...more, ...where });
  }

  #apply(type: HiberStackEvent['type']): void {
    this.#life.apply({ type });
  }
}

/** From DriverEntry to the first request: the port is ready for reads and writes. */
function startPort(port: MiniportPort): StepFailure {
  return port.driverEntry() ?? port.findAdapter() ?? port.initialize() ?? port.startUnit();
}
