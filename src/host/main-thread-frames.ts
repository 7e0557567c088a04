import { type Debugger, Session } from 'node:inspector';

export interface Frame {
  readonly url: string;
  readonly line: number;
  readonly routine: string;
}

/** Native code cannot be interrupted; then the answer is that there is none. */
const PATIENCE_MILLISECONDS = 1000;

/**
 * Stops the main thread, for good, and reads where it was: innermost frame first. Works from another thread only.
 * Empty where the runtime does not permit it.
 */
export function mainThreadFrames(): Promise<Frame[]> {
  return new Promise((resolve) => {
    setTimeout(() => resolve([]), PATIENCE_MILLISECONDS);
    try {
      const session = new Session();
      session.connectToMainThread();
      const urls = new Map<string, string>();
      session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
      session.on('Debugger.paused', ({ params }) => resolve(params.callFrames.map((frame) => read(frame, urls))));
      session.post('Debugger.enable');
      session.post('Debugger.pause');
    } catch {
      resolve([]);
    }
  });
}

function read(frame: Debugger.CallFrame, urls: ReadonlyMap<string, string>): Frame {
  const { scriptId, lineNumber } = frame.location;
  return { url: urls.get(scriptId) ?? frame.url, line: lineNumber + 1, routine: frame.functionName };
}
