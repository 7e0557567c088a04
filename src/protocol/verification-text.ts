/** The options of Driver Verifier and the logs of devices, in words for people. */
import type { LoggedIrpState, VerificationState } from './verification.ts';

/** One line for each option; empty when none was named. */
export function verificationLines(state: VerificationState | undefined): readonly string[] {
  if (state === undefined) return [];
  const options = state.options.map(({ name, text }) => `- ${name}: ${text}`);
  const failed = (state.allocations?.failures ?? 0) === 0 ? [] : (state.allocations?.kept ?? []);
  const failures = failed.map(({ number, routine, driver, file, line }) => {
    const place = file === null ? driver : `${driver} at ${file}:${line ?? 1}`;
    return `- allocation ${number} failed: ${routine} in ${place}`;
  });
  return ['Driver Verifier:', ...options, ...failures];
}

/** `0.0012000s IRP_MN_START_DEVICE 0x1f0: flt, disk; completed by disk with STATUS_SUCCESS` */
export function loggedIrpLine({ irp, request, since, drivers, completed }: LoggedIrpState): string {
  const end = completed === null ? 'under way' : `completed by ${completed.by} with ${completed.status}`;
  return `${since} ${request} ${irp}: ${drivers.join(', ')}; ${end}`;
}
