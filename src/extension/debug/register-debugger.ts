/** The debug type `driver-sandbox`: configurations, with or without a launch.json, and the adapter behind it. */
import * as vscode from 'vscode';
import type { DapMessage } from '../../debug-adapter/dap.ts';
import { names } from '../../debug-adapter/smallest-machine.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { pathInRepro } from '../machine/repro-files.ts';
import { currentText, findMachineFiles, isMachineFile, isRepro, resolveBeside } from '../machine/workspace-files.ts';
import { t } from '../text.ts';
import { DEBUG_TYPE } from './debug-type.ts';
import { attachJavaScript, guardThreads } from './javascript-child.ts';
import { type Files, machineStarter } from './machine-target.ts';
import type { MadeMachines } from './made-machines.ts';

const DRIVER_LANGUAGES: ReadonlySet<string> = new Set(['typescript', 'javascript', 'c', 'cpp']);

export interface DebuggerParts {
  readonly machines: MachineSessions;
  readonly made: MadeMachines;
  /** The machine file that the user picks; undefined: he did not. */
  readonly pickMachine: () => Promise<string | undefined>;
}

export function registerDebugger({ extensionUri }: vscode.ExtensionContext, parts: DebuggerParts): vscode.Disposable {
  const kernel = vscode.Uri.joinPath(extensionUri, 'dist', 'host.cjs').fsPath;
  const provider = configurations(parts);
  const { Dynamic, Initial } = vscode.DebugConfigurationProviderTriggerKind;
  return vscode.Disposable.from(
    guardThreads(),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, provider, Initial),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, { provideDebugConfigurations }, Dynamic),
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: async (session) =>
        new vscode.DebugAdapterInlineImplementation(await createAdapter(session, parts.machines, kernel)),
    }),
  );
}

export async function startDebugging(machine: string): Promise<void> {
  const uri = vscode.Uri.parse(machine);
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), launchOf(uri));
}

/** @returns false when no debugger of ours is in front */
export async function askDebugger(request: string, parameters: object): Promise<boolean> {
  const active = vscode.debug.activeDebugSession;
  if (active?.type !== DEBUG_TYPE) return false;
  await active.customRequest(request, parameters);
  return true;
}

/** Restarts a machine that is being debugged, under its debugger. @returns whether it is */
export async function restartDebugging(machine: string): Promise<boolean> {
  let active = vscode.debug.activeDebugSession;
  // The JavaScript debugger's sessions stand below ours.
  while (active !== undefined && active.type !== DEBUG_TYPE) active = active.parentSession;
  const program: unknown = active?.configuration['program'];
  if (active === undefined || active.configuration.request !== 'launch' || program !== machine) return false;
  await vscode.commands.executeCommand('workbench.action.debug.restart');
  return true;
}

function launchOf(uri: vscode.Uri): vscode.DebugConfiguration {
  const name = t('Debug {0}', vscode.workspace.asRelativePath(uri));
  return { type: DEBUG_TYPE, request: 'launch', name, program: programOf(uri) };
}

function programOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

function uriOf(program: string): vscode.Uri {
  return /^[\w+.-]{2,}:/.test(program) ? vscode.Uri.parse(program) : vscode.Uri.file(program);
}

async function provideDebugConfigurations(): Promise<vscode.DebugConfiguration[]> {
  return (await findMachineFiles()).map(launchOf);
}

function configurations({ made, pickMachine }: DebuggerParts): vscode.DebugConfigurationProvider {
  return {
    provideDebugConfigurations,
    resolveDebugConfiguration: async (_folder, configuration) => {
      if (!vscode.workspace.isTrusted) {
        await vscode.window.showWarningMessage(
          t('Drivers run in trusted workspaces only. Trust this workspace, then start the machine.'),
        );
        return undefined;
      }
      if (configuration.request === 'attach' || typeof configuration['program'] === 'string') return configuration;
      // F5 without a launch.json, or with one that names no machine.
      const active = activeProgram() ?? (await pickMachine());
      if (active === undefined) return undefined;
      return { ...launchOf(uriOf(active)), ...configuration, ...bare(configuration), program: active };
    },
    resolveDebugConfigurationWithSubstitutedVariables: async (_folder, configuration) => {
      const program: unknown = configuration['program'];
      if (typeof program !== 'string' || program === '') return configuration;
      const machine = await machineFor(uriOf(program), made);
      return { ...configuration, program: machine.toString() };
    },
  };
}

/** VS Code hands in an empty configuration when there is none. */
function bare({ type, name, request }: vscode.DebugConfiguration): object {
  return type && name && request ? {} : { type: DEBUG_TYPE, request: 'launch', name: t('Debug Machine') };
}

function activeProgram(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return undefined;
  const isProgram = isMachineFile(document.uri) || isRepro(document.uri) || DRIVER_LANGUAGES.has(document.languageId);
  return isProgram ? programOf(document.uri) : undefined;
}

/** The machine file that names a driver; one is made up where none does. */
async function machineFor(program: vscode.Uri, made: MadeMachines): Promise<vscode.Uri> {
  if (isMachineFile(program) || isRepro(program)) return program;
  const folder = vscode.Uri.joinPath(program, '..').path;
  const source = program.path.slice(folder.length + 1);
  for (const machine of await findMachineFiles()) {
    const isBeside = vscode.Uri.joinPath(machine, '..').path === folder;
    if (isBeside && names((await currentText(machine)) ?? '', source)) return machine;
  }
  return vscode.Uri.parse(made.add(program.toString()));
}

const files: Files = {
  uriOf: (program) => uriOf(program).toString(),
  sourceOf: (machine, file) => {
    const uri = resolveBeside(vscode.Uri.parse(machine), file);
    return { name: file.slice(file.lastIndexOf('/') + 1), path: programOf(uri) };
  },
  fileOf: (machine, { path }) => {
    if (path === undefined) return null;
    const inRepro = pathInRepro(vscode.Uri.parse(machine), uriOf(path));
    if (inRepro !== null) return inRepro;
    const folder = vscode.Uri.joinPath(vscode.Uri.parse(machine), '..').path;
    const file = uriOf(path).path;
    return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : null;
  },
};

async function createAdapter(
  session: vscode.DebugSession,
  machines: MachineSessions,
  kernel: string,
): Promise<vscode.DebugAdapter> {
  const { DebugAdapter } = await import('../../debug-adapter/adapter.ts');
  const attach = (inspector: string): Promise<string | null> => attachJavaScript(session, inspector, kernel);
  const sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  const adapter = new DebugAdapter(machineStarter(machines, files, attach), (message) => sent.fire(message));
  return {
    onDidSendMessage: sent.event,
    handleMessage: (message) => {
      adapter.handle(message as DapMessage).catch(() => {}); // what goes wrong has been answered
    },
    dispose: () => {
      adapter.dispose().catch(() => {}); // the machine is gone already
      sent.dispose();
    },
  };
}
