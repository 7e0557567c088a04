import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Compiler } from '../../client/compiler/compiler.ts';
import type { RunCompiler } from '../../client/start-host.ts';
import type { HostListener, HostPort } from './host-port.ts';

/** Sandbox processes on the computer where the extension runs. The code that starts them is loaded with the first one. */
export function nodeHostPort(extension: vscode.Uri, log: vscode.LogOutputChannel): HostPort {
  let compiler: Promise<Compiler> | undefined;
  const runCompiler: RunCompiler = async (run) => {
    compiler ??= createCompiler(extension.fsPath);
    return await (await compiler).run(run);
  };
  return {
    start: async (listener: HostListener) => {
      const { startTravellingHost } = await import('../../client/travel/travelling-host.ts');
      const host = await startTravellingHost({
        entry: join(extension.fsPath, 'dist', 'host.cjs'),
        heapMegabytes: vscode.workspace.getConfiguration('driverSandbox').get<number>('heapMegabytes', 512),
        readFile: (path) => listener.readFile(path),
        runCompiler,
        onNotification: (method, params) => listener.notify(method, params),
        onTravel: (state, history) => listener.travelled(state, history),
        onExit: (end) => {
          if (end.kind === 'disposed') return;
          log.error(`${end.message}\n${end.log}`.trimEnd());
          listener.ended({ message: end.message, file: end.report?.file ?? null, line: end.report?.line ?? null });
        },
      });
      log.info(
        `${host.runtime.runtime}, process ${host.pid}, permission model ${host.runtime.permissionModel ? 'on' : 'off'}`,
      );
      return {
        get pid() {
          return host.pid;
        },
        request: (method, params) => host.request(method, params),
        dispose: () => host.dispose(),
        travel: host,
      };
    },
  };
}

/** One for all machines. It is looked for in the folders that are open, and where the extension is. */
async function createCompiler(extension: string): Promise<Compiler> {
  const { Compiler } = await import('../../client/compiler/compiler.ts');
  const folders = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === 'file') ?? [];
  return new Compiler({
    thread: join(extension, 'dist', 'c-compiler.cjs'),
    headers: join(extension, 'media', 'sdk'),
    searchFrom: [...folders.map(({ uri }) => join(uri.fsPath, 'package.json')), join(extension, 'package.json')],
  });
}
