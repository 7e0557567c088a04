/** Looks at each call of a kernel routine by a driver, before the routine does its work. */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { IRP_MJ_PNP, IRP_MN_SURPRISE_REMOVAL } from '../../abi/irp-codes.ts';
import { STATUS_PENDING } from '../../abi/ntstatus.ts';
import type { Routine } from '../../abi/struct.ts';
import { hex } from '../../base/hex.ts';
import { poolTag } from '../mm/pool.ts';
import type { Thread } from '../sim/thread.ts';
import { addressOf, type CallCheck } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { DeviceWatch } from './device-watch.ts';
import type { IrpPoint } from './irp-point.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import { LockWatch } from './lock-watch.ts';
import { madeIrpChecks } from './made-irp-watch.ts';
import { ObjectWatch } from './object-watch.ts';
import type { PoolTracking } from './pool-tracking.ts';
import { PoolWatch } from './pool-watch.ts';
import { PowerCalls } from './power-calls.ts';
import type { PowerWatch } from './power-watch.ts';
import { PREPARES } from './preparing-routines.ts';
import { RemoveLockWatch } from './remove-lock-watch.ts';
import type { MoreParameters, RuleText } from './rule.ts';
import {
  COMPLETED_BELOW,
  DELETED_ATTACHED,
  DELETED_IN_SURPRISE,
  DETACHED_IN_SURPRISE,
  ENDLESS_WAIT_AT_DISPATCH,
  FILTER_DELETED,
  FILTER_DETACHED,
  FOREIGN_CANCEL,
  FREED_IN_USE,
  LOWERED_UP,
  PAGEABLE_OBJECT,
  RAISED_DOWN,
  REGION_NOT_ENTERED,
  SENT_BELOW,
  WAIT_ABOVE_DISPATCH,
  WAIT_AT_DISPATCH,
  WAIT_FOR_MULTIPLE,
  WAIT_IN_COMPLETION,
} from './rules/calls.ts';
import { type IrqlLimits, irqlRules, nameOfIrql } from './rules/irql.ts';
import { PAGED_OUT } from './rules/usage.ts';
import { brokenByWait } from './rules/waiting.ts';
import { anyFile } from './usage-visit.ts';
import type { UsageWatch } from './usage-watch.ts';

const SURPRISE_REMOVAL = (IRP_MJ_PNP << 8) | IRP_MN_SURPRISE_REMOVAL;
const DEVICE_SIZE = 2;
const DEVICE_SLACK = 256;
const ATTACHED_DEVICE = 16;
const WAIT_FACTS_SIZE = 16;
const WAIT_TIMEOUT = 8;
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
  readonly #checks: Readonly<Record<string, CallCheck>>;
  readonly #powerChecks: Readonly<Record<string, CallCheck>>;
  readonly #madeIrpChecks: Readonly<Record<string, CallCheck>>;
  /** Memory for what the parameters of a bug check point to; 0: none so far. */
  #waitFacts = 0;

  constructor(judge: Judge, irps: IrpWatch, usage: UsageWatch, devices: DeviceWatch, power: PowerWatch) {
    this.#judge = judge;
    this.#irps = irps;
    this.#usage = usage;
    this.#devices = devices;
    const place = (): CallPlace => this.#place();
    this.#removeLocks = new RemoveLockWatch(judge, place);
    this.#locks = new LockWatch(judge, place);
    this.#objects = new ObjectWatch(judge, place);
    this.#pool = new PoolWatch(judge, place, [this.#locks, this.#objects]);
    this.#powerChecks = new PowerCalls(judge, irps, power, place).checks;
    this.#madeIrpChecks = madeIrpChecks(judge, irps, place);
    this.#checks = {
      ...this.#deviceChecks(),
      ...this.#lockChecks(),
      ...this.#poolChecks(),
      ...this.#waitChecks(),
      ...this.#objectChecks(),
      ...this.#leftoverChecks(),
    };
  }

  checkOf(name: string, limits: IrqlLimits): CallCheck | null {
    const all = [this.#irqlCheck(name, limits), this.#checks[name], this.#powerChecks[name], this.#madeIrpChecks[name]];
    const checks = all.filter((check) => check !== null && check !== undefined);
    const [only] = checks;
    if (checks.length < 2) return only ?? null;
    return (...parameters) => {
      for (const check of checks) check(...parameters);
    };
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

  #forget(start: number, length: number): void {
    this.#removeLocks.forget(start, length);
    this.#locks.forget(start, length);
  }

  #lockChecks(): Record<string, CallCheck> {
    const acquire: CallCheck = (lock) => this.#locks.acquire(addressOf(lock), true);
    const acquireMutex: CallCheck = (mutex) => this.#locks.acquire(addressOf(mutex), false);
    const release: CallCheck = (lock) => this.#locks.release(addressOf(lock), true);
    const releaseMutex: CallCheck = (mutex) => this.#locks.release(addressOf(mutex), false);
    return {
      IoInitializeRemoveLock: (lock) => this.#removeLocks.initialize(addressOf(lock)),
      IoAcquireRemoveLock: (lock, tag) => this.#removeLocks.acquire(addressOf(lock), addressOf(tag)),
      IoReleaseRemoveLock: (lock, tag) => this.#removeLocks.release(addressOf(lock), addressOf(tag)),
      IoReleaseRemoveLockAndWait: (lock, tag) => this.#removeLocks.releaseAndWait(addressOf(lock), addressOf(tag)),
      KeAcquireSpinLock: acquire,
      KeAcquireSpinLockAtDpcLevel: acquire,
      KeReleaseSpinLock: release,
      KeReleaseSpinLockFromDpcLevel: release,
      ExAcquireFastMutex: acquireMutex,
      ExAcquireFastMutexUnsafe: acquireMutex,
      ExReleaseFastMutex: releaseMutex,
      ExReleaseFastMutexUnsafe: releaseMutex,
      KeAcquireGuardedMutex: acquireMutex,
      KeReleaseGuardedMutex: releaseMutex,
    };
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

  #waitChecks(): Record<string, CallCheck> {
    const { sim } = this.#judge.kernel;
    const raised =
      (rule: typeof RAISED_DOWN, isWrong: (wanted: number, now: number) => boolean) => (wanted: unknown) => {
        const { irql } = sim.current;
        if (!isWrong(Number(wanted), irql)) return;
        this.#judge.violate(rule, this.#place(), `from ${nameOfIrql(irql)} to ${nameOfIrql(Number(wanted))}`, [
          irql,
          Number(wanted),
          0,
        ]);
      };
    return {
      KeWaitForSingleObject: (object, _reason, _mode, _alertable, timeout) =>
        this.#wait(addressOf(object), timeout, false),
      KeWaitForMultipleObjects: (_count, _objects, _type, _reason, _mode, _alertable, timeout) =>
        this.#wait(0, timeout, true),
      KeDelayExecutionThread: () => this.#wait(0, -1n, false, false),
      IoForwardIrpSynchronously: () => this.#waitsInDispatch(),
      KeRaiseIrql: raised(RAISED_DOWN, (wanted, now) => wanted < now),
      KeLowerIrql: raised(LOWERED_UP, (wanted, now) => wanted > now),
      KeLeaveCriticalRegion: () => {
        if (sim.current.apcDisable === 0)
          this.#judge.violate(REGION_NOT_ENTERED, this.#place(), 'the thread is in no critical region');
      },
    };
  }

  /** @param timeout - 0: it only looks */
  #wait(object: number, timeout: unknown, isMultiple: boolean, checksIrql = true): void {
    const { irql } = this.#judge.kernel.sim.current;
    const mayBlock = timeout !== 0n;
    if (mayBlock && this.#irps.innermost().kind === 'completion') {
      this.#judge.violate(WAIT_IN_COMPLETION, this.#place(), 'it was called while an IRP is being completed');
    }
    if (mayBlock) this.#waitsInDispatch();
    if (!checksIrql || irql < DISPATCH_LEVEL || (irql === DISPATCH_LEVEL && !mayBlock)) return;
    const rule = isMultiple ? WAIT_FOR_MULTIPLE : atDispatch(irql, timeout);
    this.#judge.violate(rule, this.#place(), `the wait was begun at ${nameOfIrql(irql)}`, [
      ...(isMultiple ? ([irql, object, 0] as const) : this.#waitParameters(irql, object, timeout)),
    ]);
  }

  /** The addresses of the IRQL and of the timeout, which is none for a wait without a limit. */
  #waitParameters(irql: number, object: number, timeout: unknown): MoreParameters {
    const { pool, memory } = this.#judge.kernel;
    if (this.#waitFacts === 0) this.#waitFacts = pool.allocate(WAIT_FACTS_SIZE, poolTag('Vfwt'), 0, true);
    if (this.#waitFacts === 0) return [0, object, 0];
    memory.data.setUint8(this.#waitFacts, irql);
    if (typeof timeout !== 'bigint') return [this.#waitFacts, object, 0];
    memory.data.setBigInt64(this.#waitFacts + WAIT_TIMEOUT, timeout, true);
    return [this.#waitFacts, object, this.#waitFacts + WAIT_TIMEOUT];
  }

  /** The dispatch routine that the driver's code runs in now is one that may not wait. */
  #waitsInDispatch(): void {
    const { kind, code, device } = this.#irps.innermost();
    if (kind !== 'dispatch') return;
    const broken = brokenByWait(code, anyFile(this.#judge.pnp.ledger.of(device)));
    if (broken !== null) this.#judge.violate(broken[0], this.#place(), broken[1]);
  }

  allocated(address: number, size: number, tag: number): void {
    this.#pool.allocated(address, size, tag);
  }

  get poolUses(): PoolTracking['uses'] {
    return this.#pool.tracking.uses;
  }

  freed(address: number): void {
    this.#pool.freedNow(address);
  }

  unloaded(driver: number): void {
    this.#objects.unloaded(driver);
    this.#pool.unloaded(driver);
  }

  dispatchEnded(point: IrpPoint): void {
    if (point.returned !== STATUS_PENDING) this.#removeLocks.dispatchEnded(point);
  }
}

function atDispatch(irql: number, timeout: unknown): typeof WAIT_AT_DISPATCH {
  if (irql > DISPATCH_LEVEL) return WAIT_ABOVE_DISPATCH;
  return timeout === null || timeout === undefined ? ENDLESS_WAIT_AT_DISPATCH : WAIT_AT_DISPATCH;
}

/** Third and fourth parameter of the bug check for a call at a wrong IRQL: the lock, or the kind of pool and the block. */
function whatItIsAbout(name: string, object: number): readonly [p3: number, p4: number] {
  if (ABOUT_A_LOCK.test(name)) return [object, 0];
  if (ABOUT_A_MUTEX.test(name)) return [NO_APCS_DISABLED, object];
  return ABOUT_A_BLOCK.test(name) ? [NONPAGED, object] : [0, 0];
}
