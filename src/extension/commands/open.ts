import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { numberOf, textOf, uriOf } from './arguments.ts';

/** Arguments: `file` (relative to the machine file's folder), `line`, `column`; for a row of the tree, its driver's source. */
export async function openSource(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const file = textOf(argument, 'file') ?? sourceOfRow(session, argument);
  if (file === undefined) {
    await context.messages.info(t('This driver is part of the sandbox; it has no file in the workspace.'));
    return;
  }
  await context.shell.openSource(session.uri, file, numberOf(argument, 'line') ?? 1, numberOf(argument, 'column') ?? 1);
}

export async function openMachineFile(context: CommandContext, argument: unknown): Promise<void> {
  const uri = uriOf(argument) ?? context.machines.shown?.uri;
  if (uri !== undefined) await context.shell.openFile(uri);
}

export async function openStackView(context: CommandContext, argument: unknown): Promise<void> {
  await context.shell.openStackView();
  const device = textOf(argument, 'device');
  if (device !== undefined) await context.shell.selectDevice(device);
}

export async function selectDevice(context: CommandContext, argument: unknown): Promise<void> {
  const device = textOf(argument, 'device');
  if (device !== undefined) await context.shell.selectDevice(device);
}

/** Goes to where the sandbox process was lost, as far as that is known. */
export async function openLoss(context: CommandContext): Promise<void> {
  const session = context.machines.shown;
  const loss = session?.loss;
  if (session === null || loss === null || loss === undefined || loss.file === null) return;
  await context.shell.openSource(session.uri, loss.file, loss.line ?? 1, 1);
}

function sourceOfRow(session: MachineSession, argument: unknown): string | undefined {
  const driver = textOf(argument, 'driver');
  for (const device of session.model?.devices() ?? []) {
    const source = device.stack.find((entry) => entry.driver === driver)?.source ?? null;
    if (source !== null) return source;
  }
  return undefined;
}
