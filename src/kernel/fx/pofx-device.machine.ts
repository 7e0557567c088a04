/** A device that is registered with the power framework, as far as its own power is concerned (SM-06). */
import { assign, type StateValueFrom, setup } from 'xstate';

export const DEVICE_EVENTS = [
  'START_POWER_MANAGEMENT',
  'ALL_IDLE',
  'COMPONENT_BUSY',
  'IDLE_TIMEOUT',
  'SETTLED',
  'NOT_REQUIRED.called',
  'COMPLETE_NOT_REQUIRED',
  'DX.done',
  'D0.done',
  'POWER_WANTED',
  'SURPRISE_POWER_ON',
  'REQUIRED.called',
  'REPORT_POWERED_ON',
  'SYSTEM.sleeps',
  'SYSTEM.works',
  'DIRECTED_DOWN',
  'DIRECTED_DOWN.called',
  'COMPLETE_DIRECTED_DOWN',
  'DIRECTED_UP',
  'UNREGISTER',
  'CALLBACKS_RETURNED',
] as const;

export type DeviceEventType = (typeof DEVICE_EVENTS)[number];
export interface DeviceEvent {
  readonly type: DeviceEventType;
}

/** What the framework has to do for a device, in order. */
export type DeviceAction =
  | 'startIdleTimer'
  | 'stopIdleTimer'
  | 'callPowerNotRequired'
  | 'callPowerRequired'
  | 'callDirectedDown'
  | 'callDirectedUp'
  | 'restoreComponents'
  | 'endDirectedDown';

interface DeviceContext {
  /** PoFxReportDevicePoweredOn is owed. */
  readonly owesReport: boolean;
  /** The last D request to the stack led below D0. */
  readonly isInDx: boolean;
  /** The system left S0 while DevicePowerNotRequired was outstanding. */
  readonly isAsleep: boolean;
}

const named = (): void => {};

/** A new system state leaves a device that needs power one report behind, whatever its own state has been (POFX-37). */
const worksAgain = { target: 'powering', actions: ['owe', 'stopIdleTimer'] } as const;
const lowered = { 'DX.done': { actions: 'enterDx' }, 'D0.done': { actions: 'enterD0' } } as const;

export const pofxDevice = setup({
  types: { events: {} as DeviceEvent, context: {} as DeviceContext },
  actions: {
    owe: assign({ owesReport: true }),
    pay: assign({ owesReport: false }),
    enterDx: assign({ isInDx: true }),
    enterD0: assign({ isInDx: false }),
    fallAsleep: assign({ isAsleep: true }),
    wakeUp: assign({ isAsleep: false }),
    startIdleTimer: named,
    stopIdleTimer: named,
    callPowerNotRequired: named,
    callPowerRequired: named,
    callDirectedDown: named,
    callDirectedUp: named,
    restoreComponents: named,
    endDirectedDown: named,
  },
  guards: {
    owesReport: ({ context }) => context.owesReport,
    isInDx: ({ context }) => context.isInDx,
    isAsleep: ({ context }) => context.isAsleep,
  },
}).createMachine({
  id: 'pofx-device',
  initial: 'registered',
  context: { owesReport: false, isInDx: false, isAsleep: false },
  states: {
    registered: {
      description: 'in D0, every component active; the driver has not started power management',
      on: { START_POWER_MANAGEMENT: 'required', UNREGISTER: 'unregistering' },
    },
    required: {
      description: 'power is required: some component is in use',
      on: {
        ...lowered,
        ALL_IDLE: { target: 'idleTimer', actions: 'startIdleTimer' },
        'SYSTEM.sleeps': 'asleep',
        'SYSTEM.works': worksAgain,
        DIRECTED_DOWN: { target: 'directedDown', actions: 'callDirectedDown' },
        UNREGISTER: 'unregistering',
      },
    },
    idleTimer: {
      description: 'power is required; every component is idle and the idle timer runs',
      on: {
        ...lowered,
        COMPONENT_BUSY: { target: 'required', actions: 'stopIdleTimer' },
        IDLE_TIMEOUT: 'timedOut',
        'SYSTEM.sleeps': { target: 'asleep', actions: 'stopIdleTimer' },
        'SYSTEM.works': worksAgain,
        DIRECTED_DOWN: { target: 'directedDown', actions: ['stopIdleTimer', 'callDirectedDown'] },
        UNREGISTER: { target: 'unregistering', actions: 'stopIdleTimer' },
      },
    },
    timedOut: {
      description: 'the idle timer has expired; changes of F states come to their end first',
      on: {
        ...lowered,
        COMPONENT_BUSY: 'required',
        SETTLED: { target: 'releasing', actions: 'callPowerNotRequired' },
        'SYSTEM.sleeps': 'asleep',
        'SYSTEM.works': worksAgain,
        DIRECTED_DOWN: { target: 'directedDown', actions: 'callDirectedDown' },
        UNREGISTER: 'unregistering',
      },
    },
    releasing: {
      description: 'the driver is about to hear that power is not required',
      on: {
        ...lowered,
        'NOT_REQUIRED.called': 'releaseReported',
        // What was not said yet is not said any more.
        'SYSTEM.sleeps': 'asleep',
        'SYSTEM.works': worksAgain,
        UNREGISTER: 'unregistering',
      },
    },
    releaseReported: {
      description: 'DevicePowerNotRequired was called and its completion is awaited',
      on: {
        ...lowered,
        'SYSTEM.sleeps': { actions: 'fallAsleep' },
        'SYSTEM.works': { actions: ['owe', 'wakeUp'] },
        REPORT_POWERED_ON: { guard: 'owesReport', actions: 'pay' },
        COMPLETE_NOT_REQUIRED: [
          { guard: 'isAsleep', target: 'asleep', actions: 'wakeUp' },
          { guard: 'owesReport', target: 'powering' },
          { guard: 'isInDx', target: 'notRequiredDx' },
          { target: 'notRequiredD0' },
        ],
        UNREGISTER: 'unregistering',
      },
    },
    notRequiredD0: {
      description: 'power is not required; the device is still, or again, in D0',
      on: {
        'DX.done': { target: 'notRequiredDx', actions: 'enterDx' },
        POWER_WANTED: { target: 'requiring', actions: 'callPowerRequired' },
        'SYSTEM.sleeps': 'asleep',
        'SYSTEM.works': { target: 'powering', actions: 'owe' },
        UNREGISTER: 'unregistering',
      },
    },
    notRequiredDx: {
      description: 'power is not required; the device is in a low-power state',
      on: {
        'D0.done': { target: 'notRequiredD0', actions: 'enterD0' },
        POWER_WANTED: { target: 'requiring', actions: 'callPowerRequired' },
        SURPRISE_POWER_ON: { target: 'requiring', actions: 'callPowerRequired' },
        'SYSTEM.sleeps': 'asleep',
        'SYSTEM.works': { target: 'powering', actions: 'owe' },
        UNREGISTER: 'unregistering',
      },
    },
    requiring: {
      description: 'the driver is about to hear that power is required',
      on: {
        ...lowered,
        'REQUIRED.called': { target: 'powering', actions: 'owe' },
        'SYSTEM.sleeps': 'asleep',
        // The report for S0 stands for both (POFX-37).
        'SYSTEM.works': { target: 'powering', actions: 'owe' },
        UNREGISTER: 'unregistering',
      },
    },
    powering: {
      description: 'PoFxReportDevicePoweredOn is awaited',
      on: {
        ...lowered,
        REPORT_POWERED_ON: { guard: 'owesReport', target: 'required', actions: ['pay', 'restoreComponents'] },
        'SYSTEM.sleeps': 'asleep',
        'SYSTEM.works': { actions: 'owe' },
        UNREGISTER: 'unregistering',
      },
    },
    asleep: {
      description: 'the system sleeps, and the device goes where its driver takes it',
      on: {
        ...lowered,
        REPORT_POWERED_ON: { guard: 'owesReport', actions: 'pay' },
        'SYSTEM.works': { target: 'powering', actions: 'owe' },
        UNREGISTER: 'unregistering',
      },
    },
    directedDown: {
      description: 'a directed power-down is about to be called',
      on: { ...lowered, 'DIRECTED_DOWN.called': 'directedDownReported', UNREGISTER: 'unregistering' },
    },
    directedDownReported: {
      description: 'DirectedPowerDown was called and its completion is awaited',
      on: {
        ...lowered,
        COMPLETE_DIRECTED_DOWN: { target: 'directedLow', actions: 'endDirectedDown' },
        UNREGISTER: 'unregistering',
      },
    },
    directedLow: {
      description: 'directed to low power; nothing but the directed power-up wakes it',
      on: { ...lowered, DIRECTED_UP: { target: 'requiring', actions: 'callDirectedUp' }, UNREGISTER: 'unregistering' },
    },
    unregistering: {
      description: 'PoFxUnregisterDevice waits until callbacks have returned',
      on: { CALLBACKS_RETURNED: 'unregistered' },
    },
    unregistered: { description: 'its handle means nothing any more', type: 'final' },
  },
});

export type PoFxDeviceState = StateValueFrom<typeof pofxDevice>;

/** States in which components may change: the device is in D0, and nothing is under way that takes it from there. */
const POWERED: ReadonlySet<PoFxDeviceState> = new Set(['registered', 'required', 'idleTimer', 'timedOut']);
/** Power is required from a driver's point of view: between DevicePowerRequired and DevicePowerNotRequired. */
const REQUIRED: ReadonlySet<PoFxDeviceState> = new Set([...POWERED, 'requiring', 'powering']);

export function isPowered(state: PoFxDeviceState): boolean {
  return POWERED.has(state);
}

export function isPowerRequired(state: PoFxDeviceState): boolean {
  return REQUIRED.has(state);
}
