/** `state MACHINE`: starts a machine, injects, and answers the commands of a debugger. */
import type { HostHandle } from '../../client/start-host.ts';
import type { ConsoleResult } from '../../protocol/console.ts';
import type { HostNotifications, StartParams } from '../../protocol/messages.ts';
import type { ConsoleCommand } from '../arguments.ts';
import { type CliIo, EXIT, type ExitCode } from '../io.ts';
import { checkDevices, readInjections } from '../read-injections.ts';
import { diagnosticsText, hasErrors } from '../report/diagnostics-text.ts';
import { paintFor } from '../report/paint.ts';
import { injectionText } from '../report/run-text.ts';
import { exitOfError, withHost } from '../sandbox.ts';
import { type Answers, converse } from './converse.ts';

export async function consoleCommand(command: ConsoleCommand, io: CliIo): Promise<ExitCode> {
  const story = await readStory(command, io);
  if (story === null) return EXIT.wrongInput;
  const paint = paintFor(io.color);
  const onNotification = (method: string, params: unknown): void => {
    if (method !== 'output/dbgPrint' || command.format === 'json') return;
    for (const { time, driver, text } of (params as HostNotifications['output/dbgPrint']).lines)
      io.out(`     ${paint('quiet', `${time} ${driver}:`)} ${text.trimEnd()}\n`);
  };
  try {
    return await withHost(io, { machine: command.machine, onNotification }, (host) => run(command, host, io, story));
  } catch (error) {
    return exitOfError(error, EXIT.driver, io);
  }
}

/** null: wrong input, reported. */
async function readStory({ inject }: ConsoleCommand, io: CliIo): Promise<string | null> {
  if (inject === null) return '[]';
  const text = await io.readText(inject);
  if (text === null) io.err(`There is no injection file \`${inject}\`.\n`);
  return text;
}

async function run(command: ConsoleCommand, host: HostHandle, io: CliIo, story: string): Promise<ExitCode> {
  const params: StartParams = {
    file: command.machine,
    ...(command.seed === null ? {} : { seed: command.seed }),
    ...(command.verifier === null ? {} : { verifier: command.verifier }),
  };
  const started = await host.request('machine/start', params);
  io.err(diagnosticsText(started.diagnostics, paintFor(io.color)));
  if (!started.ok) return started.reason === 'driver' ? EXIT.driver : EXIT.wrongInput;
  const told = await injectAll(command.inject ?? '', story, host, io);
  if (told.failed === true) {
    io.err(told.text);
    return EXIT.wrongInput;
  }
  if (command.format === 'text') io.out(told.text);
  return await converse(answersOf(host, io), command.commands, command.format, io);
}

/** A line that begins with a brace is an injection; everything else goes to the machine's console. */
function answersOf(host: HostHandle, io: CliIo): Answers {
  return {
    evaluate: (line) =>
      line.trimStart().startsWith('{')
        ? injectAll('the line', line, host, io)
        : host.request('machine/console', { line }),
    complete: (line, column) => host.request('machine/console-completions', { line, column }),
  };
}

async function injectAll(name: string, text: string, host: HostHandle, io: CliIo): Promise<ConsoleResult> {
  const paint = paintFor(io.color);
  const { injections, diagnostics } = readInjections(name, text);
  const devices = (await host.request('machine/state', {}))?.devices.map(({ id }) => id) ?? [];
  const wrong = [...diagnostics, ...(hasErrors(diagnostics) ? [] : checkDevices(name, injections, devices))];
  if (hasErrors(wrong)) return { text: diagnosticsText(wrong, paint), failed: true };
  let told = '';
  for (const [index, { injection }] of injections.entries())
    told += injectionText(index + 1, injection, await host.request('machine/inject', injection), paint);
  return { text: told };
}
