/** DDI-compliance rules whose mistake takes more than a filter: a bus driver, and a driver without AddDevice. */
import { readFile } from 'node:fs/promises';
import type { Machine } from '../../../src/machine/machine.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';
import { clean, filterText, found, type Parts } from './support.ts';
import type { Trial } from './trial.ts';
import { bootChanged, DRIVERS } from './usage-tellers.ts';

const READ = { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 } as const;
const BUS = 'src/drivers/lib/bus.ts';
const COMMON = 'src/drivers/lib/common.ts';
const PCI = 'src/drivers/pci.driver.ts';
const REFERENCE = '    ObReferenceObject(device);\n';
const CHILD = 'src/drivers/lib/bus-child.ts';
const KEPT = '  if (extension.IsReported) {';
const ANSWER = '? AppendRelations(irp, [pdo])';

/** A function driver whose device has a name. */
function named(parts: Parts): string {
  return filterText(parts).replace(
    'EXTENSION, NULL, pdo.DeviceType',
    "EXTENSION, '\\\\Device\\\\Target', pdo.DeviceType",
  );
}

const ASKS = named({
  entry: 'driverObject.MajorFunction.set(IRP_MJ_READ, Ask);',
  more: `async function Ask(device, irp) {
  const file = out(); const target = out(); const entry = out();
  await IoGetDeviceObjectPointer('\\\\Device\\\\Target', 1, file, target);
  await IoRegisterPlugPlayNotification(EventCategoryTargetDeviceChange, 0, file.value, device.DriverObject, OnTarget, NULL, entry);
  return Complete(irp, STATUS_SUCCESS);
}
function OnTarget() { return STATUS_SUCCESS; }`,
  read: 'return Complete(irp, STATUS_SUCCESS);',
});

/** A driver asks what stands behind a handle, which the bus tells. */
export async function askForTarget(change: 'none' | 'noReference' | 'noAnswer', verifier: unknown): Promise<Machine> {
  const bus = await readFile(BUS, 'utf8');
  const child = await readFile(CHILD, 'utf8');
  const machine = await bootDescription(
    {
      name: 'target',
      memory: '4MiB',
      verifier,
      drivers: { mine: { source: `./${PCI}` }, flt: { source: './flt.ts' } },
      devices: [{ id: 'pci0', function: 'mine', children: [{ id: 'dev0', function: 'flt' }] }],
    },
    {
      [BUS]: change === 'noReference' ? bus.replace(REFERENCE, '') : bus,
      [CHILD]: change === 'noAnswer' ? child.replace(ANSWER, '? STATUS_SUCCESS') : child,
      'flt.ts': ASKS,
    },
  );
  await injectAll(machine, [READ]);
  return machine;
}

/** Stands on the device of another driver, which it has found by its name. */
const legacy = (registers: string): string =>
  withImports(`
let own; let lower;
export async function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, Pass);
  const created = out();
  IoCreateDevice(driverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, created);
  own = created.value;
  const file = out(); const target = out();
  await IoGetDeviceObjectPointer('\\\\Device\\\\Target', 1, file, target);
  lower = IoAttachDeviceToDeviceStack(own, target.value);
  own.Flags &= ~DO_DEVICE_INITIALIZING;
  ObDereferenceObject(file.value);
  return STATUS_SUCCESS;
}
function Pass(device, irp) {
  IoCopyCurrentIrpStackLocationToNext(irp);
  ${registers} //!
  return IoCallDriver(lower, irp);
}
function Done(_device, irp) { if (irp.PendingReturned) IoMarkIrpPending(irp); return STATUS_CONTINUE_COMPLETION; }
`);

async function playLegacy(registers: string): Promise<{ readonly machine: Machine; readonly line: number }> {
  const text = legacy(registers);
  const machine = await bootDescription(
    {
      name: 'legacy',
      memory: '4MiB',
      verifier: 'all',
      drivers: { target: { source: './target.ts' }, old: { source: './old.ts' } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            { id: 'dev0', function: 'target' },
            { id: 'dev1', function: 'old' },
          ],
        },
      ],
    },
    { 'target.ts': named({ read: 'return Complete(irp, STATUS_SUCCESS);' }), 'old.ts': text },
  );
  await injectAll(machine, [READ]);
  return { machine, line: text.split('\n').findIndex((one) => one.includes('//!')) + 1 };
}

/** Where the in-box bus completes what it has answered. */
async function completingLine(): Promise<string> {
  const lines = (await readFile(COMMON, 'utf8')).split('\n');
  return `${COMMON}:${lines.findLastIndex((one) => one.includes('IoCompleteRequest(irp')) + 1}`;
}

/** The bus deletes its child in IRP_MN_REMOVE_DEVICE, whether or not the child has gone. */
export async function deleteReported(verifier: unknown): Promise<{ readonly machine: Machine; readonly line: number }> {
  const { machine } = await bootChanged('pci', `${DRIVERS}/lib/bus-child.ts`, KEPT, '  if (false) {', verifier);
  await injectAll(machine, [{ op: 'pnp', device: 'hba0', request: 'disable' }]);
  const lines = (await readFile(BUS, 'utf8')).split('\n');
  return { machine, line: lines.findIndex((one) => one.includes('IoDeleteDevice(')) + 1 };
}

export const complianceTrials: readonly Trial[] = [
  {
    rule: 'C9/0x221',
    name: 'C9/0x221 in a bus driver',
    bad: async () => {
      const { machine, line } = await deleteReported('all');
      return { found: found(machine), expected: `C9/0x221 mine ${DRIVERS}/lib/bus.ts:${line}` };
    },
    good: async () => clean((await bootChanged('pci', `${DRIVERS}/lib/bus-child.ts`, KEPT, KEPT)).machine),
  },
  {
    rule: 'TargetRelationNeedsRef',
    name: 'TargetRelationNeedsRef in a bus driver',
    bad: async () => ({
      found: found(await askForTarget('noReference', 'all')),
      expected: `TargetRelationNeedsRef mine ${await completingLine()}`,
    }),
    good: async () => clean(await askForTarget('none', 'all')),
  },
  {
    rule: 'C9/0x24B',
    name: 'C9/0x24B in a bus driver',
    bad: async () => ({
      found: found(await askForTarget('noAnswer', 'all')),
      expected: `C9/0x24B mine ${await completingLine()}`,
    }),
    good: async () => clean(await askForTarget('none', 'all')),
  },
  {
    rule: 'IoSetCompletionRoutineNonPnpDriver',
    name: 'IoSetCompletionRoutineNonPnpDriver in a driver without AddDevice',
    bad: async () => {
      const { machine, line } = await playLegacy('IoSetCompletionRoutine(irp, Done, NULL, TRUE, TRUE, TRUE);');
      return { found: found(machine), expected: `IoSetCompletionRoutineNonPnpDriver old old.ts:${line}` };
    },
    good: async () => {
      const { machine } = await playLegacy('IoSetCompletionRoutineEx(device, irp, Done, NULL, TRUE, TRUE, TRUE);');
      return clean(machine);
    },
  },
];
