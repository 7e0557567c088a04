/** `run --low-resources systematic`: the same run again and again, each time with another allocation that fails. */
import { HostEndedError, type HostHandle } from '../../client/start-host.ts';
import type { StartParams } from '../../protocol/messages.ts';
import type { AllocationState } from '../../protocol/verification.ts';
import type { RunCommand } from '../arguments.ts';
import { type CliIo, EXIT, type ExitCode } from '../io.ts';
import { checkDevices, type PlacedInjection, readInjections } from '../read-injections.ts';
import { diagnosticsText, hasErrors } from '../report/diagnostics-text.ts';
import { paintFor } from '../report/paint.ts';
import { exitOfError, withHost } from '../sandbox.ts';
import { type AllocationRun, type Baseline, baselineOf, judge, playAll } from './allocation-run.ts';
import { placesOf, starvedText } from './starved-text.ts';

/** What the first run, without a failure, tells. */
interface Counted {
  readonly baseline: Baseline;
  readonly allocations: readonly AllocationState[];
}

/** What is done in every run. */
interface Story {
  readonly command: RunCommand;
  readonly io: CliIo;
  readonly params: StartParams;
  readonly injections: readonly PlacedInjection[];
}

export async function starveCommand(command: RunCommand, io: CliIo): Promise<ExitCode> {
  const injections = await loadInjections(command, io);
  if (injections === null) return EXIT.wrongInput;
  const params: StartParams = {
    file: command.machine,
    ...(command.seed === null ? {} : { seed: command.seed }),
    ...(command.verifier === null ? {} : { verifier: command.verifier }),
  };
  const story: Story = { command, io, params, injections };
  try {
    const counted = await withHost(io, { machine: command.machine }, (host) => count(story, host));
    return typeof counted === 'number' ? counted : report(story, await failAll(story, counted));
  } catch (error) {
    return exitOfError(error, EXIT.failed, io);
  }
}

async function failAll(story: Story, { baseline, allocations }: Counted): Promise<readonly AllocationRun[]> {
  const order = inOrder(allocations);
  const runs: AllocationRun[] = [];
  while (runs.length < order.length) {
    try {
      await withHost(story.io, { machine: story.command.machine }, (host) =>
        failEach(story, host, baseline, order.slice(runs.length), runs),
      );
    } catch (error) {
      runs.push(lost(error, order[runs.length]));
    }
  }
  return runs;
}

async function loadInjections({ inject }: RunCommand, io: CliIo): Promise<readonly PlacedInjection[] | null> {
  if (inject === null) return [];
  const name = inject === '-' ? 'standard input' : inject;
  const text = inject === '-' ? await io.readStdin() : await io.readText(inject);
  if (text === null) {
    io.err(`There is no injection file \`${name}\`.\n`);
    return null;
  }
  const { injections, diagnostics } = readInjections(name, text);
  io.err(diagnosticsText(diagnostics, paintFor(io.color)));
  return hasErrors(diagnostics) ? null : injections;
}

/** The run without a failure. */
async function count({ command, io, params, injections }: Story, host: HostHandle): Promise<Counted | ExitCode> {
  const paint = paintFor(io.color);
  const started = await host.request('machine/start', { ...params, failAllocation: 0 });
  if (!started.ok) {
    io.err(diagnosticsText(started.diagnostics, paint));
    return started.reason === 'driver' ? EXIT.driver : EXIT.wrongInput;
  }
  const devices = started.state.devices.map(({ id }) => id);
  const unknown = checkDevices(command.inject === '-' ? 'standard input' : (command.inject ?? ''), injections, devices);
  if (unknown.length > 0) {
    io.err(diagnosticsText(unknown, paint));
    return EXIT.wrongInput;
  }
  const state = await playAll(host, injections, started.state);
  if (state.bugcheck !== null) {
    io.err(`The machine stops without any failure (${state.bugcheck.name}): mend that first.\n`);
    return EXIT.failed;
  }
  return { baseline: baselineOf(state), allocations: state.verification?.allocations?.kept ?? [] };
}

/** The first of each place before all others: whoever does not wait for the end has seen every place. */
function inOrder(allocations: readonly AllocationState[]): readonly AllocationState[] {
  const places = placesOf(allocations);
  const first = [...places.values()].flatMap(([allocation]) => allocation ?? []);
  return [...first, ...allocations.filter((allocation) => !first.includes(allocation))];
}

/** @param runs - grows with each run */
async function failEach(
  { params, injections }: Story,
  host: HostHandle,
  baseline: Baseline,
  allocations: readonly AllocationState[],
  runs: AllocationRun[],
): Promise<void> {
  for (const allocation of allocations) {
    const started = await host.request('machine/start', { ...params, failAllocation: allocation.number });
    runs.push(
      started.ok
        ? judge(await playAll(host, injections, started.state), baseline, allocation)
        : { allocation, verdict: 'bug check', text: 'the machine did not start' },
    );
  }
}

/** A driver that hangs takes the sandbox's process with it; the next run gets a new one. */
function lost(error: unknown, allocation: AllocationState | undefined): AllocationRun {
  if (!(error instanceof HostEndedError) || allocation === undefined) throw error;
  const { kind, message } = error.end;
  if (kind !== 'hang' && kind !== 'memory') throw error;
  return { allocation, verdict: 'hang', text: message.split('\n')[0] ?? '' };
}

function report({ command, io }: Story, runs: readonly AllocationRun[]): ExitCode {
  const exit = runs.every(({ verdict }) => verdict === 'pass') ? EXIT.ok : EXIT.failed;
  if (command.format === 'json') {
    io.out(`${JSON.stringify({ machine: command.machine, ok: exit === EXIT.ok, exitCode: exit, runs }, null, 2)}\n`);
    return exit;
  }
  io.out(starvedText(runs, paintFor(io.color)));
  return exit;
}
