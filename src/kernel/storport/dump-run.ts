/**
 * A second instance of a miniport in a dump mode, and the way to send it reads and writes. The dump stack makes one for
 * each run: a crash, or one phase of a hibernation. All of it runs at HIGH_LEVEL on one processor, without interrupts.
 */
import { HIGH_LEVEL } from '../../abi/enums.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import type { DRIVER_INITIALIZE } from '../../abi/roles.ts';
import {
  SCSIOP_INQUIRY,
  SCSIOP_READ_CAPACITY,
  SCSIOP_SYNCHRONIZE_CACHE,
  SCSIOP_TEST_UNIT_READY,
  SRB_FLAGS_NO_QUEUE_FREEZE,
  SRB_FUNCTION_SHUTDOWN,
} from '../../abi/srb-constants.ts';
import { DUMP_MODE_MARK_MEMORY, SP_RETURN_FOUND } from '../../abi/storport-constants.ts';
import { SCSI_REQUEST_BLOCK } from '../../abi/structs/storage.ts';
import type { PORT_CONFIGURATION_INFORMATION } from '../../abi/structs/storport-config.ts';
import { isPromise } from '../../base/maybe-promise.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import type { Kernel } from '../kernel.ts';
import type { Frozen } from '../sim/frozen.ts';
import { hasSucceeded, transferCommand } from './commands.ts';
import { checkConfiguration, fillConfiguration } from './configuration.ts';
import { DumpFrozen } from './dump-frozen.ts';
import { type DumpSource, dumpMemoryOver } from './dump-source.ts';
import { callFindAdapter } from './find-adapter.ts';
import { MiniportInstance } from './instance.ts';
import { MarkedMemory } from './mark-memory.ts';
import type { StorportMistake } from './mistakes.ts';
import type { MiniportRegistration } from './registration.ts';
import { type Command, isAsked, Srb, type SrbResult, scsiCommand, type UnitAddress } from './srb.ts';
import { isTrue } from './transport.ts';

/** DUMP-14: microseconds between two polls, and how long one request may take. */
const POLL = 100;
const REQUEST_LIMIT = 20_000_000;
/** Tries of TEST_UNIT_READY: the first may tell of a reset. */
const READY_TRIES = 5;
/** DUMP-12: bytes of one request. */
const MOST_BYTES = 65_536;

/** A step at which a run can fail. */
export type DumpStage = 'driverEntry' | 'findAdapter' | 'initialize' | 'unitReady' | 'request' | 'shutdown';

export interface DumpViolation {
  readonly routine: string;
  readonly message: string;
}

/** What a run needs of Storport. */
export interface DumpHost {
  readonly kernel: Kernel;
  readonly instances: {
    set(extension: number, known: { readonly instance: MiniportInstance; readonly adapter: null }): unknown;
    delete(extension: number): boolean;
  };
  /** The run whose code runs now. */
  dumpRun: DumpRun | null;
  /** The run whose code has run last. */
  lastRun: DumpRun | null;
  currentInstance: MiniportInstance | null;
  readonly onMistake: (mistake: StorportMistake) => void;
  instantiate(name: string): DRIVER_INITIALIZE | null;
}

export class DumpRun {
  /** DUMP_MODE_*. */
  readonly mode: number;
  readonly source: DumpSource;
  /** What this run's instance has marked with StorPortMarkDumpMemory. */
  readonly marks = new MarkedMemory();
  /** Names of the miniport's routines in the order in which they were called. */
  readonly calls: string[] = [];
  readonly violations: DumpViolation[] = [];
  stage: DumpStage = 'driverEntry';
  /** Why it has failed; null: it has not. */
  reason: string | null = null;
  /** Requests sent so far. */
  requests = 0;
  /** The last transfer that failed did so because the miniport has never completed it. */
  isSilent = false;
  /** Microseconds of polling. */
  elapsed = 0;
  /** DriverEntry runs: it may mark memory, and has no extension yet. */
  isInEntry = false;
  /** What DriverEntry hands to StorPortInitialize. */
  registration: MiniportRegistration | null = null;
  readonly #host: DumpHost;
  readonly #frozen: Frozen;
  #instance: MiniportInstance | null = null;
  #completed: SrbResult | null = null;
  #current: Srb | null = null;
  #isShutDown = false;

  constructor(host: DumpHost, source: DumpSource, mode: number) {
    this.#host = host;
    this.source = source;
    this.mode = mode;
    this.#frozen = new DumpFrozen(
      host.kernel.sim,
      (routine, message) => this.#violate(routine, message),
      (by) => this.stall(by),
    );
  }

  /** Address of this instance's own device extension; 0 before there is one. */
  get extension(): number {
    return this.#instance?.extension ?? 0;
  }

  get config(): PORT_CONFIGURATION_INFORMATION | null {
    return this.#instance?.config ?? null;
  }

  get unit(): UnitAddress {
    return this.source.unit;
  }

  get #kernel(): Kernel {
    return this.#host.kernel;
  }

  /** Bytes that one request may move: a multiple of the page size. */
  get maximumTransfer(): number {
    const own = this.#instance?.config.MaximumTransferLength ?? MOST_BYTES;
    return Math.max(4096, Math.min(own, this.source.maximumTransfer, MOST_BYTES) & ~0xfff);
  }

  /** The whole start of a run that reads or writes: DUMP-10, steps 4 to 8. */
  start(): boolean {
    return this.load() && this.initialize() && this.startUnit();
  }

  /** DriverEntry of a fresh copy and HwStorFindAdapter: all that happens in DUMP_MODE_MARK_MEMORY. */
  load(): boolean {
    return this.#frozenly(() => this.#enter() && this.#findAdapter());
  }

  #enter(): boolean {
    this.stage = 'driverEntry';
    const entry = this.#host.instantiate(this.source.miniport);
    if (entry === null) return this.#fail(`no second copy of ${this.source.miniport} can be made`);
    this.isInEntry = true;
    this.calls.push('DriverEntry');
    const status = this.#callEntry(entry);
    this.isInEntry = false;
    if (typeof status !== 'number') return this.#fail(status.why);
    if (!NT_SUCCESS(status)) return this.#fail(`DriverEntry returned 0x${status.toString(16)}`);
    return this.registration === null ? this.#fail('DriverEntry has not called StorPortInitialize') : true;
  }

  /** DUMP-10: both arguments are NULL. */
  #callEntry(entry: DRIVER_INITIALIZE): number | { readonly why: string } {
    const call = entry as unknown as (driver: null, path: null) => unknown;
    let answer: unknown;
    void callDriverRoutine(this.#kernel, this.source.driver, this.source.device, () => {
      answer = call(null, null);
    });
    if (isPromise(answer)) {
      answer.catch(() => {});
      return { why: 'DriverEntry returned a promise, and nothing ever goes on' };
    }
    return typeof answer === 'number' ? answer >>> 0 : { why: 'DriverEntry returned no NTSTATUS' };
  }

  #findAdapter(): boolean {
    this.stage = 'findAdapter';
    const { source, registration } = this;
    if (registration === null) return false;
    const instance = new MiniportInstance(
      this.#kernel,
      registration,
      {
        mistake: (mistake) => this.#host.onMistake({ ...mistake, ...this.#place() }),
        completed: (srb) => this.#complete(srb),
        srbAt: (address) => (this.#current?.address === address ? this.#current : undefined),
        running: (running) => {
          this.#host.currentInstance = running;
        },
        entering: (routine) => this.calls.push(routine),
      },
      {
        hardware: source.hardware,
        mode: this.mode,
        device: source.device,
        registers: source.registers,
        memory: dumpMemoryOver(this.#kernel, source.block),
      },
    );
    if (!instance.isComplete) return this.#fail('the memory set aside for the dump does not hold its extension');
    this.#instance = instance;
    this.#host.instances.set(instance.extension, { instance, adapter: null });
    fillConfiguration(instance, source.interrupt, source.slot);
    instance.config.MiniportDumpData = source.miniportDumpData;
    const argument = this.#writeArgument(instance);
    const { extension, config } = instance;
    const found = instance.call('HwStorFindAdapter', HIGH_LEVEL, [], [extension, 0], () =>
      callFindAdapter(registration, { extension, argument, again: 0, config, pdo: 0, fdo: 0, lower: 0 }),
    );
    if (found !== SP_RETURN_FOUND) return this.#fail(whyNotFound(found, source.miniportDumpData));
    checkConfiguration(instance);
    return true;
  }

  /** DUMP-13: `dump=1`. */
  #writeArgument(instance: MiniportInstance): number {
    const text = 'dump=1';
    const address = instance.allocate(text.length + 1);
    for (let at = 0; at < text.length; at += 1) this.#kernel.memory.u8[address + at] = text.charCodeAt(at);
    return address;
  }

  /** HwStorInitialize: no passive routine, no control routine. */
  initialize(): boolean {
    return this.#frozenly(() => this.#initialize());
  }

  #initialize(): boolean {
    this.stage = 'initialize';
    const instance = this.#instance;
    if (instance === null || this.mode === DUMP_MODE_MARK_MEMORY) return false;
    const { extension, registration } = instance;
    const succeeded = instance.call('HwStorInitialize', HIGH_LEVEL, [], [extension, 0], () =>
      registration.initialize(extension),
    );
    return isTrue(succeeded) ? true : this.#fail('HwStorInitialize returned FALSE');
  }

  /** INQUIRY, TEST_UNIT_READY and READ_CAPACITY to the unit that holds the file. */
  startUnit(): boolean {
    this.stage = 'unitReady';
    const { buffer } = this.source;
    const inquiry = this.execute(scsiCommand([SCSIOP_INQUIRY, 0, 0, 0, 36, 0], { buffer, length: 36, isIn: true }));
    if (!hasSucceeded(inquiry)) return this.#fail('unit not ready: INQUIRY failed');
    let ready = false;
    for (let tries = 0; !ready && tries < READY_TRIES; tries += 1)
      ready = hasSucceeded(this.execute(scsiCommand([SCSIOP_TEST_UNIT_READY, 0, 0, 0, 0, 0], null)));
    if (!ready) return this.#fail('unit not ready: TEST_UNIT_READY failed');
    const cdb = [SCSIOP_READ_CAPACITY, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const capacity = this.execute(scsiCommand(cdb, { buffer, length: 8, isIn: true }));
    return hasSucceeded(capacity) ? true : this.#fail('unit not ready: READ_CAPACITY failed');
  }

  /** @param offset - bytes from the start of the disk. @param address - of whole pages. @param length - bytes */
  read(offset: bigint, address: number, length: number): boolean {
    return this.#transfer(offset, address, length, true);
  }

  write(offset: bigint, address: number, length: number): boolean {
    return this.#transfer(offset, address, length, false);
  }

  #transfer(offset: bigint, address: number, length: number, isRead: boolean): boolean {
    this.stage = 'request';
    for (let done = 0; done < length; ) {
      const part = Math.min(length - done, this.maximumTransfer);
      const command = transferCommand(offset + BigInt(done), address + done, part, isRead);
      if (!this.#tryTwice(command)) {
        const end = this.isSilent ? 'never ended' : 'failed';
        return this.#fail(`a ${isRead ? 'read' : 'write'} of ${part} bytes ${end}`);
      }
      done += part;
    }
    return true;
  }

  /** DUMP-14: once more after the adapter was initialized again. */
  #tryTwice(command: Command): boolean {
    if (hasSucceeded(this.execute(command))) return true;
    if (!this.initialize()) return false;
    const again = this.execute(command);
    this.isSilent = again === null;
    return hasSucceeded(again);
  }

  /** DUMP-15: the very last requests. */
  shutdown(): boolean {
    this.stage = 'shutdown';
    const flushed = hasSucceeded(this.execute(scsiCommand([SCSIOP_SYNCHRONIZE_CACHE, ...NINE_ZEROS], null)));
    const down = this.execute(scsiCommand([], null, { function: SRB_FUNCTION_SHUTDOWN }));
    this.#isShutDown = true;
    return flushed && down !== null;
  }

  /** One request, polled to its end. @returns null when it never completed */
  execute(command: Command): SrbResult | null {
    const instance = this.#instance;
    if (instance === null || this.#isShutDown) return null;
    return this.#frozenly(() => this.#execute(instance, command));
  }

  #execute(instance: MiniportInstance, command: Command): SrbResult | null {
    const flags = command.flags | SRB_FLAGS_NO_QUEUE_FREEZE;
    const srb = Srb.make(instance, this.unit, { ...command, flags, timeout: 10 });
    if (srb === null) return null;
    this.requests += 1;
    this.#current = srb;
    this.#completed = null;
    const { extension, registration } = instance;
    const view = this.#kernel.memory.view(SCSI_REQUEST_BLOCK, srb.address);
    const parameters = [extension, srb.address] as const;
    const { buildIo, startIo, interrupt } = registration;
    const goesOn =
      buildIo === null ||
      isTrue(instance.call('HwStorBuildIo', HIGH_LEVEL, [], parameters, () => buildIo(extension, view)));
    if (goesOn && this.#isOutstanding)
      instance.call('HwStorStartIo', HIGH_LEVEL, [], parameters, () => startIo(extension, view));
    const until = this.elapsed + REQUEST_LIMIT;
    while (this.#isOutstanding && this.elapsed < until) {
      this.stall(POLL);
      if (interrupt !== null)
        instance.call('HwStorInterrupt', HIGH_LEVEL, [], [extension, 0], () => interrupt(extension));
    }
    this.#current = null;
    srb.free();
    return this.#completed;
  }

  /** Read through a getter: the miniport's code sets it meanwhile. */
  get #isOutstanding(): boolean {
    return this.#completed === null;
  }

  #complete(srb: Srb): void {
    if (srb !== this.#current || this.#completed !== null) return;
    this.#completed = srb.result;
    srb.poison();
  }

  /** StorPortCompleteRequest: there is one request, of one unit. 0xFF stands for all. */
  completeAll(asked: UnitAddress, status: number): void {
    const srb = this.#current;
    if (srb === null || !isAsked(this.unit, asked)) return;
    this.#kernel.memory.view(SCSI_REQUEST_BLOCK, srb.address).SrbStatus = status;
    this.#complete(srb);
  }

  /** What StorPortStallExecution does here, and polling. @param by - microseconds */
  stall(by: number): void {
    this.elapsed += by;
    this.source.hardware.elapseFrozen(by * 10);
  }

  /** A routine that a dump run must not call. */
  forbid(routine: string): void {
    this.#violate(routine, `${routine} was called`);
  }

  #violate(routine: string, message: string): void {
    this.violations.push({ routine, message });
    this.#host.onMistake({ ...this.#place(), kind: 'dumpCall', message, parameters: [0, 0, 0] });
  }

  #place(): { readonly driver: number; readonly device: number; readonly routine: string } {
    const routine = this.isInEntry ? 'DriverEntry' : (this.#instance?.blamed ?? '');
    return { driver: this.source.driver, device: this.source.device, routine };
  }

  /** Sets the processor up for the miniport's code, and back. An exception of that code ends the run. */
  #frozenly<T>(body: () => T): T {
    const { sim } = this.#kernel;
    const { current, frozen } = sim;
    const { irql, depth } = current;
    const { dumpRun } = this.#host;
    this.#host.dumpRun = this;
    this.#host.lastRun = this;
    sim.frozen = this.#frozen;
    current.irql = HIGH_LEVEL;
    try {
      return body();
    } finally {
      current.irql = irql;
      current.depth = depth;
      sim.frozen = frozen;
      this.#host.dumpRun = dumpRun;
    }
  }

  #fail(reason: string): false {
    this.reason ??= reason;
    return false;
  }

  /** The run is over: its instance goes, its memory can be used for the next run. */
  end(): void {
    if (this.#instance === null) return;
    this.#host.instances.delete(this.#instance.extension);
    this.#instance = null;
  }
}

const NINE_ZEROS = [0, 0, 0, 0, 0, 0, 0, 0, 0];

function whyNotFound(returned: unknown, miniportDumpData: number): string {
  return miniportDumpData === 0 && Number(returned) !== SP_RETURN_FOUND
    ? `HwStorFindAdapter returned ${String(returned)}: no dump context`
    : `HwStorFindAdapter returned ${String(returned)}`;
}
