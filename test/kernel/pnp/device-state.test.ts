import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootWith } from '../../machine/support/one-driver.ts';
import { deviceOf } from '../../support/machine.ts';

/** A filter that adds the PNP_DEVICE_ bits of its registry, and asks to be asked again when it is read. */
const REPORTS_BITS = {
  entry: "bits = SandboxQueryRegistry(driverObject, 'Bits', 0);",
  more: 'let bits = 0;',
  pnp: `if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) {
    irp.IoStatus.Information |= bits;
    irp.IoStatus.Status = STATUS_SUCCESS;
  }`,
};

function bootReporting(Bits: number): Promise<Machine> {
  return bootWith(REPORTS_BITS, { registry: { Bits } });
}

function facts(machine: Machine): object {
  const { pnp, problem, notDisableable } = deviceOf(machine, 'dev0');
  return {
    pnp,
    problem: problem?.name ?? null,
    notDisableable,
    findings: machine.state().violations.map(({ rule }) => rule),
  };
}

describe('2.7 what the PnP manager makes of the bits of IRP_MN_QUERY_PNP_DEVICE_STATE', () => {
  test.for([
    { name: 'none', bits: 0, pnp: 'started', problem: null, notDisableable: false },
    { name: 'DISABLED', bits: 0x01, pnp: 'removed', problem: 'CM_PROB_HARDWARE_DISABLED', notDisableable: false },
    { name: 'DONT_DISPLAY_IN_UI', bits: 0x02, pnp: 'started', problem: null, notDisableable: false },
    { name: 'FAILED', bits: 0x04, pnp: 'removed', problem: 'CM_PROB_FAILED_POST_START', notDisableable: false },
    { name: 'REMOVED', bits: 0x08, pnp: 'removed', problem: null, notDisableable: false },
    { name: 'NOT_DISABLEABLE', bits: 0x20, pnp: 'started', problem: null, notDisableable: true },
    { name: 'DISCONNECTED', bits: 0x40, pnp: 'started', problem: null, notDisableable: false },
    {
      name: 'NOT_DISABLEABLE and FAILED',
      bits: 0x24,
      pnp: 'removed',
      problem: 'CM_PROB_FAILED_POST_START',
      notDisableable: false,
    },
  ])('$name', async ({ bits, pnp, problem, notDisableable }) => {
    expect(facts(await bootReporting(bits))).toEqual({ pnp, problem, notDisableable, findings: [] });
  });
});

test('USE-60 USE-61 a device that cannot be disabled keeps its parents from being disabled, up to the root', async () => {
  const machine = await bootReporting(0x20);
  expect(machine.state().devices.map(({ id, notDisableable }) => [id, notDisableable])).toEqual([
    ['root', true],
    ['acpi0', true],
    ['pci0', true],
    ['dev0', true],
  ]);
  const refused = await machine.inject({ op: 'pnp', device: 'pci0', request: 'disable' });
  expect(refused).toMatchObject({ ok: false, status: 'STATUS_PLUGPLAY_QUERY_VETOED' });
  await machine.inject({ op: 'pnp', device: 'dev0', request: 'unplug' });
  expect(deviceOf(machine, 'root').notDisableable).toBe(false);
});

test('PNP-58 IoInvalidateDeviceState has the stack asked later; an answer that fails keeps what was known', async () => {
  const machine = await bootWith(
    { ...REPORTS_BITS, read: "bits = 0; IoInvalidateDeviceState(extension.Pdo); DbgPrint('returned');" },
    { registry: { Bits: 0x20 } },
  );
  const at = 'IRP_MN_QUERY_PNP_DEVICE_STATE';
  await machine.inject({ op: 'fault', device: 'dev0', driver: 'mydrv', at, status: 'STATUS_UNSUCCESSFUL' });
  const read = { op: 'io', device: 'dev0', request: 'read' } as const;
  await machine.inject(read);
  expect(deviceOf(machine, 'dev0').notDisableable).toBe(true);
  const from = machine.state().events;
  await machine.inject(read);
  expect(deviceOf(machine, 'dev0').notDisableable).toBe(false);
  const order = machine
    .readTrace(from, 1000)
    .events.filter(({ kind, minor }) => kind === 'dbgPrint' || (kind === 'callDriver' && minor === at.slice(7)));
  expect(order.map(({ kind, driver }) => `${kind} ${driver}`)).toEqual([
    'dbgPrint mydrv',
    'callDriver mydrv',
    'callDriver null',
    'callDriver pci',
  ]);
});
