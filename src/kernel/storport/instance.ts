/** One instance of a miniport at one adapter: its extensions, its configuration, and the way into its routines. */
import { DISPATCH_LEVEL, HIGH_LEVEL } from '../../abi/enums.ts';
import { DUMP_MODE_NONE, StorSynchronizeFullDuplex } from '../../abi/storport-constants.ts';
import type { Routine } from '../../abi/struct.ts';
import { ACCESS_RANGE, PORT_CONFIGURATION_INFORMATION } from '../../abi/structs/storport-config.ts';
import { callWithoutWait } from '../ke/callback.ts';
import { setIrql } from '../ke/irql.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';
import { EVENT } from '../sim/events.ts';
import type { HostAdapter } from './host-adapter.ts';
import type { StorportMistake } from './mistakes.ts';
import { handlerOf, type MiniportRegistration } from './registration.ts';
import type { InstanceMemory, Srb } from './srb.ts';

const TAG = poolTag('StPt');
const PAGE = 4096;

/** The IRQL of the adapter's interrupt. */
export const DEVICE_IRQL = 9;

/** A run of physical memory that a miniport has named, or one of registers. */
export interface Range {
  readonly start: number;
  readonly length: number;
}

export interface RegisterRange extends Range {
  readonly isMemory: boolean;
}

export type LockKind = 'dpc' | 'startIo' | 'interrupt' | 'message';

/** The routine of the miniport that runs now. */
export interface Entered {
  /** What the documents call it. */
  readonly routine: string;
  /** The miniport's own function; null where it is not known. */
  readonly handler: Routine | null;
  readonly irql: number;
  /** Held by the port while the routine runs. */
  readonly locks: readonly LockKind[];
  /** Taken by the routine, with StorPortAcquireSpinLock. */
  readonly taken: LockKind[];
}

/** What the instance tells to whoever made it: the port driver, or a dump run. */
export interface InstanceOwner {
  mistake(mistake: Omit<StorportMistake, 'driver' | 'device' | 'routine'>): void;
  /** The miniport has completed a request. */
  completed(srb: Srb): void;
  /** The SRB of an address, while the miniport has it. */
  srbAt(address: number): Srb | undefined;
  /** Code of the instance runs from here on; null: it has returned. */
  running?(instance: MiniportInstance | null): void;
  /** A routine of the miniport is entered. */
  entering(routine: string, first: number, second: number): void;
}

export class MiniportInstance {
  readonly kernel: Kernel;
  readonly registration: MiniportRegistration;
  readonly owner: InstanceOwner;
  readonly memory: InstanceMemory;
  readonly hardware: HostAdapter;
  /** DUMP_MODE_*. */
  readonly mode: number;
  /** Index of the adapter's device object. */
  readonly device: number;
  readonly extension: number;
  readonly config: PORT_CONFIGURATION_INFORMATION;
  readonly registers: readonly RegisterRange[];
  /** Ranges that StorPortGetDeviceBase has given out. */
  readonly mapped: RegisterRange[] = [];
  /** The uncached extension; null: none was asked for. */
  uncached: Range | null = null;
  /** The outermost first. */
  readonly stack: Entered[] = [];
  /** LU extensions by path << 16 | target << 8 | lun. */
  readonly unitExtensions = new Map<number, number>();
  /** IRPs that a virtual miniport keeps: what completes each, by address. */
  readonly serviceIrps = new Map<number, () => void>();
  /** Messages by which its adapter interrupts; 0: it has a line. */
  messages = 0;
  readonly #blocks: number[] = [];
  #last = '';
  /** Blocks that StorPortAllocatePool has given out. */
  readonly pool = new Set<number>();
  /** The last of them. */
  allocated = 0;
  /** SrbExtensionSize when the uncached extension was made; it may not grow any more. */
  srbExtensionSize = 0;
  /** All that it needs could be allocated. */
  isComplete = true;

  constructor(
    kernel: Kernel,
    registration: MiniportRegistration,
    owner: InstanceOwner,
    place: {
      readonly hardware: HostAdapter;
      readonly mode: number;
      readonly device: number;
      readonly registers: readonly RegisterRange[];
      readonly memory?: InstanceMemory;
    },
  ) {
    this.memory = place.memory ?? {
      allocate: (size) => kernel.pool.allocate(size, TAG, 0, true),
      free: (address) => kernel.pool.free(address),
    };
    this.kernel = kernel;
    this.registration = registration;
    this.owner = owner;
    this.hardware = place.hardware;
    this.mode = place.mode;
    this.device = place.device;
    this.registers = place.registers;
    this.extension = this.allocate(Math.max(registration.extensionSize, 1));
    const ranges = this.allocate(ACCESS_RANGE.size * Math.max(place.registers.length, 1));
    this.config = kernel.memory.view(
      PORT_CONFIGURATION_INFORMATION,
      this.allocate(PORT_CONFIGURATION_INFORMATION.size),
    );
    if (!this.isComplete) return;
    place.registers.forEach(({ start, length, isMemory }, index) => {
      const range = kernel.memory.view(ACCESS_RANGE, ranges + index * ACCESS_RANGE.size);
      range.RangeStart = BigInt(start);
      range.RangeLength = length;
      range.RangeInMemory = isMemory;
    });
    this.config.AccessRanges = kernel.memory.view(ACCESS_RANGE, ranges);
  }

  get isDump(): boolean {
    return this.mode !== DUMP_MODE_NONE;
  }

  /** Nonpaged memory of the instance, zeroed; given back with it. @returns 0 when memory is used up */
  allocate(size: number): number {
    const address = this.memory.allocate(size);
    if (address === 0) this.isComplete = false;
    else this.#blocks.push(address);
    return address;
  }

  /** Page aligned and physically contiguous. @returns 0 when memory is used up */
  allocatePages(bytes: number): Range | null {
    const length = Math.ceil(bytes / PAGE) * PAGE;
    const address = this.memory.allocate(length + PAGE);
    if (address === 0) return null;
    this.#blocks.push(address);
    return { start: Math.ceil(address / PAGE) * PAGE, length };
  }

  /** The adapter is removed, or the dump run is over. */
  free(): void {
    for (const address of this.#blocks.splice(0)) this.memory.free(address);
    this.uncached = null;
  }

  unitExtension(path: number, target: number, lun: number): number {
    const size = this.registration.unitExtensionSize;
    if (size === 0) return 0;
    const key = (path << 16) | (target << 8) | lun;
    let address = this.unitExtensions.get(key);
    if (address === undefined) {
      address = this.allocate(size);
      this.unitExtensions.set(key, address);
    }
    return address;
  }

  /** The routine that runs now; undefined outside of any. */
  get entered(): Entered | undefined {
    return this.stack.at(-1);
  }

  /** The miniport's function that runs now, or has run last: what a finding is about. */
  get blamed(): string {
    return this.entered === undefined ? this.#last : (this.entered.handler?.name ?? '');
  }

  isInside(routine: string): boolean {
    return this.stack.some((entered) => entered.routine === routine);
  }

  /**
   * Calls a routine of the miniport.
   *
   * @param irql - at which the port calls it; in dump runs it is HIGH_LEVEL
   * @param locks - held by the port meanwhile
   * @param handler - the miniport's own function
   */
  call<T>(
    routine: string,
    irql: number,
    locks: readonly LockKind[],
    parameters: readonly [number, number],
    body: () => T,
    handler: Routine | null = handlerOf(this.registration, routine),
  ): T | undefined {
    const { kernel } = this;
    const { sim } = kernel;
    const { current } = sim;
    const before = current.irql;
    const level = this.isDump ? HIGH_LEVEL : Math.max(irql, before);
    this.owner.entering(routine, ...parameters);
    const entered: Entered = { routine, handler, irql: level, locks, taken: [] };
    this.#setIrql(level);
    this.stack.push(entered);
    this.owner.running?.(this);
    const started = sim.now;
    try {
      const result = callWithoutWait(kernel, routine, this.registration.driver, this.device, body);
      this.#checkReturn(entered, sim.now - started);
      return result as T | undefined;
    } finally {
      if (this.stack.at(-1) === entered) this.stack.pop();
      else this.stack.splice(this.stack.indexOf(entered));
      this.#last = handler?.name ?? '';
      if (this.stack.length === 0) this.owner.running?.(null);
      if (sim.current === current) this.#setIrql(before);
    }
  }

  /** In a dump run nothing is recorded, and nothing waits for a lower level. */
  #setIrql(irql: number): void {
    if (this.isDump) this.kernel.sim.current.irql = irql;
    else setIrql(this.kernel, irql);
  }

  /** STOR-22, STOR-23, STOR-33, STOR-72: what a routine leaves behind. */
  #checkReturn(entered: Entered, took: number): void {
    const { routine, irql, taken } = entered;
    const { current } = this.kernel.sim;
    if (taken.length > 0) {
      this.mistake('lock', `${routine} returned with the ${taken.join(' and the ')} lock held`);
      taken.length = 0;
    } else if (current.irql !== irql) {
      this.mistake('changesIrql', `${routine} was called at IRQL ${irql} and returned at IRQL ${current.irql}`);
    }
    if (this.isDump) return;
    const microseconds = Math.floor(took / 10);
    const isInterrupt = routine === 'HwStorInterrupt' || routine === 'HwMSInterruptRoutine';
    if (isInterrupt && microseconds > INTERRUPT_LIMIT)
      this.mistake('interruptTime', `${routine} took ${microseconds} microseconds; ${INTERRUPT_LIMIT} are all it may`);
    const limit = routine === 'HwStorInitialize' ? INITIALIZE_LIMIT : ROUTINE_LIMIT;
    if (microseconds > limit && routine !== 'HwStorFindAdapter')
      this.mistake('entryPointTime', `${routine} took ${microseconds} microseconds; ${limit} are all it may`, [
        entered.handler === null ? 0 : this.kernel.memory.addressOfRoutine(entered.handler),
        this.extension,
        microseconds,
      ]);
  }

  /** How a routine that belongs to StartIo is called: half duplex with both locks, a virtual miniport with none (STOR-21). */
  get startIoCall(): readonly [irql: number, locks: readonly LockKind[]] {
    if (this.registration.isVirtual) return [DISPATCH_LEVEL, []];
    return this.config.SynchronizationModel === StorSynchronizeFullDuplex
      ? [DISPATCH_LEVEL, ['startIo']]
      : [DEVICE_IRQL, ['startIo', 'interrupt']];
  }

  mistake(
    kind: StorportMistake['kind'],
    message: string,
    parameters: readonly [number, number, number] = [0, 0, 0],
  ): void {
    this.owner.mistake({ kind, message, parameters });
  }

  /** Whether an address lies in memory that the port has given to the miniport. */
  isOwn(address: number): boolean {
    const { uncached } = this;
    return uncached !== null && address >= uncached.start && address < uncached.start + uncached.length;
  }

  /** Pool is physically contiguous here; hardware reaches all of it. */
  poolAt(address: number): { readonly address: number; readonly length: number } | null {
    for (const block of this.pool) {
      const size = this.kernel.pool.sizeOf(block);
      if (address >= block && address < block + size) return { address, length: block + size - address };
    }
    return null;
  }

  /** An event of the run-time instance. */
  note(text: string, first: number, second: number): void {
    if (this.isDump) return;
    const { sim } = this.kernel;
    sim.record(EVENT.call, 0, this.device, sim.recorder.intern(text), first, second);
  }
}

/** Microseconds. */
const INTERRUPT_LIMIT = 50;
const ROUTINE_LIMIT = 500_000;
const INITIALIZE_LIMIT = 5_000_000;
