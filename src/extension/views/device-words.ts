import type { PoFxComponentState } from '../../protocol/pofx-state.ts';
import { durationText } from '../../protocol/pofx-text.ts';
import { devicePowerText, isArmedForWake, powerRequestsUnderWay, powerRequestText } from '../../protocol/power-text.ts';
import type { DeviceState, IrpState, SpecialFileCounts, StackEntry, StackRole } from '../../protocol/state.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import { t } from '../text.ts';

/** What a device's PnP state means for someone who looks at the tree. */
export type StateClass = 'started' | 'waiting' | 'off' | 'gone' | 'problem';

const SEPARATOR = ' · ';

/** `removePending` reads `remove pending`: the machine's own words, apart. */
export function stateWords(state: string): string {
  return state.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}

export function stateClass(device: DeviceState): StateClass {
  const words = stateWords(device.pnp);
  if (/removed|deleted/.test(words) || !device.present) return 'gone';
  if (device.problem !== null) return 'problem';
  if (/pending/.test(words)) return 'waiting';
  return words === 'started' ? 'started' : 'off';
}

export function roleWords(role: StackRole): string {
  switch (role) {
    case 'upperFilter':
      return t('upper filter');
    case 'function':
      return t('function');
    case 'lowerFilter':
      return t('lower filter');
    case 'bus':
      return t('bus');
  }
}

/** `paging 1, dump 1`; empty when there are none. Names as in the field: not translated. */
export function countWords(counts: SpecialFileCounts): string {
  const kinds = ['paging', 'hibernation', 'dump', 'boot'] as const;
  return kinds
    .filter((kind) => counts[kind] !== 0)
    .map((kind) => `${kind} ${counts[kind]}`)
    .join(', ');
}

export function deviceLabel(device: DeviceState): string {
  if (device.parent === null) return t('This machine');
  return device.description === '' || device.description === device.id
    ? device.id
    : `${device.description}  ${device.id}`;
}

/** Always in the same order: PnP, power, special files, problem. */
export function deviceDescription(device: DeviceState, model: MachineModel): string {
  if (device.parent === null && stateClass(device) === 'started') return systemPowerWords(model);
  const parts = [
    stateWords(device.pnp),
    devicePowerText(device.power),
    ...powerRequestsUnderWay(device.power).map(powerRequestText),
    isArmedForWake(device.power) ? t('armed for wake') : '',
    countWords(device.specialFiles),
    device.present ? '' : t('unplugged'),
    device.hidden === true ? t('hidden') : '',
    problemWords(device),
  ];
  return joined(parts);
}

/** `S0`, `S0 · going down pageable · on battery`, `S3 · asleep`. */
export function systemPowerWords(model: MachineModel): string {
  const { systemPower, power } = model.summary;
  return joined([
    systemPower,
    power.state === 'working' ? '' : stateWords(power.state),
    power.standby === undefined ? '' : t('standby: {0}', stateWords(power.standby)),
    power.keptAwakeBy === undefined ? '' : t('kept awake by {0}', power.keptAwakeBy.join(', ')),
    power.source === 'battery' ? t('on battery') : '',
    power.wokenBy.length === 0 ? '' : t('woken by {0}', power.wokenBy.join(', ')),
  ]);
}

/** `Component 0` */
export function componentLabel(index: number): string {
  return t('Component {0}', index);
}

/** `F0 · active · 1 reference · latency 10ms`; while it changes, `F1 → F0`. */
export function componentDescription(component: PoFxComponentState): string {
  const { state, changesTo, condition, references, latency, residency, wake, outstanding } = component;
  return joined([
    changesTo === undefined ? state : `${state} → ${changesTo}`,
    stateWords(condition),
    references === 1 ? t('1 reference') : t('{0} references', references),
    latency === null ? '' : t('latency {0}', durationText(latency)),
    residency === null ? '' : t('residency {0}', durationText(residency)),
    wake ? t('may wake') : '',
    outstanding === null ? '' : t('{0} awaited since {1}', outstanding.answer, outstanding.since),
  ]);
}

/** As Device Manager numbers it: `Code 10: …`. Empty when all is well. */
export function problemWords(device: DeviceState): string {
  return device.problem === null ? '' : t('Code {0}: {1}', device.problem.code, device.problem.text);
}

export function entryLabel(device: DeviceState, entry: StackEntry): string {
  return entry.role === 'bus' ? `${device.parent ?? entry.driver} (PDO)` : entry.driver;
}

export function entryDescription(device: DeviceState, entry: StackEntry, irps: readonly IrpState[]): string {
  const parts = [
    roleWords(entry.role),
    entry.deleted === true ? t('deleted') : '',
    entry.role === 'bus' ? entry.driver : '',
    entry.role === 'function' ? devicePowerText(device.power) : '',
    ...irps.map(irpDoing),
  ];
  return joined(parts);
}

export function irpName(irp: IrpState): string {
  if (irp.minor !== null) return withPrefix('IRP_MN_', irp.minor);
  return withPrefix('IRP_MJ_', irp.major);
}

/** `waiting in IRP_MN_DEVICE_USAGE_NOTIFICATION`. */
export function irpDoing(irp: IrpState): string {
  if (irp.waitingFor !== null) return t('waiting in {0}', irpName(irp));
  if (irp.heldBy !== null && irp.pendingSince !== null) return t('holds {0}', irpName(irp));
  return irp.direction === 'up' ? t('{0} on its way up', irpName(irp)) : t('{0} on its way down', irpName(irp));
}

export function irpDescription(irp: IrpState): string {
  return joined([
    irp.direction === 'up' ? t('up') : t('down'),
    irp.pendingSince === null ? '' : t('pending since {0}', irp.pendingSince),
    irp.waitingFor === null ? '' : t('waiting for {0}', irp.waitingFor),
    irp.direction === 'up' ? irp.status : '',
  ]);
}

export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(SEPARATOR);
}

function withPrefix(prefix: string, name: string): string {
  return name.startsWith('IRP_') ? name : prefix + name;
}
