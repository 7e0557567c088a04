/** SCSI commands that the port makes itself, and how they ended. */
import {
  SCSIOP_READ,
  SCSIOP_READ16,
  SCSIOP_WRITE,
  SCSIOP_WRITE16,
  SRB_STATUS,
  SRB_STATUS_SUCCESS,
} from '../../abi/srb-constants.ts';
import { type Command, type SrbResult, scsiCommand } from './srb.ts';

const SECTOR = 512;

export function hasSucceeded(result: SrbResult | null): boolean {
  return result !== null && SRB_STATUS(result.status) === SRB_STATUS_SUCCESS && result.scsiStatus === 0;
}

/** READ or WRITE of whole sectors. */
export function transferCommand(offset: bigint, buffer: number, length: number, isRead: boolean): Command {
  const block = offset / BigInt(SECTOR);
  const count = Math.ceil(length / SECTOR);
  const data = { buffer: buffer, length, isIn: isRead };
  return scsiCommand(block > LAST_OF_10 ? cdb16(block, count, isRead) : cdb10(Number(block), count, isRead), data, {
    isTransfer: true,
  });
}

/** The last block that 32 bits name. */
const LAST_OF_10 = 0xffff_ffffn;

function cdb10(block: number, count: number, isRead: boolean): readonly number[] {
  const byte = (shift: number): number => (block >>> shift) & 0xff;
  const code = isRead ? SCSIOP_READ : SCSIOP_WRITE;
  return [code, 0, byte(24), byte(16), byte(8), byte(0), 0, (count >>> 8) & 0xff, count & 0xff, 0];
}

function cdb16(block: bigint, count: number, isRead: boolean): readonly number[] {
  const [high, low] = [Number(block >> 32n), Number(block & LAST_OF_10)];
  const place = [...bigEndian(high), ...bigEndian(low), ...bigEndian(count)];
  return [isRead ? SCSIOP_READ16 : SCSIOP_WRITE16, 0, ...place, 0, 0];
}

function bigEndian(value: number): readonly [number, number, number, number] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
