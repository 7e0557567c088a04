import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { uriOf } from './arguments.ts';

/** Starts the machine of the argument, of the active editor, or the one that the user picks. */
export async function startMachine(context: CommandContext, argument: unknown): Promise<void> {
  if (!context.workspace.trusted) {
    await context.messages.warn(
      t('Drivers run in trusted workspaces only. Trust this workspace, then start the machine.'),
    );
    return;
  }
  const uri = uriOf(argument) ?? activeFile(context) ?? (await pickMachineFile(context));
  if (uri !== undefined) await start(context, uri);
}

/** What the editor shows can be started: a machine file, or a recorded run. */
function activeFile({ workspace }: CommandContext): string | undefined {
  return workspace.activeMachineFile() ?? workspace.activeRepro();
}

/** The same under the debugger. */
export async function debugMachine(context: CommandContext, argument: unknown): Promise<void> {
  const uri = uriOf(argument) ?? activeFile(context) ?? (await pickMachineFile(context));
  if (uri === undefined) return;
  await context.workspace.saveNear(uri);
  await context.shell.startDebugging(uri);
}

/** After a bug check the disks stay as they are, as on a computer: the boot finds the crash dump there. */
export async function restartMachine(context: CommandContext, argument: unknown): Promise<void> {
  await restart(context, uriOf(argument), true);
}

/** The same as a first start: nothing is on the disks. */
export async function restartWithFreshDisks(context: CommandContext, argument: unknown): Promise<void> {
  await restart(context, uriOf(argument), false);
}

async function restart(context: CommandContext, named: string | undefined, keepsDisks: boolean): Promise<void> {
  const uri = named ?? context.machines.shown?.uri;
  if (uri === undefined) await startMachine(context, undefined);
  else await start(context, uri, keepsDisks);
}

export async function stopMachine(context: CommandContext, session: MachineSession): Promise<void> {
  await context.machines.stop(session);
}

async function start(context: CommandContext, uri: string, keepsDisks = false): Promise<void> {
  await context.workspace.saveNear(uri);
  if (await context.shell.restartDebugging(uri)) return;
  const name = context.workspace.label(uri);
  const runs = await context.shell.progress(t('Starting {0}', name), () =>
    context.machines.start(uri, false, null, keepsDisks),
  );
  const session = context.machines.find(uri);
  // A lost process is told by who hears of the loss; a second start took over when the status is neither.
  if (runs || session?.status !== 'failed') return;
  const first = session.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  const showProblems = t('Show Problems');
  const place = first === undefined ? '' : ` ${first.file}:${first.line}: ${first.message}`;
  const chosen = await context.messages.error(t('{0} could not be started.{1}', name, place), showProblems);
  if (chosen === showProblems) await context.shell.showProblems();
}

/** The only machine file of the workspace, or the one that the user picks; the sample when there is none. */
export async function pickMachineFile(context: CommandContext): Promise<string | undefined> {
  const files = await context.workspace.machineFiles();
  const [only] = files;
  if (only === undefined) {
    const create = t('Create Sample Machine…');
    const message = t('There is no machine file (*.machine.json) in this workspace.');
    if ((await context.messages.info(message, create)) !== create) return undefined;
    return await context.project.createSample('storage');
  }
  if (files.length === 1) return only;
  const asked = await context.ask.pick({
    title: t('Machine File'),
    prompt: t('Which machine'),
    choices: files.map((file) => ({ label: context.workspace.label(file), value: file })),
  });
  return asked.kind === 'value' ? asked.value : undefined;
}
