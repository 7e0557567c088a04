import { setup } from 'xstate';

export const STORPORT_UNIT_EVENTS = [
  'START',
  'FREEZE',
  'RELEASE',
  'BUSY',
  'READY',
  'PAUSE',
  'RESUME',
  'REMOVE',
] as const;
export type StorportUnitEvent = { readonly type: (typeof STORPORT_UNIT_EVENTS)[number] };
export type StorportUnitState = 'scanned' | 'started' | 'frozen' | 'busy' | 'paused' | 'removed';

const going = { REMOVE: 'removed' } as const;

/**
 * One logical unit and its queue (SSM-02).
 *
 * @source storport-queue-management, freezing-scsi-port-driver-s-internal-queue
 */
export const storportUnit = setup({ types: { events: {} as StorportUnitEvent } }).createMachine({
  id: 'storport-unit',
  initial: 'scanned',
  states: {
    scanned: { description: 'it has answered INQUIRY', on: { START: 'started', ...going } },
    started: {
      description: 'its queue is open',
      on: { FREEZE: 'frozen', BUSY: 'busy', PAUSE: 'paused', ...going },
    },
    frozen: {
      description: 'a request has failed: only SRB_FUNCTION_RELEASE_QUEUE opens the queue again',
      on: { RELEASE: 'started', ...going },
    },
    busy: {
      description: 'the miniport takes nothing until some requests have completed',
      on: { READY: 'started', FREEZE: 'frozen', PAUSE: 'paused', ...going },
    },
    paused: {
      description: 'nothing goes to the miniport for some time',
      on: { RESUME: 'started', FREEZE: 'frozen', ...going },
    },
    removed: { description: 'Plug and Play has removed it', on: { START: 'started' } },
  },
});
