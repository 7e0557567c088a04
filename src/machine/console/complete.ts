/** What can stand where the user is writing. */
import type { ConsoleCompletion, ConsoleCompletions } from '../../protocol/console.ts';
import type { ArgumentKind } from './command.ts';
import { COMMANDS, findCommand } from './commands.ts';
import type { ConsoleTarget } from './target.ts';

const MOST = 200;

export function completeCommand(target: ConsoleTarget, line: string, column: number): ConsoleCompletions {
  const before = line.slice(0, column);
  const from = before.lastIndexOf(';') + 1;
  const part = before.slice(from);
  const start = from + (/[^\s]*$/.exec(part)?.index ?? 0);
  const word = before.slice(start).toLowerCase();
  const name = part.trimStart().split(/\s/)[0] ?? '';
  const isCommand = part.trimStart() === part.trimStart().split(/\s/)[0];
  const command = isCommand ? undefined : findCommand(name);
  const all = isCommand ? commandNames() : (command?.takes ?? []).flatMap((kind) => argumentsOf(target, kind));
  const items = all.filter(({ text }) => text.toLowerCase().startsWith(word)).slice(0, MOST);
  return { start, items };
}

function commandNames(): readonly ConsoleCompletion[] {
  return COMMANDS.flatMap(({ names, summary }) =>
    names.map((text) => ({ text, detail: summary, kind: 'command' as const })),
  ).sort((one, other) => (one.text < other.text ? -1 : 1));
}

function argumentsOf(target: ConsoleTarget, kind: ArgumentKind): readonly ConsoleCompletion[] {
  switch (kind) {
    case 'device':
      return target
        .state()
        .devices.map(({ id, description }) => ({ text: id, detail: description, kind: 'device' as const }));
    case 'command':
      return commandNames();
    default:
      return [];
  }
}
