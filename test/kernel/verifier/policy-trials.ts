/** The rules of power for policy owners, filters and buses, each with a driver that breaks it and one that keeps it. */
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';
import { orderTrials } from './order-trials.ts';
import { bootPower, POWER_FILE, type PowerExample, powerLine, powerText, READ } from './power-driver.ts';
import { policyExamples } from './power-examples.ts';
import { clean, FILE, filterText, found, MARK } from './support.ts';
import type { Trial } from './trial.ts';
import { bootChanged, DRIVERS } from './usage-tellers.ts';

/** Which rules of the driver model each of them holds drivers to. */
const IDS: Readonly<Record<string, string>> = {
  MarkPower: 'PWR-39',
  MarkDevicePower: 'PWR-39',
  MarkPowerDown: 'PWR-38',
  PowerUpFail: 'PWR-21',
  PowerDownFail: 'PWR-21',
  'C9/0x230': 'PWR-43',
  'power/io-failed-asleep': 'PWR-90',
  'power/irp-not-from-po': 'PWR-16',
  'power/irp-changed': 'PWR-20',
  'power/no-device-request': 'PWR-47',
  'power/state-not-reported': 'PWR-49',
  PagedCodeAtPowerTrans: 'PWR-24',
  'C4/0x115': 'PWR-83',
  RequestedPowerIrp: 'PWR-53',
  'power/device-set-for-query': 'PWR-45',
  'power/device-state-too-high': 'PWR-46',
  'power/between-sleeping-states': 'PWR-13',
  PowerIrpDDIs: 'PWR-24',
  PowerDownAllocate: 'BC-05',
  'power/idle-null-pointer': 'PWR-56',
  'power/idle-unbalanced': 'PWR-56',
  'power/wait-wake-bad-time': 'PWR-63',
  'power/child-on-before-bus': 'PWR-32',
  CheckDeviceObjectFlags: 'PWR-30',
  'power/parent-off-under-child': 'PWR-33',
  'power/wait-wake-cancelled-by-other': 'PWR-68',
  'power/hibernation-device-asleep': 'PWR-75',
  'power/hibernation-path-power-lost': 'PWR-76',
  'power/surprise-power-on-not-told': 'PWR-87',
  'power/relation-cycle': 'PWR-34',
  'power/pageable-below-non-pageable': 'PWR-30',
  'power/start-next-missing': 'PWR-52',
  'power/po-call-driver-missing': 'PWR-52',
};

function ofPolicy(example: PowerExample): Trial {
  const { rule, name = `${rule} in a power policy owner`, steps = [], devices = 1 } = example;
  return {
    rule,
    name,
    bad: async () => {
      const machine = await bootPower(example.bad, devices);
      await injectAll(machine, steps);
      return { found: found(machine), expected: `${rule} flt ${POWER_FILE}:${powerLine(example)}` };
    },
    good: async () => {
      const machine = await bootPower(example.good, devices);
      await injectAll(machine, steps);
      return clean(machine);
    },
  };
}

const power = (device: string, state: string): Injection =>
  ({ op: 'power', request: 'setDevice', device, state }) as Injection;

/** A bus driver like the in-box one, but for one text. */
function ofBus(facts: {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly steps: readonly Injection[];
}): Trial {
  const { rule, from, to, steps } = facts;
  const file = `${DRIVERS}/${facts.file}`;
  return {
    rule,
    name: `${rule} in a bus driver`,
    bad: async () => {
      const { machine, line } = await bootChanged('pci', file, from, to);
      await injectAll(machine, steps);
      return { found: found(machine), expected: `${rule} mine ${file}:${line}` };
    },
    good: async () => {
      const { machine } = await bootChanged('pci', file, from, from);
      await injectAll(machine, steps);
      return clean(machine);
    },
  };
}

/** How the in-box bus makes the device object of a child. */
const CREATES = `  const status = IoCreateDevice(fdo.DriverObject, bus.extension, NULL, bus.deviceType, 0, FALSE, created);
  const pdo = created.value;
  if (!NT_SUCCESS(status) || pdo === NULL) {
    return NULL;
  }
  SandboxBindChild(childId, pdo);
  // Until a special file needs it, a device may be powered by code that is paged in from disk.
  pdo.Flags |= DO_POWER_PAGABLE;
`;

const busTrials: readonly Trial[] = [
  ofBus({
    rule: 'power/child-on-before-bus',
    file: 'lib/power-child.ts',
    from: '  const isUp = IsPowerUp(irp);\n',
    to: `  const isUp = IsPowerUp(irp);
  if (isUp) {
    ReportPowerState(common, PowerDeviceD0);
    irp.IoStatus.Status = STATUS_SUCCESS;
    IoCompleteRequest(irp, IO_NO_INCREMENT); //!
    IoReleaseRemoveLock(common.RemoveLock, irp);
    return STATUS_SUCCESS;
  }\n`,
    steps: [power('hba0', 'D3'), power('pci0', 'D3'), power('hba0', 'D0')],
  }),
  ofBus({
    rule: 'CheckDeviceObjectFlags',
    file: 'lib/bus.ts',
    from: CREATES,
    to: CREATES.replace('created);', `created); ${MARK}`).replace('  pdo.Flags |= DO_POWER_PAGABLE;', ''),
    steps: [],
  }),
];

/** A filter on a bus that may ask for its power state when it is asked whether the bus may stop. */
async function askOnBus(state: string): Promise<{ machine: Machine; line: number }> {
  const text = filterText({
    pnp: `if (minor === IRP_MN_QUERY_STOP_DEVICE) {\nPoRequestPowerIrp(device, IRP_MN_SET_POWER, ${state}, NULL, 0, NULL); ${MARK}\n}`,
  });
  const machine = await bootDescription(
    {
      name: 'bus-power',
      memory: '4MiB',
      verifier: 'all',
      drivers: { flt: { source: `./${FILE}` } },
      devices: [{ id: 'pci0', function: 'pci', upperFilters: ['flt'], children: [{ id: 'dev0', function: 'null' }] }],
    },
    { [FILE]: text },
  );
  await injectAll(machine, [
    { op: 'pnp', device: 'pci0', request: 'queryStop' },
    { op: 'pnp', device: 'pci0', request: 'cancelStop' },
  ]);
  return { machine, line: text.split('\n').findIndex((one) => one.includes(MARK)) + 1 };
}

/** A filter above a device that is armed for wake. @param what - it does with the IRP when a read comes */
async function aboveArmed(what: string): Promise<{ machine: Machine; line: number }> {
  const onPower = `driverObject.MajorFunction.set(IRP_MJ_POWER, (device, irp) => {
    const extension = cast(EXTENSION, device.DeviceExtension);
    if (IoGetCurrentIrpStackLocation(irp).MinorFunction === IRP_MN_WAIT_WAKE) extension.Saved = irp.address;
    return PassDown(device, irp);
  });`;
  const text = filterText({ entry: onPower, read: what });
  const start = 'PoRequestPowerIrp(device, IRP_MN_WAIT_WAKE, PowerSystemSleeping3, NULL, 0, out());';
  const machine = await bootDescription(
    {
      name: 'armed',
      memory: '4MiB',
      verifier: 'all',
      drivers: { flt: { source: `./${FILE}` }, owner: { source: './owner.ts' } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'dev0',
              function: 'owner',
              upperFilters: ['flt'],
              power: { systemWake: 'S3', deviceWake: 'D3' },
            },
          ],
        },
      ],
    },
    { [FILE]: text, 'owner.ts': powerText({ start }) },
  );
  await injectAll(machine, [READ]);
  return { machine, line: text.split('\n').findIndex((one) => one.includes(MARK)) + 1 };
}

const stackTrials: readonly Trial[] = [
  {
    rule: 'power/parent-off-under-child', // PWR-33
    name: 'power/parent-off-under-child in a filter of a bus',
    bad: async () => {
      const { machine, line } = await askOnBus('PowerDeviceD3');
      return { found: found(machine), expected: `power/parent-off-under-child flt ${FILE}:${line}` };
    },
    good: async () => clean((await askOnBus('PowerDeviceD0')).machine),
  },
  {
    rule: 'power/wait-wake-cancelled-by-other',
    name: 'power/wait-wake-cancelled-by-other in a filter',
    bad: async () => {
      const { machine, line } = await aboveArmed(`\nIoCancelIrp(cast(IRP, extension.Saved)); ${MARK}\n`);
      return { found: found(machine), expected: `power/wait-wake-cancelled-by-other flt ${FILE}:${line}` };
    },
    good: async () => clean((await aboveArmed('')).machine),
  },
];

/** In-box drivers in a tree with one disk, where one of them is changed. @param driver - it stands for */
async function bootStorage(
  driver: 'storport' | 'pci',
  change: readonly [file: string, from: string, to: string],
  more: readonly object[] = [],
): Promise<{ machine: Machine; line: number }> {
  const [name, from, to] = change;
  const file = `${DRIVERS}/${name}`;
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  // What the change calls may not be among what the file imports.
  const changed = text
    .replace(from, to)
    .replace('  SandboxQueryChildPower,', '  SandboxQueryChildPower, SandboxSetDevicePower,');
  const own = (inBox: string): string => (inBox === driver ? 'mine' : inBox);
  const machine = await bootDescription(
    {
      name: 'power-storage',
      memory: '8MiB',
      verifier: 'all',
      drivers: { mine: { source: `${DRIVERS}/${driver}.driver.ts` } },
      devices: [
        {
          id: 'pci0',
          function: own('pci'),
          children: [
            { id: 'hba0', function: own('storport'), children: [{ id: 'disk0', function: 'disk', size: '1MiB' }] },
            ...more,
          ],
        },
      ],
      specialFiles: [{ device: 'disk0', type: 'hibernation' }],
    },
    { [file]: changed },
  );
  return { machine, line: changed.split('\n').findIndex((one) => one.includes(MARK)) + 1 };
}

function ofStorage(facts: {
  readonly rule: string;
  readonly driver: 'storport' | 'pci';
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly steps: readonly Injection[];
  readonly more?: readonly object[];
}): Trial {
  const { rule, driver, file, from, to, steps, more } = facts;
  return {
    rule,
    name: `${rule} in a bus driver for disks`,
    bad: async () => {
      const { machine, line } = await bootStorage(driver, [file, from, to], more);
      await injectAll(machine, steps);
      return { found: found(machine), expected: `${rule} mine ${DRIVERS}/${file}:${line}` };
    },
    good: async () => {
      const { machine } = await bootStorage(driver, [file, from, from], more);
      await injectAll(machine, steps);
      return clean(machine);
    },
  };
}

const HIBERNATE: Injection = { op: 'power', request: 'hibernate' };
const ON_RAIL = { power: { rail: 1, d3cold: true } };
const ASKS_D3 = '    : PoRequestPowerIrp(common.Self, IRP_MN_SET_POWER, state, DeviceStateReached, held, NULL);';
const REPORTS = '  ReportPowerState(common, state);';

const storageTrials: readonly Trial[] = [
  ofStorage({
    rule: 'power/hibernation-device-asleep',
    driver: 'storport',
    file: 'lib/power-policy.ts',
    from: `  const status = MustTurnOnFirst(common, system)
    ? PoRequestPowerIrp(common.Self, IRP_MN_SET_POWER, PowerDeviceD0, MakeTurnedOn(state), held, NULL)
${ASKS_D3}`,
    to: `  const status = PoRequestPowerIrp(common.Self, IRP_MN_SET_POWER, state, DeviceStateReached, held, NULL); ${MARK}`,
    steps: [power('disk0', 'D3'), HIBERNATE],
  }),
  ofStorage({
    rule: 'power/hibernation-path-power-lost',
    driver: 'storport',
    file: 'lib/power-child.ts',
    from: REPORTS,
    to: `${REPORTS}
  if (!isUp) SandboxSetDevicePower(common.Self, PowerDeviceD3); ${MARK}`,
    steps: [HIBERNATE],
  }),
];

/** Two devices on one rail: the bus driver says that the second came on, or does not. */
async function railed(isTold: boolean): Promise<{ machine: Machine; line: number }> {
  const told = 'PoFxNotifySurprisePowerOn(pdo);';
  const completes = 'irp.IoStatus.Status = status;\n  IoCompleteRequest(irp, IO_NO_INCREMENT);';
  const file = 'lib/power-child.ts';
  const more = ['dev0', 'dev1'].map((id) => ({ id, function: 'null', ...ON_RAIL }));
  const { machine } = await bootStorage('pci', [file, told, isTold ? told : ''], more);
  await injectAll(machine, [power('dev0', 'D3'), power('dev1', 'D3'), power('dev0', 'D0')]);
  const text = await readFile(`${DRIVERS}/${file}`, 'utf8');
  return { machine, line: text.slice(0, text.indexOf(completes)).split('\n').length + 1 };
}

const managerTrials: readonly Trial[] = [
  {
    rule: 'power/surprise-power-on-not-told',
    name: 'power/surprise-power-on-not-told in a bus driver',
    bad: async () => {
      const { machine, line } = await railed(false);
      return {
        found: found(machine),
        expected: `power/surprise-power-on-not-told mine ${DRIVERS}/lib/power-child.ts:${line}`,
      };
    },
    good: async () => clean((await railed(true)).machine),
  },
  ...orderTrials,
];

export const policyTrials: readonly Trial[] = [
  ...policyExamples.map(ofPolicy),
  ...busTrials,
  ...stackTrials,
  ...storageTrials,
  ...managerTrials,
].map((trial) => ({ ...trial, name: `${IDS[trial.rule] ?? ''} ${trial.name}` }));
