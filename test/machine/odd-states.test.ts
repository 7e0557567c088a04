/** Removal, and what runs meanwhile, where a device waits for the second half of a stop or of a removal. */
import { describe, expect, test } from 'vitest';
import { IoDeleteDevice } from '../../src/kernel/io/device-object.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { PnpRequest } from '../../src/protocol/injection.ts';
import { leftOvers } from '../scenarios/support/scenario.ts';
import { bootMachine, deviceOf, injectAll } from '../support/machine.ts';
import { bootWith } from './support/one-driver.ts';

async function bootWithoutFiles(): Promise<Machine> {
  const machine = await bootMachine();
  await machine.inject({ op: 'usage', device: 'volC', type: 'paging', inPath: false });
  return machine;
}

const pnp = (device: string, request: PnpRequest) => ({ op: 'pnp', device, request }) as const;
const rules = (machine: Machine): readonly string[] => machine.state().violations.map(({ rule }) => rule);

test('PNP-11 an adapter that has agreed to its removal still works', async () => {
  const machine = await bootWithoutFiles();
  const [, read] = await injectAll(machine, [
    pnp('hba0', 'queryRemove'),
    { op: 'io', device: 'volC', request: 'read' },
  ]);
  expect(read).toMatchObject({ ok: true, status: 'STATUS_SUCCESS' });
});

test('PNP-11 an adapter that has agreed to a stop holds requests until it is cancelled', async () => {
  const machine = await bootWithoutFiles();
  const [, read] = await injectAll(machine, [pnp('hba0', 'queryStop'), { op: 'io', device: 'volC', request: 'read' }]);
  expect(read).toMatchObject({ ok: false });
  await injectAll(machine, [pnp('hba0', 'cancelStop'), { op: 'run', until: 'idle' }]);
  expect(leftOvers(machine)).toEqual([]);
});

test.for(['queryStop', 'stop'] as const)(
  'PNP-09 a rebalance is over before a removal begins: after %s',
  async (last) => {
    const machine = await bootWithoutFiles();
    const requests = last === 'stop' ? (['queryStop', 'stop'] as const) : (['queryStop'] as const);
    const results = await injectAll(machine, [...requests.map((one) => pnp('volC', one)), pnp('disk0', 'disable')]);
    expect(results.map(({ ok }) => ok)).toEqual(results.map(() => true));
    expect(rules(machine)).toEqual([]);
    expect(deviceOf(machine, 'disk0').pnp).toBe('removed');
  },
);

test('PNP-09 only what runs is rebalanced', async () => {
  const machine = await bootWithoutFiles();
  const [, rebalance] = await injectAll(machine, [pnp('disk0', 'disable'), pnp('disk0', 'rebalance')]);
  expect(rebalance).toMatchObject({ ok: false });
  expect(rebalance?.message).toContain('only a device that runs');
  expect(rules(machine)).toEqual([]);
});

test('PNP-10 a volume does not start on a disk that has no drivers, and goes with its adapter later', async () => {
  const machine = await bootWithoutFiles();
  const results = await injectAll(machine, [pnp('disk0', 'disable'), pnp('volC', 'enable'), pnp('disk0', 'enable')]);
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(deviceOf(machine, 'volC').pnp).toBe('started');
  await machine.inject(pnp('hba0', 'unplug'));
  expect(leftOvers(machine)).toEqual([]);
});

test('PNP-12 a disk is not removed alone from under its volume', async () => {
  const machine = await bootWithoutFiles();
  const [, remove] = await injectAll(machine, [pnp('disk0', 'queryRemove'), pnp('disk0', 'remove')]);
  expect(remove).toMatchObject({ ok: false });
  expect(remove?.message).toContain('volC lies on disk0 and is started: remove that one first');
});

test('PNP-12 PNP-41 a volume whose request its adapter holds is not deleted under it', async () => {
  const machine = await bootWithoutFiles();
  const results = await injectAll(machine, [
    pnp('hba0', 'queryStop'),
    { op: 'io', device: 'volC', request: 'read' },
    pnp('volmgr0', 'disable'),
    { op: 'run', until: 'idle' },
  ]);
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true, true]);
  expect(machine.state().bugcheck).toBeNull();
  expect(deviceOf(machine, 'volmgr0').pnp).toBe('removed');
  expect(deviceOf(machine, 'hba0').pnp).toBe('started');
  expect(leftOvers(machine)).toEqual([]);
});

test('PNP-09 a device that is pulled out does not wait for a stop further down to end', async () => {
  const machine = await bootWithoutFiles();
  const results = await injectAll(machine, [
    pnp('hba0', 'queryStop'),
    { op: 'io', device: 'volC', request: 'read' },
    pnp('volC', 'surpriseRemove'),
    pnp('volC', 'enable'),
    { op: 'run', until: 'idle' },
  ]);
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true, true, true]);
  expect(deviceOf(machine, 'volC').pnp).toBe('started');
  expect(leftOvers(machine)).toEqual([]);
});

describe('a driver that deletes its device object and leaves it attached', () => {
  const stackOf = (machine: Machine) =>
    deviceOf(machine, 'dev0').stack.map(({ driver, deleted }) => [driver, deleted === true]);

  test('is shown as deleted, and looking at the machine changes nothing', async () => {
    const machine = await bootWith({}, { more: { verifier: 'off' } });
    expect(stackOf(machine)).toEqual([
      ['mydrv', false],
      ['null', false],
      ['pci', false],
    ]);
    const { nt } = machine;
    const top = nt.io.drivers.find(({ entry }) => entry.name === 'mydrv')?.object.DeviceObject;
    if (top === null || top === undefined) throw new Error('the filter has no device object');
    IoDeleteDevice(nt.io, top);
    nt.kernel.sim.hooks.onChange();
    expect(stackOf(machine)).toEqual([
      ['mydrv', true],
      ['null', false],
      ['pci', false],
    ]);
    expect(machine.describe('dev0')).toContain('mydrv (upperFilter)');
    expect(machine.describe('dev0')).toContain('deleted, no flags');
    expect(machine.state().bugcheck).toBeNull();
  });
});

test('a device that does not start when it is enabled says why', async () => {
  const machine = await bootWith({
    pnp: `if (minor === IRP_MN_START_DEVICE) {
      irp.IoStatus.Status = STATUS_DEVICE_NOT_READY;
      IoCompleteRequest(irp, IO_NO_INCREMENT);
      return STATUS_DEVICE_NOT_READY;
    }`,
  });
  await machine.inject(pnp('dev0', 'disable'));
  expect(await machine.inject(pnp('dev0', 'enable'))).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^dev0 has problem 10 CM_PROB_FAILED_START: .* It was STATUS_DEVICE_NOT_READY\.$/),
  });
});
