import type { CommandContext } from '../command-context.ts';
import { t } from '../text.ts';
import { uriOf } from './arguments.ts';
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

export async function createSample(context: CommandContext): Promise<void> {
  const machine = await context.project.createSample();
  if (machine === undefined) return;
  await context.shell.openFile(machine);
  if (!context.workspace.trusted) return;
  const start = t('Start Machine');
  const message = t('The sample is ready: {0}.', context.workspace.label(machine));
  if ((await context.messages.info(message, start)) === start) await startMachine(context, machine);
}
