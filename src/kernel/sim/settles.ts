import type { MaybePromise } from '../../base/maybe-promise.ts';

/** Microtasks after which whoever waits for the last thread's result has heard of it. Time must not move before that. */
const SETTLING = 24;

const TURN = Promise.resolve();

/** Not an `async` function: this is done whenever time moves, and each `await` makes four objects. */
export function settles(done: () => boolean): MaybePromise<boolean> {
  if (done()) return true;
  return new Promise((resolve) => {
    let left = SETTLING;
    const step = (): void => {
      left -= 1;
      if (done()) resolve(true);
      else if (left === 0) resolve(false);
      else void TURN.then(step);
    };
    void TURN.then(step);
  });
}
