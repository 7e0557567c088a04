import type { DeviceState, StackRole } from '../../protocol/state.ts';
import { type StateClass, stateClass } from './device-words.ts';

export interface Icon {
  /** A codicon's name. */
  readonly id: string;
  /** A theme colour's id; none: the icon's usual colour. */
  readonly color?: string;
}

const KIND_ICONS: Readonly<Record<string, string>> = {
  root: 'vm',
  acpi: 'vm',
  pci: 'circuit-board',
  storport: 'server',
  disk: 'database',
  partition: 'split-horizontal',
  partmgr: 'split-horizontal',
  volume: 'archive',
  volmgr: 'archive',
};

/** A started device shows what it is, dimmed while it sleeps or is hidden; any other shows that it is not started, in shape and colour. */
const STATE_ICONS: Readonly<Record<Exclude<StateClass, 'started'>, Icon>> = {
  waiting: { id: 'history', color: 'charts.yellow' },
  off: { id: 'circle-outline', color: 'disabledForeground' },
  gone: { id: 'debug-disconnect', color: 'debugIcon.disconnectForeground' },
  problem: { id: 'warning', color: 'problemsWarningIcon.foreground' },
};

export function deviceIcon(device: DeviceState): Icon {
  const state = stateClass(device);
  if (state !== 'started') return STATE_ICONS[state];
  const id = KIND_ICONS[device.kind] ?? 'plug';
  const isDimmed = device.hidden === true || device.power.device !== 'D0';
  return isDimmed ? { id, color: 'disabledForeground' } : { id };
}

export function roleIcon(role: StackRole): Icon {
  switch (role) {
    case 'upperFilter':
    case 'lowerFilter':
      return { id: 'filter' };
    case 'function':
      return { id: 'gear' };
    case 'bus':
      return { id: 'type-hierarchy-super' };
  }
}
