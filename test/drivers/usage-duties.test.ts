/** What each driver in the path of a special file owes to its stack: counts, flags, answers to the PnP manager. */
import { describe, expect, test } from 'vitest';
import { DO_POWER_INRUSH, DO_POWER_PAGABLE } from '../../src/abi/device-flags.ts';
import { DISPATCH_LEVEL } from '../../src/abi/enums.ts';
import { IRP_MN_DEVICE_USAGE_NOTIFICATION } from '../../src/abi/irp-codes.ts';
import { STATUS_INVALID_PARAMETER, STATUS_SUCCESS } from '../../src/abi/ntstatus.ts';
import { extensionOf, topOf } from '../../src/kernel/io/device-object.ts';
import { sendPnp } from '../../src/kernel/pnp/requests.ts';
import { UsageLedger } from '../../src/kernel/pnp/usage-ledger.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { deviceOf } from '../support/machine.ts';
import { makeNt } from '../support/nt.ts';
import { UsageLog } from '../support/usage-log.ts';
import { ALL, bootStorage, findings, paths, pnp, usage } from './support.ts';

const TYPES = ['paging', 'hibernation', 'dump'] as const;

/** Where a device that may be called at DISPATCH_LEVEL stands on one that may not: `disk0/disk`. */
function unsafe(machine: Machine): readonly string[] {
  const found: string[] = [];
  for (const { id, pdo } of machine.nt.pnp.tree()) {
    for (let device = topOf(pdo); ; ) {
      const lower = extensionOf(device).AttachedTo;
      if (lower === null) break;
      if ((device.Flags & DO_POWER_PAGABLE) === 0 && (lower.Flags & DO_POWER_PAGABLE) !== 0)
        found.push(`${id} 0x${lower.address.toString(16)}`);
      device = lower;
    }
  }
  return found;
}

describe('DO_POWER_PAGABLE', () => {
  test.each(TYPES)('USE-31 is clear on every device object of every stack in the path of a %s file', async (type) => {
    const machine = await bootStorage({ filter: {} });
    const inPath = (): readonly string[] =>
      ALL.flatMap((id) =>
        deviceOf(machine, id).stack.map(({ driver, flags }) => `${id}/${driver} ${flags.includes('DO_POWER_PAGABLE')}`),
      );
    expect(inPath().every((one) => one.endsWith(' true'))).toBe(true);
    await usage(machine, 'volC', type, true);
    expect(inPath()).toHaveLength(13);
    expect(inPath().every((one) => one.endsWith(' false'))).toBe(true);
    // What is not in the path is left alone.
    for (const id of ['volD', 'null0'])
      expect(deviceOf(machine, id).stack.every(({ flags }) => flags.includes('DO_POWER_PAGABLE'))).toBe(true);
  });

  test.each([false, true])(
    'USE-51 USE-52 at no moment does a device that is not pagable stand on one that is (refused: %s)',
    async (isRefused) => {
      const machine = await bootStorage({ filter: { DelayMs: 1 } });
      const seen: string[] = [];
      const mixed = new Set<string>();
      const log = new UsageLog(machine, () => {
        seen.push(...unsafe(machine));
        mixed.add(
          deviceOf(machine, 'disk0')
            .stack.map(({ flags }) => (flags.includes('DO_POWER_PAGABLE') ? 'P' : '-'))
            .join(''),
        );
      });
      for (const inPath of [true, false]) {
        const fault = {
          op: 'fault',
          driver: 'pci',
          at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
          status: 'STATUS_UNSUCCESSFUL',
        } as const;
        if (isRefused) await machine.inject(fault);
        await usage(machine, 'volC', 'paging', inPath);
        if (isRefused && inPath) await usage(machine, 'volC', 'paging', inPath);
      }
      expect([log.entries.length > 10, seen]).toEqual([true, []]);
      // On the way there it goes through the safe mixed states only: set from the top down, cleared from the bottom up.
      expect([...mixed].sort()).toEqual(['----', 'P---', 'PP--', 'PPP-', 'PPPP']);
    },
  );

  test('USE-53 is taken over from the device below, and not set again where that one never had it', async () => {
    const machine = await bootStorage({ filter: {} });
    const pdo = machine.nt.pnp.byId('disk0')?.pdo;
    if (pdo === undefined) throw new Error('there is no disk');
    await pnp(machine, 'disk0', 'disable');
    pdo.Flags &= ~DO_POWER_PAGABLE;
    await pnp(machine, 'disk0', 'enable');
    const flagged = (): boolean =>
      deviceOf(machine, 'disk0').stack.some(({ flags }) => flags.includes('DO_POWER_PAGABLE'));
    const [before] = [flagged()];
    await usage(machine, 'disk0', 'paging', true);
    const seen: boolean[] = [];
    new UsageLog(machine, () =>
      seen.push(
        deviceOf(machine, 'disk0')
          .stack.slice(0, -1)
          .some(({ flags }) => flags.includes('DO_POWER_PAGABLE')),
      ),
    );
    await usage(machine, 'disk0', 'paging', false);
    expect([before, seen.length > 10, seen.includes(true)]).toEqual([false, true, false]);
    expect(findings(machine)).toEqual([]);
  });

  test('USE-54 does not come back with the last file where DO_POWER_INRUSH is set, which is taken over like it', async () => {
    const machine = await bootStorage({ filter: {} });
    const pdo = machine.nt.pnp.byId('disk0')?.pdo;
    if (pdo === undefined) throw new Error('there is no disk');
    await pnp(machine, 'disk0', 'disable');
    pdo.Flags |= DO_POWER_INRUSH;
    await pnp(machine, 'disk0', 'enable');
    const power = (): readonly string[] =>
      deviceOf(machine, 'disk0').stack.map(
        ({ driver, flags }) =>
          `${driver} ${flags
            .filter((flag) => flag.startsWith('DO_POWER'))
            .map((flag) => flag.slice(9))
            .join(' ')}`,
      );
    const both = ['filter PAGABLE INRUSH', 'partmgr PAGABLE INRUSH', 'disk PAGABLE INRUSH', 'storport PAGABLE INRUSH'];
    expect(power()).toEqual(both);
    await usage(machine, 'disk0', 'paging', true);
    await usage(machine, 'disk0', 'paging', false);
    expect(power()).toEqual(both.map((text) => text.replace('PAGABLE ', '')));
    expect(deviceOf(machine, 'hba0').stack.every(({ flags }) => flags.includes('DO_POWER_PAGABLE'))).toBe(true);
    expect(findings(machine)).toEqual([]);
  });

  test.each([
    [['paging', 'paging'], 'paging'],
    [['paging', 'dump'], 'paging'],
    [['hibernation', 'paging'], 'hibernation'],
    [['dump', 'hibernation', 'paging'], 'dump'],
  ] as const)('USE-55 comes back with the last file of all three types: %s, then no %s', async (files, first) => {
    const machine = await bootStorage();
    const isPagable = (): boolean =>
      deviceOf(machine, 'disk0').stack.every(({ flags }) => flags.includes('DO_POWER_PAGABLE'));
    for (const type of files) await usage(machine, 'disk0', type, true);
    const at = (files as readonly string[]).indexOf(first);
    const rest = files.filter((_type, index) => index !== at);
    await usage(machine, 'disk0', first, false);
    const left: boolean[] = [isPagable()];
    for (const type of rest) {
      await usage(machine, 'disk0', type, false);
      left.push(isPagable());
    }
    expect(left).toEqual([...rest.map(() => false), true]);
    expect(findings(machine)).toEqual([]);
  });
});

describe('types', () => {
  test.each([0, 5, 6, 7, 99])('USE-02 type %i is not taken for a page file', async (type) => {
    const machine = await bootStorage({ filter: {} });
    const before = paths(machine, ...ALL);
    const { pnp: manager } = machine.nt;
    const disk = manager.byId('disk0');
    if (disk === undefined) throw new Error('there is no disk');
    const send = async (inPath: boolean): Promise<number> => {
      const ended = manager.perform('usage', () =>
        sendPnp(manager, disk, IRP_MN_DEVICE_USAGE_NOTIFICATION, (location) => {
          location.Parameters.UsageNotification.InPath = inPath;
          location.Parameters.UsageNotification.Type = type;
        }),
      );
      await machine.inject({ op: 'run', until: 'idle' });
      return (await ended).status;
    };
    expect([await send(true), paths(machine, ...ALL)]).toEqual([STATUS_INVALID_PARAMETER, before]);
    expect([await send(false), paths(machine, ...ALL)]).toEqual([STATUS_SUCCESS, before]);
    expect(findings(machine)).toEqual([]);
  });
});

describe('counts', () => {
  test('USE-11 IoAdjustPagingPathCount adds or takes away one, at any IRQL, and does nothing else', () => {
    const nt = makeNt();
    const { memory, pool, sim } = nt.kernel;
    const block = pool.allocate(16, 1, 0, true);
    memory.u8.fill(0xaa, block, block + 16);
    memory.i32[(block + 4) >>> 2] = 0;
    const adjust = nt.wdm['IoAdjustPagingPathCount'] as (count: number, increment: boolean) => void;
    const values: number[] = [];
    for (const irql of [0, DISPATCH_LEVEL, 31]) {
      sim.current.irql = irql;
      for (const increment of [true, true, false]) {
        adjust(block + 4, increment);
        values.push(memory.i32[(block + 4) >>> 2] ?? -1);
      }
    }
    adjust(block + 4, false);
    sim.current.irql = 0;
    expect(values).toEqual([1, 2, 1, 2, 3, 2, 3, 4, 3]);
    expect([...memory.peek(block, 16)]).toEqual([...Array(4).fill(0xaa), 2, 0, 0, 0, ...Array(8).fill(0xaa)]);
    expect([nt.io.irps.size, sim.findings, sim.crash]).toEqual([0, [], null]);
  });

  test('USE-11 a counter in memory that was freed is found', async () => {
    const nt = makeNt();
    const block = nt.kernel.pool.allocate(16, 1, 0, true);
    nt.kernel.pool.free(block);
    expect(() => (nt.wdm['IoAdjustPagingPathCount'] as (count: number, up: boolean) => void)(block, true)).toThrow();
    expect(nt.kernel.sim.crash?.code).toBe(0xd5);
  });

  test('USE-65 the ledger counts what left a device upward with success, by type, and never below none', () => {
    const ledger = new UsageLedger();
    const none = { paging: 0, hibernation: 0, dump: 0, boot: 0 };
    ledger.left(3, 1, true, true);
    ledger.left(3, 1, true, false);
    ledger.left(3, 2, true, true);
    ledger.left(4, 3, true, true);
    ledger.left(3, 6, true, true);
    expect([ledger.of(3), ledger.of(4), ledger.of(5)]).toEqual([
      { ...none, paging: 1, hibernation: 1 },
      { ...none, dump: 1 },
      none,
    ]);
    for (let round = 0; round < 2; round += 1) ledger.left(3, 1, false, true);
    ledger.left(3, 2, false, false);
    expect(ledger.of(3)).toEqual({ ...none, hibernation: 1 });
    ledger.left(3, 1, true, true);
    expect(ledger.of(3)).toEqual({ ...none, paging: 1, hibernation: 1 });
  });

  test('USE-65 a device object is counted when the request leaves it, and what a driver takes back is counted down', async () => {
    const machine = await bootStorage({ filter: { FailUsage: 0xc000009a } });
    const { ledger } = machine.nt.pnp;
    const seen = new Set<string>();
    new UsageLog(machine, () => {
      for (const { index } of machine.nt.kernel.sim.directory.devices) {
        const place = `${machine.nt.kernel.sim.directory.deviceId(index)}/${machine.nt.kernel.sim.directory.driverOfDevice(index)}`;
        if (ledger.of(index).paging > 0) seen.add(place);
      }
    });
    await usage(machine, 'volC', 'paging', true);
    // The volume manager's own stack had agreed, and was told the opposite; the disk's filter had not.
    expect([...seen]).toEqual(['volmgr0/root', 'volmgr0/volmgr']);
    expect(machine.state().devices.every(({ specialFiles }) => specialFiles.paging === 0)).toBe(true);
  });
});

describe('the PnP manager', () => {
  test.each(TYPES)('USE-32 is refused both questions while there is a %s file, and not after', async (type) => {
    const machine = await bootStorage();
    await usage(machine, 'disk0', type, true);
    for (const request of ['queryStop', 'queryRemove', 'rebalance', 'eject'] as const)
      expect((await pnp(machine, 'disk0', request)).status, request).toBe('STATUS_DEVICE_BUSY');
    await usage(machine, 'disk0', type, false);
    for (const [ask, takeBack] of [
      ['queryStop', 'cancelStop'],
      ['queryRemove', 'cancelRemove'],
    ] as const) {
      expect((await pnp(machine, 'disk0', ask)).status, ask).toBe('STATUS_SUCCESS');
      await pnp(machine, 'disk0', takeBack);
    }
    expect(findings(machine)).toEqual([]);
  });

  test.each(['queryStop', 'stop'] as const)(
    'USE-36 after %s a new file is refused, or waits; the end of one is always taken',
    async (state) => {
      const machine = await bootStorage();
      await pnp(machine, 'disk0', 'queryStop');
      if (state === 'stop') await pnp(machine, 'disk0', 'stop');
      for (const type of TYPES)
        expect((await usage(machine, 'disk0', type, true)).status).toBe('STATUS_DEVICE_NOT_READY');
      for (const type of TYPES)
        expect(await machine.inject({ op: 'usage', device: 'disk0', type, inPath: false, force: true })).toMatchObject({
          status: 'STATUS_SUCCESS',
        });
      await pnp(machine, 'disk0', state === 'stop' ? 'start' : 'cancelStop');
      expect((await usage(machine, 'disk0', 'paging', true)).status).toBe('STATUS_SUCCESS');
      expect(findings(machine)).toEqual([]);
    },
  );
});
