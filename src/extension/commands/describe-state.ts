import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { numberOf, textOf } from './arguments.ts';

/** What the views show, in sentences and lists, where a screen reader finds it. Argument: `device`. */
export async function describeState(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  await context.shell.print(await description(session, argument), t('Current State'));
}

/** The report of the bug check, in the layout of the debugger's `!analyze -v`. */
export async function analyzeBugcheck(context: CommandContext, session: MachineSession): Promise<void> {
  const { text } = await session.host().request('machine/analyze', {});
  if (text === null) context.messages.status(t('The machine has not stopped.'));
  else await context.shell.print(text, t('Bugcheck Analysis'));
}

export async function copyDescription(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  await context.shell.copy(await description(session, argument));
  context.messages.status(t('Copied.'));
}

/** Copies what a row stands for: a device's id, a driver's name, an address or a rule id. */
export async function copyName(context: CommandContext, argument: unknown): Promise<void> {
  const name = ['object', 'irp', 'rule', 'driver', 'device']
    .map((member) => textOf(argument, member))
    .find((text) => text !== undefined);
  if (name === undefined) return;
  await context.shell.copy(name);
  context.messages.status(t('Copied {0}.', name));
}

export async function copyViolation(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  const index = numberOf(argument, 'index');
  const violation = index === undefined ? undefined : session.model?.violations[index];
  if (violation === undefined) return;
  const place = violation.file === null ? '' : ` (${violation.file}:${violation.line ?? 1})`;
  const { rule, title, message, remedy, time, driver } = violation;
  await context.shell.copy(`${rule} ${title}\n${time} ${driver}${place}\n${message}\n${remedy}`);
  context.messages.status(t('Copied {0}.', rule));
}

async function description(session: MachineSession, argument: unknown): Promise<string> {
  const device = textOf(argument, 'device');
  const { text } = await session.host().request('machine/describe', device === undefined ? {} : { device });
  return text;
}
