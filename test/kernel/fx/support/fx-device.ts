/** A registered device without a machine file: its driver is the test, and everything that it hears is a line. */
import {
  DevicePowerState,
  DISPATCH_LEVEL,
  PowerDeviceD0,
  PowerDeviceD3,
  PowerSystemWorking,
} from '../../../../src/abi/enums.ts';
import { STATUS_SUCCESS } from '../../../../src/abi/ntstatus.ts';
import type { DEVICE_OBJECT } from '../../../../src/abi/structs/io.ts';
import {
  PO_FX_COMPONENT_IDLE_STATE,
  PO_FX_DEVICE_V1,
  PO_FX_DEVICE_V2,
  PO_FX_DEVICE_V3,
} from '../../../../src/abi/structs/pofx.ts';
import type { MaybePromise } from '../../../../src/base/maybe-promise.ts';
import { later, milliseconds } from '../../../../src/base/time.ts';
import type { PoFxDevice } from '../../../../src/kernel/fx/device.ts';
import type { PoFxMistake } from '../../../../src/kernel/fx/mistake.ts';
import type { PlatformExtension } from '../../../../src/kernel/fx/platform-extension.ts';
import { poolTag } from '../../../../src/kernel/mm/pool.ts';
import type { PnpEventType } from '../../../../src/kernel/pnp/device-pnp.machine.ts';
import { Devnode } from '../../../../src/kernel/pnp/devnode.ts';
import { buildStack, makeNt, type TestKernel } from '../../../support/nt.ts';

export const MS = 10_000n;
/** An idle time-out with which the device itself stays as it is. */
export const LONG = 3_600_000n * MS;
const DEVICE_SIZE = 1024;
const TAG = poolTag('Test');

const STARTED: readonly PnpEventType[] = [
  'IDS_QUERIED',
  'ADD_DEVICE.succeeded',
  'RESOURCES_ASSIGNED',
  'START_DEVICE.sent',
];

export interface ComponentSpec {
  /** Latency and residency of F1 and deeper, in 100 ns. */
  readonly deeper?: readonly (readonly [latency: bigint, residency: bigint])[];
  readonly first?: readonly [latency: bigint, residency: bigint];
  readonly count?: number;
  readonly wakeable?: number;
  readonly flags?: bigint;
  readonly providers?: readonly number[];
}

export interface DeviceSpec {
  readonly version?: number;
  readonly flags?: bigint;
  readonly components?: readonly ComponentSpec[];
  /** Callbacks that the driver does not have. */
  readonly without?: readonly string[];
  readonly directed?: boolean;
  readonly count?: number;
}

/** What the driver of the test does when it is called; left out: it answers at once. */
export interface Behaviour {
  idleCondition?: (component: number) => void;
  idleState?: (component: number, state: number) => void;
  active?: (component: number) => void;
  required?: () => void;
  notRequired?: () => void;
  down?: () => void;
  up?: () => void;
}

export class FxBench {
  readonly nt: TestKernel;
  readonly lines: string[] = [];
  readonly mistakes: PoFxMistake[] = [];
  readonly pdo: DEVICE_OBJECT;
  readonly devnode: Devnode;
  readonly behaviour: Behaviour = {};
  handle = 0;
  #log = true;

  /** @param parent - the device below which this one is, in the same machine */
  constructor(parent: FxBench | null = null) {
    this.nt = parent?.nt ?? makeNt();
    const { nt } = this;
    const [pdo] = buildStack(nt, [{ name: 'bus', dispatch: () => STATUS_SUCCESS }]);
    if (pdo === undefined) throw new Error('there is no device');
    this.pdo = pdo;
    this.devnode = new Devnode(nt.pnp.hardware.root, pdo, parent?.devnode ?? null);
    nt.pnp.add(this.devnode);
    for (const event of STARTED) this.devnode.apply(nt.kernel.sim, event);
    this.call('PoSetPowerState', pdo, DevicePowerState, PowerDeviceD0);
    nt.fx.onMistake = (mistake) => this.mistakes.push(mistake);
  }

  get device(): PoFxDevice {
    const device = this.nt.fx.deviceOf(this.handle);
    if (device === undefined) throw new Error('the device is not registered');
    return device;
  }

  /** A routine of the API, as a driver calls it. */
  call(name: string, ...parameters: readonly unknown[]): unknown {
    const routine = this.nt.wdm[name] as (...values: readonly unknown[]) => unknown;
    return routine(...parameters);
  }

  /** A routine whose first parameter is the handle. */
  fx(name: string, ...parameters: readonly unknown[]): unknown {
    return this.call(name, this.handle, ...parameters);
  }

  /** Runs a body in a kernel thread, and all that follows from it, without time going on. */
  async run(body: () => MaybePromise<unknown>, name = 'driver'): Promise<void> {
    const { sim } = this.nt.kernel;
    sim.createThread(name, async () => {
      await body();
    });
    await sim.run(sim.now, () => false);
  }

  async pass(count: number): Promise<void> {
    const { sim } = this.nt.kernel;
    const until = later(sim.now, milliseconds(count));
    await sim.run(until, () => false);
    sim.moveTo(until);
  }

  note(text: string): void {
    if (!this.#log) return;
    const { irql } = this.nt.kernel.sim.current;
    this.lines.push(irql >= DISPATCH_LEVEL ? `${text} at DISPATCH_LEVEL` : text);
  }

  /** What was noted since the last time. */
  take(): readonly string[] {
    return this.lines.splice(0);
  }

  /** Lines without the IRQL. */
  plain(): readonly string[] {
    return this.take().map((line) => line.replace(' at DISPATCH_LEVEL', ''));
  }

  /** Writes a PO_FX_DEVICE of the version into memory. @returns its address */
  write(spec: DeviceSpec = {}): number {
    const { memory, pool } = this.nt.kernel;
    const version = spec.version ?? 1;
    const components = spec.components ?? [{}];
    const address = pool.allocate(DEVICE_SIZE, TAG, 0, true);
    const types = { 1: PO_FX_DEVICE_V1, 2: PO_FX_DEVICE_V2, 3: PO_FX_DEVICE_V3 } as const;
    const device = memory.view(types[version as 1 | 2 | 3] ?? PO_FX_DEVICE_V1, address);
    device.Version = version;
    if (isLater(version)) (device as PO_FX_DEVICE_V2).Flags = spec.flags ?? 0n;
    device.ComponentCount = spec.count ?? components.length;
    device.DeviceContext = 0x1234;
    this.#writeCallbacks(device, spec);
    for (const [index, component] of components.entries()) this.#writeComponent(device, index, component);
    return address;
  }

  #writeCallbacks(device: PO_FX_DEVICE_V1 | PO_FX_DEVICE_V2 | PO_FX_DEVICE_V3, spec: DeviceSpec): void {
    const has = (name: string): boolean => spec.without?.includes(name) !== true;
    const heard = (text: string, act: (() => void) | undefined, answer: () => void): void => {
      this.note(text);
      (act ?? answer)();
    };
    const { behaviour } = this;
    if (has('active'))
      device.ComponentActiveConditionCallback = (_context, component) =>
        heard(`active ${component}`, behaviour.active && (() => behaviour.active?.(component)), () => {});
    if (has('idleCondition'))
      device.ComponentIdleConditionCallback = (_context, component) =>
        heard(`idle ${component}`, behaviour.idleCondition && (() => behaviour.idleCondition?.(component)), () =>
          this.fx('PoFxCompleteIdleCondition', component),
        );
    if (has('idleState'))
      device.ComponentIdleStateCallback = (_context, component, state) =>
        heard(`F${state} ${component}`, behaviour.idleState && (() => behaviour.idleState?.(component, state)), () =>
          this.fx('PoFxCompleteIdleState', component),
        );
    if (has('required'))
      device.DevicePowerRequiredCallback = () =>
        heard('power required', behaviour.required, () => this.fx('PoFxReportDevicePoweredOn'));
    if (has('notRequired'))
      device.DevicePowerNotRequiredCallback = () =>
        heard('power not required', behaviour.notRequired, () => this.fx('PoFxCompleteDevicePowerNotRequired'));
    if (spec.directed !== true) return;
    const directed = device as PO_FX_DEVICE_V3;
    directed.DirectedPowerDownCallback = () => heard('directed down', behaviour.down, () => {});
    directed.DirectedPowerUpCallback = () => heard('directed up', behaviour.up, () => {});
  }

  #writeComponent(
    device: PO_FX_DEVICE_V1 | PO_FX_DEVICE_V2 | PO_FX_DEVICE_V3,
    index: number,
    spec: ComponentSpec,
  ): void {
    const { memory, pool } = this.nt.kernel;
    const states = [spec.first ?? ([0n, 0n] as const), ...(spec.deeper ?? [])];
    const list = pool.allocate(states.length * PO_FX_COMPONENT_IDLE_STATE.size, TAG, 0, true);
    for (const [at, [latency, residency]] of states.entries()) {
      const state = memory.view(PO_FX_COMPONENT_IDLE_STATE, list + at * PO_FX_COMPONENT_IDLE_STATE.size);
      state.TransitionLatency = latency;
      state.ResidencyRequirement = residency;
    }
    const component = device.Components.get(index);
    component.IdleStateCount = spec.count ?? states.length;
    component.DeepestWakeableIdleState = spec.wakeable ?? 0;
    component.IdleStates = memory.view(PO_FX_COMPONENT_IDLE_STATE, list);
    if (!isLater(device.Version)) return;
    const second = (device as PO_FX_DEVICE_V2).Components.get(index);
    second.Flags = spec.flags ?? 0n;
    const providers = spec.providers ?? [];
    if (providers.length === 0) return;
    const at = pool.allocate(providers.length * 4, TAG, 0, true);
    for (const [which, provider] of providers.entries()) memory.u32[(at >>> 2) + which] = provider;
    second.ProviderCount = providers.length;
    second.Providers = at;
  }

  /** @returns what PoFxRegisterDevice returns; `handle` is set on success */
  async register(spec: DeviceSpec = {}, pdo: DEVICE_OBJECT | null = this.pdo): Promise<unknown> {
    let status: unknown;
    await this.run(async () => {
      const result = (this.nt.wdm['out'] as (value?: number) => { value: number })(0);
      status = await this.call('PoFxRegisterDevice', pdo, this.write(spec), result);
      if (result.value !== 0) this.handle = result.value;
    });
    return status;
  }

  /** Registered, power management started, and what that has led to noted. */
  static async started(spec: DeviceSpec = {}, plugIn?: PlatformExtension, timeout = LONG): Promise<FxBench> {
    const bench = new FxBench();
    if (plugIn !== undefined) bench.nt.fx.plugIn(plugIn);
    const status = await bench.register(spec);
    if (status !== STATUS_SUCCESS) throw new Error(`PoFxRegisterDevice returned ${String(status)}`);
    await bench.run(() => {
      bench.fx('PoFxSetDeviceIdleTimeout', timeout);
      bench.fx('PoFxStartDevicePowerManagement');
    });
    return bench;
  }

  /** What a driver does later, in a thread of its own, so that its callback can return. */
  later(body: () => Promise<void>): void {
    this.nt.kernel.sim.createThread('power worker', body);
  }

  /** The driver's D request goes through the stack: the framework hears of it as from the power manager. */
  async setDevicePower(state: number): Promise<void> {
    for (const listener of this.nt.power.listeners) await listener.beforeDeviceSet?.(this.devnode, state);
    this.call('PoSetPowerState', this.pdo, DevicePowerState, state);
    for (const listener of this.nt.power.listeners) listener.afterDeviceSet?.(this.devnode, state, STATUS_SUCCESS);
  }

  toDx(): Promise<void> {
    return this.run(() => this.setDevicePower(PowerDeviceD3));
  }

  toD0(): Promise<void> {
    return this.run(() => this.setDevicePower(PowerDeviceD0));
  }

  system(state: number): Promise<void> {
    return this.run(() => {
      for (const listener of this.nt.power.listeners) listener.beforeSystemSet?.(this.devnode, state);
    });
  }

  /** `active F0 x1`: condition, F state and references of a component. */
  component(index = 0): string {
    const component = this.device.components[index];
    if (component === undefined) throw new Error(`there is no component ${index}`);
    return `${component.condition} F${component.state} x${component.references}`;
  }

  /** Code and parameters of the bug check, in hexadecimal digits; empty while the machine runs. */
  crash(): string {
    const { crash } = this.nt.kernel.sim;
    if (crash === null) return '';
    return [crash.code, ...crash.parameters].map((value) => value.toString(16)).join(' ');
  }
}

/** A version whose structures have flags. */
function isLater(version: number): boolean {
  return version === 2 || version === 3;
}

export const S0 = PowerSystemWorking;
