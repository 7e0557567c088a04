/** Message-signaled interrupts: samples/miniport with a routine for messages. */
import { expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { CRASH } from '../dump/lab.ts';
import { bootSample, type Change } from './sample.ts';

const READ: Injection = { op: 'io', device: 'disk1', request: 'read', offset: 0, length: 4096 };
const FOUND = '  PrepareSlots(extension, adapter.Slots);\n';
const INITIALIZED = '  const adapter = cast(ADAPTER, extension);\n  if (!adapter.IsDump) {\n    StorPortEnable';

function inDriver(find: string, put: string): Change {
  return { file: 'mydisk.ts', find, put };
}

const NAMES = [
  'DbgPrint',
  'InterruptSynchronizeAll',
  'InterruptSynchronizePerMessage',
  'KeGetCurrentIrql',
  'MESSAGE_INTERRUPT_INFORMATION',
  'StorPortAcquireMSISpinLock',
  'StorPortGetMSIInfo',
  'StorPortReleaseMSISpinLock',
  'out',
];
const IMPORTS = inDriver(
  "  type UNICODE_STRING,\n} from 'wdm';",
  `  type UNICODE_STRING,\n${NAMES.map((name) => `  ${name},\n`).join('')}} from 'wdm';`,
);

/** @param body - of the routine for messages; `extension` and `id` are in reach */
function withMessages(mode: string, body = 'return Interrupt(extension);'): readonly Change[] {
  return [
    IMPORTS,
    inDriver(
      FOUND,
      `  config.HwMSInterruptRoutine = OnMessage;\n  config.InterruptSynchronizationMode = ${mode};\n${FOUND}`,
    ),
    inDriver(
      'function PassiveInitialize',
      `function OnMessage(extension: PVOID, id: ULONG): boolean {\n  ${body}\n}\n\nfunction PassiveInitialize`,
    ),
  ];
}

function printed(machine: Machine): readonly string[] {
  return machine.unheard.lines.map(({ text }) => text.trim());
}

const SAYS = "DbgPrint('message %d at %d\\n', id, KeGetCurrentIrql()); return Interrupt(extension);";

test.each(['InterruptSynchronizeAll', 'InterruptSynchronizePerMessage'])(
  'STOR-21 with %s each completion is a message of its target, at DIRQL, and HwStorInterrupt is not called',
  async (mode) => {
    const machine = await bootSample(withMessages(mode, SAYS));
    const before = printed(machine).length;
    const from = machine.state().events;
    expect(await machine.inject(READ)).toMatchObject({ ok: true });
    expect(printed(machine).slice(before)).toEqual(['message 2 at 9']);
    const { text } = machine.traceLines(from);
    expect([text.includes('HwMSInterruptRoutine'), text.includes('HwStorInterrupt')]).toEqual([true, false]);
    expect(machine.state().violations).toEqual([]);
  },
);

test('a disk that comes or goes is message 0', async () => {
  const machine = await bootSample([
    ...withMessages('InterruptSynchronizeAll', SAYS),
    { file: 'adapter.ts', find: 'INTERRUPT_MASK, COMMANDS_COMPLETED', put: 'INTERRUPT_MASK, COMMANDS_COMPLETED | 2' },
  ]);
  const before = printed(machine).length;
  await machine.inject({ op: 'pnp', device: 'disk1', request: 'unplug' });
  expect(printed(machine)[before]).toBe('message 0 at 9');
});

test('InterruptSupportNone, or no routine: the adapter has a line, and StorPortGetMSIInfo says so', async () => {
  const machine = await bootSample([
    IMPORTS,
    inDriver(
      INITIALIZED,
      `  DbgPrint('%x\\n', StorPortGetMSIInfo(extension, 0, local(MESSAGE_INTERRUPT_INFORMATION)));\n${INITIALIZED}`,
    ),
  ]);
  expect(printed(machine)).toEqual(['c1000007']);
  const from = machine.state().events;
  await machine.inject(READ);
  expect(machine.traceLines(from).text).toContain('HwStorInterrupt');
});

test('StorPortGetMSIInfo tells of each message, until there is none', async () => {
  const machine = await bootSample([
    ...withMessages('InterruptSynchronizePerMessage'),
    inDriver(
      INITIALIZED,
      `  const info = local(MESSAGE_INTERRUPT_INFORMATION);
  for (let id = 0; StorPortGetMSIInfo(extension, id, info) === 0; id += 1) {
    DbgPrint('%d %d %d %d\\n', info.MessageId, info.MessageData - info.InterruptVector, info.InterruptLevel, info.InterruptMode);
  }
  DbgPrint('%x %x\\n', StorPortGetMSIInfo(extension, 4, info), StorPortGetMSIInfo(extension, 0, NULL));
${INITIALIZED}`,
    ),
  ]);
  expect(printed(machine)).toEqual(['0 0 9 1', '1 0 9 1', '2 0 9 1', '3 0 9 1', 'c1000006 c1000006']);
});

const DPC = '  const lock = local(STOR_LOCK_HANDLE);\n';

test('STOR-22 a DPC takes the lock of a message, which raises to DIRQL; not given back, or taken twice, is found', async () => {
  const taking = (statements: string): Promise<Machine> =>
    bootSample([
      ...withMessages('InterruptSynchronizePerMessage'),
      inDriver(DPC, `${DPC}  const irql = out<ULONG>(0);\n${statements}`),
    ]);
  const take = '  StorPortAcquireMSISpinLock(extension, 1, irql);\n';
  const give = '  StorPortReleaseMSISpinLock(extension, 1, irql.value);\n';
  const right = await taking(`${take}  DbgPrint('%d %d\\n', irql.value, KeGetCurrentIrql());\n${give}`);
  await right.inject(READ);
  expect(printed(right).at(-1)).toBe('2 9');
  expect(right.state().violations).toEqual([]);
  for (const wrong of [take, `${take}${take}${give}${give}`, give]) {
    const machine = await taking(wrong);
    await machine.inject(READ);
    expect(machine.state().violations.map(({ rule }) => rule)).toContain('StorPortSpinLock');
  }
});

test('STOR-61 DUMP-12 in a dump run no message arrives: the port polls HwStorInterrupt, and what asks for messages is refused', async () => {
  const machine = await bootSample([
    ...withMessages('InterruptSynchronizePerMessage', SAYS),
    inDriver(
      INITIALIZED,
      `  if (cast(ADAPTER, extension).IsDump) DbgPrint('%x\\n', StorPortGetMSIInfo(extension, 0, local(MESSAGE_INTERRUPT_INFORMATION)));\n${INITIALIZED}`,
    ),
  ]);
  const before = printed(machine).length;
  await machine.inject(CRASH);
  expect(printed(machine).slice(before)).toEqual(['c1000002']);
  expect(machine.nt.dumpStack.run?.stage).toBe('done');
});
