/** The verifier's rules as clients see them. */
import { rules } from '../../kernel/verifier/rules.ts';
import type { VerifierRule } from '../../protocol/verifier.ts';

/** Without the IRQL limits, of which there is one for each routine. */
export function verifierRules(): readonly VerifierRule[] {
  return rules.map(({ id, title, why, remedy, document, level, mode }) => ({
    id,
    title,
    why,
    remedy,
    document,
    level,
    mode,
  }));
}
