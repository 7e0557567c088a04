/** Every command of the console. */
import { bugCheckCommands } from './bug-checks.ts';
import { type ConsoleCommand, GROUPS } from './command.ts';
import { ConsoleError, type Page } from './page.ts';

const help: ConsoleCommand = {
  names: ['?', 'help', '.help', '!help'],
  group: 'The console',
  usage: '[command]',
  summary: 'this list, or how one command is written',
  takes: ['command'],
  run: ({ page, words: [name] }) => (name === undefined ? listCommands(page) : explain(page, name)),
};

export const COMMANDS: readonly ConsoleCommand[] = [...bugCheckCommands, help];

const byName: ReadonlyMap<string, ConsoleCommand> = new Map(
  COMMANDS.flatMap((command) => command.names.map((name) => [name, command] as const)),
);

export function findCommand(name: string): ConsoleCommand | undefined {
  return byName.get(name.toLowerCase());
}

const USAGE_WIDTH = 44;

function usageOf({ names: [name = ''], usage }: ConsoleCommand): string {
  return usage === '' ? name : `${name} ${usage}`;
}

function listCommands(page: Page): void {
  for (const group of GROUPS) {
    const commands = COMMANDS.filter((command) => command.group === group);
    if (commands.length === 0) continue;
    page.line(`${group}:`);
    for (const command of commands) page.line(`  ${usageOf(command).padEnd(USAGE_WIDTH)} ${command.summary}`);
    page.line();
  }
  page.line(
    'Addresses are hexadecimal; 0n10 is decimal. A device is named by its id (disk0), by one of its drivers (disk0/disk),',
    'by \\Device\\NAME or by an address; a driver by its name or \\Driver\\NAME.',
  );
}

function explain(page: Page, name: string): void {
  const command = findCommand(name) ?? findCommand(`!${name}`);
  if (command === undefined)
    throw new ConsoleError(`There is no command \`${name}\`. Write \`?\` to see every command.`);
  page.line(usageOf(command), `  ${command.summary}`);
  const others = command.names.slice(1);
  if (others.length > 0) page.line(`  also: ${others.join(', ')}`);
  if ('runLive' in command) page.line('  Not for crash dumps.');
}
