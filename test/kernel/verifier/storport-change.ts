/** How samples/miniport is changed so that it makes a mistake. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Change } from '../storport/sample.ts';

export interface Mistake {
  readonly rule: string;
  readonly changes: readonly Change[];
  /** What stands in the line of the finding. */
  readonly at: string;
  readonly steps?: readonly Injection[];
  readonly dump?: boolean;
  /** Only one of several runs of the sample shows it. */
  readonly name?: string;
}

export function inDriver(find: string, put: string): Change {
  return { file: 'mydisk.ts', find, put };
}

/** Imports what the changed text needs. */
export function using(...names: readonly string[]): Change {
  return inDriver(
    "  type UNICODE_STRING,\n} from 'wdm';",
    `  type UNICODE_STRING,\n${names.map((name) => `  ${name},\n`).join('')}} from 'wdm';`,
  );
}

export const MARK = '/* ! */';
