/** Looks a path up in the state and compares. */
import type { InjectionResult } from '../../protocol/injection.ts';
import type { MachineState } from '../../protocol/state.ts';
import type { Outcome } from './inject.ts';

export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** `devices.disk0.pnp`: a list's elements are found by their id, address, rule or number; `length` counts them. */
export function valueAt(state: MachineState, path: string): unknown {
  let value: unknown = state;
  for (const part of path.split('.')) {
    if (value === null || value === undefined) return undefined;
    value = Array.isArray(value) ? elementOf(value, part) : (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}

function elementOf(list: readonly unknown[], part: string): unknown {
  if (part === 'length') return list.length;
  if (/^\d+$/.test(part)) return list[Number(part)];
  return list.find((element) => {
    const { id, address, rule, driver } = (element ?? {}) as Readonly<Record<string, unknown>>;
    return id === part || address === part || rule === part || (id === undefined && driver === part);
  });
}

function canonical(value: unknown): string {
  if (value === undefined) return 'undefined';
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

/** null when the state is as expected. */
export function differenceAt(state: MachineState, path: string, expected: unknown): Difference | null {
  const actual = valueAt(state, path);
  return canonical(actual) === canonical(expected) ? null : { path, expected, actual: actual ?? null };
}

/** The same as the outcome of an injection. */
export function compareAt(
  state: MachineState,
  path: string,
  expected: unknown,
): Outcome & Pick<InjectionResult, 'difference'> {
  const difference = differenceAt(state, path, expected);
  if (difference === null) return { ok: true, status: 'STATUS_SUCCESS', message: `${path} is as expected.` };
  return {
    ok: false,
    status: 'STATUS_UNSUCCESSFUL',
    message: `${path} is ${JSON.stringify(difference.actual)}, expected ${JSON.stringify(expected)}.`,
    difference,
  };
}
