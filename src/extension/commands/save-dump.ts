import type { HostRequests } from '../../protocol/messages.ts';
import type { CommandContext, FileOutput } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import type { Choice } from '../ui/wizard.ts';
import { textOf, wordOf } from './arguments.ts';

type Kind = HostRequests['machine/dump'][0]['kind'];
const KINDS: readonly Kind[] = ['kernel', 'complete', 'active', 'small'];

/** Arguments: `kind` (`kernel`, `complete`, `active` or `small`) and `file`, the URI to save to; what is missing is asked for. */
export async function saveDump(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const { run, memoryDump } = session.model?.summary ?? {};
  if (run !== 'crashed' && memoryDump === undefined) {
    context.messages.status(t('The machine has not stopped.'));
    return;
  }
  // What the boot has found is of the kind that it is.
  const kind = run === 'crashed' ? (wordOf(argument, 'kind', KINDS) ?? (await askKind(context))) : 'found';
  if (kind === undefined) return;
  const given = textOf(argument, 'file');
  const saved = await context.shell.saveFile(
    {
      title: t('Save Crash Dump'),
      progress: t('Writing the crash dump'),
      suggestedName: `${session.fileName.replace(/\.machine\.json$/, '')}.dmp`,
      filter: { name: t('Crash Dump'), extension: 'dmp' },
      ...(given === undefined ? {} : { uri: given }),
    },
    (file) => writeDump(session, kind, file),
  );
  if (saved === undefined) return;
  const message = t('Crash dump saved as {0}.', context.workspace.label(saved));
  // Whoever named the file knows what to do with it.
  if (given !== undefined) {
    context.messages.status(message);
    return;
  }
  const open = t('Open');
  if ((await context.messages.info(message, open)) === open) await context.shell.openEditor(saved);
}

async function askKind(context: CommandContext): Promise<Kind | undefined> {
  const choices: readonly Choice<Kind>[] = [
    { value: 'kernel', label: t('Kernel dump'), detail: t('The pages that are in use. Small, and enough for most.') },
    { value: 'complete', label: t('Complete dump'), detail: t('Every page of memory, also what was never used.') },
    {
      value: 'active',
      label: t('Active dump'),
      detail: t('Every page of memory that holds more than zeros, with a bitmap: what rizin reads of a complete dump.'),
    },
    {
      value: 'small',
      label: t('Small dump'),
      detail: t('A few ranges only: what drivers chose in their callbacks, drivers, devices, requests, and the stack.'),
    },
  ];
  const asked = await context.ask.pick({ title: t('Save Crash Dump'), prompt: t('What to put into it'), choices });
  return asked.kind === 'value' ? asked.value : undefined;
}

/** Piece by piece. */
export async function writeDump(session: MachineSession, kind: Kind, file: FileOutput): Promise<void> {
  let written = 0;
  for (let from: number | null = 0; from !== null && !file.isCancelled; ) {
    const part: HostRequests['machine/dump'][1] = await session.host().request('machine/dump', { kind, from });
    if (part.size === 0) throw new Error(t('The machine runs again: its memory is not that of the crash any more.'));
    for (const { offset, base64 } of part.pieces) {
      const bytes = Buffer.from(base64, 'base64');
      await file.writeAt(offset, bytes);
      written += bytes.length;
    }
    file.report(Math.min(1, written / part.size));
    from = part.next;
  }
}
