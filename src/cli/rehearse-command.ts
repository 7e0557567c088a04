/** `rehearse`: plays each rehearsal on a device, and tells which it has passed. */
import type { HostHandle } from '../client/start-host.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import type { MachineState } from '../protocol/state.ts';
import type { RehearseCommand } from './arguments.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import {
  checkRehearsal,
  type Played,
  playRehearsal,
  type Rehearsal,
  readRehearsal,
  type Verdict,
} from './rehearsal.ts';
import { diagnosticsText, hasErrors } from './report/diagnostics-text.ts';
import { type Paint, paintFor } from './report/paint.ts';
import { exitOfError, withHost } from './sandbox.ts';

export async function rehearseCommand(command: RehearseCommand, io: CliIo): Promise<ExitCode> {
  const rehearsals = await loadRehearsals(command, io);
  if (rehearsals === null) return EXIT.wrongInput;
  const paint = paintFor(io.color);
  const played: Played[] = [];
  const tell = (one: Played): void => {
    played.push(one);
    if (command.format === 'text') io.out(playedText(one, paint));
  };
  try {
    const wrong = await withHost(io, { machine: command.machine }, (host) =>
      rehearse(command, io, host, rehearsals, tell, paint),
    );
    if (wrong !== null) return wrong;
  } catch (error) {
    return exitOfError(error, EXIT.failed, io);
  }
  const counts = countVerdicts(played);
  if (command.format === 'json')
    io.out(`${JSON.stringify({ machine: command.machine, ...counts, rehearsals: played }, null, 2)}\n`);
  else io.out(summaryText(counts, paint));
  return counts.failed === 0 ? EXIT.ok : EXIT.failed;
}

/** null: wrong input, reported. */
async function loadRehearsals({ folder, only }: RehearseCommand, io: CliIo): Promise<readonly Rehearsal[] | null> {
  const from = folder ?? io.rehearsals;
  const files = await io.listFolder(from);
  if (files === null) {
    io.err(`There is no folder \`${from}\` with rehearsals.\n`);
    return null;
  }
  const all: Rehearsal[] = [];
  for (const file of files.filter((name) => /\.injections\.jsonc?$/.test(name)).sort()) {
    const text = await io.readText(file);
    if (text !== null) all.push(readRehearsal(file, text));
  }
  const chosen =
    only === null
      ? all
      : all.filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(only.toLowerCase()));
  const wrong = chosen.flatMap(checkRehearsal);
  if (hasErrors(wrong)) {
    io.err(diagnosticsText(wrong, paintFor(io.color)));
    return null;
  }
  if (chosen.length > 0) return chosen;
  const known = all.map(({ name, title }) => `  ${name}  ${title}\n`).join('');
  io.err(
    only === null
      ? `No *.injections.jsonc in \`${from}\`.\n`
      : `No rehearsal is called \`${only}\`. There are:\n${known}`,
  );
  return null;
}

/** @returns an exit code when the machine could not be started, null when the rehearsals were played */
async function rehearse(
  command: RehearseCommand,
  io: CliIo,
  host: HostHandle,
  rehearsals: readonly Rehearsal[],
  tell: (played: Played) => void,
  paint: Paint,
): Promise<ExitCode | null> {
  const start = (): ReturnType<typeof startMachine> => startMachine(command, host);
  let state = await start();
  if ('diagnostics' in state) {
    io.err(diagnosticsText(state.diagnostics, paint));
    return state.reason === 'driver' ? EXIT.driver : EXIT.wrongInput;
  }
  const devices = devicesToRehearse(command, state);
  if (devices.length === 0) {
    const ids = state.devices.map(({ id }) => id).join(', ');
    const why =
      command.device === null ? 'No device has a driver of yours' : `There is no device \`${command.device}\``;
    io.err(`${why}. Name one with --device: ${ids}.\n`);
    return EXIT.wrongInput;
  }
  for (const device of devices) {
    const probe = await host.request('machine/inject', { op: 'io', device, request: 'read', length: 512 });
    for (const rehearsal of rehearsals) {
      const played = await playRehearsal(host, rehearsal, device, probe.ok);
      tell(played);
      // What one has spoiled must not count against the next.
      if (played.verdict === 'passed') continue;
      state = await start();
      if ('diagnostics' in state) return EXIT.sandboxFault;
    }
  }
  return null;
}

/** The one that was asked for, or every device that one of the user's drivers stands on. */
function devicesToRehearse({ device }: RehearseCommand, { devices }: MachineState): readonly string[] {
  if (device !== null) return devices.some(({ id }) => id === device) ? [device] : [];
  return devices.filter(({ stack }) => stack.some(({ source }) => source !== null)).map(({ id }) => id);
}

type Started = MachineState | { readonly reason: 'machine' | 'driver'; readonly diagnostics: readonly Diagnostic[] };

async function startMachine({ machine, verifier, specialFiles }: RehearseCommand, host: HostHandle): Promise<Started> {
  const started = await host.request('machine/start', {
    file: machine,
    specialFiles,
    ...(verifier === null ? {} : { verifier }),
  });
  return started.ok ? started.state : { reason: started.reason, diagnostics: started.diagnostics };
}

const MARKS: Readonly<Record<Verdict, 'good' | 'warn' | 'bad'>> = { passed: 'good', vetoed: 'warn', failed: 'bad' };

function playedText({ title, device, verdict, reasons }: Played, paint: Paint): string {
  const lines = reasons.map((reason) => `        ${reason}\n`).join('');
  return `${paint(MARKS[verdict], verdict.padEnd(6))}  ${device}  ${title}\n${lines}`;
}

function countVerdicts(played: readonly Played[]): Readonly<Record<Verdict, number>> {
  const count = (verdict: Verdict): number => played.filter((one) => one.verdict === verdict).length;
  return { passed: count('passed'), vetoed: count('vetoed'), failed: count('failed') };
}

function summaryText({ passed, vetoed, failed }: Readonly<Record<Verdict, number>>, paint: Paint): string {
  const total = passed + vetoed + failed;
  const rest = [vetoed === 0 ? '' : `${vetoed} vetoed`, failed === 0 ? '' : `${failed} failed`].filter(
    (text) => text !== '',
  );
  const text = `${total} rehearsals: ${[`${passed} passed`, ...rest].join(', ')}\n`;
  return `${paint(failed === 0 ? 'good' : 'bad', text.trimEnd())}\n`;
}
