/** Follows each power IRP through the drivers of its stack. */
import { PowerDeviceD0, PowerDeviceD3, PowerSystemShutdown, SystemPowerState } from '../../abi/enums.ts';
import { IRP_MJ_FLUSH_BUFFERS, IRP_MJ_READ, IRP_MJ_WRITE, IRP_MN_WAIT_WAKE } from '../../abi/irp-codes.ts';
import { nameOfStatus } from '../../abi/names.ts';
import {
  NT_SUCCESS,
  STATUS_DEVICE_BUSY,
  STATUS_DEVICE_NOT_CONNECTED,
  STATUS_DEVICE_NOT_READY,
  STATUS_DEVICE_OFF_LINE,
  STATUS_DEVICE_POWERED_OFF,
  STATUS_PENDING,
  STATUS_POWER_STATE_INVALID,
  STATUS_UNSUCCESSFUL,
} from '../../abi/ntstatus.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { type Instant, minutes } from '../../base/time.ts';
import { deviceIndexAt } from '../io/device-object.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { systemStateName } from '../po/power-context.ts';
import { isOnHibernationPath, type PowerManager, powerName } from '../po/power-manager.ts';
import { FlagWatch } from './flag-watch.ts';
import { type IrpPoint, requestName } from './irp-point.ts';
import type { Judge } from './judge.ts';
import { type PowerAsk, PowerDevices } from './power-devices.ts';
import { PowerMistakeWatch } from './power-mistake-watch.ts';
import { PowerVisit, powerFactsAt } from './power-visit.ts';
import type { Place } from './rule.ts';
import { isBlank } from './rules/forwarding.ts';
import {
  BUS_BEFORE_CHILD,
  CHILD_BEFORE_BUS,
  IO_FAILED_ASLEEP,
  MARK_DEVICE_POWER,
  MARK_POWER,
  MARK_POWER_DOWN,
  MUTATED,
  NO_DEVICE_REQUEST,
  NOT_REPORTED,
  PAGED_AT_POWER,
  SLOW_SHUTDOWN,
} from './rules/power-irps.ts';

const CURRENT_STACK_LOCATION = 0x60;
const LOCATION_DEVICE_OBJECT = 20;
const LONGEST_SHUTDOWN = minutes(20);
/** What a driver says of a device that sleeps; other failures have reasons of their own. */
const NOT_READY = [
  STATUS_DEVICE_BUSY,
  STATUS_DEVICE_NOT_CONNECTED,
  STATUS_DEVICE_NOT_READY,
  STATUS_DEVICE_OFF_LINE,
  STATUS_DEVICE_POWERED_OFF,
  STATUS_POWER_STATE_INVALID,
  STATUS_UNSUCCESSFUL,
];

/** What only opens, closes or asks needs no device that is on. */
const TRANSFERS = [IRP_MJ_READ, IRP_MJ_WRITE, IRP_MJ_FLUSH_BUFFERS];

export class PowerWatch {
  readonly power: PowerManager;
  readonly devices = new PowerDevices();
  readonly #judge: Judge;
  /** Of the power IRPs that are under way, by address; the top of the stack first. */
  readonly #visits = new Map<number, PowerVisit[]>();
  /** Who has asked for an IRP that is under way; none: the power manager itself. */
  readonly #asks = new Map<number, PowerAsk>();
  /** DEVICE_POWER_STATE that a device object has reported last, by address. */
  readonly #reported = new Map<number, number>();
  readonly #flags: FlagWatch;
  readonly mistakes: PowerMistakeWatch;
  #shutdownSince: Instant | null = null;

  constructor(judge: Judge, power: PowerManager) {
    this.#judge = judge;
    this.power = power;
    this.#flags = new FlagWatch(judge);
    this.mistakes = new PowerMistakeWatch(judge, power);
  }

  /** The power IRP that a driver handles now, in its dispatch routine or in a completion routine. */
  current(): PowerVisit | undefined {
    const { irp, device } = this.#judge.kernel.sim.current;
    return irp === 0 ? undefined : this.#visitOf(irp, device);
  }

  #visitOf(irp: number, device: number): PowerVisit | undefined {
    return this.#visits.get(irp)?.find((visit) => visit.device === device);
  }

  /** Who has asked for a power IRP. */
  askOf(irp: number): PowerAsk | undefined {
    return this.#asks.get(irp);
  }

  entered(point: IrpPoint, irp: number, device: number, location: number, code: number): PowerVisit {
    const { directory } = this.#judge.kernel.sim;
    const address = directory.devices[device]?.address ?? 0;
    const routine = point.dispatchAt(device, code);
    const visits = this.#visits.get(irp) ?? [];
    // One that was forced to be pending comes a second time.
    const known = visits.find((visit) => visit.device === device);
    if (known !== undefined) return known;
    const visit = new PowerVisit({
      ...powerFactsAt(point.memory.u32, location, code & 0xff),
      irp,
      device,
      driver: directory.devices[device]?.driver ?? 0,
      code,
      devnode: this.power.pnp.devnodeAbove(point.memory.view(DEVICE_OBJECT, address)) ?? null,
      isBottom: point.lowerOf(address) === 0,
      routine: point.nameOfRoutine(routine),
    });
    if (visits.length === 0) this.#begin(visit);
    visits.push(visit);
    this.#visits.set(irp, visits);
    this.#checkResident(visit, routine);
    return visit;
  }

  #begin(visit: PowerVisit): void {
    const { devnode } = visit;
    if (devnode === null) return;
    const device = this.devices.of(devnode);
    if (visit.isSystemSet) {
      device.asked = 0;
      if (visit.state === PowerSystemShutdown) this.#shutdownSince ??= this.#judge.kernel.sim.now;
      return;
    }
    if (visit.type === SystemPowerState && visit.minor !== IRP_MN_WAIT_WAKE) return;
    const { active, waitWakeRequest } = this.power.record(devnode);
    const request = visit.minor === IRP_MN_WAIT_WAKE ? waitWakeRequest : active;
    if (request === null || request.irp.address !== visit.irp) return;
    const at = device.waiting.findIndex(
      ({ driver, minor, state }) => driver === request.requester && minor === request.minor && state === request.state,
    );
    const [ask] = at < 0 ? [] : device.waiting.splice(at, 1);
    if (ask !== undefined) this.#asks.set(visit.irp, ask);
  }

  #checkResident(visit: PowerVisit, routine: number): void {
    const { code } = this.#judge.kernel;
    if (!code.isUsed || !(visit.isSystemSet || visit.isDeviceSet) || code.isResident(routine)) return;
    const message = `${visit.routine} lies in ${code.of(routine)?.name}, which is not locked`;
    this.#judge.violate(PAGED_AT_POWER, visit, message);
  }

  /** IoCreateDevice is called. */
  creating(made: unknown): void {
    this.#flags.creating(made);
  }

  deviceAdded(pdo: number): void {
    const { kernel, pnp } = this.#judge;
    const address = kernel.sim.directory.devices[pdo]?.address ?? 0;
    const devnode = address === 0 ? undefined : pnp.devnodeOf(kernel.memory.view(DEVICE_OBJECT, address));
    if (devnode !== undefined) this.devices.forgetAsks(devnode);
    this.#flags.added(pdo);
  }

  /** Stands in for the driver. */
  faulted(irp: number, device: number): void {
    const visit = this.#visitOf(irp, device);
    if (visit !== undefined) visit.isFaulted = true;
  }

  /** PoRequestPowerIrp, by the driver whose code runs. */
  asked(devnode: Devnode, ask: PowerAsk, isSet: boolean, isInCompletion: boolean): void {
    const device = this.devices.of(devnode);
    device.firstAsk ??= ask;
    device.waiting.push(ask);
    if (!isSet) return;
    device.asked += 1;
    const visit = this.current();
    if (visit !== undefined && visit.devnode === devnode) visit.asksFrom = isInCompletion ? 'completion' : 'dispatch';
  }

  /** PoSetPowerState */
  reported(device: number, state: number): void {
    this.#reported.set(device, state);
    const { devices } = this.#judge.kernel.sim.directory;
    for (const visits of this.#visits.values())
      for (const visit of visits)
        if (visit.state === state && devices[visit.device]?.address === device) visit.hasReported = true;
  }

  forwarded(visit: PowerVisit, point: IrpPoint): void {
    visit.site = point.frame.site;
    // A location that nobody has filled in is told by the rule for that.
    if (!isBlank(point)) this.#checkCode(visit, point.code, point);
  }

  /** A driver completes an IRP of any kind; those of power are looked at in full. */
  completed(point: IrpPoint): void {
    // Most are reads and writes that succeed: they must cost nothing here.
    const visit = this.#visits.size === 0 ? undefined : this.#holder(point);
    if (visit === undefined) {
      if (!NT_SUCCESS(point.status)) this.#checkFailedIo(point);
      return;
    }
    if (point.frame.kind === 'dispatch') visit.site = point.frame.site;
    this.#checkCode(visit, point.code, point);
    this.#checkBusIsOn(visit, point);
  }

  /** The visit at the device object in whose stack location the IRP stands. */
  #holder({ io, irp, memory }: IrpPoint): PowerVisit | undefined {
    const location = memory.u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    const address = memory.u32[(location + LOCATION_DEVICE_OBJECT) >>> 2] ?? 0;
    return address === 0 ? undefined : this.#visitOf(irp, deviceIndexAt(io, address));
  }

  #checkCode(visit: PowerVisit, code: number, place: Place): void {
    if (visit.code === code) return;
    this.#judge.violate(MUTATED, place, `it came as ${requestName(visit.code)} and is ${requestName(code)} now`);
  }

  #checkBusIsOn(visit: PowerVisit, point: IrpPoint): void {
    const { devnode } = visit;
    const parent = devnode?.parent ?? null;
    if (!visit.isBottom || !visit.isDeviceSet || visit.state !== PowerDeviceD0) return;
    if (devnode === null || parent === null || !NT_SUCCESS(point.status)) return;
    const hardware = this.power.hardwareOf(parent);
    if (hardware === 'd0') return;
    const place = { ...visit, routine: visit.routine, isRunning: true, site: null };
    this.#judge.violate(CHILD_BEFORE_BUS, place, `D0 of ${devnode.id} is complete, and ${parent.id} is in ${hardware}`);
  }

  #checkFailedIo(point: IrpPoint): void {
    const { frame, status, major, pnp } = point;
    const isOwn = frame.kind === 'dispatch' && frame.forwards === 0 && frame.entryStatus !== status;
    if (!isOwn || point.isBottom || !TRANSFERS.includes(major) || !NOT_READY.includes(status)) return;
    const devnode = pnp.devnodeAbove(point.memory.view(DEVICE_OBJECT, point.deviceAddress));
    if (devnode === undefined || !devnode.isStarted) return;
    const state = this.power.of(devnode);
    if (state <= PowerDeviceD0 || this.power.transition !== null) return;
    const message = `${point.request()} was completed with ${nameOfStatus(status)} while ${devnode.id} was in ${powerName(state)}`;
    this.#judge.violate(IO_FAILED_ASLEEP, point, message);
  }

  /** The dispatch routine has returned. */
  returned(visit: PowerVisit, point: IrpPoint): void {
    if (!visit.isSystemSet || visit.asksFrom === null) return;
    if (point.returned === STATUS_PENDING || point.frame.marked) return;
    const rule = visit.isSystemDown ? MARK_POWER_DOWN : visit.asksFrom === 'dispatch' ? MARK_DEVICE_POWER : MARK_POWER;
    const message = `${nameOfStatus(point.returned)} came back for ${systemStateName(visit.state)}, and a device state was asked for in the ${visit.asksFrom} routine`;
    this.#judge.violate(rule, visit, message, [0, visit.irp, 0]);
  }

  /** The IRP has come back to the power manager. */
  irpDone(irp: number, status: number): void {
    if (this.#visits.size === 0) return;
    const visits = this.#visits.get(irp);
    const [top] = visits ?? [];
    if (visits !== undefined && top !== undefined && visits.every(({ isFaulted }) => !isFaulted)) {
      if (top.isSystemSet) this.#systemDone(visits, top, status);
      else if (top.isDeviceSet && NT_SUCCESS(status)) this.#deviceDone(visits, top);
    }
    this.irpFreed(irp);
  }

  irpFreed(irp: number): void {
    if (this.#visits.size === 0) return;
    this.#visits.delete(irp);
    this.#asks.delete(irp);
  }

  #systemDone(visits: readonly PowerVisit[], top: PowerVisit, status: number): void {
    const { devnode } = top;
    if (devnode === null || !top.isSystemDown) return;
    if (top.state === PowerSystemShutdown) this.#checkShutdownTime(visits, devnode);
    const isWhole = visits.some(({ isBottom }) => isBottom);
    // Whoever failed it, or kept it from the drivers below, has been told of that.
    if (!isWhole || !NT_SUCCESS(status) || devnode.parent === null) return;
    const device = this.devices.of(devnode);
    const state = this.power.of(devnode);
    if (device.asked > 0 || state === PowerDeviceD3) return;
    const owner = device.firstAsk?.driver ?? 0;
    const atFault = visits.find(({ driver }) => driver === owner) ?? this.#functionVisit(visits, devnode);
    if (atFault === undefined) return;
    this.#judge.violate(
      NO_DEVICE_REQUEST,
      atFault,
      `${devnode.id} is in ${powerName(state)}, and its drivers have completed ${systemStateName(top.state)}`,
      [0, top.irp, 0],
    );
  }

  #functionVisit(visits: readonly PowerVisit[], devnode: Devnode): PowerVisit | undefined {
    const { directory } = this.#judge.kernel.sim;
    const name = devnode.hardware.functionDriver;
    return visits.find(({ driver, isBottom }) => !isBottom && directory.driverName(driver) === name) ?? visits.at(-1);
  }

  #checkShutdownTime(visits: readonly PowerVisit[], devnode: Devnode): void {
    const { now } = this.#judge.kernel.sim;
    const since = this.#shutdownSince;
    if (since === null || now - since <= LONGEST_SHUTDOWN) return;
    const atFault = this.#functionVisit(visits, devnode);
    if (atFault === undefined) return;
    this.#shutdownSince = now;
    this.#judge.violate(SLOW_SHUTDOWN, atFault, `${devnode.id} was shut down only now`, [
      this.#judge.kernel.sim.current.id,
      0,
      0,
    ]);
  }

  #deviceDone(visits: readonly PowerVisit[], top: PowerVisit): void {
    const { devnode, irp } = top;
    // The root of the tree belongs to the PnP manager itself.
    if (devnode === null || devnode.parent === null) return;
    const must = [this.#functionVisit(visits, devnode), visits.find(({ isBottom }) => isBottom)];
    for (const visit of new Set(must)) if (visit !== undefined) this.#checkReport(visit, devnode);
    const ask = this.#asks.get(irp);
    if (ask !== undefined && top.state > PowerDeviceD0) this.#checkChildren(devnode, ask, top);
  }

  #checkReport(visit: PowerVisit, devnode: Devnode): void {
    const address = this.#judge.kernel.sim.directory.devices[visit.device]?.address ?? 0;
    const reported = this.#reported.get(address);
    // One that is removed before the request has come up again reports that as the last thing.
    const isLeaving = !devnode.isStarted || devnode.state === 'queryRemoved';
    if (reported === visit.state || (isLeaving && visit.hasReported)) return;
    const last = reported === undefined ? 'no state' : powerName(reported);
    this.#judge.violate(
      NOT_REPORTED,
      visit,
      `${devnode.id} has gone to ${powerName(visit.state)}, and the driver has reported ${last}`,
    );
  }

  /** In a system transition the power manager sees to the order. */
  #checkChildren(devnode: Devnode, ask: PowerAsk, { irp, routine }: PowerVisit): void {
    if (this.power.transition !== null || isOnHibernationPath(this.power.pnp, devnode)) return;
    const child = devnode.children.find((one) => one.isStarted && this.power.hardwareOf(one) === 'd0');
    if (child === undefined) return;
    const place = { driver: ask.driver, device: ask.device, irp, isRunning: false, site: ask.site, routine };
    this.#judge.violate(BUS_BEFORE_CHILD, place, `${devnode.id} has left D0, and ${child.id} is in D0`);
  }
}
