/** Recordings (`*.repro.json`) on the command line: a run is repeated from one, and saved as one. */
import { parseRecording, RecordingError } from '../client/travel/recording.ts';
import { TravelError } from '../client/travel/time-travel.ts';
import type { TravellingHost } from '../client/travel/travelling-host.ts';
import type { StartParams, StartResult } from '../protocol/messages.ts';
import { RECORDING_SUFFIX } from '../protocol/recording.ts';
import type { CliIo } from './io.ts';

/** Starts the machine of a machine file, or repeats the run of a recording. @param tell - what people want to know */
export async function startOrRepeat(
  host: TravellingHost,
  params: StartParams,
  io: CliIo,
  tell: (text: string) => void,
): Promise<StartResult> {
  const { file } = params;
  if (!file.endsWith(RECORDING_SUFFIX)) return await host.request('machine/start', params);
  const refused = (message: string): StartResult => {
    const diagnostic = { file, line: 1, column: 1, severity: 'error', code: 'machine/no-recording', message } as const;
    return { ok: false, reason: 'machine', diagnostics: [diagnostic] };
  };
  const settings = Object.keys(params).filter((name) => name !== 'file');
  if (settings.length > 0)
    return refused(`A recording has its own settings. Leave out what sets ${settings.join(', ')}.`);
  const text = await io.readText(file);
  if (text === null) return refused('There is no such file.');
  try {
    const recording = parseRecording(text);
    const started = await host.replay(recording, false);
    const isSame = started.ok && !started.diagnostics.some(({ code }) => code === 'machine/not-the-same-run');
    if (isSame) tell(`The same run again: ${recording.end.events} events.\n`);
    return started;
  } catch (error) {
    if (error instanceof RecordingError) return refused(error.message);
    throw error;
  }
}

/** @returns whether it was written; if not, that was reported */
export async function saveRecording(path: string, io: CliIo, host: TravellingHost): Promise<boolean> {
  try {
    const recording = await host.record(io.version);
    const file = io.openOutput(path);
    file.write(`${JSON.stringify(recording, null, 1)}\n`);
    await file.close();
    return true;
  } catch (error) {
    if (!(error instanceof TravelError) && !(error instanceof Error)) throw error;
    io.err(`--repro ${path}: ${error.message}\n`);
    return false;
  }
}
