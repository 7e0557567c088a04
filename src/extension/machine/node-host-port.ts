import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HostListener, HostPort } from './host-port.ts';

/** Sandbox processes on the computer where the extension runs. The code that starts them is loaded with the first one. */
export function nodeHostPort(extension: vscode.Uri, log: vscode.LogOutputChannel): HostPort {
  return {
    start: async (listener: HostListener) => {
      const { startHost } = await import('../../client/start-host.ts');
      const host = await startHost({
        entry: join(extension.fsPath, 'dist', 'host.cjs'),
        heapMegabytes: vscode.workspace.getConfiguration('driverSandbox').get<number>('heapMegabytes', 512),
        readFile: (path) => listener.readFile(path),
        onNotification: (method, params) => listener.notify(method, params),
        onExit: (end) => {
          if (end.kind === 'disposed') return;
          log.error(`${end.message}\n${end.log}`.trimEnd());
          listener.ended({ message: end.message, file: end.report?.file ?? null, line: end.report?.line ?? null });
        },
      });
      log.info(
        `${host.runtime.runtime}, process ${host.pid}, permission model ${host.runtime.permissionModel ? 'on' : 'off'}`,
      );
      return host;
    },
  };
}
