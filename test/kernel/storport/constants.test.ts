import { expect, test } from 'vitest';
import * as srb from '../../../src/abi/srb-constants.ts';
import * as stor from '../../../src/abi/storport-constants.ts';
import { statusOfSrb } from '../../../src/kernel/storport/srb-status.ts';

test('STOR-01 what HwStorFindAdapter and the extended routines return, and the modes of a dump', () => {
  expect([stor.SP_RETURN_NOT_FOUND, stor.SP_RETURN_FOUND, stor.SP_RETURN_ERROR, stor.SP_RETURN_BAD_CONFIG]).toEqual([
    0, 1, 2, 3,
  ]);
  expect([stor.STOR_STATUS_NOT_IMPLEMENTED, stor.STOR_STATUS_INVALID_PARAMETER, stor.STOR_STATUS_INVALID_IRQL]).toEqual(
    [0xc1000002, 0xc1000006, 0xc1000008],
  );
  expect([
    stor.DUMP_MODE_NONE,
    stor.DUMP_MODE_CRASH,
    stor.DUMP_MODE_HIBER,
    stor.DUMP_MODE_MARK_MEMORY,
    stor.DUMP_MODE_RESUME,
  ]).toEqual([0, 1, 2, 3, 4]);
});

test('STOR-02 STOR-03 STOR-04 STOR-05 functions, statuses and flags of a request, and its commands', () => {
  expect([
    srb.SRB_FUNCTION_EXECUTE_SCSI,
    srb.SRB_FUNCTION_SHUTDOWN,
    srb.SRB_FUNCTION_RESET_LOGICAL_UNIT,
    srb.SRB_FUNCTION_DUMP_POINTERS,
    srb.SRB_FUNCTION_STORAGE_REQUEST_BLOCK,
  ]).toEqual([0, 7, 0x20, 0x26, 0x28]);
  expect([
    srb.SRB_STATUS_BUSY,
    srb.SRB_STATUS_BUS_RESET,
    srb.SRB_STATUS_INTERNAL_ERROR,
    srb.SRB_STATUS_AUTOSENSE_VALID,
  ]).toEqual([5, 0x0e, 0x30, 0x80]);
  expect(srb.SRB_STATUS(0x44 | 0x80)).toBe(4);
  expect([
    srb.SRB_FLAGS_BYPASS_FROZEN_QUEUE,
    srb.SRB_FLAGS_DATA_IN,
    srb.SRB_FLAGS_NO_QUEUE_FREEZE,
    srb.SRB_FLAGS_BYPASS_LOCKED_QUEUE,
  ]).toEqual([0x10, 0x40, 0x100, 0x80000]);
  expect([srb.SCSIOP_INQUIRY, srb.SCSIOP_READ, srb.SCSIOP_WRITE16, srb.SCSIOP_REPORT_LUNS]).toEqual([
    0x12, 0x28, 0x8a, 0xa0,
  ]);
});

test('STOR-06 STOR-07 STOR-08 STOR-09 control types, power states, locks and notifications have their numbers', () => {
  expect([
    stor.ScsiStopAdapter,
    stor.ScsiAdapterPower,
    stor.ScsiAdapterSurpriseRemoval,
    stor.ScsiAdapterRestoreEarlyDumpData,
  ]).toEqual([1, 6, 16, 25]);
  expect([stor.ScsiUnitUsage, stor.ScsiUnitPower, stor.ScsiUnitSurpriseRemoval]).toEqual([1, 3, 10]);
  expect([
    stor.StorPowerDeviceD0,
    stor.StorPowerActionHibernate,
    stor.StorDeviceUsageTypeDumpFile,
    stor.StartIoLock,
    stor.InterruptLock,
  ]).toEqual([1, 3, 3, 2, 3]);
  expect([
    stor.RequestComplete,
    stor.RequestTimerCall,
    stor.BufferOverrunDetected,
    stor.EnablePassiveInitialization,
  ]).toEqual([0, 6, 0xd, 0x1000]);
});

test.each([
  [srb.SRB_STATUS_SUCCESS, 0],
  [srb.SRB_STATUS_TIMEOUT, 0xc00000b5],
  [srb.SRB_STATUS_INVALID_REQUEST, 0xc0000010],
  [srb.SRB_STATUS_NO_DEVICE, 0xc00000c0],
  [srb.SRB_STATUS_DATA_OVERRUN, 0x80000005],
  [srb.SRB_STATUS_SELECTION_TIMEOUT, 0xc000009d],
  [srb.SRB_STATUS_BUSY, 0x80000011],
  [srb.SRB_STATUS_REQUEST_FLUSHED, 0xc0000001],
  [srb.SRB_STATUS_PARITY_ERROR, 0xc0000185],
])('STOR-48 the class driver is told of SrbStatus %i as 0x%s', (status, expected) => {
  expect(statusOfSrb(status | srb.SRB_STATUS_AUTOSENSE_VALID)).toBe(expected);
});
