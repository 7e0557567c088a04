import type { AnyMachineSnapshot, SnapshotFrom } from 'xstate';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { initialSnapshot, nextSnapshot } from '../sim/next-snapshot.ts';
import type { Simulation } from '../sim/simulation.ts';
import { SANDBOX_STATE_HISTORY } from './constants.ts';
import { type DevicePnpState, devicePnp, isDropped, type PnpEventType } from './device-pnp.machine.ts';
import type { HardwareNode } from './hardware.ts';
import { NO_SLOT, type SlotCapabilities } from './slot-capabilities.ts';

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
  /** The same by instance path, for those that have told theirs. */
  readonly childrenByPath = new Map<string, Devnode>();
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
  /** As its bus and, once it has started, its drivers have told. */
  slot: SlotCapabilities = NO_SLOT;
  /** IRP_MN_SET_LOCK holds it in its slot. */
  isLocked = false;
  /** Files that the system has put on this very device, by DEVICE_USAGE_NOTIFICATION_TYPE. */
  readonly specialFiles = new Map<number, number>();
  /** Ids of devices that its drivers say it needs powered; asked for when a driver says that they have changed. */
  powerRelations: readonly string[] = [];
  /** IO_RESOURCE_REQUIREMENTS_LIST that the bus has reported; 0 = it needs nothing. */
  requirements = 0;
  /** IoInvalidateDeviceState was called and the query has not been sent yet. */
  isStateQueryQueued = false;
  #snapshot: AnyMachineSnapshot;

  constructor(hardware: HardwareNode, pdo: DEVICE_OBJECT, parent: Devnode | null) {
    this.id = hardware.id;
    this.hardware = hardware;
    this.pdo = pdo;
    this.parent = parent;
    this.description = hardware.description;
    this.#snapshot = initialSnapshot(devicePnp);
  }

  get state(): DevicePnpState {
    return this.#snapshot.value as DevicePnpState;
  }

  get snapshot(): PnpSnapshot {
    return this.#snapshot as PnpSnapshot;
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
    return nextSnapshot(devicePnp, this.#snapshot, { type: event }) !== null;
  }

  /** @returns false when the machine has no such transition; nothing changes then, and it is reported if it should have */
  apply(sim: Simulation, event: PnpEventType): boolean {
    const from = this.state;
    const next = nextSnapshot(devicePnp, this.#snapshot, { type: event });
    if (next === null) {
      if (!isDropped(from, event)) this.#reportUnexpected(sim, event);
      return false;
    }
    this.#snapshot = next;
    this.history.unshift(from);
    if (this.history.length > SANDBOX_STATE_HISTORY) this.history.length = SANDBOX_STATE_HISTORY;
    sim.recordState('pnp', this.id, from, event, this.state);
    return true;
  }

  #reportUnexpected(sim: Simulation, event: PnpEventType): void {
    sim.report({
      rule: 'PNP-09',
      title: 'A step that the lifecycle of a device does not know',
      message: `${this.id} was ${this.state} when ${event} came, which leads nowhere from there; the state stays`,
      remedy:
        'the system never sends this; take `force` away, or bring the device into a state where the request is legal',
      driver: 0,
      device: 0,
      irp: 0,
      site: null,
    });
  }
}

/** A device and all below it, deepest first. */
export function deepestFirst(devnode: Devnode): readonly Devnode[] {
  return [...devnode.children.flatMap((child) => deepestFirst(child)), devnode];
}
