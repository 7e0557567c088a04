/** `lm`, `x`, `ln`, `?`, `.time`, `vertarget`: drivers, their routines, and numbers. */
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression } from './expression.ts';
import { address } from './format.ts';
import { driverAt } from './objects.ts';
import { ConsoleError } from './page.ts';
import { showRoutine } from './routines.ts';
import { symbolText } from './symbols.ts';
import type { ConsoleSymbol } from './target.ts';

function split(value: number): string {
  const text = address(value);
  return `${text.slice(0, 8)}\`${text.slice(8)}`;
}

/** `*` and `?` as shells read them. */
export function wildcard(pattern: string): RegExp {
  const text = pattern
    .replaceAll(/[^\w*?.$]/g, '')
    .replaceAll(/[.$]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`, 'i');
}

function listModules({ target, page, words }: CommandCall): void {
  const pattern = words.filter((word) => !/^[a-z]$/i.test(word)).at(-1);
  const wanted = pattern === undefined ? null : wildcard(pattern);
  const sources = new Map(
    target.state().devices.flatMap(({ stack }) => stack.map(({ driver, source }) => [driver, source] as const)),
  );
  page.line(`${'driver object'.padEnd(18)}  ${'module name'.padEnd(20)} source`);
  for (const { address: at, name } of target.drivers()) {
    if (wanted !== null && !wanted.test(name)) continue;
    const source =
      target.live?.nt.kernel.sim.directory.drivers.find((one) => one.name === name)?.source ?? sources.get(name);
    page.line(`${split(at).padEnd(18)}  ${name.padEnd(20)} ${source ?? '(in-box)'}`);
    page.item({ name, value: source ?? 'in-box', command: `!drvobj ${name} 7` });
    if (source != null) page.source({ text: name, file: source, line: 1 });
  }
}

function showSymbol({ page }: CommandCall, symbol: ConsoleSymbol): void {
  const text = symbolText(symbol);
  const place = symbol.file === null ? '' : ` [${symbol.file} @ ${symbol.line ?? 1}]`;
  page.line(`${split(symbol.address)} ${text}${place}`);
  if (symbol.file !== null) page.source({ text, file: symbol.file, line: symbol.line ?? 1 });
}

function examine(call: CommandCall): void {
  const { target, words } = call;
  const pattern = words.at(-1);
  if (pattern === undefined) throw new ConsoleError('Which symbols? Write x disk!*, or x *!Dispatch*.');
  const [module = '*', name = '*'] = pattern.includes('!') ? pattern.split('!') : ['*', pattern];
  const [drivers, names] = [wildcard(module), wildcard(name)];
  const found = target.symbols().filter((symbol) => drivers.test(symbol.driver) && names.test(symbol.name));
  if (found.length === 0) throw new ConsoleError(`No routine is named like \`${pattern}\`. lm lists the drivers.`);
  for (const symbol of found) showSymbol(call, symbol);
}

function nearest(call: CommandCall): void {
  const { target, page, text } = call;
  if (text === '') throw new ConsoleError('Near what? Write ln ADDRESS.');
  const at = evaluateExpression(target, text);
  const exact = target.symbols().filter((symbol) => symbol.address === at);
  if (exact.length === 0) page.line(`No routine begins at ${split(at)}.`);
  for (const symbol of exact) showSymbol(call, symbol);
}

const DECIMAL_WIDTH = 11;

export function evaluateNumber({ target, page, text }: CommandCall): void {
  const value = evaluateExpression(target, text);
  page.line(`Evaluate expression: ${value} = ${split(value)}`);
  const what = driverAt(target, value) === null ? showRoutine(target, page, value) : 'a driver object';
  if (what !== '') page.line(`${' '.repeat(DECIMAL_WIDTH)}${what}`);
}

function showTime({ target, page }: CommandCall): void {
  const { time, events, run } = target.state();
  page.line(`Virtual time: ${time}`, `${events} events since boot; the machine is ${run}`);
}

function showTarget({ target, page }: CommandCall): void {
  const { name, file, seed, verifier, time } = target.state();
  page.line(`Driver Sandbox machine ${name} (${file})`, '1 procs; 32-bit pointers; virtual time');
  page.line(`Seed ${seed}, verifier ${verifier}`, `System Uptime: ${time}`);
}

const memory = { group: 'Memory and types' } as const;
const consoleGroup = { group: 'The console' } as const;

export const moduleCommands: readonly ConsoleCommand[] = [
  {
    names: ['lm', 'lml', 'lmv', 'lmvm'],
    group: 'Devices and drivers',
    usage: '[PATTERN]',
    summary: 'the drivers that are loaded',
    takes: ['driver'],
    run: listModules,
  },
  { ...memory, names: ['x'], usage: 'DRIVER!PATTERN', summary: 'routines by name', takes: ['routine'], run: examine },
  {
    ...memory,
    names: ['ln'],
    usage: 'ADDRESS',
    summary: 'the routine at an address',
    takes: ['routine'],
    run: nearest,
  },
  { ...consoleGroup, names: ['.time'], usage: '', summary: 'virtual time', takes: [], run: showTime },
  { ...consoleGroup, names: ['vertarget'], usage: '', summary: 'what is looked at', takes: [], run: showTarget },
];
