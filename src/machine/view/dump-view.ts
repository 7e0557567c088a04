/** Whether the crash dump could be written, device by device: as clients see it, and in words. */
import { nameOfStatus } from '../../abi/names.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { DumpDevice } from '../../kernel/dump/crash-sequence.ts';
import type { DumpDeviceState, DumpPathState } from '../../protocol/state.ts';

/** undefined while the machine runs, and when it has no dump file. */
export function dumpPathState(nt: Nt): DumpPathState | undefined {
  const { outcome } = nt.crash;
  if (outcome === null) return undefined;
  const { canBeWritten, reason } = outcome;
  return {
    canBeWritten,
    text: canBeWritten
      ? 'The dump can be written: every device on the way to the dump file has power.'
      : `The dump would not be written: ${reason ?? ''}.`,
    devices: outcome.devices.map(deviceOf),
  };
}

function deviceOf({ devnode, hardware, entry, status, isPowered, violations, reason }: DumpDevice): DumpDeviceState {
  return {
    id: devnode.id,
    hardware,
    entry,
    powerOn: status === null ? null : nameOfStatus(status),
    powered: isPowered,
    violations: [...violations],
    reason,
  };
}

const ENTRIES: Readonly<Record<DumpDeviceState['entry'], string>> = {
  absent: 'not registered',
  withRoutine: 'registered',
  withoutRoutine: 'registered, no routine',
  on: 'registered, on before',
  failed: 'registered, failed before',
  powering: 'being powered on',
};

/** A table, parents first, under what it amounts to. */
export function dumpPathLines({ text, devices }: DumpPathState): readonly string[] {
  return [
    `CRASH_DUMP:  ${text}`,
    'CRASH_DUMP_DEVICES:  parents first; PoFxRegisterCrashdumpDevice, hardware, PoFxPowerOnCrashdumpDevice',
    ...devices.map(({ id, hardware, entry, powerOn, powered, reason }) => {
      const columns = [
        id.padEnd(16),
        ENTRIES[entry].padEnd(24),
        hardware.padEnd(9),
        (powerOn ?? 'not called').padEnd(20),
      ];
      return `    ${columns.join(' ')} ${reason ?? (powered ? 'has power' : 'started by its adapter')}`;
    }),
  ];
}
