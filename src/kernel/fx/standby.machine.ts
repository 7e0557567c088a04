import { setup } from 'xstate';

export type StandbyEvent =
  | { readonly type: 'ENTER' }
  | { readonly type: 'LOW_POWER' }
  | { readonly type: 'UNBLOCKED' }
  | { readonly type: 'BLOCKED' }
  | { readonly type: 'WAKE' }
  | { readonly type: 'LEFT' };

/** Standby: the system stays in S0, and the platform idles as deeply as its devices let it. @source dpm-notifications */
export const standby = setup({ types: { events: {} as StandbyEvent } }).createMachine({
  id: 'standby',
  initial: 'working',
  states: {
    working: { description: 'S0, with a display that is on', on: { ENTER: 'entering' } },
    entering: {
      description: 'the display goes off, and drivers and plug-ins hear of the low-power epoch',
      on: { LOW_POWER: 'blocked' },
    },
    blocked: {
      description: 'some device keeps the platform out of its deepest idle state',
      on: { UNBLOCKED: 'deepest', WAKE: 'leaving' },
    },
    deepest: {
      description: 'the platform is in its deepest idle state',
      on: { BLOCKED: 'blocked', WAKE: 'leaving' },
    },
    leaving: {
      description: 'devices that were directed to low power come back, and the epoch ends',
      on: { LEFT: 'working' },
    },
  },
});
