import type { RunState } from '../../protocol/state.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { joined, stateWords } from './device-words.ts';

export function runWords(run: RunState): string {
  switch (run) {
    case 'starting':
      return t('starting');
    case 'running':
      return t('running');
    case 'idle':
      return t('idle');
    case 'paused':
      return t('paused');
    case 'crashed':
      return t('crashed');
    case 'stopped':
      return t('stopped');
  }
}

/** `0.0012300s` reads `0.001230 s`. */
export function timeWords(time: string): string {
  const match = /^(\d+)\.(\d{6})\d*s$/.exec(time);
  return match === null ? time : `${match[1]}.${match[2]} s`;
}

/** `storage · S0 · 0.001230 s · running`: it has to fit into a side bar. */
export function summaryLine(session: MachineSession): string {
  const { model } = session;
  if (model === null) return joined([shortName(session), session.status === 'starting' ? t('starting') : '']);
  const { paused } = model.summary;
  // Names of requests and bug checks are longer than a side bar is wide: they may break behind an underscore.
  return joined([shortName(session), ...stateParts(model), paused?.text ?? '']).replaceAll('_', '_\u200b');
}

export function stateParts(model: MachineModel): readonly string[] {
  const { systemPower, power, time, run, bugcheck, memoryDump } = model.summary;
  const moving = [
    ...(power.state === 'working' ? [] : [stateWords(power.state)]),
    ...(power.standby === undefined ? [] : [t('standby')]),
  ];
  return [
    systemPower,
    ...moving,
    timeWords(time),
    bugcheck === null ? runWords(run) : t('bug check {0}', bugcheck.name),
    ...(memoryDump === undefined ? [] : ['MEMORY.DMP']),
  ];
}

/** The machine file's name without what all of them end in. */
export function shortName({ fileName }: MachineSession): string {
  return fileName.replace(/\.machine\.json$/, '');
}
