import type { Selection } from '../../protocol/view.ts';
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
  await select(context, argument);
}

export async function openMachineFile(context: CommandContext, argument: unknown): Promise<void> {
  const uri = uriOf(argument) ?? context.machines.shown?.uri;
  if (uri !== undefined) await context.shell.openFile(uri);
}

/** Arguments: a machine file, or what to show there, as with {@link select}. */
export async function openStackView(context: CommandContext, argument: unknown): Promise<void> {
  const uri = uriOf(argument);
  const session = uri === undefined ? undefined : context.machines.find(uri);
  if (session !== undefined) context.machines.show(session);
  await context.shell.openStackView();
  await select(context, argument);
}

/** Arguments: `irp`; `rule` and `event`; `device` and `object`; or `device` alone. */
export async function select(context: CommandContext, argument: unknown): Promise<void> {
  const selection = selectionOf(argument);
  if (selection !== undefined) context.shell.select(selection);
}

function selectionOf(argument: unknown): Selection | undefined {
  const [irp, rule, device, object] = ['irp', 'rule', 'device', 'object'].map((name) => textOf(argument, name));
  const event = numberOf(argument, 'event');
  if (irp !== undefined) return { kind: 'irp', irp };
  if (rule !== undefined && event !== undefined) return { kind: 'violation', rule, event };
  if (device === undefined) return undefined;
  return object === undefined ? { kind: 'device', device } : { kind: 'object', device, object };
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
