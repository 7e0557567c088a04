/** Structures of the storage port interface. */
import { array, over, pointer, struct } from '../struct.ts';
import { PVOID, UCHAR, ULONG, USHORT } from '../types.ts';

/** A SCSI request on its way to a miniport. */
export class SCSI_REQUEST_BLOCK extends struct('SCSI_REQUEST_BLOCK', {
  Length: USHORT,
  Function: UCHAR,
  SrbStatus: UCHAR,
  ScsiStatus: UCHAR,
  PathId: UCHAR,
  TargetId: UCHAR,
  Lun: UCHAR,
  QueueTag: UCHAR,
  QueueAction: UCHAR,
  CdbLength: UCHAR,
  SenseInfoBufferLength: UCHAR,
  SrbFlags: ULONG,
  DataTransferLength: ULONG,
  /** Seconds. */
  TimeOutValue: ULONG,
  DataBuffer: PVOID,
  SenseInfoBuffer: PVOID,
  NextSrb: pointer<SCSI_REQUEST_BLOCK>('SCSI_REQUEST_BLOCK'),
  OriginalRequest: PVOID,
  SrbExtension: PVOID,
  InternalStatus: ULONG,
  QueueSortKey: over('InternalStatus', ULONG),
  LinkTimeoutValue: over('InternalStatus', ULONG),
  Cdb: array(UCHAR, 16),
}) {}
export type PSCSI_REQUEST_BLOCK = SCSI_REQUEST_BLOCK | null;
export const PSCSI_REQUEST_BLOCK = pointer<SCSI_REQUEST_BLOCK>('SCSI_REQUEST_BLOCK');
