import type { DRIVER_INITIALIZE } from '../../abi/roles.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { bottomOf } from '../io/device-object.ts';
import { FileTable } from '../io/file-object.ts';
import type { IoManager } from '../io/io-manager.ts';
import type { Kernel } from '../kernel.ts';
import { Arbiter } from './arbiter.ts';
import type { Devnode } from './devnode.ts';
import type { Hardware } from './hardware.ts';
import type { DeviceInterface, Registration } from './registration.ts';
import { UsageLedger } from './usage-ledger.ts';

/** Where drivers come from: the machine has read and compiled them before boot. */
export interface DriverStore {
  /** Its DriverEntry, or null when there is no such driver. */
  find(name: string): { readonly driverEntry: DRIVER_INITIALIZE; readonly source: string | null } | null;
  /**
   * DriverEntry of a second copy of a driver, with variables of its own; null when none can be made.
   *
   * @param copy - which: copies with different numbers can be in use at the same time. 0 is that of a miniport, and
   *   those of a dump filter have the number of its FILTER_DUMP_TYPE
   */
  instantiate?(name: string, copy?: number): DRIVER_INITIALIZE | null;
  /** Where the image of such a copy lies; null where it has none in memory. */
  copyAt?(name: string, copy: number): { readonly start: number; readonly length: number } | null;
  /** The part of a driver's image that holds an address; null outside of any image. */
  sectionAt?(address: number): { readonly name: string; readonly start: number; readonly length: number } | null;
  /** What of a driver's image lies in memory, as the driver runs; not its copies for the dump stacks. */
  sectionsOf?(name: string): readonly { readonly name: string; readonly start: number; readonly length: number }[];
}

interface Action {
  readonly name: string;
  readonly run: () => MaybePromise<void>;
}

/**
 * The device tree and the queue of what is to be done to it. One system thread works the queue, one action at a time,
 * as the device-tree lock does (USE-10, PNP-09).
 */
export class PnpManager {
  readonly kernel: Kernel;
  readonly io: IoManager;
  readonly hardware: Hardware;
  readonly drivers: DriverStore;
  readonly ledger = new UsageLedger();
  readonly files: FileTable;
  /** Requests of users' programs. */
  readonly userIo = { pending: 0, succeeded: 0, failed: 0 };
  /** Whether a driver without devices of its own is in use all the same, by its index; as a miniport is. */
  readonly isInUse: ((driver: number) => boolean)[] = [];
  /** Called after each usage notification, when what is on the device is known. @see notifyUsage */
  readonly onSpecialFile: ((devnode: Devnode, type: number) => MaybePromise<void>)[] = [];
  /** Ids of devices that went by surprise with a page file on them. */
  readonly lostPageFiles = new Set<string>();
  readonly arbiter = new Arbiter();
  /** The device's drivers have reported PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED. */
  onRequirementsChanged: (devnode: Devnode, hasFailed: boolean) => void = () => {};
  /** What a device needs is taken. @returns whether others have moved, and it has got what it needs */
  makeRoom: (devnode: Devnode) => Promise<boolean> = () => Promise.resolve(false);
  /** REMOVE_DEVICE is about to be sent to the device's stack. */
  beforeRemove: (devnode: Devnode) => Promise<void> = () => Promise.resolve();
  /** The device is about to start; null: nobody wants to know. */
  onStarting: ((devnode: Devnode) => Promise<void> | undefined) | null = null;
  /** Its drivers have had REMOVE_DEVICE. */
  onRemoved: (devnode: Devnode) => Promise<void> = () => Promise.resolve();
  /** Devices that went together by surprise, while something is still open on one of them. */
  readonly removedBySurprise = new Set<readonly Devnode[]>();
  /** By symbolic link in lower case. */
  readonly interfaces = new Map<string, DeviceInterface>();
  /** By the entry that the driver was given, oldest first. */
  readonly registrations = new Map<number, Registration>();
  /** Siblings, and questions about a device, come in any order instead of always the same. */
  isScrambled = false;
  root: Devnode | null = null;
  readonly #devnodes = new Map<number, Devnode>();
  readonly #queue: Action[] = [];
  #working = false;
  /** Number of the thread that works the queue, or worked it last. */
  workerId = 0;
  /** Names and NTSTATUS of drivers whose DriverEntry failed. */
  readonly failedDrivers = new Map<string, number>();

  constructor(io: IoManager, hardware: Hardware, drivers: DriverStore) {
    this.io = io;
    this.kernel = io.kernel;
    this.hardware = hardware;
    this.drivers = drivers;
    this.files = new FileTable(io);
    io.onUsageLeft = (device, type, inPath, succeeded) => {
      this.ledger.left(device, type, inPath, succeeded);
      this.kernel.sim.hooks.onChange();
    };
  }

  /** The devnode of a PDO. */
  devnodeOf(pdo: DEVICE_OBJECT): Devnode | undefined {
    return this.#devnodes.get(pdo.address);
  }

  /** The devnode in whose stack a device object stands. */
  devnodeAbove(device: DEVICE_OBJECT): Devnode | undefined {
    return this.#devnodes.get(bottomOf(device).address);
  }

  byId(id: string): Devnode | undefined {
    for (const devnode of this.#devnodes.values()) if (devnode.id === id && devnode.state !== 'deleted') return devnode;
    return undefined;
  }

  add(devnode: Devnode): void {
    this.#devnodes.set(devnode.pdo.address, devnode);
    devnode.parent?.children.push(devnode);
    const { directory } = this.kernel.sim;
    const entry = directory.devices.findLast((device) => device.address === devnode.pdo.address);
    if (entry !== undefined) entry.device = devnode.id;
    this.kernel.sim.hooks.onChange();
  }

  forget(devnode: Devnode): void {
    this.#devnodes.delete(devnode.pdo.address);
    const siblings = devnode.parent?.children;
    siblings?.splice(siblings.indexOf(devnode), 1);
    devnode.parent?.childrenByPath.delete(devnode.instancePath);
    this.hardware.unbind(devnode.pdo.address);
    this.kernel.sim.hooks.onChange();
  }

  /** Does something to the tree after all that was asked for before. Resolves when it is done. */
  perform<T>(name: string, body: () => MaybePromise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({
        name,
        run: async () => {
          try {
            resolve(await body());
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
            throw error;
          }
        },
      });
      this.#work();
    });
  }

  /** The same for what nobody waits for: what a driver asked for asynchronously. */
  enqueue(name: string, run: () => MaybePromise<void>): void {
    this.#queue.push({ name, run });
    this.#work();
  }

  /** Names of what is waiting to be done, the next one first; for inspectors. */
  get queued(): readonly string[] {
    return this.#queue.map(({ name }) => name);
  }

  /** Something is being done to the tree now. */
  get isWorking(): boolean {
    return this.#working;
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    const worker = this.kernel.sim.createThread('PnP worker', async () => {
      for (let action = this.#queue.shift(); action !== undefined; action = this.#queue.shift()) await action.run();
      this.#working = false;
    });
    this.workerId = worker.id;
  }

  /** All devnodes, parents before children. */
  tree(): readonly Devnode[] {
    const list: Devnode[] = [];
    const visit = (devnode: Devnode): void => {
      list.push(devnode);
      devnode.children.forEach(visit);
    };
    if (this.root !== null) visit(this.root);
    return list;
  }
}
