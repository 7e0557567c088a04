import type { DeviceState, IrpState, StackEntry, ViolationState } from '../../protocol/state.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import { t } from '../text.ts';
import { countWords, irpDescription, irpName, roleWords, stateWords } from './device-words.ts';

/** The Stack View has them all. */
const PREVIOUS_MAX = 4;

type Row = readonly [name: string, value: string];

export function deviceTable(device: DeviceState, model: MachineModel): string {
  const irps = model.irpsAt(device.id);
  const rows: Row[] = [
    [t('Id'), code(device.id)],
    [t('Instance path'), code(device.instancePath)],
    [t('Hardware ids'), device.hardwareIds.map(code).join(', ')],
    [t('Function driver'), device.service === null ? t('none') : code(device.service)],
    [t('PnP state'), stateWords(device.pnp)],
    [t('Before that'), device.previous.slice(0, PREVIOUS_MAX).map(stateWords).join(', ')],
    [t('Power'), `${device.power.device} (${t('system')} ${device.power.system})`],
    [t('Special files'), countWords(device.specialFiles)],
    [t('Can be disabled'), device.notDisableable ? t('no') : t('yes')],
    [t('Present'), device.present ? t('yes') : t('no')],
    [t('Problem'), device.problem === null ? '' : `${code(device.problem.name)} ${plain(device.problem.text)}`],
    [t('IRPs'), irps.map((irp) => `${code(irpName(irp))} ${code(irp.at)} ${plain(irpDescription(irp))}`).join(', ')],
    [t('Violations'), device.violations === 0 ? '' : String(device.violations)],
  ];
  return table(rows);
}

export function entryTable(entry: StackEntry): string {
  return table([
    [t('Driver'), code(entry.driver)],
    [t('Role'), roleWords(entry.role)],
    [t('Device object'), code(entry.object)],
    [t('Name'), entry.name === null ? '' : code(entry.name)],
    [t('Flags'), entry.flags.map(code).join(', ')],
    [t('Paging path count'), String(entry.pagingPathCount)],
    [t('Special files'), countWords(entry.specialFiles)],
    [t('Source'), entry.source === null ? '' : code(entry.source)],
  ]);
}

export function irpTable(irp: IrpState): string {
  return table([
    [t('IRP'), code(irp.address)],
    [t('Function'), code(irpName(irp))],
    [t('At'), code(irp.at)],
    [t('Status'), code(irp.status)],
    [t('Pending since'), irp.pendingSince ?? ''],
    [t('Held by'), irp.heldBy === null ? '' : code(irp.heldBy)],
    [t('Waiting for'), plain(irp.waitingFor ?? '')],
    [t('Sent because of'), irp.cause === null ? '' : code(irp.cause)],
    ...Object.entries(irp.args).map(([name, value]): Row => [code(name), code(String(value))]),
  ]);
}

export function violationTable(violation: ViolationState): string {
  return table([
    [t('Rule'), `${code(violation.rule)} ${plain(violation.title)}`],
    [t('What happened'), plain(violation.message)],
    [t('What to do'), plain(violation.remedy)],
    [t('Driver'), code(violation.driver)],
    [t('Device'), violation.device === null ? '' : code(violation.device)],
    [t('IRP'), violation.irp === null ? '' : code(violation.irp)],
    [t('Time'), `${violation.time} (${t('event {0}', violation.event)})`],
    [t('Bug check'), violation.bugcheck === null ? '' : code(violation.bugcheck)],
  ]);
}

/** Rows without a value are left out. */
function table(rows: readonly Row[]): string {
  const shown = rows.filter(([, value]) => value !== '');
  return ['| | |', '|---|---|', ...shown.map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'")}\``;
}

/** Text that a driver may have chosen: shown as it is, never as a link. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!<>~]/g, '\\$&');
}
