/** Miniports without hardware, and control requests to a port driver. */
import { describe, expect, test } from 'vitest';
import {
  IOCTL_MINIPORT_PROCESS_SERVICE_IRP,
  IOCTL_SCSI_FREE_DUMP_POINTERS,
  IOCTL_SCSI_GET_DUMP_POINTERS,
  IOCTL_SCSI_MINIPORT,
} from '../../../src/abi/ioctl.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { deviceOf } from '../../support/machine.ts';
import { bootManual, type Manual, type ManualParts } from './manual.ts';
import { adapterOf } from './support.ts';

/** A virtual miniport registers seven parameters, and neither an interrupt routine nor messages. */
const VIRTUAL: ManualParts = {
  entry: `
  data.FeatureSupport = STOR_FEATURE_VIRTUAL_MINIPORT;
  data.HwFindAdapter = FindVirtual;
  data.HwInterrupt = NULL;
  data.HwFreeAdapterResources = () => note('Free');
  data.HwProcessServiceRequest = (extension, irp) => { note('Service'); manual.seen.push({ extension, irp }); };
  data.HwCompleteServiceIrp = (extension) => {
    note('CompleteService');
    for (const { irp } of manual.seen.splice(0)) if (irp !== undefined) finish(extension, irp, STATUS_CANCELLED, 0);
  };`,
  more: `
  function FindVirtual(extension, context, bus, lower, args, config, again) {
    manual.seen.push({ context, bus, lower, interrupts: config.BusInterruptLevel });
    config.VirtualDevice = TRUE;
    return Find(extension, context, bus, args, config);
  }
  function finish(extension, address, status, information) {
    const irp = cast(IRP, address);
    irp.IoStatus.Status = status;
    irp.IoStatus.Information = information;
    return StorPortCompleteServiceIrp(extension, irp.address);
  }
  manual.service = finish;`,
};

const violations = (machine: Machine): readonly string[] => machine.state().violations.map(({ rule }) => rule);

describe('STOR-24 a virtual miniport', () => {
  test('is told the device objects; nothing of it is called at the IRQL of a device', async () => {
    const { machine, manual } = await bootManual(VIRTUAL);
    const { fdo } = adapterOf(machine);
    const [devices] = manual.seen as { context: number; bus: number; lower: number }[];
    const { pdo } = machine.nt.pnp.byId('hba0') ?? {};
    expect(devices).toMatchObject({ context: pdo?.address, bus: fdo.address, lower: pdo?.address });
    expect(manual.calls.every((call) => Number(call.split('@')[1]) <= 2 || call.startsWith('Init'))).toBe(true);
    expect(deviceOf(machine, 'disk0').pnp).toBe('started');
    expect(violations(machine)).toEqual([]);
  });

  test('STOR-21 has no lock held in HwStorStartIo, so it takes the one it wants', async () => {
    const startIo = `
      const lock = local(STOR_LOCK_HANDLE);
      StorPortAcquireSpinLock(extension, StartIoLock, NULL, lock);
      StorPortReleaseSpinLock(extension, lock);`;
    const reads = async (parts: ManualParts): Promise<readonly string[]> => {
      const { machine, manual } = await bootManual({ ...parts, startIo });
      manual.answers.push(...Array.from({ length: 50 }, () => 1));
      await machine.inject({ op: 'io', device: 'disk0', request: 'read', length: 512 });
      return violations(machine);
    };
    expect(await reads(VIRTUAL)).toEqual([]);
    expect(await reads({})).not.toEqual([]);
  });

  test('STOR-30 gets its requests in HwStorStartIo only', async () => {
    const build = "data.HwBuildIo = () => { note('Build'); return TRUE; };";
    const calls = async (parts: ManualParts): Promise<readonly string[]> => {
      const { manual } = await bootManual({ ...parts, entry: `${parts.entry ?? ''} ${build}` });
      return manual.calls;
    };
    expect(await calls(VIRTUAL)).not.toContainEqual(expect.stringMatching(/^Build/));
    expect(await calls({})).toContainEqual(expect.stringMatching(/^Build/));
  });

  test('may call routines of the kernel; a physical one may not', async () => {
    const initialize = "ExFreePool(ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'triV'));";
    const find = initialize;
    const virtual = await bootManual({ ...VIRTUAL, find });
    expect(violations(virtual.machine)).toEqual([]);
    const physical = await bootManual({ find });
    expect(violations(physical.machine)).not.toEqual([]);
  });

  test('STOR-70d frees what it has when the adapter goes', async () => {
    const { machine, manual } = await bootManual(VIRTUAL);
    await machine.inject({ op: 'pnp', device: 'hba0', request: 'disable' });
    expect(manual.calls.slice(-2)).toEqual(['CompleteService@0', 'Free@0']);
    expect(violations(machine)).toEqual([]);
  });
});

describe('IOCTL_MINIPORT_PROCESS_SERVICE_IRP', () => {
  const SERVICE = {
    op: 'io',
    device: 'hba0',
    request: 'ioctl',
    code: IOCTL_MINIPORT_PROCESS_SERVICE_IRP,
    length: 8,
  } as const;

  /** The IRP is with the miniport, and nothing else runs. */
  async function leave(): Promise<{ readonly machine: Machine; readonly manual: Manual }> {
    const { machine, manual } = await bootManual(VIRTUAL);
    manual.seen.length = 0;
    expect(await machine.inject(SERVICE)).toMatchObject({ ok: false, unfinished: true });
    expect(manual.calls.at(-1)).toBe('Service@0');
    expect(machine.state().irps).toHaveLength(1);
    return { machine, manual };
  }

  test('waits until StorPortCompleteServiceIrp', async () => {
    const { machine, manual } = await leave();
    const [{ extension, irp } = { extension: 0, irp: 0 }] = manual.seen as { extension: number; irp: number }[];
    const { service } = manual as unknown as { service: (...values: number[]) => number };
    expect(service(extension, irp, 0, 8)).toBe(0);
    await machine.inject({ op: 'io', device: 'disk0', request: 'flush' });
    expect(machine.state().irps).toEqual([]);
    expect(violations(machine)).toEqual([]);
  });

  test.each(['disable', 'surpriseRemove'] as const)(
    'that waits when the adapter goes (%s) is completed by HwStorCompleteServiceIrp',
    async (request) => {
      const { machine, manual } = await leave();
      expect(await machine.inject({ op: 'pnp', device: 'hba0', request })).toMatchObject({ ok: true });
      expect(manual.calls.filter((call) => /^(?:Complete|Free)/.test(call))[0]).toBe('CompleteService@0');
      expect(machine.state().irps).toEqual([]);
      expect(violations(machine)).toEqual([]);
    },
  );

  test('is refused for a miniport without the routine', async () => {
    const { machine } = await bootManual();
    expect(await machine.inject(SERVICE)).toMatchObject({ ok: false, status: 'STATUS_INVALID_DEVICE_REQUEST' });
  });
});

/** SRB_IO_CONTROL: header of 28 bytes, signature, 5 seconds, code 7, 4 bytes of data. */
const CONTROL = `hex:1c000000${'41'.repeat(8)}05000000070000000000000004000000${'00'.repeat(4)}`;

describe('IOCTL_SCSI_MINIPORT', () => {
  const OTHER = `const original = Start; data.HwStartIo = (extension, srb) => {
    if (srb.Function === SRB_FUNCTION_IO_CONTROL) {
      const header = cast(SRB_IO_CONTROL, srb.DataBuffer);
      manual.seen.push([header.HeaderLength, header.Timeout, header.ControlCode, header.Length, srb.DataTransferLength]);
      header.ReturnCode = 9;
    }
    return original(extension, srb);
  };`;

  test('comes as SRB_FUNCTION_IO_CONTROL with the buffer of the program, at the adapter and at a disk', async () => {
    for (const device of ['hba0', 'disk0']) {
      const { machine, manual } = await bootManual({ entry: OTHER });
      const result = await machine.inject({
        op: 'io',
        device,
        request: 'ioctl',
        code: IOCTL_SCSI_MINIPORT,
        data: CONTROL,
        length: 32,
      });
      expect(result).toMatchObject({ ok: true });
      expect(manual.seen).toEqual([[28, 5, 7, 4, 32]]);
      expect(violations(machine)).toEqual([]);
    }
  });

  test('with lengths that do not fit is refused', async () => {
    const { machine, manual } = await bootManual({ entry: OTHER });
    for (const [length, data] of [
      [8, 'hex:1c000000'],
      [32, `hex:08${CONTROL.slice(6)}`],
      [30, CONTROL],
      [32, CONTROL.replace('04000000', 'ffffffff')],
    ] as const) {
      const result = await machine.inject({
        op: 'io',
        device: 'hba0',
        request: 'ioctl',
        code: IOCTL_SCSI_MINIPORT,
        data,
        length,
      });
      expect(result).toMatchObject({ ok: false, status: 'STATUS_INVALID_PARAMETER' });
    }
    expect(manual.seen).toEqual([]);
  });
});

test('STOR-62 IOCTL_SCSI_GET_DUMP_POINTERS asks the miniport, IOCTL_SCSI_FREE_DUMP_POINTERS gives them back', async () => {
  const { machine, manual } = await bootManual({
    entry: `data.FeatureSupport = STOR_FEATURE_DUMP_POINTERS;
    const original = Start; data.HwStartIo = (extension, srb) => {
      if (srb.Function === SRB_FUNCTION_DUMP_POINTERS || srb.Function === SRB_FUNCTION_FREE_DUMP_POINTERS) {
        const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);
        manual.seen.push([srb.Function, pointers.MiniportPrivateDumpData]);
        if (srb.Function === SRB_FUNCTION_DUMP_POINTERS) {
          pointers.Version = DUMP_MINIPORT_VERSION; pointers.Size = sizeof(MINIPORT_DUMP_POINTERS);
          pointers.MiniportPrivateDumpData = 0x1234;
        }
      }
      return original(extension, srb);
    };`,
  });
  manual.seen.length = 0;
  const ask = async (code: number, data = 'hex:00'): Promise<{ readonly ok: boolean; readonly status?: string }> =>
    await machine.inject({ op: 'io', device: 'disk0', request: 'ioctl', code, data, length: 48 });
  expect(await ask(IOCTL_SCSI_GET_DUMP_POINTERS)).toMatchObject({ ok: true });
  expect(await ask(IOCTL_SCSI_FREE_DUMP_POINTERS, `hex:${'00'.repeat(8)}34120000`)).toMatchObject({ ok: true });
  expect(await ask(IOCTL_SCSI_FREE_DUMP_POINTERS)).toMatchObject({ ok: true });
  expect(manual.seen).toEqual([
    [38, 0],
    [39, 0x1234],
  ]);
  expect(violations(machine)).toEqual([]);
});
