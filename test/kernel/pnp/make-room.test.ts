import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { driverText } from '../../machine/support/driver-text.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';

interface Device {
  readonly id: string;
  readonly at?: string | readonly string[];
  readonly resources?: readonly object[];
  readonly upperFilters?: readonly string[];
  readonly ejectable?: boolean;
}

const port = (at: string | readonly string[]): object => ({ type: 'port', at, size: 8 });

/** The filter `stays` refuses to be stopped; `fixed` agrees, and says that its device needs its first place. */
const FILTERS = {
  stays: `if (minor === IRP_MN_QUERY_STOP_DEVICE) {
    irp.IoStatus.Status = STATUS_UNSUCCESSFUL;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return STATUS_UNSUCCESSFUL;
  }`,
  fails: `if (minor === IRP_MN_START_DEVICE && (extension.Count += 1) > 1) {
    irp.IoStatus.Status = STATUS_UNSUCCESSFUL;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return STATUS_UNSUCCESSFUL;
  }`,
};

function boot(devices: readonly Device[]): Promise<Machine> {
  const children = devices.map(({ at, ...device }) => ({
    function: 'null',
    resources: at === undefined ? [] : [port(at)],
    ...device,
  }));
  return bootDescription(
    {
      name: 'room',
      memory: '4MiB',
      drivers: { stays: { source: './stays.ts' }, fails: { source: './fails.ts' } },
      devices: [{ id: 'pci0', function: 'pci', children }],
    },
    { 'stays.ts': driverText({ pnp: FILTERS.stays }), 'fails.ts': driverText({ pnp: FILTERS.fails }) },
  );
}

function places(machine: Machine, ...ids: readonly string[]): readonly string[] {
  return ids.map((id) => {
    const { pnp, problem, resources = [] } = deviceOf(machine, id);
    const at = resources.map(({ start }) => start).join(' ');
    return `${id} ${pnp} ${problem === null ? at : problem.name}`;
  });
}

const STOPS = /STOP_DEVICE|START_DEVICE/;

function stops(machine: Machine, ...ids: readonly string[]): readonly string[] {
  return machine
    .readTrace(0, 100_000)
    .events.filter(
      ({ kind, driver, device, minor }) =>
        kind === 'callDriver' && driver === 'pci' && STOPS.test(minor ?? '') && ids.includes(device ?? ''),
    )
    .map(({ minor, device }) => `${minor} ${device}`);
}

function clean(machine: Machine): void {
  expect([machine.state().bugcheck, machine.state().violations]).toEqual([null, []]);
}

const FREE = ['0x3F8', '0x2F8'];

describe('PNP-30 a device that finds no room', () => {
  test('gets it from one that can be elsewhere, which is stopped and started again', async () => {
    const machine = await boot([
      { id: 'dev0', at: FREE },
      { id: 'dev1', at: '0x3F8' },
    ]);
    expect(places(machine, 'dev0', 'dev1')).toEqual(['dev0 started 0x2f8', 'dev1 started 0x3f8']);
    expect(stops(machine, 'dev0', 'dev1')).toEqual([
      'START_DEVICE dev0',
      'QUERY_STOP_DEVICE dev0',
      'STOP_DEVICE dev0',
      'START_DEVICE dev0',
      'START_DEVICE dev1',
    ]);
    clean(machine);
  });

  test('PNP-31 leaves one alone that refuses, which gets CANCEL_STOP, and tries the next', async () => {
    const machine = await boot([
      { id: 'dev0', at: FREE, upperFilters: ['stays'] },
      { id: 'dev1', at: ['0x2F8', '0x3E8'] },
      { id: 'dev2', at: FREE },
    ]);
    expect(places(machine, 'dev0', 'dev1', 'dev2')).toEqual([
      'dev0 started 0x3f8',
      'dev1 started 0x3e8',
      'dev2 started 0x2f8',
    ]);
    expect(stops(machine, 'dev0')).toEqual(['START_DEVICE dev0']);
    clean(machine);
  });

  test('PNP-31 has problem code 12 when all refuse; each of them runs on where it was', async () => {
    const machine = await boot([
      { id: 'dev0', at: FREE, upperFilters: ['stays'] },
      { id: 'dev1', at: '0x3F8' },
    ]);
    expect(places(machine, 'dev0', 'dev1')).toEqual(['dev0 started 0x3f8', 'dev1 removed CM_PROB_NORMAL_CONFLICT']);
    clean(machine);
  });

  test('asks nobody to stop when that would not help', async () => {
    const machine = await boot([
      { id: 'dev0', at: '0x3F8' },
      { id: 'dev1', at: ['0x3F8'] },
      { id: 'dev2', at: FREE },
    ]);
    expect(places(machine, 'dev0', 'dev1', 'dev2')).toEqual([
      'dev0 started 0x3f8',
      'dev1 removed CM_PROB_NORMAL_CONFLICT',
      'dev2 started 0x2f8',
    ]);
    expect(stops(machine, 'dev0').filter((stop) => !stop.startsWith('START'))).toEqual([]);
    clean(machine);
  });

  test('has several move, and those that agreed in vain run on', async () => {
    const machine = await boot([
      { id: 'dev0', at: FREE },
      { id: 'dev1', at: ['0x2F8', '0x3E8'] },
      { id: 'dev2', at: '0x3F8' },
    ]);
    expect(places(machine, 'dev0', 'dev1', 'dev2')).toEqual([
      'dev0 started 0x2f8',
      'dev1 started 0x3e8',
      'dev2 started 0x3f8',
    ]);
    clean(machine);
    const refused = await boot([
      { id: 'dev0', at: FREE },
      { id: 'dev1', at: ['0x2F8', '0x3E8'], upperFilters: ['stays'] },
      { id: 'dev2', at: '0x3F8' },
    ]);
    expect(places(refused, 'dev0', 'dev1', 'dev2')).toEqual([
      'dev0 started 0x3f8',
      'dev1 started 0x2f8',
      'dev2 removed CM_PROB_NORMAL_CONFLICT',
    ]);
    expect(stops(refused, 'dev0')).toEqual(['START_DEVICE dev0', 'QUERY_STOP_DEVICE dev0', 'CANCEL_STOP_DEVICE dev0']);
    clean(refused);
  });

  test('a mover keeps what is not in the way', async () => {
    const machine = await boot([
      { id: 'dev0', resources: [port(FREE), { type: 'memory' }, { type: 'interrupt', at: [11, 12] }] },
      { id: 'dev1', at: '0x3F8' },
    ]);
    expect(places(machine, 'dev0')).toEqual(['dev0 started 0x2f8 0xe0000000 0xb']);
    clean(machine);
  });

  test('PNP-33 one that does not start at its new place is removed by surprise', async () => {
    const machine = await boot([
      { id: 'dev0', at: FREE, upperFilters: ['fails'] },
      { id: 'dev1', at: '0x3F8' },
    ]);
    expect(places(machine, 'dev0', 'dev1')).toEqual(['dev0 removed CM_PROB_FAILED_START', 'dev1 started 0x3f8']);
    clean(machine);
  });

  test('also when it was plugged in later', async () => {
    const machine = await boot([
      { id: 'dev1', at: '0x3F8', ejectable: true },
      { id: 'dev0', at: FREE },
    ]);
    expect(places(machine, 'dev0', 'dev1')).toEqual(['dev0 started 0x2f8', 'dev1 started 0x3f8']);
    await machine.inject({ op: 'pnp', device: 'dev1', request: 'eject' });
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'rebalance' });
    expect(places(machine, 'dev0')).toEqual(['dev0 started 0x3f8']);
    await machine.inject({ op: 'pnp', device: 'dev1', request: 'plugIn' });
    expect(places(machine, 'dev0', 'dev1')).toEqual(['dev0 started 0x2f8', 'dev1 started 0x3f8']);
    clean(machine);
  });
});
