/** `!thread`, `!process`, `k`, `!irql`: who runs and who waits. */
import { nameOfMajor, nameOfMinor } from '../../abi/names.ts';
import { DRIVER_OBJECT } from '../../abi/structs/io.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { Thread } from '../../kernel/sim/thread.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression, readNumber } from './expression.ts';
import { address } from './format.ts';
import { ConsoleError } from './page.ts';
import { Peek } from './peek.ts';
import { showRoutine } from './routines.ts';
import type { LiveMachine } from './target.ts';
import { threadAddress, threadIdAt } from './thread-address.ts';

const STATES = { ready: 'READY', running: 'RUNNING on processor 0', waiting: 'WAIT', ended: 'TERMINATED' } as const;
const IRQLS = ['PASSIVE_LEVEL', 'APC_LEVEL', 'DISPATCH_LEVEL'];
const SYSTEM_PROCESS = 4;

export function threadOf({ target }: CommandCall, { nt }: LiveMachine, word: string | undefined): Thread {
  const { sim } = nt.kernel;
  if (word === undefined || word === '-1') return sim.current;
  const number = readNumber(word);
  const at = number === undefined ? evaluateExpression(target, word) : number;
  const id = threadIdAt(at) ?? at;
  const thread = sim.threads.get(id) ?? (sim.current.id === id ? sim.current : undefined);
  if (thread !== undefined) return thread;
  throw new ConsoleError(`${address(at)} is no thread. !process 0 0 lists them; a thread that has ended is gone.`);
}

/** One line for each driver that the thread is inside of, innermost first. */
function frames(call: CommandCall, { nt }: LiveMachine, thread: Thread): readonly string[] {
  const { directory } = nt.kernel.sim;
  const lines: string[] = [];
  for (let depth = thread.depth - 1; depth >= 0; depth -= 1) {
    const code = thread.frameCode[depth] ?? -1;
    const name = directory.driverName(thread.frameDriver[depth] ?? 0);
    const irp = thread.frameIrp[depth] ?? 0;
    const device = directory.deviceId(thread.frameDevice[depth] ?? 0);
    const request = code < 0 ? '' : ` ${requestName(code)}`;
    const number = (thread.depth - 1 - depth).toString(16).padStart(2, '0');
    const routine = code < 0 ? `${name}!` : dispatchName(call, name, code >> 8);
    lines.push(`${number} ${routine.padEnd(36)} ${device}${request}${irp === 0 ? '' : `  !irp ${address(irp)}`}`);
  }
  return lines.length === 0 ? ['(inside of no driver)'] : lines;
}

function requestName(code: number): string {
  const minor = nameOfMinor(code >> 8, code & 0xff);
  return minor.startsWith('IRP_MN_') ? minor : nameOfMajor(code >> 8);
}

function dispatchName({ target, page }: CommandCall, name: string, major: number): string {
  const object = target.drivers().find((one) => one.name === name);
  const driver = object === undefined ? null : Peek.at(target.memory, DRIVER_OBJECT, object.address);
  const routine = driver === null || major > 27 ? 0 : driver.number(`MajorFunction.${major}`);
  return showRoutine(target, page, routine, name) || `${name}!`;
}

function showThread(call: CommandCall, live: LiveMachine): void {
  const thread = threadOf(call, live, call.words[0]);
  describe(call, live, thread, true);
}

function describe(call: CommandCall, live: LiveMachine, thread: Thread, isWhole: boolean): void {
  const { page } = call;
  const cid = `${SYSTEM_PROCESS.toString(16).padStart(4, '0')}.${thread.id.toString(16).padStart(4, '0')}`;
  page.line(`THREAD ${address(threadAddress(thread.id))}  Cid ${cid}  ${STATES[thread.state]}  ${thread.name}`);
  if (thread.wait !== null) {
    page.line(
      `    ${address(thread.wait.object)}  ${thread.wait.what}, since ${formatInstant(thread.wait.since as Instant)}`,
    );
  }
  page.item({
    name: `thread ${thread.id}`,
    value: thread.name,
    command: `!thread ${address(threadAddress(thread.id))}`,
  });
  if (!isWhole) return;
  const own = [...live.nt.io.irps.values()].filter((record) => record.thread === thread);
  if (own.length === 0) page.line('Not impersonating, IRP List: none');
  else page.line('IRP List:', ...own.map(({ irp }) => `    !irp ${address(irp.address)}`));
  page.line(`IRQL ${thread.irql} (${IRQLS[thread.irql] ?? 'raised'}), critical regions entered: ${thread.apcDisable}`);
  page.line(' # Call Site', ...frames(call, live, thread));
}

function showProcess(call: CommandCall, live: LiveMachine): void {
  const { page, words } = call;
  page.line(
    'PROCESS 0000000000000004',
    '    SessionId: none  Cid: 0004    Peb: 00000000  ParentCid: 0000',
    '    Image: System',
    '',
  );
  const flags = readNumber(words[1] ?? '0') ?? 0;
  const threads = [...live.nt.kernel.sim.threads.values()];
  if (threads.length === 0) page.line('        No active threads');
  for (const thread of threads) {
    describe(call, live, thread, (flags & 2) !== 0);
    page.line();
  }
}

/** The stack of a thread; without one, of what stopped the machine. */
function showStack(call: CommandCall, live: LiveMachine): void {
  const { target, page, words } = call;
  const report = words.length === 0 ? target.analyze() : null;
  if (report === null) {
    page.line(' # Call Site', ...frames(call, live, threadOf(call, live, words[0])));
    return;
  }
  const lines = report.split('\n');
  const from = lines.indexOf('STACK_TEXT:');
  const stack = lines.slice(from + 1, lines.indexOf('', from));
  page.line(' # Call Site', ...stack.map((line, index) => `${index.toString(16).padStart(2, '0')} ${line}`));
}

function showIrql({ page }: CommandCall, { nt }: LiveMachine): void {
  const { irql } = nt.kernel.sim.current;
  page.line(`Debugger saved IRQL for processor 0x0 -- ${irql} (${IRQLS[irql] ?? 'raised'})`);
}

const thread = { group: 'Threads', takes: [] } as const;

export const threadCommands: readonly ConsoleCommand[] = [
  {
    ...thread,
    names: ['!thread'],
    usage: '[THREAD]',
    summary: 'a thread: what it waits for, and which drivers it is inside of',
    runLive: showThread,
  },
  {
    ...thread,
    names: ['!process'],
    usage: '[0 [2]]',
    summary: 'the threads of the machine; 2: with their stacks',
    runLive: showProcess,
  },
  {
    ...thread,
    names: ['k', 'kb', 'kp', 'kn', 'kv'],
    usage: '[THREAD]',
    summary: 'the drivers that a thread is inside of; after a bug check, the stack that led to it',
    runLive: showStack,
  },
  { ...thread, names: ['!irql'], usage: '', summary: 'the IRQL of the thread that runs', runLive: showIrql },
];
