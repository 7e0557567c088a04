import type { Diagnostic } from '../../protocol/diagnostic.ts';
import type { Paint } from './paint.ts';

/** One line each, as compilers print them: editors and CI find the place by it. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], paint: Paint): string {
  return diagnostics
    .map(({ file, line, column, severity, code, message, related }) => {
      const tone = severity === 'error' ? 'bad' : severity === 'warning' ? 'warn' : 'quiet';
      const more = (related ?? []).map((at) => `  ${at.file}:${at.line}:${at.column}: ${at.message}\n`).join('');
      return `${file}:${line}:${column}: ${paint(tone, severity)} ${code}: ${message}\n${more}`;
    })
    .join('');
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
