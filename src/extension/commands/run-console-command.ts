/** A line of the console: asked for with completion, answered in an output channel. */
import { CONSOLE_PROMPT } from '../../protocol/console.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import type { Choice } from '../ui/wizard.ts';
import { textOf } from './arguments.ts';

const QUESTION = 'consoleLine';

/** Argument: `line`; or a row of a view, whose device or request the line begins with. */
export async function runConsoleCommand(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  const line = textOf(argument, 'line') ?? (await askLine(context, session, startOf(argument)));
  if (line === undefined || line.trim() === '') return;
  const { text } = await session.host().request('machine/console', { line });
  context.recent.remember(QUESTION, line);
  context.shell.printConsole(`${CONSOLE_PROMPT}${line}\n${text}\n`);
}

/** What is asked most of what the row stands for. */
function startOf(argument: unknown): string {
  const [irp, object, device] = ['irp', 'object', 'device'].map((member) => textOf(argument, member));
  if (irp !== undefined) return `!irp ${irp}`;
  if (object !== undefined) return `!devobj ${object}`;
  return device === undefined ? '' : `!devstack ${device}`;
}

async function askLine(context: CommandContext, session: MachineSession, value: string): Promise<string | undefined> {
  const asked = await context.ask.line({
    title: t('Run Console Command'),
    prompt: t('A command such as !devstack disk0; ? lists them'),
    value,
    recent: context.recent.labels(QUESTION),
    recentGroup: t('recently used'),
    run: (line) => ({ label: line, description: t('run'), icon: 'play', value: line }),
    complete: (line) => completionsOf(session, line),
  });
  return asked.kind === 'value' ? asked.value : undefined;
}

/** Whole lines: what can stand at the end of the one that is being written. */
async function completionsOf(session: MachineSession, line: string): Promise<readonly Choice<string>[]> {
  const column = line.length;
  const { start, items } = await session.host().request('machine/console-completions', { line, column });
  return items.map(({ text, detail, kind }) => {
    const label = `${line.slice(0, start)}${text}`;
    // What a command takes comes next.
    const value = kind === 'command' ? `${label} ` : label;
    return { label, description: detail, icon: ICONS[kind], value };
  });
}

const ICONS = {
  command: 'terminal',
  device: 'layers',
  driver: 'file-code',
  irp: 'arrow-both',
  type: 'symbol-structure',
  routine: 'symbol-method',
  field: 'symbol-field',
  option: 'symbol-constant',
} as const;
