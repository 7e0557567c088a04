/** Drivers in TypeScript that queue their IRPs, as a user writes them, with every rule on; and what dispatch returns. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection, InjectionResult } from '../../../src/protocol/injection.ts';
import { type DriverParts, driverText } from '../../machine/support/driver-text.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';

const READ: Injection = { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 };

async function play(
  parts: DriverParts,
): Promise<{ readonly machine: Machine; readonly rules: string[]; readonly results: readonly InjectionResult[] }> {
  const machine = await bootDescription(
    {
      memory: '4MiB',
      // The filter stands on a device of another type than that of the PDO, which it takes over.
      verifier: { mode: 'all', rules: { 'C9/0x246': 'off' } },
      drivers: { flt: { source: './flt.ts' } },
      devices: [{ id: 'dev0', function: 'null', upperFilters: ['flt'] }],
    },
    { 'flt.ts': driverText(parts) },
  );
  const results = await injectAll(machine, [READ, READ]);
  return { machine, rules: machine.state().violations.map(({ rule }) => rule), results };
}

const COMPLETE = `
function Complete(irp, status) {
  irp.IoStatus.Status = status;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}
`;

const QUEUE = `${COMPLETE}
let csq;
let lock;
const list = [];
function Acquire(_csq, irql) { KeAcquireSpinLock(lock, irql); }
function Release(_csq, irql) { KeReleaseSpinLock(lock, irql); }
function Insert(_csq, irp) { list.push(irp); }
function Remove(_csq, irp) { list.splice(list.indexOf(irp), 1); }
function Peek(_csq, irp) { return list[irp === NULL ? 0 : list.indexOf(irp) + 1] ?? NULL; }
function Canceled(_csq, irp) { Complete(irp, STATUS_CANCELLED); }
function Work(device, item) {
  IoFreeWorkItem(item);
  const irp = IoCsqRemoveNextIrp(csq, NULL);
  if (irp !== NULL) Complete(irp, STATUS_SUCCESS);
}
`;

describe('conforming drivers give no finding', () => {
  test('IRP-40 IRP-42 a cancel-safe queue whose IRPs a work item completes', async () => {
    const { machine, rules, results } = await play({
      more: QUEUE,
      entry: `
  csq = cast(IO_CSQ, ExAllocatePool2(POOL_FLAG_NON_PAGED, IO_CSQ.size, 'Csq '));
  lock = ExAllocatePool2(POOL_FLAG_NON_PAGED, 4, 'Lock');
  KeInitializeSpinLock(lock);
  IoCsqInitialize(csq, Insert, Remove, Peek, Acquire, Release, Canceled);`,
      read: `
  IoCsqInsertIrp(csq, irp, NULL);
  const item = IoAllocateWorkItem(device);
  IoQueueWorkItem(item, Work, DelayedWorkQueue, item);
  return STATUS_PENDING;`,
    });
    expect([rules, results.map(({ ok }) => ok)]).toEqual([[], [true, true]]);
    expect(machine.state()).toMatchObject({ bugcheck: null });
  });

  test('IRP-42 StartIo that asks for the next packet from the DPC of the device', async () => {
    const { machine, rules, results } = await play({
      more: `${COMPLETE}
function StartIo(device, irp) { IoRequestDpc(device, irp, NULL); }
function Done(_dpc, device, irp) { IoStartNextPacket(device, FALSE); Complete(irp, STATUS_SUCCESS); }
let isPrepared = false;`,
      entry: 'driverObject.DriverStartIo = StartIo;',
      read: `
  if (!isPrepared) IoInitializeDpcRequest(device, Done);
  isPrepared = true;
  IoMarkIrpPending(irp);
  IoStartPacket(device, irp, NULL, NULL);
  return STATUS_PENDING;`,
    });
    expect([rules, results.map(({ ok }) => ok)]).toEqual([[], [true, true]]);
    expect(machine.state()).toMatchObject({ bugcheck: null });
  });

  test('a fast mutex around a read, and a lookaside list for what it remembers', async () => {
    const { machine, rules, results } = await play({
      more: `${COMPLETE}
let mutex;
let blocks;`,
      entry: `
  mutex = cast(FAST_MUTEX, ExAllocatePool2(POOL_FLAG_NON_PAGED, FAST_MUTEX.size, 'Mutx'));
  blocks = cast(NPAGED_LOOKASIDE_LIST, ExAllocatePool2(POOL_FLAG_NON_PAGED, NPAGED_LOOKASIDE_LIST.size, 'Look'));
  ExInitializeFastMutex(mutex);
  ExInitializeNPagedLookasideList(blocks, NULL, NULL, 0, 32, 'Look', 0);`,
      read: `
  const block = ExAllocateFromNPagedLookasideList(blocks);
  if (!ExTryToAcquireFastMutex(mutex)) return Complete(irp, STATUS_DEVICE_BUSY);
  ExReleaseFastMutex(mutex);
  ExFreeToNPagedLookasideList(blocks, block);
  return Complete(irp, STATUS_SUCCESS);`,
    });
    expect([rules, results.map(({ ok }) => ok)]).toEqual([[], [true, true]]);
    expect(machine.state()).toMatchObject({ bugcheck: null });
  });
});

/** Passes the read down with a completion routine, and returns what the driver below has returned. */
const WITH_ROUTINE = `
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, OnDone, extension, TRUE, TRUE, TRUE);
  return IoCallDriver(extension.Lower, irp);`;

describe('IRP-44 a completion routine leaves status and pending as the dispatch routine returns them', () => {
  test.each([
    [
      'it changes the status',
      'irp.IoStatus.Status = STATUS_UNSUCCESSFUL; return STATUS_CONTINUE_COMPLETION;',
      'C9/0x224',
    ],
    [
      'it makes pending what came back at once',
      'IoMarkIrpPending(irp); return STATUS_CONTINUE_COMPLETION;',
      'C9/0x23E',
    ],
    ['it keeps the IRP', 'return STATUS_MORE_PROCESSING_REQUIRED;', 'C9/0x226'],
    ['it does neither', 'if (irp.PendingReturned) IoMarkIrpPending(irp); return STATUS_CONTINUE_COMPLETION;', null],
  ])('%s', async (_title, done, rule) => {
    const { rules } = await play({ more: `function OnDone(_device, irp) { ${done} }`, read: WITH_ROUTINE });
    expect([...new Set(rules)]).toEqual(rule === null ? [] : [rule]);
  });
});

describe('IRP-05 a stack location that was skipped belongs to others', () => {
  const SKIP = 'IoSkipCurrentIrpStackLocation(irp);';
  const CALL = 'return IoCallDriver(extension.Lower, irp);';
  test.each([
    [
      'no completion routine may be set in it',
      `${SKIP} IoSetCompletionRoutine(irp, OnDone, extension, TRUE, TRUE, TRUE); ${CALL}`,
      'C9/0x212',
    ],
    [
      'it may not be marked pending',
      `${SKIP} IoMarkIrpPending(irp); IoCallDriver(extension.Lower, irp); return STATUS_PENDING;`,
      'irp/pending-and-skipped',
    ],
    [
      'one that is marked pending may not be skipped',
      `IoMarkIrpPending(irp); ${SKIP} IoCallDriver(extension.Lower, irp); return STATUS_PENDING;`,
      'irp/pending-and-skipped',
    ],
    [
      'its parameters may not be changed',
      `IoGetCurrentIrpStackLocation(irp).Parameters.Read.Length = 1; ${SKIP} ${CALL}`,
      'irp/skipped-parameters',
    ],
    ['it may be passed on', `${SKIP} ${CALL}`, null],
  ])('%s', async (_title, read, rule) => {
    const more = 'function OnDone() { return STATUS_CONTINUE_COMPLETION; }';
    const { rules } = await play({ more, read });
    expect([...new Set(rules)]).toEqual(rule === null ? [] : [rule]);
  });
});

describe('IRP-20 what IoCompleteRequest finds wrong at its entry', () => {
  const complete = (status: string): string =>
    `irp.IoStatus.Status = ${status}; IoCompleteRequest(irp, IO_NO_INCREMENT);`;
  test.each([
    [
      'the status is STATUS_PENDING',
      `IoMarkIrpPending(irp); ${complete('STATUS_PENDING')} return STATUS_PENDING;`,
      ['C9/0x06'],
    ],
    ['the status is none', `${complete('0xffffffff')} return STATUS_SUCCESS;`, ['C9/0x06', 'C9/0x224']],
    [
      'a cancel routine is set',
      `IoSetCancelRoutine(irp, () => {}); ${complete('STATUS_SUCCESS')} return STATUS_SUCCESS;`,
      ['C9/0x07'],
    ],
    [
      'it is above DISPATCH_LEVEL',
      `const old = out(); KeRaiseIrql(3, old); ${complete('STATUS_SUCCESS')} KeLowerIrql(old.value); return STATUS_SUCCESS;`,
      ['C9/0x0E'],
    ],
    [
      'a spin lock is held',
      `const old = out(); KeAcquireSpinLock(lock, old); ${complete('STATUS_SUCCESS')} KeReleaseSpinLock(lock, old.value); return STATUS_SUCCESS;`,
      ['SpinLockSafe'],
    ],
    ['nothing is', `${complete('STATUS_SUCCESS')} return STATUS_SUCCESS;`, []],
  ])('%s', async (_title, read, expected) => {
    const { rules } = await play({
      more: 'let lock;',
      entry: "lock = ExAllocatePool2(POOL_FLAG_NON_PAGED, 4, 'Lock'); KeInitializeSpinLock(lock);",
      read,
    });
    expect([...new Set(rules)]).toEqual(expected);
  });
});

describe('IRP-52 a cancel routine is taken back before the IRP goes on', () => {
  const PASS_ON = 'IoSkipCurrentIrpStackLocation(irp); return IoCallDriver(extension.Lower, irp);';
  test.each([
    ['passed down with it', `IoSetCancelRoutine(irp, () => {}); ${PASS_ON}`, ['C9/0x203']],
    ['passed down without it', `IoSetCancelRoutine(irp, () => {}); IoSetCancelRoutine(irp, NULL); ${PASS_ON}`, []],
  ])('%s', async (_title, read, expected) => {
    const { rules } = await play({ read });
    expect([...new Set(rules)]).toEqual(expected);
  });
});

describe('IRP-45 a completion routine leaves its thread as it was', () => {
  test.each([
    ['the IRQL', 'KeRaiseIrql(APC_LEVEL, out());', ['C4/0xFA']],
    ['the critical regions', 'KeEnterCriticalRegion();', ['C4/0xFB']],
    ['both as they were', 'const old = out(); KeRaiseIrql(APC_LEVEL, old); KeLowerIrql(old.value);', []],
  ])('%s', async (_title, done, expected) => {
    const more = `function OnDone() { ${done} return STATUS_CONTINUE_COMPLETION; }`;
    const { rules } = await play({ more, read: WITH_ROUTINE });
    expect([...new Set(rules)]).toEqual(expected);
  });
});

describe('what a dispatch routine returns', () => {
  test.each([
    [
      'IRP-41 the status with which it completed the IRP',
      'Complete(irp, STATUS_SUCCESS); return STATUS_UNSUCCESSFUL;',
      'C9/0x224',
    ],
    ['IRP-41 the status of the driver below', 'PassDown(device, irp); return STATUS_NO_SUCH_DEVICE;', 'C9/0x224'],
    ['IRP-41 nothing else while it keeps the IRP', 'return STATUS_SUCCESS;', 'C9/0x226'],
    [
      'IRP-42 STATUS_PENDING once it has marked the IRP',
      'IoMarkIrpPending(irp); return Complete(irp, STATUS_SUCCESS);',
      'C9/0x23E',
    ],
    ['IRP-40 not STATUS_PENDING without the mark', 'PassDown(device, irp); return STATUS_PENDING;', 'C9/0x23D'],
  ])('%s', async (_title, read, rule) => {
    const { rules } = await play({ more: COMPLETE, read });
    expect([...new Set(rules)]).toEqual([rule]);
  });
});

describe('a fast mutex at the wrong IRQL', () => {
  test.each([
    [
      'acquired at DISPATCH_LEVEL',
      'const old = out(); KeRaiseIrql(DISPATCH_LEVEL, old); ExTryToAcquireFastMutex(mutex);',
    ],
    [
      'released below APC_LEVEL',
      'ExTryToAcquireFastMutex(mutex); KeLowerIrql(PASSIVE_LEVEL); ExReleaseFastMutex(mutex);',
    ],
  ])('%s is a finding', async (title, statements) => {
    const { machine } = await play({
      more: `${COMPLETE}
let mutex;`,
      entry: `
  mutex = cast(FAST_MUTEX, ExAllocatePool2(POOL_FLAG_NON_PAGED, FAST_MUTEX.size, 'Mutx'));
  ExInitializeFastMutex(mutex);`,
      read: `${statements} ${title.startsWith('acquired') ? 'ExReleaseFastMutex(mutex); KeLowerIrql(old.value);' : ''} return Complete(irp, STATUS_SUCCESS);`,
    });
    const messages = machine.state().violations.map(({ message }) => message);
    expect(messages.some((message) => /Ex(TryToAcquire|Release)FastMutex was called at/.test(message))).toBe(true);
  });
});
