/** Requests that wait in a driver's queue can be cancelled there, by a filter that made up its mind. */
import { expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import { bootDescription } from '../support/machine.ts';
import { events, findings, io, pnp } from './support.ts';

/** Passes everything on; IRP_MJ_FLUSH_BUFFERS cancels the last read or write that went down. */
const CANCELLER = `
import {
  cast, DO_DEVICE_INITIALIZING, DO_DIRECT_IO, DO_POWER_PAGABLE, IoAttachDeviceToDeviceStack, IoCallDriver, IoCancelIrp,
  IoCompleteRequest, IoCreateDevice, IoGetCurrentIrpStackLocation, IoSkipCurrentIrpStackLocation, IRP_MJ_FLUSH_BUFFERS,
  IRP_MJ_READ, IRP_MJ_WRITE, NULL, out, PDEVICE_OBJECT, PIRP, STATUS_SUCCESS, struct,
} from 'wdm';
class EXTENSION extends struct('CANCEL_EXTENSION', { Lower: PDEVICE_OBJECT, Last: PIRP }) {}
export function DriverEntry(driverObject) {
  for (let major = 0; major < 28; major += 1) driverObject.MajorFunction.set(major, Dispatch);
  driverObject.DriverExtension.AddDevice = (driver, pdo) => {
    const device = out();
    IoCreateDevice(driver, EXTENSION, NULL, pdo.DeviceType, 0, false, device);
    const lower = IoAttachDeviceToDeviceStack(device.value, pdo);
    cast(EXTENSION, device.value.DeviceExtension).Lower = lower;
    device.value.Flags |= lower.Flags & (DO_DIRECT_IO | DO_POWER_PAGABLE);
    device.value.Flags &= ~DO_DEVICE_INITIALIZING;
    return STATUS_SUCCESS;
  };
  return STATUS_SUCCESS;
}
function Dispatch(deviceObject, irp) {
  const extension = cast(EXTENSION, deviceObject.DeviceExtension);
  const { MajorFunction } = IoGetCurrentIrpStackLocation(irp);
  if (MajorFunction === IRP_MJ_FLUSH_BUFFERS) {
    IoCancelIrp(extension.Last);
    irp.IoStatus.Status = STATUS_SUCCESS;
    IoCompleteRequest(irp, 0);
    return STATUS_SUCCESS;
  }
  if (MajorFunction === IRP_MJ_READ || MajorFunction === IRP_MJ_WRITE) extension.Last = irp;
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(extension.Lower, irp);
}
`;

function boot(place: 'upperFilters' | 'lowerFilters'): Promise<Machine> {
  const disk = { id: 'disk0', function: 'disk', size: '4MiB', [place]: ['canceller'] };
  const hba = { id: 'hba0', function: 'storport', children: [disk] };
  return bootDescription(
    {
      name: 'cancel',
      drivers: { canceller: { source: './canceller.ts' } },
      devices: [{ id: 'pci0', function: 'pci', children: [hba] }],
    },
    { 'canceller.ts': CANCELLER },
  );
}

test.each([
  ['disk', 'disk0', 'upperFilters'],
  ['storport', 'hba0', 'lowerFilters'],
] as const)('%s completes a request that is cancelled while it waits', async (_driver, stopped, place) => {
  const machine = await boot(place);
  await pnp(machine, stopped, 'queryStop');
  await io(machine, 'disk0', 'write', { offset: 0, length: 512, data: 'one' });
  await io(machine, 'disk0', 'write', { offset: 512, length: 512, data: 'two' });
  expect(machine.state().irps).toHaveLength(2);
  const flushed = await machine.inject({ op: 'io', device: 'disk0', request: 'flush' });
  const completed = events(machine, [0, machine.state().events]).filter(({ status }) => status === 'STATUS_CANCELLED');
  expect(flushed.status).toBe('STATUS_SUCCESS');
  expect(completed.length).toBeGreaterThan(0);
  expect(machine.state().irps).toHaveLength(1);
  await pnp(machine, stopped, 'cancelStop');
  await machine.inject({ op: 'run' });
  expect(machine.state().irps).toEqual([]);
  expect((await io(machine, 'disk0', 'read', { offset: 0, length: 512 })).message).toContain('6f6e65');
  expect((await io(machine, 'disk0', 'read', { offset: 512, length: 512 })).message).toContain('000000');
  expect(findings(machine)).toEqual([]);
});

test('a disk that is pulled out fails what it holds', async () => {
  const machine = await boot('upperFilters');
  await pnp(machine, 'disk0', 'queryStop');
  await io(machine, 'disk0', 'write', { offset: 0, length: 512, data: 'lost' });
  await pnp(machine, 'disk0', 'unplug');
  expect(machine.state().irps).toEqual([]);
  const failed = events(machine, [0, machine.state().events]).filter(
    ({ status }) => status === 'STATUS_DEVICE_REMOVED',
  );
  expect(failed.length).toBeGreaterThan(0);
});
