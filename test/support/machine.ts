/** A machine in the test's own process: its drivers run without a compartment, its files come from a map or the disk. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { createMemory } from '../../src/host/create-memory.ts';
import type { MachineEnvironment } from '../../src/machine/environment.ts';
import { Machine, type MachineStart } from '../../src/machine/machine.ts';
import type { Injection, InjectionResult } from '../../src/protocol/injection.ts';
import type { StartParams } from '../../src/protocol/messages.ts';
import type { DeviceState } from '../../src/protocol/state.ts';
import { runInstalledTool } from './c-compiler.ts';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const STORAGE = join(ROOT, 'samples', 'storage', 'storage.machine.json').replaceAll('\\', '/');

export type Files = Readonly<Record<string, string>>;

export function testEnvironment(files: Files = {}): MachineEnvironment {
  return {
    readFile: async (path) => files[path] ?? (await readFile(path, 'utf8').catch(() => null)),
    // Lines count as in the driver's own text, because nothing is put in front of it.
    evaluate: (code, filename) => runInThisContext(code, { filename }) as unknown,
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    createMemory,
    runTool: runInstalledTool,
    status: null,
    nameDrivers: () => {},
  };
}

export function startMachine(params: StartParams, files: Files = {}): Promise<MachineStart> {
  return Machine.start(params, testEnvironment(files));
}

/** A machine that must start. */
export async function bootMachine(params: StartParams = { file: STORAGE }, files: Files = {}): Promise<Machine> {
  const started = await startMachine(params, files);
  if (!started.ok)
    throw new Error(started.diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  return started.machine;
}

/** A machine from a description given as an object, with drivers as texts by file name. */
export function bootDescription(description: object, drivers: Files = {}): Promise<Machine> {
  return bootMachine({ file: 'test.machine.json' }, { 'test.machine.json': JSON.stringify(description), ...drivers });
}

export function deviceOf(machine: Machine, id: string): DeviceState {
  const device = machine.state().devices.find((one) => one.id === id);
  if (device === undefined) throw new Error(`there is no device ${id}`);
  return device;
}

export async function injectAll(
  machine: Machine,
  injections: readonly Injection[],
): Promise<readonly InjectionResult[]> {
  const results: InjectionResult[] = [];
  for (const injection of injections) results.push(await machine.inject(injection));
  return results;
}

/** The whole event stream, one JSON object a line. */
export function traceOf(machine: Machine): string {
  let text = '';
  for (let from: number | null = 0; from !== null; ) {
    const page: { readonly text: string; readonly next: number | null } = machine.traceLines(from);
    text += page.text;
    from = page.next;
  }
  return text;
}
