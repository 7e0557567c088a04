import * as vscode from 'vscode';
import type { MachineSession } from '../machine/machine-session.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { resolveBeside } from '../machine/workspace-files.ts';
import { t } from '../text.ts';

/** A saved driver runs only after a restart: offers it, or does it, as the setting says. */
export function restartOnSave(machines: MachineSessions, restart: (uri: string) => Promise<void>): vscode.Disposable {
  const asking = new Set<MachineSession>();
  return vscode.workspace.onDidSaveTextDocument(async (document) => {
    const wish = vscode.workspace.getConfiguration('driverSandbox', document).get<string>('restartOnSave', 'ask');
    if (wish === 'off') return;
    const saved = document.uri.toString();
    for (const session of machines.all.filter((candidate) => runsFile(candidate, saved))) {
      if (asking.has(session)) continue;
      asking.add(session);
      try {
        if (wish === 'restart' || (await agrees(session, document.uri))) await restart(session.uri);
      } finally {
        asking.delete(session);
      }
    }
  });
}

function runsFile(session: MachineSession, saved: string): boolean {
  if (session.status === 'stopped' || session.status === 'starting') return false;
  const machine = vscode.Uri.parse(session.uri);
  return [...session.filesRead].some((path) => resolveBeside(machine, path).toString() === saved);
}

async function agrees(session: MachineSession, file: vscode.Uri): Promise<boolean> {
  const restart = t('Restart');
  const always = t('Always Restart');
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const message = t('{0} was saved. Restart {1} to run it?', name, session.fileName);
  const chosen = await vscode.window.showInformationMessage(message, restart, always);
  if (chosen === always) {
    await vscode.workspace
      .getConfiguration('driverSandbox')
      .update('restartOnSave', 'restart', vscode.ConfigurationTarget.Global);
  }
  return chosen === restart || chosen === always;
}
