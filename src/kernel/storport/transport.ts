/** Requests on their way to the miniport and back. */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import {
  SCSISTAT_CHECK_CONDITION,
  SCSISTAT_COMMAND_TERMINATED,
  SCSISTAT_QUEUE_FULL,
  SRB_FLAGS_NO_QUEUE_FREEZE,
  SRB_STATUS,
  SRB_STATUS_BUSY,
  SRB_STATUS_INTERNAL_ERROR,
  SRB_STATUS_NO_HBA,
  SRB_STATUS_PENDING,
  SRB_STATUS_QUEUE_FROZEN,
  SRB_STATUS_SUCCESS,
} from '../../abi/srb-constants.ts';
import { InterruptSynchronizePerMessage } from '../../abi/storport-constants.ts';
import { KDPC } from '../../abi/structs/ke.ts';
import { SCSI_REQUEST_BLOCK } from '../../abi/structs/storage.ts';
import { later, milliseconds } from '../../base/time.ts';
import type { DpcQueue } from '../ke/dpc.ts';
import { setIrql } from '../ke/irql.ts';
import { DEVICE_IRQL, type MiniportInstance } from './instance.ts';
import { Srb, type SrbResult } from './srb.ts';
import { isKnownSrbStatus } from './srb-status.ts';
import { endedWith, type Request, type Unit } from './unit.ts';

/** SDIS-03: how often, and after how long, a request is tried again for which the miniport had no room. */
const BUSY_TRIES = 20;
const BUSY_PAUSE = milliseconds(250);
const STORM = 100;

/** A request that the miniport has. */
export interface Started {
  readonly srb: Srb;
  readonly request: Request;
  readonly unit: Unit;
  /** Virtual time when it went to HwStorStartIo. */
  since: number;
}

interface Completed {
  readonly started: Started;
  readonly result: SrbResult;
}

/** What the transport needs of the adapter that it works for. */
export interface TransportHost {
  readonly instance: MiniportInstance;
  /** New requests may go to the miniport. */
  readonly isOpen: () => boolean;
  readonly units: () => readonly Unit[];
  /** A request went to HwStorStartIo, or one came back: whoever watches for timeouts looks again. */
  timesChanged(latest?: Started): void;
  completedOne(): void;
}

export class Transport {
  readonly outstanding = new Map<number, Started>();
  readonly #host: TransportHost;
  readonly #dpcs: DpcQueue;
  readonly #completed: Completed[] = [];
  readonly #dpc: KDPC;
  #lineIsHeldBack = false;
  /** Messages that have not been delivered, oldest first. */
  readonly #messages: number[] = [];
  /** The adapter's interrupt is connected. */
  isConnected = false;
  /** Completions so far; what an interrupt storm lacks. */
  #completions = 0;
  #turn = 0;

  constructor(host: TransportHost, dpcs: DpcQueue, dpcAddress: number) {
    this.#host = host;
    this.#dpcs = dpcs;
    this.#dpc = dpcs.dispatcher.kernel.memory.view(KDPC, dpcAddress);
    dpcs.initialize(this.#dpc, () => this.#finishCompleted(), 0, 0);
  }

  get #kernel(): DpcQueue['dispatcher']['kernel'] {
    return this.#dpcs.dispatcher.kernel;
  }

  submit(unit: Unit, request: Request): void {
    if (unit.isGone) {
      request.done(endedWith(SRB_STATUS_NO_HBA));
      return;
    }
    unit.add(request);
    this.pump(unit);
  }

  /** For what asks nothing of the hardware: it is handed over whether the adapter has power or not. */
  submitNow(unit: Unit, request: Request): void {
    this.#start(unit, request);
  }

  /** STOR-42: round robin between units. */
  pumpAll(): void {
    const units = this.#host.units();
    for (let index = 0; index < units.length; index += 1) {
      const unit = units[(this.#turn + index) % units.length];
      if (unit !== undefined) this.pump(unit);
    }
    this.#turn += 1;
  }

  pump(unit: Unit): void {
    while (this.#host.isOpen() && this.outstanding.size < this.#host.instance.config.MaxNumberOfIO) {
      const request = unit.take();
      if (request === undefined) break;
      this.#start(unit, request);
    }
    if (this.#host.isOpen() && unit.isOpen) unit.onReady?.();
  }

  #start(unit: Unit, request: Request): void {
    const { instance } = this.#host;
    const srb = Srb.make(instance, unit, request.command);
    if (srb === null) {
      unit.untagged = false;
      request.done(endedWith(SRB_STATUS_INTERNAL_ERROR));
      return;
    }
    unit.outstanding += 1;
    const started: Started = { srb, request, unit, since: this.#kernel.sim.now };
    this.outstanding.set(srb.address, started);
    const { current } = this.#kernel.sim;
    const before = current.irql;
    if (before < DISPATCH_LEVEL) setIrql(this.#kernel, DISPATCH_LEVEL);
    try {
      this.#handOver(started);
    } finally {
      if (this.#kernel.sim.current === current && before < DISPATCH_LEVEL) setIrql(this.#kernel, before);
    }
    this.afterRoutine();
  }

  /** STOR-30, STOR-31: BuildIo without a lock, then StartIo with one. */
  #handOver(started: Started): void {
    const { instance } = this.#host;
    const { registration, kernel, extension } = instance;
    const { address } = started.srb;
    const view = kernel.memory.view(SCSI_REQUEST_BLOCK, address);
    const { buildIo, startIo } = registration;
    if (buildIo !== null) {
      const goesOn = instance.call('HwStorBuildIo', DISPATCH_LEVEL, [], [extension, address], () =>
        buildIo(extension, view),
      );
      if (!isTrue(goesOn)) return;
    }
    if (!this.outstanding.has(address)) return;
    started.since = kernel.sim.now;
    this.#host.timesChanged(started);
    const [irql, locks] = instance.startIoCall;
    const taken = instance.call('HwStorStartIo', irql, locks, [extension, address], () => startIo(extension, view));
    if (!isTrue(taken) && this.outstanding.has(address)) this.#retry(started);
  }

  /** The miniport has completed it: from here on it may not touch it. */
  completed(srb: Srb): void {
    const started = this.outstanding.get(srb.address);
    if (started === undefined) return;
    const { instance } = this.#host;
    const { result } = srb;
    if (SRB_STATUS(result.status) === SRB_STATUS_PENDING || !isKnownSrbStatus(result.status))
      instance.mistake(
        'srbStatus',
        `a request was completed with SrbStatus 0x${result.status.toString(16)}, which says nothing about its end`,
        [srb.address, instance.extension, 0],
      );
    this.#completions += 1;
    this.outstanding.delete(srb.address);
    srb.poison();
    this.#completed.push({ started, result });
    this.#dpcs.insert(this.#dpc, 0, 0);
    this.#host.timesChanged();
  }

  /** A request ends without the miniport: the hardware is gone, or the miniport has lost it. */
  giveUp(started: Started, status: number): void {
    if (!this.outstanding.delete(started.srb.address)) return;
    started.srb.poison();
    this.#completed.push({ started, result: endedWith(status) });
    this.#dpcs.insert(this.#dpc, 0, 0);
  }

  #finishCompleted(): void {
    for (let next = this.#completed.shift(); next !== undefined; next = this.#completed.shift()) this.#finish(next);
    if (this.#host.isOpen()) this.pumpAll();
  }

  #finish({ started, result }: Completed): void {
    const { unit, request, srb } = started;
    unit.outstanding -= 1;
    if (unit.outstanding === 0) unit.untagged = false;
    if (unit.busyCount > 0) unit.busyCount -= 1;
    if (unit.busyCount === 0 && unit.life.state === 'busy') unit.life.apply({ type: 'READY' });
    if (unit.outstanding <= unit.resumeBelow) unit.resumeBelow = -1;
    srb.free();
    this.#host.completedOne();
    if (SRB_STATUS(result.status) === SRB_STATUS_BUSY && request.busyTries < BUSY_TRIES && this.#host.isOpen()) {
      this.#pauseBusy(unit, request);
      return;
    }
    if (result.scsiStatus === SCSISTAT_QUEUE_FULL && request.busyTries < BUSY_TRIES && this.#host.isOpen()) {
      // STOR-44: the unit goes on when a quarter of what it has got is done.
      unit.resumeBelow = unit.outstanding === 0 ? -1 : Math.floor(unit.outstanding * 0.75);
      request.busyTries += 1;
      unit.queue.unshift(request);
      return;
    }
    request.done(this.#frozenBy(unit, request, result));
  }

  /** STOR-44: HwStorStartIo had no room, or SRB_STATUS_BUSY. The next try gets a new SRB extension. */
  #pauseBusy(unit: Unit, request: Request): void {
    request.busyTries += 1;
    unit.queue.unshift(request);
    const { sim } = this.#kernel;
    if (!unit.life.apply({ type: 'PAUSE' })) return;
    unit.alarm = sim.setAlarm(later(sim.now, BUSY_PAUSE), () => {
      unit.alarm = null;
      if (unit.life.apply({ type: 'RESUME' })) this.pump(unit);
    });
  }

  #retry(started: Started): void {
    const { unit, request, srb } = started;
    this.outstanding.delete(srb.address);
    unit.outstanding -= 1;
    if (unit.outstanding === 0) unit.untagged = false;
    srb.free();
    this.#host.timesChanged();
    if (request.busyTries < BUSY_TRIES) this.#pauseBusy(unit, request);
    else request.done(endedWith(SRB_STATUS_BUSY));
  }

  /** STOR-43: what failed freezes the queue, unless the request says that it must not. */
  #frozenBy(unit: Unit, { command }: Request, result: SrbResult): SrbResult {
    const hasFailed =
      result.scsiStatus === SCSISTAT_CHECK_CONDITION ||
      result.scsiStatus === SCSISTAT_COMMAND_TERMINATED ||
      FREEZING.has(SRB_STATUS(result.status));
    if (!hasFailed || SRB_STATUS(result.status) === SRB_STATUS_SUCCESS) return result;
    if ((command.flags & SRB_FLAGS_NO_QUEUE_FREEZE) !== 0) return result;
    return unit.life.apply({ type: 'FREEZE' })
      ? { ...result, status: result.status | SRB_STATUS_QUEUE_FROZEN }
      : result;
  }

  /** The interrupt line went up. It gets through when nothing above it runs. */
  interrupt(): void {
    const { sim } = this.#kernel;
    if (!this.isConnected || sim.current.irql >= DEVICE_IRQL) {
      this.#lineIsHeldBack = true;
      return;
    }
    this.#lineIsHeldBack = false;
    this.#serve();
    this.#dpcs.drain();
  }

  /** The adapter has sent a message: it gets through when nothing above it runs. */
  message(id: number): void {
    this.#messages.push(id);
    this.#deliver();
  }

  #deliver(): void {
    const { instance } = this.#host;
    const { config, extension } = instance;
    const { HwMSInterruptRoutine: routine, InterruptSynchronizationMode: mode } = config;
    if (routine === null || !this.isConnected || this.#kernel.sim.current.irql >= DEVICE_IRQL) return;
    const lock = mode === InterruptSynchronizePerMessage ? 'message' : 'interrupt';
    for (let id = this.#messages.shift(); id !== undefined; id = this.#messages.shift()) {
      const message = id;
      const call = (): boolean => routine(extension, message);
      instance.call('HwMSInterruptRoutine', DEVICE_IRQL, [lock], [extension, message], call, routine);
    }
    this.#dpcs.drain();
  }

  /** A level-triggered line that stays up interrupts again. */
  #serve(): void {
    const { instance } = this.#host;
    const { hardware, registration, extension } = instance;
    const { interrupt } = registration;
    if (interrupt === null) return;
    let without = 0;
    while (hardware.isInterrupting && this.isConnected) {
      const before = this.#completions;
      const isMine = instance.call('HwStorInterrupt', DEVICE_IRQL, ['interrupt'], [extension, 0], () =>
        interrupt(extension),
      );
      if (!isTrue(isMine)) return;
      without = this.#completions === before ? without + 1 : 0;
      if (without < STORM) continue;
      instance.mistake(
        'interruptStorm',
        `HwStorInterrupt returned TRUE ${STORM} times in a row, and the interrupt line stayed up`,
      );
      return;
    }
  }

  /** After a routine of the miniport: what it has held back comes through. */
  afterRoutine(): void {
    const { irql } = this.#kernel.sim.current;
    if (this.#lineIsHeldBack && irql < DEVICE_IRQL) this.interrupt();
    if (this.#messages.length > 0 && irql < DEVICE_IRQL) this.#deliver();
    if (irql < DISPATCH_LEVEL) this.#dpcs.drain();
  }
}

/** STOR-43: a timeout, a bus reset, an abort. */
const FREEZING: ReadonlySet<number> = new Set([0x02, 0x09, 0x0b, 0x0e]);

/** A driver in C returns a number, of which the low 8 bits count. */
export function isTrue(value: unknown): boolean {
  return typeof value === 'number' ? (value & 0xff) !== 0 : value === true;
}
