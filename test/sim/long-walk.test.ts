/**
 * A long random life of a machine of 50 devices with all rules of the verifier on. `WALK_SEED` repeats one; `WALK_EVENTS`
 * makes it longer or shorter.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT } from '../../src/kernel/sim/events.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { bootDescription } from '../support/machine.ts';
import { act, broken, deeds } from './support/deeds.ts';

const EVENTS = Number(process.env['WALK_EVENTS'] ?? 100_000);
const SEED = Number(process.env['WALK_SEED'] ?? 20_261_121);
const BATCH = 64;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const disk = (adapter: number, index: number): object => ({
  id: `disk${adapter}_${index}`,
  function: 'disk',
  size: '1MiB',
  ejectable: index % 2 === 0,
  volumes: index < 5 ? [{ id: `vol${adapter}_${index}`, size: '64KiB' }] : [],
});

const description = {
  name: 'fifty',
  memory: '32MiB',
  devices: [
    {
      id: 'pci0',
      function: 'pci',
      children: range(4).map((adapter) => ({
        id: `hba${adapter}`,
        function: 'storport',
        children: range(6).map((index) => disk(adapter, index)),
      })),
    },
  ],
};

const ids = (prefix: string, count: number): readonly string[] =>
  range(4).flatMap((adapter) => range(count).map((index) => `${prefix}${adapter}_${index}`));

const disks = ids('disk', 6);
const volumes = ids('vol', 5);
const adapters = range(4).map((adapter) => `hba${adapter}`);
const { any } = deeds({
  pnp: [...disks, ...volumes, ...adapters, ...adapters, 'pci0', 'volmgr0'],
  usage: [...disks, ...volumes, ...adapters],
  io: [...disks, ...volumes],
  drivers: ['disk', 'storport', 'pci', 'partmgr', 'volmgr'],
});

/** IRPs on their way, and those that were done although they were not. */
class IrpCount {
  readonly underWay = new Set<number>();
  readonly doneTwice: number[] = [];
  done = 0;

  constructor(machine: Machine) {
    const { sim } = machine.nt.kernel;
    const verifier = sim.watcher;
    sim.watcher = (code, irp, device, a, b, c) => {
      if (code === EVENT.callDriver) this.underWay.add(irp);
      if (code === EVENT.irpDone) this.#ended(irp);
      // A driver that has sent an IRP of its own keeps it in its completion routine, and frees it.
      if (code === EVENT.free) this.underWay.delete(irp);
      verifier?.(code, irp, device, a, b, c);
    };
  }

  #ended(irp: number): void {
    this.done += 1;
    if (!this.underWay.delete(irp)) this.doneTwice.push(irp);
  }
}

/** Faults that are still armed strike once: after that there are no more files when there are none. */
async function takeAll(machine: Machine, injection: Injection): Promise<void> {
  let last = '';
  for (let tries = 0; tries < 64; tries += 1) {
    const { ok, message } = await act(machine, injection);
    if (!ok && message.startsWith('There is no')) return;
    last = message;
  }
  throw new Error(`there is no end to ${JSON.stringify(injection)}: ${last}`);
}

/** Everything plugged in, enabled and started, and every special file gone. Again while faults that are armed strike. */
async function bringBack(machine: Machine): Promise<void> {
  await machine.inject({ op: 'advance', by: '1min' });
  for (let round = 0; round === 0 || (round < 8 && notStarted(machine).length > 0); round += 1)
    for (const device of ['pci0', ...adapters, ...disks, 'volmgr0', ...volumes])
      for (const request of ['unlock', 'plugIn', 'cancelRemove', 'cancelStop', 'start', 'enable'] as const)
        await act(machine, { op: 'pnp', device, request });
  for (const device of ['pci0', ...adapters, ...disks, ...volumes])
    for (const type of ['paging', 'hibernation', 'dump', 'boot'] as const)
      await takeAll(machine, { op: 'usage', device, type, inPath: false });
}

function notStarted(machine: Machine): readonly string[] {
  return machine
    .state()
    .devices.filter(({ pnp }) => pnp !== 'started')
    .map(({ id, pnp }) => `${id} is ${pnp}`);
}

/** Special files that a driver still counts, in words. */
function counted(machine: Machine): readonly string[] {
  return machine
    .state()
    .devices.flatMap(({ id, stack }) =>
      stack
        .filter(({ specialFiles }) => Object.values(specialFiles).some((count) => count !== 0))
        .map(({ driver, specialFiles }) => `${driver} at ${id} counts ${JSON.stringify(specialFiles)}`),
    );
}

/**
 * Nothing that takes a device away from under its files, or fails the end of one: what is above counts on for ever
 * (USE-64). A boot file does not keep its device from being removed.
 */
function isGentle(injection: Injection): boolean {
  if (injection.op === 'usage') return injection.type !== 'boot';
  if (injection.op === 'fault')
    return !['IRP_MN_START_DEVICE', 'IRP_MN_DEVICE_USAGE_NOTIFICATION'].includes(injection.at);
  return injection.op !== 'pnp' || (injection.request !== 'unplug' && injection.request !== 'surpriseRemove');
}

test.for([
  { name: 'where all may happen, in any order', deed: any, isCountedOut: false, isScrambled: true },
  { name: 'where no device is lost', deed: any.filter(isGentle), isCountedOut: true, isScrambled: false },
])(
  'IRP-01 PNP-07 PNP-59 USE-01 USE-51 a random life of 50 devices $name',
  { timeout: 300_000 },
  async ({ deed, isCountedOut, isScrambled }) => {
    const machine = await bootDescription({ ...description, verifier: { mode: 'all', scramblePnp: isScrambled } });
    expect(machine.state().devices.length).toBeGreaterThanOrEqual(50);
    const irps = new IrpCount(machine);
    let steps = 0;
    for (let seed = SEED; machine.state().events < EVENTS; seed += 1) {
      for (const injection of fc.sample(deed, { seed, numRuns: BATCH })) {
        await act(machine, injection);
        steps += 1;
        expect([seed, injection, ...broken(machine)]).toEqual([seed, injection]);
      }
      await bringBack(machine);
      expect([seed, ...broken(machine), ...notStarted(machine)]).toEqual([seed]);
      if (isCountedOut) expect([seed, ...counted(machine)]).toEqual([seed]);
      expect([seed, [...irps.underWay], irps.doneTwice]).toEqual([seed, [], []]);
    }
    const { events } = machine.state();
    console.info(`random walk, seed ${SEED}: ${steps} steps, ${events} events, ${irps.done} IRPs, each done once`);
  },
);
