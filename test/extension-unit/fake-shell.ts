/** VS Code's part of a command's world, which only notes what it was asked to do. */
import type { CommandContext } from '../../src/extension/command-context.ts';

/** @param cancelled - whether the user gives up */
export function fakeShell(
  did: (what: string) => void,
  cancelled: () => boolean,
  debugged: () => string,
): CommandContext['shell'] {
  return {
    openSource: async (_machine, file, line, column) => did(`opened ${file}:${line}:${column}`),
    addBreakpoint: (_machine, file, line) => did(`breakpoint at ${file}:${line}`),
    openFile: async (uri) => did(`opened ${uri}`),
    cancellable: async (_title, task) =>
      await task({
        get isCancelled() {
          return cancelled();
        },
        report: (message, fraction) => did(`${message} ${Math.round(fraction * 100)} %`),
      }),
    startDebugging: async (uri) => did(`debugs ${uri}`),
    askDebugger: async (request, parameters) => {
      did(`asks the debugger ${request} ${JSON.stringify(parameters)}`);
      return true;
    },
    restartDebugging: async (uri) => {
      if (uri !== debugged()) return false;
      did(`restarts the debugger of ${uri}`);
      return true;
    },
    copy: async (text) => did(`copied ${text}`),
    print: async (text) => did(`printed ${text}`),
    printConsole: (text) => did(`console ${text}`),
    showLog: () => did('log'),
    showDbgPrint: () => did('dbgPrint'),
    showProblems: async () => did('problems'),
    showViolations: async () => did('violations'),
    openStackView: async (chart) => did(chart === undefined ? 'stack view' : `stack view with ${chart}`),
    select: (selection) => did(`selected ${JSON.stringify(selection)}`),
    violationsFilter: '',
    arrangeViolations: (change) => did(`violations ${JSON.stringify(change)}`),
    arrangeDevices: (arrangement) => did(arrangement),
    showHiddenDevices: (shown) => did(shown ? 'hidden devices shown' : 'hidden devices hidden'),
    saveAs: async (name, text) => {
      did(`saved ${name}: ${text}`);
      return name;
    },
    openEditor: async (uri) => did(`editor of ${uri}`),
    saveFile: async (options, write) => {
      const uri = options.uri ?? `file:///project/${options.suggestedName}`;
      const bytes: number[] = [];
      let isCancelled = false;
      await write({
        get isCancelled() {
          return isCancelled;
        },
        writeAt: async (offset, piece) => {
          for (const [index, byte] of piece.entries()) bytes[offset + index] = byte;
        },
        report: (fraction) => {
          did(`${Math.round(fraction * 100)} %`);
          isCancelled = cancelled();
        },
      });
      if (isCancelled) return undefined;
      did(`wrote ${uri}: ${Array.from(bytes, (byte) => byte ?? 0).join(' ')}`);
      return uri;
    },
    progress: async (_title, task) => await task(),
  };
}
