import type { Injection, InjectionResult } from '../../protocol/injection.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Asked, type Choice, type PickQuestion, type Place, recentFirst } from '../ui/wizard.ts';
import { countWords, deviceLabel, joined, stateWords } from '../views/device-words.ts';

/** Sends it, and says what came of it. */
export async function send(context: CommandContext, session: MachineSession, injection: Injection): Promise<void> {
  const result = await session.inject(injection);
  report(context, result).catch((error: unknown) => context.messages.log(String(error)));
}

async function report(context: CommandContext, result: InjectionResult): Promise<void> {
  if (result.ok) {
    context.messages.status(result.message);
  } else {
    context.messages.log(`${result.status}: ${result.message}`);
  }
  const count = result.violations.length;
  if (count > 0) {
    const show = t('Show Violations');
    const message = count === 1 ? t('1 rule was broken.') : t('{0} rules were broken.', count);
    if ((await context.messages.warn(`${result.message} ${message}`, show)) === show)
      await context.shell.showViolations();
  } else if (!result.ok) {
    await context.messages.warn(result.message);
  }
}

/** Asks for a device, with its state beside it. */
export async function askDevice(
  context: CommandContext,
  session: MachineSession,
  question: { readonly title: string; readonly place: Place },
): Promise<Asked<string>> {
  const { model } = session;
  if (model === null) return { kind: 'cancel' };
  return await pickRemembering(context, 'device', {
    title: question.title,
    prompt: t('Device'),
    place: question.place,
    choices: deviceChoices(model),
  });
}

export function deviceChoices(model: MachineModel): readonly Choice<string>[] {
  return [...model.devices()].map((device) => ({
    label: device.id,
    description: joined([
      device.parent === null ? deviceLabel(device) : device.description,
      stateWords(device.pnp),
      device.power.device,
      countWords(device.specialFiles),
    ]),
    value: device.id,
  }));
}

/** A pick whose last answers come first. */
export async function pickRemembering<T>(
  context: CommandContext,
  key: string,
  question: PickQuestion<T>,
): Promise<Asked<T>> {
  const choices = recentFirst(question.choices, context.recent.labels(key), t('last used'));
  const asked = await context.ask.pick({ ...question, choices });
  if (asked.kind === 'value') {
    const label = choices.find((choice) => choice.value === asked.value)?.label;
    if (label !== undefined) context.recent.remember(key, label);
  }
  return asked;
}
