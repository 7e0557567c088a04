/** The C compiler of one computer, in a thread that ends when nobody has needed it for a while. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CompilerResult, CompilerRun } from '../../protocol/messages.ts';
import type { CompilerAnswer, CompilerData, CompilerTask } from './compiler-thread.ts';
import { findLlvm } from './llvm.ts';

/** The compiler holds some 400 MB. */
const IDLE_MILLISECONDS = 30_000;
/** Where the compiler sees the sandbox's headers. */
const HEADER_FOLDER = '/sandbox/include';
const HEADER_FILES = ['wdm.h', 'storport.h'];

interface Waiting {
  readonly resolve: (result: CompilerResult) => void;
  readonly reject: (error: Error) => void;
}

export interface CompilerOptions {
  /** The thread's own bundle. */
  readonly thread: string;
  /** Folder of wdm.h. */
  readonly headers: string;
  /** Files from which the package is looked for, as Node looks for it. */
  readonly searchFrom: readonly string[];
}

export class Compiler {
  readonly #options: CompilerOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | null = null;
  #next = 1;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: CompilerOptions) {
    this.#options = options;
  }

  /** null: the compiler is not installed. */
  run(run: CompilerRun): Promise<CompilerResult | null> {
    const thread = this.#start();
    if (thread === null) return Promise.resolve(null);
    const task: CompilerTask = { id: this.#next, run };
    this.#next += 1;
    this.#stopClock();
    return new Promise((resolve, reject) => {
      this.#waiting.set(task.id, { resolve, reject });
      thread.postMessage(task);
    });
  }

  dispose(): void {
    this.#stopClock();
    this.#ended(new Error('The compiler was stopped.'));
  }

  #start(): Worker | null {
    if (this.#thread !== null) return this.#thread;
    const path = findLlvm(this.#options.searchFrom);
    if (path === null) return null;
    const workerData: CompilerData = { path, headers: readHeaders(this.#options.headers) };
    const thread = new Worker(this.#options.thread, { workerData, execArgv: [] });
    thread.on('message', (answer: CompilerAnswer) => this.#answered(answer));
    thread.on('error', (error) => this.#ended(error));
    this.#thread = thread;
    return thread;
  }

  #answered(answer: CompilerAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('result' in answer) waiting?.resolve(answer.result);
    else waiting?.reject(new Error(`The C compiler failed: ${answer.failure}`));
    if (this.#waiting.size > 0) return;
    // A thread that has nothing to do does not keep the process alive either.
    this.#thread?.unref();
    this.#idle = setTimeout(() => this.dispose(), IDLE_MILLISECONDS).unref();
  }

  #stopClock(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#thread?.ref();
  }

  #ended(error: Error): void {
    const thread = this.#thread;
    this.#thread = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    void thread?.terminate();
  }
}

function readHeaders(folder: string): Record<string, string> {
  return Object.fromEntries(
    HEADER_FILES.map((file) => [`${HEADER_FOLDER}/${file}`, readFileSync(join(folder, file), 'utf8')]),
  );
}
