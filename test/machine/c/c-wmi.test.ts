import { expect, test } from 'vitest';
import { boot, bugcheckOf, printed } from './support.ts';

const GUID = '{12345678-1111-2222-3333-444455556666}';

test('WMILIB in C: its routines get what C declares, write through pointers, and may wait', async () => {
  const machine = await boot(`
static const GUID Counter = { 0x12345678, 0x1111, 0x2222, { 0x33, 0x33, 0x44, 0x44, 0x55, 0x55, 0x66, 0x66 } };
static ULONG Value = 0x11;
static WMIGUIDREGINFO Blocks[] = { { &Counter, 1, 0 } };

static WMI_QUERY_REGINFO_CALLBACK QueryRegInfo;
static WMI_QUERY_DATABLOCK_CALLBACK QueryDataBlock;
static WMI_SET_DATABLOCK_CALLBACK SetDataBlock;
static WMI_FUNCTION_CONTROL_CALLBACK FunctionControl;

static NTSTATUS QueryRegInfo(PDEVICE_OBJECT device, PULONG flags, PUNICODE_STRING name, PUNICODE_STRING *path,
                             PUNICODE_STRING mof, PDEVICE_OBJECT *pdo)
{
  *flags = WMIREG_FLAG_EXPENSIVE;
  *path = NULL;
  *pdo = NULL;
  DbgPrint("registered\\n");
  return STATUS_SUCCESS;
}

static NTSTATUS QueryDataBlock(PDEVICE_OBJECT device, PIRP irp, ULONG block, ULONG instance, ULONG count,
                               PULONG lengths, ULONG available, PUCHAR buffer)
{
  LARGE_INTEGER delay;

  if (available < sizeof(Value)) return WmiCompleteRequest(device, irp, STATUS_BUFFER_TOO_SMALL, sizeof(Value), 0);
  delay.QuadPart = -10000;
  KeDelayExecutionThread(KernelMode, FALSE, &delay);
  lengths[0] = sizeof(Value);
  *(PULONG)buffer = Value;
  return WmiCompleteRequest(device, irp, STATUS_SUCCESS, sizeof(Value), IO_NO_INCREMENT);
}

static NTSTATUS SetDataBlock(PDEVICE_OBJECT device, PIRP irp, ULONG block, ULONG instance, ULONG size, PUCHAR buffer)
{
  Value = *(PULONG)buffer;
  return WmiCompleteRequest(device, irp, STATUS_SUCCESS, 0, IO_NO_INCREMENT);
}

static NTSTATUS FunctionControl(PDEVICE_OBJECT device, PIRP irp, ULONG block, ULONG function, BOOLEAN enable)
{
  DbgPrint("control %d %d\\n", function, enable);
  return WmiCompleteRequest(device, irp, STATUS_SUCCESS, 0, IO_NO_INCREMENT);
}

static WMILIB_CONTEXT Library = { 1, Blocks, QueryRegInfo, QueryDataBlock, SetDataBlock, NULL, NULL, FunctionControl };

static NTSTATUS SystemControl(PDEVICE_OBJECT device, PIRP irp)
{
  SYSCTL_IRP_DISPOSITION disposition;
  NTSTATUS status = WmiSystemControl(&Library, device, irp, &disposition);

  if (disposition == IrpProcessed) return status;
  if (disposition == IrpNotCompleted) IoCompleteRequest(irp, IO_NO_INCREMENT);
  else status = Complete(irp, irp->IoStatus.Status);
  return status;
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  device->DriverObject->MajorFunction[IRP_MJ_SYSTEM_CONTROL] = SystemControl;
  return IoWMIRegistrationControl(device, WMIREG_ACTION_REGISTER);
}`);
  const wmi = { op: 'wmi', device: 'dev0', guid: GUID } as const;
  expect(await machine.inject({ ...wmi, request: 'set', data: 'hex:22000000' })).toMatchObject({ ok: true });
  const query = await machine.inject({ ...wmi, request: 'query' });
  expect(query.message).toContain('STATUS_SUCCESS. instance 0: 22000000.');
  const execute = await machine.inject({ ...wmi, request: 'execute', method: 1 });
  expect(execute.status).toBe('STATUS_INVALID_DEVICE_REQUEST');
  await machine.inject({ ...wmi, request: 'enableCollection' });
  expect(bugcheckOf(machine)).toBeNull();
  expect(printed(machine)).toEqual(['registered', 'control 1 1']);
});
