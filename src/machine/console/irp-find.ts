/** `!irpfind` and `!findthreads`: which requests there are, and who holds one. */
import { IO_STACK_LOCATION, IRP } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import type { Thread } from '../../kernel/sim/thread.ts';
import type { IrpState } from '../../protocol/state.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression } from './expression.ts';
import { address } from './format.ts';
import { codesOf, irpCommand } from './irp.ts';
import { driverPath, findDeviceObject, findIrp } from './objects.ts';
import { ConsoleError } from './page.ts';
import { Peek, wordAt } from './peek.ts';
import type { ConsoleTarget, LiveMachine } from './target.ts';
import { threadAddress } from './thread-address.ts';

interface Row {
  readonly irp: Peek;
  /** null: it stands above its last location. */
  readonly location: Peek | null;
  readonly device: number;
  readonly thread: number;
}

const PARAMETERS = 4;

function rowOf(target: ConsoleTarget, at: number): Row | null {
  const irp = Peek.at(target.memory, IRP, at);
  if (irp === null) return null;
  const isInside = irp.signed('CurrentLocation') <= irp.signed('StackCount');
  const place = irp.number('Tail.Overlay.CurrentStackLocation');
  const location = isInside ? Peek.at(target.memory, IO_STACK_LOCATION, place) : null;
  const own = target.live?.nt.io.irps.get(at)?.thread;
  return {
    irp,
    location,
    device: location?.number('DeviceObject') ?? 0,
    thread: own == null ? irp.number('Tail.Overlay.Thread') : threadAddress(own.id),
  };
}

type Test = (row: Row) => boolean;

/** What may stand behind `!irpfind 0 0`. */
function criterion(target: ConsoleTarget, name: string, data: string): Test {
  switch (name.toLowerCase()) {
    case 'arg': {
      const wanted = evaluateExpression(target, data);
      return ({ location }) =>
        location !== null &&
        [0, 1, 2, 3].some((index) => wordAt(target.memory, location.address + PARAMETERS + index * 4) === wanted);
    }
    case 'device': {
      const { peek, devnode } = findDeviceObject(target, data);
      const isWhole = devnode !== null && devnode.id.toLowerCase() === data.toLowerCase();
      const stack = isWhole ? devnode.stack.map(({ object }) => Number(object)) : [peek.address];
      return ({ device }) => stack.includes(device);
    }
    case 'fileobject':
      return fieldIs(evaluateExpression(target, data), ({ location }) => location?.number('FileObject'));
    case 'mdlprocess':
      return () => false;
    case 'thread':
      return fieldIs(evaluateExpression(target, data), ({ thread }) => thread);
    case 'userevent':
      return fieldIs(evaluateExpression(target, data), ({ irp }) => irp.number('UserEvent'));
    default:
      throw new ConsoleError(
        `\`${name}\` is no criterion. There are: arg, device, fileobject, mdlprocess, thread, userevent.`,
      );
  }
}

function fieldIs(wanted: number, read: (row: Row) => number | undefined): Test {
  return (row) => read(row) === wanted;
}

const HEAD = `  ${'Irp'.padEnd(16)} [ ${'Thread'.padEnd(14)} ] irpStack: (Mj,Mn)   ${'DevObj'.padEnd(16)} [Driver]`;

function find(call: CommandCall): void {
  const { target, page } = call;
  const isVerbose = call.words[0]?.toLowerCase() === '-v';
  const words = call.words.slice(isVerbose ? 1 : 0);
  // Pool type and restart address mean nothing here: there is one list.
  const from = words.findIndex((word) => /^[a-z]+$/i.test(word) && !/^[0-9a-f]+$/i.test(word));
  const [name, ...data] = from < 0 ? [] : words.slice(from);
  if (name !== undefined && data.length === 0)
    throw new ConsoleError(`${name} of what? Write !irpfind 0 0 ${name} DATA.`);
  const test = name === undefined ? () => true : criterion(target, name, data.join(' '));
  page.line('Searching NonPaged pool for Tag: Irp', '', HEAD);
  let found = 0;
  for (const at of target.irps()) {
    const row = rowOf(target, at);
    if (row === null || !test(row)) continue;
    found += 1;
    showRow(call, row);
    if (isVerbose && 'run' in irpCommand) irpCommand.run({ ...call, text: address(at), words: [address(at)] });
  }
  page.line('', `${found} ${found === 1 ? 'request' : 'requests'}${name === undefined ? ' in flight' : ''}`);
}

function showRow({ target, page }: CommandCall, { irp, location, device, thread }: Row): void {
  const at = address(irp.address);
  const stacks = irp.signed('StackCount');
  const current = irp.signed('CurrentLocation');
  if (location === null) {
    page.line(`${at} [${address(thread)}] Irp is complete (CurrentLocation ${current} > StackCount ${stacks})`);
  } else {
    const codes = ['MajorFunction', 'MinorFunction'].map((name) => location.number(name).toString(16).padStart(2));
    page.line(
      `${at} [${address(thread)}] irpStack: (${codes.join(',')})  ${address(device)} [ ${driverPath(target, device)}]`,
    );
  }
  page.item({
    name: at,
    value: location === null ? 'complete' : codesOf(location, true),
    command: `!irp ${at}`,
    address: hex(irp.address),
  });
}

/** How well a thread matches what is looked for, and why. */
interface Match {
  readonly thread: number;
  readonly name: string;
  readonly score: number;
  readonly why: readonly string[];
}

function matchOf({ nt }: LiveMachine, thread: Thread, irp: number, device: number): Match {
  const { directory } = nt.kernel.sim;
  const why: string[] = [];
  let score = 0;
  const add = (points: number, text: string): void => {
    score += points;
    why.push(text);
  };
  for (let depth = 0; depth < thread.depth; depth += 1) {
    const entry = directory.devices[thread.frameDevice[depth] ?? 0];
    const place = `${entry?.device ?? ''}/${directory.driverName(thread.frameDriver[depth] ?? 0)}`;
    if (irp !== 0 && thread.frameIrp[depth] === irp) add(4, `handles the IRP in ${place}`);
    if (device !== 0 && entry?.address === device) add(2, `is inside of ${place}`);
  }
  if (irp !== 0 && nt.io.irps.get(irp)?.thread === thread) add(2, 'has sent the IRP');
  const { wait } = thread;
  const isAwaited = wait !== null && wait.object !== 0 && (wait.object === irp || wait.object === device);
  if (isAwaited) add(3, `waits for it: ${wait.what}`);
  else if (score > 0 && wait !== null) why.push(`waits for ${wait.what}`);
  return { thread: thread.id, name: thread.name, score, why };
}

function findThreads(call: CommandCall, live: LiveMachine): void {
  const { target, words } = call;
  const [option, ...rest] = words;
  const word = rest.join(' ');
  if ((option !== '-i' && option !== '-d') || word === '')
    throw new ConsoleError('Write !findthreads -i IRP, or !findthreads -d DEVICE.');
  const irp = option === '-i' ? findIrp(target, word).address : 0;
  const device = option === '-d' ? findDeviceObject(target, word).peek.address : 0;
  const matches = [...live.nt.kernel.sim.threads.values()]
    .map((thread) => matchOf(live, thread, irp, device))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.thread - other.thread);
  showMatches(call, matches);
  if (irp !== 0)
    showHolder(
      call,
      target.state().irps.find((one) => Number(one.address) === irp),
    );
}

function showMatches({ page }: CommandCall, matches: readonly Match[]): void {
  if (matches.length === 0) page.line('Found no thread that matches.');
  else
    page.line(`Found ${matches.length} ${matches.length === 1 ? 'thread' : 'threads'} matching the given criteria`, '');
  for (const { thread, name, score, why } of matches) {
    page.line(
      `!thread ${address(threadAddress(thread))}  score ${score}  ${name}`,
      ...why.map((text) => `    ${text}`),
    );
    page.item({ name: `thread ${thread}`, value: name, command: `!thread ${address(threadAddress(thread))}` });
  }
}

function showHolder({ page }: CommandCall, irp: IrpState | undefined): void {
  if (irp?.heldBy == null) return;
  page.line(
    '',
    `The IRP is held by ${irp.heldBy} at ${irp.at}${irp.pendingSince === null ? '' : ` since ${irp.pendingSince}`}.`,
  );
}

export const irpFindCommands: readonly ConsoleCommand[] = [
  {
    names: ['!irpfind'],
    group: 'Requests',
    usage: '[-v] [0 [0 [CRITERION DATA]]]',
    summary: 'requests in flight (arg, device, fileobject, mdlprocess, thread, userevent)',
    takes: ['device'],
    run: find,
  },
  {
    names: ['!findthreads'],
    group: 'Threads',
    usage: '-i IRP | -d DEVICE',
    summary: 'threads that have to do with a request or a device, the best match first',
    takes: ['irp', 'device'],
    runLive: findThreads,
  },
];
