import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { VerifierRule } from '../protocol/verifier.ts';
import type { CommandContext, Messages, Project, Recent, Shell, Workspace } from './command-context.ts';
import { askDebugger, restartDebugging, startDebugging } from './debug/register-debugger.ts';
import type { HostPort } from './machine/host-port.ts';
import type { MachineSessions } from './machine/machine-sessions.ts';
import {
  currentText,
  findMachineFiles,
  findRepros,
  isMachineFile,
  isRepro,
  resolveBeside,
  rewrite,
} from './machine/workspace-files.ts';
import { setUpIntelliSense, setUpWords } from './project/intellisense.ts';
import { createSample } from './project/sample.ts';
import type { SharedSelection } from './selection.ts';
import { ask } from './ui/quick-pick.ts';
import { saveFile } from './ui/save-file.ts';
import type { Arrangement } from './views/device-nodes.ts';
import type { ViolationsView } from './views/violations-view.ts';

const STATUS_MS = 6000;
const RECENT_MAX = 5;

export interface Outputs {
  readonly log: vscode.LogOutputChannel;
  readonly dbgPrint: vscode.OutputChannel;
  readonly console: vscode.OutputChannel;
}

export interface ContextParts {
  readonly extension: vscode.ExtensionContext;
  readonly machines: MachineSessions;
  readonly port: HostPort;
  readonly selection: SharedSelection;
  readonly outputs: Outputs;
  openStackView(chart?: string): void;
  showText(text: string, title: string): Promise<void>;
  arrangeDevices(arrangement: Arrangement): void;
  showHiddenDevices(shown: boolean): void;
  readonly violations: ViolationsView;
}

/** VS Code, as far as commands use it. */
export function createCommandContext(parts: ContextParts): CommandContext {
  return {
    version: String(parts.extension.extension.packageJSON.version),
    machines: parts.machines,
    ask,
    messages: messages(parts.outputs),
    recent: recent(parts.extension.workspaceState),
    workspace: workspace(parts.extension.globalStorageUri),
    shell: shell(parts),
    project: project(parts.extension.extensionUri),
    verifierRules: () => readRules(parts),
  };
}

/** From a machine that runs, or from a process that is started for the question. */
async function readRules({ machines, port }: ContextParts): Promise<readonly VerifierRule[]> {
  const live = machines.all.find(({ status }) => status === 'live');
  if (live !== undefined) return (await live.host().request('verifier/rules', {})).rules;
  const host = await port.start({
    readFile: async () => null,
    notify: () => {},
    travelled: () => {},
    ended: () => {},
  });
  try {
    return (await host.request('verifier/rules', {})).rules;
  } finally {
    await host.dispose();
  }
}

function messages({ log }: Outputs): Messages {
  return {
    info: async (message, ...actions) => await vscode.window.showInformationMessage(message, ...actions),
    warn: async (message, ...actions) => {
      log.warn(message);
      return await vscode.window.showWarningMessage(message, ...actions);
    },
    error: async (message, ...actions) => {
      log.error(message);
      return await vscode.window.showErrorMessage(message, ...actions);
    },
    status: (message) => {
      log.info(message);
      vscode.window.setStatusBarMessage(message, STATUS_MS);
    },
    log: (message) => log.info(message),
  };
}

function recent(memento: vscode.Memento): Recent {
  const labels = (question: string): readonly string[] => memento.get<readonly string[]>(`recent/${question}`, []);
  return {
    labels,
    remember: (question, label) => {
      const kept = [label, ...labels(question).filter((other) => other !== label)].slice(0, RECENT_MAX);
      memento.update(`recent/${question}`, kept).then(undefined, () => {});
    },
  };
}

function workspace(storage: vscode.Uri): Workspace {
  return {
    get trusted() {
      return vscode.workspace.isTrusted;
    },
    machineFiles: async () => (await findMachineFiles()).map((uri) => uri.toString()),
    activeMachineFile: () => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      return uri !== undefined && isMachineFile(uri) ? uri.toString() : undefined;
    },
    repros: async () => (await findRepros()).map((uri) => uri.toString()),
    activeRepro: () => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      return uri !== undefined && isRepro(uri) ? uri.toString() : undefined;
    },
    text: async (uri) => await currentText(vscode.Uri.parse(uri)),
    rewrite: async (uri, text) => await rewrite(vscode.Uri.parse(uri), text),
    label: (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
    saveNear: async (uri) => {
      const folder = vscode.Uri.joinPath(vscode.Uri.parse(uri), '..').toString();
      const edited = vscode.workspace.textDocuments.filter(
        (document) => document.isDirty && document.uri.toString().startsWith(`${folder}/`),
      );
      await Promise.all(edited.map((document) => document.save()));
    },
    dumpFileOf: async (machine) => {
      const name = createHash('sha256').update(machine).digest('hex').slice(0, 16);
      const folder = vscode.Uri.joinPath(storage, 'dumps', name);
      await vscode.workspace.fs.createDirectory(folder);
      return vscode.Uri.joinPath(folder, 'MEMORY.DMP').toString();
    },
  };
}

function shell(parts: ContextParts): Shell {
  const openAt = async (uri: vscode.Uri, position: vscode.Position): Promise<void> => {
    // Beside a Stack View, in the group where text is, not over it.
    const column = vscode.window.visibleTextEditors[0]?.viewColumn;
    const selection = new vscode.Range(position, position);
    await vscode.window.showTextDocument(uri, column === undefined ? { selection } : { selection, viewColumn: column });
  };
  return {
    openSource: async (machine, file, line, column) => {
      const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
      await openAt(resolveBeside(vscode.Uri.parse(machine), file), position);
    },
    addBreakpoint: (machine, file, line) => {
      const place = new vscode.Position(Math.max(0, line - 1), 0);
      const location = new vscode.Location(resolveBeside(vscode.Uri.parse(machine), file), place);
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
    },
    openFile: async (uri) => {
      await vscode.window.showTextDocument(vscode.Uri.parse(uri));
    },
    openEditor: async (uri) => {
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri));
    },
    copy: async (text) => await vscode.env.clipboard.writeText(text),
    print: (text, title) => parts.showText(text, title),
    printConsole: (text) => {
      parts.outputs.console.append(text);
      parts.outputs.console.show(true);
    },
    showLog: () => parts.outputs.log.show(),
    showDbgPrint: () => parts.outputs.dbgPrint.show(true),
    showProblems: async () => await vscode.commands.executeCommand('workbench.actions.view.problems'),
    showViolations: async () => await vscode.commands.executeCommand('driverSandbox.violations.focus'),
    openStackView: async (chart) => parts.openStackView(chart),
    select: (selection) => parts.selection.select(selection, 'command'),
    arrangeViolations: (change) => {
      parts.violations.arrange(change);
      const isFiltered = parts.violations.filter !== '';
      vscode.commands
        .executeCommand('setContext', 'driverSandbox.violationsFiltered', isFiltered)
        .then(undefined, () => {});
    },
    get violationsFilter() {
      return parts.violations.filter;
    },
    arrangeDevices: (arrangement) => parts.arrangeDevices(arrangement),
    showHiddenDevices: (shown) => parts.showHiddenDevices(shown),
    saveAs,
    saveFile,
    startDebugging,
    askDebugger,
    restartDebugging,
    progress: async (title, task) =>
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, task),
    cancellable: async (title, task) =>
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        async (progress, token) => {
          let shown = 0;
          return await task({
            get isCancelled() {
              return token.isCancellationRequested;
            },
            report: (message, fraction) => {
              progress.report({ message, increment: (fraction - shown) * 100 });
              shown = fraction;
            },
          });
        },
      ),
  };
}

async function saveAs(suggestedName: string, text: string): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const proposal = folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, suggestedName) };
  const uri = await vscode.window.showSaveDialog(proposal);
  if (uri === undefined) return undefined;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.workspace.asRelativePath(uri);
}

function project(extension: vscode.Uri): Project {
  return {
    setUpIntelliSense: async (machine) => setUpWords(await setUpIntelliSense(extension, vscode.Uri.parse(machine))),
    createSample: async (sample) => (await createSample(extension, sample))?.toString(),
  };
}
