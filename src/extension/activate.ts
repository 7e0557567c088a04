import * as vscode from 'vscode';
import { registerCode } from './code/register-code.ts';
import { COMMAND_PREFIX, COMMANDS, type CommandName, isCommandName, runCommand } from './command-registry.ts';
import { pickMachineFile } from './commands/start-machine.ts';
import { MadeMachines } from './debug/made-machines.ts';
import { registerDebugger } from './debug/register-debugger.ts';
import { MachineChecks } from './diagnostics/machine-checks.ts';
import { MachineDiagnostics } from './diagnostics/machine-diagnostics.ts';
import { registerViolationProviders } from './diagnostics/violation-providers.ts';
import { registerDumpEditor } from './dump/dump-editor.ts';
import { createApi, type DriverSandboxApi } from './extension-api.ts';
import { MachineSessions } from './machine/machine-sessions.ts';
import { nodeHostPort } from './machine/node-host-port.ts';
import { reportMachines } from './machine/report-machines.ts';
import { showReproFiles } from './machine/repro-files.ts';
import { readerFor } from './machine/workspace-files.ts';
import { STACK_VIEW_TYPE } from './panel/stack-view-panel.ts';
import { StackViews } from './panel/stack-views.ts';
import { keepTypesFresh } from './project/keep-types-fresh.ts';
import { restartOnSave } from './project/restart-on-save.ts';
import { SharedSelection } from './selection.ts';
import { useTranslator } from './text.ts';
import { keepContextKeys, setTreeKeys } from './views/context-keys.ts';
import { ViolationDecorations } from './views/decorations.ts';
import { DevicesView } from './views/devices-view.ts';
import { IrpsView } from './views/irps-view.ts';
import { createStatusBar } from './views/status-bar.ts';
import { TextPage } from './views/text-page.ts';
import { ViolationsView } from './views/violations-view.ts';
import { createCommandContext, type Outputs } from './vscode-context.ts';

let machines: MachineSessions | undefined;

export function activate(extension: vscode.ExtensionContext): DriverSandboxApi {
  useTranslator(vscode.l10n.t);
  const outputs: Outputs = {
    log: vscode.window.createOutputChannel('Driver Sandbox', { log: true }),
    dbgPrint: vscode.window.createOutputChannel('Driver Sandbox: DbgPrint'),
    console: vscode.window.createOutputChannel('Driver Sandbox: Console'),
  };
  const port = nodeHostPort(extension.extensionUri, outputs.log);
  const made = new MadeMachines();
  const sessions = new MachineSessions(port, (uri) => made.readerOf(uri, readerFor(vscode.Uri.parse(uri), false)));
  machines = sessions;
  const selection = new SharedSelection();
  const devices = new DevicesView(sessions, selection);
  const violations = new ViolationsView(sessions);
  const { workspaceState } = extension;
  devices.arrange(workspaceState.get('devices/arrangement', devices.arrangement));
  devices.showHidden(workspaceState.get('devices/hiddenShown', devices.hiddenShown));
  setTreeKeys(devices);
  const keepTree = (): void => {
    setTreeKeys(devices);
    workspaceState.update('devices/arrangement', devices.arrangement).then(undefined, () => {});
    workspaceState.update('devices/hiddenShown', devices.hiddenShown).then(undefined, () => {});
  };
  const run = async (command: CommandName, argument: unknown): Promise<void> =>
    await runCommand(context, command, argument);
  const log = (message: string): void => outputs.log.info(message);
  const textPage = new TextPage();
  const stackViews = new StackViews({ extensionUri: extension.extensionUri, machines: sessions, selection, run, log });
  const context = createCommandContext({
    extension,
    machines: sessions,
    port,
    selection,
    outputs,
    openStackView: (chart) => stackViews.show(chart),
    showText: (text, title) => textPage.show(text, title),
    violations,
    arrangeDevices: (arrangement) => {
      devices.arrange(arrangement);
      keepTree();
    },
    showHiddenDevices: (shown) => {
      devices.showHidden(shown);
      keepTree();
    },
  });
  const diagnostics = new MachineDiagnostics(sessions);
  extension.subscriptions.push(
    outputs.log,
    outputs.dbgPrint,
    outputs.console,
    devices,
    new IrpsView(sessions),
    violations,
    registerViolationProviders(sessions),
    vscode.window.registerFileDecorationProvider(new ViolationDecorations()),
    createStatusBar(sessions),
    keepContextKeys(sessions),
    stackViews,
    textPage,
    diagnostics,
    new MachineChecks(port, diagnostics, log),
    vscode.Disposable.from(registerCode(sessions), showReproFiles()),
    registerDebugger(extension, { machines: sessions, made, pickMachine: () => pickMachineFile(context) }),
    registerDumpEditor({
      extensionUri: extension.extensionUri,
      openSource: (machine, file, line, column) => context.shell.openSource(machine, file, line, column),
      log,
    }),
    restartOnSave(sessions, (uri) => run('startMachine', uri)),
    keepTypesFresh(extension.extensionUri, sessions, log),
    reportMachines(sessions, selection, outputs, run),
    ...registerCommands(run),
    vscode.window.registerWebviewPanelSerializer(STACK_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => stackViews.adopt(panel),
    }),
  );
  return createApi(sessions, devices);
}

export async function deactivate(): Promise<void> {
  await machines?.dispose();
}

function registerCommands(run: (command: CommandName, argument: unknown) => Promise<void>): vscode.Disposable[] {
  const names = Object.keys(COMMANDS).filter(isCommandName);
  return names.map((name) =>
    vscode.commands.registerCommand(COMMAND_PREFIX + name, (argument: unknown) => run(name, argument)),
  );
}
