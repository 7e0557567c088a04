/** Looks at each call of a kernel routine by a driver, before the routine does its work. */
import { IRP_MJ_PNP, IRP_MN_SURPRISE_REMOVAL } from '../../abi/irp-codes.ts';
import { STATUS_PENDING } from '../../abi/ntstatus.ts';
import type { Routine } from '../../abi/struct.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import { liveDevice } from '../io/device-object.ts';
import type { Thread } from '../sim/thread.ts';
import { addressOf, type CallCheck, type CallChecks, type ResultCheck, type ResultChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { DeviceWatch } from './device-watch.ts';
import { EventWatch } from './event-watch.ts';
import type { IrpPoint } from './irp-point.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import { LockWatch } from './lock-watch.ts';
import { madeIrpChecks } from './made-irp-watch.ts';
import { mdlChecks } from './mdl-watch.ts';
import { ObjectWatch } from './object-watch.ts';
import type { PoolTracking } from './pool-tracking.ts';
import { PoolWatch } from './pool-watch.ts';
import { PowerCalls } from './power-calls.ts';
import type { PowerWatch } from './power-watch.ts';
import { PREPARES } from './preparing-routines.ts';
import { QueueWatch } from './queue-watch.ts';
import { ReferenceWatch } from './reference-watch.ts';
import { RegistrationWatch } from './registration-watch.ts';
import { RemoveLockWatch } from './remove-lock-watch.ts';
import type { RuleText } from './rule.ts';
import {
  COMPLETED_BELOW,
  DELETED_ATTACHED,
  DELETED_IN_SURPRISE,
  DELETED_TWICE,
  DETACHED_IN_SURPRISE,
  FILTER_DELETED,
  FILTER_DETACHED,
  FOREIGN_CANCEL,
  FREED_IN_USE,
  PAGEABLE_OBJECT,
  REPORTED_DELETED,
  SENT_BELOW,
} from './rules/calls.ts';
import { type IrqlLimits, irqlRules, nameOfIrql } from './rules/irql.ts';
import { PAGED_OUT } from './rules/usage.ts';
import type { UsageWatch } from './usage-watch.ts';
import { WaitWatch } from './wait-watch.ts';

const SURPRISE_REMOVAL = (IRP_MJ_PNP << 8) | IRP_MN_SURPRISE_REMOVAL;
const DEVICE_SIZE = 2;
const DEVICE_SLACK = 256;
const ATTACHED_DEVICE = 16;
const NONPAGED = 0;
const ABOUT_A_LOCK = /SpinLock/;
const ABOUT_A_BLOCK = /^ExFreePool/;
const ABOUT_A_MUTEX = /^ExReleaseFastMutex$/;
const NO_APCS_DISABLED = 0;
export class CallWatch {
  readonly #judge: Judge;
  readonly #irps: IrpWatch;
  readonly #usage: UsageWatch;
  readonly #devices: DeviceWatch;
  readonly #removeLocks: RemoveLockWatch;
  readonly #locks: LockWatch;
  readonly #objects: ObjectWatch;
  readonly #pool: PoolWatch;
  readonly #events: EventWatch;
  readonly #references: ReferenceWatch;
  /** By the name of the routine, from everybody who looks at calls. */
  readonly #checks: readonly CallChecks[];
  readonly #resultChecks: readonly ResultChecks[];

  constructor(judge: Judge, irps: IrpWatch, usage: UsageWatch, devices: DeviceWatch, power: PowerWatch) {
    this.#judge = judge;
    this.#irps = irps;
    this.#usage = usage;
    this.#devices = devices;
    const place = (): CallPlace => this.#place();
    this.#removeLocks = new RemoveLockWatch(judge, irps, place);
    this.#locks = new LockWatch(judge, place);
    this.#objects = new ObjectWatch(judge, place);
    this.#pool = new PoolWatch(judge, place, [this.#locks, this.#objects]);
    this.#events = new EventWatch(judge, irps, place);
    this.#references = new ReferenceWatch(judge, irps, place);
    const registering = new RegistrationWatch(judge, irps, place);
    const queueing = new QueueWatch(judge, irps, place);
    this.#checks = [
      this.#deviceChecks(),
      this.#locks.checks,
      this.#removeLocks.checks,
      this.#poolChecks(),
      new WaitWatch(judge, irps, place).checks,
      this.#objectChecks(),
      this.#leftoverChecks(),
      new PowerCalls(judge, irps, power, place).checks,
      madeIrpChecks(judge, irps, place),
      mdlChecks(judge, place),
      registering.checks,
      queueing.checks,
      this.#events.checks,
      this.#references.checks,
    ];
    this.#resultChecks = [registering.resultChecks, this.#events.resultChecks, this.#references.resultChecks];
  }

  checkOf(name: string, limits: IrqlLimits): CallCheck | null {
    const all = [this.#irqlCheck(name, limits), ...this.#checks.map((checks) => checks[name])];
    return together(all.filter((check) => check !== null && check !== undefined));
  }

  resultCheckOf(name: string): ResultCheck | null {
    return together(this.#resultChecks.map((checks) => checks[name]).filter((check) => check !== undefined));
  }

  #irqlCheck(name: string, limits: IrqlLimits): CallCheck | null {
    const rules = irqlRules(name, limits).filter(({ rule }) => this.#judge.actionOf(rule) !== 'off');
    if (rules.length === 0) return null;
    const { sim } = this.#judge.kernel;
    const max = Math.min(...rules.map((one) => one.limits.max ?? Number.POSITIVE_INFINITY));
    const min = Math.max(...rules.map((one) => one.limits.min ?? 0));
    return (object) => {
      const { irql } = sim.current;
      // After a bug check the crash-dump chain has rules of its own.
      if ((irql <= max && irql >= min) || this.#irps.entryIrql > max || sim.frozen !== null) return;
      const broken = rules.find(
        (one) => irql > (one.limits.max ?? Number.POSITIVE_INFINITY) || irql < (one.limits.min ?? 0),
      );
      if (broken !== undefined)
        this.#judge.violate(broken.rule, this.#place(), `${name} was called at ${nameOfIrql(irql)}`, [
          irql,
          ...whatItIsAbout(name, addressOf(object)),
        ]);
    };
  }

  #place(): CallPlace {
    const thread: Thread = this.#judge.kernel.sim.current;
    const isDispatch = this.#irps.innermost().kind === 'dispatch';
    return {
      driver: thread.driver,
      device: thread.device,
      irp: thread.irp,
      code: thread.code,
      isDispatch,
      entryIrql: this.#irps.entryIrql,
      isRunning: true,
      site: null,
      routine: '',
    };
  }

  #deviceChecks(): Record<string, CallCheck> {
    const { kernel } = this.#judge;
    return {
      IoMarkIrpPending: (irp) => this.#irps.marked(addressOf(irp)),
      IoAdjustPagingPathCount: (count, increment) => this.#usage.counted(addressOf(count), increment === true),
      MmUnlockPagableImageSection: (handle) => {
        const wrong = this.#usage.unlocking(Number(handle));
        if (wrong !== '') this.#judge.violate(PAGED_OUT, this.#place(), wrong);
      },
      IoInvalidateDeviceState: (pdo) => this.#usage.invalidated(addressOf(pdo)),
      IoAttachDeviceToDeviceStack: (source) => this.#devices.attaching(addressOf(source)),
      IoDetachDevice: (lower) => {
        const upper = kernel.memory.u32[(addressOf(lower) + ATTACHED_DEVICE) >>> 2] ?? 0;
        if (!this.#inSurprise(DETACHED_IN_SURPRISE)) this.#asBusFilter(FILTER_DETACHED, upper);
      },
      IoDeleteDevice: (device) => {
        const address = addressOf(device);
        if (!this.#mayDelete(address)) return;
        this.#objects.deleteDevice(address);
        const isTold = this.#inSurprise(DELETED_IN_SURPRISE) || this.#asBusFilter(FILTER_DELETED, address);
        if (!isTold && this.#irps.point.lowerOf(address) !== 0) {
          this.#judge.violate(DELETED_ATTACHED, this.#place(), 'it was not detached before', [this.#routine(), 0, 0]);
        }
        this.#forget(address, (kernel.memory.u16[(address + DEVICE_SIZE) >>> 1] ?? 0) + DEVICE_SLACK);
      },
      IoCompleteRequest: (irp) => {
        this.#locks.completeRequest();
        this.#asHolder(COMPLETED_BELOW, addressOf(irp));
      },
      IoCallDriver: (_device, irp) => this.#sends(addressOf(irp)),
      PoCallDriver: (_device, irp) => this.#sends(addressOf(irp)),
      IoFreeIrp: (irp) => this.#asHolder(FREED_IN_USE, addressOf(irp)),
      IoSetCancelRoutine: (irp, routine) => {
        if (routine !== null) this.#asHolder(FOREIGN_CANCEL, addressOf(irp));
      },
    };
  }

  /** Address of the driver's routine that runs; 0: it is none that an IRP was given to. */
  #routine(): number {
    const { kind, device, code, routine } = this.#irps.innermost();
    return kind === 'dispatch' ? this.#irps.point.dispatchAt(device, code) : routine;
  }

  #inSurprise(rule: typeof DETACHED_IN_SURPRISE): boolean {
    const place = this.#place();
    const isInside = place.isDispatch && place.code === SURPRISE_REMOVAL;
    if (isInside) {
      const { directory } = this.#judge.kernel.sim;
      this.#judge.violate(rule, place, 'IRP_MN_SURPRISE_REMOVAL is not the end of the device', [
        this.#routine(),
        place.irp,
        directory.devices[place.device]?.address ?? 0,
      ]);
    }
    return isInside;
  }

  #sends(irp: number): void {
    const { kind, forwards, irp: held } = this.#irps.innermost();
    // The usual case: what it was called with is passed down for the first time.
    if (kind !== 'dispatch' || forwards !== 0 || held !== irp) this.#asHolder(SENT_BELOW, irp);
  }

  /** The IRP has to be in the hands of the driver that calls. */
  #asHolder(rule: RuleText, irp: number): void {
    const { driver } = this.#judge.kernel;
    const holder = this.#irps.point.holderOf(irp);
    if (driver === 0 || holder === 0 || holder === driver || this.#irps.taken.has(irp)) return;
    const name = this.#judge.kernel.sim.directory.driverName(holder);
    this.#judge.violate(rule, this.#place(), `${name} has the IRP`, [this.#routine(), irp, 0]);
    if (rule === COMPLETED_BELOW || rule === SENT_BELOW) this.#irps.taken.add(irp);
  }

  #asBusFilter(rule: typeof FILTER_DETACHED, device: number): boolean {
    const place = this.#place();
    if (!place.isDispatch || !this.#devices.isBusFilter(device)) return false;
    this.#judge.violate(rule, place, 'its bus still reports the device', [this.#routine(), place.irp, device]);
    return true;
  }

  /** Whether there is such a device object; a PDO has to go first on the bus. */
  #mayDelete(address: number): boolean {
    const { io, pnp, kernel } = this.#judge;
    const where = [this.#routine(), this.#place().irp, address] as const;
    if (liveDevice(io, address) === undefined) {
      this.#judge.violate(DELETED_TWICE, this.#place(), `there is none at ${hex(address)}`, where);
      return false;
    }
    const devnode = pnp.devnodeOf(kernel.memory.view(DEVICE_OBJECT, address));
    // With its bus a child goes too, whether or not it was reported.
    const { kind, device } = this.#irps.innermost();
    if (devnode?.present === true && kind === 'dispatch' && kernel.sim.directory.devices[device]?.address === address)
      this.#judge.violate(REPORTED_DELETED, this.#place(), `its bus still reports ${devnode.instancePath}`, where);
    return true;
  }

  #forget(start: number, length: number): void {
    this.#removeLocks.forget(start, length);
    this.#locks.forget(start, length);
  }

  #poolChecks(): Record<string, CallCheck> {
    return {
      ExAllocatePool2: (flags, size) => this.#pool.allocate(flags, size, true),
      ExAllocatePool: (type, size) => this.#pool.allocate(type, size, false),
      ExAllocatePoolWithTag: (type, size) => this.#pool.allocate(type, size, false),
      ExFreePool: (block) => this.#pool.free(addressOf(block), 0),
      ExFreePoolWithTag: (block, tag) => this.#pool.free(addressOf(block), tag),
    };
  }

  #objectChecks(): Record<string, CallCheck> {
    const { pageable } = this.#judge.kernel.pool;
    if (pageable === null) return {};
    const prepared: CallCheck = (object) => {
      const address = addressOf(object);
      const block = pageable.blockOf(address);
      if (block === undefined) return;
      const where = `${hex(address)} is in the block of paged pool at ${hex(block)}`;
      this.#judge.violate(PAGEABLE_OBJECT, this.#place(), where, [address, 0, 0]);
    };
    return Object.fromEntries(PREPARES.map((name) => [name, prepared]));
  }

  #leftoverChecks(): Record<string, CallCheck> {
    const objects = this.#objects;
    const setTimer: CallCheck = (timer) => objects.setTimer(addressOf(timer));
    const initialize: CallCheck = (list, _allocate, _free, _flags, size) =>
      objects.initializeList(addressOf(list), Number(size));
    const remove: CallCheck = (list) => objects.deleteList(addressOf(list));
    return {
      KeSetTimer: setTimer,
      KeSetTimerEx: setTimer,
      ExQueueWorkItem: (item) => objects.queueWork(addressOf(item)),
      PsCreateSystemThread: (_handle, _access, _attributes, _process, _client, routine) =>
        objects.startThread(routine as Routine),
      ExInitializeNPagedLookasideList: initialize,
      ExInitializePagedLookasideList: initialize,
      ExDeleteNPagedLookasideList: remove,
      ExDeletePagedLookasideList: remove,
      IoInitializeTimer: (device) => objects.initializeTimer(addressOf(device)),
      RtlCopyMemory: (to, from, length) => objects.copy(addressOf(to), addressOf(from), Number(length)),
    };
  }

  allocated(address: number, size: number, tag: number): void {
    this.#pool.allocated(address, size, tag);
  }

  get poolUses(): PoolTracking['uses'] {
    return this.#pool.tracking.uses;
  }

  irpFreed(irp: number): void {
    this.#events.irpFreed(irp);
  }

  freed(address: number): void {
    this.#pool.freedNow(address);
  }

  unloaded(driver: number): void {
    this.#objects.unloaded(driver);
    this.#references.unloaded(driver);
    this.#pool.unloaded(driver);
  }

  dispatchEnded(point: IrpPoint): void {
    if (point.returned !== STATUS_PENDING) this.#removeLocks.dispatchEnded(point);
    this.#events.dispatchEnded(point);
  }
}

/** null: there is none. */
function together<P extends unknown[]>(
  checks: readonly ((...parameters: P) => void)[],
): ((...parameters: P) => void) | null {
  const [only] = checks;
  if (checks.length < 2) return only ?? null;
  return (...parameters) => {
    for (const check of checks) check(...parameters);
  };
}

/** Third and fourth parameter of the bug check for a call at a wrong IRQL: the lock, or the kind of pool and the block. */
function whatItIsAbout(name: string, object: number): readonly [p3: number, p4: number] {
  if (ABOUT_A_LOCK.test(name)) return [object, 0];
  if (ABOUT_A_MUTEX.test(name)) return [NO_APCS_DISABLED, object];
  return ABOUT_A_BLOCK.test(name) ? [NONPAGED, object] : [0, 0];
}
