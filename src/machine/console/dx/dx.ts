/** `dx`: the machine as objects and lists, with a query language. */
import type { ConsoleItem } from '../../../protocol/console.ts';
import type { CommandCall, ConsoleCommand } from '../command.ts';
import { ConsoleError } from '../page.ts';
import { Evaluator } from './evaluate.ts';
import { rootsOf } from './model.ts';
import { parseDx } from './parse.ts';
import { DxObject, type DxValue, isList, textOf } from './value.ts';

const MOST_SHOWN = 100;
const DEEPEST = 8;
const NAME_WIDTH = 16;
const HEAD_WIDTH = 40;

interface Options {
  readonly depth: number;
  readonly isGrid: boolean;
  /** Elements of a list that are shown. */
  readonly count: number;
}

type Named = readonly [name: string, value: DxValue, access: string];

/** What an object or a list holds. */
function partsOf(value: DxValue): readonly Named[] {
  if (value instanceof DxObject) return value.names.map((name) => [name, value.get(name), `.${name}`]);
  if (!isList(value)) return [];
  return value.map((one, index) => [`[0x${index.toString(16)}]`, one, `[0x${index.toString(16)}]`]);
}

function canBeOpened(value: DxValue): boolean {
  return value instanceof DxObject || (isList(value) && value.length > 0);
}

function show({ page }: CommandCall, value: DxValue, options: Options, indent: string): void {
  const parts = partsOf(value);
  for (const [name, part] of parts.slice(0, options.count)) {
    const text = textOf(part);
    page.line(`${indent}${name.padEnd(NAME_WIDTH)}${text === '' && canBeOpened(part) ? '' : ` : ${text}`}`);
    if (options.depth > 1)
      show({ page } as CommandCall, part, { ...options, depth: options.depth - 1 }, `${indent}    `);
  }
  if (parts.length > options.count)
    page.line(`${indent}[...]            : ${parts.length - options.count} more; dx -c ${parts.length} shows all`);
}

/** One row an element, one column a member of the first one. */
function showGrid({ page }: CommandCall, value: DxValue, { count }: Options): void {
  const rows = (isList(value) ? value : [value]).slice(0, count);
  const names = rows.find((row): row is DxObject => row instanceof DxObject)?.names ?? [];
  const head = ['', ...names];
  const table = rows.map((row, index) => [
    `[0x${index.toString(16)}]`,
    ...(row instanceof DxObject ? names.map((name) => textOf(row.get(name))) : [textOf(row)]),
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...table.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  const rule = '='.repeat(Math.max(...[head, ...table].map((cells) => line(cells).length)));
  page.line(rule, line(head), rule);
  page.lines(table.map(line));
  page.line(rule);
}

function readOptions(text: string): { readonly options: Options; readonly expression: string } {
  let [depth, isGrid, count] = [1, false, MOST_SHOWN];
  let rest = text;
  for (
    let match = /^-(?:r(\d*)|(g)|c\s+(\d+))\s+/i.exec(rest);
    match !== null;
    match = /^-(?:r(\d*)|(g)|c\s+(\d+))\s+/i.exec(rest)
  ) {
    if (match[1] !== undefined) depth = Math.min(DEEPEST, Math.max(1, Number(match[1])));
    if (match[2] !== undefined) isGrid = true;
    if (match[3] !== undefined) count = Number(match[3]);
    rest = rest.slice(match[0].length);
  }
  return { options: { depth, isGrid, count }, expression: rest.trim() };
}

function dx(call: CommandCall): void {
  const { target, page, text } = call;
  const { options, expression } = readOptions(text);
  if (expression === '') throw new ConsoleError('What? Write dx @$cursession, or dx @$cursession.Devices.DeviceTree.');
  const value = new Evaluator(rootsOf(target)).evaluate(parseDx(expression));
  if (options.isGrid) {
    showGrid(call, value, options);
    return;
  }
  const head = textOf(value);
  page.line(`${expression.padEnd(HEAD_WIDTH)}${head === '' ? '' : ` : ${head}`}`);
  show(call, value, options, '    ');
  for (const item of itemsOf(value, expression).slice(0, options.count)) page.item(item);
}

function itemsOf(value: DxValue, expression: string): readonly ConsoleItem[] {
  const isSimple = /^[@$\w.[\]()]+$/.test(expression);
  const whole = isSimple ? expression : `(${expression})`;
  return partsOf(value).map(([name, part, access]) => ({
    name,
    value: textOf(part),
    ...(canBeOpened(part) ? { command: `dx ${whole}${access}` } : {}),
  }));
}

export const dxCommand: ConsoleCommand = {
  names: ['dx'],
  group: 'Queries',
  usage: '[-r1] [-g] [-c COUNT] EXPRESSION',
  summary:
    'objects of the machine: dx @$cursession.Devices.DeviceTree.Flatten(n => n.Children).Where(n => n.State != "started")',
  takes: ['query'],
  run: dx,
};
