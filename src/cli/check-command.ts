import type { CheckCommand } from './arguments.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import { diagnosticsText, hasErrors } from './report/diagnostics-text.ts';
import { paintFor } from './report/paint.ts';
import { exitOfError, withHost } from './sandbox.ts';

export async function checkCommand({ machine, format }: CheckCommand, io: CliIo): Promise<ExitCode> {
  try {
    const { diagnostics } = await withHost(io, { machine }, (host) => host.request('machine/check', { file: machine }));
    const wrong = hasErrors(diagnostics);
    if (format === 'json') {
      io.out(`${JSON.stringify({ machine, ok: !wrong, diagnostics }, null, 2)}\n`);
    } else {
      io.err(diagnosticsText(diagnostics, paintFor(io.color)));
      io.out(wrong ? '' : `${machine}: no errors\n`);
    }
    const inDriver = diagnostics.some(({ severity, code }) => severity === 'error' && code.startsWith('driver/'));
    return !wrong ? EXIT.ok : inDriver ? EXIT.driver : EXIT.wrongInput;
  } catch (error) {
    return exitOfError(error, EXIT.driver, io);
  }
}
