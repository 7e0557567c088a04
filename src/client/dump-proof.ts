/**
 * Proves that a crash dump can be written: stops the machine at one moment after the other, lets it boot again, and looks
 * whether the boot finds the dump.
 */
import type { Diagnostic } from '../protocol/diagnostic.ts';
import type { Injection } from '../protocol/injection.ts';
import type { HostRequests } from '../protocol/messages.ts';
import type { MachineState } from '../protocol/state.ts';
import { momentsOf, type ProofMoment } from './proof-moments.ts';

/** Whoever runs machines: a sandbox process. */
export interface ProofHost {
  request<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): Promise<HostRequests[M][1]>;
}

/**
 * `written`: the next boot found it. `noFile`: the machine had no dump file at that moment. `failed`: it had, and there is
 * no dump.
 */
export type ProofOutcome = 'written' | 'noFile' | 'failed';

export interface ProofResult {
  readonly moment: string;
  /** The crash came at this step of what the machine did; null: when it had done it. */
  readonly step: number | null;
  readonly outcome: ProofOutcome;
  /** Bytes of the dump. */
  readonly bytes: number;
  /** Why there is none, and what helps; null: there is one, or nobody can say. */
  readonly reason: string | null;
  readonly remedy: string | null;
}

export interface ProofOptions {
  /** The machine file. */
  readonly machine: string;
  /** Injections of the user's own: the machine is stopped after each of them. */
  readonly scenario: readonly Injection[];
  readonly onResult: (result: ProofResult) => void;
  /** @param fraction - of the moments, 0 to 1 */
  readonly onProgress: (moment: string, fraction: number) => void;
  readonly isCancelled: () => boolean;
}

export type Proof =
  | { readonly ok: true; readonly results: readonly ProofResult[]; readonly isCancelled: boolean }
  | { readonly ok: false; readonly reason: 'machine' | 'driver'; readonly diagnostics: readonly Diagnostic[] };

const CRASH_CODE = 0xe2;
const CRASH = { op: 'bugcheck', code: CRASH_CODE } as const;
/** Further and further apart, until what the machine does is over before. */
const STEPS: readonly number[] = stepsUpTo(1 << 14, 2);
/** Most of a boot is over before there is a dump file at all. */
const BOOT_STEPS: readonly number[] = stepsUpTo(1 << 14, 3);

export async function proveDump(host: ProofHost, options: ProofOptions): Promise<Proof> {
  const prover = new Prover(host, options);
  const first = await prover.start();
  if ('diagnostics' in first) return { ok: false, ...first };
  const moments = momentsOf(first, options.scenario);
  await prover.boots(moments.length + 1);
  for (const [index, moment] of moments.entries()) {
    if (options.isCancelled()) break;
    options.onProgress(moment.name, (index + 1) / (moments.length + 1));
    await prover.crashAt(moment);
  }
  // The last crash is proved by one boot more.
  await prover.start();
  return { ok: true, results: prover.results, isCancelled: options.isCancelled() };
}

/** With a factor of 3: 1, 3, 9, 27, … */
function stepsUpTo(most: number, factor: number): readonly number[] {
  const steps: number[] = [];
  for (let step = 1; step <= most; step *= factor) steps.push(step);
  return steps;
}

type Refused = { readonly reason: 'machine' | 'driver'; readonly diagnostics: readonly Diagnostic[] };

class Prover {
  readonly results: ProofResult[] = [];
  readonly #host: ProofHost;
  readonly #options: ProofOptions;
  /** Of the last crash, until the next boot has looked for its dump. */
  #pending: ProofResult | null = null;

  constructor(host: ProofHost, options: ProofOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Boots; the disks keep what the crash before has left on them. */
  async start(crashAfter?: number): Promise<MachineState | Refused> {
    const started = await this.#host.request('machine/start', {
      file: this.#options.machine,
      keepDisks: true,
      ...(crashAfter === undefined ? {} : { crashAfter }),
    });
    if (!started.ok) return { reason: started.reason, diagnostics: started.diagnostics };
    this.#settle(started.state);
    return started.state;
  }

  /** A crash while the machine boots: at its first step, its third, its ninth. */
  async boots(of: number): Promise<void> {
    this.#options.onProgress('boot', 1 / of);
    for (const step of BOOT_STEPS) {
      if (this.#options.isCancelled()) return;
      const state = await this.start(step);
      if ('diagnostics' in state || state.bugcheck === null) return;
      this.#pending = resultOf('boot', step, state);
    }
  }

  async crashAt(moment: ProofMoment): Promise<void> {
    if (moment.action === null) {
      await this.#crash(moment, null);
      return;
    }
    for (const step of STEPS) {
      if (this.#options.isCancelled() || !(await this.#crash(moment, step))) return;
    }
  }

  /** @returns false when the machine was through with it before the step */
  async #crash({ name, before, action }: ProofMoment, step: number | null): Promise<boolean> {
    const state = await this.start();
    if ('diagnostics' in state || state.bugcheck !== null) return false;
    for (const injection of before) {
      const { ok } = await this.#host.request('machine/inject', injection);
      // What cannot be done on this machine is no moment of it.
      if (!ok && injection.op !== 'fault') return false;
    }
    await this.#host.request('machine/inject', step === null ? CRASH : { ...CRASH, after: step });
    if (action !== null) {
      await this.#host.request('machine/inject', action);
      await this.#host.request('machine/inject', { op: 'run' });
    }
    const after = await this.#host.request('machine/state', {});
    if (after === null || after.bugcheck === null) return false;
    this.#pending = resultOf(name, step, after);
    return true;
  }

  #settle({ memoryDump }: MachineState): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    const isLost = pending.outcome === 'written' && memoryDump?.code !== CRASH_CODE;
    const result: ProofResult = isLost
      ? { ...pending, outcome: 'failed', reason: 'the next boot found no dump in the file', remedy: null }
      : pending;
    this.results.push(result);
    this.#options.onResult(result);
  }
}

function resultOf(moment: string, step: number | null, { bugcheck }: MachineState): ProofResult {
  const path = bugcheck?.dumpPath;
  const facts = { moment, step, bytes: path?.run?.bytes ?? 0 };
  if (bugcheck !== null && bugcheck.code !== CRASH_CODE)
    return {
      ...facts,
      outcome: 'failed',
      reason: `the machine stopped by itself before, with ${bugcheck.name}`,
      remedy: 'look at that bug check first',
    };
  if (path === undefined) return { ...facts, outcome: 'noFile', reason: 'there is no dump file', remedy: null };
  if (path.canBeWritten) return { ...facts, outcome: 'written', reason: null, remedy: null };
  const dark = path.devices.find(({ reason }) => reason !== null);
  const reason = path.run?.reason ?? (dark === undefined ? path.text : `device ${dark.id}: ${dark.reason ?? ''}`);
  return { ...facts, outcome: 'failed', reason, remedy: path.run?.remedy ?? null };
}

/** Whether every crash of a machine with a dump file has left a dump, and there was such a file once it had booted. */
export function isProved(results: readonly ProofResult[]): boolean {
  const later = results.filter(({ moment }) => moment !== 'boot');
  return (
    later.length > 0 &&
    results.every((one) => one.outcome === 'written' || (one.outcome === 'noFile' && one.moment === 'boot'))
  );
}

/** What one line of a report is about: neighbours of one moment that came out the same. */
export interface ProofLine extends Omit<ProofResult, 'step'> {
  readonly steps: readonly (number | null)[];
}

export function proofLines(results: readonly ProofResult[]): readonly ProofLine[] {
  const lines: (Omit<ProofLine, 'steps'> & { steps: (number | null)[] })[] = [];
  for (const { step, ...result } of results) {
    const last = lines.at(-1);
    const isSame = last?.moment === result.moment && last.outcome === result.outcome && last.reason === result.reason;
    if (last !== undefined && isSame) last.steps.push(step);
    else lines.push({ ...result, steps: [step] });
  }
  return lines;
}

/** `at steps 1, 2, 4`, or nothing for a crash at rest. */
export function stepsText(steps: readonly (number | null)[]): string {
  const numbers = steps.filter((step) => step !== null);
  if (numbers.length === 0) return '';
  return numbers.length === 1 ? `step ${numbers[0] ?? ''}` : `steps ${numbers[0] ?? ''} to ${numbers.at(-1) ?? ''}`;
}

const WORDS = { written: 'dump', noFile: 'no file', failed: 'NO DUMP' } as const;
const WORD_WIDTH = 8;

/** The whole report. @param mark - makes a text look like what it says */
export function proofText(
  results: readonly ProofResult[],
  mark: (outcome: ProofOutcome, text: string) => string,
): string {
  const lines = proofLines(results).map(({ moment, steps, outcome, bytes, reason, remedy }) => {
    const where = [moment, stepsText(steps)].filter((part) => part !== '').join(', ');
    const what = outcome === 'written' ? `${bytes} bytes` : (reason ?? '');
    const help = remedy === null ? '' : `${' '.repeat(WORD_WIDTH + 2)}${remedy}\n`;
    return `${mark(outcome, WORDS[outcome].padEnd(WORD_WIDTH))}  ${where}: ${what}\n${help}`;
  });
  return `${lines.join('')}${mark(isProved(results) ? 'written' : 'failed', summary(results))}\n`;
}

function summary(results: readonly ProofResult[]): string {
  const count = (outcome: ProofOutcome): number => results.filter((one) => one.outcome === outcome).length;
  const [written, failed] = [count('written'), count('failed')];
  if (written + failed === 0)
    return 'The machine never has a dump file: put { "device": "…", "type": "dump" } into its "specialFiles".';
  const early = count('noFile');
  return `${results.length} crashes: ${written} left a dump, ${failed} did not, ${early} came before there was a dump file.`;
}
