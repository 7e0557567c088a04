/** What can stand where the user is writing. */
import { allStructs } from '../../abi/struct.ts';
import type { ConsoleCompletion, ConsoleCompletions } from '../../protocol/console.ts';
import type { ArgumentKind } from './command.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { Evaluator, LIST_METHOD_NAMES } from './dx/evaluate.ts';
import { rootsOf } from './dx/model.ts';
import { parseDx } from './dx/parse.ts';
import { DxObject, type DxValue, isList } from './dx/value.ts';
import { splitCommand } from './evaluate.ts';
import { address } from './format.ts';
import { ConsoleError } from './page.ts';
import { symbolText } from './symbols.ts';
import type { ConsoleTarget } from './target.ts';

const MOST = 200;

/** @param column - where the user is writing, from 0 */
export function completeCommand(target: ConsoleTarget, line: string, column: number): ConsoleCompletions {
  const before = line.slice(0, Math.max(0, column));
  const from = before.lastIndexOf(';') + 1;
  const part = before.slice(from).trimStart();
  const { name, text } = splitCommand(part);
  const isCommand = !/\s/.test(part) && !/^\?+./.test(part);
  if (!isCommand && name.toLowerCase() === 'dx') {
    const start = before.search(/[\w$@]*$/);
    return { start, items: matching(completeQuery(target, text), before.slice(start)) };
  }
  const start = isCommand ? before.length - part.length : before.search(/[^\s;(+*]*$/);
  const all = isCommand
    ? commandNames()
    : (findCommand(name)?.takes ?? []).flatMap((kind) => argumentsOf(target, kind));
  return { start, items: matching(all, before.slice(start)) };
}

function matching(all: readonly ConsoleCompletion[], word: string): readonly ConsoleCompletion[] {
  const wanted = word.toLowerCase();
  return all.filter(({ text }) => text.toLowerCase().startsWith(wanted)).slice(0, MOST);
}

function commandNames(): readonly ConsoleCompletion[] {
  return COMMANDS.flatMap(({ names, summary }) =>
    names.map((text) => ({ text, detail: summary, kind: 'command' as const })),
  ).sort((one, other) => (one.text < other.text ? -1 : 1));
}

function argumentsOf(target: ConsoleTarget, kind: ArgumentKind): readonly ConsoleCompletion[] {
  switch (kind) {
    case 'device':
      return [...devices(target), ...target.deviceNames().map(({ name }) => item(name, 'device object', 'device'))];
    case 'driver':
      return target.drivers().map(({ name, address: at }) => item(name, address(at), 'driver'));
    case 'irp':
      return target.irps().map((at) => item(address(at), irpText(target, at), 'irp'));
    case 'type':
      return allStructs().map(({ structName, size }) => item(structName, `${size} bytes`, 'type'));
    case 'routine':
      return target.symbols().map((symbol) => item(symbolText(symbol), address(symbol.address), 'routine'));
    case 'rule':
      return target.rules().map(({ id, title }) => item(id, title, 'option'));
    case 'command':
      return commandNames();
    case 'query':
      return [];
  }
}

function item(text: string, detail: string, kind: ConsoleCompletion['kind']): ConsoleCompletion {
  return { text, detail, kind };
}

/** `disk0`, and `disk0/auditflt` for each device object of its stack. */
function devices(target: ConsoleTarget): readonly ConsoleCompletion[] {
  return target
    .state()
    .devices.flatMap(({ id, description, stack }) => [
      item(id, description, 'device'),
      ...stack.map(({ driver, role }) => item(`${id}/${driver}`, role, 'device')),
    ]);
}

function irpText(target: ConsoleTarget, at: number): string {
  const irp = target.state().irps.find((one) => Number(one.address) === at);
  return irp === undefined ? 'IRP' : `${irp.minor ?? irp.major} at ${irp.at}`;
}

/** Members and methods of what stands in front of the last dot of a `dx` expression. */
function completeQuery(target: ConsoleTarget, text: string): readonly ConsoleCompletion[] {
  const dot = text.lastIndexOf('.');
  if (dot < 0) return rootsOf(target).names.map((name) => item(name, 'the machine', 'field'));
  const before = text.slice(0, dot).replace(/^(?:-\w+\s+(?:\d+\s+)?)*/, '');
  let value: DxValue;
  try {
    value = new Evaluator(rootsOf(target)).evaluate(parseDx(before));
  } catch (error) {
    if (error instanceof ConsoleError) return [];
    throw error;
  }
  if (value instanceof DxObject) return value.names.map((name) => item(name, '', 'field'));
  return isList(value) ? LIST_METHOD_NAMES.map((name) => item(`${name}(`, 'method of a list', 'field')) : [];
}
