/** The sandbox process: one machine, spoken to over standard input and output. */
import { Console } from 'node:console';
import { close } from 'node:inspector';
import { getHeapStatistics } from 'node:v8';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { MachineEnvironment } from '../machine/environment.ts';
import type { ClientRequests } from '../protocol/messages.ts';
import { exceptionDiagnostic } from '../toolchain/exception-diagnostic.ts';
import { firstDriverFrame, pathOfSourceUrl } from '../toolchain/stack-lines.ts';
import { createMemory } from './create-memory.ts';
import { DebugChannel } from './debug-channel.ts';
import { DriverCompartments } from './driver-compartments.ts';
import { HostServer } from './host-server.ts';
import { openInspector } from './javascript-debugger.ts';
import { BREAK_NAME, LineBreakpoints } from './line-breakpoints.ts';
import { lockDown } from './lock-down.ts';
import type { MachineFactory } from './machine-port.ts';
import { runRemoteTool } from './remote-tool.ts';
import { sourceMapOf } from './source-map.ts';
import { Watchdog } from './watchdog.ts';

/** Kernel frames stand between an error and the driver that caused it. */
const STACK_FRAMES = 60;
/** A debugger shows the whole way of a request. */
const DEBUG_STACK_FRAMES = 200;
/** As EX_SOFTWARE: the emulator itself is wrong. */
const EXIT_BUG = 70;

/** A driver may compute for a while; Windows itself gives a DPC 20 seconds before it speaks of a watchdog violation. */
const HANG_SECONDS = 3;

export function serve(factory: MachineFactory): void {
  // Standard output belongs to the protocol.
  globalThis.console = new Console(process.stderr, process.stderr);
  Error.stackTraceLimit = STACK_FRAMES;
  lockDown();
  const script = process.argv[1] ?? '';
  const watchdog = new Watchdog(script, getHeapStatistics().heap_size_limit, HANG_SECONDS);
  const connection = createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  const files = new Set<string>();
  const createEnvironment = (): MachineEnvironment => {
    const debug = new LineBreakpoints({
      isDriver: (path) => files.has(path),
      isShared: () => server.sources !== null,
      wait: (isReleased) => server.stand(isReleased),
    });
    const compartments = new DriverCompartments({ [BREAK_NAME]: debug.reached });
    return {
      debug,
      readFile: async (path) => {
        const asked: ClientRequests['workspace/readFile'][0] = { path };
        const answer: ClientRequests['workspace/readFile'][1] = await connection.sendRequest(
          'workspace/readFile',
          asked,
        );
        return answer.text;
      },
      evaluate: (code, sourceUrl, driver) => {
        files.add(pathOfSourceUrl(sourceUrl));
        watchdog.tell({ kind: 'module', sourceUrl, driver });
        const note = server.sources === null ? '' : sourceMapOf(code, sourceUrl, server.sources);
        return compartments.evaluate(code, sourceUrl, driver, note);
      },
      runTool: (run) => runRemoteTool(connection, run),
      turn: () => new Promise((resolve) => setImmediate(resolve)),
      createMemory: (bytes) => {
        watchdog.tell({ kind: 'memory', bytes });
        return createMemory(bytes);
      },
      status: watchdog.status,
      nameDrivers: (names) => watchdog.tell({ kind: 'drivers', names }),
    };
  };
  const server = new HostServer({
    connection,
    factory,
    createEnvironment,
    openDebugChannel: (serveRequest) => {
      Error.stackTraceLimit = DEBUG_STACK_FRAMES;
      return new DebugChannel(script, watchdog.status, serveRequest);
    },
    openInspector: (signal, calls) => {
      const address = openInspector(calls);
      watchdog.tell({ kind: 'inspected', signal });
      return address;
    },
    closeInspector: close,
  });
  process.on('unhandledRejection', (error) => reportStray(error));
  process.on('uncaughtException', (error) => reportStray(error));
  // Whoever started the process is gone.
  process.stdin.on('end', leave);
  process.stdin.on('close', leave);
  connection.listen();

  function leave(): void {
    // An orderly exit would wait for the JavaScript debugger to let go.
    if (server.sources !== null) process.kill(process.pid, 'SIGKILL');
    process.exit(0);
  }

  /** A promise that a driver let go of and that failed is the driver's fault; anything else is the emulator's. */
  function reportStray(error: unknown): void {
    const stack = error instanceof Error ? String(error.stack) : '';
    const frame = firstDriverFrame(stack, files);
    if (frame === null) {
      process.stderr.write(`${stack === '' ? String(error) : stack}\n`, () => process.exit(EXIT_BUG));
      return;
    }
    const driver = { entry: frame.file, modules: [{ path: frame.file, text: '' }] };
    const when = 'in work that nobody waits for, so an `await` is missing';
    const diagnostics = [exceptionDiagnostic(error, driver, when)];
    void connection.sendNotification('machine/diagnostics', { diagnostics }).catch(() => {});
  }
}
