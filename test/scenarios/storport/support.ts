/**
 * The worked traces of Storport, whole: a machine with samples/miniport as its miniport, everything that happens as
 * golden text, and what the miniport's second copies are called with, of which a frozen machine records nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DumpRun } from '../../../src/kernel/storport/dump-run.ts';
import { Machine } from '../../../src/machine/machine.ts';
import type { Injection, InjectionResult } from '../../../src/protocol/injection.ts';
import { filterSource } from '../../kernel/dump/filter-lab.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootMachine, type Files, ROOT, testEnvironment } from '../../support/machine.ts';
import { bootText, ledgerOf, Observer } from '../support/observe.ts';

const SAMPLE = join(ROOT, 'samples', 'miniport');
const FILE = 'trace.machine.json';

/** In `file` of the sample `find` becomes `put`. */
export type Change = readonly [file: string, find: string, put: string];

export interface TraceMachine {
  readonly changes?: readonly Change[];
  /** Kinds of special files on the volume, from boot on. */
  readonly files: readonly string[];
  /** Statements of DriverEntry of a filter of the disk. */
  readonly filter?: { readonly more?: string; readonly entry: string };
}

/** Adapter hba0, unit {0,0,0} disk0, boot volume volC; 16 MiB of memory, a dump filter. */
function filesOf({ changes = [], files, filter }: TraceMachine): Files {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(SAMPLE).filter((one) => one.endsWith('.ts')))
    texts[name] = readFileSync(join(SAMPLE, name), 'utf8').replaceAll('\r\n', '\n');
  for (const [name, find, put] of changes) {
    const text = texts[name] ?? '';
    if (!text.includes(find)) throw new Error(`${name} of samples/miniport does not have: ${find}`);
    texts[name] = text.replace(find, () => put);
  }
  texts['dumpflt.ts'] = filterSource({ key: 0 });
  texts['drivery.ts'] = withImports(`
${filter?.more ?? ''}
class EXTENSION extends struct('Y_EXTENSION', { Lower: PDEVICE_OBJECT }) {}
export function DriverEntry(driverObject, registryPath) {
  ${filter?.entry ?? ''}
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, Pass);
  driverObject.MajorFunction.set(IRP_MJ_POWER, PassPower);
  driverObject.MajorFunction.set(IRP_MJ_READ, Read);
  driverObject.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
function AddDevice(driverObject, pdo) {
  const made = out();
  IoCreateDevice(driverObject, sizeof(EXTENSION), NULL, FILE_DEVICE_DISK, 0, FALSE, made);
  const self = made.value;
  const lower = IoAttachDeviceToDeviceStack(self, pdo);
  cast(EXTENSION, self.DeviceExtension).Lower = lower;
  self.Flags |= lower.Flags & (DO_DIRECT_IO | DO_POWER_PAGABLE);
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}
function Pass(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
function PassPower(device, irp) {
  PoStartNextPowerIrp(irp);
  IoSkipCurrentIrpStackLocation(irp);
  return PoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
`);
  return { ...texts, [FILE]: JSON.stringify(descriptionOf(files, filter !== undefined)) };
}

function descriptionOf(files: readonly string[], hasFilter: boolean): object {
  const disk = { id: 'disk0', function: 'disk', size: '64MiB', volumes: [{ id: 'volC', size: '48MiB' }] };
  return {
    name: 'worked trace',
    memory: '16MiB',
    verifier: 'all',
    drivers: {
      mydisk: { source: './mydisk.ts' },
      dumpflt: { source: './dumpflt.ts' },
      ...(hasFilter ? { drivery: { source: './drivery.ts' } } : {}),
    },
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            miniport: 'mydisk',
            children: [{ ...disk, ...(hasFilter ? { upperFilters: ['drivery'] } : {}) }],
          },
        ],
      },
    ],
    specialFiles: files.map((type) => ({ device: 'volC', type, ...(type === 'dump' ? { size: '20MiB' } : {}) })),
    dumpFilters: ['dumpflt'],
  };
}

export class Trace {
  readonly machine: Machine;
  readonly #files: Files;
  readonly #observer: Observer;
  #text: string;

  private constructor(machine: Machine, files: Files) {
    this.machine = machine;
    this.#files = files;
    this.#text = `${ledgerOf(machine)}\n`;
    this.#observer = new Observer(machine);
  }

  static async boot(described: TraceMachine): Promise<Trace> {
    const files = filesOf(described);
    return new Trace(await bootMachine({ file: FILE }, files), files);
  }

  /** The machine once more, with the disks as they are. */
  async reboot(): Promise<Machine> {
    const environment = { ...testEnvironment(this.#files), disks: this.machine.disks() };
    const started = await Machine.start({ file: FILE }, environment);
    if (!started.ok) throw new Error(started.diagnostics.map(({ message }) => message).join());
    return started.machine;
  }

  async play(injection: Injection): Promise<InjectionResult> {
    const result = await this.machine.inject(injection);
    this.#text += `> ${JSON.stringify(injection)}\n${this.#observer.take()}< ${result.status}: ${result.message}\n\n`;
    return result;
  }

  note(...lines: readonly string[]): void {
    this.#text += `${lines.map((line) => `= ${line}`).join('\n')}\n\n`;
  }

  get text(): string {
    return this.#text;
  }

  /** The same, behind the events of the boot. */
  get withBoot(): string {
    return `> boot\n${bootText(this.machine)}\n${this.#text}`;
  }
}

/** The calls of a run, with how often each came in a row. */
export function callsOf({ calls, mode }: DumpRun): string {
  const found: string[] = [];
  let count = 0;
  for (const [index, call] of calls.entries()) {
    count += 1;
    if (calls[index + 1] === call) continue;
    found.push(count === 1 ? call : `${call} × ${count}`);
    count = 0;
  }
  return `DumpMode ${mode}: ${collapse(found).join(', ')}`;
}

/** `A, B, A, B` becomes `(A, B) × 2`: every request of a dump looks like the one before. */
function collapse(calls: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < calls.length; ) {
    const size = [3, 2].find((one) => repeats(calls, at, one) > 1) ?? 0;
    if (size === 0) {
      found.push(calls[at] ?? '');
      at += 1;
      continue;
    }
    const times = repeats(calls, at, size);
    found.push(`(${calls.slice(at, at + size).join(', ')}) × ${times}`);
    at += size * times;
  }
  return found;
}

function repeats(calls: readonly string[], at: number, size: number): number {
  const first = calls.slice(at, at + size).join();
  let times = 1;
  while (calls.slice(at + size * times, at + size * (times + 1)).join() === first) times += 1;
  return times;
}
