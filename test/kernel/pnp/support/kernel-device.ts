/** One device of a real machine, made to take the steps of a path of the device PnP machine. */
import { initialTransition } from 'xstate';
import { devicePnp, type PnpEventType, REQUEST_OF_EVENT } from '../../../../src/kernel/pnp/device-pnp.machine.ts';
import type { PnpSnapshot } from '../../../../src/kernel/pnp/devnode.ts';
import type { Machine } from '../../../../src/machine/machine.ts';
import type { Injection, PnpInjection, PnpRequest } from '../../../../src/protocol/injection.ts';
import { bootDescription } from '../../../support/machine.ts';

export interface Step {
  readonly from: string;
  readonly event: PnpEventType;
  readonly to: string;
}

const DEVICE = 'dev0';

/** What makes an event happen, besides the requests that the machine itself names. */
const STIMULI: Readonly<Partial<Record<PnpEventType, Pick<PnpInjection, 'request' | 'force'>>>> = {
  IDS_QUERIED: { request: 'plugIn' },
  'QUERY_DEVICE_RELATIONS.sent': { request: 'rescan' },
  'RESTART.failed': { request: 'start' },
  'REMOVE_DEVICE.forced': { request: 'remove', force: true },
};

/** What must be armed before, so that the event comes instead of its better twin. */
const FAULTS: Readonly<Partial<Record<PnpEventType, Injection>>> = {
  'ADD_DEVICE.failed': { op: 'fault', driver: 'null', at: 'IoCreateDevice', status: 'STATUS_INSUFFICIENT_RESOURCES' },
  'START_DEVICE.failed': { op: 'fault', device: DEVICE, at: 'IRP_MN_START_DEVICE', status: 'STATUS_DEVICE_NOT_READY' },
  'RESTART.failed': { op: 'fault', device: DEVICE, at: 'IRP_MN_START_DEVICE', status: 'STATUS_DEVICE_NOT_READY' },
};

export class KernelDevice {
  readonly machine: Machine;
  readonly initial: PnpSnapshot = initialTransition(devicePnp)[0];
  #from = 0;

  private constructor(machine: Machine) {
    this.machine = machine;
  }

  /** A device that is started, on a bus. */
  static async boot(): Promise<KernelDevice> {
    const machine = await bootDescription({
      name: 'device',
      memory: '4MiB',
      devices: [{ id: 'pci0', function: 'pci', children: [{ id: DEVICE, function: 'null' }] }],
    });
    return new KernelDevice(machine);
  }

  /** Transitions that the kernel has made since the device was plugged in for the path. */
  get log(): readonly Step[] {
    const { events } = this.machine.readTrace(this.#from, 100_000);
    return events
      .filter(({ kind, machine, device }) => kind === 'state' && machine === 'pnp' && device === DEVICE)
      .map(({ from = '', event = '', to = '' }) => ({ from, event: event as PnpEventType, to }));
  }

  findings(): readonly string[] {
    return this.machine.state().violations.map(({ rule, message }) => `${rule} ${message}`);
  }

  /** @returns null when the kernel has taken the path; else why it cannot be made to */
  async follow(path: readonly PnpEventType[]): Promise<string | null> {
    await this.machine.inject({ op: 'pnp', device: DEVICE, request: 'unplug' });
    this.#from = this.machine.state().events;
    for (let taken = 0; taken < path.length; taken = this.#agreed(path)) {
      const event = path[taken];
      if (event === undefined) break;
      if (this.log.length > taken) return `the kernel goes on with ${this.log[taken]?.event} by itself`;
      const stimulus = STIMULI[event] ?? requestOf(event);
      if (stimulus === null) return `no request leads to ${event}`;
      for (const ahead of burst(path, taken)) {
        const fault = FAULTS[ahead];
        if (fault !== undefined) await this.machine.inject(fault);
      }
      await this.machine.inject({ op: 'pnp', device: DEVICE, ...stimulus });
      if (this.#agreed(path) === taken) return `${stimulus.request} did not lead to ${event}`;
    }
    return null;
  }

  /** How many events of the path the kernel has taken so far. */
  #agreed(path: readonly PnpEventType[]): number {
    const log = this.log;
    const differs = path.findIndex((event, index) => log[index]?.event !== event);
    return differs < 0 ? path.length : differs;
  }
}

function requestOf(event: PnpEventType): { readonly request: PnpRequest } | null {
  const request = REQUEST_OF_EVENT[event];
  return request === undefined ? null : { request: request as PnpRequest };
}

/** The event asked for, and those after it that the kernel takes by itself. */
function burst(path: readonly PnpEventType[], from: number): readonly PnpEventType[] {
  const end = path.findIndex((event, index) => index > from && (event in STIMULI || requestOf(event) !== null));
  return path.slice(from, end < 0 ? path.length : end);
}

/** A device that has started lists its children before it comes to rest. */
export function withEnumeration(path: readonly PnpEventType[]): readonly PnpEventType[] {
  return path.flatMap((event, index) =>
    event === 'QUERY_PNP_DEVICE_STATE.completed' &&
    index < path.length - 1 &&
    path[index + 1] !== 'QUERY_DEVICE_RELATIONS.sent'
      ? [event, 'QUERY_DEVICE_RELATIONS.sent', 'QUERY_DEVICE_RELATIONS.completed', 'CHILDREN_LISTED']
      : [event],
  );
}
