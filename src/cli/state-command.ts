/** `state`: shows the state that a run left. */
import { nearestSpelling } from '../base/nearest-spelling.ts';
import type { MachineState } from '../protocol/state.ts';
import type { StateCommand } from './arguments.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import { paintFor } from './report/paint.ts';
import { stateText } from './report/state-text.ts';

export async function stateCommand({ file, device, format }: StateCommand, io: CliIo): Promise<ExitCode> {
  const text = await io.readText(file);
  if (text === null) {
    io.err(`There is no file \`${file}\`.\n`);
    return EXIT.wrongInput;
  }
  const state = findState(text);
  if (state === null) {
    io.err(`\`${file}\` holds no state. Make one with: driver-sandbox run MACHINE --state --format json > ${file}\n`);
    return EXIT.wrongInput;
  }
  const found = state.devices.find(({ id }) => id === device);
  if (device !== null && found === undefined) {
    const ids = state.devices.map(({ id }) => id);
    const near = nearestSpelling(device, ids);
    io.err(
      `There is no device \`${device}\`. ${near === null ? `It has: ${ids.join(', ')}.` : `Did you mean \`${near}\`?`}\n`,
    );
    return EXIT.wrongInput;
  }
  io.out(
    format === 'json' ? `${JSON.stringify(found ?? state, null, 2)}\n` : stateText(state, paintFor(io.color), device),
  );
  return EXIT.ok;
}

/** The whole report of a run, or the state alone. */
function findState(text: string): MachineState | null {
  try {
    const parsed: Partial<MachineState> & { state?: Partial<MachineState> } = JSON.parse(text);
    const state = parsed.state ?? parsed;
    return Array.isArray(state.devices) && Array.isArray(state.violations) ? (state as MachineState) : null;
  } catch {
    return null;
  }
}
