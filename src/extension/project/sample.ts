import * as vscode from 'vscode';
import { t } from '../text.ts';
import { setUpIntelliSense } from './intellisense.ts';

const SAMPLE = 'storage';

/** Asks for a folder and puts a copy of the storage sample there. @returns the copy's machine file */
export async function createSample(extension: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folder = await chooseFolder();
  if (folder === undefined) return undefined;
  const target = await unusedFolder(folder);
  await vscode.workspace.fs.createDirectory(target);
  const source = vscode.Uri.joinPath(extension, 'samples', SAMPLE);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(source)) {
    // The copy gets its own tsconfig.json: the sample's one knows its place in the extension.
    if (type !== vscode.FileType.File || name === 'tsconfig.json') continue;
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(source, name), vscode.Uri.joinPath(target, name));
  }
  const machine = vscode.Uri.joinPath(target, `${SAMPLE}.machine.json`);
  await setUpIntelliSense(extension, machine);
  if (vscode.workspace.workspaceFolders !== undefined) return machine;
  // The window opens anew on the sample; nothing after this line runs.
  await vscode.commands.executeCommand('vscode.openFolder', target);
  return undefined;
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const [only, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (only !== undefined && others.length === 0) return only.uri;
  if (only !== undefined) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: t('Folder for the sample'),
    openLabel: t('Create Here'),
  });
  return chosen?.[0];
}

async function unusedFolder(parent: vscode.Uri): Promise<vscode.Uri> {
  const names = new Set((await vscode.workspace.fs.readDirectory(parent)).map(([name]) => name));
  let name = `${SAMPLE}-sample`;
  for (let count = 2; names.has(name); count++) name = `${SAMPLE}-sample-${count}`;
  return vscode.Uri.joinPath(parent, name);
}
