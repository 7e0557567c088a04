/** Registers, power settings and power requests, as a driver in C reaches them. */
import { expect, test } from 'vitest';
import { boot, printed } from './support.ts';

test('PWR-15: a driver in C maps registers; where nobody answers it reads all ones', async () => {
  const machine = await boot(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  PHYSICAL_ADDRESS where;
  PUCHAR base;

  where.QuadPart = 0xe8000000;
  base = MmMapIoSpace(where, 4096, MmNonCached);
  WRITE_REGISTER_ULONG((PULONG)(base + 8), 1);
  DbgPrint("%x %x %I64x\\n", READ_REGISTER_ULONG((PULONG)(base + 8)), READ_REGISTER_UCHAR(base), READ_REGISTER_ULONG64((PULONG64)base));
  DbgPrint("%x\\n", READ_PORT_USHORT((PUSHORT)0x3f8));
  MmUnmapIoSpace(base, 4096);
  return STATUS_SUCCESS;
}`);
  expect(printed(machine)).toEqual(['ffffffff ff ffffffffffffffff', 'ffff']);
});

test('a driver in C hears of a power setting, and asks for the system', async () => {
  const machine = await boot(`
static PVOID Handle;
static PVOID Request;

static NTSTATUS Heard(PGUID setting, PVOID value, ULONG length, PVOID context)
{
  DbgPrint("%d: %u of %u bytes, %p\\n", IsEqualGUID(setting, &GUID_LIDSWITCH_STATE_CHANGE), *(PULONG)value, length, context);
  return STATUS_SUCCESS;
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  NTSTATUS status = PoRegisterPowerSettingCallback(device, &GUID_LIDSWITCH_STATE_CHANGE, Heard, (PVOID)0x77, &Handle);

  DbgPrint("%x\\n", status);
  status = PoCreatePowerRequest(&Request, device, NULL);
  DbgPrint("%x %x\\n", status, PoSetPowerRequest(Request, PowerRequestSystemRequired));
  return STATUS_SUCCESS;
}`);
  await machine.inject({ op: 'power', request: 'setting', setting: 'GUID_LIDSWITCH_STATE_CHANGE', value: 0 });
  expect(printed(machine)).toEqual(['1: 1 of 4 bytes, 00000077', '0', '0 0', '1: 0 of 4 bytes, 00000077']);
  expect(machine.nt.powerRequests.holders).toHaveLength(1);
});
