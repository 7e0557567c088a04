/** Speaks the engine's debugging protocol, as a JavaScript debugger does. */
import { once } from 'node:events';
import type { Debugger } from 'node:inspector';

interface Events {
  'Debugger.paused': Debugger.PausedEventDataType;
  'Debugger.resumed': object;
  'Debugger.scriptParsed': Debugger.ScriptParsedEventDataType;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export class InspectorClient {
  readonly #socket: WebSocket;
  readonly #messages: Message[] = [];
  readonly #waiting = new Set<() => void>();
  #sequence = 0;
  /** By event: those before this one have been waited for. */
  readonly #seen = new Map<string, number>();

  /** Resolves when the other side has hung up. */
  readonly closed: Promise<unknown>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = once(socket, 'close');
    socket.addEventListener('message', ({ data }) => {
      this.#messages.push(JSON.parse(String(data)));
      for (const wake of [...this.#waiting]) wake();
    });
  }

  static async connect(address: string): Promise<InspectorClient> {
    const socket = new WebSocket(address);
    await Promise.race([
      once(socket, 'open'),
      once(socket, 'error').then(() => Promise.reject(new Error(`nobody answers at ${address}`))),
    ]);
    return new InspectorClient(socket);
  }

  async request(method: string, params: object): Promise<unknown> {
    this.#sequence += 1;
    const id = this.#sequence;
    this.#socket.send(JSON.stringify({ id, method, params }));
    const [{ result, error }] = await this.#find((message) => message.id === id, 0);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** The next one of that name that nobody has waited for. */
  async event<N extends keyof Events>(name: N, fits: (event: Events[N]) => boolean = () => true): Promise<Events[N]> {
    const from = this.#seen.get(name) ?? 0;
    const isIt = ({ method, params }: Message): boolean => method === name && fits(params as Events[N]);
    const [message, index] = await this.#find(isIt, from);
    this.#seen.set(name, index + 1);
    return message.params as Events[N];
  }

  close(): void {
    this.#socket.close();
  }

  async #find(fits: (message: Message) => boolean, from: number): Promise<[Message, number]> {
    for (;;) {
      const index = this.#messages.findIndex((message, at) => at >= from && fits(message));
      const found = this.#messages[index];
      if (found !== undefined) return [found, index];
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }
}
