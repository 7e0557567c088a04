import type { CommandContext } from '../command-context.ts';
import { SAMPLES, type SampleName, sampleText, sampleTitle } from '../project/samples.ts';
import { t } from '../text.ts';
import { uriOf, wordOf } from './arguments.ts';
import { startMachine } from './start-machine.ts';

/** Gives the TypeScript drivers beside a machine file the types of `wdm`. */
export async function setUpIntelliSense(context: CommandContext, argument: unknown): Promise<void> {
  const [first] = await context.workspace.machineFiles();
  const machine = uriOf(argument) ?? context.workspace.activeMachineFile() ?? context.machines.shown?.uri ?? first;
  if (machine === undefined) {
    await context.messages.info(t('There is no machine file (*.machine.json) in this workspace.'));
    return;
  }
  context.messages.status(await context.project.setUpIntelliSense(machine));
}

/** Argument: `sample`, the name of one. */
export async function createSample(context: CommandContext, argument: unknown): Promise<void> {
  const sample = wordOf(argument, 'sample', SAMPLES) ?? (await pickSample(context));
  const machine = sample === undefined ? undefined : await context.project.createSample(sample);
  if (machine === undefined) return;
  await context.shell.openFile(machine);
  if (!context.workspace.trusted) return;
  const start = t('Start Machine');
  const message = t('The sample is ready: {0}.', context.workspace.label(machine));
  if ((await context.messages.info(message, start)) === start) await startMachine(context, machine);
}

async function pickSample(context: CommandContext): Promise<SampleName | undefined> {
  const choices = SAMPLES.map((value) => ({ label: sampleTitle(value), detail: sampleText(value), value }));
  const asked = await context.ask.pick({ title: t('Create Sample Machine'), prompt: t('Which sample'), choices });
  return asked.kind === 'value' ? asked.value : undefined;
}
