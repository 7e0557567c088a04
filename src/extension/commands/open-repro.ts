import type { CommandContext } from '../command-context.ts';
import { t } from '../text.ts';
import { uriOf } from './arguments.ts';
import { startMachine } from './start-machine.ts';

/** Repeats a recorded run. Argument: URI of the recording; left out: the one in the editor, or one that the user picks. */
export async function openRepro(context: CommandContext, argument: unknown): Promise<void> {
  const uri = uriOf(argument) ?? context.workspace.activeRepro() ?? (await pickRepro(context));
  if (uri === undefined) return;
  await startMachine(context, uri);
  await context.shell.openStackView();
}

async function pickRepro(context: CommandContext): Promise<string | undefined> {
  const files = await context.workspace.repros();
  if (files.length === 0) {
    await context.messages.info(t('There is no recording (*.repro.json) in this workspace. Copy Repro makes one.'));
    return undefined;
  }
  const choices = files.map((uri) => ({ label: context.workspace.label(uri), value: uri }));
  const asked = await context.ask.pick({ title: t('Open Repro'), prompt: t('The run to repeat'), choices });
  return asked.kind === 'value' ? asked.value : undefined;
}
