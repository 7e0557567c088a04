/** VS Code's own JavaScript debugger as a child of a debug session: it attaches to the sandbox process, and owns the lines of scripts. */
import * as vscode from 'vscode';
import { t } from '../text.ts';
import { STRUCT_DESCRIPTION, STRUCT_PROPERTIES } from './struct-descriptions.ts';

const TYPE = 'pwa-node';
/** Sessions for the sandbox process: theirs would be sessions for its threads, which watch over the machine and must never stand. */
const processes = new Set<string>();

/** Keeps the JavaScript debugger to the thread in which drivers run. */
export function guardThreads(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(TYPE, {
      resolveDebugConfiguration: (_folder, configuration) =>
        processes.has(String(configuration['__parentId'])) ? undefined : configuration,
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => processes.delete(id)),
  );
}

/** For an extension that has to be loaded first, on a busy computer. */
const PATIENCE_MILLISECONDS = 20_000;

interface DapAnswer {
  readonly type?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly message?: string;
}

/**
 * @param inspector - where the sandbox process listens
 * @param kernel - path of the sandbox's own code, which is passed over
 * @returns null once it has taken over all breakpoints; otherwise why it has not
 */
export async function attachJavaScript(
  parent: vscode.DebugSession,
  inspector: string,
  kernel: string,
): Promise<string | null> {
  const outcome = watch(parent);
  try {
    const { workspaceFolder: folder } = parent;
    const options = { parentSession: parent, lifecycleManagedByParent: true, suppressSaveBeforeStart: true };
    const isStarted = await vscode.debug.startDebugging(folder, configurationOf(inspector, kernel), options);
    if (!isStarted) return t('VS Code did not start it.');
    return await outcome.settled;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    outcome.dispose();
  }
}

function configurationOf(inspector: string, kernel: string): vscode.DebugConfiguration {
  const { hostname, port } = new URL(inspector);
  return {
    type: TYPE,
    request: 'attach',
    name: t('JavaScript'),
    address: hostname,
    port: Number(port),
    websocketAddress: inspector,
    // The process ends with the machine, and starts no others.
    restart: false,
    autoAttachChildProcesses: false,
    // A breakpoint at the first line that a driver runs is one too.
    pauseForSourceMap: true,
    resolveSourceMapLocations: null,
    outFiles: [],
    // Enough for a driver's routines that wait for each other; beyond are the kernel's.
    showAsyncStacks: { onAttach: 4 },
    skipFiles: ['<node_internals>/**', kernel.replaceAll('\\', '/'), '**/host.cjs'],
    customDescriptionGenerator: STRUCT_DESCRIPTION,
    customPropertiesGenerator: STRUCT_PROPERTIES,
    internalConsoleOptions: 'neverOpen',
  };
}

/** The debugger starts a session of its own for the process; when that has answered, its breakpoints are set. */
function watch(parent: vscode.DebugSession): vscode.Disposable & { readonly settled: Promise<string | null> } {
  let settle = (_reason: string | null): void => {};
  const settled = new Promise<string | null>((resolve) => {
    settle = resolve;
  });
  const timer = setTimeout(() => settle(t('It did not attach in time.')), PATIENCE_MILLISECONDS);
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
    createDebugAdapterTracker: (session) => {
      const depth = depthBelow(session, parent);
      if (depth === 0) return undefined;
      if (depth > 1) processes.add(session.id);
      return {
        onDidSendMessage: ({ type, command, success, message }: DapAnswer) => {
          if (type !== 'response' || (command !== 'attach' && command !== 'launch')) return;
          if (success === false) settle(message ?? t('It could not attach.'));
          else if (depth > 1) settle(null);
        },
        onError: (error) => settle(error.message),
        onExit: () => settle(t('It ended at once.')),
      };
    },
  });
  const dispose = (): void => {
    clearTimeout(timer);
    tracker.dispose();
  };
  return { settled, dispose };
}

/** 1: a child; 0: none of the session's. */
function depthBelow(session: vscode.DebugSession, parent: vscode.DebugSession): number {
  let depth = 1;
  for (let at = session.parentSession; at !== undefined; at = at.parentSession, depth += 1)
    if (at.id === parent.id) return depth;
  return 0;
}
