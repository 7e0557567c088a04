import * as vscode from 'vscode';
import { t } from '../text.ts';
import { setUpIntelliSense } from './intellisense.ts';
import type { SampleName } from './samples.ts';

/** Asks for a folder and puts a copy of the sample there. @returns the copy's machine file */
export async function createSample(extension: vscode.Uri, sample: SampleName): Promise<vscode.Uri | undefined> {
  const folder = await chooseFolder();
  if (folder === undefined) return undefined;
  const target = await unusedFolder(folder, `${sample}-sample`);
  await vscode.workspace.fs.createDirectory(target);
  const source = vscode.Uri.joinPath(extension, 'samples', sample);
  const files = await vscode.workspace.fs.readDirectory(source);
  for (const [name, type] of files) {
    // The copy gets its own tsconfig.json: the sample's one knows its place in the extension.
    if (type !== vscode.FileType.File || name === 'tsconfig.json') continue;
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(source, name), vscode.Uri.joinPath(target, name));
  }
  const file = files.map(([name]) => name).find((name) => name.endsWith('.machine.json'));
  if (file === undefined) throw new Error(t('The sample {0} is missing from this installation.', sample));
  const machine = vscode.Uri.joinPath(target, file);
  if (files.some(([name]) => name.endsWith('.ts'))) await setUpIntelliSense(extension, machine);
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

async function unusedFolder(parent: vscode.Uri, wanted: string): Promise<vscode.Uri> {
  const names = new Set((await vscode.workspace.fs.readDirectory(parent)).map(([name]) => name));
  let name = wanted;
  for (let count = 2; names.has(name); count++) name = `${wanted}-${count}`;
  return vscode.Uri.joinPath(parent, name);
}
