/** Starts the machine to debug in a sandbox process of its own: for editors and tests that speak DAP over standard input and output. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { RunCompiler } from '../client/start-host.ts';
import { parseRecording } from '../client/travel/recording.ts';
import { startTravellingHost, type TravellingHost } from '../client/travel/travelling-host.ts';
import type { StartResult } from '../protocol/messages.ts';
import { RECORDING_SUFFIX } from '../protocol/recording.ts';
import type { Source, StartArguments } from './dap.ts';
import { machineFor } from './driver-machine.ts';
import type { DebugTarget, TargetListener, TargetStarter } from './target.ts';

export interface HostStarterOptions {
  /** The host's bundle. */
  readonly entry: string;
  /** What relative paths are relative to. */
  readonly folder: string;
  compilerFor(machine: string): RunCompiler;
}

export function hostStarter(options: HostStarterOptions): TargetStarter {
  return {
    launch: (start, listener) => launch(options, start, listener),
    attach: () =>
      Promise.reject(
        new Error(
          'Attaching works inside the editor that runs the machine. Here, use "request": "launch" with a machine file.',
        ),
      ),
  };
}

const NO_JAVASCRIPT =
  '"sourceDebugger": "javascript" needs VS Code, which starts its JavaScript debugger; here the sandbox itself stops at lines.';

async function launch(
  options: HostStarterOptions,
  { program = '', seed, verifier, noDebug, sourceDebugger }: StartArguments,
  listener: TargetListener,
): Promise<DebugTarget> {
  if (sourceDebugger === 'javascript') listener.notify('debug/output', { text: NO_JAVASCRIPT, file: null, line: 0 });
  if (program === '')
    throw new Error('Say which machine to run: "program" is the path of a *.machine.json file or a driver.');
  const path = resolve(options.folder, program);
  const isRecording = path.endsWith(RECORDING_SUFFIX);
  const { file, text } = isRecording ? { file: path, text: null } : await machineFor(path);
  const folder = dirname(file);
  const host = await startTravellingHost({
    entry: options.entry,
    readFile: async (asked) => {
      const found = isAbsolute(asked) ? asked : join(folder, asked);
      if (text !== null && found === file) return text;
      return await readFile(found, 'utf8').catch(() => null);
    },
    runCompiler: options.compilerFor(file),
    onNotification: (method, params) => listener.notify(method, params),
    onExit: ({ kind, message }) => {
      if (kind !== 'disposed') listener.ended(message);
    },
  });
  try {
    const wanted = { ...(seed === undefined ? {} : { seed }), ...(verifier === undefined ? {} : { verifier }) };
    if (noDebug !== true) await host.request('debug/open', {});
    const debug = noDebug !== true;
    checkStarted(
      isRecording
        ? await host.replay(parseRecording(await readFile(file, 'utf8')), true)
        : await host.request('machine/start', { file: basename(file), debug: true, ...wanted }),
    );
    if (debug) await host.request('debug/attach', {});
  } catch (error) {
    await host.dispose();
    throw error;
  }
  return target(host, folder);
}

export function checkStarted(started: StartResult): void {
  if (started.ok) return;
  const errors = started.diagnostics.filter(({ severity }) => severity === 'error');
  const lines = errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  throw new Error(lines.length === 0 ? 'The machine could not be started.' : lines.join('\n'));
}

function target(host: TravellingHost, folder: string): DebugTarget {
  return {
    request: (method, params) => host.request(method, params),
    sourceOf: (file) => ({ name: basename(file), path: join(folder, file) }),
    fileOf: ({ path }: Source) => (path === undefined ? null : relative(folder, path).replaceAll('\\', '/')),
    travel: host,
    end: () => host.dispose(),
  };
}
