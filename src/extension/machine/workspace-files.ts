import * as vscode from 'vscode';
import { RECORDING_SUFFIX } from '../../protocol/recording.ts';
import type { ReadFile } from './machine-session.ts';
import { fileInRepro } from './repro-files.ts';

export const MACHINE_FILE_PATTERN = '**/*.machine.json';

export function isMachineFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.machine.json');
}

/** A recorded run: it holds the files that it was made of. */
export function isRepro(uri: vscode.Uri): boolean {
  return uri.path.endsWith(RECORDING_SUFFIX);
}

/** Machine files name other files relative to their own folder. */
export function resolveBeside(machine: vscode.Uri, path: string): vscode.Uri {
  const plain = path.replaceAll('\\', '/');
  if (isRepro(machine) && !machine.path.endsWith(`/${plain}`)) return fileInRepro(machine, plain);
  return vscode.Uri.joinPath(machine, '..', plain);
}

/**
 * Reads for a host. It may see the workspace folder of its machine file, or that file's own folder when it is in no workspace,
 * and nothing else: the process runs code that nobody has looked at.
 *
 * @param unsaved - read what is being typed, not what was saved: for checks
 */
export function readerFor(machine: vscode.Uri, unsaved: boolean): ReadFile {
  const root = vscode.workspace.getWorkspaceFolder(machine)?.uri ?? vscode.Uri.joinPath(machine, '..');
  return async (path) => {
    const uri = resolveBeside(machine, path);
    if (!isWithin(uri, root)) return null;
    const open = unsaved ? openDocument(uri) : undefined;
    return open?.getText() ?? (await readText(uri));
  };
}

export async function readText(uri: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null; // no such file, or not one that can be read: the host says so at the line that names it
  }
}

export async function findRepros(): Promise<readonly vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(`**/*${RECORDING_SUFFIX}`, '**/node_modules/**', 1000);
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

export async function findMachineFiles(): Promise<readonly vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(MACHINE_FILE_PATTERN, '**/node_modules/**', 1000);
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** What an editor shows of a file, saved or not. */
export async function currentText(uri: vscode.Uri): Promise<string | null> {
  return openDocument(uri)?.getText() ?? (await readText(uri));
}

/** Puts another text in the place of a file's and saves it: one edit, of no more than what differs. */
export async function rewrite(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const old = document.getText();
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(old.length - end));
  edit.replace(uri, range, text.slice(start, text.length - end));
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
}

function isWithin(uri: vscode.Uri, root: vscode.Uri): boolean {
  const folder = root.path.endsWith('/') ? root.path : `${root.path}/`;
  return uri.scheme === root.scheme && uri.authority === root.authority && uri.path.startsWith(folder);
}
