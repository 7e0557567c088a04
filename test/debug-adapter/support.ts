/** A debug client for tests: speaks DAP to an adapter whose machine runs in a sandbox process of its own. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeAll } from 'vitest';
import { DebugAdapter } from '../../src/debug-adapter/adapter.ts';
import type { DapArguments, DapCommand, DapEvent, DapMessage, DapResponse } from '../../src/debug-adapter/dap.ts';
import { hostStarter } from '../../src/debug-adapter/host-target.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { compile } from '../support/c-compiler.ts';
import { STORAGE } from '../support/machine.ts';

export const AUDITFLT = `${dirname(STORAGE)}/auditflt.ts`;

const SOURCE = readFileSync(AUDITFLT, 'utf8').split('\n');

/** Number of the line of the storage sample's filter that has a text, from 1. */
export function lineOf(text: string): number {
  const found = SOURCE.findIndex((line) => line.includes(text));
  if (found < 0) throw new Error(`the filter has no line with ${text}`);
  return found + 1;
}

export interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source?: { readonly name: string; readonly path: string };
}

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly variablesReference: number;
  readonly memoryReference?: string;
  readonly evaluateName?: string;
}

/** Bodies of answers, as far as tests look at them. */
export interface Bodies {
  stackTrace: { readonly stackFrames: readonly Frame[] };
  scopes: { readonly scopes: readonly { readonly name: string; readonly variablesReference: number }[] };
  variables: { readonly variables: readonly Variable[] };
  setVariable: Variable;
  evaluate: { readonly result: string; readonly variablesReference: number; readonly memoryReference?: string };
  threads: { readonly threads: readonly { readonly id: number; readonly name: string }[] };
  dataBreakpointInfo: { readonly dataId: string | null; readonly description: string };
  readMemory: { readonly address: string; readonly data: string };
  setBreakpoints: { readonly breakpoints: readonly { readonly verified: boolean; readonly message?: string }[] };
  setFunctionBreakpoints: Bodies['setBreakpoints'];
  setDataBreakpoints: Bodies['setBreakpoints'];
}

export interface Stopped {
  readonly reason: string;
  readonly text: string;
  readonly threadId: number;
  readonly hitBreakpointIds?: readonly number[];
}

type BodyOf<C extends DapCommand> = C extends keyof Bodies ? Bodies[C] : unknown;

export class DapClient {
  readonly messages: DapMessage[] = [];
  readonly adapter: DebugAdapter;
  readonly asked = new Set<DapCommand>();
  readonly #transcript: string[] = [];
  readonly #waiting = new Set<() => void>();
  #sequence = 1;
  /** Events before this one have been waited for. */
  #seen = 0;

  constructor(entry: string) {
    const starter = hostStarter({ entry, folder: dirname(STORAGE), compilerFor: () => compile });
    this.adapter = new DebugAdapter(starter, (message) => {
      this.messages.push(message);
      for (const wake of [...this.#waiting]) wake();
    });
  }

  /** @returns the answer, whether it succeeded or not */
  async ask<C extends DapCommand>(command: C, arguments_: DapArguments[C]): Promise<DapResponse> {
    const seq = this.#sequence;
    this.#sequence += 1;
    this.asked.add(command);
    await this.adapter.handle({ seq, type: 'request', command, arguments: arguments_ });
    const response = await this.#find((message) => message.type === 'response' && message.request_seq === seq);
    const { success, body, message } = response as DapResponse;
    this.#transcript.push(`--> ${command} ${JSON.stringify(arguments_)}`);
    this.#transcript.push(success ? `<-- ${JSON.stringify(body ?? {}, null, 1)}` : `<-- failed: ${message}`);
    return response as DapResponse;
  }

  /** @returns the body of the answer. @throws when the request fails */
  async request<C extends DapCommand>(command: C, arguments_: DapArguments[C]): Promise<BodyOf<C>> {
    const { success, message, body } = await this.ask(command, arguments_);
    if (!success) throw new Error(`${command}: ${message}`);
    return (body ?? {}) as BodyOf<C>;
  }

  /** The next event of that name that nobody has waited for. */
  async event<B>(name: string): Promise<B> {
    let index = 0;
    const message = await this.#find((one, at) => {
      index = at;
      return at >= this.#seen && one.type === 'event' && one.event === name;
    });
    this.#seen = index + 1;
    const { body } = message as DapEvent;
    this.#transcript.push(`<<< ${name} ${JSON.stringify(body ?? {})}`);
    return body as B;
  }

  stopped(): Promise<Stopped> {
    return this.event<Stopped>('stopped');
  }

  async #find(fits: (message: DapMessage, index: number) => boolean): Promise<DapMessage> {
    for (;;) {
      const found = this.messages.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** What comes next is the transcript. */
  begin(): void {
    this.#transcript.length = 0;
  }

  /** What was asked, answered and told: addresses numbered as they came, paths relative to the machine file. */
  transcript(): string {
    const addresses = new Map<number, string>();
    const text = this.#transcript.join('\n').replaceAll(dirname(STORAGE), '.');
    const numbered = text.replace(/\b(?:0x[0-9a-f]{5,7}|0{8,}[0-9a-f]{5,8})\b/g, (written) => {
      const address = Number(written.replace(/^(?!0x)/, '0x'));
      const known = addresses.get(address) ?? `@${addresses.size + 1}`;
      addresses.set(address, known);
      return known;
    });
    return `${numbered}\n`;
  }

  /** Initializes and launches; breakpoints can be set then. */
  async launch(arguments_: DapArguments['launch'] = { program: STORAGE }): Promise<void> {
    await this.request('initialize', { supportsInvalidatedEvent: true });
    await this.request('launch', arguments_);
    await this.event('initialized');
  }

  /** Lets the machine boot, and waits until it stands somewhere. */
  async runToStop(): Promise<Stopped> {
    await this.request('configurationDone', {});
    return await this.stopped();
  }

  async continueToStop(threadId: number): Promise<Stopped> {
    await this.request('continue', { threadId });
    return await this.stopped();
  }

  async step(kind: 'next' | 'stepIn' | 'stepOut', threadId: number): Promise<Stopped> {
    await this.request(kind, { threadId });
    return await this.stopped();
  }

  async frames(threadId: number): Promise<readonly Frame[]> {
    return (await this.request('stackTrace', { threadId })).stackFrames;
  }

  async topFrame(threadId: number): Promise<Frame> {
    const [top] = await this.frames(threadId);
    if (top === undefined) throw new Error('the thread has no frame');
    return top;
  }

  /** `auditflt!DispatchPnp: let status = …`, innermost first. */
  async stack(threadId: number): Promise<readonly string[]> {
    const frames = await this.frames(threadId);
    return frames.map(({ name, line }) => (line === 0 ? name : `${name}: ${SOURCE[line - 1]?.trim()}`));
  }

  /** Variables of a scope of the innermost frame. */
  async scope(threadId: number, name: string): Promise<readonly Variable[]> {
    const { scopes } = await this.request('scopes', { frameId: (await this.topFrame(threadId)).id });
    const scope = scopes.find((one) => one.name === name);
    if (scope === undefined) throw new Error(`there is no scope ${name}: ${scopes.map((one) => one.name).join()}`);
    return (await this.request('variables', { variablesReference: scope.variablesReference })).variables;
  }

  async evaluate(threadId: number, expression: string): Promise<string> {
    const { id } = await this.topFrame(threadId);
    return (await this.request('evaluate', { expression, frameId: id, context: 'watch' })).result;
  }
}

export interface DebugAdapterTests {
  /** Disposed of after the test. */
  client(): DapClient;
  /** The sandbox process's bundle. */
  entry(): string;
}

/** For a test file. @param name - of the bundle; no other file has the same */
export function useDebugAdapter(name: string): DebugAdapterTests {
  let entry = '';
  const clients: DapClient[] = [];
  beforeAll(async () => {
    entry = await buildSandbox(name, 'real');
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(({ adapter }) => adapter.dispose()));
  });
  return {
    entry: () => entry,
    client: () => {
      const made = new DapClient(entry);
      clients.push(made);
      return made;
    },
  };
}

/** Launched, and standing where the storage sample's filter gets its first usage notification. */
export async function standAtUsage(dap: DapClient): Promise<{ dap: DapClient; threadId: number }> {
  await dap.launch();
  await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'auditflt!IRP_MN_DEVICE_USAGE_NOTIFICATION' }] });
  const { threadId } = await dap.runToStop();
  return { dap, threadId };
}
