/** Performance states: what a plug-in is told of them, and what comes back (PEP-37, PEP-38). */
import { DISPATCH_LEVEL } from '../../../abi/enums.ts';
import * as numbers from '../../../abi/pep-constants.ts';
import {
  PEP_COMPONENT_PERF_INFO,
  PEP_COMPONENT_PERF_STATE_REQUEST,
  PEP_QUERY_CURRENT_COMPONENT_PERF_STATE,
  PEP_REGISTER_COMPONENT_PERF_STATES,
  PEP_REQUEST_COMPONENT_PERF_STATE,
} from '../../../abi/structs/pep-perf.ts';
import { assert } from '../../../base/assert.ts';
import { chain, type MaybePromise } from '../../../base/maybe-promise.ts';
import type { Kernel } from '../../kernel.ts';
import { poolTag } from '../../mm/pool.ts';
import { writePerfSets } from '../perf-memory.ts';
import type { FrameworkDevice, PerfStateChange, PerfStateSet } from '../platform-extension.ts';
import type { Notifier } from './notification.ts';
import { PerfQueries } from './perf-queries.ts';

const TAG = poolTag('PepR');

interface PlugIn {
  /** POHANDLE of the plug-in itself. */
  readonly handle: number;
  readonly name: string;
}

export class PerfNotifications {
  /** The plug-in has ended a request at once; the framework listens. */
  onEnd: (device: FrameworkDevice, component: number, hasSucceeded: boolean) => void = () => {};
  readonly #kernel: Kernel;
  readonly #notifier: Notifier;
  readonly #plugIn: PlugIn;
  readonly #handleOf: (device: FrameworkDevice) => number | undefined;
  /** Where the changes of each request stand that has not ended, by component. */
  readonly #requests = new Map<FrameworkDevice, Map<number, number>>();

  constructor(
    kernel: Kernel,
    notifier: Notifier,
    plugIn: PlugIn,
    handleOf: (device: FrameworkDevice) => number | undefined,
  ) {
    this.#kernel = kernel;
    this.#notifier = notifier;
    this.#plugIn = plugIn;
    this.#handleOf = handleOf;
  }

  /** @param wanted - what the driver brings; null: the plug-in is asked for what it has. @returns null: it cannot */
  async register(
    device: FrameworkDevice,
    component: number,
    wanted: readonly PerfStateSet[] | null,
  ): Promise<readonly PerfStateSet[] | null> {
    const { memory, pool } = this.#kernel;
    const handle = this.#handleOf(device) ?? 0;
    const about = { device, component, plugIn: this.#plugIn.handle, handle };
    const sets = wanted ?? (await new PerfQueries(this.#kernel, this.#notifier, about).sets());
    if (sets === null) return null;
    // The same structure under another name.
    const address = wanted === null ? 0 : writePerfSets(this.#kernel, wanted);
    const isHandled = await this.#notifier.send(
      device.devnode,
      {
        number: numbers.PEP_DPM_REGISTER_COMPONENT_PERF_STATES,
        type: PEP_REGISTER_COMPONENT_PERF_STATES,
        fill: (data) => {
          data.DeviceHandle = handle;
          data.Component = component;
          data.PerfStateInfo = address === 0 ? null : memory.view(PEP_COMPONENT_PERF_INFO, address);
        },
        facts: `component ${component}, ${wanted === null ? 'its own sets' : `${sets.length} sets of the driver`}`,
      },
      (_data, handled) => handled,
    );
    if (address !== 0) pool.free(address);
    return isHandled ? sets : null;
  }

  /** Drivers ask at up to DISPATCH_LEVEL and the plug-in is told at PASSIVE_LEVEL: a worker carries it over. */
  request(device: FrameworkDevice, component: number, changes: readonly PerfStateChange[]): 'failed' | 'pending' {
    const { memory, pool, sim } = this.#kernel;
    const { size } = PEP_COMPONENT_PERF_STATE_REQUEST;
    const address = pool.allocate(changes.length * size, TAG, 0, true);
    if (address === 0) return 'failed';
    for (const [index, { set, value }] of changes.entries()) {
      const request = memory.view(PEP_COMPONENT_PERF_STATE_REQUEST, address + index * size);
      request.Set = set;
      // An index is the low half of the value.
      request.StateValue = value;
    }
    const ofDevice = this.#requests.get(device) ?? new Map<number, number>();
    assert(!ofDevice.has(component), 'one request at a time for each component');
    this.#requests.set(device, ofDevice.set(component, address));
    sim.createThread(`PoFx worker for ${this.#plugIn.name}`, () =>
      // The device may have been given up while the worker was on its way.
      this.#requests.get(device)?.get(component) === address
        ? this.#send(device, component, changes.length, address)
        : undefined,
    );
    return 'pending';
  }

  /** The request has ended: its changes are not read any more. */
  ended(device: FrameworkDevice, component: number): void {
    const ofDevice = this.#requests.get(device);
    const address = ofDevice?.get(component);
    if (address === undefined) return;
    ofDevice?.delete(component);
    this.#kernel.pool.free(address);
  }

  forget(device: FrameworkDevice): void {
    for (const component of [...(this.#requests.get(device)?.keys() ?? [])]) this.ended(device, component);
    this.#requests.delete(device);
  }

  /** @returns null: the plug-in does not tell, or cannot be asked at this IRQL */
  current(device: FrameworkDevice, component: number, set: number): MaybePromise<bigint | null> {
    if (this.#kernel.sim.current.irql >= DISPATCH_LEVEL) return null;
    return this.#notifier.send(
      device.devnode,
      {
        number: numbers.PEP_DPM_QUERY_CURRENT_COMPONENT_PERF_STATE,
        type: PEP_QUERY_CURRENT_COMPONENT_PERF_STATE,
        fill: (data) => {
          data.DeviceHandle = this.#handleOf(device) ?? 0;
          data.Component = component;
          data.Set = set;
        },
        facts: `component ${component}, set ${set}`,
        answer: ({ StateValue }) => String(StateValue),
      },
      ({ StateValue }, isHandled) => (isHandled ? StateValue : null),
    );
  }

  #send(device: FrameworkDevice, component: number, count: number, address: number): MaybePromise<void> {
    const { memory } = this.#kernel;
    const answered = this.#notifier.send(
      device.devnode,
      {
        number: numbers.PEP_DPM_REQUEST_COMPONENT_PERF_STATE,
        type: PEP_REQUEST_COMPONENT_PERF_STATE,
        fill: (data) => {
          data.DeviceHandle = this.#handleOf(device) ?? 0;
          data.Component = component;
          data.PerfRequestsCount = count;
          data.PerfRequests = memory.view(PEP_COMPONENT_PERF_STATE_REQUEST, address);
        },
        facts: `component ${component}, ${count} changes`,
        answer: ({ Completed, Succeeded }) => (Completed ? (Succeeded ? 'succeeded' : 'failed') : 'pending'),
      },
      (data, isHandled) => {
        if (!isHandled) return false;
        return data.Completed ? data.Succeeded : null;
      },
    );
    return chain(answered, (hasSucceeded) => {
      if (hasSucceeded === null) return;
      this.ended(device, component);
      this.onEnd(device, component, hasSucceeded);
    });
  }
}
