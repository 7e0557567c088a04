import * as vscode from 'vscode';
import type { Host, HostPort } from '../machine/host-port.ts';
import { isMachineFile, readerFor, resolveBeside } from '../machine/workspace-files.ts';
import type { MachineDiagnostics } from './machine-diagnostics.ts';

const TYPING_PAUSE_MS = 300;
/** The process that checks goes when it was not needed for so long. */
const HOST_IDLE_MS = 60_000;

/** Checks open machine files and the drivers that they name: when they are opened, edited and saved. Starts no machine. */
export class MachineChecks implements vscode.Disposable {
  readonly #port: HostPort;
  readonly #diagnostics: MachineDiagnostics;
  readonly #log: (message: string) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** By machine file: URIs of the files that its last check read. */
  readonly #filesRead = new Map<string, ReadonlySet<string>>();
  readonly #disposables: vscode.Disposable[];
  #queue: Promise<void> = Promise.resolve();
  #host: Promise<Host> | undefined;
  #idle: NodeJS.Timeout | undefined;
  #reading: { readonly machine: vscode.Uri; readonly files: Set<string> } | undefined;

  constructor(port: HostPort, diagnostics: MachineDiagnostics, log: (message: string) => void) {
    this.#port = port;
    this.#diagnostics = diagnostics;
    this.#log = log;
    this.#disposables = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#touched(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#touched(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#touched(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#checkOpenOnes()),
    ];
    this.#checkOpenOnes();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    clearTimeout(this.#idle);
    this.#endHost();
  }

  #checkOpenOnes(): void {
    for (const document of vscode.workspace.textDocuments) this.#touched(document);
  }

  #touched(document: vscode.TextDocument): void {
    const { uri } = document;
    if (uri.scheme === 'git' || !vscode.workspace.isTrusted) return;
    const key = uri.toString();
    if (isMachineFile(uri)) this.#later(uri);
    for (const [machine, files] of this.#filesRead) {
      if (machine !== key && files.has(key)) this.#later(vscode.Uri.parse(machine));
    }
  }

  #closed({ uri }: vscode.TextDocument): void {
    const key = uri.toString();
    if (!isMachineFile(uri)) return;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#filesRead.delete(key);
    this.#diagnostics.setChecked(key, []);
  }

  #later(machine: vscode.Uri): void {
    const key = machine.toString();
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#queue = this.#queue.then(() => this.#check(machine));
    }, TYPING_PAUSE_MS);
    this.#timers.set(key, timer);
  }

  async #check(machine: vscode.Uri): Promise<void> {
    const files = new Set<string>();
    this.#reading = { machine, files };
    clearTimeout(this.#idle);
    try {
      this.#host ??= this.#startHost();
      const host = await this.#host;
      const file = machine.path.slice(machine.path.lastIndexOf('/') + 1);
      const { diagnostics } = await host.request('machine/check', { file });
      const stillOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === machine.toString());
      if (!stillOpen) return;
      this.#filesRead.set(machine.toString(), files);
      this.#diagnostics.setChecked(machine.toString(), diagnostics);
    } catch (error) {
      this.#log(`Checking ${machine.toString(true)}: ${String(error)}`);
      this.#endHost();
    } finally {
      this.#idle = setTimeout(() => this.#endHost(), HOST_IDLE_MS);
    }
  }

  /** Checks run one after the other, so one process serves all machine files. */
  #startHost(): Promise<Host> {
    return this.#port.start({
      readFile: async (path) => {
        if (this.#reading === undefined) return null;
        const { machine, files } = this.#reading;
        files.add(resolveBeside(machine, path).toString());
        return await readerFor(machine, true)(path);
      },
      notify: () => {},
      travelled: () => {},
      ended: () => this.#endHost(),
    });
  }

  #endHost(): void {
    const host = this.#host;
    this.#host = undefined;
    host?.then((running) => running.dispose()).catch(() => {});
  }
}
