import type { Diagnostic } from '../../protocol/diagnostic.ts';
import type { ViolationState } from '../../protocol/state.ts';
import { violationLevel } from '../../protocol/violation-level.ts';
import { t } from '../text.ts';

/** More lines than this in Problems help nobody; the Violations view has them all. */
const DIAGNOSTICS_MAX = 500;

/** A violation at a line of the user's is a problem at that line, unless the host reported it as one already. */
export function violationDiagnostics(
  violations: readonly ViolationState[],
  reported: readonly Diagnostic[],
): readonly Diagnostic[] {
  const known = new Set(reported.map(({ file, line, code }) => `${file}:${line}:${code}`));
  const result: Diagnostic[] = [];
  for (const violation of violations) {
    const { file, line, column, rule, earlier } = violation;
    if (file === null || line === null || known.has(`${file}:${line}:${rule}`)) continue;
    known.add(`${file}:${line}:${rule}`);
    const message = t('{0}: {1} {2}', violation.title, violation.message, violation.remedy);
    result.push({
      file,
      line,
      column: column ?? 1,
      severity: violationLevel(violation),
      code: rule,
      message,
      ...(earlier === undefined ? {} : { related: earlier }),
    });
    if (result.length === DIAGNOSTICS_MAX) break;
  }
  return result;
}
