import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import {
  type CommandMessage,
  type HostState,
  VIEW_VERSION,
  type ViewCommand,
  type ViewMessage,
  type ViewRequest,
} from '../../protocol/view.ts';
import { STACK_VIEW_SCRIPT, STACK_VIEW_STYLE, viewHtml } from '../../protocol/view-html.ts';
import type { CommandName } from '../command-registry.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import type { MachineSessions, SessionsEvent } from '../machine/machine-sessions.ts';
import type { SharedSelection } from '../selection.ts';
import { t } from '../text.ts';

export const STACK_VIEW_TYPE = 'driverSandbox.stackView';

export interface StackViewPorts {
  readonly extensionUri: vscode.Uri;
  readonly machines: MachineSessions;
  readonly selection: SharedSelection;
  run(command: CommandName, argument: unknown): Promise<void>;
  log(message: string): void;
}

/** What the panel's buttons do. No other command can be reached from the page. */
const VIEW_COMMANDS: Readonly<Record<ViewCommand, CommandName>> = {
  startMachine: 'startMachine',
  restartMachine: 'restartMachine',
  stopMachine: 'stopMachine',
  pause: 'pauseMachine',
  resume: 'resumeMachine',
  step: 'step',
  goToEvent: 'goToEvent',
  stepBack: 'stepBack',
  reverseContinue: 'reverseContinue',
  returnToPresent: 'returnToPresent',
  switchBranch: 'switchBranch',
  copyRepro: 'copyRepro',
  injectUsage: 'injectUsage',
  injectPnp: 'injectPnp',
  injectBugcheck: 'injectBugcheck',
  analyzeBugcheck: 'analyzeBugcheck',
  saveDump: 'saveDump',
  openCrashDump: 'openCrashDump',
  failNext: 'failNext',
  advanceTime: 'advanceTime',
  openMachineFile: 'openMachineFile',
  showLog: 'showLog',
};

/** One Stack View: sends the shown machine's state to its page, and does what the page asks for. */
export class StackViewPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #ports: StackViewPorts;
  readonly #disposables: { dispose(): void }[] = [];
  /** The page listens; a hidden page is gone, and says `ready` again when it comes back. */
  #ready = false;
  /** To be shown when the page is there. */
  #chart: string | null = null;

  constructor(panel: vscode.WebviewPanel, ports: StackViewPorts, onClosed: () => void) {
    this.#panel = panel;
    this.#ports = ports;
    panel.iconPath = new vscode.ThemeIcon('layers');
    panel.webview.options = webviewOptions(ports.extensionUri);
    this.#disposables.push(
      panel.webview.onDidReceiveMessage((request: ViewRequest) => this.#answer(request)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
      panel.onDidDispose(() => {
        this.dispose();
        onClosed();
      }),
      ports.machines.shownChanged.event(() => this.#sendEverything()),
      ports.machines.events.event((event) => this.#hear(event)),
      ports.selection.changed.event(({ selection, by }) => {
        if (by !== 'panel') this.#post({ type: 'select', selection });
      }),
    );
    panel.webview.html = pageOf(panel.webview, ports.extensionUri);
  }

  reveal(): void {
    this.#panel.reveal(undefined, false);
  }

  /** Shows a lifecycle of the shown device, or `dump-memory`: at once, or when the page is there. */
  showChart(chart: string): void {
    if (this.#ready) this.#post({ type: 'chart', chart });
    else this.#chart = chart;
  }

  dispose(): void {
    this.#ready = false;
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }

  #hear({ session, event }: SessionsEvent): void {
    if (session !== this.#ports.machines.shown) return;
    if (event.type === 'status') this.#sendEverything();
    if (event.type === 'history') this.#sendHistory(session);
    if (event.type === 'delta') this.#post({ type: 'delta', delta: event.delta });
  }

  #answer(request: ViewRequest): void {
    this.#serve(request).catch((error: unknown) => this.#ports.log(`Stack View: ${String(error)}`));
  }

  async #serve(request: ViewRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        this.#ready = true;
        this.#sendEverything();
        break;
      case 'select':
        this.#ports.selection.select(request.selection, 'panel');
        break;
      case 'command':
        await this.#command(request);
        break;
      case 'traceRequest':
        await this.#sendTrace(request);
        break;
      case 'outlineRequest':
        await this.#sendOutline(request);
        break;
      case 'openSource':
        await this.#ports.run('openSource', request);
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(request.text);
        break;
    }
  }

  async #command({ command, args }: CommandMessage): Promise<void> {
    if (Object.hasOwn(VIEW_COMMANDS, command)) await this.#ports.run(VIEW_COMMANDS[command], args);
  }

  async #sendTrace(request: Extract<ViewRequest, { type: 'traceRequest' }>): Promise<void> {
    const session = this.#ports.machines.shown;
    if (session?.status !== 'live') return;
    const { from, count, filter, kind, requestId } = request;
    const page = await session.host().request('trace/read', {
      from,
      count,
      ...(filter === '' ? {} : { filter }),
      ...(kind === undefined ? {} : { kind }),
    });
    this.#post({ type: 'tracePage', requestId, page });
  }

  async #sendOutline({
    requestId,
    from,
    to,
    columns,
  }: Extract<ViewRequest, { type: 'outlineRequest' }>): Promise<void> {
    const session = this.#ports.machines.shown;
    if (session?.status !== 'live') return;
    const outline = await session.host().request('trace/outline', { from, to, columns });
    this.#post({ type: 'outline', requestId, outline });
  }

  #sendEverything(): void {
    if (!this.#ready) return;
    const session = this.#ports.machines.shown;
    this.#post({ type: 'host', version: VIEW_VERSION, ...hostState(session) });
    this.#panel.title = session === null ? t('Stack View') : t('Stack View: {0}', session.fileName);
    if (session === null || session.model === null) return;
    this.#sendCharts(session).catch((error: unknown) => this.#ports.log(`Stack View: ${String(error)}`));
  }

  /** Charts come first: the page draws the state into them. Nothing is sent that was overtaken meanwhile. */
  async #sendCharts(session: MachineSession): Promise<void> {
    const { charts } = await session.host().request('chart/list', {});
    const { model } = session;
    if (session !== this.#ports.machines.shown || model === null) return;
    this.#post({ type: 'charts', charts });
    this.#post({ type: 'state', state: model.state() });
    this.#sendHistory(session);
    const { current } = this.#ports.selection;
    if (current !== null) this.#post({ type: 'select', selection: current });
    if (this.#chart !== null) this.#post({ type: 'chart', chart: this.#chart });
    this.#chart = null;
  }

  #sendHistory(session: MachineSession): void {
    this.#post({ type: 'history', history: session.history });
  }

  #post(message: ViewMessage): void {
    if (!this.#ready) return;
    // A page that is closing does not take messages any more; it asks anew when it is back.
    this.#panel.webview.postMessage(message).then(undefined, () => {});
  }
}

export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  const roots = ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extensionUri, folder));
  return { enableScripts: true, localResourceRoots: roots };
}

function hostState(session: MachineSession | null): { readonly state: HostState; readonly message: string } {
  switch (session?.status) {
    case 'starting':
      return { state: 'starting', message: t('Starting {0}', session.fileName) };
    case 'live':
      return { state: 'running', message: '' };
    case 'lost':
      return { state: 'lost', message: session.loss?.message ?? '' };
    case 'failed':
      return { state: 'none', message: failure(session) };
    default:
      return { state: 'none', message: '' };
  }
}

function failure(session: MachineSession): string {
  const first = session.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  const place = first === undefined ? '' : ` ${first.file}:${first.line}: ${first.message}`;
  return t('{0} could not be started.{1}', session.fileName, place);
}

function pageOf(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const uriOf = (path: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, path)).toString();
  return viewHtml('Stack View', {
    cspSource: webview.cspSource,
    nonce: randomBytes(18).toString('base64url'),
    scriptUri: uriOf(STACK_VIEW_SCRIPT),
    styleUri: uriOf(STACK_VIEW_STYLE),
    lang: vscode.env.language,
  });
}
