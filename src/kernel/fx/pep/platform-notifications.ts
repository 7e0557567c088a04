/** What a plug-in is told and asked about the platform: its idle states, what they depend on, the debugger, the epoch. */
import { PowerDeviceD0 } from '../../../abi/enums.ts';
import * as numbers from '../../../abi/pep-constants.ts';
import type { StructClass, StructView } from '../../../abi/struct.ts';
import type { PEPCALLBACKNOTIFYPPM } from '../../../abi/structs/pep.ts';
import {
  PEP_COMPONENT_PLATFORM_CONSTRAINTS,
  PEP_DEBUGGER_TRANSITION_REQUIREMENTS,
  PEP_DEVICE_PLATFORM_CONSTRAINTS,
  PEP_LOW_POWER_EPOCH,
  PEP_PPM_QUERY_PLATFORM_STATES,
  PEP_REGISTER_DEBUGGER,
  PEP_SYSTEM_LATENCY,
} from '../../../abi/structs/pep-platform.ts';
import { assert } from '../../../base/assert.ts';
import type { IoManager } from '../../io/io-manager.ts';
import { poolTag } from '../../mm/pool.ts';
import { powerName } from '../../po/power-manager.ts';
import type { FrameworkDevice, PlatformSide, SubsystemReport } from '../platform-extension.ts';
import { Notifier } from './notification.ts';
import { SocSubsystems } from './soc-subsystems.ts';

const TAG = poolTag('PepS');
/** More platform idle states than this nobody means. */
const MOST_STATES = 64;
const WORD = 4;

export class PlatformNotifications implements PlatformSide {
  stateCount = 0;
  readonly #io: IoManager;
  readonly #notifier: Notifier;
  readonly #processors: Notifier;
  readonly #handleOf: (device: FrameworkDevice) => number;
  readonly #subsystems: SocSubsystems;

  /**
   * @param notifier - takes notifications about devices
   * @param accept - takes those about processors; null: it takes none, and knows no platform idle state
   */
  constructor(
    io: IoManager,
    notifier: Notifier,
    driver: number,
    accept: PEPCALLBACKNOTIFYPPM | null,
    handleOf: (device: FrameworkDevice) => number,
  ) {
    this.#io = io;
    this.#notifier = notifier;
    this.#handleOf = handleOf;
    const adapted = accept === null ? null : (number: number, data: number): boolean => accept(0, number, data);
    this.#processors = new Notifier(io, driver, adapted, 'PEP_NOTIFY_PPM_');
    this.#subsystems = new SocSubsystems(io.kernel, notifier);
  }

  async learn(): Promise<void> {
    if (!this.#processors.accepts) return;
    const number = numbers.PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES;
    const count = await this.#processors.send(
      null,
      {
        number,
        type: PEP_PPM_QUERY_PLATFORM_STATES,
        fill: () => {},
        answer: ({ PlatformStateCount }) => `${PlatformStateCount} platform idle states`,
      },
      (data, isHandled) => (isHandled ? Math.min(data.PlatformStateCount, MOST_STATES) : 0),
    );
    this.stateCount = count;
    for (let state = 0; state < count; state += 1) await this.#subsystems.learn(state);
    this.#io.kernel.sim.hooks.onChange();
  }

  deviceConstraints(device: FrameworkDevice): readonly number[] | null {
    const { stateCount } = this;
    const states = this.#words(stateCount, PowerDeviceD0);
    const answered = this.#ask(
      device,
      numbers.PEP_DPM_DEVICE_IDLE_CONSTRAINTS,
      PEP_DEVICE_PLATFORM_CONSTRAINTS,
      { MinimumDStates: states.address, PlatformStateCount: stateCount },
      () => states.read().map(powerName).join(', '),
    );
    return states.take(answered);
  }

  componentConstraints(device: FrameworkDevice, component: number): readonly number[] | null {
    const { stateCount } = this;
    const states = this.#words(stateCount, 0);
    const answered = this.#ask(
      device,
      numbers.PEP_DPM_COMPONENT_IDLE_CONSTRAINTS,
      PEP_COMPONENT_PLATFORM_CONSTRAINTS,
      { Component: component, MinimumFStates: states.address, PlatformStateCount: stateCount },
      () =>
        states
          .read()
          .map((state) => `F${state}`)
          .join(', '),
      `component ${component}`,
    );
    return states.take(answered);
  }

  registerDebugger(device: FrameworkDevice): void {
    this.#ask(device, numbers.PEP_DPM_REGISTER_DEBUGGER, PEP_REGISTER_DEBUGGER, {});
  }

  debuggerTransitions(device: FrameworkDevice): readonly boolean[] | null {
    const { stateCount } = this;
    const { kernel } = this.#io;
    const bytes = this.#words(Math.ceil(stateCount / WORD), 0);
    const read = (): readonly boolean[] =>
      Array.from({ length: stateCount }, (_, index) => kernel.memory.u8[bytes.address + index] !== 0);
    const answered = this.#ask(
      device,
      numbers.PEP_DPM_QUERY_DEBUGGER_TRANSITION_REQUIREMENTS,
      PEP_DEBUGGER_TRANSITION_REQUIREMENTS,
      { PlatformStateCount: stateCount, PowerTransitionRequired: bytes.address },
      () => read().join(', '),
    );
    const required = answered ? read() : null;
    bytes.take(false);
    return required;
  }

  systemLatency(latency: bigint): void {
    this.#notifier.sendAtDispatch(
      null,
      {
        number: numbers.PEP_DPM_SYSTEM_LATENCY_UPDATE,
        type: PEP_SYSTEM_LATENCY,
        fill: (data) => Object.assign(data, { Latency: latency }),
        facts: `${latency} units of 100 ns`,
      },
      () => {},
    );
  }

  lowPowerEpoch(isOn: boolean): void {
    this.#notifier.sendAtDispatch(
      null,
      {
        number: numbers.PEP_DPM_LOW_POWER_EPOCH,
        type: PEP_LOW_POWER_EPOCH,
        fill: (data) => Object.assign(data, { LowPowerEpoch: isOn }),
        facts: isOn ? 'on' : 'off',
      },
      () => {},
    );
  }

  resetAccounting(): Promise<void> {
    return this.#subsystems.reset(this.stateCount - 1);
  }

  blockingTimes(): Promise<readonly SubsystemReport[]> {
    return this.#subsystems.query(this.stateCount - 1);
  }

  /** @returns whether the plug-in has handled it */
  #ask<V extends StructView & { DeviceHandle: number }>(
    device: FrameworkDevice,
    number: number,
    type: StructClass<V>,
    values: Partial<V>,
    answer: () => string = () => '',
    facts?: string,
  ): boolean {
    return this.#notifier.sendAtDispatch(
      device.devnode,
      {
        number,
        type,
        fill: (data) => Object.assign(data, values, { DeviceHandle: this.#handleOf(device) }),
        ...(facts === undefined ? {} : { facts }),
        ...(Object.keys(values).length === 0 ? {} : { answer }),
      },
      (_data, isHandled) => isHandled,
    );
  }

  /** Memory for as many words as there are states, which the plug-in overwrites. */
  #words(count: number, initial: number): WordList {
    const { memory, pool } = this.#io.kernel;
    const address = pool.allocate(Math.max(1, count) * WORD, TAG, 0, true);
    assert(address !== 0, 'the pool of the system is used up');
    memory.u32.fill(initial, address >>> 2, (address >>> 2) + count);
    const read = (): readonly number[] => [...memory.u32.subarray(address >>> 2, (address >>> 2) + count)];
    const take = (isWanted: boolean): readonly number[] | null => {
      const values = isWanted ? read() : null;
      pool.free(address);
      return values;
    };
    return { address, read, take };
  }
}

interface WordList {
  readonly address: number;
  readonly read: () => readonly number[];
  /** The memory is given back. @returns null when nobody wants what stands there */
  readonly take: (isWanted: boolean) => readonly number[] | null;
}
