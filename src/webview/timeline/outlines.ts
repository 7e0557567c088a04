/** The run from afar, as the host counts it. */
import type { TraceMark, TraceOutline } from '../../protocol/trace.ts';
import type { ViewRequest } from '../../protocol/view.ts';
import { nextRequestId } from './trace-pages.ts';

/** Milliseconds between two requests: what moves quickly is asked for when it has come to rest. */
const PATIENCE = 400;
/** Milliseconds after which nobody will answer any more. */
const LOST = 5000;
/** Of a slider. */
const MARK_COLUMNS = 400;

type Post = (request: ViewRequest) => void;

/** One request at a time, and not too often. */
class Question {
  #pending = 0;
  #isResting = false;
  readonly #onRested: () => void;

  constructor(onRested: () => void) {
    this.#onRested = onRested;
  }

  get isFree(): boolean {
    return this.#pending === 0 && !this.#isResting;
  }

  ask(post: Post, from: number, to: number, columns: number): void {
    const requestId = nextRequestId();
    this.#pending = requestId;
    this.#isResting = true;
    setTimeout(() => this.answers(requestId), LOST);
    setTimeout(() => {
      this.#isResting = false;
      this.#onRested();
    }, PATIENCE);
    post({ type: 'outlineRequest', requestId, from, to, columns });
  }

  answers(requestId: number): boolean {
    if (requestId !== this.#pending) return false;
    this.#pending = 0;
    return true;
  }

  forget(): void {
    this.#pending = 0;
  }
}

/** How much happened where, of the span that was asked for last. */
export class Outlines {
  version = 0;
  #outline: TraceOutline | null = null;
  readonly #question: Question;

  constructor(onRested: () => void) {
    this.#question = new Question(onRested);
  }

  forget(): void {
    this.#outline = null;
    this.#question.forget();
    this.version += 1;
  }

  receive(requestId: number, outline: TraceOutline): boolean {
    if (!this.#question.answers(requestId)) return false;
    this.#outline = outline;
    this.version += 1;
    return true;
  }

  /** The last one that came, which may be of another span; the one that is wanted is asked for. */
  read(from: number, to: number, columns: number, total: number, post: Post): TraceOutline | null {
    const known = this.#outline;
    const isRight = known?.from === from && known.to === to && known.total >= Math.min(to, total);
    if (!isRight && this.#question.isFree) this.#question.ask(post, from, to, columns);
    return known;
  }
}

/** What stands out of the whole run; only what is new is asked for. */
export class Marks {
  version = 0;
  #marks: TraceMark[] = [];
  #known = 0;
  readonly #question: Question;

  constructor(onRested: () => void) {
    this.#question = new Question(onRested);
  }

  forget(): void {
    this.#marks = [];
    this.#known = 0;
    this.#question.forget();
    this.version += 1;
  }

  receive(requestId: number, { from, to, marks, total }: TraceOutline): boolean {
    if (!this.#question.answers(requestId)) return false;
    this.#marks.push(...marks.filter(({ n }) => n >= this.#known));
    this.#known = Math.max(this.#known, from, Math.min(to, total));
    this.version += 1;
    return true;
  }

  read(total: number, post: Post): readonly TraceMark[] {
    if (this.#known < total && this.#question.isFree) this.#question.ask(post, this.#known, total, MARK_COLUMNS);
    return this.#marks;
  }
}
