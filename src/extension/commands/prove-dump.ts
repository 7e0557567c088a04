import { proofText, proveDump } from '../../client/dump-proof.ts';
import type { CommandContext } from '../command-context.ts';
import { t } from '../text.ts';
import { uriOf } from './arguments.ts';
import { pickMachineFile } from './start-machine.ts';

/**
 * Crashes the machine of the argument, the shown one, that of the active editor, or the one that the user picks: at one
 * moment after the other, in a process of its own. What runs goes on running.
 */
export async function proveCrashDump(context: CommandContext, argument: unknown): Promise<void> {
  if (!context.workspace.trusted) {
    await context.messages.warn(
      t('Drivers run in trusted workspaces only. Trust this workspace, then start the machine.'),
    );
    return;
  }
  const { machines, workspace, shell } = context;
  const uri =
    uriOf(argument) ?? machines.shown?.uri ?? workspace.activeMachineFile() ?? (await pickMachineFile(context));
  if (uri === undefined) return;
  await workspace.saveNear(uri);
  const name = workspace.label(uri);
  const proof = await shell.cancellable(t('Proving the crash dump of {0}', name), (task) =>
    machines.aside(uri, (host, machine) =>
      proveDump(host, {
        machine,
        scenario: [],
        onResult: () => {},
        onProgress: (moment, fraction) => task.report(moment, fraction),
        isCancelled: () => task.isCancelled,
      }),
    ),
  );
  if (!proof.ok) {
    const [first] = proof.diagnostics;
    const place = first === undefined ? '' : ` ${first.file}:${first.line}: ${first.message}`;
    await context.messages.error(t('{0} could not be started.{1}', name, place));
    return;
  }
  const report = proofText(proof.results, (_outcome, text) => text);
  await shell.print(
    proof.isCancelled ? `${report}${t('Cancelled: the moments after these were not tried.')}\n` : report,
    t('Crash Dump Proof'),
  );
}
