import * as vscode from 'vscode';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { MACHINE_FILE_PATTERN } from '../machine/workspace-files.ts';
import { t } from '../text.ts';
import { hasTypeScriptProject } from './intellisense.ts';

/** Start, restart, stop above the text of a machine file. */
export function registerMachineLens(machines: MachineSessions): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const lens: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => lenses(document, machines),
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ pattern: MACHINE_FILE_PATTERN }, lens),
    machines.events.event(({ event }) => {
      if (event.type === 'status') changed.fire();
    }),
  );
}

async function lenses(document: vscode.TextDocument, machines: MachineSessions): Promise<vscode.CodeLens[]> {
  if (!vscode.workspace.isTrusted) return [];
  const uri = document.uri.toString();
  const started = machines.find(uri);
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(top, { title, command: `driverSandbox.${command}`, arguments: [uri] });
  const result =
    started === undefined
      ? [lens(`$(play) ${t('Start Machine')}`, 'startMachine')]
      : [lens(`$(debug-restart) ${t('Restart Machine')}`, 'startMachine')];
  result.push(lens(`$(debug-alt) ${t('Debug Machine')}`, 'debugMachine'));
  if (started?.status === 'live') result.push(lens(`$(layers) ${t('Open Stack View')}`, 'openStackView'));
  if (!(await hasTypeScriptProject(document.uri))) {
    result.push(lens(`$(lightbulb) ${t('Set Up IntelliSense')}`, 'setUpIntelliSense'));
  }
  return result;
}
