/** What a plug-in is never told, because it is retired, deprecated, or about processors and platform states. */
import { expect, test } from 'vitest';
import type { TraceEvent } from '../../../src/protocol/trace.ts';
import { bootSoc, IDLE } from './support.ts';

const SENT = [
  'PREPARE_DEVICE',
  'ABANDON_DEVICE',
  'REGISTER_DEVICE',
  'UNREGISTER_DEVICE',
  'DEVICE_POWER_STATE',
  'COMPONENT_ACTIVE',
  'WORK',
  'POWER_CONTROL_REQUEST',
  'POWER_CONTROL_COMPLETE',
  'DEVICE_STARTED',
  'NOTIFY_COMPONENT_IDLE_STATE',
  'REGISTER_CRASHDUMP_DEVICE',
];

test('PEP-33 PEP-34 PEP-35 PEP-36 PEP-39: a whole life of a system on a chip sends only what there is to tell', async () => {
  const machine = await bootSoc();
  await machine.inject(IDLE);
  for (const injection of [
    { op: 'io', device: 'volC', request: 'read', offset: 0, length: 512 },
    { op: 'power', request: 'sleep' },
    { op: 'power', request: 'wake' },
    { op: 'usage', device: 'volC', type: 'dump', inPath: false },
    { op: 'usage', device: 'volC', type: 'paging', inPath: false },
    { op: 'pnp', device: 'hba0', request: 'disable' },
    { op: 'pnp', device: 'hba0', request: 'enable' },
  ] as const)
    await machine.inject(injection);
  const told = new Set<string>();
  for (let from: number | null = 0; from !== null; ) {
    const lines = machine.traceLines(from);
    for (const line of lines.text.split('\n').filter((text) => text.includes('PEP_DPM_'))) {
      const { detail = '' } = JSON.parse(line) as TraceEvent;
      told.add(/PEP_DPM_(\w+)/.exec(detail)?.[1] ?? detail);
    }
    from = lines.next;
  }
  expect([...told].filter((name) => !SENT.includes(name))).toEqual([]);
  // Else the test would say nothing.
  for (const name of ['PREPARE_DEVICE', 'UNREGISTER_DEVICE', 'DEVICE_POWER_STATE', 'NOTIFY_COMPONENT_IDLE_STATE'])
    expect(told).toContain(name);
});
