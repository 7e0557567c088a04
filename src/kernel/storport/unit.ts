/** One logical unit: its queue, and what keeps the queue from moving. */
import {
  SRB_FLAGS_BYPASS_FROZEN_QUEUE,
  SRB_FLAGS_BYPASS_LOCKED_QUEUE,
  SRB_FLAGS_QUEUE_ACTION_ENABLE,
  SRB_STATUS_REQUEST_FLUSHED,
} from '../../abi/srb-constants.ts';
import type { Alarm } from '../sim/clock.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import type { Simulation } from '../sim/simulation.ts';
import { StorPoFx } from './pofx.ts';
import type { Command, SrbResult, UnitAddress } from './srb.ts';
import { storportUnit } from './unit.machine.ts';

/** What somebody wants of a unit, and who waits for it. */
export interface Request {
  readonly command: Command;
  readonly done: (result: SrbResult) => void;
  /** Tries that ended with SRB_STATUS_BUSY. */
  busyTries: number;
}

const NO_SENSE = new Uint8Array();

/** How a request ends that no miniport has seen. */
export function endedWith(status: number): SrbResult {
  return { status, scsiStatus: 0, length: 0, sense: NO_SENSE };
}

export class Unit implements UnitAddress {
  readonly path: number;
  readonly target: number;
  readonly lun: number;
  readonly life: Lifecycle<typeof storportUnit>;
  /** Address of its PDO; 0 = none yet. */
  pdo = 0;
  readonly queue: Request[] = [];
  /** Requests that the miniport has. */
  outstanding = 0;
  /** How many it may have at once. */
  depth: number;
  /** Set while a request without a tag runs alone. */
  untagged = false;
  /** Completions until the miniport takes more: StorPortDeviceBusy. */
  busyCount = 0;
  isLocked = false;
  isClaimed = false;
  /** The miniport has given it up: Plug and Play is told so when it asks. */
  hasFailed = false;
  /** SCSISTAT_QUEUE_FULL: nothing until no more than this many are outstanding; -1 = it may go on. */
  resumeBelow = -1;
  /** Ends a pause. */
  alarm: Alarm | null = null;
  /** Paths of special files through it, by STOR_DEVICE_USAGE_TYPE. */
  readonly usages = new Map<number, number>();
  /** Its run-time power, as the miniport has described it. */
  readonly pofx = new StorPoFx();
  /** Room in the queue again: whoever keeps requests back may send some. */
  onReady: (() => void) | null = null;

  constructor(sim: Simulation, owner: string, address: UnitAddress, depth: number) {
    this.path = address.path;
    this.target = address.target;
    this.lun = address.lun;
    this.depth = depth;
    this.life = new Lifecycle(storportUnit, sim, owner);
  }

  get key(): number {
    return (this.path << 16) | (this.target << 8) | this.lun;
  }

  get isGone(): boolean {
    return this.life.state === 'removed';
  }

  get isFrozen(): boolean {
    return this.life.state === 'frozen';
  }

  /** Whether a request that came now would go to the miniport at once. */
  get isOpen(): boolean {
    return this.queue.length === 0 && this.#mayMove && this.outstanding < this.depth && !this.untagged;
  }

  get #mayMove(): boolean {
    const { state } = this.life;
    return (state === 'started' || state === 'scanned') && !this.isLocked && this.resumeBelow < 0;
  }

  add(request: Request): void {
    if (isBypass(request)) this.queue.unshift(request);
    else this.queue.push(request);
  }

  /** STOR-42: the next request that may go to the miniport. */
  take(): Request | undefined {
    const [next] = this.queue;
    if (next === undefined) return undefined;
    if (!isBypass(next)) {
      if (!this.#mayMove || this.outstanding >= this.depth || this.untagged) return undefined;
      const isTagged = (next.command.flags & SRB_FLAGS_QUEUE_ACTION_ENABLE) !== 0;
      if (!isTagged && this.outstanding > 0) return undefined;
      this.untagged = !isTagged;
    }
    return this.queue.shift();
  }

  /** STOR-43: everything queued ends. */
  flush(status = SRB_STATUS_REQUEST_FLUSHED): void {
    for (const request of this.queue.splice(0)) request.done(endedWith(status));
  }
}

function isBypass({ command }: Request): boolean {
  return (command.flags & (SRB_FLAGS_BYPASS_FROZEN_QUEUE | SRB_FLAGS_BYPASS_LOCKED_QUEUE)) !== 0;
}
