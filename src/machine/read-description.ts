/** Reads the machine file as a machine wants it: rules checked against those that there are, settings of the start applied. */
import { routines } from '../ddi/table.ts';
import { publishedAliases, whyNotLookedFor } from '../kernel/verifier/published-names.ts';
import { isUnpublished } from '../kernel/verifier/rules/irql.ts';
import { ruleIds } from '../kernel/verifier/rules.ts';
import { LOW_RESOURCES, type VerifierSettings } from '../kernel/verifier/settings.ts';
import type { StartParams } from '../protocol/messages.ts';
import type { MachineEnvironment } from './environment.ts';
import { type MachineFileResult, readMachineFile } from './file/read-machine-file.ts';
import { VERIFIER_MODES } from './file/shape.ts';

const KNOWN_RULES = [
  ...publishedAliases,
  ...ruleIds,
  ...routines.filter(({ name }) => isUnpublished(name)).map(({ name }) => `irql/${name}`),
];

export async function readDescription(
  params: StartParams,
  environment: MachineEnvironment,
): Promise<MachineFileResult> {
  const options = { rules: KNOWN_RULES, whyNotLookedFor };
  const result = await readMachineFile(params.file, (path) => environment.readFile(path), options);
  // Whoever starts the machine may set the mode, and which allocation fails, in place of the file; the rest stays.
  const mode = VERIFIER_MODES.find((one) => one === params.verifier);
  const { failAllocation } = params;
  if (result.description === null || (mode === undefined && failAllocation === undefined)) return result;
  const { verifier } = result.description;
  const changed = { ...verifier, mode: mode ?? verifier.mode };
  return {
    ...result,
    description: {
      ...result.description,
      verifier: failAllocation === undefined ? changed : starving(changed, failAllocation),
    },
  };
}

function starving(settings: VerifierSettings, allocation: number): VerifierSettings {
  const lowResources = { ...(settings.options?.lowResources ?? LOW_RESOURCES), probability: 0, allocation };
  return { ...settings, options: { ...settings.options, lowResources } };
}
