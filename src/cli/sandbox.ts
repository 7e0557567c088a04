/** Starts a host for one command and turns its end into an exit code. */
import { HostEndedError, type StartHostOptions } from '../client/start-host.ts';
import { startTravellingHost, type TravellingHost } from '../client/travel/travelling-host.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';

export type SandboxOptions = Pick<StartHostOptions, 'onNotification'> & {
  /** The compiler for C drivers is looked for beside it too. */
  readonly machine: string;
};

export async function withHost<T>(
  io: CliIo,
  { machine, ...options }: SandboxOptions,
  act: (host: TravellingHost) => Promise<T>,
): Promise<T> {
  const host = await startTravellingHost({
    entry: io.hostEntry,
    readFile: io.readText,
    runCompiler: io.compilerFor(machine),
    ...options,
  });
  try {
    return await act(host);
  } finally {
    await host.dispose();
  }
}

/** @param driverCode - what it means here when a driver hangs or eats all memory */
export function exitOfError(error: unknown, driverCode: ExitCode, io: CliIo): ExitCode {
  if (error instanceof HostEndedError) {
    const { kind, log, message } = error.end;
    io.err(`${message}\n`);
    if (kind === 'hang' || kind === 'memory') {
      return driverCode;
    }
    io.err(log === '' ? '' : `--- what the sandbox process wrote ---\n${log.trimEnd()}\n`);
    return EXIT.sandboxFault;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`The sandbox itself is at fault. Please report this, with the machine file and the drivers:\n${text}\n`);
  return EXIT.sandboxFault;
}
