import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { withRule } from '../project/verifier-edit.ts';
import { t } from '../text.ts';
import { numberOf, textOf } from './arguments.ts';

/** Turns a rule off in the machine's file. Arguments: `rule`, and `machine` where it is not the shown one. */
export async function suppressRule(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const question = { title: t('Suppress Rule'), prompt: t('The rule that this machine does not look at') };
  await setRule(context, session, argument, 'off', question);
}

/** The machine stops when the rule is broken, as under Driver Verifier. Arguments as above. */
export async function stopAtRule(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const question = { title: t('Stop at Rule'), prompt: t('The rule that stops this machine') };
  await setRule(context, session, argument, 'bugcheck', question);
}

/** The debugger stops at the line that broke a rule, when the machine comes there again. Arguments: `index` of the violation. */
export async function breakAtViolation(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  const index = numberOf(argument, 'index');
  const violation = index === undefined ? undefined : session.model?.violations[index];
  if (violation === undefined) return;
  const { file, line } = violation;
  if (file === null || line === null) {
    await context.messages.info(
      t('{0} was not found at a line of a driver: there is nowhere to stop.', violation.rule),
    );
    return;
  }
  context.shell.addBreakpoint(session.uri, file, line);
  const debug = t('Debug Machine');
  const told = t('The debugger stops at {0}, line {1}.', file, line);
  if ((await context.messages.info(told, debug)) === debug) await context.shell.startDebugging(session.uri);
}

async function setRule(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
  action: 'off' | 'bugcheck',
  question: { readonly title: string; readonly prompt: string },
): Promise<void> {
  const uri = textOf(argument, 'machine') ?? session.uri;
  const rule = textOf(argument, 'rule') ?? (await pickRule(context, session, question));
  if (rule === undefined) return;
  if (!isOfVerifier(session, rule)) {
    await context.messages.info(t('{0} is not a rule of the verifier: it cannot be set.', rule));
    return;
  }
  const text = await context.workspace.text(uri);
  if (text === null) return;
  await context.workspace.rewrite(uri, withRule(text, rule, action));
  const label = context.workspace.label(uri);
  context.messages.status(
    action === 'off'
      ? t('{0} is off in {1}, from its next start on.', rule, label)
      : t('{0} stops {1}, from its next start on.', rule, label),
  );
}

/** What the sandbox itself reports has no level, and no switch. */
function isOfVerifier(session: MachineSession, rule: string): boolean {
  const violations = session.model?.violations.filter((violation) => violation.rule === rule) ?? [];
  return violations.length === 0 || violations.some(({ level }) => level !== undefined);
}

async function pickRule(
  context: CommandContext,
  session: MachineSession,
  question: { readonly title: string; readonly prompt: string },
): Promise<string | undefined> {
  const broken = new Map(session.model?.violations.map(({ rule, title, level }) => [rule, { title, level }]));
  const choices = [...broken]
    .filter(([, { level }]) => level !== undefined)
    .map(([rule, { title }]) => ({ label: rule, description: title, value: rule }));
  if (choices.length === 0) {
    await context.messages.info(t('No rule of the verifier has been broken.'));
    return undefined;
  }
  const asked = await context.ask.pick({ ...question, choices });
  return asked.kind === 'value' ? asked.value : undefined;
}
