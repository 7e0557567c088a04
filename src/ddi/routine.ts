import type { Nt } from '../kernel/assemble.ts';

export interface RoutineParameter {
  readonly name: string;
  /** C's name of the type; `Out<PDEVICE_OBJECT>` where C takes a pointer to a variable. */
  readonly type: string;
}

/**
 * One kernel routine that a driver can call, declared once: the TypeScript API, the C prototypes, the IRQL checks and
 * the documentation are all made from this.
 */
export interface RoutineDeclaration {
  readonly name: string;
  readonly header: string;
  readonly parameters: readonly RoutineParameter[];
  readonly returns: string;
  /** IRQL of the caller. */
  readonly irql: { readonly max?: number; readonly min?: number };
  /** Whether it may return a promise. */
  readonly waits: boolean;
  /** Whether each call is an event of its own; false for those that record events already, and for macros. */
  readonly isEvent: boolean;
  readonly summary: string;
  /** Page of the public documentation, such as `nf-wdm-iocalldriver`; `sandbox` for what only the sandbox has. */
  readonly source: string;
  readonly implementation: (nt: Nt, ...parameters: never[]) => unknown;
}

export interface RoutineFacts {
  readonly header?: string;
  readonly returns?: string;
  readonly max?: number;
  readonly min?: number;
  readonly waits?: boolean;
  readonly isEvent?: boolean;
  readonly summary: string;
  readonly source?: string;
}

/** @param signature - C's parameters: `DeviceObject: PDEVICE_OBJECT, Irp: PIRP` */
export function routine(
  name: string,
  signature: string,
  facts: RoutineFacts,
  implementation: (nt: Nt, ...parameters: never[]) => unknown,
): RoutineDeclaration {
  const header = facts.header ?? 'wdm.h';
  return {
    name,
    header,
    parameters: signature === '' ? [] : signature.split(', ').map(parameter),
    returns: facts.returns ?? 'VOID',
    irql: {
      ...(facts.max === undefined ? {} : { max: facts.max }),
      ...(facts.min === undefined ? {} : { min: facts.min }),
    },
    waits: facts.waits ?? false,
    isEvent: facts.isEvent ?? false,
    summary: facts.summary,
    source: facts.source ?? `nf-${header.replace('.h', '')}-${name.toLowerCase()}`,
    implementation,
  };
}

function parameter(text: string): RoutineParameter {
  const colon = text.indexOf(': ');
  return { name: text.slice(0, colon), type: text.slice(colon + 2) };
}

/** A variable that a routine writes to, where C takes its address. */
export class Out<T> {
  value: T;

  constructor(value: T) {
    this.value = value;
  }
}
