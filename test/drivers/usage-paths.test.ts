/** Special files that lie behind more than one stack: who is told, with what, in which order, and what is taken back. */
import { describe, expect, test } from 'vitest';
import { STATUS_NOT_SUPPORTED } from '../../src/abi/ntstatus.ts';
import { topOf } from '../../src/kernel/io/device-object.ts';
import type { FaultInjection } from '../../src/protocol/injection.ts';
import { ledgerOf } from '../scenarios/support/observe.ts';
import { leftOvers } from '../scenarios/support/scenario.ts';
import { bootStripe } from '../scenarios/support/stripe.ts';
import { withoutIrp } from '../support/low-memory.ts';
import { deviceOf } from '../support/machine.ts';
import { UsageLog, type UsageMoment } from '../support/usage-log.ts';
import { findings, paths, usage } from './support.ts';

const STRIPE = ['acpi0', 'pci0', 'hba0', 'hba1', 'disk1', 'disk2', 'volmgr0', 'volS'] as const;
const FORKED = [
  '+volS/volmgr',
  '+volmgr0/volmgr',
  '+disk1/partmgr',
  '+hba0/storport',
  '+pci0/pci',
  '+acpi0/acpi',
  '+disk2/partmgr',
  '+hba1/storport',
  '+pci0/pci',
  '+acpi0/acpi',
];

const fault = (device: string, driver: string, more: Partial<FaultInjection> = {}): FaultInjection => ({
  op: 'fault',
  device,
  driver,
  at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
  status: 'STATUS_UNSUCCESSFUL',
  ...more,
});

describe('a volume on two disks of two adapters', () => {
  test('USE-20 tells its own parent and each disk, each disk its adapter, and so on up; a sibling hears nothing', async () => {
    const machine = await bootStripe({}, {}, 'hba1');
    const log = new UsageLog(machine);
    await usage(machine, 'volS', 'paging', true);
    expect(log.sent()).toEqual(FORKED);
    expect(paths(machine, ...STRIPE)).toMatchInlineSnapshot(`
      "acpi0: acpi 2/0/0, root 2/0/0
      pci0: pci 2/0/0, acpi 2/0/0
      hba0: storport 1/0/0, pci 1/0/0
      hba1: storport 1/0/0, pci 1/0/0
      disk1: partmgr 1/0/0, disk 1/0/0, storport 1/0/0
      disk2: partmgr 1/0/0, disk 1/0/0, storport 1/0/0
      volmgr0: volmgr 1/0/0, root 1/0/0
      volS: volmgr 1/0/0"
    `);
    expect(findings(machine)).toEqual([]);
  });

  test('USE-20 the disk behind one adapter alone leaves the other adapter as it is', async () => {
    const machine = await bootStripe({}, {}, 'hba1');
    const log = new UsageLog(machine);
    await usage(machine, 'disk2', 'dump', true);
    expect(log.sent()).toEqual(['+disk2/partmgr', '+hba1/storport', '+pci0/pci', '+acpi0/acpi']);
  });

  test.each([true, false])(
    'USE-21 each is told by a request of its own, which says the same and which nobody has handled yet: %s',
    async (inPath) => {
      const machine = await bootStripe({}, {}, 'hba1');
      if (!inPath) await usage(machine, 'volS', 'dump', true);
      const log = new UsageLog(machine);
      await usage(machine, 'volS', 'dump', inPath);
      const told = log.entries.filter(({ isFirst, cause }) => isFirst && cause !== 0);
      expect(told).toHaveLength(FORKED.length - 1);
      const tops = new Map(
        machine.nt.pnp.tree().map(({ id, pdo }) => {
          const [first] = deviceOf(machine, id).stack;
          return [`${id}/${first?.driver}`, topOf(pdo).StackSize];
        }),
      );
      const same = { status: STATUS_NOT_SUPPORTED, information: 0, type: 3, inPath };
      for (const entry of told) {
        expect(entry).toMatchObject(same);
        // As long as the deepest of the stacks that it is for; all of it is unused.
        expect([entry.where, entry.stackCount >= (tops.get(entry.where) ?? 99)]).toEqual([entry.where, true]);
        expect([entry.location, entry.irp === entry.cause]).toEqual([entry.stackCount, false]);
      }
    },
  );

  test('USE-22 a driver completes its own request when all that it has sent because of it are back', async () => {
    const machine = await bootStripe({}, {}, 'hba1');
    const log = new UsageLog(machine);
    await machine.inject(fault('hba1', 'storport', { status: 'delay', by: '3ms' }));
    await usage(machine, 'volS', 'paging', true);
    const { moments } = log;
    const told = log.entries.filter(({ isFirst, cause }) => isFirst && cause !== 0);
    expect(told).toHaveLength(FORKED.length - 1);
    for (const entry of told) {
      const next = (found: (moment: UsageMoment) => boolean): number =>
        moments.findIndex((moment, index) => index > moments.indexOf(entry) && found(moment));
      const back = next(({ what, irp, where }) => what === 'returns' && irp === entry.irp && where === entry.where);
      const completed = next(({ what, irp }) => what === 'completes' && irp === entry.cause);
      expect([entry.where, back > 0, completed > back]).toEqual([entry.where, true, true]);
    }
    expect(moments.findLast(({ what }) => what === 'done')?.time).toBe(
      moments[0] === undefined ? 0 : moments[0].time + 30_000,
    );
  });
});

describe('what was told is taken back', () => {
  test('USE-25 when the second disk refuses: by those that had agreed, last first, and not by itself', async () => {
    const machine = await bootStripe({}, {}, 'hba1');
    const before = ledgerOf(machine);
    await machine.inject(fault('disk2', 'disk', { status: 'STATUS_DEVICE_NOT_READY' }));
    const log = new UsageLog(machine);
    const { status } = await usage(machine, 'volS', 'paging', true);
    expect([status, ledgerOf(machine)]).toEqual(['STATUS_DEVICE_NOT_READY', before]);
    const own = log.entries.find(({ where }) => where === 'volS/volmgr')?.irp;
    const byVolume = log.entries.filter(({ isFirst, cause }) => isFirst && cause === own);
    expect(byVolume.map(({ where, inPath }) => `${inPath ? '+' : '-'}${where}`)).toEqual([
      '+volmgr0/volmgr',
      '+disk1/partmgr',
      '+disk2/partmgr',
      '-disk1/partmgr',
      '-volmgr0/volmgr',
    ]);
    expect([findings(machine), leftOvers(machine)]).toEqual([[], []]);
  });

  test('USE-25 what they answer to that does not matter: all are told, and the first refusal is passed on', async () => {
    const machine = await bootStripe({}, {}, 'hba1');
    await machine.inject(fault('disk2', 'disk', { status: 'STATUS_DEVICE_NOT_READY' }));
    await machine.inject(fault('disk1', 'disk', { after: 1 }));
    const log = new UsageLog(machine);
    expect((await usage(machine, 'volS', 'paging', true)).status).toBe('STATUS_DEVICE_NOT_READY');
    expect(log.sent().slice(-2)).toEqual(['-disk1/partmgr', '-volmgr0/volmgr']);
    expect(paths(machine, 'volmgr0', 'volS')).toMatchInlineSnapshot(`
      "volmgr0: volmgr 0/0/0 PG, root 0/0/0 PG
      volS: volmgr 0/0/0 PG"
    `);
  });

  test.each([
    ['volmgr0', 'volmgr', []],
    ['disk1', 'disk', ['-volmgr0/volmgr']],
    ['hba0', 'storport', ['-volmgr0/volmgr']],
    ['hba0', 'pci', ['-volmgr0/volmgr']],
    ['pci0', 'acpi', ['-volmgr0/volmgr']],
    ['hba1', 'storport', ['-disk1/partmgr', '-hba0/storport', '-pci0/pci', '-acpi0/acpi', '-volmgr0/volmgr']],
  ])('USE-25 a refusal at %s by %s leaves every stack as it was', async (device, driver, takenBack) => {
    const machine = await bootStripe({}, {}, 'hba1');
    const before = ledgerOf(machine);
    await machine.inject(fault(device, driver));
    const log = new UsageLog(machine);
    expect((await usage(machine, 'volS', 'hibernation', true)).ok).toBe(false);
    expect([log.sent().filter((one) => one.startsWith('-')), ledgerOf(machine)]).toEqual([takenBack, before]);
    expect([findings(machine), leftOvers(machine)]).toEqual([[], []]);
  });

  test('USE-25 and the next file comes as if nothing had been', async () => {
    const machine = await bootStripe({}, {}, 'hba1');
    await machine.inject(fault('disk2', 'storport'));
    expect((await usage(machine, 'volS', 'paging', true)).ok).toBe(false);
    expect((await usage(machine, 'volS', 'paging', true)).ok).toBe(true);
    expect(paths(machine, 'disk1', 'disk2', 'volmgr0')).toMatchInlineSnapshot(`
      "disk1: partmgr 1/0/0, disk 1/0/0, storport 1/0/0
      disk2: partmgr 1/0/0, disk 1/0/0, storport 1/0/0
      volmgr0: volmgr 1/0/0, root 1/0/0"
    `);
  });
});

describe('USE-23 when memory runs short', () => {
  test('wherever it does, a file that does not come leaves no count behind', async () => {
    const machine = await bootStripe({}, {}, 'hba1');
    const before = ledgerOf(machine);
    const ended: string[] = [];
    const act = async (): Promise<void> => void ended.push((await usage(machine, 'volS', 'paging', true)).status);
    let index = 0;
    for (; ended.at(-1) !== 'STATUS_SUCCESS'; index += 1) {
      await withoutIrp(machine, index, act);
      if (ended.at(-1) !== 'STATUS_SUCCESS')
        expect([index, ended.at(-1), ledgerOf(machine)]).toEqual([index, 'STATUS_INSUFFICIENT_RESOURCES', before]);
    }
    // One of the system, and one of each driver that tells others: two disks, two adapters, the bus twice, the volume.
    expect(ended).toHaveLength(9);
    expect([findings(machine), leftOvers(machine)]).toEqual([[], []]);
  });

  test('wherever it does, the end of a file is told to all', async () => {
    const machine = await bootStripe({}, {}, 'hba1');
    const before = ledgerOf(machine);
    for (let index = 1; index < 8; index += 1) {
      await usage(machine, 'volS', 'paging', true);
      const act = async (): Promise<void> =>
        expect(await usage(machine, 'volS', 'paging', false)).toMatchObject({ ok: true, status: 'STATUS_SUCCESS' });
      expect([index, await withoutIrp(machine, index, act), ledgerOf(machine)]).toEqual([index, true, before]);
    }
    expect([findings(machine), leftOvers(machine)]).toEqual([[], []]);
  });
});
