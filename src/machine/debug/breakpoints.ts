/** What a breakpoint's name means, and which of its hits count. */
import { hasMinorCodes, nameOfMajor, nameOfMinor, valueOfName } from '../../abi/names.ts';
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import type { DataBreakpoint, ExceptionBreakpoint, FunctionBreakpoint, LineBreakpoint } from '../../protocol/debug.ts';

const LAST_MAJOR = 0x1b;

export type Target =
  /** A request enters a driver. `minor` -1: any. */
  | { readonly kind: 'request'; readonly driver: string | null; readonly major: number; readonly minor: number }
  /** A driver calls a routine, or one of its own is entered. */
  | { readonly kind: 'routine'; readonly driver: string | null; readonly name: string }
  | { readonly kind: 'state'; readonly device: string | null; readonly machine: string | null; readonly state: string };

/** A breakpoint that is set, and how often it was passed. */
export interface Armed<B> {
  readonly set: B;
  hits: number;
}

export type AnyBreakpoint = LineBreakpoint | FunctionBreakpoint | DataBreakpoint;

const STATE = /^(?:(\S+)\s+)??(?:([\w.-]+)\s*)?(?:→|->)\s*(\w+)$/;
const ROUTINE = /^(?:([\w.-]+)!)?(\w+)$/;

/** @returns what to say when the name means nothing */
export function parseTarget(name: string): Target | string {
  const text = name.trim();
  const state = STATE.exec(text);
  if (state !== null) {
    const [, device = null, machine = null, entered = ''] = state;
    return { kind: 'state', device, machine, state: entered };
  }
  const [, driver = null, routine = ''] = ROUTINE.exec(text) ?? [];
  if (routine === '')
    return `\`${text}\` is no breakpoint. Write a request (IRP_MN_START_DEVICE), a routine (IoCompleteRequest, auditflt!DispatchPnp) or a state (disk0 pnp → removePending).`;
  if (!/^IRP_M[JN]_/.test(routine)) return { kind: 'routine', driver, name: routine };
  const request = requestsByName().get(routine);
  if (request !== undefined) return { kind: 'request', driver, ...request };
  const near = nearestSpelling(routine, [...requestsByName().keys()]);
  return `There is no request \`${routine}\`.${near === null ? '' : ` Did you mean \`${near}\`?`}`;
}

interface Request {
  readonly major: number;
  readonly minor: number;
}

let requests: Map<string, Request> | null = null;

function requestsByName(): ReadonlyMap<string, Request> {
  if (requests !== null) return requests;
  requests = new Map();
  for (let major = 0; major <= LAST_MAJOR; major += 1) {
    requests.set(nameOfMajor(major), { major, minor: -1 });
    if (!hasMinorCodes(major)) continue;
    for (let minor = 0; minor < 0x100; minor += 1) {
      const name = nameOfMinor(major, minor);
      if (name.startsWith('IRP_MN_') && !requests.has(name)) requests.set(name, { major, minor });
    }
  }
  return requests;
}

/** `pnp` means `device-pnp`: a machine may be named by any of its words. */
export function isMachine(asked: string | null, id: string): boolean {
  return asked === null || asked === id || id.split(/[-.]/).includes(asked);
}

/** @returns what is wrong with it; null: nothing */
export function hitConditionError(condition: string | undefined): string | null {
  if (condition === undefined || condition.trim() === '' || HIT.test(condition)) return null;
  return `\`${condition}\` is no hit count. Write 5, >= 5, > 5, <= 5, < 5 or % 5.`;
}

const HIT = /^\s*(>=|>|<=|<|==?|%)?\s*(\d+)\s*$/;

/** Counts one more, and says whether it is one that is wanted. */
export function countHit(armed: Armed<AnyBreakpoint>): boolean {
  armed.hits += 1;
  const [, sign = '==', digits] = HIT.exec(armed.set.hitCondition ?? '') ?? [];
  if (digits === undefined) return true;
  const { hits } = armed;
  const number = Number(digits);
  switch (sign) {
    case '>=':
      return hits >= number;
    case '>':
      return hits > number;
    case '<=':
      return hits <= number;
    case '<':
      return hits < number;
    case '%':
      return number > 0 && hits % number === 0;
    default:
      return hits === number;
  }
}

/** `USE-V03, PNP-*`: whether one of a list of patterns is it. An empty list: all are. */
export function isAmong({ only }: ExceptionBreakpoint, names: readonly string[]): boolean {
  const patterns = only.split(',').map((one) => one.trim());
  if (patterns.every((one) => one === '')) return true;
  return patterns.some((pattern) => {
    const code = valueOfName(pattern);
    const shape = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i');
    return (
      pattern !== '' && names.some((name) => shape.test(name) || (code !== undefined && valueOfName(name) === code))
    );
  });
}

const BRACES = /\{([^{}]+)\}/g;

/** The expressions in braces of a log message give way to their values. */
export function logText(message: string, textOf: (expression: string) => string): string {
  return message.replace(BRACES, (_whole, expression: string) => textOf(expression));
}

/** All that a breakpoint asks when it is hit. */
export function expressionsOf({ condition = '', logMessage = '' }: LineBreakpoint): readonly string[] {
  const logged = [...logMessage.matchAll(BRACES)].map(([, expression = '']) => expression);
  return [...new Set([condition, ...logged])].filter((text) => text.trim() !== '');
}
