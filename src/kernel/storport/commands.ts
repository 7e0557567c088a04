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
  const cdb = new DataView(new ArrayBuffer(block > 0xffff_ffffn ? 16 : 10));
  if (block > 0xffff_ffffn) {
    cdb.setUint8(0, isRead ? SCSIOP_READ16 : SCSIOP_WRITE16);
    cdb.setBigUint64(2, block);
    cdb.setUint32(10, count);
  } else {
    cdb.setUint8(0, isRead ? SCSIOP_READ : SCSIOP_WRITE);
    cdb.setUint32(2, Number(block));
    cdb.setUint16(7, count);
  }
  const data = { buffer: buffer, length, isIn: isRead };
  return scsiCommand([...new Uint8Array(cdb.buffer)], data, { isTransfer: true });
}
