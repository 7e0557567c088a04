/** The thread that the compiler runs in: whoever started it goes on meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CompilerResult, CompilerRun } from '../../protocol/messages.ts';
import { loadLlvm, runLlvm } from './llvm.ts';

export interface CompilerData {
  /** Of the compiler's module. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface CompilerTask {
  readonly id: number;
  readonly run: CompilerRun;
}

export type CompilerAnswer =
  | { readonly id: number; readonly result: CompilerResult }
  | { readonly id: number; readonly failure: string };

const { path, headers } = workerData as CompilerData;
const loading = loadLlvm(path);

async function answer({ id, run }: CompilerTask): Promise<CompilerAnswer> {
  try {
    return { id, result: await runLlvm(await loading, run, headers) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

// One after the other: the tools share one file system.
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (task: CompilerTask) => {
  last = last.then(async () => parentPort?.postMessage(await answer(task)));
});
