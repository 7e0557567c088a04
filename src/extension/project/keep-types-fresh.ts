import * as vscode from 'vscode';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { isMachineFile } from '../machine/workspace-files.ts';
import { refreshTypes } from './intellisense.ts';

/** A project that was set up gets the types of this version when its machine file is opened or started. */
export function keepTypesFresh(
  extension: vscode.Uri,
  machines: MachineSessions,
  log: (message: string) => void,
): vscode.Disposable {
  const done = new Set<string>();
  const refresh = (machine: vscode.Uri): void => {
    if (!vscode.workspace.isTrusted || done.has(machine.toString())) return;
    done.add(machine.toString());
    refreshTypes(extension, machine).catch((error: unknown) => log(`Types of wdm: ${String(error)}`));
  };
  const opened = (document: vscode.TextDocument): void => {
    if (isMachineFile(document.uri)) refresh(document.uri);
  };
  vscode.workspace.textDocuments.forEach(opened);
  const started = machines.events.event(({ session, event }) => {
    if (event.type === 'status' && session.status === 'starting') refresh(vscode.Uri.parse(session.uri));
  });
  return vscode.Disposable.from(started, vscode.workspace.onDidOpenTextDocument(opened));
}
