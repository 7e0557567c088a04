/** An answer to one question, or that the user went back a step or gave up. */
export type Asked<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancel' };

export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A codicon's name. */
  readonly icon?: string;
  /** Heading above this and the following choices, where it differs from the one before. */
  readonly group?: string;
  readonly value: T;
}

export interface Place {
  readonly step: number;
  readonly of: number;
}

export interface PickQuestion<T> {
  readonly title: string;
  readonly prompt: string;
  readonly choices: readonly Choice<T>[];
  readonly place?: Place;
  /** Lets the user answer with a text that is not among the choices. @returns undefined: this is no answer */
  readonly other?: (text: string) => Choice<T> | undefined;
}

/** Any number of answers, none too. */
export interface PickManyQuestion<T> {
  readonly title: string;
  readonly prompt: string;
  readonly choices: readonly Choice<T>[];
  /** Chosen from the start. */
  readonly picked: (value: T) => boolean;
  readonly place?: Place;
}

export interface InputQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly place?: Place;
  /** @returns what is wrong with it, or undefined */
  readonly check: (text: string) => string | undefined;
}

/** A line that is completed while it is written. */
export interface LineQuestion {
  readonly title: string;
  readonly prompt: string;
  /** What stands there at the start. */
  readonly value: string;
  /** Lines that were used before, the last one first: offered while nothing is written. */
  readonly recent: readonly string[];
  /** The heading above them. */
  readonly recentGroup: string;
  /** The choice that gives the line as it is. */
  readonly run: (line: string) => Choice<string>;
  /** What the line can become; a choice of these is written, and not yet the answer. */
  readonly complete: (line: string) => Promise<readonly Choice<string>[]>;
}

export interface Ask {
  pick<T>(question: PickQuestion<T>): Promise<Asked<T>>;
  pickMany<T>(question: PickManyQuestion<T>): Promise<Asked<readonly T[]>>;
  input(question: InputQuestion): Promise<Asked<string>>;
  line(question: LineQuestion): Promise<Asked<string>>;
}

/** Asks for one part of a draft and gives the draft with the part in it. */
export interface Step<D> {
  /** The caller or an earlier answer said it already, or made it needless: not asked. */
  readonly given: (draft: D) => boolean;
  readonly ask: (draft: D, place: Place) => Promise<Asked<D>>;
}

/** Asks step by step; going back forgets the step before. @returns undefined when the user gave up */
export async function runWizard<D>(initial: D, steps: readonly Step<D>[]): Promise<D | undefined> {
  const answered: { readonly at: number; readonly draft: D }[] = [];
  let draft = initial;
  let at = nextStep(steps, draft, 0);
  while (at < steps.length) {
    const left = steps.slice(at).filter((step) => !step.given(draft)).length;
    const step = steps[at] as Step<D>;
    const answer = await step.ask(draft, { step: answered.length + 1, of: answered.length + left });
    if (answer.kind === 'cancel') return undefined;
    if (answer.kind === 'value') {
      answered.push({ at, draft });
      draft = answer.value;
      at = nextStep(steps, draft, at + 1);
    } else {
      const before = answered.pop();
      if (before === undefined) return undefined;
      ({ at, draft } = before);
    }
  }
  return draft;
}

function nextStep<D>(steps: readonly Step<D>[], draft: D, from: number): number {
  const found = steps.findIndex((step, index) => index >= from && !step.given(draft));
  return found < 0 ? steps.length : found;
}

export function mapAsked<T, R>(asked: Asked<T>, map: (value: T) => R): Asked<R> {
  return asked.kind === 'value' ? { kind: 'value', value: map(asked.value) } : asked;
}

/** What was used last comes first, the rest keeps its order. */
export function recentFirst<T>(
  choices: readonly Choice<T>[],
  recent: readonly string[],
  recentGroup: string,
): readonly Choice<T>[] {
  const used = recent
    .map((label) => choices.find((choice) => choice.label === label))
    .filter((choice) => choice !== undefined);
  const rest = choices.filter((choice) => !used.includes(choice));
  return [...used.map((choice) => ({ ...choice, group: recentGroup })), ...rest];
}
