import { setup } from 'xstate';

export type WaitWakeEvent = {
  readonly type: 'REQUEST' | 'WAKE_SIGNAL' | 'COMPLETED.succeeded' | 'COMPLETED.cancelled' | 'COMPLETED.failed';
};

/** The wait/wake IRP of one device. @source irp-mn-wait-wake */
export const waitWake = setup({ types: { events: {} as WaitWakeEvent } }).createMachine({
  id: 'wait-wake',
  initial: 'idle',
  states: {
    idle: { description: 'the device is not armed to wake the system', on: { REQUEST: 'armedPending' } },
    armedPending: {
      description: 'IRP_MN_WAIT_WAKE is pending: the device may wake itself and the system',
      on: {
        WAKE_SIGNAL: 'signalled',
        'COMPLETED.succeeded': 'idle',
        'COMPLETED.cancelled': 'idle',
        'COMPLETED.failed': 'idle',
      },
    },
    signalled: {
      description: 'the hardware has asked to wake up; the bus driver completes the request',
      on: { 'COMPLETED.succeeded': 'idle', 'COMPLETED.cancelled': 'idle', 'COMPLETED.failed': 'idle' },
    },
  },
});
