import { expect, test } from 'vitest';
import { HIGH_LEVEL, PowerDeviceD0, PowerDeviceD3 } from '../../../src/abi/enums.ts';
import { STATUS_SUCCESS, STATUS_UNSUCCESSFUL } from '../../../src/abi/ntstatus.ts';
import { later, microseconds } from '../../../src/base/time.ts';
import { BugCheckError } from '../../../src/kernel/sim/bug-check.ts';
import { EVENT } from '../../../src/kernel/sim/events.ts';
import { decodeEvent } from '../../../src/kernel/trace/decode.ts';
import { CrashLab, type PlugInAnswer } from './support.ts';

/** A bridge, and a storage controller below it that its plug-in can power on. */
function chainOf(bridge: { state: number; answer?: PlugInAnswer | null }, controller: PlugInAnswer | null): CrashLab {
  const lab = new CrashLab();
  const root = lab.add('root', null, 0);
  const pci0 = lab.add('pci0', root, bridge.state);
  if (bridge.answer !== undefined) lab.register(pci0, bridge.answer);
  lab.register(lab.add('hba0', pci0, PowerDeviceD3), controller);
  return lab;
}

test('SM-08 POFX-62 POFX-64: the machine freezes, then powers devices on, parents first, at HIGH_LEVEL', () => {
  const irqls: number[] = [];
  const order: string[] = [];
  const routine = (id: string): PlugInAnswer => {
    return () => {
      order.push(id);
      irqls.push(lab.nt.kernel.sim.current.irql);
      return true;
    };
  };
  const lab: CrashLab = chainOf({ state: PowerDeviceD3, answer: routine('pci0') }, routine('hba0'));
  lab.crash();
  expect([order, irqls]).toEqual([
    ['pci0', 'hba0'],
    [HIGH_LEVEL, HIGH_LEVEL],
  ]);
  expect(lab.report).toEqual(['pci0 d3hot withRoutine 0x0 on', 'hba0 d3hot withRoutine 0x0 on']);
  expect(lab.sequence.outcome).toMatchObject({ canBeWritten: true, reason: null });
  expect([lab.sequence.state, lab.nt.kernel.sim.current.irql]).toEqual(['ready', 0]);
});

test('POFX-64 5: hardware has power, and what drivers have reported stays', () => {
  const lab = chainOf({ state: PowerDeviceD0 }, () => true);
  const hba0 = lab.nt.pnp.byId('hba0');
  lab.crash();
  expect(hba0 === undefined ? null : [lab.nt.power.hardwareOf(hba0), lab.nt.power.of(hba0)]).toEqual([
    'd0Uninit',
    PowerDeviceD3,
  ]);
});

test('POFX-65: a device without an entry must be in D0', () => {
  const lab = chainOf({ state: PowerDeviceD0 }, null);
  lab.crash();
  expect(lab.report).toEqual([
    'pci0 d0 absent not asked on',
    'hba0 d3hot absent 0xc0000001 off (not powered, no PEP power-on)',
  ]);
  expect(lab.sequence.outcome?.reason).toBe('device hba0: not powered, no PEP power-on');
  expect(lab.sequence.state).toBe('dumpFailed');
});

test('POFX-65: behind a parent that is off a child is out of reach, whatever its own plug-in says', () => {
  const lab = chainOf({ state: PowerDeviceD3 }, () => true);
  lab.crash();
  expect(lab.report).toEqual([
    'pci0 d3hot absent not asked off (not powered, no PEP power-on)',
    'hba0 d3hot withRoutine 0x0 on (out of reach behind pci0)',
  ]);
  expect(lab.sequence.outcome).toMatchObject({
    canBeWritten: false,
    reason: 'device pci0: not powered, no PEP power-on',
  });
});

test.each<[string, PlugInAnswer, number, string]>([
  ['POFX-60 refused', 'refuses', STATUS_UNSUCCESSFUL, 'absent 0xc0000001 off (not powered, no PEP power-on)'],
  [
    'DIS-09 without a routine',
    'noRoutine',
    STATUS_SUCCESS,
    'withoutRoutine 0xc0000001 off (not powered, its plug-in has no routine for it)',
  ],
  [
    'POFX-63 FALSE',
    () => false,
    STATUS_SUCCESS,
    "withRoutine 0xc0000001 off (not powered, its plug-in's routine returned FALSE)",
  ],
])('%s', (_what, answer, registered, expected) => {
  const lab = new CrashLab();
  const { status } = lab.register(lab.add('hba0', lab.add('root', null, 0), PowerDeviceD3), answer);
  expect(status).toBe(registered);
  lab.crash();
  expect(lab.report).toEqual([`hba0 d3hot ${expected}`]);
});

test('POFX-66: failing to power a device on leaves the bug check as it was', () => {
  const lab = chainOf({ state: PowerDeviceD0 }, () => {
    throw new BugCheckError(0x7e);
  });
  lab.crash();
  expect(lab.nt.kernel.sim.crash?.code).toBe(0xe2);
  expect(lab.sequence.outcome?.canBeWritten).toBe(false);
});

test('SM-09 (9): nothing but the routine runs once the machine is frozen; what falls due is passed over', async () => {
  const lab = chainOf({ state: PowerDeviceD0 }, () => {
    const { sim } = lab.nt.kernel;
    sim.stall(later(sim.now, microseconds(500)));
    return true;
  });
  const { sim } = lab.nt.kernel;
  const ran: string[] = [];
  sim.setAlarm(later(sim.now, microseconds(100)), () => ran.push('alarm'));
  sim.createThread('other', () => void ran.push('thread'));
  lab.crash();
  await sim.run(later(sim.now, microseconds(1000)), () => false);
  expect([ran, sim.now, lab.sequence.outcome?.canBeWritten]).toEqual([[], 5000, true]);
});

type Deed = (lab: CrashLab) => unknown;

test.each<[string, Deed, string]>([
  [
    'waits for an event',
    ({ nt }) => call(nt.wdm, 'KeWaitForSingleObject', 0x1000, 0, 0, false, null),
    'KeWaitForSingleObject was called',
  ],
  ['allocates', ({ nt }) => call(nt.wdm, 'ExAllocatePool2', 64n, 16, 1), 'ExAllocatePool2 was called'],
  ['sets an event', ({ nt }) => call(nt.wdm, 'KeSetEvent', { address: 0x1000 }, 0, false), 'KeSetEvent was called'],
  ['sets a timer', ({ nt }) => call(nt.wdm, 'KeSetTimer', { address: 0x1000 }, -1n, null), 'KeSetTimer was called'],
  ['queues work', ({ nt }) => call(nt.wdm, 'IoQueueWorkItem', 0x1000, () => {}, 1, 0), 'IoQueueWorkItem was called'],
  ['sends an IRP', ({ nt }) => nt.kernel.sim.record(EVENT.callDriver, 1, 1, 0, 0, 0), 'there was an IRP being sent'],
  ['answers later', () => Promise.resolve(true), 'an answer was to come later, and nothing ever goes on'],
  [
    'throws',
    () => {
      throw new TypeError('oops');
    },
    'there was an exception, oops',
  ],
  ['stops the machine', ({ nt }) => nt.kernel.bugCheck(0x0a), 'bug check 0x0000000A came up'],
  [
    'polls for ever',
    ({ nt }) => {
      for (;;) call(nt.wdm, 'KeStallExecutionProcessor', 1_000_000);
    },
    'polling went on for more than 20 seconds',
  ],
  [
    'hides what it did',
    ({ nt }) => {
      try {
        call(nt.wdm, 'ExFreePool', 0x1000);
      } catch {
        return true;
      }
      return true;
    },
    'ExFreePool was called',
  ],
])('PEP-32 POFX-67: a routine that %s has not powered the device on', (_what, deed, violation) => {
  const lab: CrashLab = chainOf({ state: PowerDeviceD0 }, () => deed(lab));
  lab.crash();
  expect(lab.heard).toEqual([`hba0: ${violation}`]);
  expect(lab.sequence.outcome?.devices.at(-1)).toMatchObject({ status: STATUS_UNSUCCESSFUL, violations: [violation] });
  expect(lab.sequence.outcome?.canBeWritten).toBe(false);
});

function call(wdm: object, name: string, ...parameters: unknown[]): unknown {
  return (wdm as Record<string, (...given: unknown[]) => unknown>)[name]?.(...parameters);
}

test('PEP-32: what only touches memory, looks at the clock or polls is allowed', () => {
  const lab = chainOf({ state: PowerDeviceD0 }, () => {
    const { wdm, kernel } = lab.nt;
    const address = kernel.pool.allocate(16, 0, 0, true);
    call(wdm, 'InterlockedIncrement', address);
    call(wdm, 'RtlZeroMemory', address, 16);
    call(wdm, 'KeAcquireSpinLockAtDpcLevel', address + 8);
    call(wdm, 'KeReleaseSpinLockFromDpcLevel', address + 8);
    call(wdm, 'DbgPrint', 'powering on\n');
    const before = call(wdm, 'KeQueryInterruptTime') as bigint;
    call(wdm, 'KeStallExecutionProcessor', 10);
    return (
      (call(wdm, 'KeQueryInterruptTime') as bigint) - before === 100n && call(wdm, 'KeGetCurrentIrql') === HIGH_LEVEL
    );
  });
  lab.crash();
  expect([lab.heard, lab.sequence.outcome?.canBeWritten]).toEqual([[], true]);
});

test('POFX-62: without a dump file nobody is asked', () => {
  const lab = new CrashLab();
  lab.register(lab.add('hba0', lab.add('root', null, 0, false), PowerDeviceD3, false), () => {
    throw new Error('nobody needs the device');
  });
  lab.crash();
  expect([lab.sequence.outcome, lab.sequence.state]).toEqual([null, 'noDump']);
});

test('SM-08: the event stream tells the whole of it, after the bug check', () => {
  const lab = chainOf({ state: PowerDeviceD0 }, () => true);
  const { sim } = lab.nt.kernel;
  lab.crash();
  const lines: string[] = [];
  for (let n = sim.crash?.event ?? 0; n < sim.recorder.count; n += 1) {
    const { kind, device, detail } = decodeEvent(sim, sim.recorder.read(n));
    lines.push([kind, device, detail].filter((part) => part !== undefined && part !== '').join(' '));
  }
  expect(lines).toEqual([
    'bugcheck 0xe2 (0x0, 0x0, …)',
    'state system bugcheck running --BUGCHECK--> claimed',
    'state system crashdump-chain normal --BUGCHECK--> freezing',
    'irql 0 to 31',
    'state system bugcheck claimed --FROZEN--> frozen',
    'state system bugcheck frozen --DUMP_WANTED--> collecting',
    'state system bugcheck collecting --COLLECTED--> dumping',
    'state system crashdump-chain freezing --FROZEN--> poweringOn',
    'state hba0 crashdump-entry withRoutine --POWER_ON--> powering',
    'state hba0 crashdump-entry powering --POWERED--> on',
    'state hba0 device-power.hardware d3hot --POWERED_FOR_DUMP--> d0Uninit',
    'state system crashdump-chain poweringOn --CHAIN_READY--> ready',
    'state system bugcheck dumping --DUMP_ENDED--> callbacks',
    'state system bugcheck callbacks --CALLBACKS_DONE--> halted',
  ]);
});

test('TR-D d8: an entry counts only if the plug-in had agreed before the bug check', () => {
  const lab = new CrashLab();
  const hba0 = lab.add('hba0', lab.add('root', null, 0), PowerDeviceD3);
  expect(() =>
    lab.register(
      hba0,
      () => true,
      () => lab.crash(),
    ),
  ).toThrow('bug check');
  expect(lab.report).toEqual(['hba0 d3hot absent 0xc0000001 off (not powered, no PEP power-on)']);
});
