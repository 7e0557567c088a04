import { DeviceUsageTypeDumpFile, DeviceUsageTypeHibernation, DeviceUsageTypePaging } from '../../abi/enums.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { UsageCounts } from '../pnp/usage-ledger.ts';
import type { EarlierStep } from '../sim/finding.ts';
import type { Place } from './rule.ts';

const FIELDS: Readonly<Record<number, keyof UsageCounts>> = {
  [DeviceUsageTypePaging]: 'paging',
  [DeviceUsageTypeHibernation]: 'hibernation',
  [DeviceUsageTypeDumpFile]: 'dump',
};

/** Files for which a device must stay powered and resident. */
export function countOf(counts: Readonly<UsageCounts>, type: number): number {
  const field = FIELDS[type];
  return field === undefined ? 0 : counts[field];
}

export function anyFile(counts: Readonly<UsageCounts>): boolean {
  return counts.paging > 0 || counts.hibernation > 0 || counts.dump > 0;
}

export function isCounted(type: number): boolean {
  return FIELDS[type] !== undefined;
}

/** One change of a counter by IoAdjustPagingPathCount. */
export interface CounterStep {
  readonly by: number;
  readonly type: number;
  readonly site: Error | null;
}

/** A device object in one operation: a file comes or goes, and all stacks in its path hear of it. */
export class UsageDevice {
  readonly device: number;
  readonly driver: number;
  readonly address: number;
  /** null: its stack is not in the device tree. */
  readonly devnode: Devnode | null;
  /** DEVICE_OBJECT.Flags and counts at the start of the operation. */
  readonly flagsBefore: number;
  readonly before: Readonly<UsageCounts>;
  /** It had DO_POWER_PAGABLE when it held no file. */
  readonly isPagable: boolean;
  readonly visits: UsageVisit[] = [];
  readonly steps: CounterStep[] = [];
  /** Addresses that it has used IoAdjustPagingPathCount on, now or earlier. */
  readonly counters: ReadonlySet<number>;
  /** It has called IoInvalidateDeviceState. */
  isInvalidated = false;
  /** Another operation is at it at the same time: what its flags were before says nothing of this one. */
  isShared = false;
  flagsAfter = 0;
  /** A routine that must be in memory as long as there is a file, and may be paged out; empty: there is none. */
  pagedOut = '';
  after: Readonly<UsageCounts>;

  constructor(
    facts: Pick<
      UsageDevice,
      'device' | 'driver' | 'address' | 'devnode' | 'flagsBefore' | 'before' | 'isPagable' | 'counters'
    >,
  ) {
    this.device = facts.device;
    this.driver = facts.driver;
    this.address = facts.address;
    this.devnode = facts.devnode;
    this.flagsBefore = facts.flagsBefore;
    this.before = facts.before;
    this.isPagable = facts.isPagable;
    this.counters = facts.counters;
    this.after = facts.before;
  }

  /** How much the driver's own counter has changed. */
  counted(type: number): number {
    return this.steps.reduce((sum, step) => (step.type === type ? sum + step.by : sum), 0);
  }

  /** How much it should have: by the notifications of this operation that left it with success. */
  due(type: number): number {
    const before = countOf(this.before, type);
    let count = before;
    for (const visit of this.visits)
      if (visit.type === type && visit.succeeded === true) count = Math.max(0, count + (visit.inPath ? 1 : -1));
    return count - before;
  }
}

/** One usage notification at one device object. */
export class UsageVisit implements Place {
  readonly irp: number;
  readonly at: UsageDevice;
  readonly type: number;
  readonly inPath: boolean;
  /** The visit during which the notification was made; null: it is the system's. */
  readonly cause: UsageVisit | null;
  readonly routine: string;
  /** Address of the device object below; 0 at the bottom. */
  readonly lower: number;
  /** Flags now, and when the notification was passed down. */
  flags = 0;
  flagsAtForward = 0;
  forwards = 0;
  /** The drivers below were told the opposite afterwards. */
  isReverted = false;
  isSkipped = false;
  isFaulted = false;
  hasReturned = false;
  /** How it left the device upward; null: it has not. */
  succeeded: boolean | null = null;
  /** The same of the device below. */
  lowerSucceeded: boolean | null = null;
  /** IoStatus.Status with which the driver completes it. */
  status = 0;
  /** The driver has written this into IoStatus.Information; 0: it has left it as it was. */
  information = 0;
  /** Where the driver passed it on, and where it completed it. */
  forwardSite: Error | null = null;
  /** The same for the first time, when it was passed on again. */
  firstForwardSite: Error | null = null;
  completeSite: Error | null = null;
  site: Error | null = null;
  isRunning = false;
  earlier: readonly EarlierStep[] = [];

  constructor(facts: Pick<UsageVisit, 'irp' | 'at' | 'type' | 'inPath' | 'cause' | 'routine' | 'lower'>) {
    this.irp = facts.irp;
    this.at = facts.at;
    this.type = facts.type;
    this.inPath = facts.inPath;
    this.cause = facts.cause;
    this.routine = facts.routine;
    this.lower = facts.lower;
  }

  get device(): number {
    return this.at.device;
  }

  get driver(): number {
    return this.at.driver;
  }

  /** Where it was touched last. */
  get lastSite(): Error | null {
    return this.completeSite ?? this.forwardSite;
  }

  get isLast(): boolean {
    return this.at.visits.at(-1) === this;
  }

  /** The driver still has it, or somebody below: it has not left the device upward. */
  get isUnderWay(): boolean {
    return this.succeeded === null && !this.isSkipped;
  }

  /** Something stood in for its driver, and it has not left: it was forced to be pending, and comes again. */
  get isPutOff(): boolean {
    return this.isFaulted && this.hasReturned && this.isUnderWay;
  }
}

/** From the system's notification to its end, with all that drivers sent because of it. */
export class UsageOperation {
  readonly root: number;
  readonly devices = new Map<number, UsageDevice>();
  readonly visits: UsageVisit[] = [];
  /** By IRP: IoStatus.Information when it was last seen. */
  readonly information = new Map<number, number>();
  isDone = false;

  constructor(root: number) {
    this.root = root;
  }

  /** The notification at a device, the latest that is still there; also when its driver has returned and goes on with it. */
  open(irp: number, device: number): UsageVisit | undefined {
    const isIt = (visit: UsageVisit): boolean => visit.irp === irp && visit.device === device;
    return (
      this.visits.findLast((visit) => isIt(visit) && !visit.hasReturned) ??
      this.visits.findLast((visit) => isIt(visit) && visit.isUnderWay)
    );
  }

  drop(visit: UsageVisit): void {
    for (const visits of [this.visits, visit.at.visits]) visits.splice(visits.indexOf(visit), 1);
  }

  get hasReturned(): boolean {
    return this.visits.every((visit) => visit.hasReturned);
  }

  /** Notifications that a driver sent because of one, to the first device of each. */
  sentBy(cause: UsageVisit): readonly UsageVisit[] {
    return this.visits.filter((visit, index) => {
      if (visit.cause !== cause) return false;
      const above = this.visits.slice(0, index).findLast((other) => other.irp === visit.irp);
      return above === undefined || above.cause !== cause || above.lower !== visit.at.address;
    });
  }
}
