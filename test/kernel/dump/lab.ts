/** A machine with a filter whose DriverEntry the test writes, on a disk that gets a dump file; and what is dumped. */
import { DumpFile } from '../../../src/dump-file/dump-reader.ts';
import { takeDump } from '../../../src/kernel/dump/found-dump.ts';
import { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootMachine, type Files, injectAll, testEnvironment } from '../../support/machine.ts';
import { filterText } from '../verifier/support.ts';

const LAB_FILE = 'test.machine.json';

export const DUMP_FILE: Injection = { op: 'usage', device: 'dev0', type: 'dump', inPath: true };
export const CRASH: Injection = { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH' };

export interface LabOptions {
  /** Statements of DriverEntry. */
  readonly entry?: string;
  /** Statements in front of them. */
  readonly more?: string;
  readonly unload?: string;
  /** Of the disk. */
  readonly size?: string;
  readonly memory?: string;
  readonly special?: readonly object[];
  /** What a bug check writes. */
  readonly crashDump?: string;
  /** Values of the key CrashControl, in place of that. */
  readonly crashControl?: object;
}

/** The machine file and the driver of a lab. */
export function labFiles({
  entry = '',
  more = '',
  unload,
  size = '16MiB',
  memory = '4MiB',
  special = [],
  crashDump = 'automatic',
  crashControl,
}: LabOptions = {}): Files {
  const description = {
    name: 'dump lab',
    memory,
    verifier: 'all',
    specialFiles: special,
    ...(crashControl === undefined ? { crashDump } : { crashControl }),
    drivers: { flt: { source: './flt.ts' } },
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          { id: 'hba0', function: 'storport', children: [{ id: 'dev0', function: 'disk', size, volumes: [] }] },
          { id: 'null0', function: 'null', power: { systemWake: 'S3', deviceWake: 'D3' }, upperFilters: ['flt'] },
        ],
      },
    ],
  };
  const driver = filterText({ entry: `${more}\n${entry}`, ...(unload === undefined ? {} : { unload }) });
  return { [LAB_FILE]: JSON.stringify(description), 'flt.ts': driver };
}

export function bootLab(options: LabOptions = {}): Promise<Machine> {
  return bootMachine({ file: LAB_FILE }, labFiles(options));
}

/** The same machine once more: its disks keep what they hold. */
export async function restartLab(machine: Machine, options: LabOptions = {}): Promise<Machine> {
  const environment = { ...testEnvironment(labFiles(options)), disks: machine.disks() };
  const started = await Machine.start({ file: LAB_FILE }, environment);
  if (!started.ok) throw new Error(started.diagnostics.map(({ message }) => message).join());
  return started.machine;
}

/** Boots, puts a dump file on the disk, and stops the machine. */
export async function crashLab(options: LabOptions = {}, before: readonly Injection[] = []): Promise<Machine> {
  const machine = await bootLab(options);
  await injectAll(machine, [DUMP_FILE, ...before, CRASH]);
  return machine;
}

/** What a callback is made of: a record in pool, `name` for its component, and the body of the routine. */
export function reasonCallback(reason: string, body: string, type: string, name = 'Callback'): LabOptions {
  return {
    more: `let ${name}Calls = 0;
function ${name}(reason, record, address, length) {
  const data = cast(${type}, address);
  ${name}Calls += 1;
  ${body}
}
`,
    entry: `const ${name}Record = cast(KBUGCHECK_REASON_CALLBACK_RECORD, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KBUGCHECK_REASON_CALLBACK_RECORD), 'cbgB'));
  KeInitializeCallbackRecord(${name}Record);
  KeRegisterBugCheckReasonCallback(${name}Record, ${name}, ${reason}, NULL);`,
  };
}

export function joined(...options: readonly LabOptions[]): LabOptions {
  return {
    entry: options.map(({ entry }) => entry ?? '').join('\n'),
    more: options.map(({ more }) => more ?? '').join('\n'),
  };
}

/** The dump on the disk, as the next boot finds it. */
export function dumpOnDisk(machine: Machine): DumpFile | null {
  const { place } = machine.nt.dumpStack;
  const found = place === null ? null : takeDump(place);
  return found === null ? null : DumpFile.open(found);
}

export function printed(machine: Machine): readonly string[] {
  return machine.unheard.lines.map(({ text }) => text.trimEnd());
}
