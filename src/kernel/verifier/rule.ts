/** What a rule of the verifier is: a text that explains it, and a check of one point in the life of an IRP or device. */

import type { EarlierStep } from '../sim/finding.ts';

export type { RuleAction, VerifierSettings } from './settings.ts';

export interface RuleText {
  /** Published: `C9/0x224` and `C4/0xD5` name a bug check and its first parameter, others are names of rules. */
  readonly id: string;
  /** One line: what is wrong. */
  readonly title: string;
  /** What goes wrong on a real system because of it. */
  readonly why: string;
  readonly remedy: string;
  /** Page of the public documentation. */
  readonly document: string;
  /**
   * Code and first parameter with which Windows stops, null for one that is not the same each time: then what a check
   * gives are the first three. null: the rule is the sandbox's own.
   */
  readonly bugCheck: readonly [code: number, p1: number | null] | null;
  readonly level: 'error' | 'warning';
  /** Off together with this option of Driver Verifier. */
  readonly option?: 'forceIrqlChecking' | 'poolTracking' | 'deadlockDetection';
  /**
   * The mode that turns it on: `all` has what is too strict for drivers that are known to work; `named` is for those that
   * speak against a documented pattern, and are only looked at when the machine file names them.
   */
  readonly mode: 'standard' | 'all' | 'named';
}

/** Who did it, for whom, and where. */
export interface Place {
  /** Index of the driver. */
  readonly driver: number;
  /** Index of the device object. */
  readonly device: number;
  /** Address of the IRP, or 0. */
  readonly irp: number;
  /** Its code is on the stack now. */
  readonly isRunning: boolean;
  /** Where an earlier step was made that was the wrong one. */
  readonly site: Error | null;
  /** Steps that led to it. */
  readonly earlier?: readonly EarlierStep[];
  /** Name of the driver's routine, for when none of its code is on the stack. */
  readonly routine: string;
}

/** The step, where the driver has a source to point at. */
export function earlierAt(text: string, site: Error | null | undefined): readonly EarlierStep[] {
  return site === null || site === undefined ? [] : [{ text, site }];
}

/** The second to fourth parameter of a bug check. */
export type MoreParameters = readonly [p2: number, p3: number, p4: number];

/** A rule that looks at one kind of point. */
export interface Rule<P> extends RuleText {
  /** @returns what was expected and what happened, or undefined when all is well */
  readonly check: (point: P) => string | undefined;
  readonly parameters?: (point: P) => MoreParameters;
  /** Major codes of the requests that it is for; left out: all. Reads and writes do not pay for rules of PnP then. */
  readonly majors?: readonly number[];
}

/** Where the texts of most rules agree, they need not say so. */
export const STANDARD = { level: 'error', mode: 'standard' } as const;
export const WARNING = { level: 'warning', mode: 'standard' } as const;
export const STRICT = { level: 'warning', mode: 'all' } as const;
export const NAMED = { level: 'warning', mode: 'named' } as const;
