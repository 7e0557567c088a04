/** `!irp`: one request, location by location. */
import {
  SL_INVOKE_ON_CANCEL,
  SL_INVOKE_ON_ERROR,
  SL_INVOKE_ON_SUCCESS,
  SL_PENDING_RETURNED,
} from '../../abi/irp-codes.ts';
import { hasMinorCodes, nameOfMajor, nameOfMinor, nameOfStatus } from '../../abi/names.ts';
import { IO_STACK_LOCATION, IRP } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { address, prefixed, word } from './format.ts';
import { driverOfDevice, driverPath, findIrp } from './objects.ts';
import { ConsoleError } from './page.ts';
import { Peek, wordAt } from './peek.ts';
import { showRoutine } from './routines.ts';
import type { ConsoleTarget } from './target.ts';
import { threadAddress } from './thread-address.ts';

const PARAMETERS = 4;
const HEAD = '     cmd  flg cl Device   File     Completion-Context';

interface Location {
  readonly number: number;
  readonly peek: Peek;
  readonly device: number;
  readonly isUsed: boolean;
}

function locationsOf(target: ConsoleTarget, irp: Peek): readonly Location[] {
  const locations: Location[] = [];
  for (let number = 1; number <= irp.signed('StackCount'); number += 1) {
    const at = irp.address + IRP.size + (number - 1) * IO_STACK_LOCATION.size;
    const peek = Peek.at(target.memory, IO_STACK_LOCATION, at);
    if (peek === null) break;
    const device = peek.number('DeviceObject');
    const isUsed = device !== 0 || peek.number('MajorFunction') !== 0 || peek.number('CompletionRoutine') !== 0;
    locations.push({ number, peek, device, isUsed });
  }
  return locations;
}

/** `IRP_MJ_POWER(16)` */
function coded(name: string, code: number): string {
  return `${name.startsWith('IRP_') ? name : 'N/A'}(${code.toString(16)})`;
}

/** `[IRP_MJ_POWER(16), IRP_MN_SET_POWER(2)]` */
export function codesOf(peek: Peek, isUsed: boolean): string {
  const major = peek.number('MajorFunction');
  const minor = peek.number('MinorFunction');
  if (!isUsed) return '[N/A(0), N/A(0)]';
  const minorName = hasMinorCodes(major) ? nameOfMinor(major, minor) : 'N/A';
  return `[${coded(nameOfMajor(major), major)}, ${coded(minorName, minor)}]`;
}

function controlNames(control: number): string {
  const names: readonly (readonly [number, string])[] = [
    [SL_INVOKE_ON_SUCCESS, 'Success'],
    [SL_INVOKE_ON_ERROR, 'Error'],
    [SL_INVOKE_ON_CANCEL, 'Cancel'],
    [SL_PENDING_RETURNED, 'pending'],
  ];
  return names.flatMap(([bit, name]) => ((control & bit) === 0 ? [] : [name])).join(' ');
}

function showLocation(call: CommandCall, location: Location, setter: string, isCurrent: boolean): void {
  const { target, page } = call;
  const { peek, device, isUsed } = location;
  const routine = peek.number('CompletionRoutine');
  const control = peek.number('Control');
  const codes = codesOf(peek, isUsed);
  const places = [device, peek.number('FileObject')].map(address).join(' ');
  const completion = `${address(routine)}-${address(peek.number('Context'))}`;
  const driver = isUsed ? driverPath(target, device) : '';
  page.line(
    `${isCurrent ? '>' : ' '}${codes}`,
    `            ${peek.number('Flags').toString(16)} ${control.toString(16).padStart(2)} ${places} ${completion} ${controlNames(control)}`,
  );
  const symbol = showRoutine(target, page, routine, setter);
  page.line(driver === '' && symbol === '' ? '' : `\t       ${driver}\t${symbol}`);
  const args = [0, 1, 2, 3].map((index) => address(wordAt(target.memory, peek.address + PARAMETERS + index * 4)));
  page.line(`\t\t\tArgs: ${args.join(' ')}`);
  const name = `[${location.number}] ${isUsed ? codes : 'unused'}`;
  page.item({
    name,
    value: driver,
    command: `dt IO_STACK_LOCATION ${address(peek.address)}`,
    address: hex(peek.address),
  });
}

function headOf(target: ConsoleTarget, irp: Peek): string {
  const stacks = irp.signed('StackCount');
  const current = irp.signed('CurrentLocation');
  const at = prefixed(irp.number('Tail.Overlay.CurrentStackLocation'));
  const record = target.live?.nt.io.irps.get(irp.address);
  const isCompleted = current > stacks && (target.live === null || record === undefined || record.completing);
  if (isCompleted) return `Irp is completed.  ${stacks} stacks, the last one was ${current - 1}`;
  return `Irp is active with ${stacks} stacks ${current} is current (= ${at})`;
}

/** The thread in whose context the I/O manager completes it. */
function threadOf(target: ConsoleTarget, irp: Peek): number {
  const own = target.live?.nt.io.irps.get(irp.address)?.thread;
  return own == null ? irp.number('Tail.Overlay.Thread') : threadAddress(own.id);
}

const DETAILS = [
  'Flags',
  'ThreadListEntry.Flink',
  'ThreadListEntry.Blink',
  'IoStatus.Status',
  'IoStatus.Information',
  'RequestorMode',
  'Cancel',
  'CancelIrql',
  'ApcEnvironment',
  'UserIosb',
  'UserEvent',
  'Overlay.AsynchronousParameters.UserApcRoutine',
  'Overlay.AsynchronousParameters.UserApcContext',
  'CancelRoutine',
  'UserBuffer',
  'Tail.Overlay.AuxiliaryBuffer',
  'Tail.Overlay.ListEntry.Flink',
  'Tail.Overlay.ListEntry.Blink',
  'Tail.Overlay.CurrentStackLocation',
  'Tail.Overlay.OriginalFileObject',
] as const;
const BYTES: readonly string[] = ['RequestorMode', 'Cancel', 'CancelIrql', 'ApcEnvironment'];

function detailLine(call: CommandCall, irp: Peek, path: string): string {
  const value = irp.number(path);
  if (path === 'IoStatus.Status') return `${path} = ${word(value)} (${nameOfStatus(value)})`;
  const symbol = path === 'CancelRoutine' ? showRoutine(call.target, call.page, value) : '';
  return `${path} = ${BYTES.includes(path) ? word(value & 0xff, 2) : address(value)} ${symbol}`;
}

/** What WinDbg cannot know. */
function showWhereabouts({ target, page }: CommandCall, irp: Peek): void {
  const known = target.state().irps.find((one) => Number(one.address) === irp.address);
  if (known === undefined) return;
  const since = known.pendingSince === null ? '' : ` since ${known.pendingSince}`;
  page.line('', `At ${known.at}, on its way ${known.direction}; IoStatus.Status is ${known.status}`);
  if (known.heldBy !== null) page.line(`Held by ${known.heldBy}${since}`);
  if (known.waitingFor !== null) page.line(`  which waits for ${known.waitingFor}`);
  const args = Object.entries(known.args).map(([name, value]) => `${name} = ${value}`);
  if (args.length > 0) page.line(`Parameters: ${args.join(', ')}`);
  if (known.cause !== null) page.line(`Sent while !irp ${address(Number(known.cause))} was handled`);
}

function showIrp(call: CommandCall): void {
  const { target, page, words } = call;
  const [place, level] = words;
  if (place === undefined) throw new ConsoleError('Which one? Write !irp ADDRESS; !irpfind lists those in flight.');
  const irp = findIrp(target, place);
  page.line(headOf(target, irp));
  const mdl = irp.number('MdlAddress');
  const buffer = irp.number('AssociatedIrp.SystemBuffer');
  const parts = [
    mdl === 0 ? 'No Mdl:' : `Mdl=${address(mdl)}:`,
    buffer === 0 ? 'No System Buffer:' : `System buffer=${address(buffer)}:`,
    `Thread ${address(threadOf(target, irp))}:  Irp stack trace.`,
  ];
  page.line(` ${parts.join(' ')}${irp.number('PendingReturned') === 0 ? '' : '  Pending has been returned'}`);
  if (level === '1') for (const path of DETAILS) page.line(detailLine(call, irp, path));
  page.line(HEAD);
  page.item({
    name: 'IRP',
    value: address(irp.address),
    command: `dt IRP ${address(irp.address)}`,
    address: hex(irp.address),
  });
  const locations = locationsOf(target, irp);
  for (const [index, location] of locations.entries()) {
    // A driver's completion routine stands in the location of the driver below it.
    const setter = driverOfDevice(target, locations[index + 1]?.device ?? 0);
    showLocation(call, location, setter, location.number === irp.signed('CurrentLocation'));
  }
  showWhereabouts(call, irp);
}

export const irpCommand: ConsoleCommand = {
  names: ['!irp'],
  group: 'Requests',
  usage: 'IRP [1]',
  summary: 'a request with its stack locations; 1: with its other fields',
  takes: ['irp'],
  run: showIrp,
};
