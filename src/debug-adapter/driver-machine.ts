/** Finds the machine for a driver's source, or makes the smallest one that runs it. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { driverName, names, smallestMachine } from './smallest-machine.ts';

export interface FoundMachine {
  /** Path of the machine file, whether it is there or not. */
  readonly file: string;
  /** Of a machine that was made up; null: the file is read. */
  readonly text: string | null;
}

const MACHINE = /\.machine\.json$/i;
const SOURCE = /\.(?:[cm]?[jt]s|c)$/i;

/** @param path - of a machine file, or of a driver's source. @throws for anything else */
export async function machineFor(path: string): Promise<FoundMachine> {
  if (MACHINE.test(path)) return { file: path, text: null };
  if (!SOURCE.test(path))
    throw new Error(
      `${basename(path)} is neither a machine file (*.machine.json) nor a driver (*.ts, *.c). Give one of them as "program".`,
    );
  const folder = dirname(path);
  for (const name of (await readdir(folder).catch(() => [])).filter((one) => MACHINE.test(one)).sort()) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (names(text, basename(path))) return { file: join(folder, name), text: null };
  }
  return { file: join(folder, `${driverName(path)}.machine.json`), text: smallestMachine(path) };
}
