/** The machine in sentences and lists: the text twin of what the views draw. */

import { dumpMemoryLines } from '../../protocol/dump-memory-text.ts';
import { dumpStackLines } from '../../protocol/dump-stack-state.ts';
import { pofxLines } from '../../protocol/pofx-text.ts';
import type { DeviceState, MachineState, SpecialFileCounts } from '../../protocol/state.ts';
import { loggedIrpLine, verificationLines } from '../../protocol/verification-text.ts';

export function describeMachine(state: MachineState, device?: string): string {
  const lines = [
    `${state.name}: ${state.run}, system power ${state.systemPower}, virtual time ${state.time}, ${state.events} events.`,
  ];
  if (state.bugcheck !== null) {
    lines.push(`Bug check ${state.bugcheck.name} (${state.bugcheck.parameters.join(', ')}): ${state.bugcheck.text}`);
    if (state.bugcheck.driver !== null)
      lines.push(
        `Blamed driver: ${state.bugcheck.driver}${state.bugcheck.file === null ? '' : `, ${state.bugcheck.file}:${state.bugcheck.line}`}.`,
      );
  }
  if (state.bugcheck?.dumpPath !== undefined) lines.push(state.bugcheck.dumpPath.text);
  if (state.paused !== null) lines.push(`Paused: ${state.paused.text}`);
  const shown = state.devices.filter((one) => device === undefined || one.id === device);
  for (const one of shown) lines.push('', ...describeDevice(one));
  const stacks = (state.dumpStacks ?? []).flatMap(dumpStackLines);
  if (stacks.length > 0) lines.push('', ...stacks);
  for (const memory of state.dumpMemory ?? []) lines.push('', ...dumpMemoryLines(memory));
  lines.push('', `IRPs in flight: ${state.irps.length === 0 ? 'none' : ''}`);
  for (const irp of state.irps) {
    const held =
      irp.heldBy === null
        ? ''
        : `, held by ${irp.heldBy}${irp.waitingFor === null ? '' : `, which waits for ${irp.waitingFor}`}`;
    lines.push(
      `- ${irp.address} IRP_MJ_${irp.major}${irp.minor === null ? '' : ` IRP_MN_${irp.minor}`} at ${irp.at}, on its way ${irp.direction}${held}`,
    );
  }
  lines.push(`Violations: ${state.violations.length === 0 ? 'none' : ''}`);
  for (const one of state.violations)
    lines.push(
      `- ${one.rule} by ${one.driver}${one.file === null ? '' : ` at ${one.file}:${one.line}`}: ${one.message}`,
    );
  lines.push(...verificationLines(state.verification));
  return `${lines.join('\n')}\n`;
}

function describeDevice(device: DeviceState): readonly string[] {
  const files = fileText(device.specialFiles);
  const problem =
    device.problem === null ? '' : `, problem ${device.problem.code} ${device.problem.name}: ${device.problem.text}`;
  return [
    `${device.description} ${device.id}: ${device.pnp}, ${device.power.device}${files === '' ? '' : `, ${files}`}${problem}.`,
    ...device.stack.map((entry) => {
      const own = fileText(entry.specialFiles);
      return `  ${entry.driver} (${entry.role === 'bus' ? 'PDO' : entry.role}) ${entry.object}: ${entry.deleted === true ? 'deleted, ' : ''}${entry.flags.join(', ') || 'no flags'}${own === '' ? '' : `; ${own}`}`;
    }),
    ...(device.pofx === null ? [] : pofxLines(device.pofx).map((line) => `  ${line}`)),
    ...(device.irpLog ?? []).map((one) => `  ${loggedIrpLine(one)}`),
  ];
}

function fileText(counts: SpecialFileCounts): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
