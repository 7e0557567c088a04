/** What the options of Driver Verifier have done, as clients see it. */
import { nameOfStatus } from '../../abi/names.ts';
import { hex } from '../../base/hex.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { requestName } from '../../kernel/verifier/irp-point.ts';
import type { AllocationAttempt } from '../../kernel/verifier/low-resources.ts';
import { optionsOf, type VerifierSettings } from '../../kernel/verifier/settings.ts';
import type { AllocationState, LoggedIrpState, VerificationState } from '../../protocol/verification.ts';
import { firstDriverFrame } from '../../toolchain/stack-lines.ts';
import type { DriverPrograms } from '../driver-programs.ts';

type OptionLine = VerificationState['options'][number];

/** undefined: the machine file names no option. */
export function verificationState(
  nt: Nt,
  programs: DriverPrograms,
  settings: VerifierSettings,
): VerificationState | undefined {
  if (Object.keys(settings.options ?? {}).length === 0) return undefined;
  const { lowResources } = nt;
  return {
    options: optionLines(nt, settings),
    ...(lowResources === null
      ? {}
      : {
          allocations: {
            attempts: lowResources.attempts,
            failures: lowResources.failures,
            kept: lowResources.kept.map((attempt) => allocationState(nt, programs, attempt)),
          },
        }),
  };
}

function optionLines(nt: Nt, settings: VerifierSettings): readonly OptionLine[] {
  const { drivers, irpLogging } = optionsOf(settings);
  const { special, pageable } = nt.kernel.pool;
  const { lowResources, verifier } = nt;
  const lines: OptionLine[] = [];
  if (drivers !== null) lines.push({ name: 'drivers', text: drivers.length === 0 ? 'none' : drivers.join(', ') });
  if (special !== null)
    lines.push({
      name: 'special pool',
      text: `${special.served} allocations on pages of their own, ${special.refused} found no room`,
    });
  if (pageable !== null)
    lines.push({
      name: 'force IRQL checking',
      text: `paged pool was paged out ${pageable.trims} times, ${pageable.pageIns} blocks came back`,
    });
  for (const [driver, { blocks, bytes, mostBlocks, mostBytes }] of verifier?.poolUses ?? [])
    lines.push({
      name: 'pool tracking',
      text: `${nt.kernel.sim.directory.driverName(driver)} has ${blocks} blocks, ${bytes} bytes; at the most ${mostBlocks} blocks, ${mostBytes} bytes`,
    });
  if (lowResources !== null)
    lines.push({
      name: 'low resources',
      text: `${lowResources.failures} of ${lowResources.attempts} allocations failed`,
    });
  if (nt.io.forcesPending !== null)
    lines.push({ name: 'force pending I/O', text: `${nt.io.forcedPending} requests were made pending` });
  if (irpLogging > 0) lines.push({ name: 'IRP logging', text: `the last ${irpLogging} of each device` });
  return lines;
}

function allocationState(nt: Nt, programs: DriverPrograms, attempt: AllocationAttempt): AllocationState {
  const { directory } = nt.kernel.sim;
  const frame = firstDriverFrame(programs.stackOf(attempt.site), programs.files());
  return {
    number: attempt.number,
    routine: attempt.routine,
    driver: directory.driverName(attempt.driver),
    device: attempt.device === 0 ? null : directory.deviceId(attempt.device),
    file: frame?.file ?? null,
    line: frame?.line ?? null,
  };
}

/** The log of a device, oldest first. Empty: it is off, or nothing has come. */
export function irpLogState(nt: Nt, device: string): readonly LoggedIrpState[] {
  const { directory } = nt.kernel.sim;
  return (nt.verifier?.irpLog?.of(device) ?? []).map((one) => ({
    irp: hex(one.irp),
    request: requestName(one.code),
    since: formatInstant(one.since as Instant),
    drivers: one.drivers.map((driver) => directory.driverName(driver)),
    completed:
      one.completed < 0
        ? null
        : {
            time: formatInstant(one.completed as Instant),
            by: directory.driverName(one.completedBy),
            status: nameOfStatus(one.status),
          },
  }));
}
