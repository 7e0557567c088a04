import { IRP_MJ_MAXIMUM_FUNCTION } from '../../abi/irp-codes.ts';
import type { Rule } from './rule.ts';

/** The rules for each major code. */
export class RuleTable<P> {
  readonly #byMajor: readonly (readonly Rule<P>[])[];

  constructor(rules: readonly Rule<P>[]) {
    this.#byMajor = Array.from({ length: IRP_MJ_MAXIMUM_FUNCTION + 1 }, (_unused, major) =>
      rules.filter(({ majors }) => majors === undefined || majors.includes(major)),
    );
  }

  of(major: number): readonly Rule<P>[] {
    return this.#byMajor[major] ?? [];
  }
}
