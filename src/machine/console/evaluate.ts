/** Carries out a line of the console. It looks, and changes nothing. */
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import type { ConsoleResult } from '../../protocol/console.ts';
import type { ConsoleCommand } from './command.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { ConsoleError, Page } from './page.ts';
import type { ConsoleTarget } from './target.ts';

const LONGEST_LINE = 4096;

/** Several commands on a line are separated by `;`; those behind one that fails are left. */
export function evaluateCommand(target: ConsoleTarget, line: string): ConsoleResult {
  const page = new Page();
  try {
    if (line.length > LONGEST_LINE)
      throw new ConsoleError(`The line has ${line.length} characters; ${LONGEST_LINE} are the most.`);
    const parts = line.split(';').map((part) => part.trim());
    for (const part of parts) if (part !== '') run(target, page, part);
    return page.result();
  } catch (error) {
    if (error instanceof ConsoleError) return page.result(error.message);
    throw error;
  }
}

function run(target: ConsoleTarget, page: Page, line: string): void {
  const { name, text } = splitCommand(line);
  const command = findCommand(name);
  if (command === undefined) throw new ConsoleError(unknownCommand(name));
  const words = text.split(/\s+/).filter((word) => word !== '');
  const call = { target, page, text, words };
  if ('run' in command) command.run(call);
  else if (target.live !== null) command.runLive(call, target.live);
  else throw new ConsoleError(`${name} asks a machine that runs; a crash dump does not hold what it shows.`);
}

/** `!irp 12340` is `!irp` and `12340`; `?` and `??` need no space behind them. */
export function splitCommand(line: string): { readonly name: string; readonly text: string } {
  const match = /^(\?+|\S+)\s*(.*)$/s.exec(line.trimStart());
  return { name: match?.[1] ?? '', text: match?.[2]?.trim() ?? '' };
}

/** Extensions that Windows has and the sandbox has nothing for. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [
    /^!(?:wdfkd\.|wdf)/i,
    'There is no driver framework (WDF) in the sandbox: drivers are WDM drivers. !devobj and !irp show them.',
  ],
  [
    /^(?:g|p|t|gu|bp|bl|bc)$/i,
    'The console looks and does not drive the machine: step, pause and go on from the debugger, or inject.',
  ],
  [
    /^!(?:sym|reload|process\.)|^\.(?:reload|sympath)/i,
    'Names come from the drivers themselves: there are no symbol files to load.',
  ],
];

/** A command may be suggested by its first letters, from so many on. */
const SHORTEST_START = 4;

function unknownCommand(name: string): string {
  const elsewhere = ELSEWHERE.find(([pattern]) => pattern.test(name));
  if (elsewhere !== undefined) return elsewhere[1];
  const names = COMMANDS.flatMap((command: ConsoleCommand) => command.names);
  const wanted = name.toLowerCase();
  const begun = wanted.length < SHORTEST_START ? undefined : names.find((known) => known.startsWith(wanted));
  const near = names.find((known) => known === `!${wanted}`) ?? begun ?? nearestSpelling(name, names);
  const hint = near === null ? 'Write `?` to see every command.' : `Did you mean \`${near}\`?`;
  return `There is no command \`${name.slice(0, 60)}\`. ${hint}`;
}
