/** The performance states that a plug-in has for a component, asked for one thing after the other (PEP-37). */
import * as numbers from '../../../abi/pep-constants.ts';
import { PoFxPerfStateTypeDiscrete, PoFxPerfStateTypeRange } from '../../../abi/pofx-constants.ts';
import type { StructClass, StructView } from '../../../abi/struct.ts';
import {
  PEP_PERF_STATE,
  PEP_QUERY_COMPONENT_PERF_CAPABILITIES,
  PEP_QUERY_COMPONENT_PERF_SET,
  PEP_QUERY_COMPONENT_PERF_SET_NAME,
  PEP_QUERY_COMPONENT_PERF_STATES,
} from '../../../abi/structs/pep-perf.ts';
import type { MaybePromise } from '../../../base/maybe-promise.ts';
import type { Kernel } from '../../kernel.ts';
import { poolTag } from '../../mm/pool.ts';
import type { FrameworkDevice, PerfStateSet } from '../platform-extension.ts';
import type { Notifier } from './notification.ts';

const TAG = poolTag('PepQ');
const INTERNAL_POWER_ERROR = 0xa0;
const BAD_PERF_INFORMATION = 0x61a;
/** Of sets, and of states in one: more is not meant. */
const MOST = 256;

interface About {
  DeviceHandle: number;
  Component: number;
}

export class PerfQueries {
  readonly #kernel: Kernel;
  readonly #notifier: Notifier;
  readonly #device: FrameworkDevice;
  readonly #component: number;
  /** What the plug-in calls itself and the device. */
  readonly #plugIn: number;
  readonly #handle: number;

  constructor(
    kernel: Kernel,
    notifier: Notifier,
    about: {
      readonly device: FrameworkDevice;
      readonly component: number;
      readonly plugIn: number;
      readonly handle: number;
    },
  ) {
    this.#kernel = kernel;
    this.#notifier = notifier;
    this.#device = about.device;
    this.#component = about.component;
    this.#plugIn = about.plugIn;
    this.#handle = about.handle;
  }

  /** @returns null: the plug-in has none. @throws BugCheckError 0xA0/0x61A for what cannot be */
  async sets(): Promise<readonly PerfStateSet[] | null> {
    const count = await this.#ask(
      numbers.PEP_DPM_QUERY_COMPONENT_PERF_CAPABILITIES,
      PEP_QUERY_COMPONENT_PERF_CAPABILITIES,
      null,
      (data, isHandled) => (isHandled ? data.SetCount : 0),
      ({ SetCount }) => `${SetCount} sets`,
    );
    if (count === 0) return null;
    if (count > MOST) return this.#invalid();
    const sets: PerfStateSet[] = [];
    for (let set = 0; set < count; set += 1) {
      const found = await this.#set(set);
      if (found === null) return null;
      sets.push(found);
    }
    return sets;
  }

  async #set(set: number): Promise<PerfStateSet | null> {
    const facts = await this.#ask(
      numbers.PEP_DPM_QUERY_COMPONENT_PERF_SET,
      PEP_QUERY_COMPONENT_PERF_SET,
      set,
      ({ Flags, Unit, Type, Discrete, Range }, isHandled) =>
        isHandled
          ? {
              flags: Number(Flags),
              unit: Unit,
              type: Type,
              count: Discrete.Count,
              minimum: Range.Minimum,
              maximum: Range.Maximum,
            }
          : null,
    );
    if (facts === null) return null;
    const { count, ...told } = facts;
    if (told.type === PoFxPerfStateTypeRange)
      return told.minimum > told.maximum ? this.#invalid() : { ...told, name: await this.#name(set), states: [] };
    if (told.type !== PoFxPerfStateTypeDiscrete || count === 0 || count > MOST) return this.#invalid();
    const name = await this.#name(set);
    const states = await this.#states(set, count);
    return states === null ? null : { ...told, name, states, minimum: 0n, maximum: 0n };
  }

  /** @returns an empty text: the plug-in has no name for it */
  async #name(set: number): Promise<string> {
    const { memory, pool } = this.#kernel;
    const number = numbers.PEP_DPM_QUERY_COMPONENT_PERF_SET_NAME;
    const type = PEP_QUERY_COMPONENT_PERF_SET_NAME;
    const size = await this.#ask(number, type, set, ({ NameSize }, isHandled) => (isHandled ? NameSize : 0));
    const address = size === 0 ? 0 : pool.allocate(size, TAG, 0, true);
    if (address === 0) return '';
    const isTold = await this.#ask(
      number,
      type,
      set,
      (_data, isHandled) => isHandled,
      undefined,
      (data) => {
        data.NameSize = size;
        data.Name = address;
      },
    );
    const [name = ''] = memory.readWide(address, size & ~1).split('\0');
    pool.free(address);
    return isTold ? name : '';
  }

  async #states(set: number, count: number): Promise<PerfStateSet['states'] | null> {
    const { memory, pool } = this.#kernel;
    const address = pool.allocate(count * PEP_PERF_STATE.size, TAG, 0, true);
    if (address === 0) return null;
    const isTold = await this.#ask(
      numbers.PEP_DPM_QUERY_COMPONENT_PERF_STATES,
      PEP_QUERY_COMPONENT_PERF_STATES,
      set,
      (_data, isHandled) => isHandled,
      undefined,
      (data) => {
        data.States = memory.view(PEP_PERF_STATE, address);
      },
    );
    const states = Array.from({ length: count }, (_, index) => {
      const { Value, Context } = memory.view(PEP_PERF_STATE, address + index * PEP_PERF_STATE.size);
      return { value: Value, context: Context };
    });
    pool.free(address);
    return isTold ? states : null;
  }

  #invalid(): never {
    return this.#kernel.bugCheck(INTERNAL_POWER_ERROR, BAD_PERF_INFORMATION, this.#plugIn, this.#device.handle);
  }

  #ask<V extends StructView & About, R>(
    number: number,
    type: StructClass<V>,
    set: number | null,
    read: (data: V, isHandled: boolean) => R,
    answer?: (data: V) => string,
    fill?: (data: V) => void,
  ): MaybePromise<R> {
    return this.#notifier.send(
      this.#device.devnode,
      {
        number,
        type,
        fill: (data) => {
          data.DeviceHandle = this.#handle;
          data.Component = this.#component;
          if (set !== null) Object.assign(data, { Set: set });
          fill?.(data);
        },
        facts: `component ${this.#component}${set === null ? '' : `, set ${set}`}`,
        ...(answer === undefined ? {} : { answer }),
      },
      read,
    );
  }
}
