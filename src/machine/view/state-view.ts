/** Keeps what clients were told of a machine, so that only what changed is built and sent again. */
import { formatInstant } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { systemStateName } from '../../kernel/po/power-context.ts';
import type { DumpStackState } from '../../protocol/dump-stack-state.ts';
import type {
  DeviceState,
  MachineDelta,
  MachineState,
  PausedState,
  RunState,
  ViolationState,
} from '../../protocol/state.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import type { Driving } from '../driving.ts';
import type { MachineDescription } from '../file/description.ts';
import type { KeptDumps } from '../kept-dumps.ts';
import type { Steering } from '../steering.ts';
import { analyzeText } from './analyze.ts';
import { deviceSignature, deviceState } from './device-view.ts';
import { DumpMemoryView } from './dump-memory-view.ts';
import { dumpStackStates } from './dump-stack-view.ts';
import { memoryDumpState } from './dump-view.ts';
import { bugcheckState, violationState } from './finding-view.ts';
import { irpStates } from './irp-view.ts';
import { systemPowerState } from './power-view.ts';
import { verificationState } from './verification-view.ts';

interface Shown {
  readonly state: DeviceState;
  readonly signature: string;
  /** Revision at which it became so. */
  readonly since: number;
}

export class StateView {
  readonly #nt: Nt;
  readonly #programs: DriverPrograms;
  readonly #description: MachineDescription;
  readonly #seed: number;
  readonly #steering: Steering;
  readonly #driving: Driving;
  readonly #debug: { readonly paused: PausedState | null };
  /** On the disks, when the machine booted. */
  readonly #found: MachineState['memoryDump'];
  readonly #shown = new Map<string, Shown>();
  readonly #violations: ViolationState[] = [];
  #order: readonly string[] = [];
  #orderSince = 0;
  #revision = 0;
  #isStale = true;
  /** Revision at which the n-th violation was added. */
  readonly #violationSince: number[] = [];
  readonly #memory: DumpMemoryView;
  #shownMemory: MachineState['dumpMemory'];
  #dumpMemorySince = 0;
  #shownStacks: readonly DumpStackState[] = [];
  #stacksText = '[]';
  #stacksSince = 0;

  constructor(
    nt: Nt,
    programs: DriverPrograms,
    description: MachineDescription,
    seed: number,
    steering: Steering,
    driving: Driving,
    { debug, found }: { readonly debug: { readonly paused: PausedState | null }; readonly found: KeptDumps },
  ) {
    this.#nt = nt;
    this.#programs = programs;
    this.#description = description;
    this.#seed = seed;
    this.#steering = steering;
    this.#driving = driving;
    this.#debug = debug;
    this.#found = memoryDumpState(found);
    this.#memory = new DumpMemoryView(nt, programs);
  }

  get revision(): number {
    return this.#revision;
  }

  changed(): void {
    this.#revision += 1;
    this.#isStale = true;
  }

  state(): MachineState {
    this.#refresh();
    const verification = verificationState(this.#nt, this.#programs, this.#description.verifier);
    const { sim } = this.#nt.kernel;
    return {
      name: this.#description.name,
      file: this.#description.file,
      revision: this.#revision,
      run: this.run,
      time: formatInstant(sim.now),
      seed: this.#seed,
      verifier: this.#description.verifier.mode,
      ...(verification === undefined ? {} : { verification }),
      ...this.#power(),
      events: sim.recorder.count,
      paused: this.#paused,
      bugcheck: bugcheckState(this.#nt, this.#programs),
      ...(this.#found === undefined ? {} : { memoryDump: this.#found }),
      ...(this.#description.crashControl.autoReboot ? { autoReboot: true } : {}),
      ...this.#dumpMemory(),
      ...(this.#shownStacks.length === 0 ? {} : { dumpStacks: this.#shownStacks }),
      devices: this.#order.map((id) => this.#shown.get(id)?.state).filter((state) => state !== undefined),
      irps: irpStates(this.#nt),
      violations: [...this.#violations],
      userIo: { ...this.#nt.pnp.userIo },
    };
  }

  #dumpMemory(): Pick<MachineState, 'dumpMemory'> {
    const dumpMemory = this.#memory.state();
    return dumpMemory === undefined ? {} : { dumpMemory };
  }

  analyze(): string | null {
    const bugcheck = bugcheckState(this.#nt, this.#programs);
    return bugcheck === null ? null : analyzeText(this.#nt, this.#programs, bugcheck, this.state().violations);
  }

  delta(since: number): MachineDelta {
    this.#refresh();
    const { sim } = this.#nt.kernel;
    const devices = [...this.#shown.values()].filter((shown) => shown.since > since).map((shown) => shown.state);
    const added = this.#violations.filter((_violation, index) => (this.#violationSince[index] ?? 0) > since);
    return {
      revision: this.#revision,
      run: this.run,
      time: formatInstant(sim.now),
      ...this.#power(),
      events: sim.recorder.count,
      userIo: { ...this.#nt.pnp.userIo },
      paused: this.#paused,
      bugcheck: bugcheckState(this.#nt, this.#programs),
      irps: irpStates(this.#nt),
      ...(this.#dumpMemorySince > since ? this.#dumpMemory() : {}),
      ...(this.#stacksSince > since ? { dumpStacks: this.#shownStacks } : {}),
      ...(devices.length === 0 ? {} : { devices }),
      ...(this.#orderSince > since ? { order: this.#order } : {}),
      ...(added.length === 0 ? {} : { addedViolations: added }),
    };
  }

  get #paused(): PausedState | null {
    return this.#debug.paused ?? this.#steering.paused;
  }

  #power(): Pick<MachineState, 'systemPower' | 'power'> {
    return { systemPower: systemStateName(this.#nt.power.systemState), power: systemPowerState(this.#nt) };
  }

  get run(): RunState {
    if (this.#nt.kernel.sim.crash !== null) return 'crashed';
    if (this.#driving.isStopped) return 'stopped';
    if (this.#paused !== null) return 'paused';
    return this.#driving.isRunning ? 'running' : 'idle';
  }

  #refresh(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#takeViolations();
    this.#takeMemory();
    this.#takeStacks();
    const counts = new Map<string, number>();
    for (const { device } of this.#violations) if (device !== null) counts.set(device, (counts.get(device) ?? 0) + 1);
    const order: string[] = [];
    for (const devnode of this.#nt.pnp.tree()) {
      order.push(devnode.id);
      const violations = counts.get(devnode.id) ?? 0;
      const signature = `${deviceSignature(this.#nt, devnode)}|${violations}`;
      if (this.#shown.get(devnode.id)?.signature === signature) continue;
      this.#shown.set(devnode.id, {
        state: deviceState(this.#nt, devnode, violations),
        signature,
        since: this.#revision,
      });
    }
    if (order.length !== this.#order.length || order.some((id, index) => id !== this.#order[index])) {
      this.#order = order;
      this.#orderSince = this.#revision;
      const present = new Set(order);
      for (const id of this.#shown.keys()) if (!present.has(id)) this.#shown.delete(id);
    }
  }

  #takeMemory(): void {
    const memory = this.#memory.state();
    if (memory === this.#shownMemory) return;
    this.#shownMemory = memory;
    this.#dumpMemorySince = this.#revision;
  }

  #takeStacks(): void {
    const stacks = dumpStackStates(this.#nt);
    const text = JSON.stringify(stacks);
    if (text === this.#stacksText) return;
    this.#stacksText = text;
    this.#shownStacks = stacks;
    this.#stacksSince = this.#revision;
  }

  #takeViolations(): void {
    const { findings } = this.#nt.kernel.sim;
    for (const finding of findings.slice(this.#violations.length)) {
      this.#violations.push(violationState(this.#nt, this.#programs, finding));
      this.#violationSince.push(this.#revision);
    }
  }
}
