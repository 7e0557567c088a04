/** The hibernation file on the disk: a header, and pages in order, written and read through the dump port and its filters. */
import type { Kernel } from '../kernel.ts';
import { PAGE_SIZE } from '../mm/memory.ts';
import { EVENT } from '../sim/events.ts';
import { type DumpFilePlace, diskRanges } from './dump-file-place.ts';
import type { DumpFilters } from './dump-filters.ts';
import type { StepFailure } from './dump-port.ts';
import type { MiniportPort } from './miniport-port.ts';

const BUFFER_SIZE = 0x1_0000;
const PAGES_AT_ONCE = BUFFER_SIZE / PAGE_SIZE;
const SIGNATURE = 0x5241_4248;

export interface ImageFileParts {
  readonly kernel: Kernel;
  readonly port: MiniportPort;
  readonly filters: DumpFilters;
  readonly place: DumpFilePlace;
  /** Page numbers, in the order of the file. */
  readonly pages: readonly number[];
  /** How many of them are read by the port, in front of the boot set. */
  readonly unmarked: number;
  /** Index of the device with the file. */
  readonly device: number;
}

export class ImageFile {
  readonly #parts: ImageFileParts;
  /** Pages as they were before the filters changed them, by number; empty without filters. */
  readonly #plain = new Map<number, Uint8Array>();

  constructor(parts: ImageFileParts) {
    this.#parts = parts;
  }

  /** Pages that the port reads. */
  get unmarked(): readonly number[] {
    return this.#parts.pages.slice(0, this.#parts.unmarked);
  }

  /** The header comes first, not valid yet, and again when all else is on the disk. */
  write(): StepFailure {
    const { kernel, port, filters, pages } = this.#parts;
    const { u8 } = kernel.memory;
    const { buffer } = port.source;
    let failure = this.#writeHeader(false);
    for (let first = 0; first < pages.length && failure === null; first += PAGES_AT_ONCE) {
      const chosen = pages.slice(first, first + PAGES_AT_ONCE);
      for (const [index, page] of chosen.entries()) {
        const from = page * PAGE_SIZE;
        u8.copyWithin(buffer + index * PAGE_SIZE, from, from + PAGE_SIZE);
        if (filters.isLoaded) this.#plain.set(page, u8.slice(from, from + PAGE_SIZE));
      }
      failure = this.#transfer((1 + first) * PAGE_SIZE, chosen.length * PAGE_SIZE, true);
    }
    failure ??= this.#writeHeader(true);
    if (failure !== null) return failure;
    filters.finish();
    return port.flush();
  }

  #writeHeader(isValid: boolean): StepFailure {
    const { kernel, port } = this.#parts;
    const { buffer } = port.source;
    kernel.memory.u8.fill(0, buffer, buffer + PAGE_SIZE);
    kernel.memory.data.setUint32(buffer, isValid ? SIGNATURE : 0, true);
    return this.#transfer(0, PAGE_SIZE, true);
  }

  #transfer(offset: number, length: number, isWrite: boolean): StepFailure {
    const { kernel, port, place, device } = this.#parts;
    kernel.sim.record(EVENT.dumpIo, 0, device, offset, length, isWrite ? 1 : 0);
    let done = 0;
    for (const { start, length: bytes } of diskRanges(place.runs, offset, length)) {
      for (let part = 0; part < bytes; part += port.maximumTransfer) {
        const at = port.source.buffer + done + part;
        const size = Math.min(bytes - part, port.maximumTransfer);
        const failure = this.#request(start + BigInt(part), at, size, isWrite);
        if (failure !== null) return failure;
      }
      done += bytes;
    }
    return null;
  }

  #request(offset: bigint, at: number, length: number, isWrite: boolean): StepFailure {
    const { port, filters } = this.#parts;
    if (!isWrite) return port.read(offset, at, length) ?? filters.read(offset, at, length);
    const filtered = filters.write(offset, at, length);
    return 'failure' in filtered ? filtered.failure : port.write(offset, filtered.address, length);
  }

  /** Brings unmarked pages back through the port. @param shadow - of all memory, as it was */
  read(shadow: Uint8Array): StepFailure {
    const { port, kernel } = this.#parts;
    const { memory } = kernel;
    const { unmarked } = this;
    let failure: StepFailure = null;
    for (let first = 0; first < unmarked.length && failure === null; first += PAGES_AT_ONCE) {
      const chosen = unmarked.slice(first, first + PAGES_AT_ONCE);
      failure = this.#transfer((1 + first) * PAGE_SIZE, chosen.length * PAGE_SIZE, false);
      for (const [index, page] of failure === null ? chosen.entries() : []) {
        const from = port.source.buffer + index * PAGE_SIZE;
        failure ??= this.#whyDiffers(page, from);
        memory.u8.copyWithin(page * PAGE_SIZE, from, from + PAGE_SIZE);
        const unit = (page * PAGE_SIZE) >>> 3;
        memory.shadow.set(shadow.subarray(unit, unit + (PAGE_SIZE >>> 3)), unit);
      }
    }
    return failure;
  }

  /** DUMP-24: what the filters have made of a page has to be undone when it is read. */
  #whyDiffers(page: number, from: number): StepFailure {
    const { kernel, filters } = this.#parts;
    const plain = this.#plain.get(page);
    if (plain === undefined || plain.every((byte, index) => kernel.memory.u8[from + index] === byte)) return null;
    const at = `0x${(page * PAGE_SIZE).toString(16)}`;
    const why = `the page of memory at ${at} comes back changed: Dump_Read does not undo what Dump_Write has done`;
    filters.tellRead(why);
    return why;
  }

  /** What the firmware reads, before the kernel runs. */
  loadBootSet(): void {
    this.#load(this.#parts.unmarked, this.#parts.pages.length);
  }

  /** What the firmware reads where the port does not. */
  loadUnmarked(): void {
    this.#load(0, this.#parts.unmarked);
  }

  #load(from: number, to: number): void {
    const { kernel, pages, place } = this.#parts;
    const { u8 } = kernel.memory;
    for (let index = from; index < to; index += 1) {
      const at = (pages[index] ?? 0) * PAGE_SIZE;
      // A loader that starts such a system does by itself what its filters do.
      const plain = this.#plain.get(pages[index] ?? 0);
      const [range] = diskRanges(place.runs, (1 + index) * PAGE_SIZE, PAGE_SIZE);
      if (plain !== undefined) u8.set(plain, at);
      else if (range !== undefined) place.medium.read(range.start, u8.subarray(at, at + PAGE_SIZE));
    }
  }
}
