/** `.bugcheck` and `!analyze`. */
import { describeBugCheck } from '../../abi/bug-check-table.ts';
import { valueOfName } from '../../abi/names.ts';
import { BUGCHECK_NAMES } from '../../protocol/bugcheck-names.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { readNumber } from './expression.ts';
import { address } from './format.ts';
import { ConsoleError } from './page.ts';

const NOT_STOPPED = 'The machine has not stopped with a bug check.';

function showBugCheck({ target, page }: CommandCall): void {
  const { bugcheck } = target.state();
  if (bugcheck === null) throw new ConsoleError(NOT_STOPPED);
  page.line(`Bugcheck code ${bugcheck.code.toString(16).toUpperCase().padStart(8, '0')}`);
  page.line(`Arguments ${bugcheck.parameters.map((value) => address(Number(value))).join(' ')}`);
  page.line('', `${bugcheck.name}: ${bugcheck.text}`);
}

function analyze({ target, page, words }: CommandCall): void {
  const [option, ...rest] = words;
  if (option?.toLowerCase() === '-show') {
    explainCode(page, rest);
    return;
  }
  if (option !== undefined && !/^-(?:v|f|hang)$/i.test(option))
    throw new ConsoleError(
      `!analyze has no option \`${option}\`. Write !analyze -v, or !analyze -show CODE [P1 P2 P3 P4].`,
    );
  const text = target.analyze();
  if (text === null) throw new ConsoleError(`${NOT_STOPPED} !analyze -show CODE explains one without it.`);
  page.line(...text.replace(/\n+$/, '').split('\n'));
  const { bugcheck } = target.state();
  if (bugcheck?.file != null) page.source({ text: bugcheck.file, file: bugcheck.file, line: bugcheck.line ?? 1 });
}

function explainCode(page: CommandCall['page'], [word, ...rest]: readonly string[]): void {
  if (word === undefined)
    throw new ConsoleError('Which one? Write !analyze -show 9f 3, or !analyze -show DRIVER_POWER_STATE_FAILURE.');
  const code = BUGCHECK_NAMES[word.toUpperCase()] ?? readNumber(word) ?? valueOfName(word);
  if (code === undefined)
    throw new ConsoleError(`\`${word}\` is no bug check: give its code in hexadecimal, or its name.`);
  const parameters = [0, 1, 2, 3].map((index) => readNumber(rest[index] ?? '0') ?? 0);
  const info = describeBugCheck(code, parameters[0] ?? 0);
  page.line(`${info.name} (${code.toString(16)})`, info.text, 'Arguments:');
  for (const [index, value] of parameters.entries()) {
    const meaning = info.parameters[index] ?? '';
    page.line(`Arg${index + 1}: ${[address(value), meaning].filter((part) => part !== '').join(', ')}`);
  }
}

export const bugCheckCommands: readonly ConsoleCommand[] = [
  {
    names: ['!analyze'],
    group: 'Bug checks and the verifier',
    usage: '-v | -show CODE [P1 P2 P3 P4]',
    summary: 'why the machine has stopped; what a bug check means, without one',
    takes: [],
    run: analyze,
  },
  {
    names: ['.bugcheck'],
    group: 'Bug checks and the verifier',
    usage: '',
    summary: 'code and parameters of the bug check',
    takes: [],
    run: showBugCheck,
  },
];
