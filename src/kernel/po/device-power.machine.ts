import { setup } from 'xstate';

/** D0 to D3 as a DEVICE_POWER_STATE minus one. */
type D = 'd0' | 'd1' | 'd2' | 'd3';

export type DevicePowerEvent =
  | { readonly type: `HARDWARE.${D}` }
  | { readonly type: 'RAIL_OFF' | 'RAIL_ON' | 'PLATFORM_ON' | 'POWERED_FOR_DUMP' }
  | { readonly type: 'PLATFORM_OFF'; readonly hasAuxiliaryPower: boolean }
  | { readonly type: `REPORTED.${D}` }
  | { readonly type: 'D_QUERY.sent' | 'D_DOWN.sent' | 'D_UP.sent' | 'D_UP.held' }
  | { readonly type: 'D_QUERY.completed' | 'D_DOWN.completed' | 'D_UP.completed' | 'D_QUERY.agreed' }
  | { readonly type: 'S_DOWN.sent' | 'S_UP.sent' | 'S_UP.completed' }
  | { readonly type: 'IDLE_POWER_DOWN' };

export type DevicePowerEventType = DevicePowerEvent['type'];

const hardwareTargets = {
  'HARDWARE.d0': 'd0',
  'HARDWARE.d1': 'd1',
  'HARDWARE.d2': 'd2',
  'HARDWARE.d3': 'd3hot',
} as const;
const reportedTargets = { 'REPORTED.d0': 'd0', 'REPORTED.d1': 'd1', 'REPORTED.d2': 'd2', 'REPORTED.d3': 'd3' } as const;
const withoutPower = { PLATFORM_OFF: { guard: 'losesPower', target: 'd3cold' }, RAIL_OFF: 'd3cold' } as const;
/** A plug-in gives power while the machine is frozen: no driver sets the device up. */
const forDump = { POWERED_FOR_DUMP: 'd0Uninit' } as const;

/**
 * One device's power: what the hardware has, what drivers have reported, which request of its own is under way, and
 * what its power policy owner is about. Four regions, because they go out of step: that is where drivers fail.
 *
 * @source device-power-states, irp-mn-set-power, nf-wdm-posetpowerstate
 */
export const devicePower = setup({
  types: { events: {} as DevicePowerEvent },
  guards: { losesPower: ({ event }) => event.type === 'PLATFORM_OFF' && !event.hasAuxiliaryPower },
}).createMachine({
  id: 'device-power',
  type: 'parallel',
  states: {
    hardware: {
      description: 'what the device itself is in',
      initial: 'd3cold',
      states: {
        d0: { description: 'on, context kept', on: { ...hardwareTargets, ...withoutPower } },
        d0Uninit: {
          description: 'has power, registers at their defaults',
          on: { ...hardwareTargets, ...withoutPower },
        },
        d1: { description: 'sleeps lightly', on: { ...hardwareTargets, ...withoutPower, ...forDump } },
        d2: { description: 'sleeps', on: { ...hardwareTargets, ...withoutPower, ...forDump } },
        d3hot: {
          description: 'off, the bus can still see it',
          on: { ...hardwareTargets, ...withoutPower, ...forDump },
        },
        d3cold: {
          description: 'off, without power',
          on: { 'HARDWARE.d0': 'd0', RAIL_ON: 'd0Uninit', PLATFORM_ON: 'd0Uninit', ...forDump },
        },
      },
    },
    reported: {
      description: 'what PoSetPowerState last said of the PDO',
      initial: 'unspecified',
      states: {
        unspecified: { description: 'nothing was reported yet', on: reportedTargets },
        d0: { description: 'reported on', on: reportedTargets },
        d1: { description: 'reported D1', on: reportedTargets },
        d2: { description: 'reported D2', on: reportedTargets },
        d3: { description: 'reported off', on: reportedTargets },
      },
    },
    deviceIrp: {
      description: 'the device power IRP in its stack',
      initial: 'idle',
      states: {
        idle: {
          description: 'none',
          on: {
            'D_QUERY.sent': 'queryInFlight',
            'D_DOWN.sent': 'setDown',
            'D_UP.sent': 'setUp',
            'D_UP.held': 'waitInrush',
          },
        },
        waitInrush: {
          description: 'another device is powering up, and this one draws inrush current too',
          on: { 'D_UP.sent': 'setUp' },
        },
        queryInFlight: { description: 'IRP_MN_QUERY_POWER', on: { 'D_QUERY.completed': 'idle' } },
        setUp: { description: 'IRP_MN_SET_POWER to D0', on: { 'D_UP.completed': 'idle' } },
        setDown: { description: 'IRP_MN_SET_POWER to D1, D2 or D3', on: { 'D_DOWN.completed': 'idle' } },
      },
    },
    io: {
      description: 'whether the drivers may start requests',
      initial: 'open',
      states: {
        open: { description: 'requests are started', on: { 'D_QUERY.agreed': 'holding', 'D_DOWN.sent': 'holding' } },
        holding: { description: 'requests wait until the device is in D0', on: { 'D_UP.completed': 'open' } },
      },
    },
    policy: {
      description: 'what the power policy owner is about',
      initial: 'noOwner',
      states: {
        noOwner: {
          description: 'no driver of the stack has asked for a device state yet',
          on: { 'D_DOWN.sent': 's0Idle', 'D_UP.sent': 's0Active', 'S_DOWN.sent': 'sxPending' },
        },
        s0Active: {
          description: 'the system works and the device is on',
          on: { 'D_DOWN.sent': 's0Idle', IDLE_POWER_DOWN: 's0Idle', 'S_DOWN.sent': 'sxPending' },
        },
        s0Idle: {
          description: 'the system works and the device sleeps',
          on: { 'D_UP.completed': 's0Active', 'S_DOWN.sent': 'sxPending' },
        },
        sxPending: {
          description: 'the system goes to sleep, the device is on its way',
          on: { 'D_DOWN.completed': 'sx', 'S_UP.sent': 's0Pending' },
        },
        sx: { description: 'the device sleeps with the system', on: { 'S_UP.sent': 's0Pending' } },
        s0Pending: {
          description: 'the system is awake, the device is on its way',
          on: { 'D_UP.completed': 's0Active', 'S_DOWN.sent': 'sxPending' },
        },
      },
    },
  },
});
