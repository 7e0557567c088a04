/** The machines of the editor as what a debug adapter debugs. */

import type { TimeTravel } from '../../client/travel/time-travel.ts';
import type { Source, StartArguments } from '../../debug-adapter/dap.ts';
import type { DebugTarget, TargetListener, TargetStarter } from '../../debug-adapter/target.ts';
import type { HostNotifications, HostRequests } from '../../protocol/messages.ts';
import type { MachineSession, SourceDebugger } from '../machine/machine-session.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { t } from '../text.ts';

/** How the editor names files. */
export interface Files {
  /** URI of a machine file. @param program - a path or a URI */
  uriOf(program: string): string;
  /** What a client opens for a file that is named relative to a machine file. */
  sourceOf(machine: string, file: string): Source;
  /** The other way round; null: it does not lie beside the machine file. */
  fileOf(machine: string, source: Source): string | null;
}

/** Attaches VS Code's JavaScript debugger. @returns null once it has; otherwise why it has not */
export type AttachJavaScript = (inspector: string) => Promise<string | null>;

export function machineStarter(
  machines: MachineSessions,
  files: Files,
  attachJavaScript: AttachJavaScript,
): TargetStarter {
  return {
    launch: async ({ program = '', noDebug, sourceDebugger }: StartArguments, listener) => {
      const uri = files.uriOf(program);
      const isDebugged = noDebug !== true;
      const source =
        isDebugged && sourceDebugger === 'javascript' ? new JavaScript(uri, attachJavaScript, listener) : null;
      const runs = await machines.start(uri, isDebugged, source);
      const session = machines.find(uri);
      if (!runs || session === undefined) throw new Error(whyNot(session));
      return new MachineTarget(machines, session, files, listener, { isRunOnly: !isDebugged, source });
    },
    attach: async ({ program = '', sourceDebugger }, listener) => {
      const session = program === '' ? machines.shown : machines.find(files.uriOf(program));
      if (session == null || session.status !== 'live')
        throw new Error(t('No machine is running. Start one, or use "request": "launch".'));
      const host = session.host();
      await host.request('debug/open', {});
      await host.request('debug/attach', {});
      if (sourceDebugger === 'javascript') listener.notify('debug/output', noJavaScript(LATE));
      const target = new MachineTarget(machines, session, files, listener, { isRunOnly: false, source: null });
      if (session.model?.summary.paused != null) await takeOver(target);
      return target;
    },
  };
}

const SCRIPT = /\.[cm]?[jt]s$/i;
const LATE = 'The drivers of a machine that runs are loaded already: start it with "request": "launch".';

/** What is said when lines stay with the sandbox. */
function noJavaScript(reason: string): HostNotifications['debug/output'] {
  const text = t('The JavaScript debugger is not there, so the sandbox itself stops at lines. {0}', reason);
  return { text, file: null, line: 0 };
}

/** The JavaScript debugger of one machine. */
class JavaScript implements SourceDebugger {
  readonly sources: string;
  /** It owns the lines of scripts. */
  isAttached = false;
  readonly #attach: AttachJavaScript;
  readonly #listener: TargetListener;

  constructor(uri: string, attach: AttachJavaScript, listener: TargetListener) {
    this.sources = uri.slice(0, uri.lastIndexOf('/') + 1);
    this.#attach = attach;
    this.#listener = listener;
  }

  async attach({ inspector, refusal = '' }: HostRequests['debug/open'][1]): Promise<boolean> {
    const reason = inspector === undefined ? refusal : await this.#attach(inspector);
    this.isAttached = reason === null;
    if (reason !== null) this.#listener.notify('debug/output', noJavaScript(reason));
    return this.isAttached;
  }
}

/** A machine that the user has paused goes on to its next event, where the debugger holds it. */
async function takeOver(target: DebugTarget): Promise<void> {
  await target.request('debug/pause', {});
  await target.request('machine/resume', {});
}

function whyNot(session: MachineSession | undefined): string {
  const first = session?.diagnostics.find(({ severity }) => severity === 'error');
  if (first !== undefined) return `${first.file}:${first.line}: ${first.message}`;
  return session?.loss?.message ?? t('The machine could not be started.');
}

class MachineTarget implements DebugTarget {
  readonly #machines: MachineSessions;
  readonly #session: MachineSession;
  readonly #files: Files;
  readonly #subscriptions: readonly { dispose(): void }[];
  #isOver = false;
  readonly #isRunOnly: boolean;
  readonly #source: JavaScript | null;

  constructor(
    machines: MachineSessions,
    session: MachineSession,
    files: Files,
    listener: TargetListener,
    { isRunOnly, source }: { readonly isRunOnly: boolean; readonly source: JavaScript | null },
  ) {
    this.#machines = machines;
    this.#session = session;
    this.#files = files;
    this.#isRunOnly = isRunOnly;
    this.#source = source;
    this.#subscriptions = [
      session.notifications.event(({ method, params }) => listener.notify(method, params)),
      session.events.event(({ type }) => {
        // Started anew or stopped by somebody else, or lost: this debugger's machine is no more.
        if (type !== 'status' || session.status === 'live' || this.#isOver) return;
        this.#over();
        listener.ended(session.loss?.message ?? t('{0} was stopped.', session.fileName));
      }),
    ];
  }

  async request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]> {
    // A run without stops was booted as it was started.
    if (method === 'machine/boot' && this.#isRunOnly) return {};
    return await this.#session.host().request(method, params);
  }

  get travel(): TimeTravel {
    return this.#session.host().travel;
  }

  sourceOf(file: string): Source {
    return this.#files.sourceOf(this.#session.uri, file);
  }

  fileOf(source: Source): string | null {
    return this.#files.fileOf(this.#session.uri, source);
  }

  stopsElsewhere(file: string): string | null {
    return this.#source?.isAttached === true && SCRIPT.test(file)
      ? t('The JavaScript debugger stops at this line.')
      : null;
  }

  async end(terminate: boolean): Promise<void> {
    if (this.#isOver) return;
    this.#over();
    if (terminate) await this.#machines.stop(this.#session);
    else if (!this.#isRunOnly) await this.#session.host().request('debug/detach', {});
  }

  #over(): void {
    this.#isOver = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
