/** A machine's state as text for people. */

import { pofxLines } from '../../protocol/pofx-text.ts';
import type {
  BugcheckState,
  DeviceState,
  MachineState,
  SpecialFileCounts,
  StackEntry,
  ViolationState,
} from '../../protocol/state.ts';
import { loggedIrpLine, verificationLines } from '../../protocol/verification-text.ts';
import type { Paint } from './paint.ts';

export function stateText(state: MachineState, paint: Paint, only: string | null = null): string {
  const head = `${paint('strong', state.name)}: ${state.run}, ${state.time}, system ${state.systemPower}, seed ${state.seed}, ${state.events} events\n`;
  const byId = new Map(state.devices.map((device) => [device.id, device]));
  const roots = state.devices.filter(({ parent }) => parent === null);
  const one = only === null ? undefined : byId.get(only);
  const tree =
    one === undefined ? roots.map((root) => treeText(root, byId, paint, '', '')) : [deviceText(one, paint, '', '')];
  return (
    head +
    tree.join('') +
    irpsText(state, only) +
    violationsText(state.violations, paint) +
    verificationText(state, paint) +
    bugcheckText(state.bugcheck, paint)
  );
}

function treeText(
  device: DeviceState,
  byId: ReadonlyMap<string, DeviceState>,
  paint: Paint,
  lead: string,
  indent: string,
): string {
  const children = device.children.flatMap((id) => byId.get(id) ?? []);
  const below = children.map((child, index) => {
    const last = index === children.length - 1;
    return treeText(child, byId, paint, `${indent}${last ? '└─ ' : '├─ '}`, `${indent}${last ? '   ' : '│  '}`);
  });
  return deviceText(device, paint, lead, `${indent}${children.length > 0 ? '│  ' : '   '}`) + below.join('');
}

function deviceText(device: DeviceState, paint: Paint, lead: string, indent: string): string {
  const facts = [
    paint(device.problem === null ? 'good' : 'bad', device.pnp),
    device.power.device,
    countsText(device.specialFiles),
    device.problem === null ? '' : paint('bad', `problem ${device.problem.code} ${device.problem.name}`),
    device.notDisableable ? 'not disableable' : '',
    device.present ? '' : paint('warn', 'not present'),
    device.violations === 0 ? '' : paint('bad', `${device.violations} violations`),
  ];
  const title = `${lead}${paint('strong', device.id)}  ${device.description}  ${facts.filter((fact) => fact !== '').join(' · ')}\n`;
  const log = (device.irpLog ?? []).map((one) => `${indent}  ${paint('quiet', loggedIrpLine(one))}\n`);
  const pofx = device.pofx === null ? [] : pofxLines(device.pofx).map((line) => `${indent}  ${paint('quiet', line)}\n`);
  return title + device.stack.map((entry) => entryText(entry, paint, indent)).join('') + pofx.join('') + log.join('');
}

const ROLES: Readonly<Record<StackEntry['role'], string>> = {
  upperFilter: 'upper filter',
  function: 'function',
  lowerFilter: 'lower filter',
  bus: 'bus (PDO)',
};

function entryText(entry: StackEntry, paint: Paint, indent: string): string {
  const { driver, role, object, flags, pagingPathCount, deleted = false } = entry;
  const paging = pagingPathCount === 0 ? '' : `  paging path ${pagingPathCount}`;
  return `${indent}  ${driver.padEnd(12)} ${ROLES[role].padEnd(12)} ${paint('quiet', `${object}  ${deleted ? 'deleted ' : ''}${flags.join(' ')}`.trimEnd())}${paging}\n`;
}

function countsText(counts: SpecialFileCounts): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([type, count]) => `${type} ${count}`)
    .join(', ');
}

function irpsText({ irps }: MachineState, only: string | null): string {
  const shown = irps.filter(({ device }) => only === null || device === only);
  if (shown.length === 0) {
    return '';
  }
  const lines = shown.map(({ address, major, minor, at, heldBy, waitingFor }) => {
    const held =
      heldBy === null ? '' : `, held by ${heldBy}${waitingFor === null ? '' : `, which waits for ${waitingFor}`}`;
    return `  ${address} ${minor ?? major} at ${at}${held}\n`;
  });
  return `IRPs in flight\n${lines.join('')}`;
}

/** The options of Driver Verifier that the machine file names, and what came of them. */
export function verificationText({ verification }: MachineState, paint: Paint): string {
  const [head, ...lines] = verificationLines(verification);
  return head === undefined
    ? ''
    : `${head.replace(/:$/, '')}\n${lines.map((line) => `  ${paint('quiet', line)}\n`).join('')}`;
}

export function violationsText(violations: readonly ViolationState[], paint: Paint): string {
  if (violations.length === 0) {
    return '';
  }
  const lines = violations.map(({ rule, title, message, remedy, published = [], driver, file, line }) => {
    const place = file === null ? driver : `${file}${line === null ? '' : `:${line}`}`;
    const names = published.length === 0 ? '' : ` (${published.join(', ')})`;
    return `  ${paint('bad', rule)}${names} ${place}: ${title}: ${message}\n    ${paint('quiet', remedy)}\n`;
  });
  return `Broken rules\n${lines.join('')}`;
}

export function bugcheckText(bugcheck: BugcheckState | null, paint: Paint): string {
  if (bugcheck === null) {
    return '';
  }
  const { code, name, parameters, meanings, values, text, driver, file, line } = bugcheck;
  const place = [driver, file === null ? null : `${file}${line === null ? '' : `:${line}`}`].filter(
    (part) => part !== null,
  );
  const rows = parameters.map(
    (value, index) =>
      `  P${index + 1} ${value}  ${paint('quiet', [meanings[index], values?.[index]].filter(Boolean).join(', '))}\n`,
  );
  const by = place.length === 0 ? '' : `  in ${place.join(' at ')}\n`;
  return `${paint('bad', `Bugcheck 0x${code.toString(16).toUpperCase()} ${name}`)}\n  ${text}\n${by}${rows.join('')}`;
}
