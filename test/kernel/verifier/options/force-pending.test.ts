/** Forced pending I/O: IoCallDriver returns STATUS_PENDING, and the driver below has the IRP afterwards. */
import { expect, test } from 'vitest';
import { bootMachine, injectAll, STORAGE, traceOf } from '../../../support/machine.ts';
import { expectedAt, FILE, found, type Parts } from '../support.ts';
import { playWith, READ } from './support.ts';

const ON = { mode: 'all', forcePendingIo: true };
const HUNDRED = { steps: Array.from({ length: 100 }, () => READ) };

const PASSES: Parts = {};
const WITH_ROUTINE: Parts = { read: 'return PassWithRoutine(extension, irp);' };
const WAITS: Parts = {
  pnp: 'if (minor === IRP_MN_QUERY_STOP_DEVICE) { irp.IoStatus.Status = STATUS_SUCCESS; const status = await ForwardAndWait(extension, irp); IoCompleteRequest(irp, 0); return status; }',
};
const QUERY_STOP = {
  steps: [
    { op: 'pnp', device: 'dev0', request: 'queryStop' },
    { op: 'pnp', device: 'dev0', request: 'cancelStop' },
  ],
} as const;

/** Drivers that got away with it as long as the drivers below were quick. */
const FORGETS_PENDING: Parts = { read: 'return PassWithRoutine(extension, irp);', done: 'DbgPrint("done");' };
const LOOKS_AFTERWARDS: Parts = {
  read: `function Stop() { return STATUS_MORE_PROCESSING_REQUIRED; }
IoCopyCurrentIrpStackLocationToNext(irp); IoSetCompletionRoutine(irp, Stop, extension, TRUE, TRUE, TRUE); IoCallDriver(extension.Lower, irp);
const { Status: status } = irp.IoStatus;\nIoCompleteRequest(irp, IO_NO_INCREMENT); //!\nreturn status;`,
};

const STACK = ['auditflt', 'partmgr', 'disk', 'storport', 'volmgr', 'volume', 'pci', 'acpi'];

/** The storage sample with every driver of its stacks verified. */
const STORAGE_TEXT = JSON.stringify({
  name: 'storage',
  verifier: { ...ON, drivers: STACK },
  drivers: { auditflt: { source: './auditflt.ts' } },
  devices: [
    {
      id: 'pci0',
      function: 'pci',
      children: [
        {
          id: 'hba0',
          function: 'storport',
          children: [
            {
              id: 'disk0',
              function: 'disk',
              size: '8MiB',
              upperFilters: ['auditflt'],
              volumes: [{ id: 'volC', size: '4MiB' }],
            },
          ],
        },
      ],
    },
  ],
});

const forced = (text: string): number =>
  text.split('\n').filter((line) => line.includes('injected STATUS_PENDING')).length;

test.each([
  ['passes requests down', PASSES, {}],
  ['hands on in its completion routine that the request was pending', WITH_ROUTINE, {}],
  ['waits for the event of its completion routine', WAITS, QUERY_STOP],
])('a driver that %s works as before', async (_name, parts, more) => {
  const machine = await playWith(parts, ON, more);
  expect(machine.state()).toMatchObject({ bugcheck: null, violations: [], irps: [] });
  expect(forced(traceOf(machine))).toBeGreaterThan(0);
});

test('a completion routine that does not hand on that the request was pending is found', async () => {
  expect((await playWith(FORGETS_PENDING, { mode: 'all' })).state().violations).toEqual([]);
  const machine = await playWith(FORGETS_PENDING, ON);
  expect(found(machine)).toEqual([`C9/0x228 flt ${FILE}:${routineLine(FORGETS_PENDING, 'OnDone')}`]);
});

test('a dispatch routine that completes the request without waiting for the driver below is found', async () => {
  expect((await playWith(LOOKS_AFTERWARDS, { mode: 'all' })).state().violations).toEqual([]);
  const machine = await playWith(LOOKS_AFTERWARDS, ON);
  const line = expectedAt({ rule: 'none', bad: LOOKS_AFTERWARDS, good: LOOKS_AFTERWARDS });
  expect(found(machine)).toEqual([`C9/0x209 flt ${FILE}:${line}`]);
});

function routineLine(bad: Parts, routine: string): number {
  return expectedAt({ rule: 'none', bad, good: bad, routine });
}

test('by chance, the same seed makes the same requests pending', async () => {
  const verifier = (seed: number): object => ({ forcePendingIo: { probability: 3000, seed } });
  const [first, again, other] = await Promise.all([3, 3, 4].map((seed) => playWith(PASSES, verifier(seed), HUNDRED)));
  if (first === undefined || again === undefined || other === undefined) throw new Error('three machines');
  expect(traceOf(first)).toBe(traceOf(again));
  expect(traceOf(first)).not.toBe(traceOf(other));
  expect(forced(traceOf(first))).toBeGreaterThan(10);
  expect(forced(traceOf(first))).toBeLessThan(60);
});

test('drivers that are not verified are not touched', async () => {
  const machine = await playWith(PASSES, { forcePendingIo: true, drivers: ['filter'] });
  expect(forced(traceOf(machine))).toBe(0);
});

test('the sample and the in-box drivers go through their life with every request pending', async () => {
  const machine = await bootMachine({ file: STORAGE, verifier: 'all' }, { [STORAGE]: STORAGE_TEXT });
  const results = await injectAll(machine, [
    { op: 'io', device: 'volC', request: 'write', offset: 0, length: 4096 },
    { op: 'io', device: 'volC', request: 'read', offset: 0, length: 4096 },
    { op: 'usage', device: 'volC', type: 'paging', inPath: true },
    { op: 'usage', device: 'volC', type: 'paging', inPath: false },
    { op: 'pnp', device: 'disk0', request: 'rebalance' },
    { op: 'pnp', device: 'hba0', request: 'disable' },
    { op: 'pnp', device: 'hba0', request: 'enable' },
    { op: 'pnp', device: 'disk0', request: 'surpriseRemove' },
  ]);
  expect(results.map(({ ok, message }) => (ok ? 'ok' : message))).toEqual(results.map(() => 'ok'));
  expect(machine.state()).toMatchObject({ bugcheck: null, violations: [], irps: [] });
  expect(forced(traceOf(machine))).toBeGreaterThan(50);
});
