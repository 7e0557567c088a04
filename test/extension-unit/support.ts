import type { CommandContext } from '../../src/extension/command-context.ts';
import type { Host, HostListener, HostPort } from '../../src/extension/machine/host-port.ts';
import { MachineSessions } from '../../src/extension/machine/machine-sessions.ts';
import type {
  Asked,
  InputQuestion,
  LineQuestion,
  PickManyQuestion,
  PickQuestion,
} from '../../src/extension/ui/wizard.ts';
import type { History } from '../../src/protocol/history.ts';
import type { HostRequests, StartResult } from '../../src/protocol/messages.ts';
import type { PoFxComponentState, PoFxState } from '../../src/protocol/pofx-state.ts';
import type { DeviceState, IrpState, MachineState, StackEntry, ViolationState } from '../../src/protocol/state.ts';
import type { VerifierRule } from '../../src/protocol/verifier.ts';
import { fakeShell } from './fake-shell.ts';
import { fakeTravel } from './fake-travel.ts';

export const MACHINE = 'file:///project/storage.machine.json';

const NO_FILES = { paging: 0, hibernation: 0, dump: 0, boot: 0 };

export function entry(driver: string, role: StackEntry['role'], object: string): StackEntry {
  const source = driver === 'auditflt' ? 'auditflt.ts' : null;
  return { driver, role, object, name: null, flags: [], pagingPathCount: 0, specialFiles: NO_FILES, source };
}

export function device(id: string, parent: string | null, change: Partial<DeviceState> = {}): DeviceState {
  return {
    id,
    instancePath: `X\\${id}`,
    parent,
    children: [],
    kind: parent === null ? 'root' : 'null',
    description: '',
    hardwareIds: [],
    service: 'null',
    pnp: 'started',
    previous: [],
    problem: null,
    power: { system: 'S0', device: 'D0', hardware: 'd0', policy: 's0Active', pageable: true },
    lifecycles: {},
    specialFiles: NO_FILES,
    notDisableable: false,
    present: true,
    pofx: null,
    stack: [entry(id, 'function', `0x${id}1`), entry('bus', 'bus', `0x${id}2`)],
    violations: 0,
    ...change,
  };
}

/** Two components: one at work, one idle in F1. */
export function pofxState(change: Partial<PoFxState> = {}): PoFxState {
  const idle: PoFxComponentState = {
    condition: 'idle',
    active: false,
    state: 'F1',
    references: 0,
    latency: null,
    residency: null,
    wake: false,
    outstanding: null,
  };
  return {
    handle: '0x1',
    owner: 'default',
    state: 'powerRequired',
    powerRequired: true,
    owesReport: false,
    idleTimeout: '0',
    idleTimerDue: null,
    outstanding: null,
    targetDripsState: null,
    components: [{ ...idle, condition: 'active', active: true, state: 'F0', references: 1 }, idle],
    crashdumpDevice: false,
    ...change,
  };
}

/** root, hba0 and disk0 with an upper filter. */
export function storage(change: Partial<MachineState> = {}): MachineState {
  return {
    name: 'storage',
    file: 'storage.machine.json',
    revision: 1,
    run: 'idle',
    time: '0.0012300s',
    seed: 1,
    verifier: 'standard',
    systemPower: 'S0',
    userIo: { pending: 0, succeeded: 0, failed: 0 },
    power: { state: 'working', source: 'mains', wokenBy: [] },
    events: 100,
    paused: null,
    bugcheck: null,
    devices: [
      device('root', null, { children: ['hba0'] }),
      device('hba0', 'root', { children: ['disk0'], kind: 'storport', description: 'Storage adapter' }),
      device('disk0', 'hba0', {
        kind: 'disk',
        description: 'Disk',
        specialFiles: { ...NO_FILES, paging: 1, dump: 1 },
        stack: [
          entry('auditflt', 'upperFilter', '0xa0'),
          entry('disk', 'function', '0xa1'),
          entry('storport', 'bus', '0xa2'),
        ],
      }),
    ],
    irps: [],
    violations: [],
    ...change,
  };
}

export function irp(change: Partial<IrpState> = {}): IrpState {
  return {
    address: '0x1000',
    major: 'PNP',
    minor: 'DEVICE_USAGE_NOTIFICATION',
    at: 'disk0/auditflt',
    device: 'disk0',
    driver: 'auditflt',
    stackIndex: 0,
    direction: 'down',
    pendingSince: null,
    heldBy: null,
    waitingFor: null,
    status: 'STATUS_NOT_SUPPORTED',
    cause: null,
    args: {},
    ...change,
  };
}

export function violation(change: Partial<ViolationState> = {}): ViolationState {
  return {
    rule: 'USE-V03',
    title: 'Flag set too early',
    message: 'auditflt cleared DO_POWER_PAGABLE before the request succeeded below.',
    remedy: 'Clear it in the completion routine.',
    driver: 'auditflt',
    device: 'disk0',
    file: 'auditflt.ts',
    line: 41,
    column: 5,
    irp: '0x1000',
    time: '0.0012300s',
    event: 90,
    bugcheck: null,
    ...change,
  };
}

type Answers = { [M in keyof HostRequests]?: (params: HostRequests[M][0]) => HostRequests[M][1] };

const RULE = { why: 'w', remedy: 'r', document: 'd', published: [], level: 'error' } as const;
export const RULES: readonly VerifierRule[] = [
  { ...RULE, id: 'USE-V03', title: 'Flag set too early', mode: 'standard' },
  { ...RULE, id: 'C9/0x224', title: 'Another status returned', mode: 'standard' },
  { ...RULE, id: 'C9/0x21C', title: 'Copied in vain', mode: 'all' },
];

/** A sandbox process that answers what the test says, and keeps what it was asked. */
export class FakeHost implements HostPort {
  readonly asked: { readonly method: string; readonly params: unknown }[] = [];
  readonly listeners: HostListener[] = [];
  disposed = 0;
  history: History = { isPast: false, end: 100, branches: [], current: 0 };
  answers: Answers = {};
  startResult: StartResult = { ok: true, state: storage(), diagnostics: [] };
  beforeStart: ((listener: HostListener) => Promise<void>) | undefined;

  get listener(): HostListener {
    const last = this.listeners.at(-1);
    if (last === undefined) throw new Error('no host was started');
    return last;
  }

  async start(listener: HostListener): Promise<Host> {
    this.listeners.push(listener);
    return {
      pid: 1000 + this.listeners.length,
      request: async (method, params) => {
        this.asked.push({ method, params });
        if (method === 'machine/start') await this.beforeStart?.(listener);
        return this.#answer(method, params);
      },
      dispose: async () => {
        this.disposed++;
      },
      travel: fakeTravel(this),
    };
  }

  #answer<M extends keyof HostRequests>(method: M, params: HostRequests[M][0]): HostRequests[M][1] {
    const answer = this.answers[method];
    if (answer !== undefined) return answer(params);
    const usual: Partial<Record<keyof HostRequests, unknown>> = {
      'machine/start': this.startResult,
      'machine/inject': {
        ok: true,
        status: 'STATUS_SUCCESS',
        message: 'done',
        events: [0, 1],
        changed: [],
        violations: [],
      },
      'debug/open': {},
      'debug/attach': {},
      'debug/detach': {},
      'debug/modules': { modules: [] },
      'chart/list': { charts: [] },
      'machine/describe': { text: 'three devices' },
      'machine/console': { text: 'an answer\n' },
      'machine/console-completions': {
        start: 10,
        items: [{ text: 'disk0', detail: 'Disk', kind: 'device' }],
      },
      'machine/pause': storage({ revision: 2, run: 'paused' }),
      'machine/resume': storage({ revision: 3 }),
    };
    if (usual[method] === undefined) throw new Error(`the fake host has no answer to ${method}`);
    return usual[method] as HostRequests[M][1];
  }
}

/** What a scripted user answers: a choice by its label or value, a typed text, or the two ways out. */
export type ScriptedAnswer = string | boolean | { readonly back: true } | { readonly cancel: true };

export interface FakeContext extends CommandContext {
  readonly host: FakeHost;
  /** What the user saw, in order. */
  readonly seen: string[];
  readonly labels: string[][];
  answers: ScriptedAnswer[];
  /** Which action of a message the user takes. */
  action: string | undefined;
  /** What stands in files, by URI. */
  readonly texts: Map<string, string>;
  files: string[];
  /** What hosts are given to read. */
  reads: (path: string) => string | null;
  active: string | undefined;
  trust: boolean;
  /** The user presses Cancel as soon as there is progress. */
  cancels: boolean;
  /** The machine that a debugger has launched. */
  debugged: string;
}

export function fakeContext(): FakeContext {
  const host = new FakeHost();
  const seen: string[] = [];
  const labels: string[][] = [];
  const kept = new Map<string, string[]>();
  const note =
    (kind: string) =>
    async (message: string, ...actions: string[]) => {
      seen.push(`${kind}: ${message}`);
      return actions.find((action) => action === context.action);
    };
  const did = (what: string): void => {
    seen.push(what);
  };
  const answer = <T>(question: PickQuestion<T>): Asked<T> => {
    labels.push(question.choices.map((choice) => choice.label));
    const next = context.answers.shift();
    const out = wayOut<T>(next);
    if (out !== undefined) return out;
    const found = question.choices.find((choice) => choice.label === next || choice.value === next);
    const typed = found ?? (typeof next === 'string' ? question.other?.(next) : undefined);
    if (typed === undefined) throw new Error(`no choice ${String(next)} among ${labels.at(-1)?.join(', ')}`);
    return { kind: 'value', value: typed.value };
  };
  const context: FakeContext = {
    host,
    seen,
    labels,
    answers: [],
    action: undefined,
    texts: new Map(),
    files: [MACHINE],
    active: undefined,
    trust: true,
    cancels: false,
    debugged: '',
    version: '1.2.3',
    reads: () => null,
    machines: new MachineSessions(host, () => async (path) => context.reads(path)),
    ask: {
      pick: async (question) => answer(question),
      pickMany: async (question) => answerMany(question, context),
      input: async (question) => typedAnswer(question, context),
      line: async (question) => await lineAnswer(question, context),
    },
    messages: {
      info: note('info'),
      warn: note('warn'),
      error: note('error'),
      status: (m) => did(`status: ${m}`),
      log: () => {},
    },
    recent: {
      labels: (question) => kept.get(question) ?? [],
      remember: (question, label) => void kept.set(question, [label, ...(kept.get(question) ?? [])]),
    },
    workspace: {
      get trusted() {
        return context.trust;
      },
      machineFiles: async () => context.files,
      activeMachineFile: () => context.active,
      repros: async () => context.files.filter((uri) => uri.endsWith('.repro.json')),
      activeRepro: () => undefined,
      text: async (uri) => context.texts.get(uri) ?? null,
      rewrite: async (uri, text) => void context.texts.set(uri, text),
      label: (uri) => uri.slice(uri.lastIndexOf('/') + 1),
      saveNear: async (uri) => did(`saved near ${uri}`),
      dumpFileOf: async () => 'file:///storage/MEMORY.DMP',
    },
    shell: fakeShell(
      did,
      () => context.cancels,
      () => context.debugged,
    ),
    verifierRules: async () => RULES,
    project: {
      setUpIntelliSense: async (machine) => `set up ${machine}`,
      createSample: async (sample) => `file:///project/${sample}-sample/${sample}.machine.json`,
    },
  };
  return context;
}

/** Each of the user's answers turns one choice on or off, up to `done`. */
function answerMany<T>(question: PickManyQuestion<T>, context: FakeContext): Asked<readonly T[]> {
  const chosen = new Set(question.choices.filter(({ value }) => question.picked(value)));
  for (let next = context.answers.shift(); next !== 'done'; next = context.answers.shift()) {
    const out = wayOut<readonly T[]>(next);
    if (out !== undefined) return out;
    const choice = question.choices.find(({ label }) => label === next);
    if (choice === undefined) throw new Error(`no choice ${String(next)}`);
    if (!chosen.delete(choice)) chosen.add(choice);
  }
  return { kind: 'value', value: [...chosen].map(({ value }) => value) };
}

function typedAnswer(question: InputQuestion, context: FakeContext): Asked<string> {
  const next = context.answers.shift();
  const out = wayOut<string>(next);
  if (out !== undefined) return out;
  const problem = question.check(String(next));
  if (problem !== undefined) throw new Error(problem);
  return { kind: 'value', value: String(next) };
}

/** What is typed counts as it is; `typed →` stands for the first completion of it. */
async function lineAnswer(question: LineQuestion, context: FakeContext): Promise<Asked<string>> {
  const next = context.answers.shift();
  const out = wayOut<string>(next);
  if (out !== undefined) return out;
  const typed = `${question.value}${String(next)}`;
  if (!typed.endsWith('→')) return { kind: 'value', value: question.run(typed).value };
  const [first] = await question.complete(typed.slice(0, -1));
  if (first === undefined) throw new Error(`nothing completes ${typed}`);
  return { kind: 'value', value: first.value };
}

function wayOut<T>(answer: ScriptedAnswer | undefined): Asked<T> | undefined {
  if (answer === undefined) throw new Error('an unexpected question');
  if (typeof answer === 'object') return { kind: 'back' in answer ? 'back' : 'cancel' };
  return undefined;
}
