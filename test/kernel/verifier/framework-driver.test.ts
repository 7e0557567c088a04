/**
 * A driver that takes its steps in the order of the driver frameworks: its own count and flag first, then the stack of
 * its parent, then those that depend on it, then the drivers below, and last of all a callback of its client.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { FaultInjection, Injection, UsageType } from '../../../src/protocol/injection.ts';
import { events, paths } from '../../drivers/support.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, deviceOf, injectAll, ROOT } from '../../support/machine.ts';
import { logPower } from '../../support/power-log.ts';
import { UsageLog } from '../../support/usage-log.ts';
import { found } from './support.ts';

interface Parts {
  /** What happens when one of the others, or the stack below, has refused; `told` are those that had agreed. */
  readonly undo?: string;
  /** Status of the client's callback. */
  readonly callback?: string;
  /** With an in-box filter above it, which is pagable until the drivers below have agreed. */
  readonly isBelow?: boolean;
}

const UNDO_ALL = `for (const pdo of told.reverse()) await Tell(pdo, type, FALSE);
    AdjustCount(extension, type, FALSE);
    if (wasPagable) extension.Self.Flags |= DO_POWER_PAGABLE;`;
/** What has been seen of a framework: the others that depend on it are told, the parent and the own count are forgotten. */
const UNDO_SOME = 'for (const pdo of told.slice(1).reverse()) await Tell(pdo, type, FALSE);';

/** On three disks: on the third it has the first for its parent, and the second depends on it. */
function text({ undo = UNDO_ALL, callback = 'STATUS_SUCCESS' }: Parts): string {
  return withImports(`
import { AdjustCount, AllCounts, ClearPagable, ForwardAndWait, LAB_EXTENSION, LoadFilter, SetPagableBeforeLastRemoval } from './lab.ts';
const others = [];
const down = new Set();
export function DriverEntry(driverObject) {
  const status = LoadFilter(driverObject, { HandleUsageNotification });
  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);
  return status;
}
function DispatchPower(device, irp) {
  const { MinorFunction: minor, Parameters } = IoGetCurrentIrpStackLocation(irp);
  if (minor === IRP_MN_SET_POWER && Parameters.Power.Type === DevicePowerState) {
    const { Pdo: pdo } = cast(LAB_EXTENSION, device.DeviceExtension);
    if (Parameters.Power.State.DeviceState === PowerDeviceD0) down.delete(pdo);
    else down.add(pdo);
  }
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(LAB_EXTENSION, device.DeviceExtension).Lower, irp);
}
async function GoTo(extension, state) {
  const event = local(KEVENT);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  let answer = STATUS_SUCCESS;
  const done = (_device, _minor, _state, _context, status) => {
    answer = status.Status;
    KeSetEvent(event, IO_NO_INCREMENT, FALSE);
  };
  PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, state, done, NULL, NULL);
  await KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
  return answer;
}
function Finish(irp, status) {
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT); //!
  return status;
}
async function HandleUsageNotification(extension, irp) {
  const { InPath: inPath, Type: type } = IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification;
  if (others.length < 2 && !others.includes(extension.Pdo)) others.push(extension.Pdo);
  const targets = others.includes(extension.Pdo) ? [] : others;
  const wasPagable = (extension.Self.Flags & DO_POWER_PAGABLE) !== 0;
  const hadFile = AllCounts(extension) !== 0;
  SetPagableBeforeLastRemoval(extension, type, inPath);
  AdjustCount(extension, type, inPath);
  if (inPath) ClearPagable(extension);
  const told = [];
  const undo = async (status) => {
    ${undo}
    return Finish(irp, status);
  };
  for (const pdo of targets) {
    const status = await Tell(pdo, type, inPath);
    if (!NT_SUCCESS(status) && inPath) return undo(status);
    told.push(pdo);
  }
  const wasDown = down.has(extension.Pdo);
  if (wasDown) {
    const powered = await GoTo(extension, PowerDeviceD0);
    if (!NT_SUCCESS(powered)) return undo(powered);
  }
  irp.IoStatus.Status = STATUS_SUCCESS;
  const status = await ForwardAndWait(extension, irp);
  if (wasDown) await GoTo(extension, PowerDeviceD3);
  if (!NT_SUCCESS(status)) return undo(status);
  const answer = Callback(targets.length > 0 && inPath);
  if (!NT_SUCCESS(answer)) {
    IoGetNextIrpStackLocation(irp).MinorFunction = 0;
    IoGetCurrentIrpStackLocation(irp).Parameters.UsageNotification.InPath = FALSE;
    irp.IoStatus.Status = STATUS_SUCCESS;
    await ForwardAndWait(extension, irp);
    return undo(answer);
  }
  if ((AllCounts(extension) !== 0) !== hadFile) IoInvalidateDeviceState(extension.Pdo);
  return Finish(irp, status);
}
function Callback(isAsked) {
  DbgPrint('callback');
  return isAsked ? ${callback} : STATUS_SUCCESS;
}
async function Tell(pdo, type, inPath) {
  const top = IoGetAttachedDeviceReference(pdo);
  const irp = IoAllocateIrp(top.StackSize, FALSE);
  const next = IoGetNextIrpStackLocation(irp);
  next.MajorFunction = IRP_MJ_PNP;
  next.MinorFunction = IRP_MN_DEVICE_USAGE_NOTIFICATION;
  next.Parameters.UsageNotification.InPath = inPath;
  next.Parameters.UsageNotification.Type = type;
  irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
  IoSetCompletionRoutine(irp, Keep, NULL, TRUE, TRUE, TRUE);
  await IoCallDriver(top, irp);
  const status = irp.IoStatus.Status;
  IoFreeIrp(irp);
  ObDereferenceObject(top);
  return status;
}
function Keep() { return STATUS_MORE_PROCESSING_REQUIRED; }
`);
}

const LAB = join(ROOT, 'samples', 'usage-lab', 'lab.ts');
const DISKS = ['disk0', 'disk1', 'disk2'] as const;
const usage = (device: string, type: UsageType, inPath: boolean): Injection => ({ op: 'usage', device, type, inPath });
const refuse = (device: string): FaultInjection => ({
  op: 'fault',
  device,
  driver: 'disk',
  at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
  status: 'STATUS_DEVICE_NOT_READY',
});

async function boot(parts: Parts): Promise<{ machine: Machine; line: number }> {
  const driver = text(parts);
  const machine = await bootDescription(
    {
      name: 'framework',
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
              children: DISKS.map((id) => ({
                id,
                function: 'disk',
                size: '1MiB',
                upperFilters: ['flt', ...(parts.isBelow === true ? ['filter'] : [])],
                volumes: [],
              })),
            },
          ],
        },
      ],
    },
    { 'flt.ts': driver, 'lab.ts': await readFile(LAB, 'utf8') },
  );
  // Which disk is which the filter learns by the order in which they hear of a file.
  for (const device of ['disk0', 'disk1'])
    await injectAll(machine, [usage(device, 'paging', true), usage(device, 'paging', false)]);
  return { machine, line: driver.split('\n').findIndex((one) => one.includes('//!')) + 1 };
}

/** What was found that is worse than a warning. */
function errors(machine: Machine): readonly string[] {
  const warnings = new Set(['USE-V03']);
  return found(machine).filter((one) => !warnings.has(one.split(' ')[0] ?? ''));
}

test('USE-24 USE-56 the order of the frameworks is taken: the flag that is cleared on the way down is a warning at most', async () => {
  const { machine } = await boot({});
  const result = await machine.inject(usage('disk2', 'paging', true));
  expect(result.ok).toBe(true);
  const steps = events(machine, result.events).flatMap(({ kind, device, driver, detail = '', minor }) => {
    if (
      kind === 'callDriver' &&
      minor === 'DEVICE_USAGE_NOTIFICATION' &&
      driver !== 'storport' &&
      DISKS.some((id) => id === device)
    )
      return [`to ${device}/${driver}`];
    if (device !== 'disk2' || driver !== 'flt') return [];
    if (kind === 'dbgPrint') return [detail];
    return kind === 'call' && /Adjust|Invalidate/.test(detail) ? [detail.replace(/\(.*/, '')] : [];
  });
  expect(steps).toEqual([
    'to disk2/flt',
    'IoAdjustPagingPathCount',
    'to disk0/flt',
    'to disk0/partmgr',
    'to disk0/disk',
    'to disk1/flt',
    'to disk1/partmgr',
    'to disk1/disk',
    'to disk2/partmgr',
    'to disk2/disk',
    'callback',
    'IoInvalidateDeviceState',
  ]);
  expect(machine.state().violations.map(({ rule, level, driver }) => [rule, level, driver])).toEqual([
    ['USE-V03', 'warning', 'flt'],
  ]);
  await machine.inject(usage('disk2', 'paging', false));
  expect([errors(machine), paths(machine, 'disk2', 'disk1', 'disk0')]).toEqual([
    [],
    paths((await boot({})).machine, 'disk2', 'disk1', 'disk0'),
  ]);
});

describe('USE-40 the owner of the power policy has the device in D0 while the drivers below hear of the file', () => {
  const setDevice: Injection = { op: 'power', request: 'setDevice', device: 'disk2', state: 'D3' };
  const steps = (machine: Machine, range: readonly [number, number]): readonly string[] =>
    events(machine, range).flatMap(({ kind, device, driver, major, minor, args }) => {
      if (kind !== 'callDriver' || device !== 'disk2' || driver !== 'disk') return [];
      if (minor === 'SET_POWER') return [`power ${String(args?.['state'] ?? '')}`.trim()];
      return major === 'PNP' && minor === 'DEVICE_USAGE_NOTIFICATION' ? ['file'] : [];
    });

  test('USE-24 USE-40 it is powered up after all others were told, before the drivers below are, and down again afterwards', async () => {
    const { machine } = await boot({ isBelow: true });
    await machine.inject(setDevice);
    expect(deviceOf(machine, 'disk2').power.device).toBe('D3');
    const power = logPower(machine);
    const log = new UsageLog(machine);
    const result = await machine.inject(usage('disk2', 'paging', true));
    expect(result.ok).toBe(true);
    const own = power.filter(({ where }) => where === 'disk2/disk').map(({ what }) => what);
    expect(own).toEqual(['set D0', 'set D3']);
    expect(steps(machine, result.events).map((step) => step.split(' ')[0])).toEqual(['power', 'file', 'power']);
    const told = log.sent().filter((one) => /disk.\/filter/.test(one));
    expect(told).toEqual(['+disk2/filter', '+disk0/filter', '+disk1/filter']);
    expect([deviceOf(machine, 'disk2').power.device, errors(machine)]).toEqual(['D3', []]);
  });

  test('a device that is on already is left alone', async () => {
    const { machine } = await boot({});
    const power = logPower(machine);
    await machine.inject(usage('disk2', 'paging', true));
    expect(power.filter(({ where }) => where.startsWith('disk2/'))).toEqual([]);
  });

  test('when D0 cannot be reached the file is refused, the drivers below hear nothing, and all others are told so', async () => {
    const { machine } = await boot({ isBelow: true });
    await machine.inject(setDevice);
    const before = paths(machine, ...DISKS);
    const at = 'IRP_MN_SET_POWER';
    await machine.inject({ op: 'fault', device: 'disk2', driver: 'disk', at, status: 'STATUS_DEVICE_NOT_CONNECTED' });
    const result = await machine.inject(usage('disk2', 'paging', true));
    expect(result).toMatchObject({ ok: false, status: 'STATUS_DEVICE_NOT_CONNECTED' });
    expect(steps(machine, result.events).map((step) => step.split(' ')[0])).toEqual(['power']);
    expect([errors(machine), paths(machine, ...DISKS)]).toEqual([[], before]);
  });
});

test('USE-56 it is fatal only when a power request really runs through the pagable driver below: 0xA0/0x404', async () => {
  const { machine } = await boot({});
  await machine.inject({ op: 'power', request: 'setDevice', device: 'disk2', state: 'D3' });
  await machine.inject(usage('disk2', 'paging', true));
  // The flag was cleared first, so the request for D0 comes at DISPATCH_LEVEL; the partition manager's is still set.
  const { crash } = machine.nt.kernel.sim;
  const below = deviceOf(machine, 'disk2').stack.find(({ driver }) => driver === 'partmgr');
  expect([crash?.code, crash?.parameters[0], crash?.parameters[3]]).toEqual([0xa0, 0x404, Number(below?.object)]);
});

test('USE-26 the drivers below refuse after all others have agreed: all are told the opposite, flag and count are as before', async () => {
  const { machine } = await boot({});
  await machine.inject(refuse('disk2'));
  const before = paths(machine, ...DISKS, 'hba0', 'pci0');
  const log = new UsageLog(machine);
  const result = await machine.inject(usage('disk2', 'paging', true));
  expect(result).toMatchObject({ ok: false, status: 'STATUS_DEVICE_NOT_READY' });
  expect(log.sent().filter((one) => one.endsWith('/flt'))).toEqual([
    '+disk2/flt',
    '+disk0/flt',
    '+disk1/flt',
    '-disk1/flt',
    '-disk0/flt',
  ]);
  expect([errors(machine), paths(machine, ...DISKS, 'hba0', 'pci0')]).toEqual([[], before]);
});

test('USE-26 what they answer to that does not matter: the refusal from below is passed on', async () => {
  const { machine } = await boot({});
  await machine.inject(refuse('disk2'));
  await machine.inject({ ...refuse('disk1'), after: 1, status: 'STATUS_UNSUCCESSFUL' });
  const log = new UsageLog(machine);
  const result = await machine.inject(usage('disk2', 'paging', true));
  expect(result).toMatchObject({ ok: false, status: 'STATUS_DEVICE_NOT_READY' });
  expect(
    log
      .sent()
      .filter((one) => one.endsWith('/flt'))
      .slice(-2),
  ).toEqual(['-disk1/flt', '-disk0/flt']);
});

test('USE-27 a callback that refuses late: the drivers below are told the opposite with the same request', async () => {
  const { machine } = await boot({ callback: 'STATUS_INSUFFICIENT_RESOURCES' });
  const before = paths(machine, ...DISKS, 'hba0', 'pci0');
  const log = new UsageLog(machine);
  const result = await machine.inject(usage('disk2', 'dump', true));
  expect(result).toMatchObject({ ok: false, status: 'STATUS_INSUFFICIENT_RESOURCES' });
  const own = log.entries.filter(({ where }) => where === 'disk2/flt' || where === 'disk2/partmgr');
  expect(own.map(({ where, inPath, irp }) => [where, inPath, irp === own[0]?.irp])).toEqual([
    ['disk2/flt', true, true],
    ['disk2/partmgr', true, true],
    ['disk2/partmgr', false, true],
  ]);
  expect(log.sent().filter((one) => one.endsWith('/flt'))).toEqual([
    '+disk2/flt',
    '+disk0/flt',
    '+disk1/flt',
    '-disk1/flt',
    '-disk0/flt',
  ]);
  expect([errors(machine), paths(machine, ...DISKS, 'hba0', 'pci0')]).toEqual([[], before]);
});

test('USE-29 a driver that forgets its parent and its own count when another refuses is found for both', async () => {
  const { machine, line } = await boot({ undo: UNDO_SOME });
  await machine.inject(refuse('disk1'));
  expect((await machine.inject(usage('disk2', 'paging', true))).ok).toBe(false);
  // The count is found where it was made, the stack where the request was completed without it.
  const lab = await readFile(LAB, 'utf8');
  const counted = lab.split('\n').findIndex((one) => one.includes('IoAdjustPagingPathCount(')) + 1;
  expect([...errors(machine)].sort()).toEqual([`USE-V05 flt lab.ts:${counted}`, `USE-V06 flt flt.ts:${line}`]);
});

test('USE-29 one that undoes both is not', async () => {
  const { machine } = await boot({});
  await machine.inject(refuse('disk1'));
  const before = paths(machine, ...DISKS);
  expect((await machine.inject(usage('disk2', 'paging', true))).ok).toBe(false);
  expect([errors(machine), paths(machine, ...DISKS)]).toEqual([[], before]);
});
