/** Reads the command line. */
import { parseArgs } from 'node:util';
import { nearestSpelling } from '../base/nearest-spelling.ts';
import { VERIFIER_MODES } from '../machine/file/shape.ts';
import { COMMANDS } from './help.ts';

export const DUMP_KINDS = ['kernel', 'complete', 'active', 'small'] as const;
export const STOP_ON = ['violation', 'bugcheck', 'never'] as const;
export const FORMATS = ['text', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export interface RunCommand {
  readonly command: 'run';
  readonly machine: string;
  /** `-`: standard input. */
  readonly inject: string | null;
  readonly state: boolean;
  readonly trace: string | null;
  /** Where the crash dump goes when the machine stops. */
  readonly dump: string | null;
  readonly dumpKind: (typeof DUMP_KINDS)[number];
  /** Where MEMORY.DMP goes, which the boot after a bug check finds on the disks. */
  readonly memoryDump: string | null;
  /** Where the run goes as a recording, which repeats it. */
  readonly repro: string | null;
  /** Broken rules for code hosts and editors. */
  readonly sarif: string | null;
  readonly seed: number | null;
  readonly verifier: string | null;
  /** Which allocation fails: one after another, or the one with this number; null: none. */
  readonly lowResources: 'systematic' | number | null;
  readonly stopOn: (typeof STOP_ON)[number];
  readonly format: Format;
}

export interface RehearseCommand {
  readonly command: 'rehearse';
  readonly machine: string;
  /** null: every device that has a driver of the user's. */
  readonly device: string | null;
  /** Part of a rehearsal's name or title. */
  readonly only: string | null;
  /** Where the rehearsals are; null: those that come with the sandbox. */
  readonly folder: string | null;
  /** Keep the page files and dump files of the machine file: a device that holds one vetoes most of this. */
  readonly specialFiles: boolean;
  readonly verifier: string | null;
  readonly format: Format;
}

export interface CheckCommand {
  readonly command: 'check';
  readonly machine: string;
  readonly format: Format;
}

export interface StateCommand {
  readonly command: 'state';
  readonly file: string;
  readonly device: string | null;
  readonly format: Format;
}

/** `state` of a machine file: the machine is started, and asked. */
export interface ConsoleCommand {
  readonly command: 'console';
  readonly machine: string;
  /** What is injected first. */
  readonly inject: string | null;
  readonly seed: number | null;
  readonly verifier: string | null;
  /** Lines of the console; `-`: those of standard input. Empty: whoever sits in front of the terminal is asked. */
  readonly commands: readonly string[];
  readonly format: Format;
}

export interface DumpCommand {
  readonly command: 'dump';
  readonly file: string;
  /** One device only. */
  readonly device: string | null;
  /** Virtual address of memory to show. */
  readonly memory: bigint | null;
  readonly length: number;
  /** Lines of the console; `-`: those of standard input. */
  readonly commands: readonly string[];
  readonly format: Format;
}

export interface DumpProofCommand {
  readonly command: 'dump-proof';
  readonly machine: string;
  /** Injections of the user's own: the machine is stopped after each of them too. */
  readonly inject: string | null;
  readonly format: Format;
}

export interface TraceCommand {
  readonly command: 'trace';
  readonly file: string;
  readonly filter: string | null;
  readonly from: number;
  readonly count: number;
  readonly format: Format;
}

/** What the verifier looks for. */
export interface RulesCommand {
  readonly command: 'rules';
  /** Only those with this text in their id, published name or title. */
  readonly text: string | null;
  readonly format: Format;
}

export type Command =
  | RunCommand
  | RehearseCommand
  | CheckCommand
  | StateCommand
  | ConsoleCommand
  | TraceCommand
  | DumpCommand
  | DumpProofCommand
  | { readonly command: 'debug-adapter' }
  | RulesCommand
  | { readonly command: 'help' }
  | { readonly command: 'version' };

/** The user's slip, in words. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>>;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const OPTIONS: Readonly<Record<Exclude<(typeof COMMANDS)[number], 'help'>, Options>> = {
  run: {
    inject: TEXT,
    state: FLAG,
    trace: TEXT,
    dump: TEXT,
    'dump-kind': TEXT,
    'memory-dump': TEXT,
    repro: TEXT,
    sarif: TEXT,
    seed: TEXT,
    verifier: TEXT,
    'low-resources': TEXT,
    'stop-on': TEXT,
    format: TEXT,
  },
  rehearse: { device: TEXT, only: TEXT, folder: TEXT, 'special-files': FLAG, verifier: TEXT, format: TEXT },
  check: { format: TEXT },
  state: { inject: TEXT, seed: TEXT, verifier: TEXT, command: TEXTS, format: TEXT },
  rules: { format: TEXT },
  dump: { device: TEXT, memory: TEXT, length: TEXT, command: TEXTS, format: TEXT },
  'dump-proof': { inject: TEXT, format: TEXT },
  trace: { filter: TEXT, from: TEXT, count: TEXT, format: TEXT },
  'debug-adapter': {},
};

/** @throws UsageError */
export function readArguments(argv: readonly string[]): Command {
  const [command, ...rest] = argv;
  if (command === '--version' || command === '-v') {
    return { command: 'version' };
  }
  if (command === undefined || command === 'help' || argv.includes('--help') || argv.includes('-h')) {
    return { command: 'help' };
  }
  switch (command) {
    case 'run':
      return readRun(rest);
    case 'rehearse':
      return readRehearse(rest);
    case 'check': {
      const { values, positionals } = parse('check', rest, ['MACHINE']);
      return { command, machine: positionals[0] ?? '', format: readFormat(values) };
    }
    case 'state':
      return readState(rest);
    case 'trace': {
      const { values, positionals } = parse('trace', rest, ['FILE']);
      return {
        command,
        file: positionals[0] ?? '',
        filter: text(values, 'filter'),
        from: readCount(values, 'from') ?? 0,
        count: readCount(values, 'count') ?? Number.MAX_SAFE_INTEGER,
        format: readFormat(values),
      };
    }
    case 'rules': {
      const { values, positionals } = parse('rules', rest, [], ['TEXT']);
      return { command, text: positionals[0] ?? null, format: readFormat(values) };
    }
    case 'dump-proof': {
      const { values, positionals } = parse(command, rest, ['MACHINE']);
      return { command, machine: positionals[0] ?? '', inject: text(values, 'inject'), format: readFormat(values) };
    }
    case 'dump':
      return readDump(rest);
    case 'debug-adapter':
      parse(command, rest, []);
      return { command };
    default:
      throw new UsageError(`There is no command \`${command}\`.${didYouMean(command, COMMANDS)}`);
  }
}

/** Options that only a machine that is started can follow. */
const MACHINE_ONLY = ['inject', 'seed', 'verifier', 'command'];

function readState(argv: readonly string[]): StateCommand | ConsoleCommand {
  const { values, positionals } = parse('state', argv, ['FILE'], ['DEVICE']);
  const [file = '', device = null] = positionals;
  const isMachine = /\.machine\.jsonc?$/i.test(file);
  if (!isMachine) {
    const surplus = MACHINE_ONLY.find((option) => values[option] !== undefined);
    if (surplus !== undefined)
      throw new UsageError(`--${surplus} is for a machine file (NAME.machine.json); \`${file}\` is read as a state.`);
    return { command: 'state', file, device, format: readFormat(values) };
  }
  if (device !== null) throw new UsageError(`Ask a machine file with --command "!devstack ${device}".`);
  return {
    command: 'console',
    machine: file,
    inject: text(values, 'inject'),
    seed: readCount(values, 'seed', 0xffff_ffff),
    verifier: readVerifier(values),
    commands: texts(values, 'command'),
    format: readFormat(values),
  };
}

function readRun(argv: readonly string[]): RunCommand {
  const { values, positionals } = parse('run', argv, ['MACHINE']);
  return {
    command: 'run',
    machine: positionals[0] ?? '',
    inject: text(values, 'inject'),
    state: values['state'] === true,
    trace: text(values, 'trace'),
    dump: text(values, 'dump'),
    dumpKind: readWord('dump-kind', text(values, 'dump-kind') ?? 'kernel', DUMP_KINDS),
    memoryDump: text(values, 'memory-dump'),
    repro: text(values, 'repro'),
    sarif: text(values, 'sarif'),
    seed: readCount(values, 'seed', 0xffff_ffff),
    lowResources: readLowResources(values),
    verifier: readVerifier(values),
    stopOn: readWord('stop-on', text(values, 'stop-on') ?? 'bugcheck', STOP_ON),
    format: readFormat(values),
  };
}

/** Options of a single run, which the report of many runs has no place for. */
const SINGLE_RUN = ['state', 'trace', 'sarif', 'stop-on'];

function readLowResources(values: Values): RunCommand['lowResources'] {
  const word = text(values, 'low-resources');
  if (word === null) {
    return null;
  }
  if (/^[1-9]\d*$/.test(word)) {
    return readCount(values, 'low-resources', 0xffff_ffff);
  }
  readWord('low-resources', word, ['systematic', 'N']);
  const surplus = SINGLE_RUN.find((option) => values[option] !== undefined);
  if (word !== 'systematic' || surplus !== undefined) {
    throw new UsageError(
      surplus === undefined
        ? '--low-resources N: give the number of an allocation, from 1.'
        : `--low-resources systematic is many runs with a report of its own: leave out --${surplus}.`,
    );
  }
  return word;
}

function readRehearse(argv: readonly string[]): RehearseCommand {
  const { values, positionals } = parse('rehearse', argv, ['MACHINE']);
  return {
    command: 'rehearse',
    machine: positionals[0] ?? '',
    device: text(values, 'device'),
    only: text(values, 'only'),
    folder: text(values, 'folder'),
    specialFiles: values['special-files'] === true,
    verifier: readVerifier(values),
    format: readFormat(values),
  };
}

function readDump(argv: readonly string[]): DumpCommand {
  const { values, positionals } = parse('dump', argv, ['FILE']);
  const memory = text(values, 'memory');
  if (memory !== null && !/^(?:0x)?[0-9a-f`]{1,17}$/i.test(memory))
    throw new UsageError(`--memory must be an address in hexadecimal, not \`${memory}\`.`);
  return {
    command: 'dump',
    file: positionals[0] ?? '',
    device: text(values, 'device'),
    memory: memory === null ? null : BigInt(`0x${memory.replace(/^0x/i, '').replaceAll('`', '')}`),
    length: readCount(values, 'length', 0x10_0000) ?? 128,
    commands: texts(values, 'command'),
    format: readFormat(values),
  };
}

function readVerifier(values: Values): string | null {
  const verifier = text(values, 'verifier');
  return verifier === null ? null : readWord('verifier', verifier, VERIFIER_MODES);
}

function parse(
  command: keyof typeof OPTIONS,
  argv: readonly string[],
  needed: readonly string[],
  optional: readonly string[] = [],
): { values: Values; positionals: string[] } {
  const options = OPTIONS[command];
  let parsed: { values: Values; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(explain(command, error, Object.keys(options)));
  }
  const missing = needed[parsed.positionals.length];
  if (missing !== undefined) {
    throw new UsageError(`\`${command}\` needs ${missing}: driver-sandbox ${command} ${missing}`);
  }
  const surplus = parsed.positionals[needed.length + optional.length];
  if (surplus !== undefined) {
    throw new UsageError(`\`${command}\` does not know what to do with \`${surplus}\`.`);
  }
  return parsed;
}

function explain(command: string, error: unknown, known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '(-+[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) {
    return message;
  }
  const spelled = known.map((name) => `--${name}`);
  return `\`${command}\` has no option \`${unknown}\`.${didYouMean(unknown, spelled)}`;
}

function text(values: Values, name: string): string | null {
  const value = values[name];
  if (value === '') {
    throw new UsageError(`--${name} needs a value.`);
  }
  return typeof value === 'string' ? value : null;
}

function texts(values: Values, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function readFormat(values: Values): Format {
  return readWord('format', text(values, 'format') ?? 'text', FORMATS);
}

function readWord<W extends string>(option: string, word: string, words: readonly W[]): W {
  const found = words.find((known) => known === word);
  if (found === undefined) {
    throw new UsageError(
      `--${option} cannot be \`${word}\`.${didYouMean(word, words)} It is one of: ${words.join(', ')}.`,
    );
  }
  return found;
}

function readCount(values: Values, option: string, most: number = Number.MAX_SAFE_INTEGER): number | null {
  const word = text(values, option);
  if (word === null) {
    return null;
  }
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (!(value <= most)) {
    throw new UsageError(`--${option} must be a whole number from 0 to ${most}, not \`${word}\`.`);
  }
  return value;
}

function didYouMean(word: string, known: readonly string[]): string {
  const near = nearestSpelling(word, known);
  return near === null ? '' : ` Did you mean \`${near}\`?`;
}
