/** `!verifier` and `!ruleinfo`: what is watched, and what it has found. */

import { IRP } from '../../abi/structs/io.ts';
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import { documentUrl } from '../../protocol/document-url.ts';
import type { TraceEvent } from '../../protocol/trace.ts';
import { loggedIrpLine } from '../../protocol/verification-text.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression, readNumber } from './expression.ts';
import { address, word } from './format.ts';
import { ConsoleError } from './page.ts';
import { Peek } from './peek.ts';

const COLUMN = 42;
/** Records of a log that are shown unless a number is given. */
const SHOWN = 4;
/** Events of the trace that are searched. */
const SEARCHED = 200_000;

/** Bits of Driver Verifier's settings, by the options of the sandbox that do the same. */
const LEVELS: readonly (readonly [option: string, bit: number, name: string])[] = [
  ['special pool', 0x1, 'Special pool'],
  ['force IRQL checking', 0x2, 'Force IRQL checking'],
  ['low resources', 0x4, 'Randomized low resources simulation'],
  ['pool tracking', 0x8, 'Pool tracking'],
  ['I/O verification', 0x10, 'I/O verification'],
  ['deadlock detection', 0x20, 'Deadlock detection'],
  ['force pending I/O', 0x200, 'Force pending I/O requests'],
  ['IRP logging', 0x400, 'IRP logging'],
];

function optionNames({ target }: CommandCall): ReadonlySet<string> {
  const state = target.state();
  const names = new Set((state.verification?.options ?? []).map(({ name }) => name));
  if (state.verifier !== 'off') names.add('I/O verification');
  return names;
}

function showLevel(call: CommandCall): void {
  const { page, target } = call;
  const names = optionNames(call);
  const on = LEVELS.filter(([option]) => names.has(option));
  const level = on.reduce((sum, [, bit]) => sum | bit, 0);
  page.line('', `Verify Level ${level.toString(16)} ... enabled options are:`);
  page.lines(on.map(([, , name]) => `\t${name}`));
  if (on.length === 0) page.line('\tnone');
  page.line('', `Verifier: ${target.state().verifier}; ${target.state().violations.length} violations so far`);
  for (const { name, text } of target.state().verification?.options ?? []) page.line(`  ${name}: ${text}`);
}

function statistic(name: string, value: number): string {
  return `${name.padEnd(COLUMN)}0x${value.toString(16)}`;
}

function showStatistics({ target, page }: CommandCall): void {
  const { verification } = target.state();
  const events = target.trace(SEARCHED);
  const raised = events.filter(({ kind, detail }) => kind === 'irql' && isRaise(detail)).length;
  const uses = [...(target.live?.nt.verifier?.poolUses.values() ?? [])];
  const sum = (read: (use: (typeof uses)[number]) => number): number =>
    uses.reduce((total, use) => total + read(use), 0);
  const failed = verification?.allocations?.failures ?? 0;
  const succeeded = sum(({ allocations }) => allocations);
  page.line('', 'Summary of All Verifier Statistics', '');
  page.line(statistic('RaiseIrqls', raised));
  page.line(statistic('Trims', target.live?.nt.kernel.pool.pageable?.trims ?? 0), '');
  page.line(statistic('Pool Allocations Attempted', succeeded + failed));
  page.line(statistic('Pool Allocations Succeeded', succeeded));
  page.line(statistic('Pool Allocations Succeeded SpecialPool', target.live?.nt.kernel.pool.special?.served ?? 0));
  page.line(statistic('Pool Allocations Failed', failed));
  page.line(statistic('Resource Allocations Failed Deliberately', failed), '');
  page.line(
    `${'Current pool allocations'.padEnd(COLUMN)}0x${sum(({ blocks }) => blocks).toString(16)} for ${word(sum(({ bytes }) => bytes))} bytes`,
  );
  page.line(
    `${'Peak pool allocations'.padEnd(COLUMN)}0x${sum(({ mostBlocks }) => mostBlocks).toString(16)} for ${word(sum(({ mostBytes }) => mostBytes))} bytes`,
  );
}

function isRaise(detail: string | undefined): boolean {
  const [from, to] = (detail ?? '').split(' to ').map(Number);
  return from !== undefined && to !== undefined && to > from;
}

/** The drivers that rules look at; pool without the paged one's own column, because the sandbox has one pool. */
function showDrivers({ target, page }: CommandCall, image: string | undefined): void {
  page.line(
    '',
    'Driver Verification List',
    '',
    `${'Entry'.padEnd(16)} State            NonPagedPool   PagedPool   Module`,
    '',
  );
  const { live } = target;
  for (const { address: at, name } of target.drivers()) {
    if (image !== undefined && image.replace(/\.sys$/i, '').toLowerCase() !== name.toLowerCase()) continue;
    const index = live?.nt.kernel.sim.directory.drivers.find((one) => one.name === name)?.index ?? 0;
    const bytes = live?.nt.verifier?.poolUses.get(index)?.bytes ?? 0;
    page.line(`${address(at)} Loaded           ${word(bytes)}       00000000    ${name}.sys`);
    page.item({ name, value: `${bytes} bytes of pool`, command: `!drvobj ${name} 7` });
  }
}

interface Section {
  readonly title: string;
  readonly lines: (call: CommandCall) => readonly string[];
}

function eventLine({ t, thread, driver, device, detail, irp, minor, major, status }: TraceEvent): string {
  const where = [device, driver].filter((part) => part !== undefined && part !== '').join('/');
  const what = [minor ?? major, detail, irp === undefined ? undefined : `!irp ${address(Number(irp))}`, status];
  return `${t.padStart(14)} ${thread.padEnd(28)} ${where.padEnd(20)} ${what.filter((part) => part !== undefined).join(' ')}`;
}

function eventsOf(...kinds: readonly TraceEvent['kind'][]): (call: CommandCall) => readonly string[] {
  return ({ target }) =>
    target
      .trace(SEARCHED)
      .filter(({ kind }) => kinds.includes(kind))
      .map(eventLine);
}

/** Newest last; what has no log of its own is read from the trace. */
const SECTIONS: ReadonlyMap<number, Section> = new Map([
  [
    0x4,
    {
      title: 'Fault injection log',
      lines: ({ target }) =>
        (target.state().verification?.allocations?.kept ?? []).map(
          ({ number, routine, driver, file, line }) =>
            `allocation ${number}: ${routine} in ${driver}${file === null ? '' : ` [${file} @ ${line ?? 1}]`}`,
        ),
    },
  ],
  [0x8, { title: 'IRQL log: time, thread, driver, old to new IRQL', lines: eventsOf('irql') }],
  [
    0x40,
    {
      title: 'Forced pending requests',
      lines: ({ target }) => {
        const count = target.live?.nt.io.forcedPending ?? 0;
        return count === 0 ? [] : [`${count} requests were made pending`];
      },
    },
  ],
  [0x80, { title: 'Pool log', lines: eventsOf('allocate', 'free') }],
  [
    0x100,
    {
      title: 'IRP log',
      lines: ({ target }) =>
        target
          .state()
          .devices.flatMap(({ id, irpLog = [] }) => irpLog.map((one) => `${id.padEnd(12)} ${loggedIrpLine(one)}`)),
    },
  ],
  [
    0x200,
    {
      title: 'Threads inside of critical regions',
      lines: ({ target }) =>
        [...(target.live?.nt.kernel.sim.threads.values() ?? [])]
          .filter(({ apcDisable }) => apcDisable > 0)
          .map(({ id, name, apcDisable }) => `thread ${id} (${name}) has entered ${apcDisable}`),
    },
  ],
  [
    0x400,
    {
      title: 'Cancelled requests that are not complete yet',
      lines: ({ target }) =>
        target
          .irps()
          .filter((at) => (Peek.at(target.memory, IRP, at)?.number('Cancel') ?? 0) !== 0)
          .map((at) => `!irp ${address(at)}`),
    },
  ],
  [0x800, { title: 'Faults that were injected', lines: eventsOf('fault') }],
]);

function verifier(call: CommandCall): void {
  const { target, page, words } = call;
  const flags = words[0] === undefined ? 0 : evaluateExpression(target, words[0]);
  const sections = [...SECTIONS].filter(([bit]) => (flags & bit) !== 0);
  const exact = SECTIONS.get(flags);
  const given = words[1] === undefined ? undefined : readNumber(words[1]);
  if (exact === undefined) {
    showLevel(call);
    showStatistics(call);
    if ((flags & 1) !== 0) showDrivers(call, words[1]);
  }
  for (const [bit, { title, lines }] of sections) {
    const all = lines(call);
    const count = exact === undefined ? SHOWN : (given ?? SHOWN);
    page.line(
      '',
      `${title} (0x${bit.toString(16)}): ${all.length === 0 ? 'empty' : `the last ${Math.min(count, all.length)} of ${all.length}`}`,
    );
    if (count > 0) page.lines(all.slice(-count));
  }
}

function ruleInfo({ target, page, words: [id] }: CommandCall): void {
  const rules = target.rules();
  const { time, violations } = target.state();
  if (id === undefined) {
    const broken = new Set(violations.map(({ rule }) => rule));
    if (broken.size === 0)
      throw new ConsoleError('No rule is broken. Write !ruleinfo RULE for one of them, such as !ruleinfo USE-V03.');
    page.line('Rules that are broken:', ...[...broken].sort().map((rule) => `  !ruleinfo ${rule}`));
    for (const rule of [...broken].sort()) page.item({ name: rule, value: '', command: `!ruleinfo ${rule}` });
    return;
  }
  const own = violations.filter(({ rule }) => rule.toLowerCase() === id.toLowerCase());
  const rule = rules.find((one) => one.id.toLowerCase() === id.toLowerCase());
  const [first] = own;
  if (rule === undefined && first === undefined) {
    const near = nearestSpelling(
      id,
      rules.map((one) => one.id),
    );
    throw new ConsoleError(
      `There is no rule \`${id}\`. ${near === null ? '!ruleinfo lists those that are broken.' : `Did you mean \`${near}\`?`}`,
    );
  }
  const document = rule?.document ?? first?.document;
  const facts = [
    ['RULE_ID', rule?.id ?? first?.rule],
    ['RULE_NAME', rule?.title ?? first?.title],
    ['RULE_DESCRIPTION', rule?.why ?? first?.why],
    ['RULE_REMEDY', rule?.remedy ?? first?.remedy],
    ['MSDN_LINK', document === undefined ? undefined : documentUrl(document)],
    ['CONTEXT', first?.message],
    ['CURRENT_TIME', time],
    ['RULE_STATE', own.length === 0 ? 'not broken' : `broken ${own.length === 1 ? 'once' : `${own.length} times`}`],
  ] as const;
  for (const [name, value] of facts) if (value !== undefined) page.line(`${name}: ${value}`, '');
  for (const { driver, file, line, time: when, irp, message } of own) {
    page.line(
      `  ${when} ${driver}${file === null ? '' : ` [${file} @ ${line ?? 1}]`}${irp === null ? '' : `  !irp ${address(Number(irp))}`}`,
      `    ${message}`,
    );
    if (file !== null) page.source({ text: `${file} @ ${line ?? 1}`, file, line: line ?? 1 });
  }
}

export const verifierCommands: readonly ConsoleCommand[] = [
  {
    names: ['!verifier'],
    group: 'Bug checks and the verifier',
    usage: '[FLAGS [COUNT | DRIVER]]',
    summary: 'options and counts; 1 drivers, 4 faults, 8 IRQLs, 40 pending, 80 pool, 100 IRPs, 400 cancelled',
    takes: ['driver'],
    run: verifier,
  },
  {
    names: ['!ruleinfo'],
    group: 'Bug checks and the verifier',
    usage: '[RULE]',
    summary: 'a rule of the verifier, and where it was broken',
    takes: ['rule'],
    run: ruleInfo,
  },
];
