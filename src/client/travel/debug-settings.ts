/** What a debugger has set, for the process that takes over. */
import type { DebugRequests } from '../../protocol/debug.ts';
import type { HostRequests } from '../../protocol/messages.ts';

type Request = <M extends keyof HostRequests>(method: M, params: HostRequests[M][0]) => Promise<unknown>;

export class DebugSettings {
  readonly #lines = new Map<string, DebugRequests['debug/setLines'][0]>();
  #isDebugged = false;
  #functions: DebugRequests['debug/setFunctions'][0] | null = null;
  #data: DebugRequests['debug/setData'][0] | null = null;
  #exceptions: DebugRequests['debug/setExceptions'][0] | null = null;

  note<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): void {
    switch (method) {
      case 'debug/attach':
        this.#isDebugged = true;
        break;
      case 'debug/setLines': {
        const lines = params as DebugRequests['debug/setLines'][0];
        this.#lines.set(lines.file, lines);
        break;
      }
      case 'debug/setFunctions':
        this.#functions = params as DebugRequests['debug/setFunctions'][0];
        break;
      case 'debug/setData':
        this.#data = params as DebugRequests['debug/setData'][0];
        break;
      case 'debug/setExceptions':
        this.#exceptions = params as DebugRequests['debug/setExceptions'][0];
        break;
      case 'debug/detach':
        this.clear();
        break;
    }
  }

  /** Somebody debugs. */
  get isDebugged(): boolean {
    return this.#isDebugged;
  }

  clear(): void {
    this.#isDebugged = false;
    this.#lines.clear();
    this.#functions = null;
    this.#data = null;
    this.#exceptions = null;
  }

  async apply(request: Request): Promise<void> {
    await request('debug/attach', {});
    for (const lines of this.#lines.values()) await request('debug/setLines', lines);
    if (this.#functions !== null) await request('debug/setFunctions', this.#functions);
    if (this.#data !== null) await request('debug/setData', this.#data);
    if (this.#exceptions !== null) await request('debug/setExceptions', this.#exceptions);
  }
}
