import { parseDuration } from '../../base/time.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { mapAsked, runWizard } from '../ui/wizard.ts';
import { textOf } from './arguments.ts';
import { send } from './inject.ts';

/** Argument: `by`, a duration such as `20ms`. */
export async function advanceTime(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const draft = await runWizard({ by: textOf(argument, 'by') }, [
    {
      given: ({ by }) => by !== undefined,
      ask: async (_, place) => {
        const value = context.recent.labels('advance')[0] ?? '5s';
        const prompt = t('How much virtual time passes: 100ns, 5us, 20ms, 5s, 2min');
        const asked = await context.ask.input({
          title: t('Advance Time'),
          place,
          prompt,
          value,
          check: durationProblem,
        });
        return mapAsked(asked, (by) => ({ by }));
      },
    },
  ]);
  if (draft?.by === undefined) return;
  context.recent.remember('advance', draft.by);
  await send(context, session, { op: 'advance', by: draft.by });
}

export function durationProblem(text: string): string | undefined {
  if (parseDuration(text) !== undefined) return undefined;
  return t('“{0}” is not a duration: a number and ns, us, ms, s, min or h, such as 20ms.', text);
}
