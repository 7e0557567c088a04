import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { textOf } from './arguments.ts';
import { deviceChoices, pickRemembering, send } from './inject.ts';

/** The system touches data that lies in a page file. Argument: `device`. */
export async function pageIn(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const device = textOf(argument, 'device') ?? (await pickDevice(context, session));
  if (device !== undefined) await send(context, session, { op: 'pageIn', device });
}

/** A page file lies on a volume as a rule; the devices below it count it too. */
async function pickDevice(context: CommandContext, session: MachineSession): Promise<string | undefined> {
  const { model } = session;
  if (model === null) return undefined;
  const hasFile = (id: string): boolean => (model.device(id)?.specialFiles.paging ?? 0) > 0;
  const isVolume = (id: string): boolean => model.device(id)?.kind === 'volume';
  const choices = deviceChoices(model);
  const likely = choices.filter(({ value }) => hasFile(value) && isVolume(value));
  const possible = choices.filter(({ value }) => hasFile(value) && !isVolume(value));
  const [only] = likely;
  if (only !== undefined && likely.length === 1) return only.value;
  if (likely.length + possible.length === 0) {
    await context.messages.info(t('No device has a page file. Create one first: Inject Usage Notification…, paging.'));
    return undefined;
  }
  const asked = await pickRemembering(context, 'pageIn', {
    title: t('Need a Page'),
    prompt: t('Device with the page file'),
    choices: [...likely, ...possible],
  });
  return asked.kind === 'value' ? asked.value : undefined;
}
