import type { MaybePromise } from '../../base/maybe-promise.ts';

export type ThreadState = 'ready' | 'running' | 'waiting' | 'ended';

/** What a blocked thread waits for. */
export interface WaitRecord {
  /** In words, with the address: `event 0x1a40`. */
  readonly what: string;
  readonly object: number;
  readonly since: number;
  /** Made where the wait began; its stack names the line, and is only read when somebody asks. null: no driver's code waits. */
  readonly site: Error | null;
  /** Takes the wait back. */
  readonly withdraw: () => void;
}

/** A dispatch routine that has not returned for good: it waits, or has not been awaited. */
export interface OpenCall {
  /** The thread's depth inside of it. */
  readonly depth: number;
  readonly ended: Promise<unknown>;
  /** Where a user's driver made the call; null where another driver did. */
  readonly site: Error | null;
}

/** An emulated kernel thread. Which drivers it is inside of stands in its frames, outermost first. */
export class Thread {
  readonly id: number;
  readonly name: string;
  state: ThreadState = 'ready';
  irql = 0;
  /** Critical regions entered. */
  apcDisable = 0;
  wait: WaitRecord | null = null;
  /** Goes on after a wait; set while the state is `ready` or `waiting`. */
  resume: () => void;
  /** Number of drivers entered and not yet left. */
  depth = 0;
  // Plain arrays, which begin empty: a thread is made for each request of a user, and most go a few drivers deep.
  readonly frameDevice: number[] = [];
  readonly frameIrp: number[] = [];
  readonly frameDriver: number[] = [];
  readonly frameCode: number[] = [];
  /** Variables on the stack of the drivers it is inside of: address and the depth at which each goes. */
  readonly locals: { readonly address: number; readonly depth: number }[] = [];
  /** Outermost first. */
  readonly openCalls: OpenCall[] = [];
  readonly onEnd: (() => void)[] = [];
  /** Special kernel APCs that wait until the thread runs below APC_LEVEL, oldest first. */
  readonly apcs: (() => void)[] = [];

  constructor(
    id: number,
    name: string,
    body: () => MaybePromise<void>,
    start: (thread: Thread, body: () => MaybePromise<void>) => void,
  ) {
    this.id = id;
    this.name = name;
    this.resume = () => start(this, body);
  }

  /** Index of the driver whose code runs, 0 for the kernel's own. */
  get driver(): number {
    return this.depth === 0 ? 0 : (this.frameDriver[this.depth - 1] ?? 0);
  }

  get device(): number {
    return this.depth === 0 ? 0 : (this.frameDevice[this.depth - 1] ?? 0);
  }

  /** Major code << 8 | minor code of the innermost dispatch; -1 for other routines of a driver. */
  get code(): number {
    return this.depth === 0 ? -1 : (this.frameCode[this.depth - 1] ?? -1);
  }

  /** The IRP that the innermost dispatch routine was entered with; 0 outside of any. */
  get irp(): number {
    return this.depth === 0 ? 0 : (this.frameIrp[this.depth - 1] ?? 0);
  }
}

/** Where the wait began; behind it, for a wait in a driver that another one has called, where that one did. */
export function siteOf({ wait, openCalls }: Thread): Error | null {
  const site = wait?.site ?? null;
  const call = openCalls.at(-1)?.site;
  if (site !== null && call !== null && call !== undefined) site.stack = `${site.stack}\n${call.stack}`;
  return site;
}
