import { pofxLines } from '../../protocol/pofx-text.ts';
import { devicePowerText, powerRequestText } from '../../protocol/power-text.ts';
import type { DeviceState, IrpState, ResourceState, StackEntry } from '../../protocol/state.ts';
import { loggedIrpLine, verificationLines } from '../../protocol/verification-text.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import { t } from '../text.ts';
import { countWords, irpDescription, irpName, roleWords, stateWords } from './device-words.ts';

/** The Stack View has them all. */
const PREVIOUS_MAX = 4;
/** Where the public documentation explains the problem codes. */
const PROBLEMS_PAGE = 'https://learn.microsoft.com/windows-hardware/drivers/install/device-manager-error-messages';

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
    [t('Power'), `${devicePowerText(device.power)} (${t('system')} ${device.power.system})`],
    [t('Power policy'), stateWords(device.power.policy)],
    [t('Power IRPs'), (device.power.requests ?? []).map((request) => code(powerRequestText(request))).join(', ')],
    [
      t('Power framework'),
      device.pofx === null
        ? ''
        : pofxLines(device.pofx)
            .map((line) => plain(line.trim()))
            .join('; '),
    ],
    [t('Drivers'), device.power.pageable ? t('may be paged out') : t('stay in memory')],
    [t('Special files'), countWords(device.specialFiles)],
    [t('Can be disabled'), device.notDisableable ? t('no') : t('yes')],
    [t('Present'), device.present ? t('yes') : t('no')],
    [t('Slot'), device.slot ?? ''],
    [
      t('Last IRPs'),
      (device.irpLog ?? [])
        .slice(-PREVIOUS_MAX)
        .map((one) => code(loggedIrpLine(one)))
        .join(', '),
    ],
    [t('Problem'), problemCell(device)],
    [t('Resources'), (device.resources ?? []).map((resource) => code(resourceWords(resource))).join(', ')],
    [t('Open handles'), device.openHandles === undefined ? '' : String(device.openHandles)],
    [t('Interfaces'), (device.interfaces ?? []).map(interfaceCell).join(', ')],
    [t('Verifier'), device.parent === null ? verifierCell(model) : ''],
    [t('IRPs'), irps.map((irp) => `${code(irpName(irp))} ${code(irp.at)} ${plain(irpDescription(irp))}`).join(', ')],
    [t('Violations'), device.violations === 0 ? '' : String(device.violations)],
  ];
  return table(rows);
}

/** Device Manager's code and name lead to the page that explains them. */
function problemCell({ problem }: DeviceState): string {
  if (problem === null) return '';
  const name = `[${code(problem.name)}](${PROBLEMS_PAGE})`;
  return `${t('Code {0}', problem.code)} ${name} ${plain(problem.text)}`;
}

/** The machine's own row says what watches its drivers, and what came of it. */
function verifierCell({ summary }: MachineModel): string {
  const [, ...lines] = verificationLines(summary.verification);
  return [code(summary.verifier), ...lines.map((line) => plain(line.replace(/^- /, '')))].join('; ');
}

function interfaceCell({ link, enabled }: { readonly link: string; readonly enabled: boolean }): string {
  return enabled ? code(link) : `${code(link)} (${t('disabled')})`;
}

/** `memory 0xe0000000-0xe000ffff`, `interrupt 11 (shared)` */
export function resourceWords({ type, start, length, shared }: ResourceState): string {
  const first = Number(start);
  const range = type === 'interrupt' ? String(first) : `${start}-0x${(first + length - 1).toString(16)}`;
  return `${type} ${range}${shared ? ` (${t('shared')})` : ''}`;
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

/** Rows without a value are left out. */
function table(rows: readonly Row[]): string {
  const shown = rows.filter(([, value]) => value !== '');
  return ['| | |', '|---|---|', ...shown.map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'")}\``;
}

/** Text that a driver may have chosen: shown as it is, never as a link. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!<>~]/g, '\\$&');
}
