/** Looks at calls of the power manager's routines, and at what else is called while a power IRP is handled. */
import {
  DevicePowerState,
  PowerDeviceD0,
  PowerDeviceUnspecified,
  PowerSystemWorking,
  SystemPowerState,
} from '../../abi/enums.ts';
import { IRP_MN_SET_POWER, IRP_MN_WAIT_WAKE } from '../../abi/irp-codes.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { deviceIndexAt } from '../io/device-object.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { systemStateName } from '../po/power-context.ts';
import { isOnHibernationPath, powerName } from '../po/power-manager.ts';
import { addressOf, type CallCheck } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import type { PowerWatch } from './power-watch.ts';
import { earlierAt } from './rule.ts';
import {
  ALLOCATES_GOING_DOWN,
  IDLE_NULL,
  IDLE_UNBALANCED,
  IRP_OUT,
  PASSIVE_IN_POWER,
  SET_FOR_QUERY,
  SIDEWAYS,
  TOO_POWERED,
  TWO_OWNERS,
  WAKE_BAD_TIME,
  WAKE_CANCELLED_BY_OTHER,
} from './rules/power-calls.ts';

/** Routines that the public rule names, as far as drivers have them here. @source wdm-powerirpddis */
const PASSIVE_ROUTINES = [
  'IoBuildDeviceIoControlRequest',
  'IoBuildSynchronousFsdRequest',
  'IoConnectInterrupt',
  'IoCreateSymbolicLink',
  'IoDeleteSymbolicLink',
  'IoDetachDevice',
  'IoGetDeviceInterfaces',
  'IoGetDeviceObjectPointer',
  'IoGetDeviceProperty',
  'IoInitializeTimer',
  'IoOpenDeviceRegistryKey',
  'IoRegisterDeviceInterface',
  'IoRegisterPlugPlayNotification',
  'IoRegisterShutdownNotification',
  'IoReportTargetDeviceChange',
  'IoSetDeviceInterfaceState',
  'IoUnregisterPlugPlayNotification',
  'IoUnregisterPlugPlayNotificationEx',
  'IoUnregisterShutdownNotification',
  'IoWMIRegistrationControl',
  'KeDelayExecutionThread',
  'KeInitializeSemaphore',
  'PsTerminateSystemThread',
  'ZwClose',
  'ZwCreateFile',
  'ZwCreateKey',
  'ZwOpenKey',
  'ZwQueryValueKey',
  'ZwSetValueKey',
];

const ALLOCATIONS = ['ExAllocatePool', 'ExAllocatePool2', 'ExAllocatePoolWithTag'];
const MUST_BE_NULL = [null, undefined, 0];

export class PowerCalls {
  readonly checks: Readonly<Record<string, CallCheck>>;
  readonly #judge: Judge;
  readonly #irps: IrpWatch;
  readonly #watch: PowerWatch;
  readonly #place: () => CallPlace;
  /** Periods in which a device is busy, by the address of its idle counter. */
  readonly #busy = new Map<number, number>();

  constructor(judge: Judge, irps: IrpWatch, watch: PowerWatch, place: () => CallPlace) {
    this.#judge = judge;
    this.#irps = irps;
    this.#watch = watch;
    this.#place = place;
    const passive: CallCheck = () => this.#passive();
    const allocates: CallCheck = () => this.#allocates();
    this.checks = {
      ...Object.fromEntries(PASSIVE_ROUTINES.map((name) => [name, passive])),
      ...Object.fromEntries(ALLOCATIONS.map((name) => [name, allocates])),
      PoRequestPowerIrp: (device, minor, state, _routine, _context, irp) =>
        this.#requests(addressOf(device), Number(minor), this.#stateOf(state), irp),
      PoSetPowerState: (device, type, state) => {
        if (Number(type) === DevicePowerState) watch.reported(addressOf(device), this.#stateOf(state));
      },
      SandboxSetDevicePower: (pdo, state) => {
        const devnode = this.#devnodeOf(addressOf(pdo));
        if (devnode !== undefined) watch.mistakes.powered(devnode, Number(state));
      },
      PoSetDeviceBusy: (counter) => this.#idle(addressOf(counter), 0),
      PoSetDeviceBusyEx: (counter) => this.#idle(addressOf(counter), 0),
      PoStartDeviceBusy: (counter) => this.#idle(addressOf(counter), 1),
      PoEndDeviceBusy: (counter) => this.#idle(addressOf(counter), -1),
      IoCreateDevice: (_driver, _extension, _name, _type, _characteristics, _exclusive, made) => watch.creating(made),
      IoCancelIrp: (irp) => this.#cancels(addressOf(irp)),
    };
  }

  /** A POWER_STATE: a number, or where one lies. */
  #stateOf(state: unknown): number {
    return typeof state === 'number' ? state : (this.#judge.kernel.memory.u32[addressOf(state) >>> 2] ?? 0);
  }

  #requests(device: number, minor: number, state: number, irp: unknown): void {
    const judge = this.#judge;
    if (minor !== IRP_MN_WAIT_WAKE && !MUST_BE_NULL.includes(irp as null))
      judge.violate(IRP_OUT, this.#place(), 'Irp is not NULL');
    const devnode = this.#devnodeOf(device);
    if (devnode === undefined) return;
    const { driver } = judge.kernel;
    this.#owner(devnode, driver);
    const isSet = minor === IRP_MN_SET_POWER;
    if (isSet) this.#sets(devnode, state);
    if (minor === IRP_MN_WAIT_WAKE) this.#arms(devnode);
    const isInCompletion = this.#irps.innermost().kind === 'completion';
    const ask = { driver, device: deviceIndexAt(judge.io, device), minor, state, site: judge.siteOf(driver) };
    this.#watch.asked(devnode, ask, isSet, isInCompletion);
  }

  #devnodeOf(device: number): Devnode | undefined {
    const { kernel, pnp } = this.#judge;
    return device === 0 ? undefined : pnp.devnodeAbove(kernel.memory.view(DEVICE_OBJECT, device));
  }

  #owner(devnode: Devnode, driver: number): void {
    const { firstAsk } = this.#watch.devices.of(devnode);
    if (firstAsk === null || firstAsk.driver === driver) return;
    const { directory } = this.#judge.kernel.sim;
    const place = { ...this.#place(), earlier: earlierAt('the other driver asks here', firstAsk.site) };
    const other = directory.driverName(firstAsk.driver);
    this.#judge.violate(TWO_OWNERS, place, `${other} has asked for power states of ${devnode.id} before`);
  }

  #sets(devnode: Devnode, state: number): void {
    const { power, devices } = this.#watch;
    const visit = this.#watch.current();
    if (visit?.isSystemQuery === true && visit.devnode === devnode) {
      const asked = systemStateName(visit.state);
      this.#judge.violate(SET_FOR_QUERY, this.#place(), `the system asks for ${asked}, and ${powerName(state)} is set`);
    }
    this.#checkWay(devnode, state);
    const system = visit?.isSystemDown === true ? visit.state : (power.record(devnode).systemRequest?.state ?? 0);
    this.#watch.mistakes.asked(devnode, state, system, this.#place());
    const allowed = devices.of(devnode).deviceStates[system] ?? PowerDeviceUnspecified;
    if (system <= PowerSystemWorking || state >= allowed || isOnHibernationPath(power.pnp, devnode)) return;
    const text = `${powerName(state)} is asked for, and ${systemStateName(system)} allows ${powerName(allowed)} at most`;
    this.#judge.violate(TOO_POWERED, this.#place(), text);
  }

  /** With the system, a device goes wherever the system state sends it. */
  #checkWay(devnode: Devnode, state: number): void {
    const { power } = this.#watch;
    const now = power.of(devnode);
    const isSideways = now > PowerDeviceD0 && state > PowerDeviceD0 && now !== state;
    if (!isSideways || power.transition !== null || power.record(devnode).active !== null) return;
    this.#judge.violate(
      SIDEWAYS,
      this.#place(),
      `${devnode.id} is in ${powerName(now)}, and ${powerName(state)} is asked for`,
    );
  }

  #arms(devnode: Devnode): void {
    const { power } = this.#watch;
    const { active, queue, systemRequest } = power.record(devnode);
    const state = power.of(devnode);
    // In the PowerCompletion routine of a request that request is over. S0 and D0 have the same number.
    const open = [active, systemRequest, ...queue].filter((request) => request?.isDone === false);
    const isGoingDown = open.some((request) => request?.minor === IRP_MN_SET_POWER && request.state > PowerDeviceD0);
    // Who was woken asks for D0 and arms the device again in the same routine: that is how it is documented.
    const isComingUp = open.some((request) => request?.minor === IRP_MN_SET_POWER && request.state === PowerDeviceD0);
    if (!isGoingDown && (state === PowerDeviceD0 || isComingUp)) return;
    const why = isGoingDown ? 'a power-down is under way in its stack' : `it is in ${powerName(state)}`;
    this.#judge.violate(WAKE_BAD_TIME, this.#place(), `${devnode.id} is to be armed, and ${why}`);
  }

  #cancels(irp: number): void {
    const ask = this.#watch.askOf(irp);
    const { driver, sim } = this.#judge.kernel;
    if (ask === undefined || ask.driver === driver || ask.minor !== IRP_MN_WAIT_WAKE) return;
    const place = { ...this.#place(), earlier: earlierAt('it was asked for here', ask.site) };
    const owner = sim.directory.driverName(ask.driver);
    this.#judge.violate(WAKE_CANCELLED_BY_OTHER, place, `${owner} has asked for the IRP`, [0, irp, 0]);
  }

  #idle(counter: number, change: number): void {
    if (counter === 0) {
      this.#judge.violate(IDLE_NULL, this.#place(), 'the pointer to the idle counter is NULL');
      return;
    }
    const busy = (this.#busy.get(counter) ?? 0) + change;
    if (busy < 0) this.#judge.violate(IDLE_UNBALANCED, this.#place(), 'no busy period has begun');
    this.#busy.set(counter, Math.max(busy, 0));
  }

  #passive(): void {
    const visit = this.#watch.current();
    if (visit === undefined || visit.minor !== IRP_MN_SET_POWER) return;
    const kind = visit.type === SystemPowerState ? 'the system' : 'the device';
    this.#judge.violate(PASSIVE_IN_POWER, this.#place(), `a set-power request for ${kind} is being handled`);
  }

  #allocates(): void {
    const visit = this.#watch.current();
    if (visit === undefined || !visit.isSystemDown || visit.isBottom) return;
    const message = `the system is on its way to ${systemStateName(visit.state)}`;
    this.#judge.violate(ALLOCATES_GOING_DOWN, this.#place(), message);
  }
}
