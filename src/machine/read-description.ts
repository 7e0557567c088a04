/** Reads the machine file as a machine wants it: rules checked against those that there are, settings of the start applied. */
import { routines } from '../ddi/table.ts';
import { ruleIds } from '../kernel/verifier/rules.ts';
import type { StartParams } from '../protocol/messages.ts';
import type { MachineEnvironment } from './environment.ts';
import { type MachineFileResult, readMachineFile } from './file/read-machine-file.ts';
import { VERIFIER_MODES } from './file/shape.ts';

const KNOWN_RULES = [...ruleIds, ...routines.map(({ name }) => `irql/${name}`)];

export async function readDescription(
  params: StartParams,
  environment: MachineEnvironment,
): Promise<MachineFileResult> {
  const options = { rules: KNOWN_RULES };
  const result = await readMachineFile(params.file, (path) => environment.readFile(path), options);
  // Whoever starts the machine may set the mode in place of the file; single rules stay as they are.
  const mode = VERIFIER_MODES.find((one) => one === params.verifier);
  if (mode === undefined || result.description === null) return result;
  return { ...result, description: { ...result.description, verifier: { ...result.description.verifier, mode } } };
}
