import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { booleanOf } from './arguments.ts';
import { pickRemembering, send } from './inject.ts';

/** The machine is docked or undocked. Argument: `cancel`. */
export async function changeHardwareProfile(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  const cancel = booleanOf(argument, 'cancel') ?? (await ask(context));
  if (cancel === undefined) return;
  await send(context, session, cancel ? { op: 'hardwareProfileChange', cancel } : { op: 'hardwareProfileChange' });
}

async function ask(context: CommandContext): Promise<boolean | undefined> {
  const choices = [
    { label: t('Change'), description: t('drivers are asked, then told'), icon: 'arrow-swap', value: false },
    {
      label: t('Called off'),
      description: t('drivers are asked, then told that it does not happen'),
      icon: 'discard',
      value: true,
    },
  ];
  const question = { title: t('Change Hardware Profile'), prompt: t('The machine is docked or undocked'), choices };
  const asked = await pickRemembering(context, 'hardwareProfile', question);
  return asked.kind === 'value' ? asked.value : undefined;
}
