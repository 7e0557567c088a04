import type { StepKind } from '../../protocol/messages.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { joined } from '../views/device-words.ts';
import { stateParts } from '../views/summary-line.ts';
import { uriOf, wordOf } from './arguments.ts';

export async function pauseMachine(_context: CommandContext, session: MachineSession): Promise<void> {
  await session.pause();
}

export async function resumeMachine(_context: CommandContext, session: MachineSession): Promise<void> {
  await session.resume();
}

export async function step(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const kind: StepKind = wordOf(argument, 'kind', ['into', 'over', 'out']) ?? 'into';
  await session.step(kind);
  const paused = session.model?.summary.paused;
  if (paused !== undefined && paused !== null) context.messages.status(paused.text);
}

export const stepInto = async (context: CommandContext, session: MachineSession): Promise<void> =>
  await step(context, session, { kind: 'into' });

export const stepOver = async (context: CommandContext, session: MachineSession): Promise<void> =>
  await step(context, session, { kind: 'over' });

export const stepOut = async (context: CommandContext, session: MachineSession): Promise<void> =>
  await step(context, session, { kind: 'out' });

/** Which of the started machines the views show. */
export async function switchMachine(context: CommandContext, argument: unknown): Promise<void> {
  const { machines } = context;
  const named = uriOf(argument);
  if (named !== undefined) {
    machines.show(machines.find(named) ?? machines.shown);
    return;
  }
  if (machines.all.length === 0) {
    await context.messages.info(t('No machine is running.'));
    return;
  }
  const asked = await context.ask.pick({
    title: t('Switch Machine'),
    prompt: t('The machine to show'),
    choices: machines.all.map((session) => ({
      label: context.workspace.label(session.uri),
      description: describe(session),
      icon: session === machines.shown ? 'check' : 'blank',
      value: session,
    })),
  });
  if (asked.kind === 'value') machines.show(asked.value);
}

function describe(session: MachineSession): string {
  if (session.model !== null) return joined(stateParts(session.model));
  switch (session.status) {
    case 'lost':
      return t('sandbox process lost');
    case 'failed':
      return t('could not be started');
    default:
      return t('starting');
  }
}
