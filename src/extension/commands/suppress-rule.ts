import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { withRule } from '../project/verifier-edit.ts';
import { t } from '../text.ts';
import { textOf } from './arguments.ts';

/** Turns a rule off in the machine's file. Arguments: `rule`, and `machine` where it is not the shown one. */
export async function suppressRule(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const uri = textOf(argument, 'machine') ?? session.uri;
  const rule = textOf(argument, 'rule') ?? (await pickRule(context, session));
  if (rule === undefined) return;
  if (!isOfVerifier(session, rule)) {
    await context.messages.info(t('{0} cannot be turned off: without it the machine could not go on.', rule));
    return;
  }
  const text = await context.workspace.text(uri);
  if (text === null) return;
  await context.workspace.rewrite(uri, withRule(text, rule, 'off'));
  context.messages.status(t('{0} is off in {1}, from its next start on.', rule, context.workspace.label(uri)));
}

/** What the sandbox itself reports has no level, and no switch. */
function isOfVerifier(session: MachineSession, rule: string): boolean {
  const violations = session.model?.violations.filter((violation) => violation.rule === rule) ?? [];
  return violations.length === 0 || violations.some(({ level }) => level !== undefined);
}

async function pickRule(context: CommandContext, session: MachineSession): Promise<string | undefined> {
  const broken = new Map(session.model?.violations.map(({ rule, title, level }) => [rule, { title, level }]));
  const choices = [...broken]
    .filter(([, { level }]) => level !== undefined)
    .map(([rule, { title }]) => ({ label: rule, description: title, value: rule }));
  if (choices.length === 0) {
    await context.messages.info(t('No rule of the verifier has been broken.'));
    return undefined;
  }
  const question = { title: t('Suppress Rule'), prompt: t('The rule that this machine does not look at'), choices };
  const asked = await context.ask.pick(question);
  return asked.kind === 'value' ? asked.value : undefined;
}
