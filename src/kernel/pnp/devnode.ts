import { initialTransition, type SnapshotFrom, transition } from 'xstate';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { Simulation } from '../sim/simulation.ts';
import { SANDBOX_STATE_HISTORY } from './constants.ts';
import { type DevicePnpState, devicePnp, type PnpEventType } from './device-pnp.machine.ts';
import type { HardwareNode } from './hardware.ts';

export type PnpSnapshot = SnapshotFrom<typeof devicePnp>;

export interface DeviceProblem {
  /** CM_PROB_ code. */
  readonly code: number;
  readonly status: number;
}

/** One device in the tree. Its lifecycle is the machine's snapshot; nobody keeps a second copy of it. */
export class Devnode {
  readonly id: string;
  readonly hardware: HardwareNode;
  readonly pdo: DEVICE_OBJECT;
  readonly parent: Devnode | null;
  readonly children: Devnode[] = [];
  deviceId = '';
  instanceId = '';
  hardwareIds: readonly string[] = [];
  compatibleIds: readonly string[] = [];
  description: string;
  location = '';
  problem: DeviceProblem | null = null;
  /** Newest first. */
  readonly history: DevicePnpState[] = [];
  /** PNP_DEVICE_ bits of the last QUERY_PNP_DEVICE_STATE. */
  deviceState = 0;
  /** Itself, if it reported NOT_DISABLEABLE, plus its children that cannot be disabled. */
  disableableDepends = 0;
  /** Reported by its bus in the last enumeration. */
  present = true;
  disabledByUser = false;
  #snapshot: PnpSnapshot;

  constructor(hardware: HardwareNode, pdo: DEVICE_OBJECT, parent: Devnode | null) {
    this.id = hardware.id;
    this.hardware = hardware;
    this.pdo = pdo;
    this.parent = parent;
    this.description = hardware.description;
    [this.#snapshot] = initialTransition(devicePnp);
  }

  get state(): DevicePnpState {
    return this.#snapshot.value as DevicePnpState;
  }

  get snapshot(): PnpSnapshot {
    return this.#snapshot;
  }

  get instancePath(): string {
    return this.deviceId === '' ? '' : `${this.deviceId}\\${this.instanceId}`;
  }

  /** Drivers are attached and the device was started and not removed since. */
  get isStarted(): boolean {
    return [
      'started',
      'enumeratePending',
      'enumerateCompletion',
      'startPostWork',
      'startCompletion',
      'queryStopped',
      'queryRemoved',
    ].includes(this.state);
  }

  /** AddDevice has been called for its drivers, and REMOVE_DEVICE has not been sent to them since. */
  get hasDrivers(): boolean {
    return !['uninitialized', 'initialized', 'removed', 'awaitingQueuedDeletion', 'deleted'].includes(this.state);
  }

  /** Whether the machine has a transition for the event in its present state. */
  can(event: PnpEventType): boolean {
    return this.#snapshot.can({ type: event });
  }

  /** @returns false when the machine has no such transition; nothing changes then */
  apply(sim: Simulation, event: PnpEventType): boolean {
    if (!this.can(event)) return false;
    const from = this.state;
    [this.#snapshot] = transition(devicePnp, this.#snapshot, { type: event });
    this.history.unshift(from);
    if (this.history.length > SANDBOX_STATE_HISTORY) this.history.length = SANDBOX_STATE_HISTORY;
    sim.recordState('pnp', this.id, from, event, this.state);
    return true;
  }
}

/** A device and all below it, deepest first. */
export function deepestFirst(devnode: Devnode): readonly Devnode[] {
  return [...devnode.children.flatMap((child) => deepestFirst(child)), devnode];
}
