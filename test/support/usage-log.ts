/** What each IRP_MN_DEVICE_USAGE_NOTIFICATION looks like at each moment of its life, read out of the IRP itself. */
import { IO_STACK_LOCATION, IRP } from '../../src/abi/structs/io.ts';
import { EVENT } from '../../src/kernel/sim/events.ts';
import type { Machine } from '../../src/machine/machine.ts';

const USAGE_NOTIFICATION = 0x1b16;

export interface UsageMoment {
  /** `enters`: it is sent to the device; `completes`: its driver calls IoCompleteRequest; `done`: the sender has it back. */
  readonly what: 'enters' | 'completes' | 'returns' | 'done';
  /** `disk0/partmgr`; of `completes` the driver that does it, of `done` nothing. */
  readonly where: string;
  readonly irp: number;
  readonly status: number;
  readonly information: number;
  readonly irql: number;
  /** Virtual time in ticks of 100 ns. */
  readonly time: number;
}

export interface UsageEntry extends UsageMoment {
  readonly type: number;
  readonly inPath: boolean;
  readonly major: number;
  readonly minor: number;
  /** Locations that it was allocated with, and the number of the one that this device gets. */
  readonly stackCount: number;
  readonly location: number;
  /** It comes from its sender, and not from the driver above. */
  readonly isFirst: boolean;
  /** The IRP that its sender was handling; 0: it is the system's own. */
  readonly cause: number;
}

/** From now on each usage notification is noted, and what else is asked for is called at each moment. */
export class UsageLog {
  readonly moments: UsageMoment[] = [];
  readonly #machine: Machine;
  /** IRPs that have not come back, with the device object to which each was sent. */
  readonly #underWay = new Map<number, number>();

  /** @param onMoment - called after each event of the machine, also those of other requests */
  constructor(machine: Machine, onMoment: () => void = () => {}) {
    this.#machine = machine;
    const { recorder } = machine.nt.kernel.sim;
    const add = recorder.add.bind(recorder);
    recorder.add = (code, thread, irp, device, a, b, c) => {
      add(code, thread, irp, device, a, b, c);
      this.#note(code, irp, device, a, b, c);
      onMoment();
    };
  }

  get entries(): readonly UsageEntry[] {
    return this.moments.filter((moment): moment is UsageEntry => moment.what === 'enters');
  }

  /** `volC/volmgr +paging`: where notifications were sent that were not sent on. */
  sent(): readonly string[] {
    return this.entries.filter(({ isFirst }) => isFirst).map(({ where, inPath }) => `${inPath ? '+' : '-'}${where}`);
  }

  #note(code: number, irp: number, device: number, a: number, b: number, c: number): void {
    const { sim } = this.#machine.nt.kernel;
    const { irql } = sim.current;
    const place = { irp, irql, time: sim.now, where: this.#nameOf(device) };
    if (code === EVENT.irpDone && this.#underWay.has(irp))
      this.moments.push({ what: 'done', ...place, where: '', status: b, information: c });
    if (a !== USAGE_NOTIFICATION) return;
    if (code === EVENT.callDriver) this.#entered(place, device);
    if (code === EVENT.completeRequest) this.moments.push({ what: 'completes', ...place, status: b, information: c });
    if (code === EVENT.dispatchReturn) {
      this.moments.push({ what: 'returns', ...place, status: b, information: 0 });
      if (this.#underWay.get(irp) === device) this.#underWay.delete(irp);
    }
  }

  #entered(place: Pick<UsageMoment, 'irp' | 'irql' | 'time' | 'where'>, device: number): void {
    const { kernel, io } = this.#machine.nt;
    const { memory } = kernel;
    const irp = memory.view(IRP, place.irp);
    const location = irp.Tail.Overlay.CurrentStackLocation ?? memory.view(IO_STACK_LOCATION, 0);
    const { InPath: inPath, Type: type } = location.Parameters.UsageNotification;
    const isFirst = !this.#underWay.has(place.irp);
    if (isFirst) this.#underWay.set(place.irp, device);
    const entry: UsageEntry = {
      what: 'enters',
      ...place,
      status: irp.IoStatus.Status,
      information: irp.IoStatus.Information,
      type,
      inPath,
      major: location.MajorFunction,
      minor: location.MinorFunction,
      stackCount: irp.StackCount,
      location: irp.CurrentLocation,
      isFirst,
      cause: io.irps.get(place.irp)?.cause ?? 0,
    };
    this.moments.push(entry);
  }

  #nameOf(device: number): string {
    const { directory } = this.#machine.nt.kernel.sim;
    return `${directory.deviceId(device)}/${directory.driverOfDevice(device)}`;
  }
}
