import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { InjectionResult, PnpRequest } from '../../../src/protocol/injection.ts';
import { bootStorage, events, findings, states, usage } from '../../drivers/support.ts';
import { deviceOf } from '../../support/machine.ts';

function io(machine: Machine, device: string, request: 'open' | 'close' | 'flush'): Promise<InjectionResult> {
  return machine.inject({ op: 'io', device, request });
}

function pnp(machine: Machine, device: string, request: PnpRequest): Promise<InjectionResult> {
  return machine.inject({ op: 'pnp', device, request });
}

/** What entered the top of a device's stack, by function. */
function entered(machine: Machine, result: InjectionResult, device: string): readonly string[] {
  const top = deviceOf(machine, device).stack[0]?.driver;
  return events(machine, result.events)
    .filter((event) => event.kind === 'callDriver' && event.device === device && event.driver === top)
    .map(({ major, minor }) => minor ?? major ?? '');
}

test('opening sends IRP_MJ_CREATE, closing the handle IRP_MJ_CLEANUP and, with the last reference, IRP_MJ_CLOSE', async () => {
  const machine = await bootStorage();
  const opened = await io(machine, 'disk0', 'open');
  expect(opened).toMatchObject({ ok: true, message: 'open on disk0: STATUS_SUCCESS.' });
  expect(entered(machine, opened, 'disk0')).toEqual(['CREATE']);
  expect(deviceOf(machine, 'disk0').openHandles).toBe(1);
  const closed = await io(machine, 'disk0', 'close');
  expect(entered(machine, closed, 'disk0')).toEqual(['CLEANUP', 'CLOSE']);
  expect(deviceOf(machine, 'disk0').openHandles).toBeUndefined();
  expect(await io(machine, 'disk0', 'close')).toMatchObject({ ok: false, status: 'STATUS_INVALID_HANDLE' });
  expect(findings(machine)).toEqual([]);
});

test('PNP-10 before START has completed, and once the drivers are gone, nobody can open the device', async () => {
  const machine = await bootStorage();
  await pnp(machine, 'null0', 'disable');
  const result = await io(machine, 'null0', 'open');
  expect(result.status).toBe('STATUS_NO_SUCH_DEVICE');
  expect(entered(machine, result, 'null0')).toEqual([]);
});

test('PNP-11 a device that has agreed to its removal takes no new handle', async () => {
  const machine = await bootStorage();
  await pnp(machine, 'null0', 'queryRemove');
  expect((await io(machine, 'null0', 'open')).status).toBe('STATUS_DELETE_PENDING');
  await pnp(machine, 'null0', 'cancelRemove');
  expect((await io(machine, 'null0', 'open')).status).toBe('STATUS_SUCCESS');
});

describe('R4 an open handle vetoes an orderly removal', () => {
  test('of its own device, after the drivers have agreed', async () => {
    const machine = await bootStorage();
    await io(machine, 'null0', 'open');
    const result = await pnp(machine, 'null0', 'disable');
    expect(result).toMatchObject({ ok: false, status: 'STATUS_PLUGPLAY_QUERY_VETOED', vetoedBy: 'null0' });
    expect(result.message).toContain('a handle to null0 is open');
    expect(entered(machine, result, 'null0').filter((minor) => minor.endsWith('REMOVE_DEVICE'))).toEqual([
      'QUERY_REMOVE_DEVICE',
      'CANCEL_REMOVE_DEVICE',
    ]);
    expect(states(machine, 'null0')).toBe('null0 started');
    await io(machine, 'null0', 'close');
    expect((await pnp(machine, 'null0', 'disable')).ok).toBe(true);
    expect(findings(machine)).toEqual([]);
  });

  test('of a parent: those that were asked before are told that it is off', async () => {
    const machine = await bootStorage();
    await io(machine, 'disk0', 'open');
    await io(machine, 'disk0', 'open');
    const result = await pnp(machine, 'hba0', 'eject');
    expect(result).toMatchObject({ ok: false, vetoedBy: 'disk0' });
    expect(result.message).toContain('2 handles to disk0 are open');
    expect(states(machine, 'hba0', 'disk0', 'volC')).toBe('hba0 started, disk0 started, volC started');
  });
});

describe('PNP-51 after a surprise removal REMOVE waits until the last handle is closed', () => {
  test('of a device that was pulled out; then it is gone', async () => {
    const machine = await bootStorage();
    await io(machine, 'null0', 'open');
    await io(machine, 'null0', 'open');
    const pulled = await pnp(machine, 'null0', 'unplug');
    expect(entered(machine, pulled, 'null0')).toEqual(['QUERY_DEVICE_RELATIONS', 'SURPRISE_REMOVAL']);
    expect(deviceOf(machine, 'null0')).toMatchObject({ pnp: 'removePendingCloses', present: false, openHandles: 2 });
    const again = await pnp(machine, 'null0', 'plugIn');
    expect(again).toMatchObject({ ok: false, message: expect.stringContaining('removePendingCloses') });
    await io(machine, 'null0', 'close');
    expect(states(machine, 'null0')).toBe('null0 removePendingCloses');
    await io(machine, 'null0', 'close');
    expect(machine.state().devices.some(({ id }) => id === 'null0')).toBe(false);
    expect((await pnp(machine, 'null0', 'plugIn')).ok).toBe(true);
    expect(states(machine, 'null0')).toBe('null0 started');
    expect(findings(machine)).toEqual([]);
  });

  test('of a disk under an adapter that went with it', async () => {
    const machine = await bootStorage();
    await usage(machine, 'volD', 'dump', true);
    await usage(machine, 'volD', 'dump', false);
    await io(machine, 'disk0', 'open');
    await pnp(machine, 'hba0', 'unplug');
    expect(states(machine, 'hba0', 'disk0')).toBe('hba0 removePendingCloses, disk0 removePendingCloses');
    expect((await io(machine, 'disk0', 'flush')).ok).toBe(false);
    await io(machine, 'disk0', 'close');
    expect(machine.state().devices.some(({ id }) => ['hba0', 'disk0'].includes(id))).toBe(false);
    expect((await pnp(machine, 'hba0', 'plugIn')).ok).toBe(true);
    expect(states(machine, 'hba0', 'disk0', 'volC')).toBe('hba0 started, disk0 started, volC started');
    expect(findings(machine)).toEqual([]);
  });
});
