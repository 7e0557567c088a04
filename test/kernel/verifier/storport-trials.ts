/** samples/miniport with one mistake each, and as it is. */
import { DUMP_MODE_CRASH } from '../../../src/abi/storport-constants.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { injectAll } from '../../support/machine.ts';
import { bootSample, type Change, changedFiles, textOf } from '../storport/sample.ts';
import { dumpRunOf } from '../storport/support.ts';
import { inDriver, MARK, type Mistake, using } from './storport-change.ts';
import { BUSY_WAIT, DOORBELL, ENABLED, FOUND, READ } from './storport-places.ts';
import { resetMistakes } from './storport-reset-mistakes.ts';
import { found } from './support.ts';
import type { Trial } from './trial.ts';

const mistakes: readonly Mistake[] = [
  {
    rule: 'F1/0x1000',
    changes: [
      inDriver(
        'StorPortInitialize(driverObject, registryPath, data, NULL)',
        `StorPortInitialize(driverObject, NULL, data, NULL) ${MARK}`,
      ),
    ],
    at: MARK,
  },
  {
    rule: 'F1/0x1000',
    name: 'the required routine that is missing',
    changes: [inDriver('  data.HwResetBus = ResetBus;\n', ''), inDriver('data, NULL);', `data, NULL); ${MARK}`)],
    at: MARK,
  },
  {
    rule: 'F1/0x1002',
    changes: [
      using('StorPortStallExecution'),
      inDriver(
        '  if (srb.Function === SRB_FUNCTION_EXECUTE_SCSI) {',
        '  for (let n = 0; n < 6; n += 1) StorPortStallExecution(100000);\n  if (srb.Function === SRB_FUNCTION_EXECUTE_SCSI) {',
      ),
    ],
    at: 'function BuildIo(',
    steps: [READ],
  },
  {
    rule: 'F1/0x1004',
    changes: [inDriver('  srb.SrbStatus = status;\n  StorPort', `  srb.SrbStatus = status * 0;\n  ${MARK} StorPort`)],
    at: MARK,
  },
  {
    rule: 'F1/0x1006',
    changes: [
      using('StorPortGetPhysicalAddress', 'out'),
      inDriver(
        DOORBELL,
        `  StorPortGetPhysicalAddress(extension, srb, extension, out<ULONG>(0)); ${MARK}\n${DOORBELL}`,
      ),
    ],
    at: MARK,
    steps: [READ],
  },
  {
    rule: 'F1/0x2001',
    changes: [using('StorPortStallExecution'), inDriver(ENABLED, `  ${BUSY_WAIT(100_001)}\n${ENABLED}`)],
    at: MARK,
  },
  {
    rule: 'F1/0x2002',
    changes: [
      inDriver(ENABLED, `  StorPortGetUncachedExtension(extension, NULL, 64); ${MARK}\n${ENABLED}`),
      inDriver(
        '  adapter.Slots = StorPortGetUncachedExtension(extension, config, SLOT_BYTES);',
        '  const block = out<PVOID>(0); StorPortAllocatePool(extension, SLOT_BYTES, 0x6b736452, block); adapter.Slots = block.value;',
      ),
      using('StorPortAllocatePool', 'out'),
    ],
    at: MARK,
  },
  {
    rule: 'F1/0x2003',
    changes: [
      inDriver(FOUND, `${FOUND}  StorPortGetDeviceBase(extension, PCIBus, 0, 0xd0000000n, 4, FALSE); ${MARK}\n`),
    ],
    at: MARK,
  },
  {
    rule: 'F1/0x2004',
    changes: [
      inDriver(
        '    Complete(extension, srb, status);\n',
        `    Complete(extension, srb, status);\n    StorPortNotification(RequestComplete, extension, srb); ${MARK}\n`,
      ),
    ],
    at: MARK,
    steps: [READ],
  },
  {
    rule: 'F1/0x2005',
    changes: [inDriver(ENABLED, `  Read(extension, adapter, 0x2000); ${MARK}\n${ENABLED}`)],
    at: 'return StorPortReadRegisterUlong',
  },
  {
    rule: 'StorPortFindAdapter',
    changes: [inDriver('  config.MaximumTransferLength = (SEGMENTS - 1) * PAGE; // (A)\n', '')],
    at: 'function FindAdapter(',
  },
  {
    rule: 'SpReturnValue',
    changes: [inDriver(`${FOUND}  return SP_RETURN_FOUND;`, `${FOUND}  return 17;`)],
    at: 'function FindAdapter(',
  },
  {
    rule: 'SpDuplex',
    changes: [
      inDriver('  config.SynchronizationModel = StorSynchronizeFullDuplex;\n', ''),
      inDriver(
        '  StorPortAcquireSpinLock(extension, StartIoLock, NULL, lock);',
        '  StorPortAcquireSpinLock(extension, InterruptLock, NULL, lock);',
      ),
      using('InterruptLock'),
    ],
    at: 'function FindAdapter(',
    steps: [READ],
  },
  {
    rule: 'StorPortMSILock',
    changes: [
      using('InterruptSynchronizeAll', 'StorPortAcquireMSISpinLock', 'StorPortReleaseMSISpinLock', 'out'),
      inDriver(
        FOUND,
        `  config.HwMSInterruptRoutine = (own) => Interrupt(own);\n  config.InterruptSynchronizationMode = InterruptSynchronizeAll;\n${FOUND}`,
      ),
      inDriver(
        '  const lock = local(STOR_LOCK_HANDLE);\n',
        `  const lock = local(STOR_LOCK_HANDLE);\n  const irql = out<ULONG>(0);\n  StorPortAcquireMSISpinLock(extension, 1, irql); ${MARK}\n  StorPortReleaseMSISpinLock(extension, 1, irql.value);\n`,
      ),
    ],
    at: MARK,
    steps: [READ],
  },
  {
    rule: 'StorPortSpinLock',
    changes: [inDriver('  StorPortReleaseSpinLock(extension, lock); // (B)\n', '')],
    at: 'function CompletionDpc(',
    steps: [READ],
  },
  {
    rule: 'StorPortSpinLock',
    name: 'a lock that the port holds',
    changes: [
      inDriver(
        DOORBELL,
        `  const lock = local(STOR_LOCK_HANDLE); StorPortAcquireSpinLock(extension, StartIoLock, NULL, lock); ${MARK}\n${DOORBELL}  StorPortReleaseSpinLock(extension, lock);\n`,
      ),
    ],
    at: MARK,
    steps: [READ],
  },
  {
    rule: 'StorPortEnablePassive',
    changes: [
      inDriver(FOUND, `${FOUND}  StorPortEnablePassiveInitialization(extension, PassiveInitialize); ${MARK}\n`),
    ],
    at: MARK,
  },
  {
    rule: 'StorPortStartIo',
    changes: [using('StorPortStallExecution'), inDriver(DOORBELL, `  ${BUSY_WAIT(5)}\n${DOORBELL}`)],
    at: MARK,
    steps: [READ],
  },
  {
    rule: 'StorPortNotification2',
    changes: [
      using('NextRequest'),
      inDriver(DOORBELL, `${DOORBELL}  StorPortNotification(NextRequest, extension); ${MARK}\n`),
    ],
    at: MARK,
    steps: [READ],
  },
  {
    rule: 'StorPortDeprecated',
    changes: [
      using('StorPortLogError'),
      inDriver(ENABLED, `  StorPortLogError(extension, NULL, 0, 0, 0, 5, 1); ${MARK}\n${ENABLED}`),
    ],
    at: MARK,
  },
  {
    rule: 'StorPortAllocatePool',
    changes: [
      using('StorPortAllocatePool', 'out'),
      inDriver(ENABLED, `  StorPortAllocatePool(extension, 64, 0x6b736452, out<PVOID>(0)); ${MARK}\n${ENABLED}`),
    ],
    at: MARK,
  },
  {
    rule: 'StorPortVirtualDevice',
    changes: [
      inDriver('  config.NumberOfBuses = 1;\n', '  config.NumberOfBuses = 1;\n  config.VirtualDevice = TRUE;\n'),
    ],
    at: 'function FindAdapter(',
  },
  {
    rule: 'HwStorportProhibitedDDIs',
    changes: [
      using('KeStallExecutionProcessor'),
      inDriver(ENABLED, `  KeStallExecutionProcessor(5); ${MARK}\n${ENABLED}`),
    ],
    at: MARK,
  },
  {
    rule: 'StorPortPoFxPlace',
    changes: [inDriver(FOUND, `  DescribeAdapter(extension);\n${FOUND}`)],
    at: 'StorPortInitializePoFxPower(extension',
  },
  {
    rule: 'StorPortPoFxDescription',
    changes: [{ file: 'power.ts', find: 'ComponentCount = 1', put: 'ComponentCount = 2' }],
    at: 'StorPortInitializePoFxPower(extension',
  },
  {
    rule: 'StorPortPoFxBalance',
    changes: [
      using('StorPortPoFxIdleComponent'),
      inDriver(
        '  DescribeAdapter(extension);\n',
        `  DescribeAdapter(extension);\n  StorPortPoFxIdleComponent(extension, NULL, NULL, 0, 0); ${MARK}\n`,
      ),
    ],
    at: MARK,
  },
  {
    rule: 'storport/interrupt-storm',
    changes: [inDriver('  Write(extension, adapter, INTERRUPT_STATUS, causes);\n', '')],
    at: 'function Interrupt(',
    steps: [READ],
  },
  {
    rule: 'storport/interrupt-too-long',
    changes: [
      using('StorPortStallExecution'),
      inDriver(
        '  Write(extension, adapter, INTERRUPT_STATUS, causes);\n',
        '  Write(extension, adapter, INTERRUPT_STATUS, causes);\n  StorPortStallExecution(60);\n',
      ),
    ],
    at: 'function Interrupt(',
  },
  {
    rule: 'dump/miniport-call',
    dump: true,
    changes: [
      using('StorPortAllocatePool', 'out'),
      inDriver(FOUND, `${FOUND}  StorPortAllocatePool(extension, 64, 0x6b736452, out<PVOID>(0)); ${MARK}\n`),
    ],
    at: MARK,
  },
  {
    rule: 'storport/markdump-call-site',
    dump: true,
    changes: [
      using('StorPortMarkDumpMemory'),
      inDriver(
        ENABLED,
        `  if (adapter.IsDump) StorPortMarkDumpMemory(extension, adapter.Slots, 64, 0); ${MARK}\n${ENABLED}`,
      ),
    ],
    at: MARK,
  },
  {
    rule: 'storport/markdump-range',
    dump: true,
    changes: [
      using('StorPortMarkDumpMemory'),
      inDriver(FOUND, `${FOUND}  if (adapter.IsDump) StorPortMarkDumpMemory(extension, 0x7ffff000, 64, 0); ${MARK}\n`),
    ],
    at: MARK,
  },
  {
    rule: 'storport/dumpmode-written',
    changes: [inDriver('  config.NumberOfBuses = 1;\n', '  config.NumberOfBuses = 1;\n  config.DumpMode = 1;\n')],
    at: 'function FindAdapter(',
  },
  {
    rule: 'storport/dump-buffer-too-large',
    changes: [inDriver('  config.RequestedDumpBufferSize = SLOT_BYTES;', '  config.RequestedDumpBufferSize = 65536;')],
    at: 'function FindAdapter(',
  },
  {
    rule: 'SpChangeIrql',
    changes: [
      using('StorPortReleaseSpinLock as Release'),
      inDriver(
        '  CompleteAll(extension, cast(ADAPTER, extension));\n  StorPortRelease',
        '  CompleteAll(extension, cast(ADAPTER, extension));\n  lock.Context.OldIrql = 0;\n  StorPortRelease',
      ),
    ],
    at: 'function CompletionDpc(',
    steps: [READ],
  },
];

/** Stopped with a request that the miniport has forgotten, which nobody waits for: SRB_FUNCTION_POWER. */
const FORGETS_POWER: Mistake = {
  rule: 'storport/stop-with-outstanding',
  changes: [
    { file: 'control.ts', find: '  ScsiRestartAdapter,\n  ScsiAdapterPower,\n', put: '  ScsiRestartAdapter,\n' },
    { file: 'control.ts', find: '  ScsiUnitStart,\n  ScsiUnitPower,\n', put: '  ScsiUnitStart,\n' },
    inDriver(
      '  Complete(extension, srb, Answer(extension, srb));\n  return FALSE;',
      '  if (srb.Function !== SRB_FUNCTION_POWER) Complete(extension, srb, Answer(extension, srb));\n  return FALSE;',
    ),
  ],
  at: 'function BuildIo(',
  steps: [{ op: 'power', request: 'sleep' }],
};

async function play({ steps = [], dump = false }: Mistake, changes: readonly Change[]): Promise<Machine> {
  const machine = await bootSample(changes);
  await injectAll(machine, steps);
  if (dump) {
    const run = dumpRunOf(machine, DUMP_MODE_CRASH);
    run.start();
    run.end();
  }
  return machine;
}

const FILES = ['mydisk.ts', 'adapter.ts', 'control.ts', 'power.ts'];

function lineOf(changes: readonly Change[], at: string): string {
  const changed = Object.entries(changedFiles(changes));
  for (const file of FILES) {
    const text = changed.find(([path]) => path.endsWith(`/${file}`))?.[1] ?? textOf(file);
    const line = text.split('\n').findIndex((one) => one.includes(at)) + 1;
    if (line > 0) return `${file}:${line}`;
  }
  return 'no such line';
}

/** Without the folder of the sample. */
function shown(machine: Machine): readonly string[] {
  return found(machine).map((one) => one.replace(/ \S*\//, ' '));
}

function ofMistake(mistake: Mistake): Trial {
  const { rule, changes, at, name } = mistake;
  return {
    rule,
    name: `${rule} in a miniport${name === undefined ? '' : `: ${name}`}`,
    bad: async () => ({
      found: shown(await play(mistake, changes)),
      expected: `${rule} mydisk ${lineOf(changes, at)}`,
    }),
    good: async () => shown(await play(mistake, [])),
  };
}

const ALL: readonly Mistake[] = [...mistakes, ...resetMistakes, FORGETS_POWER];

export const storportTrials: readonly Trial[] = ALL.map(ofMistake);

/** One mistake for each rule, under other settings of the verifier; a dump run, which this file starts, has nothing to stop. */
export const storportStops = ALL.filter(({ name, dump }) => name === undefined && dump !== true).map((mistake) => ({
  rule: mistake.rule,
  play: (verifier: object): Promise<Machine> =>
    play(mistake, [
      ...mistake.changes,
      { file: 'miniport.machine.json', find: '"verifier": "all"', put: `"verifier": ${JSON.stringify(verifier)}` },
    ]),
}));
