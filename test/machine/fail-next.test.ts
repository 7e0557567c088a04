/** Fail Next: a named step fails, is lost or is late, as often as told. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { FaultInjection, Injection } from '../../src/protocol/injection.ts';
import { bootMachine, deviceOf, injectAll } from '../support/machine.ts';
import { bootWith } from './support/one-driver.ts';

const QUERY_STOP: Injection = { op: 'pnp', device: 'disk0', request: 'queryStop' };
const CANCEL_STOP: Injection = { op: 'pnp', device: 'disk0', request: 'cancelStop' };

async function bootWithoutFiles(): Promise<Machine> {
  const machine = await bootMachine();
  await machine.inject({ op: 'usage', device: 'volC', type: 'paging', inPath: false });
  return machine;
}

/** Asks the disk to stop, as often as told. @returns who refused, or where it agreed */
async function askToStop(machine: Machine, times: number): Promise<readonly string[]> {
  const answers: string[] = [];
  for (let count = 0; count < times; count += 1) {
    const { ok, status, vetoedBy } = await machine.inject(QUERY_STOP);
    answers.push(ok ? 'agreed' : `${status} by ${vetoedBy}`);
    if (ok) await machine.inject(CANCEL_STOP);
  }
  return answers;
}

function fault(more: Partial<FaultInjection>): FaultInjection {
  return { op: 'fault', at: 'IRP_MN_QUERY_STOP_DEVICE', status: 'STATUS_DEVICE_BUSY', ...more };
}

describe('where it strikes', () => {
  test('at a driver: there and nowhere else in the stack', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ driver: 'partmgr' }));
    expect(await askToStop(machine, 2)).toEqual(['STATUS_DEVICE_BUSY by disk0/partmgr', 'agreed']);
  });

  test('at a device: where the IRP enters its stack', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ device: 'disk0' }));
    expect(await askToStop(machine, 2)).toEqual(['STATUS_DEVICE_BUSY by disk0/auditflt', 'agreed']);
  });

  test('at a driver of one device: not at the same driver of another', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ device: 'hba0', driver: 'storport' }));
    expect(await askToStop(machine, 1)).toEqual(['agreed']);
    expect(await machine.inject({ op: 'pnp', device: 'hba0', request: 'queryStop' })).toMatchObject({
      ok: false,
      vetoedBy: 'hba0/storport',
    });
  });

  test('at a major code: reads fail, writes do not', async () => {
    const machine = await bootMachine();
    await machine.inject(fault({ device: 'disk0', driver: 'disk', at: 'IRP_MJ_READ', status: 0xc000009d }));
    const [write, read, again] = await injectAll(machine, [
      { op: 'io', device: 'disk0', request: 'write', data: 'x' },
      { op: 'io', device: 'disk0', request: 'read' },
      { op: 'io', device: 'disk0', request: 'read' },
    ]);
    expect([write?.status, read?.status, again?.status]).toEqual([
      'STATUS_SUCCESS',
      'STATUS_DEVICE_NOT_CONNECTED',
      'STATUS_SUCCESS',
    ]);
  });

  test('at a routine: its caller gets the status, and must live with it', async () => {
    const machine = await bootWith({});
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
    await machine.inject({
      op: 'fault',
      driver: 'mydrv',
      at: 'IoCreateDevice',
      status: 'STATUS_INSUFFICIENT_RESOURCES',
    });
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'enable' });
    expect(deviceOf(machine, 'dev0')).toMatchObject({
      pnp: 'removed',
      problem: { code: 31 },
      stack: [{ driver: 'pci' }],
    });
  });

  test('a routine that returns no status cannot fail with one, and one that returns something cannot be dropped', async () => {
    const machine = await bootWith({});
    for (const [at, status] of [
      ['IoAttachDeviceToDeviceStack', 'STATUS_NO_SUCH_DEVICE'],
      ['IoCreateDevice', 'drop'],
      ['IoCreateDevice', 'delay'],
    ] as const) {
      expect(await machine.inject({ op: 'fault', driver: 'mydrv', at, status, by: '1s' })).toMatchObject({
        ok: false,
        status: 'STATUS_INVALID_PARAMETER',
      });
    }
  });
});

describe('how often it strikes', () => {
  test('`times` in a row, then no more', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ driver: 'disk', times: 2 }));
    const busy = 'STATUS_DEVICE_BUSY by disk0/disk';
    expect(await askToStop(machine, 4)).toEqual([busy, busy, 'agreed', 'agreed']);
  });

  test('after as many have passed as `after` says', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ driver: 'disk', after: 2, times: 1 }));
    expect(await askToStop(machine, 4)).toEqual(['agreed', 'agreed', 'STATUS_DEVICE_BUSY by disk0/disk', 'agreed']);
  });

  test('two faults at one place strike one after the other', async () => {
    const machine = await bootWithoutFiles();
    await injectAll(machine, [fault({ driver: 'disk' }), fault({ driver: 'disk', status: 'STATUS_UNSUCCESSFUL' })]);
    expect(await askToStop(machine, 3)).toEqual([
      'STATUS_DEVICE_BUSY by disk0/disk',
      'STATUS_UNSUCCESSFUL by disk0/disk',
      'agreed',
    ]);
  });
});

describe('what it does', () => {
  test('drop: the IRP is lost where it entered; the request says where, and the machine goes on with others', async () => {
    const machine = await bootMachine();
    await machine.inject(fault({ device: 'disk0', driver: 'disk', at: 'IRP_MJ_READ', status: 'drop' }));
    const lost = await machine.inject({ op: 'io', device: 'volC', request: 'read' });
    expect(lost.ok).toBe(false);
    expect(lost.message).toMatch(/IRP_MJ_READ \(0x[0-9a-f]+\), which disk0\/disk has not completed/);
    expect(machine.state().irps).toMatchObject([{ major: 'READ', at: 'disk0/disk', heldBy: 'disk' }]);
    expect(await machine.inject({ op: 'io', device: 'volC', request: 'read' })).toMatchObject({ ok: true });
  });

  test('drop of a PnP IRP: nothing in the tree can move any more, and every request says why', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ driver: 'disk', status: 'drop' }));
    for (const request of [QUERY_STOP, { op: 'pnp', device: 'hba0', request: 'rescan' } as const]) {
      const result = await machine.inject(request);
      expect(result).toMatchObject({ ok: false, message: expect.stringContaining('disk0/disk') });
    }
  });

  test('delay: the IRP goes on later, and the time has passed', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ driver: 'disk', status: 'delay', by: '5s' }));
    expect(await askToStop(machine, 1)).toEqual(['agreed']);
    expect(machine.state().time).toBe('5.0000000s');
  });

  test('a success code counts as a success', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ driver: 'disk', status: 'STATUS_SUCCESS' }));
    expect(await askToStop(machine, 1)).toEqual(['agreed']);
  });

  test('every strike is an event of its own', async () => {
    const machine = await bootWithoutFiles();
    await machine.inject(fault({ driver: 'disk' }));
    await askToStop(machine, 1);
    const strikes = machine.readTrace(0, 100_000).events.filter(({ kind }) => kind === 'fault');
    expect(strikes).toMatchObject([
      { device: 'disk0', driver: 'disk', minor: 'QUERY_STOP_DEVICE', status: 'STATUS_DEVICE_BUSY' },
    ]);
  });
});
