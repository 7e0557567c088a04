/** `dump-proof`: stops a machine at one moment after the other, and tells where there would be no crash dump, and why. */
import { isProved, type Proof, proofText, proveDump } from '../client/dump-proof.ts';
import type { Injection } from '../protocol/injection.ts';
import type { DumpProofCommand } from './arguments.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import { readInjections } from './read-injections.ts';
import { diagnosticsText, hasErrors } from './report/diagnostics-text.ts';
import { type Paint, paintFor } from './report/paint.ts';
import { exitOfError, withHost } from './sandbox.ts';

const COLORS = { written: 'good', noFile: 'warn', failed: 'bad' } as const;

export async function dumpProofCommand(command: DumpProofCommand, io: CliIo): Promise<ExitCode> {
  const paint = paintFor(io.color);
  const scenario = await readScenario(command, io, paint);
  if (scenario === null) return EXIT.wrongInput;
  let proof: Proof;
  try {
    proof = await withHost(io, { machine: command.machine }, (host) =>
      proveDump(host, {
        machine: command.machine,
        scenario,
        onResult: () => {},
        onProgress: () => {},
        isCancelled: () => false,
      }),
    );
  } catch (error) {
    return exitOfError(error, EXIT.failed, io);
  }
  if (!proof.ok) {
    io.err(diagnosticsText(proof.diagnostics, paint));
    return proof.reason === 'driver' ? EXIT.driver : EXIT.wrongInput;
  }
  const { results } = proof;
  const proved = isProved(results);
  if (command.format === 'json')
    io.out(`${JSON.stringify({ machine: command.machine, proved, crashes: results }, null, 2)}\n`);
  else io.out(proofText(results, (outcome, text) => paint(COLORS[outcome], text)));
  return proved ? EXIT.ok : EXIT.failed;
}

/** null: wrong input, reported. */
async function readScenario(
  { inject }: DumpProofCommand,
  io: CliIo,
  paint: Paint,
): Promise<readonly Injection[] | null> {
  if (inject === null) return [];
  const text = await io.readText(inject);
  if (text === null) {
    io.err(`There is no injection file \`${inject}\`.\n`);
    return null;
  }
  const { injections, diagnostics } = readInjections(inject, text);
  if (!hasErrors(diagnostics)) return injections.map(({ injection }) => injection);
  io.err(diagnosticsText(diagnostics, paint));
  return null;
}
