/** Lines of the console, from the command line, from standard input or from whoever sits in front of the terminal. */
import { CONSOLE_PROMPT, type ConsoleCompletions, type ConsoleResult } from '../../protocol/console.ts';
import type { Format } from '../arguments.ts';
import { type CliIo, type CompleteLine, EXIT, type ExitCode } from '../io.ts';

export interface Answers {
  evaluate(line: string): Promise<ConsoleResult>;
  complete?(line: string, column: number): Promise<ConsoleCompletions>;
}

/** What ends a conversation. */
const QUITS = new Set(['q', 'qq', 'qd', 'quit', 'exit', '.exit']);

/** @param commands - `-` stands for the lines of standard input; without any, the user is asked */
export async function converse(
  answers: Answers,
  commands: readonly string[],
  format: Format,
  io: CliIo,
): Promise<ExitCode> {
  if (commands.length === 0) return await prompt(answers, io);
  const lines = (await Promise.all(commands.map((one) => (one === '-' ? stdinLines(io) : [one])))).flat();
  const done: { readonly command: string; readonly answer: ConsoleResult }[] = [];
  for (const command of lines) {
    if (QUITS.has(command.trim().toLowerCase())) break;
    const answer = await answers.evaluate(command);
    done.push({ command, answer });
    if (format === 'text') io.out(`${CONSOLE_PROMPT}${command}\n${answer.text}\n`);
  }
  if (format === 'json') io.out(`${JSON.stringify(done, null, 2)}\n`);
  return done.some(({ answer }) => answer.failed === true) ? EXIT.wrongInput : EXIT.ok;
}

async function stdinLines(io: CliIo): Promise<readonly string[]> {
  return (await io.readStdin()).split(/\r?\n/).filter((line) => line.trim() !== '');
}

async function prompt(answers: Answers, io: CliIo): Promise<ExitCode> {
  if (io.ask === null) {
    io.err('Nobody is at the terminal: give --command "!devnode 0 1", or --command - to read standard input.\n');
    return EXIT.wrongInput;
  }
  const complete: CompleteLine = async (line) => {
    const found = await answers.complete?.(line, line.length);
    const start = found?.start ?? line.length;
    return [found?.items.map(({ text }) => text) ?? [], line.slice(start)];
  };
  io.out('`?` lists the commands; `q` leaves.\n');
  for await (const line of io.ask(CONSOLE_PROMPT, complete)) {
    if (QUITS.has(line.trim().toLowerCase())) break;
    io.out((await answers.evaluate(line)).text);
  }
  return EXIT.ok;
}
