/** Runs beside the main thread and reports on fd 3 when a driver keeps that one busy for too long. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { STATUS } from '../machine/environment.ts';
import type { HangReport } from '../protocol/messages.ts';
import { pathOfSourceUrl } from '../toolchain/stack-lines.ts';
import { HeldThread } from './javascript-debugger.ts';
import { mainThreadFrames } from './main-thread-frames.ts';
import type { WatchdogData, WatchdogMessage } from './watchdog.ts';

const TICK_MILLISECONDS = 100;
/** While somebody waits for answers of a thread that is held. */
const LOOK_MILLISECONDS = 20;
const REPORT_PIPE = 3;
/** Whoever started the process ends it on the report; if he is gone himself, it must not spin on for ever. */
const GRACE_MILLISECONDS = 5000;

export function watch(): void {
  const { status, mostBytes, hangSeconds } = workerData as WatchdogData;
  const drivers: string[] = [];
  const modules = new Map<string, string>();
  let allowedBytes = mostBytes;
  let held: HeldThread | null = null;
  parentPort?.on('message', (message: WatchdogMessage) => {
    if (message.kind === 'drivers') {
      drivers.splice(0, drivers.length, ...message.names);
    } else if (message.kind === 'module') {
      modules.set(message.sourceUrl, message.driver);
    } else if (message.kind === 'inspected') {
      const thread = new HeldThread(message.signal);
      held = thread;
      setInterval(() => thread.look(), LOOK_MILLISECONDS);
    } else {
      allowedBytes += message.bytes;
    }
  });
  let seen = -1;
  let stuckTicks = 0;
  // Counted in ticks of this thread: after the computer slept, no time has passed for either.
  const timer = setInterval(() => {
    const turns = Atomics.load(status, STATUS.turns);
    // Whoever looks at a driver line by line takes his time.
    if (held?.isHeld === true) seen = -1;
    stuckTicks = turns === seen ? stuckTicks + 1 : 0;
    seen = turns;
    const seconds = (stuckTicks * TICK_MILLISECONDS) / 1000;
    const full = seconds >= 0.5 && process.memoryUsage.rss() > allowedBytes;
    if (full || seconds >= hangSeconds) {
      clearInterval(timer);
      held?.close();
      const running = drivers[Atomics.load(status, STATUS.driver)] ?? null;
      void report({ kind: full ? 'memory' : 'hang', seconds: Math.round(seconds), running, modules });
    }
  }, TICK_MILLISECONDS);
}

interface Finding {
  readonly kind: HangReport['kind'];
  readonly seconds: number;
  readonly running: string | null;
  /** Source URL -> driver. */
  readonly modules: ReadonlyMap<string, string>;
}

async function report({ kind, seconds, running, modules }: Finding): Promise<void> {
  const frame = (await mainThreadFrames()).find(({ url }) => modules.has(url));
  const hang: HangReport = {
    kind,
    driver: (frame === undefined ? null : modules.get(frame.url)) ?? running,
    file: frame === undefined ? null : pathOfSourceUrl(frame.url),
    line: frame?.line ?? null,
    routine: frame === undefined || frame.routine === '' ? null : frame.routine,
    seconds,
  };
  try {
    writeSync(REPORT_PIPE, `${JSON.stringify(hang)}\n`);
  } catch {
    // Started without the pipe: nobody listens.
  }
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MILLISECONDS);
}
