/** The verifier's rules as clients see them. */
import { publishedNamesOf, publishedRules } from '../../kernel/verifier/published-names.ts';
import { ruleIds, rules } from '../../kernel/verifier/rules.ts';
import type { PublishedRule, VerifierRule } from '../../protocol/verifier.ts';

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
    published: publishedNamesOf(id),
  }));
}

/** The published DDI-compliance rules, each with what looks for it, or why nothing does. */
export function publishedRulesView(): readonly PublishedRule[] {
  return publishedRules(ruleIds);
}
