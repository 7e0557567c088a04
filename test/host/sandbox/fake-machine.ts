/** A machine of one driver and no kernel: what the process does with drivers is tested on it. */

import type { MachineFactory, MachinePort, MachineStart } from '../../../src/host/machine-port.ts';
import type { KeptDisks, MachineEnvironment } from '../../../src/machine/environment.ts';
import type { Injection, InjectionResult } from '../../../src/protocol/injection.ts';
import type { StartParams } from '../../../src/protocol/messages.ts';
import type {
  BugcheckState,
  DeviceState,
  MachineDelta,
  MachineState,
  ViolationState,
} from '../../../src/protocol/state.ts';
import { evaluateDriver } from '../../../src/toolchain/evaluate-driver.ts';
import { exceptionDiagnostic } from '../../../src/toolchain/exception-diagnostic.ts';
import { type DriverProgram, loadDriver } from '../../../src/toolchain/load-driver.ts';

const NOTHING = { ok: true, message: '', events: [0, 0], changed: [], violations: [] } as const;

const NO_FILES = { paging: 0, hibernation: 0, dump: 0, boot: 0 };

function device(id: string, parent: string | null, children: string[]): DeviceState {
  return {
    id,
    instancePath: `ROOT\\${id}`,
    parent,
    children,
    kind: 'null',
    description: 'A device',
    hardwareIds: [],
    service: 'flt',
    pnp: 'started',
    previous: [],
    problem: null,
    power: { system: 'S0', device: 'D0', hardware: 'd0', policy: 's0Active', pageable: true },
    lifecycles: {},
    specialFiles: NO_FILES,
    notDisableable: false,
    present: true,
    pofx: null,
    violations: 0,
    stack: [
      {
        driver: 'flt',
        role: 'function',
        object: '0x1000',
        name: null,
        flags: ['DO_POWER_PAGABLE'],
        pagingPathCount: 0,
        specialFiles: NO_FILES,
        source: null,
      },
    ],
  };
}

/** `until.call` of a `run` injection names the driver's export to call. */
class FakeMachine implements MachinePort {
  revision = 1;
  onChange: MachinePort['onChange'] = null;
  onDbgPrint: MachinePort['onDbgPrint'] = null;
  readonly unheard = { lines: [] };
  onDiagnostics: MachinePort['onDiagnostics'] = null;
  bugcheck: BugcheckState | null = null;
  readonly violations: ViolationState[] = [];
  readonly trace: string[] = [];
  seed = 1;
  exports: Readonly<Record<string, unknown>> = {};
  readonly program: DriverProgram;
  readonly #environment: MachineEnvironment;

  constructor(program: DriverProgram, environment: MachineEnvironment) {
    this.program = program;
    this.#environment = environment;
    environment.nameDrivers(['other', 'flt']);
  }

  wdm(): object {
    return {
      STATUS_SUCCESS: 0,
      table: { entries: [1] },
      DbgPrint: (text: string) => this.onDbgPrint?.({ time: '0.0000000s', driver: 'flt', text: String(text) }),
      Touch: () => {
        this.revision++;
        this.onChange?.();
      },
      Trace: (kind: string) => {
        this.trace.push(JSON.stringify({ n: this.trace.length, t: '0.0000000s', kind, thread: 'T1' }));
      },
      Violate: () => {
        this.violations.push({
          rule: 'USE-V03',
          title: 'A rule',
          message: 'It was broken.',
          remedy: 'Keep it.',
          driver: 'flt',
          device: 'dev0',
          file: 'flt.ts',
          line: 3,
          column: null,
          irp: null,
          time: '0.0000000s',
          event: 0,
          bugcheck: null,
        });
        this.revision++;
        this.onChange?.();
      },
      Crash: () => this.crash(),
      Turn: () => this.#environment.turn(),
      Memory: (bytes: number) => this.#environment.createMemory(bytes).buffer.byteLength,
    };
  }

  state(): MachineState {
    return {
      name: 'fake',
      file: 'fake',
      revision: this.revision,
      run: 'idle',
      time: '0.0000000s',
      seed: this.seed,
      verifier: 'standard',
      systemPower: 'S0',
      userIo: { pending: 0, succeeded: 0, failed: 0 },
      power: { state: 'working', source: 'mains', wokenBy: [] },
      events: this.trace.length,
      paused: null,
      bugcheck: this.bugcheck,
      irps: [],
      violations: this.violations,
      devices: [device('root', null, ['dev0']), device('dev0', 'root', [])],
    };
  }

  crash(): void {
    this.bugcheck = {
      code: 0xe2,
      name: 'MANUALLY_INITIATED_CRASH',
      parameters: ['0x0', '0x0', '0x0', '0x0'],
      meanings: ['', '', '', ''],
      text: 'Somebody asked for it.',
      driver: 'flt',
      file: 'flt.ts',
      line: 4,
      event: 0,
      dump: null,
    };
    this.revision++;
    this.onChange?.();
  }

  delta(since: number): MachineDelta {
    const news = this.violations.length > 0 ? { addedViolations: this.violations } : {};
    return {
      revision: this.revision,
      events: since,
      ...(this.bugcheck === null ? {} : { bugcheck: this.bugcheck }),
      ...news,
    };
  }

  async inject(injection: Injection): Promise<InjectionResult> {
    if (injection.op === 'expect') {
      const actual = (this.state() as unknown as Record<string, unknown>)[injection.path];
      const ok = actual === injection.equals;
      const difference = { path: injection.path, expected: injection.equals, actual };
      return { ...NOTHING, ok, status: '', ...(ok ? {} : { difference }) };
    }
    if (injection.op === 'bugcheck') {
      this.crash();
      return { ...NOTHING, status: '' };
    }
    const call = injection.op === 'run' && typeof injection.until === 'object' ? injection.until['call'] : undefined;
    const routine = this.exports[String(call)];
    if (typeof routine !== 'function') {
      throw new Error(`no export ${String(call)}`);
    }
    if (this.#environment.status !== null) {
      this.#environment.status[0] = 1;
    }
    try {
      return { ...NOTHING, status: String(await routine()) };
    } catch (error) {
      this.onDiagnostics?.([exceptionDiagnostic(error, this.program, 'in a test')]);
      return { ...NOTHING, ok: false, status: String(error) };
    }
  }

  readonly debug = null;
  boot = async (): Promise<void> => {};
  pause = async (): Promise<MachineState> => this.state();
  resume = async (): Promise<MachineState> => this.state();
  step = async (): Promise<MachineState> => this.state();
  progress(): ReturnType<MachinePort['progress']> {
    return { events: this.trace.length, run: 'idle', began: [] };
  }

  readonly nt = { kernel: { digest: () => ({ events: 0, memory: 0 }) } };

  readTrace = (from: number) => ({ first: from, events: [], total: 0, oldest: 0 });
  outlineTrace = (from: number, to: number) => ({ from, to, lanes: [], marks: [], total: 0, oldest: 0 });
  traceLines = (from: number) => {
    const page = this.trace.slice(from, from + 2);
    return { text: page.map((line) => `${line}\n`).join(''), next: from + 2 < this.trace.length ? from + 2 : null };
  };
  charts = () => [];
  disks(): KeptDisks {
    return { file: '', media: new Map(), dumpFile: null };
  }

  analyze = () => 'why it stopped';
  dump = () => null;
  console = {
    evaluate: (line: string) => ({ text: `answer to ${line}\n` }),
    complete: (line: string, column: number) => ({ start: column - line.length, items: [] }),
  };
  describe = (device?: string) => `all about ${device ?? 'the machine'}`;
  stop(): void {}
}

export const fakeFactory: MachineFactory = {
  async start({ file, seed }: StartParams, environment: MachineEnvironment): Promise<MachineStart> {
    const program = await loadDriver(file, (path) => environment.readFile(path));
    if (program.diagnostics.length > 0) {
      return { ok: false, reason: 'driver', diagnostics: program.diagnostics };
    }
    const machine = new FakeMachine(program, environment);
    const loaded = evaluateDriver(program, machine.wdm(), (code, url) => environment.evaluate(code, url, 'flt'));
    if (!loaded.ok) {
      return { ok: false, reason: 'driver', diagnostics: loaded.diagnostics };
    }
    machine.exports = loaded.exports;
    machine.seed = seed ?? 1;
    if (typeof loaded.exports['boot'] === 'function') {
      loaded.exports['boot']();
    }
    return { ok: true, machine, diagnostics: [] };
  },
  async check({ file }, environment) {
    return (await loadDriver(file, (path) => environment.readFile(path))).diagnostics;
  },
};
