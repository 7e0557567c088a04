/** Rules of power for drivers in the path of a special file, each with a filter that breaks it and one that does not. */
import { describe, expect, test } from 'vitest';
import type { Devnode } from '../../../src/kernel/pnp/devnode.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { deviceOf, injectAll } from '../../support/machine.ts';
import {
  bootPowered,
  FLUSH,
  fileOnDisk,
  PASS,
  queryDevice,
  READ,
  refuse,
  setDevice,
  WAIT,
  WITH_ROUTINE,
} from './power-filter.ts';
import { found } from './support.ts';

describe('IRP-46 PWR-23 power dispatch may not wait', () => {
  test('irp/wait-in-power-dispatch one that waits for the drivers below is found at the wait', async () => {
    const { machine, lineOf } = await bootPowered({ power: WAIT });
    await machine.inject(queryDevice);
    expect(found(machine)).toEqual([`irp/wait-in-power-dispatch flt flt.ts:${lineOf('/* wait */')}`]);
  });

  test('one that returns STATUS_PENDING and goes on in its completion routine is not, at whichever IRQL', async () => {
    const { machine } = await bootPowered({ power: WITH_ROUTINE });
    await injectAll(machine, [queryDevice, setDevice('D3'), setDevice('D0'), fileOnDisk(true), setDevice('D0')]);
    expect([found(machine), machine.state().bugcheck, deviceOf(machine, 'disk0').power.device]).toEqual([
      [],
      null,
      'D0',
    ]);
  });

  test('at DISPATCH_LEVEL the wait stops the machine', async () => {
    const { machine } = await bootPowered({ power: WAIT });
    await injectAll(machine, [fileOnDisk(true), setDevice('D0')]);
    expect(machine.state().bugcheck).not.toBeNull();
  });

  test('PnP dispatch may: the same filter waits for each usage notification', async () => {
    const { machine } = await bootPowered({});
    await injectAll(machine, [fileOnDisk(true), fileOnDisk(false)]);
    expect(found(machine)).toEqual([]);
  });
});

describe('USE-35 reads and writes of a device with a special file do not wait', () => {
  test('USE-35 one that waits is found at the wait, once there is a file', async () => {
    const { machine, lineOf } = await bootPowered({ read: WAIT });
    await machine.inject(READ);
    expect(found(machine)).toEqual([]);
    await injectAll(machine, [fileOnDisk(true), READ]);
    expect(found(machine)).toEqual([`USE-35 flt flt.ts:${lineOf('/* wait */')}`]);
  });

  test('one that passes on with a completion routine is not', async () => {
    const { machine } = await bootPowered({ read: WITH_ROUTINE });
    await injectAll(machine, [fileOnDisk(true), READ, { op: 'pageIn', device: 'disk0' }]);
    expect(found(machine)).toEqual([]);
  });
});

describe('USE-37 a special file is no reason to refuse a power question', () => {
  test('USE-37 a driver that does is warned at the line', async () => {
    const { machine, lineOf } = await bootPowered({ power: refuse('AllCounts(extension) > 0') });
    await machine.inject(queryDevice);
    expect(found(machine)).toEqual([]);
    await injectAll(machine, [fileOnDisk(true), queryDevice]);
    expect(found(machine)).toEqual([`USE-37 flt flt.ts:${lineOf('/* refuse */')}`]);
    expect(machine.state().violations[0]?.level).toBe('warning');
  });

  test('one that refuses without a file is not', async () => {
    const { machine } = await bootPowered({ power: refuse('AllCounts(extension) === 0') });
    await injectAll(machine, [queryDevice, fileOnDisk(true), queryDevice]);
    expect(found(machine)).toEqual([]);
  });
});

describe('USE-33 USE-38 TV-12 a device that holds the dump file stays in D0', () => {
  const REGISTER = 'PoRegisterDeviceForIdleDetection(extension.Pdo, 5, 10, PowerDeviceD3);';
  const CANCEL = 'PoRegisterDeviceForIdleDetection(extension.Pdo, 0, 0, PowerDeviceD3);';
  const minute: Injection = { op: 'advance', by: '1min' };

  test('idle detection powers it down without one, and not with one', async () => {
    const { machine } = await bootPowered({ flush: `${REGISTER} ${PASS}` });
    await injectAll(machine, [FLUSH, minute]);
    expect(deviceOf(machine, 'disk0').power.device).toBe('D3');
    await injectAll(machine, [setDevice('D0'), fileOnDisk(true, 'dump'), minute]);
    expect([deviceOf(machine, 'disk0').power.device, found(machine)]).toEqual(['D0', []]);
    await injectAll(machine, [fileOnDisk(false, 'dump'), minute]);
    expect(deviceOf(machine, 'disk0').power.device).toBe('D3');
  });

  test('a driver takes its registration back with both times 0', async () => {
    const { machine } = await bootPowered({
      flush: `${REGISTER} ${PASS}`,
      counted: `if (inPath && type === DeviceUsageTypeDumpFile) ${CANCEL}`,
    });
    await injectAll(machine, [FLUSH, fileOnDisk(true, 'dump'), fileOnDisk(false, 'dump'), minute]);
    expect([deviceOf(machine, 'disk0').power.device, found(machine)]).toEqual(['D0', []]);
  });

  test.each([
    ['paging', 0],
    ['dump', 1],
  ] as const)(
    'TV-12 a driver with an idle detection of its own that goes on with a %s file: %i finding',
    async (type, count) => {
      const { machine, lineOf } = await bootPowered({
        flush: `PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL); /* idle */
  ${PASS}`,
      });
      await injectAll(machine, [fileOnDisk(true, type), FLUSH, { op: 'run', until: 'idle' }]);
      expect(found(machine)).toEqual(Array(count).fill(`dump/device-left-d0 flt flt.ts:${lineOf('/* idle */')}`));
    },
  );
});

describe('USE-39 PWR-77 a disk that goes down for hibernation writes its cache and keeps turning', () => {
  /** On D3: a flush of its own, then the unit is stopped, then the request goes on. @param when - whether the unit is stopped */
  const stops = (when: string): Parameters<typeof bootPowered>[0] => ({
    power: `const { MinorFunction: minor, Parameters } = IoGetCurrentIrpStackLocation(irp);
  const { Type: type, State: state, ShutdownType: action } = Parameters.Power;
  if (minor !== IRP_MN_SET_POWER || type !== DevicePowerState || state.DeviceState === PowerDeviceD0) { ${PASS} }
  const isHibernating = action === PowerActionHibernate && extension.HibernationPathCount !== 0;
  DbgPrint('flush'); if (${when}) DbgPrint('stop unit');
  IoMarkIrpPending(irp);
  const flush = IoAllocateIrp(extension.Lower.StackSize, FALSE);
  IoGetNextIrpStackLocation(flush).MajorFunction = IRP_MJ_FLUSH_BUFFERS;
  stopped = ${when};
  IoSetCompletionRoutine(flush, Flushed, irp, TRUE, TRUE, TRUE);
  target = extension;
  IoCallDriver(extension.Lower, flush);
  return STATUS_PENDING;`,
    more: `
let stopped = false;
let target = null;
function Flushed(_device, flush, context) {
  IoFreeIrp(flush);
  const irp = cast(IRP, context);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Down, NULL, TRUE, TRUE, TRUE);
  IoCallDriver(target.Lower, irp);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
function Down() {
  if (stopped) SandboxSetDevicePower(target.Pdo, PowerDeviceD3);
  return STATUS_CONTINUE_COMPLETION;
}`,
  });
  const printed = (machine: Machine): readonly string[] =>
    machine
      .readTrace(0, 100_000)
      .events.filter(({ kind }) => kind === 'dbgPrint')
      .map(({ detail = '' }) => detail);
  const hibernate: Injection = { op: 'power', request: 'hibernate' };

  test('with a hibernation file: the cache is written, the unit is not stopped, and the image finds it on', async () => {
    const { machine } = await bootPowered(stops('!isHibernating'));
    await injectAll(machine, [fileOnDisk(true, 'hibernation')]);
    expect(await machine.inject(hibernate)).toMatchObject({ ok: true });
    expect([printed(machine), found(machine), machine.state().bugcheck]).toEqual([['flush'], [], null]);
  });

  test('when the system only sleeps the unit is stopped', async () => {
    const { machine } = await bootPowered(stops('!isHibernating'));
    await injectAll(machine, [fileOnDisk(true, 'hibernation')]);
    expect(await machine.inject({ op: 'power', request: 'sleep', state: 'S3' })).toMatchObject({ ok: true });
    expect([printed(machine), machine.nt.power.isPowered(devnodeOf(machine))]).toEqual([['flush', 'stop unit'], false]);
    expect(found(machine)).toEqual([]);
  });

  test('a driver that stops it all the same leaves the system without a disk for its image: 0xA0/0x10A', async () => {
    const { machine } = await bootPowered(stops('true'));
    await injectAll(machine, [fileOnDisk(true, 'hibernation'), hibernate]);
    expect(printed(machine)).toEqual(['flush', 'stop unit']);
    expect(machine.nt.kernel.sim.crash).toMatchObject({ code: 0xa0 });
    expect(machine.nt.kernel.sim.crash?.parameters[0]).toBe(0x10a);
    expect(found(machine).map((one) => one.split(' ')[0])).toEqual(['power/hibernation-path-power-lost']);
  });
});

test('USE-57 a driver that needs a page when the paging disk is down never completes its power request: 0x9F/3', async () => {
  const { machine } = await bootPowered({
    power: `const { MinorFunction: minor, Parameters } = IoGetCurrentIrpStackLocation(irp);
  const { Type: type, State: state } = Parameters.Power;
  if (minor !== IRP_MN_SET_POWER || type !== DevicePowerState || state.DeviceState === PowerDeviceD0) { ${PASS} }
  IoMarkIrpPending(irp);
  lower = extension.Lower;
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, NeedsPage, NULL, TRUE, TRUE, TRUE);
  IoCallDriver(extension.Lower, irp);
  return STATUS_PENDING;`,
    more: `
let lower = null;
function NeedsPage(_device, irp) {
  const page = ExAllocatePool2(POOL_FLAG_NON_PAGED, 4096, 'Page');
  const read = IoBuildAsynchronousFsdRequest(IRP_MJ_READ, lower, page, 4096, 0n, NULL);
  IoSetCompletionRoutine(read, GotPage, irp, TRUE, TRUE, TRUE);
  IoCallDriver(lower, read);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
function GotPage(_device, _read, irp) {
  IoCompleteRequest(cast(IRP, irp), IO_NO_INCREMENT);
  return STATUS_MORE_PROCESSING_REQUIRED;
}`,
  });
  await injectAll(machine, [
    fileOnDisk(true),
    { op: 'power', request: 'sleep', state: 'S3' },
    { op: 'advance', by: '11min' },
  ]);
  const disk = devnodeOf(machine);
  expect(machine.nt.kernel.sim.crash).toMatchObject({
    code: 0x9f,
    parameters: [3, disk.pdo.address, expect.any(Number), expect.any(Number)],
  });
});

function devnodeOf(machine: Machine): Devnode {
  const devnode = machine.nt.pnp.byId('disk0');
  if (devnode === undefined) throw new Error('there is no disk');
  return devnode;
}
