/** Whether the crash dump could be written, device by device: as clients see it, and in words. */

import { describeBugCheck } from '../../abi/bug-check-table.ts';
import { nameOfStatus } from '../../abi/names.ts';
import { DumpFile } from '../../dump-file/dump-reader.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { DumpDevice } from '../../kernel/dump/crash-sequence.ts';
import type { DumpRun } from '../../kernel/dump/dump-stack.ts';
import type { FoundDump } from '../../kernel/dump/found-dump.ts';
import type { DumpDeviceState, DumpPathState, MemoryDumpState } from '../../protocol/state.ts';
import type { KeptDumps } from '../kept-dumps.ts';

/** undefined while the machine runs, and when it has no dump file. */
export function dumpPathState(nt: Nt): DumpPathState | undefined {
  const { outcome } = nt.crash;
  if (outcome === null) return undefined;
  const { run, holder } = nt.dumpStack;
  const reason = outcome.reason ?? run?.reason ?? null;
  return {
    canBeWritten: reason === null,
    text: dumpText(reason, run, holder?.id ?? ''),
    devices: outcome.devices.map(deviceOf),
    ...(run === null ? {} : { run: { ...run, file: holder?.id ?? null } }),
    nested: nt.bugCheck.nested.map(({ code, parameters, step }) => ({
      code: describeBugCheck(code, parameters[0]).name,
      step,
    })),
  };
}

function dumpText(reason: string | null, run: DumpRun | null, holder: string): string {
  if (reason !== null) return `The dump was not written: ${reason}.`;
  if (run?.stage === 'done') return `The dump was written into the dump file on ${holder}.`;
  return 'The dump can be written: every device on the way to the dump file has power.';
}

/** MEMORY.DMP, as the boot has found it; undefined: it has found none. */
export function memoryDumpState({ found, dropped }: KeptDumps): MemoryDumpState | undefined {
  if (found === null) return undefined;
  const { path, dump } = found;
  return { path, size: dump.size, ...crashOf(dump), ...(dropped === null ? {} : { dropped: crashOf(dropped).name }) };
}

function crashOf(dump: FoundDump): Pick<MemoryDumpState, 'code' | 'name'> {
  const { header } = DumpFile.open(dump);
  const parameter = Number(header.parameters[0] & 0xffff_ffffn);
  return { code: header.bugCheckCode, name: describeBugCheck(header.bugCheckCode, parameter).name };
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
export function dumpPathLines({ text, devices, run, nested }: DumpPathState): readonly string[] {
  return [
    `CRASH_DUMP:  ${text}`,
    ...(run === undefined
      ? []
      : [`CRASH_DUMP_RUN:  ${run.stage}, ${run.bytes} bytes in the file, ${run.requests} requests to the disk`]),
    ...(run?.remedy == null ? [] : [`CRASH_DUMP_REMEDY:  ${run.remedy}`]),
    ...nested.map(
      ({ code, step }) => `CRASH_DUMP_NESTED_BUGCHECK:  ${code} came up in state ${step}, and stopped nothing`,
    ),
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
