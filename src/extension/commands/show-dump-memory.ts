import { MEMORY_CHART } from '../../protocol/view.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { textOf } from './arguments.ts';

/** Which memory of a miniport is there in a resume: in the Stack View. Argument: `device`, the adapter. */
export async function showDumpMemory(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  const known = session.model?.summary.dumpMemory ?? [];
  const asked = textOf(argument, 'device');
  const memory = known.find(({ device }) => device === asked) ?? known.at(-1);
  if (memory === undefined) {
    await context.messages.info(
      t(
        'No miniport has marked memory yet. It does when the system hibernates with the hibernation file on a disk behind Storport: create that file with Inject Usage Notification…, then hibernate with Inject Power Event….',
      ),
    );
    return;
  }
  await context.shell.openStackView(MEMORY_CHART);
  context.shell.select({ kind: 'device', device: memory.device });
}
