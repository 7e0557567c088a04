/** Every command of the console. */
import { bugCheckCommands } from './bug-checks.ts';
import { type ConsoleCommand, GROUPS } from './command.ts';
import { deviceObjectCommands } from './device-objects.ts';
import { devnodeCommand } from './devnode.ts';
import { dxCommand } from './dx/dx.ts';
import { fxdeviceCommand } from './fxdevice.ts';
import { irpCommand } from './irp.ts';
import { irpFindCommands } from './irp-find.ts';
import { memoryCommands } from './memory.ts';
import { evaluateNumber, moduleCommands } from './modules.ts';
import type { Page } from './page.ts';
import { pnpTriageCommand } from './pnp-triage.ts';
import { poolCommands } from './pool.ts';
import { powerCommands } from './power.ts';
import { storageCommands } from './storage.ts';
import { threadCommands } from './threads.ts';
import { typeCommands } from './types.ts';
import { verifierCommands } from './verifier.ts';

const help: ConsoleCommand = {
  names: ['?', 'help', '.help', '!help'],
  group: 'The console',
  usage: '[COMMAND | EXPRESSION]',
  summary: 'this list; how one command is written; the value of an expression',
  takes: ['command'],
  run: (call) => {
    const [name] = call.words;
    if (name === undefined) listCommands(call.page);
    else if (call.words.length > 1 || commandNamed(name) === undefined) evaluateNumber(call);
    else explain(call.page, commandNamed(name));
  },
};

export const COMMANDS: readonly ConsoleCommand[] = [
  devnodeCommand,
  ...deviceObjectCommands,
  irpCommand,
  ...irpFindCommands,
  ...powerCommands,
  fxdeviceCommand,
  pnpTriageCommand,
  ...storageCommands,
  ...bugCheckCommands,
  ...verifierCommands,
  ...threadCommands,
  ...memoryCommands,
  ...typeCommands,
  ...poolCommands,
  ...moduleCommands,
  dxCommand,
  help,
];

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

/** `irp` will do for `!irp`. */
function commandNamed(name: string): ConsoleCommand | undefined {
  return findCommand(name) ?? findCommand(`!${name}`);
}

function explain(page: Page, command: ConsoleCommand | undefined): void {
  if (command === undefined) return;
  page.line(usageOf(command), `  ${command.summary}`);
  const others = command.names.slice(1);
  if (others.length > 0) page.line(`  also: ${others.join(', ')}`);
  if ('runLive' in command) page.line('  Not for crash dumps.');
}
