/** The filter in C and its twin in TypeScript, in the same machine, through the same events: one event stream. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootDescription, injectAll, ROOT, traceOf } from '../../support/machine.ts';

const read = (...path: string[]): string => readFileSync(join(ROOT, 'samples', ...path), 'utf8');

const TWINS = { 'auditflt.c': read('c-filter', 'auditflt.c'), 'auditflt.ts': read('storage', 'auditflt.ts') };
type Twin = keyof typeof TWINS;

/** A filter under the other one that answers PnP requests from a work item, 5 ms later: STATUS_PENDING for those above. */
const SLOW = `
import { cast, DEVICE_OBJECT, DO_DEVICE_INITIALIZING, DRIVER_OBJECT, FALSE, IO_NO_INCREMENT, IoAllocateWorkItem,
  IoAttachDeviceToDeviceStack, IoCallDriver, IoCopyCurrentIrpStackLocationToNext, IoCreateDevice, IoDeleteDevice,
  IoDetachDevice, IoForwardIrpSynchronously, IoFreeWorkItem, IoGetCurrentIrpStackLocation, IoMarkIrpPending,
  IoQueueWorkItem, IoCompleteRequest, IoSkipCurrentIrpStackLocation, IRP, IRP_MJ_MAXIMUM_FUNCTION, IRP_MJ_PNP,
  IRP_MN_DEVICE_USAGE_NOTIFICATION, IRP_MN_REMOVE_DEVICE, IRP_MN_START_DEVICE, KeDelayExecutionThread, KernelMode,
  DelayedWorkQueue, NTSTATUS, NULL, out, PDEVICE_OBJECT, PVOID, STATUS_PENDING, STATUS_SUCCESS, struct, DO_DIRECT_IO,
  DO_POWER_PAGABLE } from 'wdm';

class SLOW extends struct('SLOW', { Lower: PDEVICE_OBJECT, Item: PVOID, Irp: PVOID }) {}

export function DriverEntry(driver: DRIVER_OBJECT): NTSTATUS {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driver.MajorFunction.set(major, Pass);
  driver.MajorFunction.set(IRP_MJ_PNP, Pnp);
  driver.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}

function AddDevice(driver: DRIVER_OBJECT, pdo: DEVICE_OBJECT): NTSTATUS {
  const made = out<PDEVICE_OBJECT>();
  IoCreateDevice(driver, SLOW, NULL, pdo.DeviceType, 0, FALSE, made);
  const self = made.value;
  const lower = IoAttachDeviceToDeviceStack(self, pdo);
  self.Flags |= lower.Flags & (DO_DIRECT_IO | DO_POWER_PAGABLE);
  cast(SLOW, self.DeviceExtension).Lower = lower;
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

function Pass(device: DEVICE_OBJECT, irp: IRP) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(SLOW, device.DeviceExtension).Lower, irp);
}

async function Pnp(device: DEVICE_OBJECT, irp: IRP) {
  const extension = cast(SLOW, device.DeviceExtension);
  const minor = IoGetCurrentIrpStackLocation(irp).MinorFunction;
  if (minor === IRP_MN_REMOVE_DEVICE) {
    irp.IoStatus.Status = STATUS_SUCCESS;
    const status = await Pass(device, irp);
    IoDetachDevice(extension.Lower);
    IoDeleteDevice(device);
    return status;
  }
  if (minor !== IRP_MN_DEVICE_USAGE_NOTIFICATION && minor !== IRP_MN_START_DEVICE) return Pass(device, irp);
  IoMarkIrpPending(irp);
  extension.Item = IoAllocateWorkItem(device);
  extension.Irp = irp.address;
  IoQueueWorkItem(extension.Item, Work, DelayedWorkQueue, 0);
  return STATUS_PENDING;
}

async function Work(device: DEVICE_OBJECT) {
  const extension = cast(SLOW, device.DeviceExtension);
  const irp = cast(IRP, extension.Irp);
  IoFreeWorkItem(extension.Item);
  await KeDelayExecutionThread(KernelMode, FALSE, -50000n);
  await IoForwardIrpSynchronously(extension.Lower, irp);
  IoCompleteRequest(irp, IO_NO_INCREMENT);
}
`;

interface Shape {
  readonly filters: readonly string[];
  readonly failUsage?: number;
}

function boot(twin: Twin, { filters, failUsage = 0 }: Shape): Promise<Machine> {
  const disk = (id: string, volume: string): object => ({
    id,
    function: 'disk',
    size: '16MiB',
    upperFilters: filters,
    volumes: [{ id: volume, size: '8MiB' }],
  });
  return bootDescription(
    {
      drivers: {
        auditflt: { source: twin, registry: { FailUsage: failUsage } },
        ...(filters.includes('slow') ? { slow: { source: 'slow.ts' } } : {}),
      },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [{ id: 'hba0', function: 'storport', children: [disk('disk0', 'volC'), disk('disk1', 'volD')] }],
        },
      ],
      specialFiles: [{ device: 'volC', type: 'paging' }],
    },
    { ...TWINS, 'slow.ts': SLOW },
  );
}

/**
 * Addresses differ, because the C driver's image and stack lie in memory too. Each is given a number when it is first
 * seen; events are not, because those on C's stack take each other's place. IoCreateDevice gets the size of the
 * extension from C, from TypeScript the structure itself.
 */
function comparable(machine: Machine): string[] {
  const seen = new Map<string, number>();
  const text = traceOf(machine)
    .replace(/(IoCreateDevice\(\w+), 0x48\)/g, '$1)')
    .replace(/("kind":"wait".*"detail":"|KeSetEvent\()0x[0-9a-f]+/g, '$1an event');
  const renamed = text.replace(/\b0x[0-9a-f]{5,}\b/g, (address) => {
    if (!seen.has(address)) seen.set(address, seen.size);
    return `#${seen.get(address)}`;
  });
  return renamed.split('\n');
}

async function streams(shape: Shape, injections: readonly Injection[], prepare: (machine: Machine) => void = () => {}) {
  const run = async (twin: Twin) => {
    const machine = await boot(twin, shape);
    prepare(machine);
    const results = await injectAll(machine, injections);
    const { bugcheck, violations } = machine.state();
    return {
      results: results.map(({ ok, status }) => `${ok} ${status}`),
      bugcheck,
      violations: violations.map(({ rule, driver, event }) => `${event} ${driver} ${rule}`),
      events: comparable(machine),
    };
  };
  return { c: await run('auditflt.c'), ts: await run('auditflt.ts') };
}

const usage = (device: string, type: 'paging' | 'hibernation' | 'dump', inPath: boolean): Injection => ({
  op: 'usage',
  device,
  type,
  inPath,
});
const pnp = (device: string, request: string): Injection => ({ op: 'pnp', device, request }) as Injection;
const fault = (rest: object): Injection =>
  ({ op: 'fault', driver: 'disk', at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION', ...rest }) as Injection;

const LIFE: readonly Injection[] = [
  usage('volC', 'dump', true),
  usage('volD', 'hibernation', true),
  pnp('disk0', 'queryRemove'),
  pnp('disk0', 'queryStop'),
  usage('volC', 'dump', false),
  { op: 'io', device: 'volC', request: 'write', offset: 4096, data: 'written through the filter' },
  { op: 'io', device: 'volC', request: 'read', offset: 4096, length: 512 },
  fault({ status: 'STATUS_INSUFFICIENT_RESOURCES' }),
  usage('volC', 'dump', true),
  usage('volC', 'paging', false),
  fault({ status: 'STATUS_INSUFFICIENT_RESOURCES' }),
  usage('volC', 'paging', true),
  pnp('disk0', 'rebalance'),
  pnp('disk0', 'disable'),
  pnp('disk0', 'enable'),
  usage('volD', 'hibernation', false),
  pnp('disk1', 'unplug'),
  pnp('disk1', 'plugIn'),
  pnp('disk0', 'surpriseRemove'),
];

describe('the filter in C gives the event stream of the one in TypeScript', () => {
  test('through the life of its devices, with requests that are refused below', async () => {
    const { c, ts } = await streams({ filters: ['auditflt'] }, LIFE);
    expect(ts.results).toContain('false STATUS_DEVICE_BUSY');
    expect(ts.results).toContain('false STATUS_INSUFFICIENT_RESOURCES');
    expect(c.events.length).toBeGreaterThan(2000);
    expect(c).toEqual(ts);
    expect(c).toMatchObject({ bugcheck: null, violations: [] });
  });

  test('while the driver below sleeps inside of IoCallDriver', async () => {
    const { c, ts } = await streams({ filters: ['auditflt'] }, [
      fault({ status: 'delay', by: '3ms' }),
      usage('volC', 'dump', true),
      fault({ status: 'delay', by: '3ms' }),
      usage('volC', 'dump', false),
    ]);
    expect(c.events.at(-2)).toContain('"t":"0.0060000s"');
    expect(c).toEqual(ts);
  });

  test('while it waits for its event, because the request below is pending', async () => {
    const { c, ts } = await streams({ filters: ['slow', 'auditflt'] }, LIFE);
    const waits = c.events.filter((event) => /"kind":"wait".*"driver":"auditflt".*"detail":"an event"/.test(event));
    expect(waits.length).toBeGreaterThan(5);
    expect(c).toEqual(ts);
    expect(c).toMatchObject({ bugcheck: null });
  });

  test('when it stands in a stack twice', async () => {
    const { c, ts } = await streams({ filters: ['auditflt', 'slow', 'auditflt'] }, LIFE);
    expect(c).toEqual(ts);
  });

  test('when it stands directly on itself, and each step is held up', async () => {
    const injections: readonly Injection[] = [
      usage('volC', 'dump', true),
      fault({ status: 'delay', by: '3ms' }),
      usage('volC', 'dump', false),
      fault({ status: 'STATUS_INSUFFICIENT_RESOURCES' }),
      usage('volD', 'hibernation', true),
      pnp('disk1', 'disable'),
    ];
    const shape = { filters: ['auditflt', 'auditflt'] };
    let held = 0;
    const hold = (machine: Machine): void => {
      machine.nt.kernel.sim.gate = () => {
        held += 1;
        return Promise.resolve();
      };
    };
    const free = await streams(shape, injections);
    expect(free.c).toEqual(free.ts);
    const stepped = await streams(shape, injections, hold);
    expect(held).toBeGreaterThan(100);
    expect(stepped).toEqual(free);
  });

  test('when it refuses files itself', async () => {
    const { c, ts } = await streams({ filters: ['auditflt'], failUsage: 0xc000009a }, [
      usage('volD', 'dump', true),
      pnp('disk0', 'queryRemove'),
    ]);
    expect(c.results).toEqual(['false STATUS_INSUFFICIENT_RESOURCES', 'true STATUS_SUCCESS']);
    expect(c).toEqual(ts);
  });

  test('run after run, byte for byte', async () => {
    const trace = async (): Promise<string> => {
      const machine = await boot('auditflt.c', { filters: ['slow', 'auditflt'] });
      await injectAll(machine, LIFE);
      return traceOf(machine);
    };
    expect(await trace()).toBe(await trace());
  });
});
