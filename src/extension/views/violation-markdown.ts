import { documentUrl } from '../../protocol/document-url.ts';
import type { ViolationState } from '../../protocol/state.ts';
import { capitalized, sentence, t } from '../text.ts';
import { code, plain } from './markdown-tables.ts';

/** What links in {@link violationMarkdown} may run. */
export const VIOLATION_COMMANDS = ['openStackView', 'openSource', 'suppressRule'] as const;

/**
 * What a broken rule means, in the order in which one asks: what, why does it matter, what now, what came before.
 *
 * @param machine - URI of the machine file
 * @param isBesideProblem - the text of the problem stands right above, with what happened and how to mend it
 */
export function violationMarkdown(violation: ViolationState, machine: string, isBesideProblem = false): string {
  const {
    rule,
    title,
    message,
    remedy,
    why,
    published = [],
    earlier = [],
    driver,
    device,
    time,
    event,
    bugcheck,
  } = violation;
  const where = device === null ? code(driver) : `${code(driver)} (${code(device)})`;
  const stop = bugcheck === null ? '' : ` · ${t('on Windows bug check {0}', code(bugcheck))}`;
  const parts = [
    ...(isBesideProblem ? [] : [`**${plain(rule)}** ${plain(title)}`, plain(sentence(message))]),
    why === undefined ? '' : `**${t('Why it matters')}** ${plain(why)}`,
    isBesideProblem ? '' : `**${t('How to mend it')}** ${plain(sentence(capitalized(remedy)))}`,
    ...earlier.map((step) => `**${t('Before that')}** ${sourceLink(step)} ${plain(step.message)}`),
    published.length === 0 ? '' : `**${t('Published as')}** ${published.map(code).join(', ')}`,
    `${where} · ${time} · ${t('event {0}', event)}${stop}`,
    linksOf(violation, machine).join(' · '),
  ];
  return parts.filter(Boolean).join('\n\n');
}

function linksOf({ document, rule, event, level }: ViolationState, machine: string): readonly string[] {
  const links: string[] = [];
  if (document !== undefined) links.push(`[$(book) ${t('Documentation')}](${documentUrl(document)})`);
  links.push(commandLink(`$(layers) ${t('Show in Stack View')}`, 'openStackView', { rule, event }));
  if (level !== undefined)
    links.push(commandLink(`$(eye-closed) ${t('Suppress rule')}`, 'suppressRule', { rule, machine }));
  return links;
}

function sourceLink({ file, line, column }: { file: string; line: number; column: number }): string {
  return commandLink(`${file.replace(/^.*[\\/]/, '')}:${line}`, 'openSource', { file, line, column });
}

function commandLink(text: string, command: (typeof VIOLATION_COMMANDS)[number], argument: object): string {
  return `[${text}](command:driverSandbox.${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}
