/** Whoever asked something of a machine is answered once, by the first process that has done it. */
import type { RecordedInput } from '../../protocol/recording.ts';
import { TravelError } from './time-travel.ts';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export class Answers {
  readonly #waiting = new Map<RecordedInput, Waiting>();

  to(input: RecordedInput): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.set(input, { resolve, reject }));
  }

  settle(input: RecordedInput, result: unknown): void {
    this.#take(input)?.resolve(result);
  }

  fail(input: RecordedInput, error: unknown): void {
    this.#take(input)?.reject(error);
  }

  /** The others will never be done. @param why - for people */
  keepOnly(inputs: readonly RecordedInput[], why: string): void {
    for (const input of this.#waiting.keys()) if (!inputs.includes(input)) this.fail(input, new TravelError(why));
  }

  #take(input: RecordedInput): Waiting | undefined {
    const waiting = this.#waiting.get(input);
    this.#waiting.delete(input);
    return waiting;
  }
}
