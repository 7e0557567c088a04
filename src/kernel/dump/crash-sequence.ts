/** The way to the dump file after a bug check: the devices on it get power, parents first. */
import { HIGH_LEVEL } from '../../abi/enums.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { CrashdumpDevices } from '../fx/crashdump-devices.ts';
import type { CrashdumpEntryState } from '../fx/crashdump-entry.machine.ts';
import type { FrameworkDevice } from '../fx/platform-extension.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { isOnDumpPath, type PowerManager } from '../po/power-manager.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import type { Simulation } from '../sim/simulation.ts';
import { crashdumpChain } from './crashdump-chain.machine.ts';
import { DumpGuard } from './dump-guard.ts';

/** One device on the way from the root of the tree to the dump file. */
export interface DumpDevice {
  readonly devnode: Devnode;
  /** What its hardware was in when the machine stopped. */
  readonly hardware: string;
  /** State of its entry in the crash-dump chain, before: `absent` when it has none. */
  readonly entry: CrashdumpEntryState;
  /** What PoFxPowerOnCrashdumpDevice returned; null: it is not registered with the power framework, nothing was called. */
  readonly status: NTSTATUS | null;
  readonly isPowered: boolean;
  /** What the plug-in's routine did and may not do. */
  readonly violations: readonly string[];
  /** Why nothing can be written through it; null: it can. */
  readonly reason: string | null;
}

export interface DumpOutcome {
  /** Parents before children. */
  readonly devices: readonly DumpDevice[];
  /** Every device on the way has power. */
  readonly canBeWritten: boolean;
  /** The first reason why not; null when it can be. */
  readonly reason: string | null;
}

/** Whom the sequence asks about a device. */
export interface FrameworkView {
  /** The device's registration with the power framework. */
  registrationOf(devnode: Devnode): FrameworkDevice | undefined;
}

export class CrashSequence {
  /** null: the machine has not stopped, or there is no dump file. */
  outcome: DumpOutcome | null = null;
  /** Hears of what a plug-in's routine may not do, while it is on the stack. */
  onViolation: (devnode: Devnode, message: string) => void = () => {};
  /** Hears of a bug check inside of such a routine. */
  onNested: (error: Error) => void = () => {};
  readonly #sim: Simulation;
  readonly #power: PowerManager;
  readonly #framework: FrameworkView;
  readonly #devices: CrashdumpDevices;
  readonly #chain: Lifecycle<typeof crashdumpChain>;
  #way: readonly Devnode[] = [];

  constructor(power: PowerManager, framework: FrameworkView, devices: CrashdumpDevices) {
    this.#sim = power.pnp.kernel.sim;
    this.#power = power;
    this.#framework = framework;
    this.#devices = devices;
    this.#chain = new Lifecycle(crashdumpChain, this.#sim, 'system');
  }

  get state(): string {
    return this.#chain.state;
  }

  /**
   * @param isLoaded - there is a dump stack, even if the disk is gone
   * @returns whether there is a dump file, and so a way to it
   */
  freeze(isLoaded: boolean): boolean {
    const { pnp } = this.#power;
    this.#way = wayToMedia(pnp.tree().filter((devnode) => isOnDumpPath(pnp, devnode) && this.#hasPower(devnode)));
    this.#chain.apply({ type: 'BUGCHECK' });
    const hasFile = isLoaded || this.#way.length > 0;
    if (!hasFile) this.#chain.apply({ type: 'NO_DUMP_FILE' });
    return hasFile;
  }

  /** POFX-64: on one processor, without interrupts, at HIGH_LEVEL. @returns which device has no power; null: all have */
  powerOn(): string | null {
    this.#chain.apply({ type: 'FROZEN' });
    const before = this.#sim.frozen;
    const devices: DumpDevice[] = [];
    for (const devnode of this.#way) devices.push(this.#powerOn(devnode, devices));
    this.#sim.frozen = before;
    const failed = devices.find(({ reason }) => reason !== null);
    this.#chain.apply({ type: failed === undefined ? 'CHAIN_READY' : 'CHAIN_BROKEN' });
    const reason = failed === undefined ? null : `device ${failed.devnode.id}: ${failed.reason ?? ''}`;
    this.outcome = { devices, canBeWritten: failed === undefined, reason };
    return reason;
  }

  /** Of what no driver has ever told a power state, such as the root of the tree, has none of its own. */
  #hasPower(devnode: Devnode): boolean {
    return this.#power.record(devnode).device.region('reported') !== 'unspecified';
  }

  #guard(devnode: Devnode): DumpGuard {
    const guard = new DumpGuard(this.#sim, (message) => this.onViolation(devnode, message));
    guard.onNested = this.onNested;
    return guard;
  }

  /** @param before - the devices that were looked at already: its parents are among them */
  #powerOn(devnode: Devnode, before: readonly DumpDevice[]): DumpDevice {
    const hardware = this.#power.hardwareOf(devnode);
    const registration = this.#framework.registrationOf(devnode);
    const entry = registration === undefined ? 'absent' : this.#devices.stateOf(registration);
    const guard = this.#guard(devnode);
    this.#sim.frozen = guard;
    const status = registration === undefined ? null : this.#call(registration, guard);
    if (status !== null && NT_SUCCESS(status)) this.#power.apply(devnode, { type: 'POWERED_FOR_DUMP' });
    this.#chain.apply({ type: 'DEVICE_DONE' });
    const isPowered = this.#power.isPowered(devnode);
    const parent = before.find((one) => one.devnode === devnode.parent);
    const { violations } = guard;
    const ownReason = isUnit(devnode) && parent !== undefined ? null : whyNot({ entry, isPowered, violations });
    const reason = ownReason ?? whyUnreachable(parent);
    return { devnode, hardware, entry, status, isPowered, violations, reason };
  }

  /** The dump driver has nothing to tell the plug-in: the context is null. */
  #call(device: FrameworkDevice, guard: DumpGuard): NTSTATUS {
    const thread = this.#sim.current;
    const status = this.#devices.powerOn(device, 0, (call) => guard.judge(call));
    // Code that was ended in its middle has left nothing behind.
    thread.depth = 0;
    thread.irql = HIGH_LEVEL;
    return status;
  }
}

/** Volumes, and what makes them, are not hardware: what counts is the way to the media below them. By depth (POFX-62). */
function wayToMedia(path: readonly Devnode[]): readonly Devnode[] {
  const media = path.filter(isUnit);
  const way = media.length === 0 ? path : path.filter((one) => media.some((medium) => isAbove(one, medium)));
  return way.toSorted((one, other) => depthOf(one) - depthOf(other));
}

/** A unit behind an adapter: the adapter's dump driver starts it, as it does everything with it. */
function isUnit({ hardware }: Devnode): boolean {
  return hardware.medium !== null;
}

function isAbove(devnode: Devnode, below: Devnode): boolean {
  return devnode === below || (below.parent !== null && isAbove(devnode, below.parent));
}

function depthOf({ parent }: Devnode): number {
  return parent === null ? 0 : depthOf(parent) + 1;
}

/** POFX-65 POFX-67 */
function whyNot({
  entry,
  isPowered,
  violations,
}: Pick<DumpDevice, 'entry' | 'isPowered' | 'violations'>): string | null {
  const [violation] = violations;
  if (violation !== undefined) return `has no power that counts: in its plug-in's routine ${violation}`;
  if (isPowered) return null;
  switch (entry) {
    case 'absent':
      return 'not powered, no PEP power-on';
    case 'withoutRoutine':
      return 'not powered, its plug-in has no routine for it';
    default:
      return "not powered, its plug-in's routine returned FALSE";
  }
}

/** A device below one without power cannot be reached, whatever its own plug-in says. */
function whyUnreachable(parent: DumpDevice | undefined): string | null {
  return parent === undefined || parent.reason === null ? null : `out of reach behind ${parent.devnode.id}`;
}
