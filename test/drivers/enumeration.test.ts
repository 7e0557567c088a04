import { expect, test } from 'vitest';
import { bootDescription, deviceOf } from '../support/machine.ts';
import { bootStorage, events, findings, pnp, states, usage } from './support.ts';

test('a LUN answers every question of enumeration, as its parent and its hardware let it', async () => {
  const machine = await bootStorage();
  const asked = events(machine, [0, machine.state().events]).filter(
    ({ kind, device, driver, major }) =>
      kind === 'completeRequest' && device === 'disk0' && driver === 'storport' && major === 'PNP',
  );
  expect(
    asked.slice(0, 14).map(({ minor, status }) => `${minor} ${status?.replace('STATUS_', '')}`),
  ).toMatchInlineSnapshot(`
    [
      "QUERY_ID SUCCESS",
      "QUERY_CAPABILITIES SUCCESS",
      "QUERY_ID SUCCESS",
      "QUERY_ID SUCCESS",
      "QUERY_ID SUCCESS",
      "QUERY_ID NOT_SUPPORTED",
      "QUERY_DEVICE_TEXT SUCCESS",
      "QUERY_DEVICE_TEXT SUCCESS",
      "QUERY_BUS_INFORMATION NOT_SUPPORTED",
      "QUERY_RESOURCES NOT_SUPPORTED",
      "QUERY_RESOURCE_REQUIREMENTS NOT_SUPPORTED",
      "DEVICE_ENUMERATED NOT_SUPPORTED",
      "FILTER_RESOURCE_REQUIREMENTS NOT_SUPPORTED",
      "START_DEVICE SUCCESS",
    ]
  `);
});

test('capabilities come from the parent, stack by stack up to the root', async () => {
  const machine = await bootStorage();
  const sent = events(machine, [0, machine.state().events]).filter(
    ({ kind, minor, driver, device }) =>
      kind === 'callDriver' && minor === 'QUERY_CAPABILITIES' && device === 'acpi0' && driver === 'root',
  );
  // Once for acpi0 itself when it is found and once when it is started, and then for every device above.
  expect(sent.length).toBeGreaterThan(4);
  expect(findings(machine)).toEqual([]);
});

test('each bus driver says on what kind of bus its children are', async () => {
  const machine = await bootStorage();
  const answered = events(machine, [0, machine.state().events]).filter(
    ({ kind, minor }) => kind === 'completeRequest' && minor === 'QUERY_BUS_INFORMATION',
  );
  const byDriver = (name: string): string[] =>
    answered.filter(({ driver }) => driver === name).map(({ device, status }) => `${device} ${status}`);
  expect(byDriver('acpi')).toEqual(['pci0 STATUS_SUCCESS']);
  expect(byDriver('pci')).toEqual(['hba0 STATUS_SUCCESS', 'null0 STATUS_SUCCESS']);
  // A SCSI target is not addressed through a bus that the PnP manager knows.
  expect(byDriver('storport')).toEqual(['disk0 STATUS_NOT_SUPPORTED']);
});

test('ids, texts and locations are those of the hardware', async () => {
  const machine = await bootStorage();
  const shown = machine
    .state()
    .devices.map(({ id, instancePath, description }) => `${id}: ${instancePath} (${description})`);
  expect(shown.join('\n')).toMatchInlineSnapshot(`
    "root: HTREE\\ROOT\\root (drivers)
    acpi0: ACPI_HAL\\PNP0C08\\acpi0 (ACPI system)
    pci0: ACPI\\PNP0A08\\pci0 (PCI bus)
    hba0: PCI\\VEN_1B36&DEV_0010\\pci0&hba0 (Storage adapter)
    disk0: SCSI\\Disk&Ven_Sandbox&Prod_RAM_Disk\\pci0&hba0&disk0 (Disk)
    null0: SANDBOX\\Null\\pci0&null0 (Null device)
    volmgr0: ROOT\\volmgr\\volmgr0 (Volume manager)
    volC: STORAGE\\Volume\\volC (Volume)
    volD: STORAGE\\Volume\\volD (Volume)"
  `);
});

test('pulling out and plugging in again leaves no memory behind', async () => {
  const machine = await bootStorage();
  const cycle = async (): Promise<number> => {
    await usage(machine, 'volC', 'paging', true);
    await usage(machine, 'volC', 'paging', false);
    await pnp(machine, 'disk0', 'unplug');
    await pnp(machine, 'disk0', 'plugIn');
    await pnp(machine, 'hba0', 'rebalance');
    return machine.nt.kernel.pool.blocks;
  };
  const first = await cycle();
  expect([await cycle(), await cycle()]).toEqual([first, first]);
  expect(states(machine, 'disk0', 'volC')).toBe('disk0 started, volC started');
});

test('a bus lists a child that comes later without disturbing those that are there', async () => {
  const machine = await bootStorage();
  const before = deviceOf(machine, 'hba0').stack.map(({ object }) => object);
  await pnp(machine, 'null0', 'unplug');
  expect(machine.state().devices.some(({ id, present }) => id === 'null0' && present)).toBe(false);
  await pnp(machine, 'null0', 'plugIn');
  expect(deviceOf(machine, 'null0').pnp).toBe('started');
  expect(deviceOf(machine, 'hba0').stack.map(({ object }) => object)).toEqual(before);
});

test('200 disks behind one adapter all start', async () => {
  const disks = Array.from({ length: 200 }, (_, index) => ({
    id: `disk${index}`,
    function: 'disk',
    size: '1MiB',
    volumes: [],
  }));
  const machine = await bootDescription({
    name: 'many',
    devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'hba0', function: 'storport', children: disks }] }],
  });
  expect(machine.state().devices.filter(({ kind, pnp: state }) => kind === 'disk' && state === 'started')).toHaveLength(
    200,
  );
});
