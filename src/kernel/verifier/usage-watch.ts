/** Follows the usage notifications of one special file through all stacks, and holds the drivers to their duties. */
import { DO_POWER_PAGABLE } from '../../abi/device-flags.ts';
import { DeviceUsageTypePaging } from '../../abi/enums.ts';
import { IRP_MJ_DEVICE_CONTROL, IRP_MJ_POWER, IRP_MJ_READ, IRP_MJ_WRITE } from '../../abi/irp-codes.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { IrpPoint } from './irp-point.ts';
import type { Judge } from './judge.ts';
import {
  type UsageRule,
  usageCompletingRules,
  usageEndingRules,
  usageForwardingRules,
  usageLeavingRules,
} from './rules/usage.ts';
import { anyFile, isCounted, UsageDevice, UsageOperation, UsageVisit } from './usage-visit.ts';

const IRP_INFORMATION = 0x1c;
const DEVICE_FLAGS = 28;
const DEVICE_DRIVER_OBJECT = 8;
const DRIVER_MAJOR_FUNCTION = 56;
/** What the system needs to page in, to write the hibernation file or a dump. */
const MUST_BE_RESIDENT = [IRP_MJ_READ, IRP_MJ_WRITE, IRP_MJ_DEVICE_CONTROL, IRP_MJ_POWER];
const LOCATION_IN_PATH = 4;
const LOCATION_TYPE = 8;

export class UsageWatch {
  readonly #judge: Judge;
  readonly #forwarding: readonly UsageRule[];
  readonly #completing: readonly UsageRule[];
  readonly #leaving: readonly UsageRule[];
  readonly #ending: readonly UsageRule[];
  /** By address of every IRP that takes part. */
  readonly #operations = new Map<number, UsageOperation>();
  /** By address of a counter that IoAdjustPagingPathCount was used on: whose it is, and of what. */
  readonly #counters = new Map<number, { readonly device: number; readonly type: number }>();
  /** By device: the addresses of its counters. */
  readonly #countersOf = new Map<number, Set<number>>();
  /** Device objects that had DO_POWER_PAGABLE when they held no file. */
  readonly #pagable = new Set<number>();
  /** By IRP of a driver: the notification because of which it was sent. */
  readonly #causes = new Map<number, UsageVisit>();

  constructor(judge: Judge) {
    this.#judge = judge;
    this.#forwarding = judge.active(usageForwardingRules);
    this.#completing = judge.active(usageCompletingRules);
    this.#leaving = judge.active(usageLeavingRules);
    this.#ending = judge.active(usageEndingRules);
  }

  /** A driver has made a notification of its own, within the one that it handles. */
  sent(point: IrpPoint): void {
    const type = point.memory.u32[(point.next + LOCATION_TYPE) >>> 2] ?? 0;
    const cause = this.#visitOf(point.frame.irp, point.frame.device) ?? this.#handled(point.driver, type);
    if (cause === undefined) return;
    const operation = this.#operations.get(cause.irp);
    if (operation === undefined) return;
    this.#operations.set(point.irp, operation);
    this.#causes.set(point.irp, cause);
  }

  /** Whether a driver handles a notification of a type now, in its dispatch routine or in a thread of its own (USE-04). */
  isHandling(driver: number, type: number): boolean {
    return this.#handled(driver, type) !== undefined;
  }

  #handled(driver: number, type: number): UsageVisit | undefined {
    for (const operation of new Set(this.#operations.values())) {
      const visit = operation.visits.findLast((one) => one.driver === driver && one.type === type && one.isUnderWay);
      if (visit !== undefined) return visit;
    }
    return undefined;
  }

  entered(point: IrpPoint, irp: number, device: number, location: number, routine: number): void {
    let operation = this.#operations.get(irp);
    if (operation === undefined || operation.isDone) {
      operation = new UsageOperation(irp);
      this.#operations.set(irp, operation);
    }
    const { u8, u32 } = point.memory;
    // It was forced to be pending when it came first: that was no visit.
    const put = operation.visits.find((visit) => visit.irp === irp && visit.device === device && visit.isPutOff);
    const above = operation.visits.findLast((visit) => visit.irp === irp && !visit.hasReturned);
    const at = this.#deviceOf(operation, device);
    const visit = new UsageVisit({
      irp,
      at,
      type: u32[(location + LOCATION_TYPE) >>> 2] ?? 0,
      inPath: u8[location + LOCATION_IN_PATH] !== 0,
      cause: put?.cause ?? above?.cause ?? this.#causeOf(operation, irp),
      routine: point.nameOfRoutine(routine),
      lower: point.lowerOf(at.address),
    });
    if (put !== undefined) operation.drop(put);
    operation.visits.push(visit);
    at.visits.push(visit);
    if (above === undefined) operation.information.set(irp, point.memory.u32[(irp + IRP_INFORMATION) >>> 2] ?? 0);
  }

  /** What the driver that has the IRP now has written into IoStatus.Information. */
  #noteInformation(visit: UsageVisit): void {
    const information = this.#judge.kernel.memory.u32[(visit.irp + IRP_INFORMATION) >>> 2] ?? 0;
    const operation = this.#operations.get(visit.irp);
    visit.information = information === operation?.information.get(visit.irp) ? 0 : information;
    operation?.information.set(visit.irp, information);
  }

  #causeOf(operation: UsageOperation, irp: number): UsageVisit | null {
    if (irp === operation.root) return null;
    const known = this.#causes.get(irp);
    if (known !== undefined) return known;
    const { io, kernel } = this.#judge;
    const cause = io.irps.get(irp)?.cause ?? 0;
    const { frameIrp, frameDevice, depth } = kernel.sim.current;
    // The driver that sends it stands in the innermost frame: what it handles there is the cause.
    const device = depth > 0 && frameIrp[depth - 1] === cause ? (frameDevice[depth - 1] ?? 0) : 0;
    return (
      operation.visits.findLast(
        (visit) => visit.irp === cause && !visit.hasReturned && (device === 0 || visit.device === device),
      ) ?? null
    );
  }

  #deviceOf(operation: UsageOperation, device: number): UsageDevice {
    const known = operation.devices.get(device);
    if (known !== undefined) return known;
    const { kernel, pnp } = this.#judge;
    const entry = kernel.sim.directory.devices[device];
    const address = entry?.address ?? 0;
    const flagsBefore = this.#flags(address);
    const before = { ...pnp.ledger.of(device) };
    if (!anyFile(before) && (flagsBefore & DO_POWER_PAGABLE) !== 0) this.#pagable.add(device);
    const devnode = pnp.devnodeAbove(kernel.memory.view(DEVICE_OBJECT, address)) ?? null;
    const at = new UsageDevice({
      device,
      driver: entry?.driver ?? 0,
      address,
      devnode,
      flagsBefore,
      before,
      isPagable: this.#pagable.has(device),
      counters: this.#countersAt(device),
    });
    for (const other of new Set(this.#operations.values())) {
      const shared = other.devices.get(device);
      if (shared === undefined) continue;
      shared.isShared = true;
      at.isShared = true;
    }
    operation.devices.set(device, at);
    return at;
  }

  #countersAt(device: number): Set<number> {
    const known = this.#countersOf.get(device) ?? new Set();
    this.#countersOf.set(device, known);
    return known;
  }

  #flags(address: number): number {
    return this.#judge.kernel.memory.u32[(address + DEVICE_FLAGS) >>> 2] ?? 0;
  }

  #visitOf(irp: number, device: number): UsageVisit | undefined {
    return this.#operations.get(irp)?.open(irp, device);
  }

  forwarded(point: IrpPoint): void {
    const visit = this.#visitOf(point.irp, point.device);
    if (visit === undefined) return;
    const inPath = point.memory.u8[point.next + LOCATION_IN_PATH] !== 0;
    if (inPath !== visit.inPath) visit.isReverted = true;
    visit.flags = this.#flags(visit.at.address);
    visit.flagsAtForward = visit.at.visits.length > 1 ? visit.flags : visit.at.flagsBefore;
    visit.isSkipped = point.isSkipped;
    visit.firstForwardSite ??= visit.forwardSite;
    visit.forwardSite = point.frame.site;
    this.#noteInformation(visit);
    visit.isRunning = true;
    this.#run(this.#forwarding, visit);
    visit.isRunning = false;
    visit.flagsAtForward = visit.flags;
    visit.forwards += 1;
  }

  completed(point: IrpPoint): void {
    const visit = this.#visitOf(point.irp, point.device);
    if (visit === undefined) return;
    visit.flags = this.#flags(visit.at.address);
    visit.status = point.status;
    visit.completeSite = point.frame.site;
    this.#noteInformation(visit);
    visit.isRunning = true;
    this.#run(this.#completing, visit);
    visit.isRunning = false;
  }

  faulted(irp: number, device: number): void {
    const visit = this.#visitOf(irp, device);
    if (visit !== undefined) visit.isFaulted = true;
  }

  /** The notification has left a device object upward. */
  left(device: number, succeeded: boolean): void {
    for (const operation of new Set(this.#operations.values())) {
      const visit = operation.visits.findLast(
        (one) => one.device === device && one.succeeded === null && !one.isSkipped,
      );
      if (visit === undefined) continue;
      visit.succeeded = succeeded;
      const above = operation.visits.findLast(
        (one) => one.irp === visit.irp && one.lower === visit.at.address && one.succeeded === null,
      );
      if (above !== undefined) above.lowerSucceeded = succeeded;
      this.#run(this.#leaving, visit);
      return;
    }
  }

  returned(irp: number, device: number): void {
    const operation = this.#operations.get(irp);
    const visit = operation?.open(irp, device);
    if (operation === undefined || visit === undefined) return;
    visit.hasReturned = true;
    this.#endIfDone(operation);
  }

  irpDone(irp: number): void {
    const operation = this.#operations.get(irp);
    if (operation === undefined || operation.root !== irp) return;
    operation.isDone = true;
    this.#endIfDone(operation);
  }

  /** IoAdjustPagingPathCount: the driver counts for the notification that it handles. */
  counted(counter: number, increment: boolean): void {
    const { current } = this.#judge.kernel.sim;
    const known = this.#counters.get(counter);
    const visit = this.#visitOf(current.irp, current.device);
    const device = visit?.device ?? known?.device;
    if (device === undefined) return;
    const isFirst = known === undefined && visit !== undefined && isCounted(visit.type);
    // Who counts a file of a type that is not counted most likely takes it for a page file.
    const type = known?.type ?? (isFirst ? visit.type : DeviceUsageTypePaging);
    if (isFirst) this.#counters.set(counter, { device, type });
    this.#countersAt(device).add(counter);
    // Two notifications may be under way at once: this one is counted for the one that the driver handles.
    const own = visit === undefined ? undefined : this.#operations.get(visit.irp);
    for (const operation of new Set(own === undefined ? this.#operations.values() : [own])) {
      const at = operation.devices.get(device);
      if (at === undefined) continue;
      at.steps.push({ by: increment ? 1 : -1, type, site: this.#judge.siteOf(at.driver) });
      return;
    }
  }

  /** IoInvalidateDeviceState, for the PDO of a stack. */
  invalidated(pdo: number): void {
    const { driver } = this.#judge.kernel;
    for (const operation of new Set(this.#operations.values())) {
      for (const at of operation.devices.values()) {
        if (at.driver === driver && at.devnode?.pdo.address === pdo) at.isInvalidated = true;
      }
    }
  }

  #endIfDone(operation: UsageOperation): void {
    if (!operation.isDone || !operation.hasReturned) return;
    for (const [irp, other] of [...this.#operations]) {
      if (other !== operation) continue;
      this.#operations.delete(irp);
      this.#causes.delete(irp);
    }
    for (const at of operation.devices.values()) {
      at.flagsAfter = this.#flags(at.address);
      at.after = { ...this.#judge.pnp.ledger.of(at.device) };
      at.pagedOut = anyFile(at.after) ? this.#pagedOut(at.driver, at.address) : '';
    }
    for (const visit of operation.visits) if (visit.isLast) this.#run(this.#ending, visit, operation);
  }

  /** What of the driver must be resident and is not: the first of the routines that paging or power needs. */
  #pagedOut(driver: number, device: number): string {
    const { memory, code } = this.#judge.kernel;
    if (!code.isUsed) return '';
    const object = memory.u32[(device + DEVICE_DRIVER_OBJECT) >>> 2] ?? 0;
    for (const major of MUST_BE_RESIDENT) {
      const address = memory.u32[(object + DRIVER_MAJOR_FUNCTION + major * 4) >>> 2] ?? 0;
      const section = code.of(address);
      if (section?.driver === driver && section.lockCount === 0)
        return `${section.routines.get(address)} in ${section.name}`;
    }
    return '';
  }

  /** MmUnlockPagableImageSection is about to take a lock back. @returns what is wrong with that; empty: nothing */
  unlocking(handle: number): string {
    const { code, sim } = this.#judge.kernel;
    const section = code.byHandle(handle);
    if (section?.lockCount !== 1) return '';
    section.lockCount = 0;
    const found = sim.directory.devices.find(
      ({ index, driver, deleted, address }) =>
        driver === section.driver && !deleted && this.#staying(index) > 0 && this.#pagedOut(driver, address) !== '',
    );
    section.lockCount = 1;
    return found === undefined ? '' : `${section.name} is unlocked, and ${found.device} still has a special file`;
  }

  /** Files on a device that its driver does not hear the end of right now. */
  #staying(device: number): number {
    const { paging, hibernation, dump } = this.#judge.pnp.ledger.of(device);
    const operations = [...new Set(this.#operations.values())];
    const going = operations.flatMap(({ visits }) =>
      visits.filter((visit) => visit.device === device && visit.isUnderWay && !visit.inPath && isCounted(visit.type)),
    );
    return paging + hibernation + dump - going.length;
  }

  #run(rules: readonly UsageRule[], visit: UsageVisit, operation = this.#operations.get(visit.irp)): void {
    if (visit.isFaulted || operation === undefined) return;
    const point = { visit, operation };
    for (const rule of rules) {
      const message = rule.check(point);
      if (message === undefined) continue;
      visit.site = rule.site?.(visit) ?? null;
      visit.earlier = rule.earlier?.(visit) ?? [];
      this.#judge.violate(rule, visit, message, [0, visit.irp, 0]);
    }
  }
}
