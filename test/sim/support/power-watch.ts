/**
 * Watches power requests from outside: what is in which stack, who has been told what. Nothing here asks the power
 * manager, so it cannot hide a mistake of its own.
 */
import { DO_POWER_INRUSH, DO_POWER_PAGABLE } from '../../../src/abi/device-flags.ts';
import { PowerDeviceD0, PowerSystemWorking, SystemPowerState } from '../../../src/abi/enums.ts';
import { IRP_MJ_POWER, IRP_MN_QUERY_POWER, IRP_MN_SET_POWER } from '../../../src/abi/irp-codes.ts';
import type { Devnode } from '../../../src/kernel/pnp/devnode.ts';
import { EVENT } from '../../../src/kernel/sim/events.ts';
import type { Machine } from '../../../src/machine/machine.ts';

interface Flight {
  readonly devnode: Devnode;
  readonly minor: number;
  readonly isSystem: boolean;
  readonly state: number;
}

export class PowerWatch {
  readonly broken: string[] = [];
  /** Requests that were complete, by what they were for. */
  readonly done = { system: 0, device: 0, query: 0 };
  readonly flights = new Map<number, Flight>();
  /** SYSTEM_POWER_STATE that a device's stack has completed last. */
  readonly #told = new Map<string, number>();
  readonly #machine: Machine;
  readonly #devnodes = new Map<string, Devnode>();
  #most = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
    const { nt } = machine;
    for (const devnode of nt.pnp.tree()) this.#devnodes.set(devnode.id, devnode);
    const { sim } = nt.kernel;
    const verifier = sim.watcher;
    sim.watcher = (code, irp, device, a, b, c) => {
      if (code === EVENT.callDriver && a >>> 8 === IRP_MJ_POWER) this.#called(irp, device, a & 0xff, c);
      else if (code === EVENT.irpDone) this.#ended(irp);
      verifier?.(code, irp, device, a, b, c);
    };
  }

  /** The largest number of requests that were under way at once. */
  get mostAtOnce(): number {
    return this.#most;
  }

  #called(irp: number, device: number, minor: number, word: number): void {
    if (this.flights.has(irp) || (minor !== IRP_MN_SET_POWER && minor !== IRP_MN_QUERY_POWER)) return;
    const devnode = this.#devnodes.get(this.#machine.nt.kernel.sim.directory.deviceId(device));
    if (devnode === undefined) return;
    const flight = { devnode, minor, isSystem: (word & 0xff) === SystemPowerState, state: (word >>> 8) & 0xff };
    this.#check(flight);
    this.flights.set(irp, flight);
    this.#most = Math.max(this.#most, this.flights.size);
  }

  #check(flight: Flight): void {
    const { devnode, isSystem, minor, state } = flight;
    const others = [...this.flights.values()];
    const beside = others.filter((one) => one.devnode === devnode && one.isSystem === isSystem);
    if (beside.length > 0) this.#break('PWR-18', flight, 'a second request of its kind is in the stack');
    if (minor !== IRP_MN_SET_POWER) return;
    if (isSystem) this.#checkOrder(flight);
    else if (state === PowerDeviceD0 && drawsInrush(devnode)) {
      const drawing = others.filter((one) => isPowerUp(one) && drawsInrush(one.devnode));
      if (drawing.length > 0) this.#break('PWR-26', flight, `${drawing[0]?.devnode.id} draws inrush current`);
    }
  }

  #checkOrder(flight: Flight): void {
    const { devnode, state } = flight;
    if (state === PowerSystemWorking) {
      const { parent } = devnode;
      if (parent !== null && this.#toldOf(parent) !== PowerSystemWorking)
        this.#break('PWR-28', flight, `${parent.id} has not completed its own`);
      if (!isNonPageable(devnode)) return;
    } else {
      const late = devnode.children.find((child) => child.isStarted && this.#toldOf(child) === PowerSystemWorking);
      if (late !== undefined) this.#break('PWR-28', flight, `${late.id} has not completed its own`);
      if (!isNonPageable(devnode)) return;
      for (const other of this.#devnodes.values())
        if (other.isStarted && !isNonPageable(other) && this.#toldOf(other) === PowerSystemWorking)
          this.#break('PWR-30', flight, `${other.id} is pageable and has not completed its own`);
    }
  }

  #toldOf({ id }: Devnode): number {
    return this.#told.get(id) ?? PowerSystemWorking;
  }

  #ended(irp: number): void {
    const flight = this.flights.get(irp);
    if (flight === undefined) return;
    this.flights.delete(irp);
    const { devnode, isSystem, minor, state } = flight;
    if (minor === IRP_MN_QUERY_POWER) this.done.query += 1;
    else if (isSystem) {
      this.done.system += 1;
      this.#told.set(devnode.id, state);
    } else {
      this.done.device += 1;
      this.#checkBus(flight);
    }
  }

  /** A device that has completed D0 stands on a bus that has power. */
  #checkBus(flight: Flight): void {
    const { parent } = flight.devnode;
    if (!isPowerUp(flight) || parent === null) return;
    const hardware = this.#machine.nt.power.hardwareOf(parent);
    if (hardware !== 'd0') this.#break('PWR-32', flight, `its bus ${parent.id} is in ${hardware}`);
  }

  #break(rule: string, { devnode, isSystem, state }: Flight, what: string): void {
    this.broken.push(`${rule} ${isSystem ? 'S' : 'D'}${state - 1} for ${devnode.id}: ${what}`);
  }
}

function isPowerUp({ isSystem, minor, state }: Flight): boolean {
  return !isSystem && minor === IRP_MN_SET_POWER && state === PowerDeviceD0;
}

function drawsInrush({ pdo }: Devnode): boolean {
  return (pdo.Flags & DO_POWER_INRUSH) !== 0;
}

/** A device that holds a special file, or one above such a device. */
function isNonPageable(devnode: Devnode): boolean {
  return (devnode.pdo.Flags & DO_POWER_PAGABLE) === 0 || devnode.children.some(isNonPageable);
}
