/** A sandbox process for a run, whichever run that will be. */
import type { CompilerRun, HostNotifications } from '../../protocol/messages.ts';
import type { HostEnd } from '../host-end.ts';
import { type HostHandle, type StartHostOptions, startHost } from '../start-host.ts';
import type { Run } from './run.ts';

/** Whoever uses the process. */
export interface SlotOwner {
  /** Whose files it reads; null: none has begun. */
  readonly slotRun: Run | null;
  notify<N extends keyof HostNotifications>(method: N, params: HostNotifications[N]): void;
  ended(end: HostEnd): void;
}

export interface Slot {
  readonly host: HostHandle;
  owner: SlotOwner | null;
}

export async function startSlot(options: StartHostOptions): Promise<Slot> {
  let owner: SlotOwner | null = null;
  const host = await startHost({
    ...options,
    readFile: (path) => readOnce(owner?.slotRun ?? null, path, options),
    ...(options.runCompiler === undefined
      ? {}
      : { runCompiler: (run: CompilerRun) => compileOnce(owner?.slotRun ?? null, run, options) }),
    onNotification: (method, params) => owner?.notify(method, params),
    onExit: (end) => owner?.ended(end),
  });
  return {
    host,
    get owner() {
      return owner;
    },
    set owner(next) {
      owner = next;
    },
  };
}

/** A run that is repeated has the files that it had, whatever became of them since. */
async function readOnce(run: Run | null, path: string, { readFile }: StartHostOptions): Promise<string | null> {
  // Files of a machine that is only checked are read as they are now.
  if (run === null) return await readFile(path);
  const known = run.files.get(path);
  if (known !== undefined) return known;
  if (run.isSealed) return null;
  const text = await readFile(path);
  run.files.set(path, text);
  return text;
}

async function compileOnce(run: Run | null, asked: CompilerRun, { runCompiler }: StartHostOptions) {
  const key = JSON.stringify(asked);
  const known = run?.compiled.get(key);
  if (known !== undefined) return known;
  const result = (await runCompiler?.(asked)) ?? null;
  if (result?.exitCode === 0) run?.compiled.set(key, result);
  return result;
}
