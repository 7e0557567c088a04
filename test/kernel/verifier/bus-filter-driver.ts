/** A filter of a bus: on the bus's own stack, and with a device object on each child. */
import { expect } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootDescription } from '../../support/machine.ts';
import { filterText, MARK } from './support.ts';

/** @param atRemoval - what the device object on a child does in IRP_MN_REMOVE_DEVICE */
const busFilter = (atRemoval: string): string =>
  filterText({
    entry: `
  globalThis.attachToChild = (driver, child) => {
    const created = out();
    IoCreateDevice(driver, EXTENSION, NULL, child.DeviceType, 0, FALSE, created);
    const extension = cast(EXTENSION, created.value.DeviceExtension);
    extension.Lower = IoAttachDeviceToDeviceStack(created.value, child);
    extension.Saved = 1;
    created.value.Flags |= child.Flags & DO_POWER_PAGABLE;
    created.value.Flags &= ~DO_DEVICE_INITIALIZING;
  };`,
    pnp: `
  const location = IoGetCurrentIrpStackLocation(irp);
  if (extension.Saved === 0 && minor === IRP_MN_QUERY_DEVICE_RELATIONS && location.Parameters.QueryDeviceRelations.Type === BusRelations) {
    const status = await ForwardAndWait(extension, irp);
    const list = cast(DEVICE_RELATIONS, irp.IoStatus.Information);
    for (let index = 0; index < list.Count; index += 1) {
      const child = list.Objects.get(index);
      if (child.AttachedDevice === NULL) globalThis.attachToChild(device.DriverObject, child);
    }
    return Complete(irp, status);
  }
  if (extension.Saved === 1 && minor === IRP_MN_REMOVE_DEVICE) {
    const below = extension.Lower;
    IoSkipCurrentIrpStackLocation(irp);
    const passed = await IoCallDriver(below, irp);
    ${atRemoval}
    return passed;
  }`,
  });

export async function disableChild(
  atRemoval: string,
  verifier: unknown = 'all',
): Promise<{ machine: Machine; line: number }> {
  const text = busFilter(atRemoval);
  const machine = await bootDescription(
    {
      name: 'bus-filter',
      memory: '4MiB',
      verifier,
      drivers: { flt: { source: './flt.ts' } },
      devices: [{ id: 'pci0', function: 'pci', upperFilters: ['flt'], children: [{ id: 'dev0', function: 'null' }] }],
    },
    { 'flt.ts': text },
  );
  expect(
    machine
      .state()
      .devices.find(({ id }) => id === 'dev0')
      ?.stack.map(({ driver }) => driver),
  ).toEqual(['null', 'flt', 'pci']);
  await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
  return { machine, line: text.split('\n').findIndex((one) => one.includes(MARK)) + 1 };
}

export const DETACHES = 'IoDetachDevice(below); //!\nIoDeleteDevice(device);';
export const DELETES = 'ObReferenceObject(device);\nIoDeleteDevice(device); //!';
