/** Through a machine's history: to an event, back, to a breakpoint before, to another branch; and a run as one file. */

import type { TimeTravel } from '../../client/travel/time-travel.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { memberOf, numberOf, textOf } from './arguments.ts';

/** Argument: `event`, the number of the event to be at. */
export async function goToEvent(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const event = numberOf(argument, 'event') ?? (await askEvent(context, session));
  if (event === undefined) return;
  await travel(context, session, (through) => through.goTo(event + 1));
}

/** Argument: `index` of a violation, as the Violations view hands it in: to where the rule was broken. */
export async function goToViolation(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  const violation = session.model?.violations[numberOf(argument, 'index') ?? -1];
  if (violation !== undefined) await travel(context, session, (through) => through.goTo(violation.event + 1));
}

export async function stepBack(context: CommandContext, session: MachineSession): Promise<void> {
  await travel(context, session, (through) => through.stepBack());
}

export async function reverseContinue(context: CommandContext, session: MachineSession): Promise<void> {
  await travel(context, session, (through) => through.reverse());
}

export async function returnToPresent(context: CommandContext, session: MachineSession): Promise<void> {
  await travel(context, session, (through) => through.returnToPresent());
}

/** Argument: `branch`, its place in the list. */
export async function switchBranch(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const branch = numberOf(argument, 'branch') ?? (await askBranch(context, session));
  if (branch === undefined) return;
  await travel(context, session, (through) => through.switchTo(branch));
}

/** Argument: `file`, the URI to save to; left out: it goes to the clipboard and the user is asked where to save it. */
export async function copyRepro(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const given = textOf(argument, 'file');
  const title = t('Recording the run');
  const recording = await context.shell.progress(title, () => session.record(context.version));
  const text = `${JSON.stringify(recording, null, 1)}\n`;
  if (given === undefined) await context.shell.copy(text);
  const saved = await context.shell.saveFile(
    {
      title: t('Save Repro'),
      progress: title,
      suggestedName: `${session.fileName.replace(/\.(machine|repro)\.json$/, '')}.repro.json`,
      filter: { name: t('Repro'), extension: 'json' },
      ...(given === undefined ? {} : { uri: given }),
    },
    async (file) => await file.writeAt(0, new TextEncoder().encode(text)),
  );
  context.messages.status(
    saved === undefined
      ? t('The repro is on the clipboard.')
      : t('Repro saved as {0}. Whoever opens it gets the same run.', context.workspace.label(saved)),
  );
}

/** "Who wrote this last": argument is what VS Code hands to commands of the Variables view, `{ container, variable }`. */
export async function lastWriter(context: CommandContext, argument: unknown): Promise<void> {
  const name = textOf(memberOf(argument, 'variable'), 'name');
  const variablesReference = numberOf(memberOf(argument, 'container'), 'variablesReference');
  const isAsked =
    name !== undefined &&
    variablesReference !== undefined &&
    (await context.shell.askDebugger('lastWriter', { name, variablesReference }));
  if (!isAsked)
    await context.messages.info(t('Stop the machine in the debugger, then choose a field in the Variables view.'));
}

async function travel(
  context: CommandContext,
  session: MachineSession,
  move: (through: TimeTravel) => Promise<void>,
): Promise<void> {
  await context.shell.progress(t('Repeating the run'), () => session.travel(move));
  const { model, history } = session;
  if (model === null || history === null) return;
  const at = Math.max(0, model.summary.events - 1).toLocaleString('en-US');
  context.messages.status(
    history.isPast
      ? t('In the past, at event {0} of {1}.', at, Math.max(0, history.end - 1).toLocaleString('en-US'))
      : t('In the present, at event {0}.', at),
  );
}

async function askEvent(context: CommandContext, session: MachineSession): Promise<number | undefined> {
  const end = Math.max(session.history?.end ?? 0, session.model?.summary.events ?? 0);
  const asked = await context.ask.input({
    title: t('Go to Event'),
    prompt: t('Number of the event, 0 to {0}', end - 1),
    value: String(Math.max(0, (session.model?.summary.events ?? 1) - 1)),
    check: (text) => (isEvent(text, end) ? undefined : t('Write a number from 0 to {0}.', end - 1)),
  });
  return asked.kind === 'value' ? Number(asked.value.replaceAll(/[,._\s]/g, '')) : undefined;
}

function isEvent(text: string, end: number): boolean {
  const digits = text.replaceAll(/[,._\s]/g, '');
  return /^\d+$/.test(digits) && Number(digits) < end;
}

async function askBranch(context: CommandContext, session: MachineSession): Promise<number | undefined> {
  const { branches = [], current = 0 } = session.history ?? {};
  if (branches.length < 2) {
    await context.messages.info(
      t('There is one line of history. Go back to an event and do something else there: that begins another.'),
    );
    return undefined;
  }
  const asked = await context.ask.pick({
    title: t('Switch Branch of History'),
    prompt: t('The line of history to go to'),
    choices: branches.map(({ name, events, obstacle }, index) => ({
      label: name,
      description: t('{0} events', events.toLocaleString('en-US')),
      ...(obstacle === null ? {} : { detail: obstacle }),
      icon: index === current ? 'check' : 'git-branch',
      value: index,
    })),
  });
  return asked.kind === 'value' ? asked.value : undefined;
}
