/**
 * Lets the editor's JavaScript debugger into the process, and keeps the machine in sight while it holds a driver's code.
 *
 * It stops the main thread inside of the engine: nothing of ours runs there then. The watchdog's thread hears of it, and has the main
 * thread call `HELD_NAME` from there, as a debugger has it evaluate an expression: requests are answered so.
 */
import { open, Session, url } from 'node:inspector';

/** Called in the main thread while it is held; drivers cannot reach it, since it is no global of theirs. */
export const HELD_NAME = '__driverSandboxHeld';
/** VS Code's JavaScript debugger lists no scripts with this ending: its own end so. */
const SCRIPT_NAME = 'driver-sandbox.cdp';
const ADDRESS = '127.0.0.1';

export interface HeldCalls {
  /** The main thread has just been stopped. */
  stopped(): void;
  /** Answers what has come in. @returns whether it is to go on */
  serve(): boolean;
}

/**
 * @returns the address for the debugger, which nobody can guess: its path is random, and nobody else is told
 * @throws where the runtime does not permit it
 */
export function openInspector(calls: HeldCalls): string {
  const handle = (call: keyof HeldCalls): boolean | undefined => calls[call]() ?? undefined;
  Object.defineProperty(globalThis, HELD_NAME, { value: handle, configurable: true });
  if (url() === undefined) open(0, ADDRESS, false);
  const address = url();
  if (address === undefined) throw new Error('the inspector did not open');
  return address;
}

/** The other side, in the watchdog's thread. */
export class HeldThread {
  /** Somebody has stopped the main thread, and will let it go. */
  isHeld = false;
  readonly #session = new Session();
  readonly #signal: Int32Array;
  #seen = 0;

  /** @param signal - grows with each request. @throws where the runtime does not permit it */
  constructor(signal: Int32Array) {
    this.#signal = signal;
    const session = this.#session;
    session.connectToMainThread();
    session.on('Debugger.paused', ({ params }) => {
      this.isHeld = true;
      // Not a stop of the user's: the debugger reads a source map, and goes on.
      if (String(params.reason) !== 'instrumentation') this.#call('stopped');
    });
    session.on('Debugger.resumed', () => {
      this.isHeld = false;
    });
    session.post('Runtime.enable');
    session.post('Debugger.enable');
  }

  #call(call: keyof HeldCalls): void {
    const expression = `globalThis.${HELD_NAME}?.('${call}')\n//# sourceURL=${SCRIPT_NAME}`;
    this.#session.post('Runtime.evaluate', { expression, silent: true, returnByValue: true }, (error, result) => {
      if (call === 'serve' && error === null && result.result.value === true) this.#session.post('Debugger.resume');
    });
  }

  /** Has requests answered that came in since. */
  look(): void {
    const seen = Atomics.load(this.#signal, 0);
    if (!this.isHeld || seen === this.#seen) return;
    this.#seen = seen;
    this.#call('serve');
  }

  /** Whoever stops the thread now ends it. */
  close(): void {
    this.isHeld = false;
    this.#session.disconnect();
  }
}
