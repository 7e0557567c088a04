/** Requests, memory, registers and locks, as a miniport meets them. */
import { describe, expect, test } from 'vitest';
import * as srb from '../../../src/abi/srb-constants.ts';
import * as stor from '../../../src/abi/storport-constants.ts';
import { findings, io } from '../../drivers/support.ts';
import { bootManual } from './manual.ts';
import { bootSample, type Change } from './sample.ts';
import { adapterOf, bootStorport, MIB, unitOf } from './support.ts';

const READ = { op: 'io', device: 'disk0', request: 'read', offset: 0, length: 8192 } as const;

function inDriver(find: string, put: string): Change {
  return { file: 'mydisk.ts', find, put };
}

test('STOR-30 STOR-31 HwStorBuildIo returns FALSE with the request complete: HwStorStartIo is not called', async () => {
  const more =
    "const build = (extension, srb) => { note('Build'); if (srb.Cdb[0] === SCSIOP_READ) { Done(extension, srb, SRB_STATUS_SUCCESS); return FALSE; } return TRUE; };";
  const { machine, manual } = await bootManual({ entry: 'data.HwBuildIo = build;', more });
  expect(await machine.inject(READ)).toMatchObject({ ok: true });
  expect(manual.calls.slice(-1)).toEqual(['Build@2']);
});

test('STOR-31 HwStorStartIo returns FALSE: the port tries again', async () => {
  const { machine, manual } = await bootManual({
    startIo: 'if (manual.seen.length === 0) { manual.seen.push(1); return FALSE; }',
  });
  manual.answers = [srb.SRB_STATUS_SUCCESS];
  expect(await machine.inject(READ)).toMatchObject({ ok: true });
  expect(manual.calls.filter((call) => call.startsWith('Start@'))).toHaveLength(2);
});

test('STOR-21 half duplex: HwStorStartIo at DIRQL', async () => {
  const { machine, manual } = await bootManual({ find: 'config.SynchronizationModel = StorSynchronizeHalfDuplex;' });
  manual.answers = [srb.SRB_STATUS_SUCCESS];
  await machine.inject(READ);
  expect(manual.calls).toContain('Start@9');
});

test('STOR-32 the buffer of a read is no address: a touch is found, a scatter/gather list says where it lies', async () => {
  const { machine, manual } = await bootManual({
    startIo:
      'const list = StorPortGetScatterGatherList(extension, srb); manual.seen.push(list.NumberOfElements, list.List.get(1).Length, srb.DataBuffer);',
  });
  manual.answers = [srb.SRB_STATUS_SUCCESS];
  await machine.inject(READ);
  const [elements, , buffer] = manual.seen as number[];
  expect(elements).toBeGreaterThanOrEqual(2);
  expect(buffer).toBeGreaterThan(machine.nt.kernel.memory.size);
  const touching = await bootManual({
    startIo: 'cast(ULONG_STRUCT, srb.DataBuffer).Value = 1;',
    more: "class ULONG_STRUCT extends struct('ULONG_STRUCT', { Value: ULONG }) {}",
  });
  await touching.machine.inject(READ);
  expect(touching.machine.state().bugcheck).not.toBeNull();
});

test('STOR-52 a miniport that asks for them gets STORAGE_REQUEST_BLOCKs, with command and address in their blocks', async () => {
  const start = `
    const request = cast(STORAGE_REQUEST_BLOCK, srb.address);
    const cdb = cast(SRBEX_DATA_SCSI_CDB16, srb.address + request.SrbExDataOffset.get(0));
    const address = cast(STOR_ADDR_BTL8, srb.address + request.AddressOffset);
    manual.seen.push([request.Function, request.Signature, request.SrbFunction, cdb.Type, cdb.Cdb[0], address.Target]);
    request.SrbStatus = SRB_STATUS_SUCCESS; cdb.ScsiStatus = 0;
    StorPortNotification(RequestComplete, extension, srb);
    return TRUE;`;
  const { machine, manual } = await bootManual({
    entry:
      'data.SrbTypeFlags = SRB_TYPE_FLAG_STORAGE_REQUEST_BLOCK; data.HwStartIo = (extension, srb) => { ' +
      start +
      ' };',
  });
  expect(await machine.inject({ ...READ, device: 'disk1' })).toMatchObject({ ok: true });
  expect(manual.seen.at(-1)).toEqual([0x28, 0x53524258, 0, 0x40, srb.SCSIOP_READ, 1]);
  expect(manual.seen.length).toBeGreaterThan(4);
});

test('STOR-47 a request that is touched after its completion stops the machine', async () => {
  const { machine } = await bootManual({
    startIo: 'Done(extension, srb, SRB_STATUS_SUCCESS); srb.SrbStatus = 4; return TRUE;',
  });
  await machine.inject(READ);
  expect(machine.state().bugcheck?.name).toContain('FREED');
});

test('STOR-48 an underrun: what has moved is what the IRP says', async () => {
  const { machine, manual } = await bootManual({ startIo: 'srb.DataTransferLength = 512;' });
  manual.answers = [srb.SRB_STATUS_SUCCESS];
  const result = await machine.inject(READ);
  expect(result.message).toContain('512');
});

test('STOR-13 a transfer beyond MaximumTransferLength goes in several requests', async () => {
  const { machine, manual } = await bootManual({ find: 'config.MaximumTransferLength = 4096;' });
  manual.answers = [1, 1];
  expect(await machine.inject(READ)).toMatchObject({ ok: true });
  expect(manual.calls.filter((call) => call.startsWith('Start@'))).toHaveLength(2);
});

test('STOR-51 the in-box miniport answers what a disk for paging and dumps must', async () => {
  const machine = await bootStorport();
  const { memory, pool } = machine.nt.kernel;
  const { submit } = await import('../../../src/kernel/storport/port-requests.ts');
  const { scsiCommand } = await import('../../../src/kernel/storport/srb.ts');
  const buffer = pool.allocate(4096, 0x74736554, 0, true);
  const ask = async (cdb: readonly number[], length: number): Promise<number> => {
    let status = -1;
    const data = length === 0 ? null : { buffer, length, isIn: true };
    submit(
      adapterOf(machine),
      unitOf(machine),
      scsiCommand(cdb, data, { flags: srb.SRB_FLAGS_NO_QUEUE_FREEZE | srb.SRB_FLAGS_QUEUE_ACTION_ENABLE }),
      (result) => {
        status = srb.SRB_STATUS(result.status);
      },
    );
    await machine.inject({ op: 'run' });
    return status;
  };
  expect(await ask([0x12, 0, 0, 0, 36, 0], 36)).toBe(1);
  expect(String.fromCharCode(...memory.u8.slice(buffer + 8, buffer + 15))).toBe('Sandbox');
  for (const page of [0x00, 0x80, 0x83]) expect(await ask([0x12, 1, page, 0, 64, 0], 64)).toBe(1);
  expect(await ask([0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0], 8)).toBe(1);
  expect(new DataView(memory.u8.buffer).getUint32(buffer)).toBe((4 * MIB) / 512 - 1);
  expect(await ask([0x9e, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0], 32)).toBe(1);
  for (const cdb of [
    [0, 0, 0, 0, 0, 0],
    [0x1b, 0, 0, 0, 1, 0],
    [0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ])
    expect(await ask(cdb, 0)).toBe(1);
  expect(await ask([0xff, 0, 0, 0, 0, 0], 0)).toBe(srb.SRB_STATUS_ERROR);
});

test('STOR-22 STOR-23 locks are taken in their order, and given back: the sample does so', async () => {
  const machine = await bootSample();
  expect(await io(machine, 'disk1', 'read', { offset: 0, length: 4096 })).toMatchObject({ ok: true });
  expect(findings(machine)).toEqual([]);
});

test('STOR-33 an interrupt whose cause is not cleared comes again, a hundred times at the most', async () => {
  const machine = await bootSample([inDriver('  Write(extension, adapter, INTERRUPT_STATUS, causes);\n', '')]);
  expect(machine.state().violations.map(({ rule }) => rule)).toContain('storport/interrupt-storm');
});

describe('memory and registers', () => {
  test('STOR-53 STOR-54 STOR-58 the sample has shared memory at a page, and registers in its access range', async () => {
    const { instance } = adapterOf(await bootSample());
    expect(instance?.uncached?.start).toBeGreaterThan(0);
    expect((instance?.uncached?.start ?? 1) % 4096).toBe(0);
    expect(instance?.mapped).toHaveLength(1);
    expect(instance?.mapped[0]?.start).toBe(instance?.registers[0]?.start);
  });

  test('STOR-55 STOR-56 STOR-57 pool, physical addresses and system addresses', async () => {
    const { machine, manual } = await bootManual();
    manual.during = (wdm, extension) => {
      const block = { value: 0 };
      manual.seen.push(wdm['StorPortAllocatePool']?.(extension, 64, 'Test', block), block.value > 0);
      const length = { value: 0 };
      manual.seen.push(
        wdm['StorPortGetPhysicalAddress']?.(extension, null, block.value + 16, length),
        BigInt(block.value + 16),
        length.value,
      );
      manual.seen.push(wdm['StorPortFreePool']?.(extension, block.value));
    };
    manual.answers = [1];
    await machine.inject(READ);
    const [status, has, physical, expected, length, freed] = manual.seen;
    expect([status, has, length, freed]).toEqual([stor.STOR_STATUS_SUCCESS, true, 48, stor.STOR_STATUS_SUCCESS]);
    expect(physical).toBe(expected);
  });

  test('STV-10 STOR-59 StorPortStallExecution(100001) is F1/0x2001; 100000 is not', async () => {
    for (const [microseconds, rules] of [
      [100_000, []],
      [100_001, ['F1/0x2001']],
    ] as const) {
      const { machine } = await bootManual({ initialize: `StorPortStallExecution(${microseconds});` });
      expect(machine.state().violations.map(({ rule }) => rule)).toEqual(rules);
    }
  });

  test('STOR-60 the configuration space says what adapter it is', async () => {
    const { manual } = await bootManual({
      find: 'const block = out(0); StorPortAllocatePool(extension, 64, 1, block); manual.seen.push(StorPortGetBusData(extension, 4, 0, 0, block.value, 64), cast(FACTS, block.value).Id);',
      more: "class FACTS extends struct('FACTS', { Id: ULONG }) {}",
    });
    expect(manual.seen).toEqual([64, 0x00101b36]);
  });

  test('STOR-10 what this port does not have says so: a code of its own is no event of the miniport', async () => {
    const { machine, manual } = await bootManual();
    manual.during = (wdm, extension) => wdm['StorPortNotification']?.(0x55, extension);
    manual.answers = [1];
    await machine.inject(READ);
    expect(machine.state().violations.map(({ rule }) => rule)).toEqual(['StorPortNotification2']);
  });
});

test('STOR-72 each rule of Storport has a published name, and a page to read', async () => {
  const { storportRules } = await import('../../../src/kernel/verifier/rules/storport.ts');
  expect(
    storportRules
      .filter(({ bugCheck }) => bugCheck !== null)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([
    'F0/0x1',
    'F0/0x2',
    'F0/0x3',
    'F1/0x1000',
    'F1/0x1002',
    'F1/0x1004',
    'F1/0x1006',
    'F1/0x1007',
    'F1/0x2001',
    'F1/0x2002',
    'F1/0x2003',
    'F1/0x2004',
    'F1/0x2005',
  ]);
  for (const { document, remedy } of storportRules)
    expect([document, remedy].every((text) => text.length > 5)).toBe(true);
});
