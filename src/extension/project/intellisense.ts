import * as vscode from 'vscode';
import { readText } from '../machine/workspace-files.ts';
import { t } from '../text.ts';

/** Where the types of `wdm` stand below a driver project, and how its tsconfig.json names them. */
const TYPES_PATH = '.driver-sandbox/wdm.d.ts';

export const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2024",
    "lib": ["es2024"],
    "types": [],
    "module": "esnext",
    "moduleResolution": "bundler",
    "allowImportingTsExtensions": true,
    "noEmit": true,
    "strict": true,
    "paths": { "wdm": ["./${TYPES_PATH}"] }
  },
  "include": ["**/*.ts"]
}
`;

/** What happened, so that the caller can say it in a sentence. */
export type SetUp = 'created' | 'refreshed' | 'needsPaths';

/**
 * Gives the drivers beside a machine file the types of `wdm`: the project's own copy, so that TypeScript finds it
 * without this extension and without a network. A tsconfig.json that is there already is never rewritten.
 */
export async function setUpIntelliSense(extension: vscode.Uri, machine: vscode.Uri): Promise<SetUp> {
  const tsconfig = vscode.Uri.joinPath(machine, '..', 'tsconfig.json');
  const present = await readText(tsconfig);
  await writeTypes(extension, machine);
  if (present === null) await write(tsconfig, TSCONFIG);
  if (present === null) return 'created';
  return present.includes(TYPES_PATH) ? 'refreshed' : 'needsPaths';
}

/** Keeps the copy of a project that was set up in step with this version of the extension. */
export async function refreshTypes(extension: vscode.Uri, machine: vscode.Uri): Promise<void> {
  const tsconfig = await readText(vscode.Uri.joinPath(machine, '..', 'tsconfig.json'));
  if (tsconfig?.includes(TYPES_PATH)) await writeTypes(extension, machine);
}

export async function hasTypeScriptProject(machine: vscode.Uri): Promise<boolean> {
  return (await readText(vscode.Uri.joinPath(machine, '..', 'tsconfig.json'))) !== null;
}

export function setUpWords(result: SetUp): string {
  switch (result) {
    case 'created':
      return t('IntelliSense for wdm is ready: tsconfig.json and {0} were written.', TYPES_PATH);
    case 'refreshed':
      return t('IntelliSense for wdm is up to date.');
    case 'needsPaths':
      return t('{0} was written. Add it to "paths" in tsconfig.json: "wdm": ["./{0}"]', TYPES_PATH);
  }
}

async function writeTypes(extension: vscode.Uri, machine: vscode.Uri): Promise<void> {
  const shipped = await readText(vscode.Uri.joinPath(extension, 'media', 'sdk', 'wdm.d.ts'));
  if (shipped === null) throw new Error(t('The types of wdm are missing from this installation of Driver Sandbox.'));
  const target = vscode.Uri.joinPath(machine, '..', TYPES_PATH);
  if ((await readText(target)) === shipped) return;
  await write(target, shipped);
  // It is made from the extension, so it does not belong into anyone's history.
  await write(vscode.Uri.joinPath(target, '..', '.gitignore'), '*\n');
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}
