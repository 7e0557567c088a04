/** Code that may be paged out, in the path of a special file and elsewhere. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IRP_MJ_POWER } from '../../../src/abi/irp-codes.ts';
import type { CodeSection } from '../../../src/kernel/mm/code-sections.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection, UsageType } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, injectAll, ROOT } from '../../support/machine.ts';
import { makeNt } from '../../support/nt.ts';
import { found } from './support.ts';

interface Parts {
  /** Which routine lies in the section. */
  readonly placed?: string;
  /** Before a notification is passed down; `inPath` and `isLast` (the last file goes) are in reach. */
  readonly down?: string;
  /** After the drivers below have agreed. */
  readonly up?: string;
  readonly refused?: string;
}

const LOCK = 'if (inPath) section = MmLockPagableCodeSection(DispatchPower);';
const UNLOCK = 'if (!inPath) MmUnlockPagableImageSection(section);';
const GIVE_BACK = 'if (inPath) MmUnlockPagableImageSection(section);';

const SEND_POWER = `  const old = out();
  KeRaiseIrql(DISPATCH_LEVEL, old);
  const own = IoAllocateIrp(device.StackSize, FALSE);
  const location = IoGetNextIrpStackLocation(own);
  location.MajorFunction = IRP_MJ_POWER;
  location.MinorFunction = IRP_MN_QUERY_POWER;
  own.IoStatus.Status = STATUS_NOT_SUPPORTED;
  IoSetCompletionRoutine(own, Free, NULL, TRUE, TRUE, TRUE);
  IoCallDriver(device, own);
  KeLowerIrql(old.value);`;

/** A filter that keeps the code of its power routine in a section of its own. A flush sends it a power request at DISPATCH_LEVEL. */
function text({ placed = 'DispatchPower', down = '', up = '', refused = '' }: Parts): string {
  return withImports(`
import { AllCounts, ClearPagable, CountFile, ForwardAndWait, LAB_EXTENSION, LoadFilter, SetPagableBeforeLastRemoval } from './lab.ts';
let section = 0;
export function DriverEntry(driverObject) {
  const status = LoadFilter(driverObject, { HandleUsageNotification });
  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);
  driverObject.MajorFunction.set(IRP_MJ_FLUSH_BUFFERS, DispatchFlush);
  SandboxAllocText(driverObject, 'PAGEPOWR', ${placed});
  return status;
}
function DispatchPower(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(LAB_EXTENSION, device.DeviceExtension).Lower, irp);
}
function Pass(_device, irp) {
  if (irp.PendingReturned) IoMarkIrpPending(irp);
  return STATUS_CONTINUE_COMPLETION;
}
function DispatchFlush(device, irp) {
  const extension = cast(LAB_EXTENSION, device.DeviceExtension);
  ${placed === 'DispatchPower' ? SEND_POWER : ''}
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Pass, NULL, TRUE, TRUE, TRUE);
  return IoCallDriver(extension.Lower, irp); /* flush */
}
function Free(_device, irp) {
  IoFreeIrp(irp);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
async function HandleUsageNotification(extension, irp) {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  const isLast = !inPath && AllCounts(extension) === 1;
  const setPagable = SetPagableBeforeLastRemoval(extension, type, inPath);
  ${down}
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (NT_SUCCESS(status)) {
    CountFile(extension, type, inPath);
    ${up}
  } else {
    if (setPagable) ClearPagable(extension);
    ${refused}
  }
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT); /* end */
  return status;
}
`);
}

async function boot(parts: Parts): Promise<{ machine: Machine; lineOf: (mark: string) => number }> {
  const driver = text(parts);
  const machine = await bootDescription(
    {
      name: 'paged',
      verifier: 'all',
      memory: '8MiB',
      drivers: { flt: { source: './flt.ts' } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'hba0',
              function: 'storport',
              children: [{ id: 'disk0', function: 'disk', size: '1MiB', upperFilters: ['flt'], volumes: [] }],
            },
          ],
        },
      ],
    },
    { 'flt.ts': driver, 'lab.ts': await readFile(join(ROOT, 'samples', 'usage-lab', 'lab.ts'), 'utf8') },
  );
  return { machine, lineOf: (mark) => driver.split('\n').findIndex((line) => line.includes(mark)) + 1 };
}

const usage = (inPath: boolean, type: UsageType = 'paging'): Injection => ({
  op: 'usage',
  device: 'disk0',
  type,
  inPath,
});
/** The section of the filter's routine. */
function sectionOf(machine: Machine, routine: string): CodeSection | undefined {
  const { code, memory } = machine.nt.kernel;
  const driver = machine.nt.io.drivers.find(({ entry }) => entry.name === 'flt');
  const address = memory.u32[((driver?.object.address ?? 0) + 56 + IRP_MJ_POWER * 4) >>> 2] ?? 0;
  expect(memory.routine(address)?.name).toBe(routine);
  return code.of(address);
}

const FLUSH: Injection = { op: 'io', device: 'disk0', request: 'flush' };

describe('USE-30 USE-V14 code in the path of a special file', () => {
  test.each(['paging', 'hibernation', 'dump'] as const)(
    'USE-V14 that is not locked when a %s file comes is found where the driver completes the notification',
    async (type) => {
      const { machine, lineOf } = await boot({});
      await machine.inject(usage(true, type));
      expect(found(machine)).toEqual([`USE-V14 flt flt.ts:${lineOf('/* end */')}`]);
      expect(machine.state().violations[0]?.message).toContain('DispatchPower in PAGEPOWR');
    },
  );

  test('that is locked on the way down is not, through two files and their end', async () => {
    const { machine } = await boot({ down: LOCK, up: UNLOCK, refused: GIVE_BACK });
    await injectAll(machine, [usage(true), FLUSH, usage(true), usage(false), FLUSH, usage(false)]);
    expect([found(machine), machine.state().bugcheck, sectionOf(machine, 'DispatchPower')?.lockCount]).toEqual([
      [],
      null,
      0,
    ]);
  });

  test('USE-V14 that is unlocked while a file is there is found at that line', async () => {
    const { machine, lineOf } = await boot({
      down: LOCK,
      up: `if (!inPath) MmUnlockPagableImageSection(section); ${'/* early */'}\nif (!inPath && AllCounts(extension) > 0) MmUnlockPagableImageSection(section); /* twice */`,
    });
    await injectAll(machine, [usage(true), usage(true), usage(false)]);
    expect(found(machine)).toEqual([`USE-V14 flt flt.ts:${lineOf('/* twice */')}`]);
  });

  test('a boot device needs no locked code, and a refused file leaves none locked', async () => {
    const { machine } = await boot({ down: LOCK, up: UNLOCK, refused: GIVE_BACK });
    await machine.inject({
      op: 'fault',
      device: 'disk0',
      driver: 'disk',
      at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
      status: 'STATUS_UNSUCCESSFUL',
    });
    await machine.inject(usage(true));
    expect(found(machine)).toEqual([]);
    const { machine: other } = await boot({});
    await other.inject(usage(true, 'boot'));
    expect(found(other)).toEqual([]);
    const section = sectionOf(machine, 'DispatchPower');
    expect([section?.name, section?.lockCount]).toEqual(['PAGEPOWR', 0]);
  });

  test('USE-57 0xD3 a power request at DISPATCH_LEVEL meets code that is not locked', async () => {
    const { machine } = await boot({});
    await injectAll(machine, [usage(true), FLUSH]);
    expect(machine.state().bugcheck).toMatchObject({
      code: 0xd3,
      name: 'DRIVER_PORTION_MUST_BE_NONPAGED',
      driver: 'flt',
    });
    const { crash } = machine.nt.kernel.sim;
    const [routine = 0, irql, read, again] = crash?.parameters ?? [];
    expect([machine.nt.kernel.memory.routine(routine)?.name, irql, read, again]).toEqual([
      'DispatchPower',
      2,
      0,
      routine,
    ]);
  });
});

describe('C9/0x227 completion routines', () => {
  test('C9/0x227 IRP-45 one in code that may be paged out is found where the IRP is passed down', async () => {
    const { machine, lineOf } = await boot({ placed: 'Pass', down: '', up: '' });
    await machine.inject(FLUSH);
    expect(found(machine)).toEqual([`C9/0x227 flt flt.ts:${lineOf('/* flush */')}`]);
  });
});

test('USE-30 a section is locked as often as it is asked for, with all routines in it; other code is always there', () => {
  const nt = makeNt();
  const { code, memory } = nt.kernel;
  const call = (name: string, ...parameters: unknown[]): unknown =>
    (nt.wdm[name] as (...given: unknown[]) => unknown)(...parameters);
  const [one, two, other] = [(): void => {}, (): void => {}, (): void => {}].map((routine) =>
    memory.addressOfRoutine(routine),
  );
  for (const [routine, section] of [
    [one, 'PAGE'],
    [two, 'PAGE'],
  ] as const)
    code.place(7, section, routine ?? 0, 'routine');
  const resident = (): readonly boolean[] => [one, two, other].map((address) => code.isResident(address ?? 0));
  expect(resident()).toEqual([false, false, true]);
  const handle = call('MmLockPagableCodeSection', one);
  call('MmLockPagableSectionByHandle', handle);
  expect([resident(), code.of(two ?? 0)?.lockCount]).toEqual([[true, true, true], 2]);
  call('MmUnlockPagableImageSection', handle);
  expect(resident()).toEqual([true, true, true]);
  call('MmUnlockPagableImageSection', handle);
  expect(resident()).toEqual([false, false, true]);
  expect(call('MmLockPagableCodeSection', other)).toBe(0);
  code.forget(7);
  expect(resident()).toEqual([true, true, true]);
});
