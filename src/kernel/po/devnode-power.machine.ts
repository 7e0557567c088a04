import { setup } from 'xstate';

export type DevnodePowerEvent =
  | { readonly type: 'SEND_QUERY' }
  | { readonly type: 'QUERY_POWER.succeeded' }
  | { readonly type: 'QUERY_POWER.failed' }
  | { readonly type: 'SEND_DOWN'; readonly areDependentsDown: boolean }
  | { readonly type: 'SET_POWER.completed' }
  | { readonly type: 'SEND_UP'; readonly areProvidersUp: boolean };

export type DevnodePowerEventType = DevnodePowerEvent['type'];

/**
 * What one device's stack has been told of the system's power state. Children, and devices that need this one, have
 * completed their own request before it goes down; its parent and what it needs have before it comes up.
 *
 * @source handling-irp-mn-set-power-for-system-power-states
 */
export const devnodePower = setup({
  types: { events: {} as DevnodePowerEvent },
  guards: {
    areDependentsDown: ({ event }) => event.type === 'SEND_DOWN' && event.areDependentsDown,
    areProvidersUp: ({ event }) => event.type === 'SEND_UP' && event.areProvidersUp,
  },
}).createMachine({
  id: 'devnode-power',
  initial: 's0',
  states: {
    s0: {
      description: 'the system works',
      on: { SEND_QUERY: 'querying', SEND_DOWN: { guard: 'areDependentsDown', target: 'downInFlight' } },
    },
    querying: {
      description: 'IRP_MN_QUERY_POWER for a system state is in its stack',
      on: { 'QUERY_POWER.succeeded': 'queried', 'QUERY_POWER.failed': 'refused' },
    },
    queried: {
      description: 'its drivers agreed to the system state that was asked for',
      on: {
        SEND_QUERY: 'querying',
        SEND_DOWN: { guard: 'areDependentsDown', target: 'downInFlight' },
        SEND_UP: { guard: 'areProvidersUp', target: 'upInFlight' },
      },
    },
    refused: {
      description: 'a driver did not agree; the request may come all the same',
      on: {
        SEND_QUERY: 'querying',
        SEND_DOWN: { guard: 'areDependentsDown', target: 'downInFlight' },
        SEND_UP: { guard: 'areProvidersUp', target: 'upInFlight' },
      },
    },
    downInFlight: {
      description: 'IRP_MN_SET_POWER for a sleeping state is in its stack',
      on: { 'SET_POWER.completed': 'down' },
    },
    down: {
      description: 'its drivers have completed the request',
      on: { SEND_UP: { guard: 'areProvidersUp', target: 'upInFlight' } },
    },
    upInFlight: {
      description: 'IRP_MN_SET_POWER for S0 is in its stack; the device may reach D0 later',
      on: { 'SET_POWER.completed': 's0' },
    },
  },
});

export type DevnodePowerState = keyof (typeof devnodePower)['config']['states'] & string;
