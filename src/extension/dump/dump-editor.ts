import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { OpenConsole } from '../../dump-console/open-dump-console.ts';
import type { DumpMessage, DumpRequest } from '../../protocol/dump-view.ts';
import { DUMP_VIEW_SCRIPT, DUMP_VIEW_STYLE, viewHtml } from '../../protocol/view-html.ts';
import { findMachineFiles, resolveBeside } from '../machine/workspace-files.ts';
import { webviewOptions } from '../panel/stack-view-panel.ts';
import { type OpenSource, openSource } from './dump-source.ts';
import type { OpenDump } from './read-dump.ts';

export const DUMP_EDITOR_TYPE = 'driverSandbox.dump';

/** Loaded with the first dump that is opened. */
function reader(): Promise<typeof import('./read-dump.ts')> {
  return import('./read-dump.ts');
}

/** A dump that is open, in one editor or several. */
class DumpDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly changed = this.#changed.event;
  readonly #watcher: vscode.FileSystemWatcher;
  #source: OpenSource | null = null;
  #open: Promise<OpenDump>;
  #console: Promise<OpenConsole> | null = null;

  constructor(uri: vscode.Uri) {
    this.uri = uri;
    this.#open = this.#read();
    const folder = vscode.Uri.joinPath(uri, '..');
    this.#watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, this.name));
    this.#watcher.onDidChange(() => this.#again());
    this.#watcher.onDidCreate(() => this.#again());
  }

  get name(): string {
    return this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1);
  }

  get content(): Promise<OpenDump> {
    return this.#open;
  }

  /** What answers lines of the console, read with the first one. */
  console(): Promise<OpenConsole> {
    this.#console ??= this.#openConsole();
    return this.#console;
  }

  async #openConsole(): Promise<OpenConsole> {
    await this.#open;
    const { openDumpConsole } = await import('../../dump-console/open-dump-console.ts');
    const opened = this.#source === null ? 'The file cannot be read as a crash dump.' : openDumpConsole(this.#source);
    if (typeof opened !== 'string') return opened;
    return {
      evaluate: () => ({ text: `${opened}\n`, failed: true }),
      complete: (_line, column) => ({ start: column, items: [] }),
    };
  }

  /** The same name may stand for a new dump. */
  #again(): void {
    this.#console = null;
    this.#open = this.#read();
    this.#changed.fire();
  }

  async #read(): Promise<OpenDump> {
    this.#source?.close();
    this.#source = null;
    try {
      this.#source = await openSource(this.uri);
      const { openDump } = await reader();
      return openDump(this.name, this.#source);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { dump: null, message: { type: 'unreadable', file: this.name, message } };
    }
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#changed.dispose();
    this.#source?.close();
    this.#source = null;
  }
}

export interface DumpEditorPorts {
  readonly extensionUri: vscode.Uri;
  /** `file` is relative to the machine file's folder. */
  openSource(machine: string, file: string, line: number, column: number): Promise<void>;
  log(message: string): void;
}

export function registerDumpEditor(ports: DumpEditorPorts): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider<DumpDocument> = {
    openCustomDocument: (uri) => new DumpDocument(uri),
    resolveCustomEditor: (document, panel) => show(ports, document, panel),
  };
  return vscode.window.registerCustomEditorProvider(DUMP_EDITOR_TYPE, provider, {
    supportsMultipleEditorsPerDocument: true,
  });
}

function show(ports: DumpEditorPorts, document: DumpDocument, panel: vscode.WebviewPanel): void {
  const { webview } = panel;
  webview.options = webviewOptions(ports.extensionUri);
  const post = async (message: DumpMessage): Promise<void> => void (await webview.postMessage(message));
  const answer = (request: DumpRequest): void => {
    serve(ports, document, request, post).catch((error: unknown) => ports.log(`Crash dump: ${String(error)}`));
  };
  const heard = webview.onDidReceiveMessage(answer);
  const changed = document.changed(() => answer({ type: 'ready' }));
  panel.onDidDispose(() => {
    heard.dispose();
    changed.dispose();
  });
  const uriOf = (path: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(ports.extensionUri, path)).toString();
  webview.html = viewHtml('Crash Dump', {
    cspSource: webview.cspSource,
    nonce: randomBytes(18).toString('base64url'),
    scriptUri: uriOf(DUMP_VIEW_SCRIPT),
    styleUri: uriOf(DUMP_VIEW_STYLE),
    lang: vscode.env.language,
  });
}

async function serve(
  ports: DumpEditorPorts,
  document: DumpDocument,
  request: DumpRequest,
  post: (message: DumpMessage) => Promise<void>,
): Promise<void> {
  const { dump, message } = await document.content;
  switch (request.type) {
    case 'ready':
      await post(message);
      break;
    case 'readMemory': {
      const { requestId, space, address, lines } = request;
      if (dump === null) break;
      const { readMemory } = await reader();
      await post({ type: 'memory', requestId, memory: readMemory(dump, space, address, lines) });
      break;
    }
    case 'console':
      await post({ type: 'console', line: request.line, result: (await document.console()).evaluate(request.line) });
      break;
    case 'completeConsole': {
      const { requestId, line } = request;
      const { start, items } = (await document.console()).complete(line, line.length);
      await post({
        type: 'consoleOffers',
        requestId,
        lines: items.map(({ text }) => `${line.slice(0, start)}${text}`),
      });
      break;
    }
    case 'openSource':
      if (message.type === 'dump' && message.contents !== null)
        await openDriver(ports, message.contents.state.file, request);
      break;
    case 'copy':
      await vscode.env.clipboard.writeText(request.text);
      break;
  }
}

/** The dump names its machine file and drivers; they are opened when the workspace has them. */
async function openDriver(
  ports: DumpEditorPorts,
  machineFile: string,
  { file, line, column }: Extract<DumpRequest, { type: 'openSource' }>,
): Promise<void> {
  const name = machineFile.replace(/^.*[\\/]/, '');
  const machine = (await findMachineFiles()).find((uri) => uri.path.endsWith(`/${name}`));
  if (machine === undefined || vscode.workspace.getWorkspaceFolder(resolveBeside(machine, file)) === undefined) {
    ports.log(`Crash dump: ${file} of ${machineFile} is not in this workspace.`);
    return;
  }
  await ports.openSource(machine.toString(), file, line, column);
}
