import { describe, expect, test } from 'vitest';
import { violationDiagnostics } from '../../src/extension/diagnostics/violation-diagnostics.ts';
import { MachineModel } from '../../src/extension/machine/machine-model.ts';
import { deviceIcon } from '../../src/extension/views/device-icons.ts';
import { type DeviceNode, DeviceNodes } from '../../src/extension/views/device-nodes.ts';
import {
  componentDescription,
  deviceDescription,
  deviceLabel,
  entryDescription,
  entryLabel,
  irpDescription,
  irpDoing,
} from '../../src/extension/views/device-words.ts';
import { nestIrps } from '../../src/extension/views/irp-nesting.ts';
import { deviceTable } from '../../src/extension/views/markdown-tables.ts';
import { RefreshGate } from '../../src/extension/views/refresh-gate.ts';
import { timeWords } from '../../src/extension/views/summary-line.ts';
import { grouped, matching } from '../../src/extension/views/violation-groups.ts';
import { violationMarkdown } from '../../src/extension/views/violation-markdown.ts';
import type { PoFxComponentState } from '../../src/protocol/pofx-state.ts';
import { device, irp, MACHINE, pofxState, storage, violation } from './support.ts';

function outline(nodes: DeviceNodes, model: MachineModel): string[] {
  const lines: string[] = [];
  const visit = (node: DeviceNode, depth: number): void => {
    lines.push(`${'  '.repeat(depth)}${text(node, model)}`);
    for (const child of nodes.children(node, model)) visit(child, depth + 1);
  };
  for (const root of nodes.roots(model)) visit(root, 0);
  return lines;
}

function text(node: DeviceNode, model: MachineModel): string {
  if (node.kind === 'driver') return node.driver;
  if (node.kind === 'component') return node.key;
  const state = model.device(node.device) ?? device(node.device, null);
  if (node.kind === 'device') return `${deviceLabel(state)} | ${deviceDescription(state, model)}`;
  const entry = model.entry(node.device, node.object);
  if (entry === undefined) return node.key;
  return `${entryLabel(state, entry)} | ${entryDescription(state, entry, model.irpsAt(state.id, state.stack.indexOf(entry)))}`;
}

describe('the Devices tree', () => {
  test('by connection: every device with its stack, top first, then its children', () => {
    const model = new MachineModel(storage({ irps: [irp({ waitingFor: 'an event', heldBy: 'auditflt' })] }));
    expect(outline(new DeviceNodes(), model)).toEqual([
      'This machine | S0',
      '  root | function · D0',
      '  bus (PDO) | bus · bus',
      '  Storage adapter  hba0 | started · D0',
      '    hba0 | function · D0',
      '    root (PDO) | bus · bus',
      '    Disk  disk0 | started · D0 · paging 1, dump 1',
      '      auditflt | upper filter · waiting in IRP_MN_DEVICE_USAGE_NOTIFICATION',
      '      disk | function · D0',
      '      hba0 (PDO) | bus · storport',
    ]);
  });

  test('by driver: every driver with its device objects', () => {
    const nodes = new DeviceNodes();
    nodes.arrange('byDriver');
    const model = new MachineModel(storage());
    expect(nodes.roots(model).map((node) => node.key)).toEqual([
      'driver/auditflt',
      'driver/bus',
      'driver/disk',
      'driver/hba0',
      'driver/root',
      'driver/storport',
    ]);
    expect(nodes.children(nodes.driverNode('bus'), model)).toHaveLength(2);
    expect(nodes.rowOf('disk0', null, model)).toMatchObject({ object: '0xa1', driver: 'disk' });
    expect(nodes.rowOf('disk0', '0xa0', model)).toMatchObject({ object: '0xa0', driver: 'auditflt' });
  });

  test('a row stays the same object while its state changes', () => {
    const nodes = new DeviceNodes();
    const model = new MachineModel(storage());
    const [before] = nodes.roots(model);
    model.apply({ revision: 2, devices: [device('root', null, { pnp: 'stopped', children: ['hba0'] })] });
    expect(nodes.roots(model)[0]).toBe(before);
    expect(nodes.rowsOf(new Set(['root', 'unknown']), model)).toEqual([before]);
  });

  test('a hidden device stands in the tree only when hidden ones are shown, with what is below it', () => {
    const devices = storage().devices.map((one) => (one.id === 'hba0' ? { ...one, hidden: true as const } : one));
    const model = new MachineModel(storage({ devices }));
    const nodes = new DeviceNodes();
    expect(outline(nodes, model).filter((line) => /hba0|disk0/.test(line))).toEqual([]);
    nodes.arrange('byDriver');
    expect(nodes.roots(model).map((node) => node.key)).not.toContain('driver/hba0');
    nodes.showHidden(true);
    expect(nodes.roots(model).map((node) => node.key)).toContain('driver/hba0');
    nodes.arrange('byConnection');
    expect(outline(nodes, model)).toContain('  Storage adapter  hba0 | started · D0 · hidden');
  });

  test('ten thousand devices start folded, except the machine itself', () => {
    const children = Array.from({ length: 10_000 }, (_, index) => `d${index}`);
    const devices = [
      device('root', null, { children }),
      ...children.map((id) => device(id, 'root', { children: ['x'] })),
    ];
    const model = new MachineModel(storage({ devices }));
    const nodes = new DeviceNodes();
    expect(nodes.startsExpanded(nodes.deviceNode('root'), model)).toBe(true);
    expect(nodes.startsExpanded(nodes.deviceNode('d1'), model)).toBe(false);
  });

  test('power: what the bus reports, what the hardware is in, and who holds a power IRP', () => {
    const model = new MachineModel(storage());
    const usual = device('a', 'root').power;
    const set = { minor: 'IRP_MN_SET_POWER', state: 'D3', irp: '0x10', heldBy: 'disk', since: '0.1000000s' };
    const wake = { ...set, minor: 'IRP_MN_WAIT_WAKE', state: 'S3', heldBy: 'acpi' };
    const words = [
      { ...usual, device: 'D3', hardware: 'd3hot' },
      { ...usual, hardware: 'd3cold' },
      { ...usual, hardware: 'd0Uninit' },
      { ...usual, requests: [set, wake] },
      { ...usual, requests: [{ ...set, heldBy: null }] },
    ].map((power) => deviceDescription(device('a', 'root', { power }), model));
    expect(words).toEqual([
      'started · D3hot',
      'started · D0 (hardware D3cold)',
      'started · D0 uninitialized',
      'started · D0 · SET_POWER D3 in disk since 0.1000000s · armed for wake',
      'started · D0 · SET_POWER D3 queued since 0.1000000s',
    ]);
  });

  test('a device of the power framework shows its components', () => {
    const devices = storage().devices.map((one) => (one.id === 'disk0' ? { ...one, pofx: pofxState() } : one));
    const model = new MachineModel(storage({ devices }));
    const nodes = new DeviceNodes();
    const rows = nodes.children(nodes.deviceNode('disk0'), model).filter(({ kind }) => kind === 'component');
    expect(rows).toMatchObject([
      { device: 'disk0', component: 0 },
      { device: 'disk0', component: 1 },
    ]);
    expect(rows.map((row) => nodes.parent(row, model)?.key)).toEqual(['device/disk0', 'device/disk0']);
    const outstanding = {
      callback: 'ComponentIdleStateCallback',
      answer: 'PoFxCompleteIdleState',
      since: '0.1000000s',
    };
    const words = [
      pofxState().components[0],
      { ...pofxState().components[1], changesTo: 'F0', latency: '100000', wake: true, outstanding },
    ].map((component) => componentDescription(component as PoFxComponentState));
    expect(words).toEqual([
      'F0 · active · 1 reference',
      'F1 → F0 · idle · 0 references · latency 10ms · may wake · PoFxCompleteIdleState awaited since 0.1000000s',
    ]);
  });

  test('the machine’s own row says what the system is about', () => {
    const asleep = { state: 'asleep', source: 'battery', wokenBy: [] } as const;
    const model = new MachineModel(storage({ systemPower: 'S3', power: asleep }));
    expect(deviceDescription(device('root', null), model)).toBe('S3 · asleep · on battery');
    model.apply({ revision: 2, systemPower: 'S0', power: { state: 'working', source: 'mains', wokenBy: ['disk0'] } });
    expect(deviceDescription(device('root', null), model)).toBe('S0 · woken by disk0');
    const busy = {
      state: 'working',
      source: 'mains',
      wokenBy: [],
      standby: 'blocked',
      keptAwakeBy: ['disk0/disk'],
    } as const;
    model.apply({ revision: 3, power: busy });
    expect(deviceDescription(device('root', null), model)).toBe('S0 · standby: blocked · kept awake by disk0/disk');
  });

  test('what is not started differs in icon and in words', () => {
    const model = new MachineModel(storage());
    const problem = { code: 10, name: 'CM_PROB_FAILED_START', text: 'The device cannot start.' };
    const looks = [
      device('a', 'root', {}),
      device('a', 'root', { pnp: 'removePending' }),
      device('a', 'root', { pnp: 'surpriseRemoved', present: false }),
      device('a', 'root', { pnp: 'stopped' }),
      device('a', 'root', { pnp: 'notStarted', problem }),
    ].map((state) => `${deviceIcon(state).id}: ${deviceDescription(state, model)}`);
    expect(looks).toEqual([
      'plug: started · D0',
      'history: remove pending · D0',
      'debug-disconnect: surprise removed · D0 · unplugged',
      'circle-outline: stopped · D0',
      'warning: not started · D0 · Code 10: The device cannot start.',
    ]);
  });
});

describe('IRPs', () => {
  test('one that was sent while another was handled stands below it', () => {
    const nested = nestIrps([
      irp(),
      irp({ address: '0x2000', cause: '0x1000' }),
      irp({ address: '0x3000', cause: '0x9' }),
    ]);
    expect(nested.get(null)?.map(({ address }) => address)).toEqual(['0x1000', '0x3000']);
    expect(nested.get('0x1000')?.map(({ address }) => address)).toEqual(['0x2000']);
  });

  test('a ring of causes loses none', () => {
    const nested = nestIrps([irp({ cause: '0x2000' }), irp({ address: '0x2000', cause: '0x1000' })]);
    expect(nested.get(null)).toHaveLength(2);
  });

  test('where it is and what it does, in words', () => {
    expect(irpDescription(irp({ pendingSince: '1.0000000s', waitingFor: 'event 0x5' }))).toBe(
      'down · pending since 1.0000000s · waiting for event 0x5',
    );
    expect(irpDescription(irp({ direction: 'up', status: 'STATUS_SUCCESS' }))).toBe('up · STATUS_SUCCESS');
    expect(irpDoing(irp({ minor: null, major: 'READ' }))).toBe('IRP_MJ_READ on its way down');
  });
});

describe('the refresh gate', () => {
  function gate() {
    const flushed: (string[] | 'everything')[] = [];
    const timers: { at: number; action: () => void }[] = [];
    let now = 0;
    const made = new RefreshGate((changed) => flushed.push(changed === 'everything' ? changed : [...changed]), {
      now: () => now,
      later: (milliseconds, action) => {
        const timer = { at: now + milliseconds, action };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
    });
    const pass = (milliseconds: number): void => {
      now += milliseconds;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.action();
      }
    };
    return { flushed, timers, made, pass };
  }

  test('the first change shows at once, the rest together, ten times a second', () => {
    const { flushed, made, pass } = gate();
    made.setVisible(true);
    for (let change = 0; change < 999; change++) {
      made.mark(new Set([`d${change % 3}`]));
      pass(1);
    }
    expect(flushed).toHaveLength(10);
    expect(flushed[0]).toEqual(['d0']);
    expect(flushed[1]).toHaveLength(3);
  });

  test('a hidden view costs nothing, and is refreshed once when it is shown', () => {
    const { flushed, timers, made, pass } = gate();
    for (let change = 0; change < 1000; change++) made.mark(new Set(['disk0']));
    pass(5000);
    expect([flushed.length, timers.length]).toEqual([0, 0]);
    made.setVisible(true);
    expect(flushed).toEqual(['everything']);
  });

  test('nothing changed: nothing is refreshed', () => {
    const { flushed, made, pass } = gate();
    made.setVisible(true);
    made.mark(new Set());
    pass(1000);
    expect(flushed).toEqual([]);
  });
});

test('tables leave out what is empty, and show a driver’s text as it is', () => {
  const model = new MachineModel(storage());
  const table = deviceTable(device('disk0', 'hba0'), model);
  expect(table).toContain('| PnP state | started |');
  expect(table).not.toContain('Problem');
  const problem = { code: 10, name: 'CM_PROB_FAILED_START', text: 'The device cannot start.' };
  const resources = [{ type: 'port', start: '0x3f8', length: 8, shared: false }] as const;
  const more = deviceTable(device('com1', 'root', { problem, resources, openHandles: 2 }), model);
  expect(more).toMatch(/\| Problem \| Code 10 \[`CM_PROB_FAILED_START`\]\(https:[^)]+\) The device cannot start\. \|/);
  expect(more).toContain('| Resources | `port 0x3f8-0x3ff` |');
  expect(more).toContain('| Open handles | 2 |');
});

describe('a violation in words', () => {
  const explained = violation({
    level: 'error',
    why: 'A power IRP is sent at DISPATCH_LEVEL.',
    document: 'nf-wdm-iocalldriver',
    remedy: 'clear it on the way up',
    earlier: [{ file: './auditflt.ts', line: 12, column: 3, message: 'the IRP was passed down here' }],
  });

  test('says why it matters, how to mend it, what came before, and where to read on', () => {
    const told = violationMarkdown(explained, MACHINE);
    expect(told).toContain('**Why it matters** A power IRP');
    expect(told).toContain('**How to mend it** Clear it on the way up.');
    expect(told).toMatch(/\*\*Before that\*\* \[auditflt\.ts:12\]\(command:driverSandbox\.openSource\?[^)]+\) the IRP/);
    expect(told).toContain('(https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocalldriver)');
    expect(told).toContain('command:driverSandbox.suppressRule?');
  });

  test('shows a driver’s text as it is, and offers no switch for what the sandbox itself reports', () => {
    const told = violationMarkdown(violation({ message: '[click](command:evil)' }), MACHINE);
    expect(told).toContain('\\[click\\]\\(command:evil\\)');
    expect(told).not.toContain('suppressRule');
  });

  test('is found by any of its words, and gathered by what it has in common with others', () => {
    const list = [violation(), explained, violation({ rule: 'C9/0x224', driver: 'skips', device: null })];
    expect(matching(list, 'USE auditflt').map(({ index }) => index)).toEqual([1, 0]);
    expect(matching(list, 'use skips')).toEqual([]);
    const groups = (by: 'rule' | 'driver' | 'device'): string[] =>
      grouped(matching(list, ''), by).map(({ name, members }) => `${name} ${members.length}`);
    expect(groups('rule')).toEqual(['USE-V03 2', 'C9/0x224 1']);
    expect(groups('driver')).toEqual(['auditflt 2', 'skips 1']);
    expect(groups('device')).toEqual(['disk0 2', ' 1']);
  });
});

test('violations at a line become problems, once each', () => {
  const twice = [
    violation(),
    violation({ event: 91 }),
    violation({ rule: 'IRP-01', bugcheck: '0x44' }),
    violation({ file: null }),
  ];
  expect(violationDiagnostics(twice, []).map(({ code, severity, line }) => [code, severity, line])).toEqual([
    ['USE-V03', 'warning', 41],
    ['IRP-01', 'error', 41],
  ]);
  const reported = [
    { file: 'auditflt.ts', line: 41, column: 1, severity: 'warning', code: 'USE-V03', message: '' },
  ] as const;
  expect(violationDiagnostics([violation()], reported)).toEqual([]);
});

test('virtual time reads to the microsecond', () => {
  expect(timeWords('0.0012300s')).toBe('0.001230 s');
  expect(timeWords('12.0000000s')).toBe('12.000000 s');
});
