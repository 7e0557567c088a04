/** Structures of services around the I/O manager: cancel-safe queues, the error log, fast I/O. */
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { openArray, pointer, routinePointer, struct } from '../struct.ts';
import { type KIRQL, LARGE_INTEGER, NTSTATUS, type Out, PVOID, UCHAR, ULONG, USHORT } from '../types.ts';
import { type IRP, PIRP } from './io.ts';

export type IO_CSQ_INSERT_IRP = (Csq: IO_CSQ, Irp: IRP) => void;
export type PIO_CSQ_INSERT_IRP = IO_CSQ_INSERT_IRP | null;
export const PIO_CSQ_INSERT_IRP = routinePointer<IO_CSQ_INSERT_IRP>('PIO_CSQ_INSERT_IRP');
/** Not a success: the IRP stays with the caller. */
export type IO_CSQ_INSERT_IRP_EX = (Csq: IO_CSQ, Irp: IRP, InsertContext: PVOID) => NTSTATUS;
export type PIO_CSQ_INSERT_IRP_EX = IO_CSQ_INSERT_IRP_EX | null;
export type IO_CSQ_REMOVE_IRP = (Csq: IO_CSQ, Irp: IRP) => void;
export type PIO_CSQ_REMOVE_IRP = IO_CSQ_REMOVE_IRP | null;
export const PIO_CSQ_REMOVE_IRP = routinePointer<IO_CSQ_REMOVE_IRP>('PIO_CSQ_REMOVE_IRP');
/** `Irp` is the one after which to look, or null for the first. */
export type IO_CSQ_PEEK_NEXT_IRP = (Csq: IO_CSQ, Irp: PIRP, PeekContext: PVOID) => PIRP;
export type PIO_CSQ_PEEK_NEXT_IRP = IO_CSQ_PEEK_NEXT_IRP | null;
export const PIO_CSQ_PEEK_NEXT_IRP = routinePointer<IO_CSQ_PEEK_NEXT_IRP>('PIO_CSQ_PEEK_NEXT_IRP');
/** Writes the IRQL to go back to. */
export type IO_CSQ_ACQUIRE_LOCK = (Csq: IO_CSQ, Irql: Out<KIRQL>) => void;
export type PIO_CSQ_ACQUIRE_LOCK = IO_CSQ_ACQUIRE_LOCK | null;
export const PIO_CSQ_ACQUIRE_LOCK = routinePointer<IO_CSQ_ACQUIRE_LOCK>('PIO_CSQ_ACQUIRE_LOCK');
export type IO_CSQ_RELEASE_LOCK = (Csq: IO_CSQ, Irql: KIRQL) => void;
export type PIO_CSQ_RELEASE_LOCK = IO_CSQ_RELEASE_LOCK | null;
export const PIO_CSQ_RELEASE_LOCK = routinePointer<IO_CSQ_RELEASE_LOCK>('PIO_CSQ_RELEASE_LOCK');
export type IO_CSQ_COMPLETE_CANCELED_IRP = (Csq: IO_CSQ, Irp: IRP) => MaybePromise<void>;
export type PIO_CSQ_COMPLETE_CANCELED_IRP = IO_CSQ_COMPLETE_CANCELED_IRP | null;
export const PIO_CSQ_COMPLETE_CANCELED_IRP = routinePointer<IO_CSQ_COMPLETE_CANCELED_IRP>(
  'PIO_CSQ_COMPLETE_CANCELED_IRP',
);

/** A queue of IRPs whose driver supplies the list and the lock. */
export class IO_CSQ extends struct('IO_CSQ', {
  Type: ULONG,
  CsqInsertIrp: PIO_CSQ_INSERT_IRP,
  CsqRemoveIrp: PIO_CSQ_REMOVE_IRP,
  CsqPeekNextIrp: PIO_CSQ_PEEK_NEXT_IRP,
  CsqAcquireLock: PIO_CSQ_ACQUIRE_LOCK,
  CsqReleaseLock: PIO_CSQ_RELEASE_LOCK,
  CsqCompleteCanceledIrp: PIO_CSQ_COMPLETE_CANCELED_IRP,
  ReservePointer: PVOID,
}) {}
export type PIO_CSQ = IO_CSQ | null;
export const PIO_CSQ = pointer<IO_CSQ>('IO_CSQ');

export class IO_CSQ_IRP_CONTEXT extends struct('IO_CSQ_IRP_CONTEXT', {
  Type: ULONG,
  Irp: PIRP,
  Csq: PIO_CSQ,
}) {}
export type PIO_CSQ_IRP_CONTEXT = IO_CSQ_IRP_CONTEXT | null;
export const PIO_CSQ_IRP_CONTEXT = pointer<IO_CSQ_IRP_CONTEXT>('IO_CSQ_IRP_CONTEXT');

export class IO_ERROR_LOG_PACKET extends struct('IO_ERROR_LOG_PACKET', {
  MajorFunctionCode: UCHAR,
  RetryCount: UCHAR,
  /** Bytes. */
  DumpDataSize: USHORT,
  NumberOfStrings: USHORT,
  StringOffset: USHORT,
  EventCategory: USHORT,
  ErrorCode: NTSTATUS,
  UniqueErrorValue: ULONG,
  FinalStatus: NTSTATUS,
  SequenceNumber: ULONG,
  IoControlCode: ULONG,
  DeviceOffset: LARGE_INTEGER,
  DumpData: openArray(ULONG),
}) {}
export type PIO_ERROR_LOG_PACKET = IO_ERROR_LOG_PACKET | null;
export const PIO_ERROR_LOG_PACKET = pointer<IO_ERROR_LOG_PACKET>('IO_ERROR_LOG_PACKET');

export class SECURITY_SUBJECT_CONTEXT extends struct('SECURITY_SUBJECT_CONTEXT', {
  ClientToken: PVOID,
  ImpersonationLevel: ULONG,
  PrimaryToken: PVOID,
  ProcessAuditId: PVOID,
}) {}
export type PSECURITY_SUBJECT_CONTEXT = SECURITY_SUBJECT_CONTEXT | null;
export const PSECURITY_SUBJECT_CONTEXT = pointer<SECURITY_SUBJECT_CONTEXT>('SECURITY_SUBJECT_CONTEXT');

export class RTL_QUERY_REGISTRY_TABLE extends struct('RTL_QUERY_REGISTRY_TABLE', {
  QueryRoutine: PVOID,
  Flags: ULONG,
  Name: PVOID,
  EntryContext: PVOID,
  DefaultType: ULONG,
  DefaultData: PVOID,
  DefaultLength: ULONG,
}) {}
export type PRTL_QUERY_REGISTRY_TABLE = RTL_QUERY_REGISTRY_TABLE | null;
export const PRTL_QUERY_REGISTRY_TABLE = pointer<RTL_QUERY_REGISTRY_TABLE>('RTL_QUERY_REGISTRY_TABLE');

export class FAST_IO_DISPATCH extends struct('FAST_IO_DISPATCH', {
  SizeOfFastIoDispatch: ULONG,
  FastIoCheckIfPossible: PVOID,
  FastIoRead: PVOID,
  FastIoWrite: PVOID,
  FastIoQueryBasicInfo: PVOID,
  FastIoQueryStandardInfo: PVOID,
  FastIoLock: PVOID,
  FastIoUnlockSingle: PVOID,
  FastIoUnlockAll: PVOID,
  FastIoUnlockAllByKey: PVOID,
  FastIoDeviceControl: PVOID,
  AcquireFileForNtCreateSection: PVOID,
  ReleaseFileForNtCreateSection: PVOID,
  FastIoDetachDevice: PVOID,
  FastIoQueryNetworkOpenInfo: PVOID,
  AcquireForModWrite: PVOID,
  MdlRead: PVOID,
  MdlReadComplete: PVOID,
  PrepareMdlWrite: PVOID,
  MdlWriteComplete: PVOID,
  FastIoReadCompressed: PVOID,
  FastIoWriteCompressed: PVOID,
  MdlReadCompleteCompressed: PVOID,
  MdlWriteCompleteCompressed: PVOID,
  FastIoQueryOpen: PVOID,
  ReleaseForModWrite: PVOID,
  AcquireForCcFlush: PVOID,
  ReleaseForCcFlush: PVOID,
}) {}
export type PFAST_IO_DISPATCH = FAST_IO_DISPATCH | null;
export const PFAST_IO_DISPATCH = pointer<FAST_IO_DISPATCH>('FAST_IO_DISPATCH');
