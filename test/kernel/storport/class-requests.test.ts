/** What drivers above a logical unit ask of the port driver and its miniport with SRBs of their own. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription } from '../../support/machine.ts';
import { type ManualParts, manualText, shareManual } from './manual.ts';
import { unitOf } from './support.ts';

/** A filter below the disk's driver. A flush of the disk runs `script`; `srb(function, more)` sends one and says how it ended. */
function classText(script: string): string {
  return withImports(`
class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT }) {}
export function DriverEntry(driverObject, registryPath) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, Pass);
  driverObject.MajorFunction.set(IRP_MJ_POWER, PassPower);
  driverObject.MajorFunction.set(IRP_MJ_FLUSH_BUFFERS, Flush);
  driverObject.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
function AddDevice(driverObject, pdo) {
  const made = out();
  IoCreateDevice(driverObject, sizeof(EXTENSION), NULL, FILE_DEVICE_MASS_STORAGE, 0, FALSE, made);
  cast(EXTENSION, made.value.DeviceExtension).Lower = IoAttachDeviceToDeviceStack(made.value, pdo);
  made.value.Flags |= DO_DIRECT_IO | DO_POWER_PAGABLE;
  made.value.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}
function Pass(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
function PassPower(device, irp) {
  PoStartNextPowerIrp(irp);
  IoSkipCurrentIrpStackLocation(irp);
  return PoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
async function Flush(device, irp) {
  const lower = cast(EXTENSION, device.DeviceExtension).Lower;
  const kept = [];
  const begin = (functionCode, more = {}) => {
    const srb = cast(SCSI_REQUEST_BLOCK, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(SCSI_REQUEST_BLOCK), 'bSrC'));
    srb.Length = sizeof(SCSI_REQUEST_BLOCK);
    srb.Function = functionCode;
    srb.SrbFlags = more.flags ?? SRB_FLAGS_NO_QUEUE_FREEZE;
    (more.cdb ?? []).forEach((byte, at) => srb.Cdb.set(at, byte));
    srb.CdbLength = (more.cdb ?? []).length;
    srb.NextSrb = more.next ?? NULL;
    srb.DataBuffer = more.buffer ?? 0;
    srb.DataTransferLength = more.length ?? 0;
    const own = IoAllocateIrp(lower.StackSize, FALSE);
    const next = IoGetNextIrpStackLocation(own);
    next.MajorFunction = IRP_MJ_SCSI;
    next.MinorFunction = IRP_MN_SCSI_CLASS;
    next.Parameters.Scsi.Srb = srb;
    const event = cast(KEVENT, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KEVENT), 'vEyC'));
    KeInitializeEvent(event, NotificationEvent, FALSE);
    IoSetCompletionRoutine(own, () => { KeSetEvent(event, 0, FALSE); return STATUS_MORE_PROCESSING_REQUIRED; }, NULL, TRUE, TRUE, TRUE);
    const one = { srb, irp: own, event, status: IoCallDriver(lower, own) };
    kept.push(one);
    return one;
  };
  const ended = async ({ srb, irp: own, event, status }) => {
    if (status === STATUS_PENDING) await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
    return [srb.SrbStatus, own.IoStatus.Status >>> 0];
  };
  const srb = async (functionCode, more) => await ended(begin(functionCode, more));
  const say = (...values) => DbgPrint('%s\\n', values.flat().map((value) => value.toString(16)).join(' '));
  ${script}
  for (const one of kept) { IoFreeIrp(one.irp); ExFreePool(one.srb); ExFreePool(one.event); }
  irp.IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}
`);
}

async function run(
  script: string,
  parts: ManualParts = {},
): Promise<{ machine: Machine; said: readonly string[]; calls: readonly string[] }> {
  const manual = shareManual();
  const machine = await bootDescription(
    {
      name: 'class requests',
      verifier: 'all',
      drivers: { mini: { source: './mini.ts' }, cls: { source: './cls.ts' } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'hba0',
              function: 'storport',
              miniport: 'mini',
              children: [{ id: 'disk0', function: 'disk', size: '4MiB', volumes: [], lowerFilters: ['cls'] }],
            },
          ],
        },
      ],
    },
    { 'mini.ts': manualText(parts), 'cls.ts': classText(script) },
  );
  const before = manual.calls.length;
  await machine.inject({ op: 'io', device: 'disk0', request: 'flush' });
  return {
    machine,
    said: machine.unheard.lines.map(({ text }) => text.trim()),
    calls: manual.calls.slice(before),
  };
}

const READ = '{ cdb: [SCSIOP_READ, 0, 0, 0, 0, 0, 0, 0, 1, 0] }';

test('STOR-40 a unit is claimed once, until it is released; the claim gives its device object', async () => {
  const { said, machine } = await run(`
  const first = begin(SRB_FUNCTION_CLAIM_DEVICE);
  say(await ended(first), first.srb.DataBuffer === lower.address ? 1 : 0);
  say(await srb(SRB_FUNCTION_CLAIM_DEVICE));
  say(await srb(SRB_FUNCTION_RELEASE_DEVICE));
  say(await srb(SRB_FUNCTION_CLAIM_DEVICE));
`);
  expect(said).toEqual(['1 0 1', '5 80000011', '1 0', '1 0']);
  expect(unitOf(machine).isClaimed).toBe(true);
});

test('STOR-43 a request that fails freezes the queue of its class driver, which releases it', async () => {
  const { said } = await run(
    `
  say(await srb(SRB_FUNCTION_EXECUTE_SCSI, { ...${READ}, flags: 0 }));
  const second = begin(SRB_FUNCTION_EXECUTE_SCSI, ${READ});
  say(second.status, second.srb.SrbStatus);
  say(await srb(SRB_FUNCTION_RELEASE_QUEUE));
  say(await ended(second));
`,
    {
      startIo:
        'if (globals++ === 1) { Done(extension, srb, SRB_STATUS_ERROR, 2); return TRUE; } Done(extension, srb, SRB_STATUS_SUCCESS); return TRUE;',
    },
  );
  // The flag SRB_STATUS_QUEUE_FROZEN, and the second one waits.
  expect(said).toEqual(['44 c0000185', '103 0', '1 0', '1 0']);
});

test('STOR-43 SRB_FUNCTION_FLUSH_QUEUE ends what is queued, and the queue moves again', async () => {
  const { said } = await run(
    `
  await srb(SRB_FUNCTION_EXECUTE_SCSI, { ...${READ}, flags: 0 });
  const second = begin(SRB_FUNCTION_EXECUTE_SCSI, ${READ});
  say(await srb(SRB_FUNCTION_FLUSH_QUEUE));
  say(await ended(second));
  say(await srb(SRB_FUNCTION_EXECUTE_SCSI, ${READ}));
`,
    {
      startIo:
        'if (globals++ === 1) { Done(extension, srb, SRB_STATUS_ERROR, 2); return TRUE; } Done(extension, srb, SRB_STATUS_SUCCESS); return TRUE;',
    },
  );
  expect(said).toEqual(['1 0', '16 c0000001', '1 0']);
});

describe('STOR-46 SRB_FUNCTION_ABORT_COMMAND', () => {
  const SCRIPT = `
  const read = begin(SRB_FUNCTION_EXECUTE_SCSI, ${READ});
  say(await srb(SRB_FUNCTION_ABORT_COMMAND, { next: read.srb }));
  StorWait();
  say(await ended(read));
`.replace('  StorWait();\n', '');
  const FEATURE = 'config.FeatureSupport = STOR_ADAPTER_FEATURE_ABORT_COMMAND;';
  /** Everything but reads comes here; the request to abort is in NextSrb. */
  const other = (statement: string): string =>
    `const original = Start; data.HwStartIo = (extension, srb) => { if (srb.Function === SRB_FUNCTION_ABORT_COMMAND) { ${statement} } return original(extension, srb); };`;

  test('goes to a miniport that knows it, with its own request in NextSrb', async () => {
    const { said, machine } = await run(SCRIPT, {
      find: FEATURE,
      entry: other('Done(extension, srb.NextSrb, SRB_STATUS_ABORTED); manual.held.length = 0;'),
    });
    expect(said).toEqual(['1 0', '2 c0000001']);
    expect(machine.state().violations).toEqual([]);
  });

  test('F0/0x2: one that is not complete after it', async () => {
    const { machine } = await run(SCRIPT.replace('  say(await ended(read));\n', ''), { find: FEATURE });
    expect(machine.state().violations.map(({ rule }) => rule)).toContain('F0/0x2');
  });

  test('ends with SRB_STATUS_BAD_FUNCTION for a miniport that does not know it', async () => {
    const { said, calls } = await run(SCRIPT.replace('  say(await ended(read));\n', ''));
    expect(said).toEqual(['22 c0000010']);
    expect(calls.filter((call) => call.startsWith('Other 16'))).toEqual([]);
  });

  test('of a request that is over is complete at once', async () => {
    const { said } = await run(`
  const read = begin(SRB_FUNCTION_EXECUTE_SCSI, { cdb: [SCSIOP_TEST_UNIT_READY, 0, 0, 0, 0, 0] });
  await ended(read);
  say(await srb(SRB_FUNCTION_ABORT_COMMAND, { next: read.srb }));
`);
    expect(said).toEqual(['1 0']);
  });
});

test('STOR-51 SRB_FUNCTION_IO_CONTROL and the resets reach the miniport; FLUSH and SHUTDOWN do where its adapter caches data', async () => {
  const script = `
  for (const one of [SRB_FUNCTION_IO_CONTROL, SRB_FUNCTION_FLUSH, SRB_FUNCTION_SHUTDOWN, SRB_FUNCTION_RESET_LOGICAL_UNIT, SRB_FUNCTION_RESET_DEVICE, SRB_FUNCTION_RESET_BUS])
    say(await srb(one));
`;
  const names = (calls: readonly string[]): readonly string[] => calls.map((call) => call.replace(/@.*/, ''));
  const plain = await run(script);
  expect(plain.said).toEqual(Array.from({ length: 6 }, () => '1 0'));
  expect(names(plain.calls)).toEqual(['Other 2', 'Reset 32', 'Reset 19', 'ResetBus']);
  const caching = await run(script, { find: 'config.CachesData = TRUE;' });
  expect(names(caching.calls)).toEqual(['Other 2', 'Other 8', 'Other 7', 'Reset 32', 'Reset 19', 'ResetBus']);
});

test('an SRB that the port driver does not know ends with SRB_STATUS_INVALID_REQUEST', async () => {
  const { said } = await run('say(await srb(SRB_FUNCTION_WMI));');
  expect(said).toEqual(['6 c0000010']);
});
