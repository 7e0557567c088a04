/** Machines that have something to show, each with the lines that show it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootDescription, bootMachine, deviceOf, type Files, ROOT } from '../../support/machine.ts';
import { bootWith } from '../support/one-driver.ts';

export interface Scenario {
  readonly name: string;
  readonly boot: () => Promise<Machine>;
  /** What is typed; the machine is asked where something stands. */
  readonly lines: (machine: Machine) => readonly string[];
}

/** A sample under its own name: the path of the checkout is in no output. */
export function bootSample(name: string): Promise<Machine> {
  const folder = join(ROOT, 'samples', name);
  const files: Files = Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  return bootMachine({ file: `${name}.machine.json` }, files);
}

function oldestIrp(machine: Machine): string {
  return machine.state().irps[0]?.address ?? 'none';
}

async function withReadInFlight(): Promise<Machine> {
  const machine = await bootSample('storage');
  await machine.inject({ op: 'fault', driver: 'disk', at: 'IRP_MJ_READ', status: 'drop' });
  await machine.inject({ op: 'io', device: 'disk0', request: 'read', wait: false });
  return machine;
}

/** A driver keeps every request to power down, until the watchdog of power IRPs stops the machine. */
async function withLostPowerIrp(): Promise<Machine> {
  const power = 'if (minor === IRP_MN_SET_POWER) { IoMarkIrpPending(irp); return STATUS_PENDING; } /* here */';
  const machine = await bootWith({ power });
  await machine.inject({ op: 'power', request: 'sleep' });
  return machine;
}

async function withViolation(): Promise<Machine> {
  const pnp =
    'if (minor === IRP_MN_START_DEVICE) { const block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 0x47617473); ExFreePoolWithTag(block, 0); irp.IoStatus.Status = STATUS_PENDING; }';
  const machine = await bootWith(
    { pnp },
    { more: { verifier: { mode: 'all', irpLogging: true, lowResources: true } } },
  );
  await machine.inject({ op: 'usage', device: 'dev0', type: 'paging', inPath: true });
  return machine;
}

/** A device that does not start, and a disk that has gone while a file is open on it. */
async function withTroubles(): Promise<Machine> {
  const pnp =
    'if (minor === IRP_MN_START_DEVICE) { irp.IoStatus.Status = STATUS_UNSUCCESSFUL; IoCompleteRequest(irp, 0); return STATUS_UNSUCCESSFUL; }';
  const machine = await bootWith({ pnp });
  return machine;
}

/** A thread waits in a driver, with the request that it was called for. */
async function withWaitingThread(): Promise<Machine> {
  const pnp =
    'if (minor === IRP_MN_DEVICE_USAGE_NOTIFICATION) await KeWaitForSingleObject(extension.Event, Executive, KernelMode, FALSE, NULL);';
  const machine = await bootWith({ pnp });
  await machine.inject({ op: 'usage', device: 'dev0', type: 'paging', inPath: true });
  return machine;
}

async function withCrash(): Promise<Machine> {
  const pnp =
    'if (minor === IRP_MN_DEVICE_USAGE_NOTIFICATION) { IoCompleteRequest(irp, 0); IoCompleteRequest(irp, 0); }';
  const machine = await bootWith({ pnp });
  await machine.inject({ op: 'usage', device: 'dev0', type: 'paging', inPath: true });
  return machine;
}

/** A miniport that never ends a READ, with two of them. */
async function withStuckMiniport(): Promise<Machine> {
  const inbox = (path: string): string => readFileSync(join(ROOT, 'src', 'drivers', path), 'utf8');
  const ramdisk = inbox('ramdisk.miniport.ts');
  const hardware = 'lib/ramdisk-hardware.ts';
  const start = 'function StartIo(extension: PVOID, srb: SCSI_REQUEST_BLOCK): boolean {';
  if (!ramdisk.includes(start)) throw new Error('the in-box miniport has another StartIo');
  const stuck = ramdisk.replace(start, `${start}\n  if (srb.Cdb.get(0) === 0x28) return true;`);
  const description = {
    name: 'storage',
    drivers: { stuck: { source: './stuck.ts' } },
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            miniport: 'stuck',
            children: [{ id: 'disk0', function: 'disk', size: '4MiB' }],
          },
        ],
      },
    ],
  };
  const machine = await bootDescription(description, { 'stuck.ts': stuck, [hardware]: inbox(hardware) });
  await machine.inject({ op: 'io', device: 'disk0', request: 'read', length: 4096, wait: false });
  await machine.inject({ op: 'io', device: 'disk0', request: 'read', offset: 8192, wait: false });
  return machine;
}

function firstSrb(machine: Machine): string {
  const [adapter] = machine.nt.storport.adapters.values();
  return [...(adapter?.transport?.outstanding.keys() ?? [])].map((at) => at.toString(16))[0] ?? 'none';
}

/** A request is held between two drivers, step by step. */
async function paused(): Promise<Machine> {
  const machine = await bootSample('storage');
  await machine.pause();
  // It ends when the machine goes on, which nobody waits for.
  void machine.inject({ op: 'usage', device: 'disk0', type: 'dump', inPath: true });
  for (let step = 0; step < 3; step += 1) await machine.step('into');
  return machine;
}

async function asleep(): Promise<Machine> {
  const machine = await bootSample('power');
  await machine.inject({ op: 'power', request: 'sleep' });
  return machine;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'request-in-flight',
    boot: withReadInFlight,
    lines: (machine) => {
      const irp = oldestIrp(machine);
      return [
        '!irpfind',
        '!irpfind 0 0 device disk0',
        '!irpfind 0 0 device volC',
        `!irp ${irp}`,
        `!irp ${irp} 1`,
        `!findthreads -i ${irp}`,
        '!findthreads -d disk0/disk',
        '!process 0 2',
        '!thread 3',
        'k',
        '!irql',
        `dt IRP ${irp} IoStatus Tail.Overlay`,
        `dt -r1 IO_STACK_LOCATION poi(${irp} + 60)`,
        'dq disk0/disk L4',
        'dps disk0/disk+8 L4',
      ];
    },
  },
  {
    name: 'devices-and-drivers',
    boot: () => bootSample('storage'),
    lines: () => [
      '!devnode 0 1',
      '!devnode disk0',
      '!devnode 0 3 pci',
      '!devnode 1',
      '!devstack disk0/disk',
      '!devobj disk0/auditflt',
      '!drvobj auditflt 7',
      '!drvobj \\Driver\\disk',
      'lm',
      'lm *flt',
      'x auditflt!*',
      'ln auditflt!AddDevice',
      '? disk0/disk + 8',
      '? poi(disk0/disk + 8)',
      'dt AUDIT_EXTENSION poi(disk0/auditflt + 28)',
      'dt IO_STACK_LOCATION',
      'dt DEVICE_OBJECT disk0/disk',
      'dt *REMOVE_LOCK*',
      'db disk0/disk L40',
      'dw disk0/disk L8',
      'dd disk0/disk L8',
      'da 0 L1',
      'du poi(poi(disk0/disk + 8) + 20)',
      '!pool disk0/disk',
      '!poolused Devi',
      '.time',
      'vertarget',
      '!pocaps',
      '!fxdevice',
      '!verifier',
      'dx @$cursession',
      'dx @$cursession.Devices.DeviceTree',
      'dx @$cursession.Devices.DeviceTree.First()',
      'dx -r2 @$cursession.Devices.DeviceNodes.Where(n => n.Id == "disk0").First().DeviceStack',
      'dx @$cursession.Devices.DeviceTree.Flatten(n => n.Children).Where(n => n.SpecialFiles.Paging > 0).Select(n => n.Id)',
      'dx -g @$cursession.Devices.DeviceNodes.Select(n => new { n.Id, Service = n.ServiceName, Power = n.Power.Device, Drivers = n.DeviceStack.Count() })',
      'dx @$cursession.Drivers.OrderByDescending(d => d.Name).Take(3)',
      'dx @$cursession.Trace.GroupBy(e => e.Kind).Select(g => new { g.Key, Count = g.Values.Count() }).OrderByDescending(g => g.Count).First()',
      'dx @$cursession.Irps.Any() ? "busy" : "quiet"',
      'dx 2 + 3 * 4',
    ],
  },
  {
    name: 'lost-power-request',
    boot: withLostPowerIrp,
    lines: (machine) => [
      '.bugcheck',
      '!analyze -v',
      `!irp ${machine.state().bugcheck?.parameters[3] ?? ''}`,
      '!poaction',
      '!podev dev0',
      '!poreqlist',
      '!powertriage',
      'k',
      '!devstack dev0',
    ],
  },
  {
    name: 'asleep',
    boot: asleep,
    lines: (machine) => [
      '!poaction',
      '!podev sensor0',
      '!poreqlist',
      '!powertriage',
      '!fxdevice',
      `!fxdevice ${deviceOf(machine, 'sensor0').pofx?.handle ?? ''}`,
      '!pocaps',
    ],
  },
  {
    name: 'standby',
    boot: async () => {
      const machine = await bootSample('power');
      await machine.inject({ op: 'power', request: 'standby' });
      return machine;
    },
    lines: () => ['!poaction'],
  },
  {
    name: 'components',
    boot: () => bootSample('power'),
    lines: () => ['!fxdevice', '!fxdevice sensor0', '!podev sensor0'],
  },
  {
    name: 'violations',
    boot: withViolation,
    lines: (machine) => [
      '!verifier 1',
      '!verifier 4',
      '!verifier 8 2',
      '!verifier 40',
      '!verifier 80 3',
      '!verifier 100 3',
      '!verifier 200',
      '!verifier 400',
      '!verifier 800',
      '!ruleinfo',
      `!ruleinfo ${machine.state().violations[0]?.rule ?? ''}`,
      '!ruleinfo IRP-05',
    ],
  },
  {
    name: 'devices-in-trouble',
    boot: withTroubles,
    lines: () => ['!pnptriage', '!devnode 0 21', '!devnode 1', '!devnode 2', '!devnode dev0'],
  },
  {
    name: 'waiting-in-a-driver',
    boot: withWaitingThread,
    lines: (machine) => [
      '!pnptriage',
      `!irp ${oldestIrp(machine)}`,
      `!findthreads -i ${oldestIrp(machine)}`,
      '!findthreads -d dev0/mydrv',
      '!process 0 2',
    ],
  },
  {
    name: 'crash-in-a-driver',
    boot: withCrash,
    lines: () => ['.bugcheck', '!analyze -v', 'k', '!thread'],
  },
  {
    name: 'stuck-in-a-miniport',
    boot: withStuckMiniport,
    lines: (machine) => [
      '!storagekd.storadapter',
      '!storadapter hba0',
      '!storagekd.storunit',
      '!storunit disk0',
      `!storagekd.storsrb ${firstSrb(machine)}`,
      '!storagekd.storclass',
      '!storagekd.storloglist 8',
    ],
  },
  {
    name: 'power-of-an-adapter',
    boot: () => bootSample('miniport'),
    lines: () => ['!storadapter hba0', '!storunit disk0'],
  },
  {
    name: 'paused-between-two-drivers',
    boot: paused,
    lines: (machine) => ['k', '!thread', `!irp ${oldestIrp(machine)}`, '!devstack disk0'],
  },
  {
    name: 'explanations',
    boot: () => bootSample('storage'),
    lines: () => [
      '!analyze -show 9f 3 12340 0 56780',
      '!analyze -show DRIVER_IRQL_NOT_LESS_OR_EQUAL',
      '!analyze -show xyz',
      '!analyze -v',
    ],
  },
];
