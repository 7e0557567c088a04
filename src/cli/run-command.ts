/** `run`: starts a machine, injects, reports. */
import type { StartHostOptions } from '../client/start-host.ts';
import type { TravellingHost } from '../client/travel/travelling-host.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import type { Injection, InjectionResult } from '../protocol/injection.ts';
import type { HostNotifications, StartParams } from '../protocol/messages.ts';
import type { MachineState } from '../protocol/state.ts';
import type { RunCommand } from './arguments.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import { checkDevices, type PlacedInjection, readInjections } from './read-injections.ts';
import { saveRecording, startOrRepeat } from './recorded-run.ts';
import { diagnosticsText, hasErrors } from './report/diagnostics-text.ts';
import { type Paint, paintFor } from './report/paint.ts';
import { injectionText } from './report/run-text.ts';
import { sarifText } from './report/sarif.ts';
import { bugcheckText, stateText, violationsText } from './report/state-text.ts';
import { exitOfError, withHost } from './sandbox.ts';
import { saveDump, saveMemoryDump } from './save-dump.ts';
import { TRACE_ENDINGS, TraceWriter, traceFormat } from './trace/trace-writer.ts';

interface Done {
  readonly injection: Injection;
  readonly result: InjectionResult;
}

/** What becomes of a run, gathered while it goes on. */
interface Outcome {
  readonly diagnostics: Diagnostic[];
  readonly done: Done[];
  readonly prints: HostNotifications['output/dbgPrint']['lines'][number][];
  /** At the start, then at the end. */
  state: MachineState | null;
  /** Kept up to date while the machine runs. */
  readonly live: { bugcheck: boolean; violations: number };
  /** The report of the bug check, when there was one. */
  analysis: string | null;
  /** Path of the crash dump, when one was written. */
  dump: string | null;
  /** Path of MEMORY.DMP, when the next boot has found one. */
  memoryDump: string | null;
  /** Injections were left out because of `--stop-on` or a failed expectation. */
  left: number;
  exit: ExitCode;
}

export async function runCommand(command: RunCommand, io: CliIo): Promise<ExitCode> {
  const outcome: Outcome = {
    diagnostics: [],
    done: [],
    prints: [],
    state: null,
    analysis: null,
    dump: null,
    memoryDump: null,
    live: { bugcheck: false, violations: 0 },
    left: 0,
    exit: EXIT.ok,
  };
  const paint = paintFor(io.color);
  const injections = await loadInjections(command, io, outcome);
  const writer = injections === null ? null : openTrace(command, io, outcome);
  if (injections === null || writer === undefined) {
    return finish(command, io, outcome, paint);
  }
  const run: Run = { command, io, outcome, paint, injections, writer };
  try {
    await withHost(io, { machine: run.command.machine, onNotification: listener(run) }, (host) => play(run, host));
  } catch (error) {
    outcome.exit = exitOfError(error, outcome.state === null ? EXIT.driver : EXIT.failed, io);
  } finally {
    await writer?.close();
  }
  return finish(command, io, outcome, paint);
}

interface Run {
  readonly command: RunCommand;
  readonly io: CliIo;
  readonly outcome: Outcome;
  readonly paint: Paint;
  readonly injections: readonly PlacedInjection[];
  readonly writer: TraceWriter | null;
}

/** null: wrong input, reported. */
async function loadInjections(
  { inject }: RunCommand,
  io: CliIo,
  outcome: Outcome,
): Promise<readonly PlacedInjection[] | null> {
  if (inject === null) {
    return [];
  }
  const text = inject === '-' ? await io.readStdin() : await io.readText(inject);
  const name = inject === '-' ? 'standard input' : inject;
  if (text === null) {
    io.err(`There is no injection file \`${name}\`.\n`);
    outcome.exit = EXIT.wrongInput;
    return null;
  }
  const { injections, diagnostics } = readInjections(name, text);
  outcome.diagnostics.push(...diagnostics);
  if (!hasErrors(diagnostics)) {
    return injections;
  }
  outcome.exit = EXIT.wrongInput;
  return null;
}

/** undefined: wrong input, reported. */
function openTrace({ trace }: RunCommand, io: CliIo, outcome: Outcome): TraceWriter | null | undefined {
  if (trace === null) {
    return null;
  }
  const format = traceFormat(trace);
  try {
    if (format !== null) {
      return new TraceWriter(format, io.openOutput(trace));
    }
    io.err(`--trace ${trace}: the ending tells the format. Use one of ${TRACE_ENDINGS.join(', ')}.\n`);
  } catch (error) {
    io.err(`--trace ${trace}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  outcome.exit = EXIT.wrongInput;
  return undefined;
}

function listener({ command, io, outcome, paint }: Run): NonNullable<StartHostOptions['onNotification']> {
  return (method, params) => {
    if (method === 'machine/changed') {
      const { bugcheck, addedViolations } = params as HostNotifications['machine/changed'];
      outcome.live.bugcheck = bugcheck === undefined ? outcome.live.bugcheck : bugcheck !== null;
      outcome.live.violations += addedViolations?.length ?? 0;
    } else if (method === 'machine/diagnostics') {
      outcome.diagnostics.push(...(params as HostNotifications['machine/diagnostics']).diagnostics);
    } else if (method === 'output/dbgPrint') {
      const { lines } = params as HostNotifications['output/dbgPrint'];
      outcome.prints.push(...lines);
      for (const { time, driver, text } of command.format === 'text' ? lines : []) {
        io.out(`     ${paint('quiet', `${time} ${driver}:`)} ${text.trimEnd()}\n`);
      }
    }
  };
}

async function play(run: Run, host: TravellingHost): Promise<void> {
  const { command, io, outcome, injections, writer } = run;
  const params: StartParams = {
    file: command.machine,
    ...(command.seed === null ? {} : { seed: command.seed }),
    ...(command.verifier === null ? {} : { verifier: command.verifier }),
    ...(typeof command.lowResources === 'number' ? { failAllocation: command.lowResources } : {}),
  };
  const started = await startOrRepeat(host, params, io, command.format === 'text' ? io.out : () => {});
  outcome.diagnostics.push(...started.diagnostics);
  if (!started.ok) {
    outcome.exit = started.reason === 'driver' ? EXIT.driver : EXIT.wrongInput;
    return;
  }
  const devices = started.state.devices.map(({ id }) => id);
  const unknown = checkDevices(command.inject === '-' ? 'standard input' : (command.inject ?? ''), injections, devices);
  if (unknown.length > 0) {
    outcome.diagnostics.push(...unknown);
    outcome.exit = EXIT.wrongInput;
    return;
  }
  outcome.state = started.state;
  outcome.live.bugcheck = started.state.bugcheck !== null;
  outcome.live.violations = started.state.violations.length;
  await writer?.drain(host);
  let stop = mustStop(command, outcome.live, null);
  for (const { injection } of injections) {
    if (stop) {
      outcome.left++;
      continue;
    }
    const result = await host.request('machine/inject', injection);
    outcome.done.push({ injection, result });
    if (command.format === 'text') {
      io.out(injectionText(outcome.done.length, injection, result, run.paint));
    }
    await writer?.drain(host);
    stop = mustStop(command, outcome.live, { injection, result });
  }
  outcome.state = (await host.request('machine/state', {})) ?? outcome.state;
  if (outcome.state?.bugcheck != null) outcome.analysis = (await host.request('machine/analyze', {})).text;
  if (command.dump !== null && outcome.state?.bugcheck != null)
    outcome.dump = await saveDump({ option: 'dump', path: command.dump, kind: command.dumpKind }, io, host);
  await writer?.drain(host);
  outcome.exit = failed(command, outcome) ? EXIT.failed : EXIT.ok;
  if (command.repro !== null && !(await saveRecording(command.repro, io, host))) outcome.exit = EXIT.failed;
  if (command.memoryDump !== null && outcome.state?.bugcheck != null) {
    outcome.memoryDump = await saveMemoryDump(command.memoryDump, params, io, host);
    if (outcome.memoryDump === null) outcome.exit = EXIT.failed;
  }
}

function mustStop({ stopOn }: RunCommand, live: Outcome['live'], last: Done | null): boolean {
  if (stopOn === 'never') {
    return false;
  }
  const expected = last?.injection.op === 'bugcheck';
  const failedExpectation = last?.injection.op === 'expect' && !last.result.ok;
  return (
    (stopOn === 'violation' && live.violations > 0) ||
    (live.bugcheck && !expected && last?.injection.op !== 'expect') ||
    failedExpectation
  );
}

function failed({ stopOn }: RunCommand, { diagnostics, done, state }: Outcome): boolean {
  const asked = done.some(
    ({ injection, result }) =>
      injection.op === 'bugcheck' || (injection.op === 'expect' && result.ok && injection.path.startsWith('bugcheck')),
  );
  // Who has a request dropped wants to see what comes of it.
  const dropped = done.some(({ injection }) => injection.op === 'fault' && injection.status === 'drop');
  return (
    diagnostics.some(({ code }) => code === 'machine/not-the-same-run') ||
    done.some(({ injection, result }) => injection.op === 'expect' && !result.ok) ||
    (done.some(({ result }) => result.unfinished === true) && !dropped) ||
    (stopOn === 'violation' && (state?.violations.length ?? 0) > 0) ||
    (state?.bugcheck != null && !asked)
  );
}

async function finish(command: RunCommand, io: CliIo, outcome: Outcome, paint: Paint): Promise<ExitCode> {
  const { diagnostics, done, state, left } = outcome;
  io.err(diagnosticsText(diagnostics, paint));
  if (command.sarif !== null && !(await writeSarif(command.sarif, io, outcome))) outcome.exit = EXIT.wrongInput;
  const { exit } = outcome;
  if (command.format === 'json') {
    io.out(`${JSON.stringify(jsonReport(command, outcome), null, 2)}\n`);
    return exit;
  }
  if (state === null) {
    return exit;
  }
  if (command.state) {
    io.out(stateText(state, paint));
  } else {
    io.out(violationsText(state.violations, paint) + bugcheckText(state.bugcheck, paint));
  }
  if (outcome.analysis !== null) io.out(outcome.analysis);
  if (outcome.dump !== null) io.out(`Crash dump: ${outcome.dump}\n`);
  if (outcome.memoryDump !== null) io.out(`MEMORY.DMP of the next boot: ${outcome.memoryDump}\n`);
  const skipped = left === 0 ? '' : `, ${left} left out`;
  const verdict = exit === EXIT.ok ? paint('good', 'as expected') : paint('bad', 'not as expected');
  io.out(`${done.length} injections${skipped}, ${state.events} events, ${state.time}: ${verdict}\n`);
  return exit;
}

/** @returns false: it could not be written, which was reported */
async function writeSarif(path: string, io: CliIo, { state, diagnostics }: Outcome): Promise<boolean> {
  try {
    const file = io.openOutput(path);
    file.write(sarifText(state, diagnostics, io.version));
    await file.close();
    return true;
  } catch (error) {
    io.err(`--sarif ${path}: ${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}

function jsonReport(
  command: RunCommand,
  { diagnostics, done, prints, state, analysis, dump, memoryDump, left, exit }: Outcome,
): object {
  return {
    machine: command.machine,
    ok: exit === EXIT.ok,
    exitCode: exit,
    time: state?.time ?? null,
    events: state?.events ?? 0,
    injections: done.map(({ injection, result }) => ({ injection, result })),
    leftOut: left,
    dbgPrint: prints,
    violations: state?.violations ?? [],
    bugcheck: state?.bugcheck ?? null,
    analysis,
    dump,
    memoryDump,
    diagnostics,
    trace: command.trace,
    ...(command.state ? { state } : {}),
  };
}
