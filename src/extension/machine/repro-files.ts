/** The files that a recording holds, as documents that can be read and stopped in. */
import * as vscode from 'vscode';

export const REPRO_SCHEME = 'driver-sandbox-repro';

export function fileInRepro(repro: vscode.Uri, path: string): vscode.Uri {
  return repro.with({ scheme: REPRO_SCHEME, path: `${repro.path}/${path}`, query: repro.toString() });
}

/** The path as the machine file gives it; null: the recording has no such file. */
export function pathInRepro(repro: vscode.Uri, uri: vscode.Uri): string | null {
  const folder = `${repro.path}/`;
  return uri.scheme === REPRO_SCHEME && uri.path.startsWith(folder) ? uri.path.slice(folder.length) : null;
}

export function showReproFiles(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(REPRO_SCHEME, {
    provideTextDocumentContent: async (uri) => {
      const { parseRecording } = await import('../../client/travel/recording.ts');
      const repro = vscode.Uri.parse(uri.query);
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(repro));
      const path = pathInRepro(repro, uri) ?? '';
      const files = parseRecording(text).runs.at(-1)?.files ?? {};
      const known = Object.keys(files).find((name) => name.replaceAll('\\', '/') === path);
      return (known === undefined ? null : files[known]) ?? null;
    },
  });
}
