/** What the system does with IRP_MN_DEVICE_USAGE_NOTIFICATION: whom it tells, with what, and what it makes of the answer. */
import { describe, expect, test } from 'vitest';
import { DeviceUsageTypePaging } from '../../../src/abi/enums.ts';
import { IRP_MJ_PNP, IRP_MN_DEVICE_USAGE_NOTIFICATION } from '../../../src/abi/irp-codes.ts';
import { STATUS_DEVICE_BUSY, STATUS_NOT_SUPPORTED, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import { topOf } from '../../../src/kernel/io/device-object.ts';
import type { Devnode } from '../../../src/kernel/pnp/devnode.ts';
import { queryRemove } from '../../../src/kernel/pnp/removal.ts';
import { notifyUsage } from '../../../src/kernel/pnp/usage.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import type { FaultInjection, UsageInjection, UsageType } from '../../../src/protocol/injection.ts';
import { events, findings } from '../../drivers/support.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';
import { UsageLog } from '../../support/usage-log.ts';

const MILLISECOND = 10_000;

/** A volume with a filter on it, on a disk below an adapter. @param delay - how long the filter holds a notification */
function boot(delay = 0): Promise<Machine> {
  return bootDescription({
    name: 'usage',
    memory: '8MiB',
    verifier: 'all',
    drivers: { filter: { registry: { DelayMs: delay } } },
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            children: [
              {
                id: 'disk0',
                function: 'disk',
                size: '4MiB',
                volumes: [
                  { id: 'volC', size: '1MiB', upperFilters: ['filter'] },
                  { id: 'volD', size: '1MiB' },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
}

const usage = (device: string, type: UsageType, inPath: boolean): UsageInjection => ({
  op: 'usage',
  device,
  type,
  inPath,
});
const refuse = (driver: string, status: string): FaultInjection => ({
  op: 'fault',
  driver,
  at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
  status,
});

function devnodeOf(machine: Machine, id: string): Devnode {
  const devnode = machine.nt.pnp.byId(id);
  if (devnode === undefined) throw new Error(`there is no ${id}`);
  return devnode;
}

describe('what the system sends', () => {
  test('USE-05 to the top of the stack of the device that holds the file', async () => {
    const machine = await boot();
    const log = new UsageLog(machine);
    await machine.inject(usage('volC', 'paging', true));
    const [first] = log.entries;
    expect([first?.where, first?.isFirst]).toEqual(['volC/filter', true]);
    expect(log.moments.filter(({ what, irp }) => what === 'done' && irp === first?.irp)).toHaveLength(1);
  });

  test.each([
    ['paging', 1],
    ['hibernation', 2],
    ['dump', 3],
    ['boot', 4],
  ] as const)(
    'USE-01 USE-06 a new IRP that is as long as the stack, not supported by anybody yet: %s',
    async (name, type) => {
      const machine = await boot();
      const log = new UsageLog(machine);
      for (const inPath of [true, false]) await machine.inject(usage('volC', name, inPath));
      const sent = log.entries.filter(({ where }) => where === 'volC/filter');
      const same = {
        major: IRP_MJ_PNP,
        minor: IRP_MN_DEVICE_USAGE_NOTIFICATION,
        type,
        status: STATUS_NOT_SUPPORTED,
        information: 0,
        stackCount: topOf(devnodeOf(machine, 'volC').pdo).StackSize,
        location: topOf(devnodeOf(machine, 'volC').pdo).StackSize,
      };
      expect(sent).toMatchObject([
        { ...same, inPath: true },
        { ...same, inPath: false },
      ]);
      // There is no answer but the status.
      const ended = log.moments.filter(({ what }) => what === 'done' || what === 'completes');
      expect(ended.length).toBeGreaterThan(2);
      expect(ended.filter(({ information }) => information !== 0)).toEqual([]);
    },
  );

  test('USE-03 at PASSIVE_LEVEL, and it waits for the end before it goes on', async () => {
    const machine = await boot(5);
    const volume = devnodeOf(machine, 'volC');
    const filesSeen = new Set<number>();
    const log = new UsageLog(machine, () => {
      if (log.moments.every(({ what }) => what !== 'done'))
        filesSeen.add(volume.specialFiles.get(DeviceUsageTypePaging) ?? 0);
    });
    await machine.inject(usage('volC', 'paging', true));
    expect(log.entries.length).toBeGreaterThan(8);
    expect(log.entries.filter(({ irql }) => irql !== 0)).toEqual([]);
    const done = log.moments.findLast(({ what }) => what === 'done');
    expect((done?.time ?? 0) - (log.entries[0]?.time ?? 0)).toBe(5 * MILLISECOND);
    // No driver has ever seen the file before all had agreed to it.
    expect([[...filesSeen], volume.specialFiles.get(DeviceUsageTypePaging)]).toEqual([[0], 1]);
  });

  test('USE-09 once for each file: two page files on two volumes of a disk count two there and above', async () => {
    const machine = await boot();
    for (const device of ['volC', 'volD']) await machine.inject(usage(device, 'paging', true));
    const counts = machine.state().devices.map(({ id, specialFiles }) => `${id} ${specialFiles.paging}`);
    expect(counts).toEqual(['root 0', 'acpi0 2', 'pci0 2', 'hba0 2', 'disk0 2', 'volmgr0 2', 'volC 1', 'volD 1']);
  });
});

describe('what it makes of the answer', () => {
  test.each(['paging', 'hibernation', 'dump'] as const)(
    'USE-07 refused: there is no %s file, and the machine goes on',
    async (type) => {
      const machine = await boot();
      await machine.inject(refuse('partmgr', 'STATUS_INSUFFICIENT_RESOURCES'));
      const log = new UsageLog(machine);
      const result = await machine.inject(usage('volC', type, true));
      expect(result).toMatchObject({ ok: false, status: 'STATUS_INSUFFICIENT_RESOURCES' });
      expect(result.message).toContain('was not created');
      expect(deviceOf(machine, 'volC').specialFiles[type]).toBe(0);
      expect([devnodeOf(machine, 'volC').specialFiles.size, machine.state().bugcheck]).toEqual([0, null]);
      // What was not created is not taken away: nothing is sent, and the device is as free as before.
      expect(await machine.inject(usage('volC', type, false))).toMatchObject({ ok: false });
      expect(log.entries.filter(({ where }) => where === 'volC/filter')).toHaveLength(1);
      expect(await machine.inject({ op: 'pnp', device: 'volC', request: 'disable' })).toMatchObject({ ok: true });
    },
  );

  test('USE-28 the driver that refuses hears no more of it, and neither do those above: the system takes nothing back', async () => {
    const machine = await boot();
    await machine.inject(refuse('disk', 'STATUS_UNSUCCESSFUL'));
    const log = new UsageLog(machine);
    await machine.inject(usage('volC', 'paging', true));
    expect(log.sent()).toEqual(['+volC/filter', '+volmgr0/volmgr', '+disk0/partmgr', '-volmgr0/volmgr']);
  });

  test('USE-06 STATUS_NOT_SUPPORTED means that nobody has handled it, and is a refusal', async () => {
    const machine = await boot();
    await machine.inject(refuse('volmgr', 'STATUS_NOT_SUPPORTED'));
    expect(await machine.inject(usage('volC', 'paging', true))).toMatchObject({
      ok: false,
      status: 'STATUS_NOT_SUPPORTED',
    });
    expect(devnodeOf(machine, 'volC').specialFiles.size).toBe(0);
  });

  test('USE-08 a refusal of the end changes nothing: the file is gone', async () => {
    const machine = await boot();
    await machine.inject(usage('volC', 'paging', true));
    await machine.inject(refuse('filter', 'STATUS_UNSUCCESSFUL'));
    expect(await machine.inject(usage('volC', 'paging', false))).toMatchObject({ ok: true });
    expect(devnodeOf(machine, 'volC').specialFiles.get(DeviceUsageTypePaging)).toBe(0);
  });
});

describe('USE-10 one after the other', () => {
  test('the system has one notification under way at a time, with all that it sets off', async () => {
    const machine = await boot(5);
    const log = new UsageLog(machine);
    const { pnp } = machine.nt;
    const asked = [
      ['volC', true],
      ['volD', true],
      ['volC', true],
      ['volC', false],
    ] as const;
    const ended = asked.map(([id, inPath]) =>
      pnp.perform('usage', () => notifyUsage(pnp, devnodeOf(machine, id), DeviceUsageTypePaging, inPath)),
    );
    await machine.inject({ op: 'run', until: 'idle' });
    expect(await Promise.all(ended)).toEqual(asked.map(() => STATUS_SUCCESS));
    const tops = ['volC/filter', 'volD/volmgr'];
    const order = log.moments.flatMap(({ what, where }) => {
      if (what === 'done') return ['done'];
      return what === 'enters' && tops.includes(where) ? [where] : [];
    });
    expect(order).toEqual(['volC/filter', 'done', 'volD/volmgr', 'done', 'volC/filter', 'done', 'volC/filter', 'done']);
    expect(findings(machine)).toEqual([]);
  });

  test('a removal that is asked for meanwhile waits for it, and then finds the file there', async () => {
    const machine = await boot(5);
    const { pnp } = machine.nt;
    const from = machine.state().events;
    const [volume, disk] = [devnodeOf(machine, 'volC'), devnodeOf(machine, 'disk0')];
    const comes = pnp.perform('usage', () => notifyUsage(pnp, volume, DeviceUsageTypePaging, true));
    const goes = pnp.perform('queryRemove', () => queryRemove(pnp, disk));
    await machine.inject({ op: 'run', until: 'idle' });
    expect(await comes).toBe(STATUS_SUCCESS);
    expect(await goes).toBe(STATUS_DEVICE_BUSY);
    expect([deviceOf(machine, 'disk0').pnp, deviceOf(machine, 'disk0').specialFiles.paging]).toEqual(['started', 1]);
    const requests = events(machine, [from, machine.state().events]).filter(({ kind }) => kind === 'callDriver');
    const asked = requests.findIndex(({ minor }) => minor === 'QUERY_REMOVE_DEVICE');
    const told = requests.findLastIndex(({ minor }) => minor === 'DEVICE_USAGE_NOTIFICATION');
    expect([told > 0, asked > told]).toEqual([true, true]);
    expect(findings(machine)).toEqual([]);
  });
});
