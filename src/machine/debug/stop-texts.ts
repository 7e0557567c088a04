/** Stops in words. */
import { describeBugCheck } from '../../abi/bug-check-table.ts';
import { nameOfStatus } from '../../abi/names.ts';
import { hex, hexCode } from '../../base/hex.ts';
import type { Crash } from '../../kernel/sim/bug-check.ts';
import type { Simulation } from '../../kernel/sim/simulation.ts';
import { decodeEvent } from '../../kernel/trace/decode.ts';
import type { DebugStop } from '../../protocol/debug.ts';
import type { PausedState } from '../../protocol/state.ts';

type Exception = NonNullable<DebugStop['exception']>;

export function failedException(status: number, text: string): Exception {
  return { id: nameOfStatus(status), kind: 'failedStatus', description: text, details: text };
}

export function violationException(rule: string, description: string, details: string): Exception {
  return { id: rule, kind: 'violation', description, details };
}

export function bugcheckException({ code, parameters, detail }: Crash): Exception {
  const { name, text, parameters: meanings } = describeBugCheck(code);
  const lines = parameters.map((value, index) => `Arg${index + 1}: ${hex(value)} ${meanings[index] ?? ''}`.trimEnd());
  const description = `bug check ${hexCode(code, 0)} ${name}${detail === null ? '' : `: ${detail}`}`;
  return { id: name, kind: 'bugcheck', description, details: [text, ...lines].join('\n') };
}

/** `Event 1204: dispatchReturn disk0/auditflt IRP_MN_START_DEVICE STATUS_SUCCESS` */
export function eventText(sim: Simulation, n: number): string {
  const { kind, device, driver, major, minor, detail, status } = decodeEvent(sim, sim.recorder.read(n));
  const where = [device, driver].filter((part) => part !== undefined && part !== '').join('/');
  const parts = [kind, where, minor ?? major, detail, status].filter((part) => part !== undefined && part !== '');
  return `Event ${n}: ${parts.join(' ')}`;
}

/** Of the editor's JavaScript debugger. */
export function otherStop(stop: DebugStop, { current, directory, recorder }: Simulation): DebugStop {
  const who = current.driver === 0 ? 'The machine' : directory.driverName(current.driver);
  const text = `${who} stands in the JavaScript debugger; state as of event ${recorder.count}`;
  return { ...stop, text, isOthers: true };
}

/** The same for the views that show a pause. */
export function pausedState(sim: Simulation, { reason, text }: DebugStop, irp: number, device: number): PausedState {
  const { directory, recorder } = sim;
  return {
    event: recorder.count,
    reason: reason === 'pause' || reason === 'step' ? reason : 'breakpoint',
    text,
    device: device === 0 ? null : directory.deviceId(device),
    driver: device === 0 ? null : directory.driverOfDevice(device),
    irp: irp === 0 ? null : hex(irp),
  };
}
