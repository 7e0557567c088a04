import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { writeDump } from './save-dump.ts';

/**
 * Opens MEMORY.DMP, which the boot has found on the disks; while the machine stands at a bug check, the dump of that.
 * Where the user wants it kept, *Save Crash Dump…* puts it.
 */
export async function openCrashDump(context: CommandContext, session: MachineSession): Promise<void> {
  const { run, memoryDump } = session.model?.summary ?? {};
  if (run !== 'crashed' && memoryDump === undefined) {
    await context.messages.info(
      t(
        'There is no crash dump: the machine has not stopped, and its boot has found none on the disks. After a bug check, Restart keeps the disks.',
      ),
    );
    return;
  }
  const saved = await context.shell.saveFile(
    {
      title: t('Open Crash Dump'),
      progress: t('Reading the crash dump'),
      suggestedName: 'MEMORY.DMP',
      filter: { name: t('Crash Dump'), extension: 'dmp' },
      uri: await context.workspace.dumpFileOf(session.uri),
    },
    (file) => writeDump(session, run === 'crashed' ? 'kernel' : 'found', file),
  );
  if (saved !== undefined) await context.shell.openEditor(saved);
}
