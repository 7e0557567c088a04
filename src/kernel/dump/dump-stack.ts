/** The dump stack: set up as soon as there is a dump file, used once, when nothing else works any more. */
import { DumpTypeCrashdump } from '../../abi/dump-filter-constants.ts';
import { DeviceUsageTypeDumpFile } from '../../abi/enums.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { deviceIndex, topOf } from '../io/device-object.ts';
import { PAGE_SIZE } from '../mm/memory.ts';
import { poolTag } from '../mm/pool.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import { EVENT } from '../sim/events.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import { type DumpFilePlace, diskRanges, dumpFilesOn, partitionOf, placeDumpFile } from './dump-file-place.ts';
import { DumpFilters, FILTER_REMEDY } from './dump-filters.ts';
import { type DumpPort, MediumPort, type PortLoad, type StepFailure } from './dump-port.ts';
import { type DumpStackEvent, dumpStack } from './dump-stack.machine.ts';
import type { DumpKind, DumpPiece } from './file/dump-writer.ts';
import type { FilterTarget } from './filter-extension.ts';
import { SECONDARY_DATA_MAX } from './limits.ts';

/** What a bug check can write into the dump file. */
export type CrashDumpKind = DumpKind | 'small';

export interface DumpStackOptions {
  /** Bytes of the dump file on a device, where the machine file says so. */
  readonly fileSizeOf: (id: string) => number | null;
  /** Names of dump filters, in the order in which they are called. */
  readonly filters?: readonly string[];
  /** What is written; null: nothing, so that there is no stack. Left out: a kernel dump. */
  readonly kind?: CrashDumpKind | null;
}

/** How far a dump has come (DUMP-16). */
export interface DumpRun {
  /** State of the stack in which it ended. */
  stage: string;
  /** Why it failed; null: it has not. */
  reason: string | null;
  /** What helps, as an imperative; null: it has not failed. */
  remedy: string | null;
  /** Into the file, without what was written twice. */
  bytes: number;
  /** Reads and writes of the miniport. */
  requests: number;
}

/** What one step writes: the largest piece that a miniport is given (DUMP-12). */
const BUFFER_SIZE = 0x1_0000;
/** Most failures are those of the adapter. */
const MINIPORT_REMEDY =
  'let the miniport work at HIGH_LEVEL with polling alone, from whatever state it finds its adapter in; and keep the disk plugged in';
const CONTEXT_WORDS = 64;
const SIGNATURE = 0x504d_5544;
const RUN_WORDS = 3;
const FIRST_RUN = 4;

export class DumpStack {
  /** The device that the file is on; null: the stack is not loaded. */
  holder: Devnode | null = null;
  place: DumpFilePlace | null = null;
  /** Why the stack could not be loaded, the last time; null: it could, or nobody has tried. */
  loadFailure: string | null = null;
  run: DumpRun | null = null;
  /** Makes the port for a disk; whoever knows of miniports sets it. */
  makePort: (disk: Devnode) => MaybePromise<PortLoad>;
  readonly #pnp: PnpManager;
  readonly #options: DumpStackOptions;
  readonly #life: Lifecycle<typeof dumpStack>;
  readonly filters: DumpFilters;
  #port: DumpPort | null = null;
  /** Address of what a crash needs to find the disk; drivers can write over it. */
  #context = 0;
  #buffer = 0;

  constructor(pnp: PnpManager, options: DumpStackOptions) {
    this.#pnp = pnp;
    this.#options = options;
    const { kernel, drivers } = pnp;
    this.filters = new DumpFilters(kernel, drivers, options.filters ?? [], DumpTypeCrashdump);
    this.#life = new Lifecycle(dumpStack, pnp.kernel.sim, 'system');
    this.makePort = ({ hardware }) => ({ port: new MediumPort(pnp.kernel.memory, hardware) });
    pnp.onSpecialFile.push((devnode, type) => {
      return type === DeviceUsageTypeDumpFile ? this.#filesChanged(devnode) : undefined;
    });
  }

  get state(): string {
    return this.#life.state;
  }

  /** Address of the context block and its bytes; for views of memory. */
  get context(): { readonly address: number; readonly size: number } {
    return { address: this.#context, size: CONTEXT_WORDS * 4 };
  }

  /** Address of the buffer that each piece passes through: the common buffer of the miniport. */
  get buffer(): number {
    return this.#buffer;
  }

  /** Bytes of the largest dump: all memory, and the data of drivers (BUG-11). */
  get largest(): number {
    return this.#pnp.kernel.memory.size + 0x10_0000 + SECONDARY_DATA_MAX;
  }

  /** CrashDumpEnabled; null: off. */
  get kind(): CrashDumpKind | null {
    const { kind = 'kernel' } = this.#options;
    return kind;
  }

  #filesChanged(devnode: Devnode): MaybePromise<void> {
    if (this.kind === null) {
      this.loadFailure = dumpFilesOn(devnode) > 0 ? 'crash dumps are turned off' : null;
      return undefined;
    }
    if (dumpFilesOn(devnode) > 0 && this.holder === null) return this.#load(devnode);
    if (dumpFilesOn(devnode) > 0 || this.holder !== devnode) return undefined;
    return chain(this.#unload(), () => {
      const other = this.#pnp.tree().find((one) => dumpFilesOn(one) > 0);
      return other === undefined ? undefined : this.#load(other);
    });
  }

  /** DUMP-04: with the system working, what a crash cannot find out any more is found out. */
  #load(devnode: Devnode): MaybePromise<void> {
    this.#apply('LOAD');
    return chain(this.#prepare(devnode), (failure) => {
      this.loadFailure = failure;
      this.#apply(failure === null ? 'LOADED' : 'LOAD_FAILED');
    });
  }

  #prepare(devnode: Devnode): MaybePromise<StepFailure> {
    const { pool } = this.#pnp.kernel;
    const place = placeDumpFile(devnode.hardware, this.#options.fileSizeOf(devnode.id), this.largest);
    if (place === null) return `there is no disk below ${devnode.id}`;
    const disk = this.#pnp.byId(place.disk.id);
    if (disk === undefined) return `the disk ${place.disk.id} of ${devnode.id} is not there`;
    this.#context = pool.allocate(CONTEXT_WORDS * 4, poolTag('Dump'), 0, true);
    this.#buffer = pool.allocate(BUFFER_SIZE + PAGE_SIZE, poolTag('Dump'), 0, true);
    if (this.#context === 0 || this.#buffer === 0) {
      this.#freeMemory();
      return 'pool is used up: there is no memory for the dump stack';
    }
    return chain(this.makePort(disk), (load) => {
      if (load.port === null) {
        this.#freeMemory();
        return `${disk.id}: ${load.why}`;
      }
      const { port } = load;
      return chain(this.filters.load(this.#filterTarget(devnode, place, port)), (failure) => {
        if (failure !== null) {
          port.release();
          this.#freeMemory();
          return failure;
        }
        this.holder = devnode;
        this.place = place;
        this.#port = port;
        this.#writeContext(place, port);
        return null;
      });
    });
  }

  #filterTarget(devnode: Devnode, place: DumpFilePlace, { maximumTransfer }: DumpPort): FilterTarget {
    const partition = partitionOf(devnode.hardware);
    return { device: topOf(devnode.pdo), place, partition, maximumTransfer: Math.min(maximumTransfer, BUFFER_SIZE) };
  }

  /** The port of the stack that is loaded. */
  get port(): DumpPort | null {
    return this.#port;
  }

  /** The device that the dump would go through is removed (DUMP-06). @param id - of it */
  lose(id: string): void {
    const file = this.holder?.id ?? '';
    this.#apply('UNLOAD');
    // The device goes now; the filters have a thread of their own to go in.
    if (this.filters.isLoaded) this.#pnp.kernel.sim.createThread('dump filters', () => this.filters.unload());
    this.#release();
    this.loadFailure = `${id} is gone, and the dump file on ${file} with it`;
  }

  #unload(): MaybePromise<void> {
    this.#apply('UNLOAD');
    return chain(this.filters.unload(), () => this.#release());
  }

  #release(): void {
    this.#freeMemory();
    this.#port?.release();
    this.holder = null;
    this.place = null;
    this.#port = null;
    this.#apply('UNLOADED');
  }

  #freeMemory(): void {
    for (const address of [this.#context, this.#buffer]) if (address !== 0) this.#pnp.kernel.pool.free(address);
    this.#context = 0;
    this.#buffer = 0;
  }

  #writeContext({ runs, size }: DumpFilePlace, { maximumTransfer }: DumpPort): void {
    const words = this.#words();
    words.set([SIGNATURE, size, Math.min(maximumTransfer, BUFFER_SIZE), runs.length]);
    for (const [index, { start, length }] of runs.entries())
      words.set([Number(start & 0xffff_ffffn), Number(start >> 32n), length], FIRST_RUN + index * RUN_WORDS);
    words[CONTEXT_WORDS - 1] = checksumOf(words);
  }

  #words(): Uint32Array {
    return this.#pnp.kernel.memory.u32.subarray(this.#context >>> 2, (this.#context >>> 2) + CONTEXT_WORDS);
  }

  /** The stack begins to work; from here on it can only end. @returns why it cannot (DUMP-05) */
  crash(): StepFailure {
    const run: DumpRun = { stage: this.state, reason: null, remedy: null, bytes: 0, requests: 0 };
    this.run = run;
    if (!this.#apply('CRASH')) {
      run.reason =
        this.state === 'loading'
          ? 'the dump stack was being loaded'
          : `there is no dump stack${this.loadFailure === null ? '' : `: ${this.loadFailure}`}`;
      run.remedy =
        this.kind === null
          ? 'set "crashDump" in the machine file to another word than `none`'
          : 'put a dump file on a volume or disk that has started, and look why an earlier one was refused';
      return run.reason;
    }
    const words = this.#words();
    if (words[CONTEXT_WORDS - 1] !== checksumOf(words))
      return this.fail(
        `the dump context is damaged: a driver has written into the ${CONTEXT_WORDS * 4} bytes of it`,
        'look for the driver that writes beyond its memory: turn special pool on in the verifier',
      );
    return this.#pass('CONTEXT_OK', null);
  }

  /** Powered: every device on the way has power. @returns the failure of the first step that failed (DUMP-10) */
  start(): StepFailure {
    const port = this.#port;
    if (port === null) return this.fail('there is no dump stack');
    return (
      this.#pass('POWERED', null) ??
      this.#pass('ENTERED', port.driverEntry()) ??
      this.#pass('FOUND', port.findAdapter()) ??
      this.#pass('INITIALIZED', port.initialize()) ??
      this.#pass('UNIT_READY', port.startUnit()) ??
      this.#pass('FILTERS_STARTED', this.filters.start(), FILTER_REMEDY)
    );
  }

  /** @param size - bytes of the whole dump (BUG-11) */
  requireRoom(size: number): StepFailure {
    const room = this.place?.size ?? 0;
    if (size <= room) return null;
    const holder = this.holder?.id ?? '';
    return this.fail(
      `the dump file on ${holder} is too small: the dump takes ${size} bytes, the file has ${room}`,
      'give the file a larger "size" in "specialFiles" of the machine file, or a larger volume',
    );
  }

  /**
   * Writes a piece through the buffer.
   *
   * @param isLast - nothing follows in the file: the rest of the buffer is written with it
   * @param seen - called with the piece in the buffer
   */
  write({ offset, length, bytes }: DumpPiece, isLast: boolean, seen: () => void): StepFailure {
    const { run, holder } = this;
    if (this.#port === null || this.place === null || run === null || holder === null)
      return this.fail('there is no dump stack');
    const { u8 } = this.#pnp.kernel.memory;
    // A disk takes whole sectors; the last piece of the file rarely ends with one.
    const whole = isLast ? Math.min(BUFFER_SIZE, this.place.size - offset) : length;
    u8.set(bytes(), this.#bufferPage());
    u8.fill(0, this.#bufferPage() + length, this.#bufferPage() + whole);
    seen();
    const { sim } = this.#pnp.kernel;
    const device = deviceIndex(this.#pnp.io, holder.pdo);
    let done = 0;
    for (const range of diskRanges(this.place.runs, offset, whole)) {
      for (let at = 0; at < range.length; ) {
        const part = Math.min(range.length - at, this.#port.maximumTransfer, BUFFER_SIZE);
        const start = range.start + BigInt(at);
        sim.record(EVENT.dumpIo, 0, device, Number(start), part, 1);
        const filtered = this.filters.write(start, this.#bufferPage() + done, part);
        if ('failure' in filtered) return this.fail(filtered.failure, FILTER_REMEDY);
        const failure = this.#port.write(start, filtered.address, part);
        run.requests += 1;
        if (failure !== null) return this.fail(failure);
        at += part;
        done += part;
      }
    }
    run.bytes = Math.max(run.bytes, offset + length);
    return null;
  }

  /** Address of the piece in hand. */
  pieceAddress(): number {
    return this.#bufferPage();
  }

  #bufferPage(): number {
    return Math.ceil(this.#buffer / PAGE_SIZE) * PAGE_SIZE;
  }

  /** One more part of the file is written. */
  written(part: 'HEADER_WRITTEN' | 'BODY_WRITTEN' | 'SECONDARY_WRITTEN' | 'FINALIZED'): StepFailure {
    if (part === 'FINALIZED') this.filters.finish();
    return this.#pass(part, null);
  }

  flush(): StepFailure {
    return this.#pass('FLUSHED', this.#port?.flush() ?? null);
  }

  /** @returns the reason */
  fail(reason: string, remedy = MINIPORT_REMEDY): string {
    if (this.run !== null) {
      this.run.stage = this.state;
      this.run.reason = reason;
      this.run.remedy = remedy;
    }
    this.#apply('FAILED');
    return reason;
  }

  #pass(event: DumpStackEvent['type'], failure: StepFailure, remedy = MINIPORT_REMEDY): StepFailure {
    if (failure !== null) return this.fail(failure, remedy);
    this.#apply(event);
    if (this.run !== null) this.run.stage = this.state;
    return null;
  }

  #apply(type: DumpStackEvent['type']): boolean {
    return this.#life.apply({ type });
  }
}

/** Over all words but the last. */
function checksumOf(words: Uint32Array): number {
  let sum = 0;
  for (let index = 0; index < CONTEXT_WORDS - 1; index += 1)
    sum = (((sum << 1) | (sum >>> 31)) + (words[index] ?? 0)) >>> 0;
  return sum;
}
