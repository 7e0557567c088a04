/** Power in words, for whoever shows it. Names are those of the field, in every language. */
import type { DevicePowerView, PowerRequestState } from './state.ts';

/** `D0`, `D3hot`, and both where the drivers believe something else than the hardware is in: `D0 (hardware D3cold)`. */
export function devicePowerText({ device, hardware }: DevicePowerView): string {
  if (hardware === 'd0Uninit') return device === 'D0' ? 'D0 uninitialized' : `${device} (hardware D0 uninitialized)`;
  const actual = hardware.replace(/^d/, 'D');
  if (actual === '' || actual === device) return device;
  return actual.startsWith(device) ? actual : `${device} (hardware ${actual})`;
}

/** `SET_POWER D3 in disk since 0.0010000s`, `SET_POWER D0 queued since 0.0010000s` */
export function powerRequestText({ minor, state, heldBy, since }: PowerRequestState): string {
  const where = heldBy === null ? 'queued' : `in ${heldBy}`;
  return `${minor.replace(/^IRP_MN_/, '')} ${state} ${where} since ${since}`;
}

/** What is under way: a wait/wake request is pending for as long as its device is armed, and nothing to wait for. */
export function powerRequestsUnderWay({ requests = [] }: DevicePowerView): readonly PowerRequestState[] {
  return requests.filter(({ minor }) => minor !== 'IRP_MN_WAIT_WAKE');
}

export function isArmedForWake({ requests = [] }: DevicePowerView): boolean {
  return requests.some(({ minor, heldBy }) => minor === 'IRP_MN_WAIT_WAKE' && heldBy !== null);
}
