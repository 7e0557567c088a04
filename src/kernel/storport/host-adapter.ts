/**
 * The emulated storage adapter: registers, command descriptors that it fetches from memory by physical address, an
 * interrupt line. A miniport is the only one who talks to it.
 */
import { later, ticks } from '../../base/time.ts';
import type { HardwareNode } from '../pnp/hardware.ts';
import { type ScsiBuffer, ScsiDisk, usesMedium } from './scsi-disk.ts';

/** Offsets of its registers, each 32 bits wide. */
export const HBA = {
  /** 'SHBA', read only. */
  signature: 0x00,
  version: 0x04,
  /** Bit 0: enable; bit 1, written: reset. */
  control: 0x08,
  /** Bit 0: ready. */
  status: 0x0c,
  /** Bit 0: commands have completed; bit 1: a disk came or went. Writing a 1 clears the bit. */
  interruptStatus: 0x10,
  /** The same bits: 1 lets the cause onto the interrupt line. */
  interruptMask: 0x14,
  /** Written: the physical address of an HBA_COMMAND that is to be executed. */
  doorbell: 0x18,
  /** Read: takes the physical address of the oldest completed HBA_COMMAND; 0 = none. */
  completed: 0x1c,
  /** Number of targets. */
  targets: 0x20,
  /** Elements that a command's segment list may have. */
  maximumSegments: 0x24,
  /** Written: the commands of this target are given up; they do not complete. 0xFFFFFFFF: all. */
  abort: 0x28,
} as const;

export const HBA_SIGNATURE = 0x4142_4853;
const VERSION = 1;
/** Bytes of the access range. */
export const HBA_REGISTER_BYTES = 0x1000;
const ENABLE = 1;
const RESET = 2;
const COMMANDS_COMPLETED = 1;
const UNITS_CHANGED = 2;
const MAXIMUM_SEGMENTS = 33;
/** Messages that it can send: one for disks that come and go, the others for the commands of its targets. */
export const HBA_MESSAGES = 4;
/** The message for completed commands of a target. */
export const messageOf = (target: number): number => 1 + (target % (HBA_MESSAGES - 1));
const ALL_TARGETS = 0xffff_ffff;
/** What a register of an adapter without power, or without the device, reads as. */
const NOTHING_THERE = 0xffff_ffff;

/** Offsets in an HBA_COMMAND, 64 bytes that the miniport fills in. */
const COMMAND = {
  target: 0x00,
  lun: 0x01,
  cdbLength: 0x02,
  segments: 0x08,
  segmentList: 0x0c,
  cdb: 0x10,
  sense: 0x20,
  senseLength: 0x24,
  /** From here on the adapter writes. */
  transferred: 0x28,
  scsiStatus: 0x2c,
  adapterStatus: 0x2d,
} as const;
const COMMAND_BYTES = 0x40;
const SEGMENT_BYTES = 8;

/** HBA_COMMAND.adapterStatus */
export const HBA_STATUS = { done: 0, noTarget: 1, badAddress: 2 } as const;

/** Ticks of 100 ns: what the medium needs for a command. An answer from the disk's own memory takes no time that counts. */
const MEDIUM_TIME = 1_000;
const ANSWER_TIME = 0;

interface Pending {
  readonly address: number;
  readonly target: number;
  readonly due: number;
}

/** What the adapter needs of the machine that it is plugged into. */
export interface HostBus {
  readonly u8: Uint8Array;
  readonly data: DataView;
  now(): number;
  /** The adapter has power, and has not been pulled out. */
  isThere(): boolean;
  /** Something falls due: `elapse` is to be called then. */
  wake(due: number): void;
  /** The interrupt line went up. */
  interrupt(): void;
  /** The adapter has sent a message. */
  message(id: number): void;
}

export class HostAdapter {
  readonly #node: HardwareNode;
  readonly #bus: HostBus;
  readonly #disks = new Map<HardwareNode, ScsiDisk>();
  readonly #pending: Pending[] = [];
  readonly #completed: number[] = [];
  /** When each target is done with what it has got. */
  readonly #busyUntil = new Map<number, number>();
  #control = 0;
  #interruptStatus = 0;
  #interruptMask = 0;
  /** Ticks by which its own clock is ahead of the machine's, which stands still after a bug check. */
  #ahead = 0;
  /** It sends messages in place of raising its line; whoever connects its interrupts says so. */
  sendsMessages = false;
  /** Messages that the mask holds back. */
  readonly #held = new Set<number>();
  /** Commands fetched since the machine was switched on, for tests and views. */
  commands = 0;

  constructor(node: HardwareNode, bus: HostBus) {
    this.#node = node;
    this.#bus = bus;
  }

  /** The line is up: a cause is pending that the mask lets through. */
  get isInterrupting(): boolean {
    return (this.#interruptStatus & this.#interruptMask) !== 0;
  }

  get outstanding(): number {
    return this.#pending.length;
  }

  get #now(): number {
    return this.#bus.now() + this.#ahead;
  }

  read(offset: number): number {
    if (!this.#bus.isThere()) return NOTHING_THERE;
    switch (offset) {
      case HBA.signature:
        return HBA_SIGNATURE;
      case HBA.version:
        return VERSION;
      case HBA.control:
        return this.#control;
      case HBA.status:
        return this.#control & ENABLE;
      case HBA.interruptStatus:
        return this.#interruptStatus;
      case HBA.interruptMask:
        return this.#interruptMask;
      case HBA.completed:
        return this.#completed.shift() ?? 0;
      case HBA.targets:
        return this.#node.children.length;
      case HBA.maximumSegments:
        return MAXIMUM_SEGMENTS;
      default:
        return 0;
    }
  }

  write(offset: number, value: number): void {
    if (!this.#bus.isThere()) return;
    switch (offset) {
      case HBA.control:
        if ((value & RESET) !== 0) this.reset();
        this.#control = value & ENABLE;
        return;
      case HBA.interruptStatus:
        this.#interruptStatus &= ~value;
        return;
      case HBA.interruptMask:
        this.#interruptMask = value;
        this.#signal();
        return;
      case HBA.doorbell:
        if ((this.#control & ENABLE) !== 0) this.#accept(value);
        return;
      case HBA.abort:
        this.#abort(value);
        return;
      default:
    }
  }

  /** As after power-on: what was under way is given up. */
  reset(): void {
    this.#abort(ALL_TARGETS);
    this.#completed.length = 0;
    this.#control = 0;
    this.#interruptStatus = 0;
    this.#interruptMask = 0;
    this.#held.clear();
  }

  /** A disk was plugged in or pulled out. */
  unitsChanged(): void {
    if (!this.#bus.isThere()) return;
    this.#raise(UNITS_CHANGED, new Set([0]));
  }

  #abort(target: number): void {
    const kept = this.#pending.filter((one) => target !== ALL_TARGETS && one.target !== target);
    this.#pending.splice(0, this.#pending.length, ...kept);
    if (target === ALL_TARGETS) this.#busyUntil.clear();
    else this.#busyUntil.delete(target);
  }

  #accept(address: number): void {
    const { data, u8 } = this.#bus;
    this.commands += 1;
    if (address + COMMAND_BYTES > u8.length) return;
    const target = data.getUint8(address + COMMAND.target);
    const time = usesMedium(data.getUint8(address + COMMAND.cdb)) ? MEDIUM_TIME : ANSWER_TIME;
    const due = Math.max(this.#now, this.#busyUntil.get(target) ?? 0) + time;
    this.#busyUntil.set(target, due);
    this.#pending.push({ address, target, due });
    this.#bus.wake(due - this.#ahead);
  }

  /** Completes what is due. */
  elapse(): void {
    if (!this.#bus.isThere()) return;
    const now = this.#now;
    const messages = new Set<number>();
    for (let at = 0; at < this.#pending.length; ) {
      const command = this.#pending[at];
      if (command === undefined || command.due > now) {
        at += 1;
        continue;
      }
      this.#pending.splice(at, 1);
      this.#execute(command);
      this.#completed.push(command.address);
      messages.add(messageOf(command.target));
    }
    if (messages.size > 0) this.#raise(COMMANDS_COMPLETED, messages);
  }

  /** Time passes for the adapter while the machine's clock stands still. @param by - ticks of 100 ns */
  elapseFrozen(by: number): void {
    this.#ahead += by;
    this.elapse();
  }

  #raise(cause: number, messages: ReadonlySet<number>): void {
    this.#interruptStatus |= cause;
    for (const id of messages) this.#held.add(id);
    this.#signal();
  }

  /** A line stays up until its cause is taken away; a message is sent once. */
  #signal(): void {
    if (!this.isInterrupting) return;
    const messages = [...this.#held];
    this.#held.clear();
    if (this.sendsMessages) for (const id of messages) this.#bus.message(id);
    else this.#bus.interrupt();
  }

  #execute({ address, target }: Pending): void {
    const { data, u8 } = this.#bus;
    const node = this.#node.children[target];
    const disk = node?.present === true ? this.#diskOf(node) : null;
    if (disk === null) {
      this.#finish(address, HBA_STATUS.noTarget, 0, 0);
      return;
    }
    const buffer = this.#bufferOf(address);
    if (buffer === null) {
      this.#finish(address, HBA_STATUS.badAddress, 0, 0);
      return;
    }
    const cdb = u8.slice(address + COMMAND.cdb, address + COMMAND.cdb + 16);
    const result = disk.execute(cdb, data.getUint8(address + COMMAND.lun), buffer);
    const senseAt = data.getUint32(address + COMMAND.sense, true);
    const room = data.getUint32(address + COMMAND.senseLength, true);
    if (result.sense !== null && senseAt !== 0 && senseAt + room <= u8.length)
      u8.set(result.sense.subarray(0, room), senseAt);
    this.#finish(address, HBA_STATUS.done, result.status, result.transferred);
  }

  #finish(address: number, adapterStatus: number, scsiStatus: number, transferred: number): void {
    const { data } = this.#bus;
    data.setUint32(address + COMMAND.transferred, transferred, true);
    data.setUint8(address + COMMAND.scsiStatus, scsiStatus);
    data.setUint8(address + COMMAND.adapterStatus, adapterStatus);
  }

  #diskOf(node: HardwareNode): ScsiDisk | null {
    if (node.medium === null) return null;
    let disk = this.#disks.get(node);
    if (disk === undefined) {
      disk = new ScsiDisk(node.medium, node.id);
      this.#disks.set(node, disk);
    }
    return disk;
  }

  /** null: a segment lies outside of memory. */
  #bufferOf(address: number): ScsiBuffer | null {
    const { data, u8 } = this.#bus;
    const count = data.getUint32(address + COMMAND.segments, true);
    const list = data.getUint32(address + COMMAND.segmentList, true);
    if (count > MAXIMUM_SEGMENTS || (count > 0 && list + count * SEGMENT_BYTES > u8.length)) return null;
    const segments: Uint8Array[] = [];
    let total = 0;
    for (let index = 0; index < count; index += 1) {
      const start = data.getUint32(list + index * SEGMENT_BYTES, true);
      const length = data.getUint32(list + index * SEGMENT_BYTES + 4, true);
      if (start + length > u8.length) return null;
      segments.push(u8.subarray(start, start + length));
      total += length;
    }
    return bufferOver(segments, total);
  }
}

function bufferOver(segments: readonly Uint8Array[], total: number): ScsiBuffer {
  const pieces = (length: number): Uint8Array[] => {
    const found: Uint8Array[] = [];
    let left = length;
    for (const segment of segments) {
      if (left <= 0) break;
      found.push(segment.subarray(0, left));
      left -= segment.length;
    }
    return found;
  };
  return {
    length: total,
    pieces,
    put: (offset, bytes) => {
      let done = 0;
      for (const piece of pieces(offset + bytes.length)) {
        const part = bytes.subarray(done, done + piece.length);
        piece.set(part);
        done += part.length;
      }
      return done;
    },
  };
}

/** Ticks as an instant, for whoever sets an alarm. */
export const afterTicks = (now: Parameters<typeof later>[0], by: number): ReturnType<typeof later> =>
  later(now, ticks(by));
