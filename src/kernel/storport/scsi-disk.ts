/** A disk that answers SCSI commands from a medium: what hangs on an emulated adapter. */
import {
  SCSIOP_INQUIRY,
  SCSIOP_MODE_SENSE,
  SCSIOP_READ,
  SCSIOP_READ_CAPACITY,
  SCSIOP_READ_CAPACITY16,
  SCSIOP_READ16,
  SCSIOP_REPORT_LUNS,
  SCSIOP_REQUEST_SENSE,
  SCSIOP_START_STOP_UNIT,
  SCSIOP_SYNCHRONIZE_CACHE,
  SCSIOP_TEST_UNIT_READY,
  SCSIOP_WRITE,
  SCSIOP_WRITE16,
  SCSISTAT_CHECK_CONDITION,
  SCSISTAT_GOOD,
} from '../../abi/srb-constants.ts';
import type { Medium } from '../pnp/hardware.ts';

export const SECTOR_SIZE = 512;
const SECTOR = BigInt(SECTOR_SIZE);

const NOT_READY = 0x02;
const ILLEGAL_REQUEST = 0x05;
const MEDIUM_NOT_PRESENT = 0x3a;
const INVALID_OPERATION_CODE = 0x20;
const LBA_OUT_OF_RANGE = 0x21;
const INVALID_FIELD_IN_CDB = 0x24;
/** READ CAPACITY(16) is an action of SERVICE ACTION IN. */
const READ_CAPACITY_16_ACTION = 0x10;
const VITAL_DATA = 0x01;

/** Memory of a command, as the adapter sees it. */
export interface ScsiBuffer {
  readonly length: number;
  /** From here to the initiator. @returns the number of bytes that fitted */
  put(offset: number, bytes: Uint8Array): number;
  /** The pieces of memory that the command has, in order. */
  pieces(length: number): readonly Uint8Array[];
}

export interface ScsiResult {
  readonly status: number;
  /** Bytes moved. */
  readonly transferred: number;
  /** Fixed-format sense data; null: there is none. */
  readonly sense: Uint8Array | null;
}

const GOOD: ScsiResult = { status: SCSISTAT_GOOD, transferred: 0, sense: null };

function check(key: number, code: number): ScsiResult {
  const sense = new Uint8Array(18);
  sense[0] = 0x70;
  sense[2] = key;
  sense[7] = 10;
  sense[12] = code;
  return { status: SCSISTAT_CHECK_CONDITION, transferred: 0, sense };
}

/** Whether a command touches the medium, which takes longer than an answer out of the disk's own memory. */
export function usesMedium(operation: number): boolean {
  return (
    operation === SCSIOP_READ ||
    operation === SCSIOP_WRITE ||
    operation === SCSIOP_READ16 ||
    operation === SCSIOP_WRITE16 ||
    operation === SCSIOP_SYNCHRONIZE_CACHE
  );
}

export class ScsiDisk {
  readonly #medium: Medium;
  readonly #name: string;

  /** @param name - what VPD page 0x83 gives as its identity */
  constructor(medium: Medium, name: string) {
    this.#medium = medium;
    this.#name = name;
  }

  get blocks(): bigint {
    return this.#medium.size / SECTOR;
  }

  execute(cdb: Uint8Array, lun: number, buffer: ScsiBuffer): ScsiResult {
    const operation = cdb[0] ?? 0;
    if (operation === SCSIOP_REPORT_LUNS) return this.#answer(buffer, reportLuns(), buffer.length);
    if (lun !== 0)
      return operation === SCSIOP_INQUIRY ? this.#answer(buffer, noUnit(), cdb[4] ?? 0) : check(ILLEGAL_REQUEST, 0x25);
    switch (operation) {
      case SCSIOP_TEST_UNIT_READY:
      case SCSIOP_START_STOP_UNIT:
      case SCSIOP_SYNCHRONIZE_CACHE:
        return this.blocks === 0n ? check(NOT_READY, MEDIUM_NOT_PRESENT) : GOOD;
      case SCSIOP_REQUEST_SENSE:
        return this.#answer(buffer, check(0, 0).sense ?? new Uint8Array(), cdb[4] ?? 0);
      case SCSIOP_INQUIRY:
        return this.#inquiry(cdb, buffer);
      case SCSIOP_MODE_SENSE:
        return this.#answer(buffer, new Uint8Array([3, 0, 0, 0]), cdb[4] ?? 0);
      case SCSIOP_READ_CAPACITY:
        return this.#answer(buffer, capacity10(this.blocks), buffer.length);
      case SCSIOP_READ_CAPACITY16:
        return ((cdb[1] ?? 0) & 0x1f) === READ_CAPACITY_16_ACTION
          ? this.#answer(buffer, capacity16(this.blocks), word(cdb, 10))
          : check(ILLEGAL_REQUEST, INVALID_FIELD_IN_CDB);
      case SCSIOP_READ:
      case SCSIOP_WRITE:
        return this.#transfer(
          BigInt(word(cdb, 2)),
          ((cdb[7] ?? 0) << 8) | (cdb[8] ?? 0),
          operation === SCSIOP_READ,
          buffer,
        );
      case SCSIOP_READ16:
      case SCSIOP_WRITE16:
        return this.#transfer(
          (BigInt(word(cdb, 2)) << 32n) | BigInt(word(cdb, 6)),
          word(cdb, 10),
          operation === SCSIOP_READ16,
          buffer,
        );
      default:
        return check(ILLEGAL_REQUEST, INVALID_OPERATION_CODE);
    }
  }

  #answer(buffer: ScsiBuffer, bytes: Uint8Array, allocated: number): ScsiResult {
    const part = bytes.subarray(0, Math.min(bytes.length, allocated));
    return { status: SCSISTAT_GOOD, transferred: buffer.put(0, part), sense: null };
  }

  #inquiry(cdb: Uint8Array, buffer: ScsiBuffer): ScsiResult {
    const allocated = ((cdb[3] ?? 0) << 8) | (cdb[4] ?? 0);
    if (((cdb[1] ?? 0) & VITAL_DATA) === 0) return this.#answer(buffer, inquiry(), allocated);
    switch (cdb[2]) {
      case 0x00:
        return this.#answer(buffer, new Uint8Array([0, 0, 0, 3, 0x00, 0x80, 0x83]), allocated);
      case 0x80:
        return this.#answer(buffer, page(0x80, ascii(this.#name)), allocated);
      case 0x83: {
        const text = ascii(`Sandbox ${this.#name}`);
        return this.#answer(buffer, page(0x83, new Uint8Array([2, 1, 0, text.length, ...text])), allocated);
      }
      default:
        return check(ILLEGAL_REQUEST, INVALID_FIELD_IN_CDB);
    }
  }

  #transfer(lba: bigint, count: number, isRead: boolean, buffer: ScsiBuffer): ScsiResult {
    if (lba + BigInt(count) > this.blocks) return check(ILLEGAL_REQUEST, LBA_OUT_OF_RANGE);
    const length = Math.min(count * SECTOR_SIZE, buffer.length);
    let offset = lba * SECTOR;
    for (const piece of buffer.pieces(length)) {
      if (isRead) this.#medium.read(offset, piece);
      else this.#medium.write(offset, piece);
      offset += BigInt(piece.length);
    }
    return { status: SCSISTAT_GOOD, transferred: length, sense: null };
  }
}

function word(bytes: Uint8Array, at: number): number {
  const byte = (index: number): number => bytes[at + index] ?? 0;
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0x7f);
}

function inquiry(): Uint8Array {
  return new Uint8Array([
    0,
    0,
    6,
    2,
    31,
    0,
    0,
    2,
    ...ascii('Sandbox '),
    ...ascii('RAM Disk        '),
    ...ascii('1.00'),
  ]);
}

/** No device at this unit: the qualifier says so. */
function noUnit(): Uint8Array {
  const bytes = inquiry();
  bytes[0] = 0x7f;
  return bytes;
}

function page(code: number, bytes: Uint8Array): Uint8Array {
  return new Uint8Array([0, code, 0, bytes.length, ...bytes]);
}

function reportLuns(): Uint8Array {
  return new Uint8Array([0, 0, 0, 8, 0, 0, 0, 0, ...new Array<number>(8).fill(0)]);
}

function capacity10(blocks: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  const last = blocks - 1n > 0xffff_ffffn ? 0xffff_ffff : Number(blocks - 1n);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, last);
  view.setUint32(4, SECTOR_SIZE);
  return bytes;
}

function capacity16(blocks: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, blocks - 1n);
  view.setUint32(8, SECTOR_SIZE);
  return bytes;
}
