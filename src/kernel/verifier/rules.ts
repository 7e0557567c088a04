/** Every rule, for documents, settings and tests. */
import type { RuleText } from './rule.ts';
import { addingRules } from './rules/adding.ts';
import { bugCheckRules } from './rules/bugcheck.ts';
import { callRules } from './rules/calls.ts';
import { cancellingRules } from './rules/cancelling.ts';
import { capabilityRules } from './rules/capabilities.ts';
import { completingRules } from './rules/completing.ts';
import { dumpFilterRules } from './rules/dump-filter.ts';
import { forwardingRules } from './rules/forwarding.ts';
import { frameworkRules } from './rules/framework.ts';
import { irqlRuleIds } from './rules/irql.ts';
import { loadingRules } from './rules/loading.ts';
import { lockRules } from './rules/locks.ts';
import { madeIrpRules, notPassedRules, passingRules } from './rules/made-irps.ts';
import { markingRules } from './rules/marking.ts';
import { mdlRules } from './rules/mdls.ts';
import { objectRules } from './rules/objects.ts';
import { platformRules } from './rules/platform.ts';
import { powerCallRules } from './rules/power-calls.ts';
import { powerIrpRules } from './rules/power-irps.ts';
import { powerManagerRules } from './rules/power-manager.ts';
import { powerSettingRules } from './rules/power-settings.ts';
import { queuedRules, queueingRules } from './rules/queueing.ts';
import { deletedRules, referenceRules } from './rules/references.ts';
import { registeredRules, registeringRules, registrationRules } from './rules/registering.ts';
import { registerRules } from './rules/registers.ts';
import { removeLockRules } from './rules/remove-locks.ts';
import { answeringRules, leavingAloneRules, sentCapabilityRules } from './rules/required.ts';
import { completionRules, returningRules } from './rules/returning.ts';
import { sendingRules } from './rules/sending.ts';
import { signallingRules } from './rules/signalling.ts';
import { fileCompletingRules, filePowerRules, fileQueryRules } from './rules/special-file.ts';
import { storportRules } from './rules/storport.ts';
import { usageCompletingRules, usageEndingRules, usageForwardingRules, usageLeavingRules } from './rules/usage.ts';

const all: readonly RuleText[] = [
  ...usageForwardingRules,
  ...usageCompletingRules,
  ...usageLeavingRules,
  ...usageEndingRules,
  ...fileQueryRules,
  ...fileCompletingRules,
  ...filePowerRules,
  ...forwardingRules,
  ...markingRules,
  ...sendingRules,
  ...completingRules,
  ...returningRules,
  ...completionRules,
  ...addingRules,
  ...loadingRules,
  ...callRules,
  ...cancellingRules,
  ...powerIrpRules,
  ...powerCallRules,
  ...powerManagerRules,
  ...capabilityRules,
  ...lockRules,
  ...removeLockRules,
  ...objectRules,
  ...mdlRules,
  ...leavingAloneRules,
  ...madeIrpRules,
  ...passingRules,
  ...notPassedRules,
  ...answeringRules,
  ...sentCapabilityRules,
  ...platformRules,
  ...bugCheckRules,
  ...dumpFilterRules,
  ...frameworkRules,
  ...registerRules,
  ...powerSettingRules,
  ...registeringRules,
  ...registeredRules,
  ...registrationRules,
  ...signallingRules,
  ...queueingRules,
  ...queuedRules,
  ...referenceRules,
  ...deletedRules,
  ...storportRules,
];

/** One entry for each id; those of the IRQL limits are made from the routine table and are not among them. */
export const rules: readonly RuleText[] = [...new Map(all.map((rule) => [rule.id, rule])).values()];

/** Ids that a machine file may name; `irql/ROUTINE` is one for each routine. */
export const ruleIds: readonly string[] = [...rules.map(({ id }) => id), ...irqlRuleIds];
