/** What drivers do wrong, in the test's own process: each is told with its driver, file and line, and the machine stays usable. */
import { describe, expect, test } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import type { Diagnostic } from '../../src/protocol/diagnostic.ts';
import { deviceOf, startMachine, testEnvironment } from '../support/machine.ts';
import { type DriverParts, driverText } from './support/driver-text.ts';
import { bootWith, describeOne, FILE } from './support/one-driver.ts';

const MARK = '/* here */';
const START = 'if (minor === IRP_MN_START_DEVICE) ';

interface Told {
  readonly machine: Machine;
  readonly line: number;
  readonly diagnostics: readonly Diagnostic[];
}

async function boot(parts: DriverParts): Promise<Told> {
  const text = driverText(parts);
  const started = await startMachine(
    { file: 'test.machine.json' },
    { 'test.machine.json': describeOne(), [FILE]: text },
  );
  if (!started.ok) throw new Error(started.diagnostics.map(({ message }) => message).join('\n'));
  const line = text.split('\n').findIndex((one) => one.includes(MARK)) + 1;
  return { machine: started.machine, diagnostics: started.diagnostics, line };
}

describe('what stops the machine is blamed on the driver, at its line', () => {
  test.for([
    { name: 'an exception in DriverEntry', parts: { entry: `throw new Error('no'); ${MARK}` }, code: 0x7e },
    { name: 'an exception in AddDevice', parts: { add: `pdo.NoSuchMember.Flags = 1; ${MARK}` }, code: 0x7e },
    { name: 'an exception in a dispatch routine', parts: { pnp: `${START} null.Flags; ${MARK}` }, code: 0x7e },
    {
      name: 'an exception after an await',
      parts: { pnp: `${START} { await KeDelayExecutionThread(KernelMode, FALSE, -1n); null.Flags; ${MARK} }` },
      code: 0x7e,
    },
    {
      name: 'something thrown that is no error',
      parts: { pnp: `${START} throw 'no'; ${MARK}` },
      code: 0x7e,
      isUnplaced: true,
    },
    {
      name: 'endless recursion',
      parts: { pnp: `${START} Deeper(1);`, more: `function Deeper(n) {\n return Deeper(n + 1) + 1; ${MARK}\n}` },
      code: 0x7f,
    },
    {
      name: 'a driver that sends an IRP to itself',
      parts: { pnp: `${START} { IoSkipCurrentIrpStackLocation(irp); return IoCallDriver(device, irp); ${MARK} }` },
      code: 0x7f,
    },
    {
      name: 'an IRP that is completed twice',
      parts: { pnp: `${START} { IoCompleteRequest(irp, 0); IoCompleteRequest(irp, 0); ${MARK} }` },
      code: 0x44,
    },
    {
      name: 'an IRP that is sent on after it was completed',
      parts: { pnp: `${START} { IoCompleteRequest(irp, 0); return IoCallDriver(extension.Lower, irp); ${MARK} }` },
      code: 0xd5,
    },
    {
      name: 'pool that is used after it was freed',
      parts: {
        pnp: `${START} { const a = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tseT'); ExFreePool(a); RtlZeroMemory(a, 8); ${MARK} }`,
      },
      code: 0xd5,
    },
    {
      name: 'pool that is freed twice',
      parts: {
        pnp: `${START} { const a = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tseT'); ExFreePool(a); ExFreePool(a); ${MARK} }`,
      },
      code: 0xc2,
    },
    {
      name: 'a write behind the end of pool',
      parts: {
        pnp: `${START} { const a = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tseT'); RtlZeroMemory(a, 72); ${MARK} }`,
      },
      code: 0xd6,
    },
    { name: 'a write through null', parts: { pnp: `${START} { cast(EXTENSION, 4).Count = 1; ${MARK} }` }, code: 0x7e },
    {
      name: 'a write to nowhere',
      parts: { pnp: `${START} { cast(EXTENSION, 0xf0000000).Count = 1; ${MARK} }` },
      code: 0x50,
    },
    {
      name: 'a wait at DISPATCH_LEVEL',
      parts: {
        pnp: `${START} { KeRaiseIrql(DISPATCH_LEVEL, out()); await KeWaitForSingleObject(extension.Event, Executive, KernelMode, FALSE, NULL); ${MARK} }`,
      },
      code: 0x0a,
    },
    {
      name: 'an exception in a DPC',
      parts: {
        pnp: `${START} { const dpc = local(KDPC); KeInitializeDpc(dpc, Deferred, 0); KeInsertQueueDpc(dpc, 0, 0); }`,
        more: `function Deferred() {\n null.Flags; ${MARK}\n}`,
      },
      code: 0x7e,
    },
    {
      name: 'an exception in a completion routine',
      parts: {
        pnp: `${START} { IoCopyCurrentIrpStackLocationToNext(irp); IoSetCompletionRoutine(irp, Done, 0, TRUE, TRUE, TRUE); return IoCallDriver(extension.Lower, irp); }`,
        more: `function Done() {\n null.Flags; ${MARK}\n}`,
      },
      code: 0x7e,
    },
  ] as readonly { name: string; parts: DriverParts; code: number; isUnplaced?: boolean }[])(
    '$name',
    async ({ parts, code, isUnplaced = false }) => {
      const { machine, line, diagnostics } = await boot(parts);
      const { bugcheck, run } = machine.state();
      expect([run, bugcheck?.code]).toEqual(['crashed', code]);
      expect(bugcheck).toMatchObject({ driver: 'mydrv', ...(isUnplaced ? {} : { file: FILE, line }) });
      if (!isUnplaced)
        expect(diagnostics.filter(({ code: told }) => /^(driver|bugcheck)\//.test(told))).toMatchObject([
          { file: FILE, line, severity: 'error' },
        ]);
      const refused = await machine.inject({ op: 'pnp', device: 'dev0', request: 'rescan' });
      expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('Restart it') });
    },
  );
});

describe('what fails without stopping the machine is a problem code on the device', () => {
  test.for([
    {
      name: 'DriverEntry fails',
      parts: { entry: 'return STATUS_INSUFFICIENT_RESOURCES;' },
      problem: 'CM_PROB_FAILED_DRIVER_ENTRY',
      code: 37,
    },
    {
      name: 'AddDevice fails',
      parts: { add: 'return STATUS_INSUFFICIENT_RESOURCES;' },
      problem: 'CM_PROB_FAILED_ADD',
      code: 31,
    },
    {
      name: 'IRP_MN_START_DEVICE fails',
      parts: {
        pnp: `${START} { irp.IoStatus.Status = STATUS_UNSUCCESSFUL; IoCompleteRequest(irp, 0); return STATUS_UNSUCCESSFUL; }`,
      },
      problem: 'CM_PROB_FAILED_START',
      code: 10,
    },
    {
      name: 'IRP_MN_START_DEVICE wants a restart',
      parts: {
        pnp: `${START} { irp.IoStatus.Status = STATUS_PNP_REBOOT_REQUIRED; IoCompleteRequest(irp, 0); return STATUS_PNP_REBOOT_REQUIRED; }`,
      },
      problem: 'CM_PROB_NEED_RESTART',
      code: 14,
    },
    {
      name: 'there is no AddDevice',
      parts: { entry: 'return STATUS_SUCCESS;' },
      problem: 'CM_PROB_FAILED_ADD',
      code: 31,
    },
    {
      name: 'DriverEntry returns nothing',
      parts: { entry: 'return;' },
      problem: 'CM_PROB_FAILED_DRIVER_ENTRY',
      code: 37,
      rule: 'driver/return-status',
    },
    {
      name: 'AddDevice returns garbage',
      parts: { add: "return 'yes';" },
      problem: 'CM_PROB_FAILED_ADD',
      code: 31,
      rule: 'driver/return-status',
    },
    {
      name: 'all pool is allocated in AddDevice',
      parts: {
        add: "for (const size of [4096, 16]) while (ExAllocatePool2(POOL_FLAG_NON_PAGED, size, 'liaT') !== 0);\n  if (ExAllocatePool2(POOL_FLAG_NON_PAGED, 1, 'liaT') === 0) return STATUS_INSUFFICIENT_RESOURCES;",
      },
      problem: 'CM_PROB_FAILED_ADD',
      code: 31,
    },
  ] as readonly { name: string; parts: DriverParts; problem: string; code: number; rule?: string }[])(
    '$name',
    async ({ parts, problem, code, rule }) => {
      const { machine, diagnostics } = await boot(parts);
      expect(machine.state().run).toBe('idle');
      expect(deviceOf(machine, 'dev0')).toMatchObject({
        pnp: 'removed',
        problem: { code, name: problem },
        stack: [{ driver: 'pci' }],
      });
      expect(machine.state().violations.map((one) => one.rule)).toEqual(rule === undefined ? [] : [rule]);
      expect(diagnostics).toContainEqual(
        expect.objectContaining({ file: 'test.machine.json', code: `problem/${problem}`, severity: 'warning' }),
      );
      expect(machine.state().irps).toEqual([]);
    },
  );
});

test.each([
  ['DriverEntry', { entry: 'KeRaiseIrql(DISPATCH_LEVEL, out());' }],
  ['AddDevice', { add: 'KeRaiseIrql(APC_LEVEL, out());' }],
] as readonly (readonly [string, DriverParts])[])(
  '%s that returns at a raised IRQL is told once, and the device starts',
  async (name, parts) => {
    const { machine } = await boot(parts);
    expect(machine.state().violations.map(({ rule, message }) => [rule, message])).toEqual([
      ['driver/return-irql', expect.stringContaining(name)],
    ]);
    expect(deviceOf(machine, 'dev0')).toMatchObject({ pnp: 'started', problem: null });
  },
);

test('pool that is used up is back when the driver frees it, and the device can be enabled then', async () => {
  const { machine } = await boot({
    more: 'let isGreedy = true;',
    add: `if (isGreedy) {
    isGreedy = false;
    const blocks = [];
    for (let a = ExAllocatePool2(POOL_FLAG_NON_PAGED, 2000, 'liaT'); a !== 0; a = ExAllocatePool2(POOL_FLAG_NON_PAGED, 2000, 'liaT')) blocks.push(a);
    for (const a of blocks) ExFreePool(a);
    return blocks.length > 1000 ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
  }
  const large = ExAllocatePool2(POOL_FLAG_NON_PAGED, 2000000, 'liaT');
  if (large === 0) return STATUS_INSUFFICIENT_RESOURCES;
  ExFreePool(large);`,
  });
  expect(deviceOf(machine, 'dev0').problem).toMatchObject({ code: 31, text: expect.stringContaining('0xc000009a') });
  expect(await machine.inject({ op: 'pnp', device: 'dev0', request: 'enable' })).toMatchObject({ ok: true });
  expect(deviceOf(machine, 'dev0').pnp).toBe('started');
});

test('a dispatch routine that returns nothing is a finding at the routine, and fails its IRP', async () => {
  const pnp = 'if (minor === IRP_MN_QUERY_STOP_DEVICE) { IoCompleteRequest(irp, 0); return; }';
  const line =
    driverText({ pnp })
      .split('\n')
      .findIndex((one) => one.includes('function DispatchPnp')) + 1;
  const { machine } = await boot({ pnp });
  const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'queryStop' });
  expect(result.ok).toBe(false);
  const found = machine.state().violations.find(({ rule }) => rule === 'driver/dispatch-return');
  expect(found).toMatchObject({ driver: 'mydrv', file: FILE, line });
});

test('PNP-59 an IRP that is never completed is reported with device and driver, and stays in the list', async () => {
  const { machine } = await boot({
    pnp: 'if (minor === IRP_MN_QUERY_REMOVE_DEVICE) { IoMarkIrpPending(irp); return STATUS_PENDING; }',
  });
  const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'queryRemove' });
  expect(result).toMatchObject({ ok: false, message: expect.stringContaining('dev0/mydrv') });
  expect(result.message).toContain('QUERY_REMOVE_DEVICE');
  expect(machine.state().irps).toMatchObject([
    { at: 'dev0/mydrv', minor: 'QUERY_REMOVE_DEVICE', heldBy: 'mydrv', pendingSince: '0.0000000s' },
  ]);
});

test('a device that is deleted, or an IRP that is freed, while it is held can still be looked at', async () => {
  const hold = 'IoMarkIrpPending(irp);';
  for (const after of ['IoDeleteDevice(device);', 'ExFreePool(irp);']) {
    const { machine } = await boot({
      read: `${hold} IoDetachDevice(extension.Lower); ${after} return STATUS_PENDING;`,
    });
    const result = await machine.inject({ op: 'io', device: 'dev0', request: 'read' });
    expect(result.ok).toBe(false);
    expect(() => machine.state()).not.toThrow();
    expect(machine.describe()).toContain('dev0');
    expect(machine.state().bugcheck).toBeNull();
  }
});

describe('unloading', () => {
  const leaky: DriverParts = {
    add: "ExAllocatePool2(POOL_FLAG_NON_PAGED, 100, 'Leak');",
    unload: "DbgPrint('unloaded');",
  };

  test('a driver without devices left is unloaded, and the pool that it leaves is a finding', async () => {
    const { machine } = await boot(leaky);
    const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'disable' });
    expect(result.violations).toEqual(['C4/0x62']);
    expect(machine.state().violations[0]).toMatchObject({
      driver: 'mydrv',
      file: FILE,
      message: expect.stringContaining("'Leak' 100 bytes"),
    });
    expect(machine.readTrace(0, 100, 'unloaded').events).toHaveLength(1);
  });

  test('it is loaded again for the next device, and unloaded again', async () => {
    const { machine } = await boot({ entry: "DbgPrint('loaded');", unload: "DbgPrint('unloaded');" });
    for (const request of ['disable', 'enable', 'unplug', 'plugIn'] as const)
      await machine.inject({ op: 'pnp', device: 'dev0', request });
    const printed = machine.readTrace(0, 100, 'loaded').events.map(({ detail }) => detail);
    expect(printed).toEqual(['loaded', 'unloaded', 'loaded', 'unloaded', 'loaded']);
    expect([deviceOf(machine, 'dev0').pnp, machine.state().violations]).toEqual(['started', []]);
  });

  test('a driver that has no DriverUnload stays', async () => {
    const { machine } = await boot({ entry: "DbgPrint('loaded');" });
    for (const request of ['disable', 'enable'] as const) await machine.inject({ op: 'pnp', device: 'dev0', request });
    expect(machine.readTrace(0, 100, 'loaded').events).toHaveLength(1);
  });
});

test('the watchdog knows every driver by the index that it sees', async () => {
  let names: readonly string[] = [];
  const nameDrivers = (given: readonly string[]): void => {
    names = given;
  };
  const files: Readonly<Record<string, string>> = { 'test.machine.json': describeOne(), [FILE]: driverText({}) };
  const environment = { ...testEnvironment(files), nameDrivers };
  const started = await Machine.start({ file: 'test.machine.json' }, environment);
  if (!started.ok) throw new Error('not started');
  expect(names).toEqual(started.machine.nt.kernel.sim.directory.drivers.map(({ name }) => name));
  expect(names).toContain('mydrv');
});

test('a driver that is right leaves nothing to tell', async () => {
  const machine = await bootWith({});
  expect([machine.state().violations, deviceOf(machine, 'dev0').pnp]).toEqual([[], 'started']);
});
