import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';

/** Every recorded event as one JSON object a line: the same text as the command line's `--trace FILE.jsonl`. */
export async function exportTrace(context: CommandContext, session: MachineSession): Promise<void> {
  const title = t('Reading the trace');
  const text = await context.shell.progress(title, () => readAll(session));
  const name = session.fileName.replace(/\.machine\.json$/, '');
  const saved = await context.shell.saveAs(`${name}.jsonl`, text);
  if (saved !== undefined) context.messages.status(t('Trace saved as {0}.', saved));
}

async function readAll(session: MachineSession): Promise<string> {
  const pages: string[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const page: { text: string; next: number | null } = await session.host().request('trace/lines', { from });
    pages.push(page.text);
    from = page.next;
  }
  return pages.join('');
}
