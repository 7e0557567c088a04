/** Starts the host's process, with as many of the runtime's guards as it knows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { Duplex, type Readable, type Writable } from 'node:stream';

export interface ProcessOptions {
  /** The host's bundle: the only file that the process may read. */
  readonly entry: string;
  readonly execPath: string;
  readonly heapMegabytes: number;
  /** One set of `GUARDS`. */
  readonly guards: readonly string[];
}

export interface HostProcess {
  readonly child: ChildProcess;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Where the watchdog writes. */
  readonly reports: Readable;
  /** Both ways; silent unless somebody debugs. */
  readonly debug: Duplex;
}

/**
 * From the strictest down. Older runtimes know fewer options and refuse to start with one that they do not know.
 * The inspector lets the watchdog see at which line a driver hangs. It is closed to other processes until somebody debugs, and
 * then only who knows its address gets in: it is not published where other programs of the computer could ask for it.
 */
export const GUARDS: readonly (readonly string[])[] = [
  ['--permission', '--allow-worker', '--allow-inspector', '--inspect-publish-uid=stderr'],
  ['--permission', '--allow-worker', '--allow-inspector'],
  ['--permission', '--allow-worker'],
  ['--experimental-permission', '--allow-worker'],
  [],
];

export function spawnHost({ entry, execPath, heapMegabytes, guards }: ProcessOptions): HostProcess {
  const script = realpathSync(entry); // the runtime checks the path that a link leads to
  const child = spawn(
    execPath,
    [
      `--max-old-space-size=${heapMegabytes}`,
      '--no-warnings',
      ...guards,
      ...(guards.some((guard) => guard.endsWith('permission')) ? [`--allow-fs-read=${script}`] : []),
      script,
    ],
    { stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'], env: environment(), windowsHide: true },
  );
  const [stdin, stdout, stderr, reports, debug] = child.stdio;
  if (
    stdin === null ||
    stdout === null ||
    stderr === null ||
    !(reports instanceof Object && 'read' in reports) ||
    !(debug instanceof Duplex)
  ) {
    throw new Error('The pipes to the sandbox process could not be made.');
  }
  return { child, stdin, stdout, stderr, reports, debug };
}

const PASSED_ON = ['PATH', 'SystemRoot', 'windir', 'TEMP', 'TMP', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

/** Little: a debugger's NODE_OPTIONS, or the user's keys and tokens, have no place in a sandbox. */
function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { TZ: 'UTC', ELECTRON_RUN_AS_NODE: '1' };
  for (const [name, value] of Object.entries(process.env)) {
    if (PASSED_ON.some((wanted) => wanted.toLowerCase() === name.toLowerCase())) {
      env[name] = value;
    }
  }
  return env;
}
