import * as vscode from 'vscode';
import type { CommandName } from '../command-registry.ts';
import type { SharedSelection } from '../selection.ts';
import { t } from '../text.ts';
import type { Outputs } from '../vscode-context.ts';
import type { HostLoss } from './host-port.ts';
import type { MachineSession } from './machine-session.ts';
import type { MachineSessions, SessionsEvent } from './machine-sessions.ts';

const REBOOT_MS = 6000;

type Run = (command: CommandName, argument: unknown) => Promise<void>;

/** What machines say goes to the output channels; what needs the user's attention is told once, with a way on. */
export function reportMachines(
  machines: MachineSessions,
  selection: SharedSelection,
  outputs: Outputs,
  run: Run,
): vscode.Disposable {
  const hear = ({ session, event }: SessionsEvent): void => {
    switch (event.type) {
      case 'print':
        for (const { time, driver, text } of event.lines)
          outputs.dbgPrint.appendLine(`${time} ${driver}: ${text.trimEnd()}`);
        break;
      case 'log':
        outputs.log[LOG_METHODS[event.entry.level]](`${session.fileName}: ${event.entry.text}`);
        break;
      case 'lost':
        tell(lost(session, event.loss, run), outputs);
        break;
      case 'status':
        outputs.log.info(`${session.fileName}: ${session.status}`);
        if (session.status === 'starting' && session === machines.shown) selection.clear();
        if (session.status === 'live') tell(found(session, run), outputs);
        break;
      case 'delta':
        if (!event.delta.bugcheck) break;
        if (session.model?.summary.autoReboot === true) tell(reboot(session, event.delta.bugcheck, run), outputs);
        else tell(crashed(session, event.delta.bugcheck, run), outputs);
        break;
    }
  };
  return machines.events.event(hear);
}

const LOG_METHODS = { info: 'info', warning: 'warn', error: 'error' } as const;

async function lost(session: MachineSession, loss: HostLoss, run: Run): Promise<void> {
  const restart = t('Restart');
  const open = t('Go to Source');
  const actions = loss.file === null ? [restart] : [restart, open];
  const chosen = await vscode.window.showErrorMessage(t('{0}: {1}', session.fileName, loss.message), ...actions);
  if (chosen === restart) await run('startMachine', session.uri);
  if (chosen === open) await run('openLoss', undefined);
}

/** AutoReboot: what the boot finds is told by itself. */
async function reboot(session: MachineSession, { name }: { readonly name: string }, run: Run): Promise<void> {
  vscode.window.setStatusBarMessage(t('{0}: bug check {1}; AutoReboot is 1.', session.fileName, name), REBOOT_MS);
  await run('restartMachine', session.uri);
}

async function crashed(
  session: MachineSession,
  bugcheck: {
    readonly name: string;
    readonly code: number;
    readonly file: string | null;
    readonly line: number | null;
  },
  run: Run,
): Promise<void> {
  const restart = t('Restart');
  const look = t('Open Stack View');
  const open = t('Go to Source');
  const dump = t('Open Crash Dump');
  const code = `0x${bugcheck.code.toString(16).toUpperCase()}`;
  const message = t('{0}: bug check {1} {2}', session.fileName, code, bugcheck.name);
  const actions = bugcheck.file === null ? [restart, look, dump] : [restart, look, open, dump];
  const chosen = await vscode.window.showWarningMessage(message, ...actions);
  if (chosen === restart) await run('restartMachine', session.uri);
  if (chosen === dump) await run('openCrashDump', undefined);
  if (chosen === look) await run('openStackView', undefined);
  if (chosen === open) await run('openSource', { file: bugcheck.file, line: bugcheck.line });
}

/** The dump of the crash before, which the boot has taken out of the dump file. */
async function found({ model, fileName }: MachineSession, run: Run): Promise<void> {
  const dump = model?.summary.memoryDump;
  if (dump === undefined) return;
  const open = t('Open Crash Dump');
  const { dropped, name, path } = dump;
  const message =
    dropped === undefined
      ? t('{0}: the boot has found the crash dump of {1} on the disks: {2}.', fileName, name, path)
      : t(
          '{0}: {2} is the crash dump of {1}. Overwrite is 0: that of {3} was not kept.',
          fileName,
          name,
          path,
          dropped,
        );
  if ((await vscode.window.showInformationMessage(message, open)) === open) await run('openCrashDump', undefined);
}

function tell(told: Promise<void>, { log }: Outputs): void {
  told.catch((error: unknown) => log.error(String(error)));
}
