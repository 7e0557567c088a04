/** Rules of power for drivers in the path of a special file, each with a filter that breaks it and one that does not. */
import { describe, expect, test } from 'vitest';
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

describe('IRP-46 power dispatch may not wait', () => {
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

describe('USE-33 USE-38 a device that holds the dump file stays in D0', () => {
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
    'a driver with an idle detection of its own that goes on with a %s file: %i finding',
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
