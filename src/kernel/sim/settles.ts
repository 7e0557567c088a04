/** Microtasks after which whoever waits for the last thread's result has heard of it. Time must not move before that. */
const SETTLING = 24;

export async function settles(done: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < SETTLING; turn += 1) {
    if (done()) return true;
    await Promise.resolve();
  }
  return done();
}
