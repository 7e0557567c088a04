/** A machine of one driver and no kernel: what the process does with drivers is tested on it. */

import type { MachineFactory, MachinePort, MachineStart } from '../../../src/host/machine-port.ts';
import type { MachineEnvironment } from '../../../src/machine/environment.ts';
import type { Injection, InjectionResult } from '../../../src/protocol/injection.ts';
import type { StartParams } from '../../../src/protocol/messages.ts';
import type { MachineDelta, MachineState } from '../../../src/protocol/state.ts';
import { evaluateDriver } from '../../../src/toolchain/evaluate-driver.ts';
import { exceptionDiagnostic } from '../../../src/toolchain/exception-diagnostic.ts';
import { type DriverProgram, loadDriver } from '../../../src/toolchain/load-driver.ts';

const NOTHING = { ok: true, message: '', events: [0, 0], changed: [], violations: [] } as const;

/** `until.call` of a `run` injection names the driver's export to call. */
class FakeMachine implements MachinePort {
  revision = 1;
  onChange: MachinePort['onChange'] = null;
  onDbgPrint: MachinePort['onDbgPrint'] = null;
  onDiagnostics: MachinePort['onDiagnostics'] = null;
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
      Turn: () => this.#environment.turn(),
      Memory: (bytes: number) => this.#environment.createMemory(bytes).byteLength,
    };
  }

  state(): MachineState {
    return { name: 'fake', revision: this.revision } as MachineState;
  }

  delta(since: number): MachineDelta {
    return { revision: this.revision, events: since };
  }

  async inject(injection: Injection): Promise<InjectionResult> {
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

  pause = async (): Promise<MachineState> => this.state();
  resume = async (): Promise<MachineState> => this.state();
  step = async (): Promise<MachineState> => this.state();
  readTrace = (from: number) => ({ first: from, events: [], total: 0, oldest: 0 });
  traceLines = () => ({ text: '', next: null });
  charts = () => [];
  describe = (device?: string) => `all about ${device ?? 'the machine'}`;
  stop(): void {}
}

export const fakeFactory: MachineFactory = {
  async start({ file }: StartParams, environment: MachineEnvironment): Promise<MachineStart> {
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
    return { ok: true, machine, diagnostics: [] };
  },
  async check({ file }, environment) {
    return (await loadDriver(file, (path) => environment.readFile(path))).diagnostics;
  },
};
