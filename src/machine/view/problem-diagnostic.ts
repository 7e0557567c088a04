/** A device that could not be started, at its line of the machine file. */
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import type { MachineState } from '../../protocol/state.ts';
import { placeOfDevice } from '../description-facts.ts';
import type { MachineDescription } from '../file/description.ts';

/** null for a device without a problem. */
export function problemDiagnostic(
  description: MachineDescription,
  { devices }: MachineState,
  id: string,
): Diagnostic | null {
  const problem = devices.find((device) => device.id === id)?.problem ?? null;
  if (problem === null) return null;
  return {
    file: description.file,
    ...placeOfDevice(description, id),
    severity: 'warning',
    code: `problem/${problem.name}`,
    message: `${id} has problem ${problem.code} ${problem.name}: ${problem.text}`,
  };
}
