/** A long life of a machine whose drivers are all right: nothing may be found. */
import { expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection, PnpRequest, UsageType } from '../../../src/protocol/injection.ts';
import { found } from '../../kernel/verifier/support.ts';
import { bootMachine, STORAGE } from '../../support/machine.ts';

const usage = (device: string, type: UsageType, inPath: boolean): Injection => ({ op: 'usage', device, type, inPath });
const pnp = (device: string, request: PnpRequest): Injection => ({ op: 'pnp', device, request });
const io = (device: string, request: 'read' | 'write'): Injection => ({
  op: 'io',
  device,
  request,
  offset: 0,
  length: 4096,
});
const refuse = (device: string, driver: string, times = 1): Injection => ({
  op: 'fault',
  device,
  driver,
  at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
  status: 'STATUS_INSUFFICIENT_RESOURCES',
  times,
});

const FILES: readonly UsageType[] = ['paging', 'hibernation', 'dump', 'boot'];
const DEVICES = ['volC', 'disk0', 'hba0', 'pci0'];
const DRIVERS = [
  ['disk0', 'auditflt'],
  ['disk0', 'partmgr'],
  ['disk0', 'disk'],
  ['disk0', 'storport'],
  ['hba0', 'storport'],
  ['hba0', 'pci'],
  ['volmgr0', 'volmgr'],
] as const;

/**
 * Files come and go on every device, every driver in turn refuses, everything is stopped, removed and brought back, and
 * the disk is pulled out at last.
 */
function longLife(): readonly Injection[] {
  const steps: Injection[] = [];
  for (const type of FILES) {
    for (const device of DEVICES)
      steps.push(usage(device, type, true), usage(device, type, true), usage(device, type, false));
    steps.push(io('volC', 'write'), io('volC', 'read'), pnp('disk0', 'queryRemove'), pnp('disk0', 'rebalance'));
    for (const [device, driver] of DRIVERS) steps.push(refuse(device, driver), usage('volC', type, true));
    for (const device of DEVICES) steps.push(usage(device, type, false));
  }
  steps.push(usage('volC', 'paging', false));
  for (const device of ['disk0', 'hba0', 'pci0']) {
    for (const request of ['rebalance', 'queryStop', 'cancelStop', 'disable', 'enable'] as const)
      steps.push(pnp(device, request));
    steps.push(io('volC', 'read'), usage('volC', 'dump', true), usage('volC', 'dump', false));
  }
  steps.push(usage('volC', 'paging', true), usage('volC', 'paging', false), pnp('disk0', 'surpriseRemove'));
  return steps;
}

async function live(machine: Machine): Promise<number> {
  const steps = longLife();
  for (const step of steps) await machine.inject(step);
  return steps.length;
}

test('the in-box drivers and the sample keep every rule', async () => {
  const machine = await bootMachine({ file: STORAGE, verifier: 'all' });
  const steps = await live(machine);
  const { events, bugcheck } = machine.state();
  expect(bugcheck).toBeNull();
  expect(found(machine)).toEqual([]);
  console.info(`conforming drivers: ${steps} steps, ${events} events, 0 false findings`);
});
