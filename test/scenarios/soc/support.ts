/** The sample of a system on a chip, as it is and with one thing changed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../../src/machine/machine.ts';
import type { DumpPathState } from '../../../src/protocol/state.ts';
import { bootMachine, type Files, ROOT } from '../../support/machine.ts';

const FOLDER = join(ROOT, 'samples', 'soc').replaceAll('\\', '/');
const MACHINE = 'soc.machine.json';
const PLUG_IN = 'socpep.ts';
const OTHERS = ['own-power.ts', 'chip.ts', 'platform.ts'];

export interface SocChange {
  /** Text of the plug-in, and what stands there instead; each must be there once. */
  readonly plugIn?: readonly (readonly [before: string, after: string])[];
  readonly machine?: readonly (readonly [before: string, after: string])[];
  /** More drivers, by file. */
  readonly files?: Files;
}

async function changed(file: string, changes: readonly (readonly [string, string])[] = []): Promise<string> {
  let text = await readFile(join(FOLDER, file), 'utf8');
  for (const [before, after] of changes) {
    if (text.split(before).length !== 2) throw new Error(`${file} has not exactly one: ${before}`);
    text = text.replace(before, () => after);
  }
  return text;
}

/** The plug-in as it runs. */
export function plugInText(change: SocChange): Promise<string> {
  return changed(PLUG_IN, change.plugIn);
}

/** The machine runs under short names, so that golden texts have no folder in them. */
export async function bootSoc(change: SocChange = {}): Promise<Machine> {
  const others = await Promise.all(OTHERS.map(async (file) => [file, await changed(file)] as const));
  return bootMachine(
    { file: MACHINE },
    {
      [MACHINE]: await changed(MACHINE, change.machine),
      [PLUG_IN]: await plugInText(change),
      ...Object.fromEntries(others),
      ...change.files,
    },
  );
}

export function dumpPathOf(machine: Machine): DumpPathState {
  const { bugcheck } = machine.state();
  if (bugcheck?.dumpPath === undefined) throw new Error('the machine has not stopped with a dump file');
  return bugcheck.dumpPath;
}

/** `hba0 d3cold withRoutine STATUS_SUCCESS`, with the reason behind it where there is one. */
export function pathText(machine: Machine): readonly string[] {
  return dumpPathOf(machine).devices.map(({ id, hardware, entry, powerOn, reason }) =>
    [id, hardware, entry, powerOn ?? 'not called', ...(reason === null ? [] : [`(${reason})`])].join(' '),
  );
}

export const CRASH = { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH' } as const;
/** Time in which the controller goes to D3. */
export const IDLE = { op: 'advance', by: '1s' } as const;
