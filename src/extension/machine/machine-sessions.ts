import { Emitter } from '../emitter.ts';
import { t } from '../text.ts';
import type { Host, HostPort } from './host-port.ts';
import { MachineSession, type ReadFile, type SessionEvent, type SourceDebugger } from './machine-session.ts';

/** How many machines may run at once: each is a process with its own heap. */
export const MACHINES_MAX = 32;

export interface SessionsEvent {
  readonly session: MachineSession;
  readonly event: SessionEvent;
}

/** All machines that were started and not stopped; the views show one of them. */
export class MachineSessions {
  readonly events = new Emitter<SessionsEvent>();
  /** Another machine is shown now, or none. */
  readonly shownChanged = new Emitter<MachineSession | null>();
  readonly #sessions = new Map<string, MachineSession>();
  readonly #port: HostPort;
  readonly #readerFor: (uri: string) => ReadFile;
  #shown: MachineSession | null = null;

  constructor(port: HostPort, readerFor: (uri: string) => ReadFile) {
    this.#port = port;
    this.#readerFor = readerFor;
  }

  get shown(): MachineSession | null {
    return this.#shown;
  }

  /** In the order in which they were started first. */
  get all(): readonly MachineSession[] {
    return [...this.#sessions.values()];
  }

  find(uri: string): MachineSession | undefined {
    return this.#sessions.get(uri);
  }

  /** Starts or restarts the machine and shows it. Parameters: see `MachineSession.start`. @returns whether it runs */
  async start(uri: string, debug = false, source: SourceDebugger | null = null, keepsDisks = false): Promise<boolean> {
    const session = this.#sessions.get(uri) ?? this.#add(uri);
    this.show(session);
    return await session.start(debug, source, keepsDisks);
  }

  /** Runs a machine in a process of its own, which no session shows. @param act - gets the machine file's name too */
  async aside<T>(uri: string, act: (host: Host, fileName: string) => Promise<T>): Promise<T> {
    const readFile = this.#readerFor(uri);
    const host = await this.#port.start({
      readFile,
      notify: () => {},
      travelled: () => {},
      ended: () => {},
    });
    try {
      return await act(host, decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)));
    } finally {
      await host.dispose();
    }
  }

  async stop(session: MachineSession): Promise<void> {
    await session.stop();
    if (this.#sessions.get(session.uri) !== session || session.status !== 'stopped') return;
    this.#sessions.delete(session.uri);
    if (this.#shown === session) this.show(this.all.at(-1) ?? null);
  }

  show(session: MachineSession | null): void {
    if (this.#shown === session) return;
    this.#shown = session;
    this.shownChanged.fire(session);
  }

  async dispose(): Promise<void> {
    this.events.dispose();
    this.shownChanged.dispose();
    await Promise.allSettled(this.all.map((session) => session.dispose()));
  }

  #add(uri: string): MachineSession {
    if (this.#sessions.size >= MACHINES_MAX) {
      throw new Error(t('{0} machines are running already. Stop one first.', MACHINES_MAX));
    }
    const session = new MachineSession(uri, this.#port, this.#readerFor(uri));
    session.events.event((event) => this.events.fire({ session, event }));
    this.#sessions.set(uri, session);
    return session;
  }
}
