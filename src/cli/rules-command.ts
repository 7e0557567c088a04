/** `driver-sandbox rules`: every rule of the verifier, and the published DDI-compliance rules with what looks for each. */
import type { PublishedRule, VerifierRule } from '../protocol/verifier.ts';
import type { RulesCommand } from './arguments.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import { type Paint, paintFor } from './report/paint.ts';
import { exitOfError, withHost } from './sandbox.ts';

const MODES = { standard: '', all: ' (with "all")', named: ' (only when a machine file names it)' } as const;

export async function rulesCommand({ text, format }: RulesCommand, io: CliIo): Promise<ExitCode> {
  try {
    const found = await withHost(io, { machine: '.' }, (host) => host.request('verifier/rules', {}));
    const wanted = (text ?? '').toLowerCase();
    const isWanted = (...words: readonly string[]): boolean =>
      words.some((word) => word.toLowerCase().includes(wanted));
    const rules = found.rules.filter(({ id, title, published }) => isWanted(id, title, ...published));
    const published = found.published.filter(({ name, rules: ids }) => isWanted(name, ...ids));
    if (format === 'json') io.out(`${JSON.stringify({ rules, published }, null, 2)}\n`);
    else io.out(rulesText(rules, published, text, paintFor(io.color)));
    return EXIT.ok;
  } catch (error) {
    return exitOfError(error, EXIT.sandboxFault, io);
  }
}

function rulesText(
  rules: readonly VerifierRule[],
  published: readonly PublishedRule[],
  text: string | null,
  paint: Paint,
): string {
  if (rules.length + published.length === 0) return `No rule has \`${text}\` in its id, name or title.\n`;
  const ruleLines = rules.map(({ id, title, mode }) => `  ${paint('bad', id)} ${title}${MODES[mode]}\n`);
  const nameLines = published.map(
    ({ name, rules: ids, note }) => `  ${name.padEnd(44)} ${note === '' ? ids.join(', ') : paint('quiet', note)}\n`,
  );
  const ruleHead = `Rules of the verifier (${rules.length})\n`;
  const nameHead = `\nNames of DDI-compliance rules and codes of Driver Verifier (${published.length}): what looks for each, or why nothing does\n`;
  return [ruleHead, ...ruleLines, nameHead, ...nameLines].join('');
}
