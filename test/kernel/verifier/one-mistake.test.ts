/** One mistake is one finding, and it is the one that leads to the line to mend. */
import { expect, test } from 'vitest';
import { ruleIds } from '../../../src/kernel/verifier/rules.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';
import { FILE, filterText } from './support.ts';

const SLEEP: readonly Injection[] = [
  { op: 'power', request: 'sleep', state: 'S3' },
  { op: 'power', request: 'wake' },
];
const RELOAD: readonly Injection[] = [
  { op: 'pnp', device: 'dev0', request: 'disable' },
  { op: 'pnp', device: 'dev0', request: 'enable' },
];

async function findings(text: string, steps: readonly Injection[]): Promise<readonly string[]> {
  const machine = await bootDescription(
    {
      name: 'one',
      memory: '4MiB',
      verifier: 'all',
      drivers: { flt: { source: `./${FILE}` } },
      devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'null', upperFilters: ['flt'] }] }],
    },
    { [FILE]: text },
  );
  await injectAll(machine, steps);
  expect(machine.state().bugcheck).toBeNull();
  return machine.state().violations.map(({ rule, line }) => `${rule}: ${text.split('\n')[(line ?? 0) - 1]?.trim()}`);
}

test('a power request that is sent on in a blank stack location', async () => {
  const send = 'return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);';
  const entry = `driverObject.MajorFunction.set(IRP_MJ_POWER, (device, irp) => {\n${send}\n});`;
  expect(await findings(filterText({ entry }), SLEEP)).toEqual([`irp/next-location-blank: ${send}`]);
});

test('C9/0x21F: a driver without a routine for power requests is not blamed for the refusals in its place, nor told twice', async () => {
  const lacking = filterText({ unload: ';' }).replace(
    'driverObject.MajorFunction.set(major, PassDown);',
    'if (major !== IRP_MJ_POWER) driverObject.MajorFunction.set(major, PassDown);',
  );
  const imports = lacking.replace('IRP_MJ_PNP,', 'IRP_MJ_PNP, IRP_MJ_POWER,');
  expect(await findings(imports, [...SLEEP, ...RELOAD, ...SLEEP])).toEqual([
    'C9/0x21F: export function DriverEntry(driverObject) {',
  ]);
});

test('C9/0x23F: a driver that is loaded again with its mistake is told once', async () => {
  const add = 'self.Flags &= ~DO_POWER_PAGABLE;';
  expect(await findings(filterText({ add, unload: ';' }), RELOAD)).toHaveLength(1);
});

test('BC-05: each finding of Driver Verifier about power requests is a rule', () => {
  const codes = ['C9/0x20F', 'C9/0x219', 'C9/0x21A', 'C9/0x230', 'C9/0x231', 'C9/0x232', 'C9/0x23E', 'C9/0x23F'];
  const named = ['C4/0x115', 'RequestedPowerIrp', 'PowerUpFail', 'PowerDownFail', 'PowerDownAllocate', 'PowerIrpDDIs'];
  expect([...codes, ...named].filter((id) => !ruleIds.includes(id))).toEqual([]);
});
