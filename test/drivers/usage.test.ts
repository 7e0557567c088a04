import { expect, test } from 'vitest';
import { ALL, bootStorage, events, findings, paths, pnp, usage } from './support.ts';

test('before any special file every device may be powered by pagable code', async () => {
  const machine = await bootStorage();
  expect(paths(machine, ...ALL)).toMatchInlineSnapshot(`
    "acpi0: acpi 0/0/0 PG, root 0/0/0 PG
    pci0: pci 0/0/0 PG, acpi 0/0/0 PG
    hba0: storport 0/0/0 PG, pci 0/0/0 PG
    disk0: partmgr 0/0/0 PG, disk 0/0/0 PG, storport 0/0/0 PG
    volmgr0: volmgr 0/0/0 PG, root 0/0/0 PG
    volC: volmgr 0/0/0 PG"
  `);
});

test('USE-20 a paging file on a volume reaches its own parent, its disk, and everything above the disk', async () => {
  const machine = await bootStorage();
  const result = await usage(machine, 'volC', 'paging', true);
  expect(result.status).toBe('STATUS_SUCCESS');
  expect(paths(machine, ...ALL, 'volD')).toMatchInlineSnapshot(`
    "acpi0: acpi 1/0/0, root 1/0/0
    pci0: pci 1/0/0, acpi 1/0/0
    hba0: storport 1/0/0, pci 1/0/0
    disk0: partmgr 1/0/0, disk 1/0/0, storport 1/0/0
    volmgr0: volmgr 1/0/0, root 1/0/0
    volC: volmgr 1/0/0
    volD: volmgr 0/0/0 PG"
  `);
  expect(findings(machine)).toEqual([]);
});

test('USE-09 USE-55 files are counted one by one and by type; the flag comes back with the last of them', async () => {
  const machine = await bootStorage();
  await usage(machine, 'volC', 'paging', true);
  await usage(machine, 'volD', 'paging', true);
  await usage(machine, 'volD', 'dump', true);
  await usage(machine, 'volC', 'hibernation', true);
  expect(paths(machine, 'disk0')).toMatchInlineSnapshot(`"disk0: partmgr 2/1/1, disk 2/1/1, storport 2/1/1"`);
  await usage(machine, 'volC', 'paging', false);
  await usage(machine, 'volC', 'hibernation', false);
  await usage(machine, 'volD', 'dump', false);
  expect(paths(machine, 'hba0', 'disk0', 'volC')).toMatchInlineSnapshot(`
    "hba0: storport 1/0/0, pci 1/0/0
    disk0: partmgr 1/0/0, disk 1/0/0, storport 1/0/0
    volC: volmgr 0/0/0 PG"
  `);
  await usage(machine, 'volD', 'paging', false);
  expect(paths(machine, ...ALL)).toBe(paths(await bootStorage(), ...ALL));
  expect(findings(machine)).toEqual([]);
});

test('USE-52 the flag is set from the top of a stack down and cleared from the bottom up', async () => {
  const machine = await bootStorage();
  const created = await usage(machine, 'disk0', 'paging', true);
  const counting = events(machine, created.events).filter(
    ({ kind, detail }) => kind === 'call' && /AdjustPaging/.test(detail ?? ''),
  );
  expect(counting.map(({ device, driver }) => `${device}/${driver}`)).toEqual([
    'acpi0/root',
    'acpi0/acpi',
    'pci0/acpi',
    'pci0/pci',
    'hba0/pci',
    'hba0/storport',
    'disk0/storport',
    'disk0/disk',
    'disk0/partmgr',
  ]);
});

test('USE-02 a boot device notification passes through all stacks and changes no flag', async () => {
  const machine = await bootStorage();
  const result = await usage(machine, 'volC', 'boot', true);
  expect(result.status).toBe('STATUS_SUCCESS');
  expect(paths(machine, ...ALL)).toBe(paths(await bootStorage(), ...ALL));
});

test.each(['postDisplay', 'guestAssigned'] as const)('USE-02 a disk and a volume refuse the type %s', async (type) => {
  const machine = await bootStorage();
  for (const device of ['volC', 'disk0']) {
    expect((await usage(machine, device, type, true)).status).toBe('STATUS_INVALID_PARAMETER');
  }
  expect(paths(machine, ...ALL)).toBe(paths(await bootStorage(), ...ALL));
});

test('USE-08 a device that cannot hold a special file refuses it and accepts that it is gone', async () => {
  const machine = await bootStorage();
  expect((await usage(machine, 'null0', 'paging', true)).status).toBe('STATUS_INVALID_PARAMETER');
  const gone = { op: 'usage', device: 'null0', type: 'paging', inPath: false } as const;
  expect(await machine.inject(gone)).toMatchObject({ ok: false, status: 'STATUS_INVALID_DEVICE_STATE' });
  expect((await machine.inject({ ...gone, force: true })).status).toBe('STATUS_SUCCESS');
  expect(paths(machine, 'null0', 'pci0')).toMatchInlineSnapshot(`
    "null0: null 0/0/0 PG, pci 0/0/0 PG
    pci0: pci 0/0/0 PG, acpi 0/0/0 PG"
  `);
});

test.each([false, true])(
  'USE-25 a refusal at the disk is undone at the volume manager (filter below the disk: %s)',
  async (filterBelow) => {
    const machine = await bootStorage({ filter: { FailUsage: 0xc000009a }, filterBelow });
    const result = await usage(machine, 'volC', 'paging', true);
    expect(result.status).toBe('STATUS_INSUFFICIENT_RESOURCES');
    const sent = events(machine, result.events).filter(
      ({ kind, device, driver, args }) =>
        kind === 'callDriver' && device === 'volmgr0' && driver === 'volmgr' && args?.['type'] === 'paging',
    );
    expect(sent.map(({ args }) => args?.['inPath'])).toEqual([true, false]);
    const untouched = await bootStorage({ filter: { FailUsage: 0xc000009a }, filterBelow });
    expect(paths(machine, ...ALL)).toBe(paths(untouched, ...ALL));
    expect(findings(machine)).toEqual([]);
  },
);

test('USE-25 a refusal by the adapter leaves no trace in any stack, and the next attempt succeeds', async () => {
  const machine = await bootStorage();
  await machine.inject({
    op: 'fault',
    device: 'hba0',
    at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
    status: 'STATUS_INSUFFICIENT_RESOURCES',
  });
  expect((await usage(machine, 'volC', 'dump', true)).status).toBe('STATUS_INSUFFICIENT_RESOURCES');
  expect(paths(machine, ...ALL)).toBe(paths(await bootStorage(), ...ALL));
  expect((await usage(machine, 'volC', 'dump', true)).status).toBe('STATUS_SUCCESS');
});

test('USE-60 USE-61 a device says that it cannot be disabled as long as a file is on it, and takes that back', async () => {
  const machine = await bootStorage();
  await usage(machine, 'volC', 'paging', true);
  expect((await pnp(machine, 'disk0', 'disable')).ok).toBe(false);
  expect(
    machine
      .state()
      .devices.filter(({ notDisableable }) => notDisableable)
      .map(({ id }) => id),
  ).toEqual(expect.arrayContaining(['acpi0', 'pci0', 'hba0', 'disk0', 'volmgr0', 'volC']));
  await usage(machine, 'volC', 'paging', false);
  expect(machine.state().devices.some(({ notDisableable }) => notDisableable)).toBe(false);
});
