/** PoRegisterPowerSettingCallback, and the objects with which drivers keep the system awake. */
import { describe, expect, test } from 'vitest';
import { PowerRequestDisplayRequired, PowerRequestSystemRequired } from '../../../src/abi/enums.ts';
import { GUID_ACDC_POWER_SOURCE, GUID_LIDSWITCH_STATE_CHANGE } from '../../../src/abi/guids.ts';
import { STATUS_INVALID_PARAMETER, STATUS_NOT_SUPPORTED, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import type { GUID } from '../../../src/abi/structs/rtl.ts';
import { readGuid } from '../../../src/kernel/io/guid.ts';
import { POWER_SETTINGS } from '../../../src/kernel/po/power-settings.ts';
import { POWER_SETTING_NAMES } from '../../../src/protocol/injection.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';
import { buildStack, makeNt, runThread, type TestKernel } from '../../support/nt.ts';

type Call = (...parameters: readonly unknown[]) => unknown;

function call(nt: TestKernel, name: string, ...parameters: readonly unknown[]): unknown {
  return (nt.wdm[name] as Call)(...parameters);
}

const out = (nt: TestKernel): { value: number } => (nt.wdm['out'] as () => { value: number })();

test('the protocol names the settings that there are', () => {
  expect([...POWER_SETTING_NAMES].sort()).toEqual(Object.keys(POWER_SETTINGS).sort());
});

describe('PoRegisterPowerSettingCallback', () => {
  test('the callback gets the present value at once, and each change until it is taken back', async () => {
    const nt = makeNt();
    const heard: unknown[] = [];
    const handle = out(nt);
    const callback = (guid: GUID, value: number, length: number, context: number): number => {
      heard.push([readGuid(guid) === GUID_LIDSWITCH_STATE_CHANGE, nt.kernel.memory.u32[value >>> 2], length, context]);
      return 0;
    };
    const { blocks } = nt.kernel.pool;
    await runThread(nt, async () => {
      const register = 'PoRegisterPowerSettingCallback';
      expect(await call(nt, register, null, GUID_LIDSWITCH_STATE_CHANGE, callback, 0x77, handle)).toBe(STATUS_SUCCESS);
      await nt.powerSettings.set({ guid: GUID_LIDSWITCH_STATE_CHANGE, value: 0 });
      expect(await nt.powerSettings.set({ guid: GUID_LIDSWITCH_STATE_CHANGE, value: 0 })).toBe(false);
      await nt.powerSettings.set({ guid: GUID_ACDC_POWER_SOURCE, value: 1 });
      expect(call(nt, 'PoUnregisterPowerSettingCallback', handle.value)).toBe(STATUS_SUCCESS);
      expect(call(nt, 'PoUnregisterPowerSettingCallback', handle.value)).toBe(STATUS_INVALID_PARAMETER);
      await nt.powerSettings.set({ guid: GUID_LIDSWITCH_STATE_CHANGE, value: 1 });
    });
    expect(heard).toEqual([
      [true, 1, 4, 0x77],
      [true, 0, 4, 0x77],
    ]);
    expect(nt.kernel.pool.blocks).toBe(blocks);
  });

  test('a setting that nobody knows never changes, and is no mistake', async () => {
    const nt = makeNt();
    const heard: unknown[] = [];
    const guid = '{00000000-1111-2222-3333-444444444444}';
    const status = await runThread(nt, () =>
      call(nt, 'PoRegisterPowerSettingCallback', null, guid, () => heard.push(0), 0, out(nt)),
    );
    expect([status, heard]).toEqual([STATUS_SUCCESS, []]);
  });

  test('BC-02: a callback that returns at another IRQL stops the machine with 0xA0/0x900', async () => {
    const nt = makeNt();
    const callback = (): number => {
      call(nt, 'KeRaiseIrql', 2, out(nt));
      return 0;
    };
    await runThread(nt, () =>
      call(nt, 'PoRegisterPowerSettingCallback', null, GUID_ACDC_POWER_SOURCE, callback, 0, out(nt)),
    );
    const { crash } = nt.kernel.sim;
    expect([crash?.code, crash?.parameters[0], crash?.parameters.slice(2)]).toEqual([0xa0, 0x900, [0, 2]]);
  });
});

describe('power requests', () => {
  test('only the system can be asked for, the calls are counted, and a device is needed', async () => {
    const nt = makeNt();
    const [device] = buildStack(nt, [{ name: 'drv', dispatch: () => 0 }]);
    const object = out(nt);
    await runThread(nt, () => {
      expect(call(nt, 'PoCreatePowerRequest', object, null, null)).toBe(STATUS_INVALID_PARAMETER);
      expect(object.value).toBe(0);
      expect(call(nt, 'PoCreatePowerRequest', object, device, null)).toBe(STATUS_SUCCESS);
      expect(call(nt, 'PoSetPowerRequest', object.value, PowerRequestDisplayRequired)).toBe(STATUS_NOT_SUPPORTED);
      for (let count = 0; count < 2; count += 1)
        expect(call(nt, 'PoSetPowerRequest', object.value, PowerRequestSystemRequired)).toBe(STATUS_SUCCESS);
      call(nt, 'PoClearPowerRequest', object.value, PowerRequestSystemRequired);
      expect(nt.powerRequests.holders).toHaveLength(1);
      call(nt, 'PoClearPowerRequest', object.value, PowerRequestSystemRequired);
      expect(nt.powerRequests.holders).toEqual([]);
      call(nt, 'PoDeletePowerRequest', object.value);
      expect(call(nt, 'PoSetPowerRequest', object.value, PowerRequestSystemRequired)).toBe(STATUS_INVALID_PARAMETER);
    });
  });

  test('PWR-57: the system does not go to sleep by itself while a driver needs it', async () => {
    const driver = withImports(`
class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT }) {}
const request = out();
export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
function AddDevice(driverObject, pdo) {
  const created = out();
  IoCreateDevice(driverObject, EXTENSION, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, created);
  const self = created.value;
  cast(EXTENSION, self.DeviceExtension).Lower = IoAttachDeviceToDeviceStack(self, pdo);
  self.Flags |= pdo.Flags & DO_POWER_PAGABLE;
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  PoCreatePowerRequest(request, self, NULL);
  PoSetPowerRequest(request.value, PowerRequestSystemRequired);
  return STATUS_SUCCESS;
}
function PassDown(device, irp) {
  if (IoGetCurrentIrpStackLocation(irp).MajorFunction === IRP_MJ_READ) PoClearPowerRequest(request.value, PowerRequestSystemRequired);
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
`);
    const machine = await bootDescription(
      {
        name: 'request',
        memory: '4MiB',
        verifier: 'off',
        power: { systemIdle: '1min' },
        drivers: { busy: { source: './busy.ts' } },
        devices: [{ id: 'dev0', function: 'null', upperFilters: ['busy'] }],
      },
      { 'busy.ts': driver },
    );
    await injectAll(machine, [{ op: 'advance', by: '10min' }]);
    expect(machine.state().power).toMatchObject({ state: 'working', keptAwakeBy: ['dev0/busy'] });
    await injectAll(machine, [
      { op: 'io', device: 'dev0', request: 'read', length: 1 },
      { op: 'advance', by: '2min' },
    ]);
    expect(machine.state().power).toEqual({ state: 'asleep', source: 'mains', wokenBy: [] });
  });
});

test('the injection `setting` changes one, and `battery` the source of power', async () => {
  const machine = await bootDescription(
    { name: 'settings', memory: '4MiB', devices: [{ id: 'dev0', function: 'null' }] },
    {},
  );
  const change = { op: 'power', request: 'setting', setting: 'GUID_LIDSWITCH_STATE_CHANGE' } as const;
  expect((await machine.inject({ ...change, value: 0 })).message).toBe('GUID_LIDSWITCH_STATE_CHANGE is 0 now.');
  expect((await machine.inject({ ...change, value: 0 })).message).toContain('nobody is told');
  expect(await machine.inject(change)).toMatchObject({ ok: false });
  await machine.inject({ op: 'power', request: 'battery' });
  expect(machine.nt.powerSettings.valueOf(GUID_ACDC_POWER_SOURCE)).toBe(1);
  expect(await machine.inject({ op: 'power', request: 'latency' })).toMatchObject({ ok: false });
});
