/** The same rules hold for drivers in C. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Injection } from '../../../src/protocol/injection.ts';
import { boot, FRAME_LINES } from '../../machine/c/support.ts';
import { bootMachine, ROOT } from '../../support/machine.ts';
import { found } from './support.ts';

const usage = (type: 'paging' | 'dump', inPath: boolean): Injection => ({ op: 'usage', device: 'disk0', type, inPath });

test('the sample filter in C keeps every rule', async () => {
  const file = join(ROOT, 'samples', 'c-filter', 'c-filter.machine.json').replaceAll('\\', '/');
  const machine = await bootMachine({ file, verifier: 'all' });
  const steps: readonly Injection[] = [
    usage('paging', true),
    usage('dump', true),
    {
      op: 'fault',
      device: 'disk0',
      driver: 'disk',
      at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
      status: 'STATUS_UNSUCCESSFUL',
    },
    usage('paging', true),
    { op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 },
    usage('dump', false),
    usage('paging', false),
    { op: 'pnp', device: 'disk0', request: 'rebalance' },
    { op: 'pnp', device: 'disk0', request: 'disable' },
  ];
  for (const step of steps) await machine.inject(step);
  expect(found(machine)).toEqual([]);
  expect(machine.state().bugcheck).toBeNull();
}, 60_000);

test('a call that breaks a rule is found at its line in C', async () => {
  const machine = await boot(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  PVOID block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tesT');
  KIRQL irql;

  KeRaiseIrql(DISPATCH_LEVEL, &irql);
  KeEnterCriticalRegion();
  KeLowerIrql(irql);
  KeLeaveCriticalRegion();
  ExFreePoolWithTag(block, 'rehO');
  return STATUS_SUCCESS;
}`);
  expect(found(machine)).toEqual([
    `IrqlKeApcLte2 mine mine.c:${FRAME_LINES + 8}`,
    `C2/0x0A mine mine.c:${FRAME_LINES + 11}`,
  ]);
});

test('what only shows when a routine of a C driver returns is found at the call before', async () => {
  const machine = await boot(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  KeEnterCriticalRegion();
  return STATUS_SUCCESS;
}`);
  expect(found(machine).map((one) => one.replace(/:\d+$/, ''))).toEqual(['C4/0xC5 mine mine.c']);
});

test.each([
  ['PoCallDriver', []],
  ['IoCallDriver', [`power/po-call-driver-missing mine mine.c:${FRAME_LINES + 6}`]],
])('PWR-52 under the rules of Windows XP a C driver sends a power IRP on with %s', async (routine, expected) => {
  const machine = await boot(
    `
static NTSTATUS Power(PDEVICE_OBJECT device, PIRP irp)
{
  PoStartNextPowerIrp(irp);
  IoSkipCurrentIrpStackLocation(irp);
  return ${routine}(((PEXTENSION)device->DeviceExtension)->Lower, irp);
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  device->DriverObject->MajorFunction[IRP_MJ_POWER] = Power;
  return STATUS_SUCCESS;
}`,
    { power: { legacyRules: true } },
  );
  const down: Injection = { op: 'power', request: 'setDevice', device: 'dev0', state: 'D3' };
  expect(await machine.inject(down)).toMatchObject({ ok: true });
  expect(found(machine).filter((one) => one.startsWith('power/po-') || one.startsWith('power/start-'))).toEqual(
    expected,
  );
  expect(await machine.inject({ ...down, state: 'D0' })).toMatchObject({ ok: true });
});

test('PWR-53 PWR-16 PWR-56 rules of power are found at their lines in C, and NULL is NULL', async () => {
  const machine = await boot(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  POWER_STATE state;
  PIRP irp;

  state.DeviceState = PowerDeviceD0;
  PoRequestPowerIrp(device, IRP_MN_SET_POWER, state, NULL, NULL, NULL);
  PoRequestPowerIrp(device, IRP_MN_SET_POWER, state, NULL, NULL, &irp);
  PoSetDeviceBusyEx(NULL);
  return STATUS_SUCCESS;
}`);
  expect(found(machine)).toEqual([
    `RequestedPowerIrp mine mine.c:${FRAME_LINES + 9}`,
    `power/idle-null-pointer mine mine.c:${FRAME_LINES + 10}`,
    expect.stringMatching(/^power\/state-not-reported mine mine\.c:/),
  ]);
});

test('PWR-47 a driver in C that lets the system sleep with its device on is found at its routine', async () => {
  const machine = await boot('static NTSTATUS Start(PDEVICE_OBJECT device) { return STATUS_SUCCESS; }');
  await machine.inject({ op: 'power', request: 'sleep' });
  expect(found(machine).map((one) => one.replace(/:\d+$/, ''))).toEqual(['power/no-device-request mine mine.c']);
});
