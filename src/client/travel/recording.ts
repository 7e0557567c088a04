/** Recordings as text, and back. */
import { relativeFrom } from '../../base/file-path.ts';

import type { Diagnostic } from '../../protocol/diagnostic.ts';
import {
  RECORDING_FORMAT,
  RECORDING_VERSION,
  type RecordedInput,
  type RecordedRun,
  type Recording,
} from '../../protocol/recording.ts';
import type { Player } from './player.ts';
import { Run } from './run.ts';

/** A file is no recording; the message says what is wrong, for people. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

export function recordRun(
  run: Run,
  inputs: readonly RecordedInput[],
  { product, place, end }: Pick<Recording, 'product' | 'place' | 'end'>,
): Recording {
  // Where the files lie on this computer is nobody's business, and there may be no such place on another.
  const runs = run.chain.map((each) => {
    const { file } = each.start;
    return {
      start: { ...each.start, file: relativeFrom(file, file) },
      files: Object.fromEntries([...each.files].map(([path, text]) => [relativeFrom(file, path), text])),
      inputs: each === run ? inputs : each.inputs,
    };
  });
  return { format: RECORDING_FORMAT, version: RECORDING_VERSION, product, runs, place, end };
}

export function runOf({ runs }: Recording, name: string): Run {
  let last: Run | null = null;
  for (const recorded of runs) {
    last = new Run(recorded.start, last, name, recorded);
    last.inputs.push(...recorded.inputs);
  }
  if (last === null) throw new RecordingError('The recording holds no run.');
  return last;
}

/** Nothing, when a machine that has repeated a recording is as that says it was. */
export async function differenceFrom(
  { runs, product, end }: Recording,
  player: Player,
): Promise<readonly Diagnostic[]> {
  const { events } = await player.request('machine/progress', {});
  const mine = await player.request('machine/digest', { events });
  if (events === end.events && mine.events === end.digest.events && mine.memory === end.digest.memory) return [];
  const message = `This run is not the recorded one: it has ${events} events, and is not the same as the ${end.events} of the recording. That was made by Driver Sandbox ${product}: repeat it with that release.`;
  const file = runs.at(-1)?.start.file ?? '';
  return [{ file, line: 1, column: 1, severity: 'warning', code: 'machine/not-the-same-run', message }];
}

/** @throws RecordingError */
export function parseRecording(text: string): Recording {
  const recording = asObject(parse(text), 'The file');
  if (recording['format'] !== RECORDING_FORMAT)
    throw new RecordingError(
      `This is no recording of Driver Sandbox: "format" is not "${RECORDING_FORMAT}". Make one with Copy Repro, or with "driver-sandbox run --repro FILE".`,
    );
  if (recording['version'] !== RECORDING_VERSION)
    throw new RecordingError(
      `The recording is of version ${String(recording['version'])}, and this release reads version ${RECORDING_VERSION}. Install the release that made it${typeof recording['product'] === 'string' ? `: ${recording['product']}` : ''}.`,
    );
  const { runs } = recording;
  if (!Array.isArray(runs) || runs.length === 0)
    throw new RecordingError('The recording holds no run: "runs" is empty.');
  for (const [index, run] of runs.entries()) checkRun(run, `runs[${index}]`);
  const end = asObject(recording['end'], '"end"');
  const digest = asObject(end['digest'], '"end.digest"');
  for (const value of [end['events'], digest['events'], digest['memory']])
    if (typeof value !== 'number') throw new RecordingError('"end" has to give numbers: events, and digest of both.');
  if (recording['place'] !== null) {
    const place = asObject(recording['place'], '"place"');
    if (typeof place['events'] !== 'number' || typeof place['hit'] !== 'number')
      throw new RecordingError('"place" has to be null, or to give two numbers: events and hit.');
  }
  return recording as unknown as Recording;
}

function checkRun(value: unknown, where: string): asserts value is RecordedRun {
  const run = asObject(value, where);
  const start = asObject(run['start'], `${where}.start`);
  if (typeof start['file'] !== 'string')
    throw new RecordingError(`${where}.start.file has to be the machine file's name.`);
  const files = asObject(run['files'], `${where}.files`);
  for (const [path, text] of Object.entries(files))
    if (typeof text !== 'string' && text !== null)
      throw new RecordingError(`${where}.files["${path}"] has to be a text or null.`);
  const { inputs } = run;
  if (!Array.isArray(inputs)) throw new RecordingError(`${where}.inputs has to be a list.`);
  for (const [index, each] of inputs.entries()) {
    const input = asObject(each, `${where}.inputs[${index}]`);
    const isKnown =
      input['kind'] === 'boot' ||
      (input['kind'] === 'inject' && typeof input['injection'] === 'object' && input['injection'] !== null) ||
      (input['kind'] === 'write' &&
        /^0x[\da-f]+$/i.test(String(input['address'])) &&
        typeof input['bytes'] === 'string');
    if (!isKnown)
      throw new RecordingError(
        `${where}.inputs[${index}] is no input: "boot", "inject" with an injection, or "write".`,
      );
  }
}

function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RecordingError(`${what} has to be an object.`);
  return value as Readonly<Record<string, unknown>>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecordingError(`The file is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
