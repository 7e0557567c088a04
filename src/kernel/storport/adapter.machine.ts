import { setup } from 'xstate';

export const STORPORT_ADAPTER_EVENTS = [
  'FIND_ADAPTER.found',
  'FIND_ADAPTER.failed',
  'INITIALIZE.succeeded',
  'INITIALIZE.failed',
  'PASSIVE_INITIALIZE.done',
  'PASSIVE_INITIALIZE.failed',
  'CONTROL_TYPES_QUERIED',
  'PAUSE',
  'RESUME',
  'STOP',
  'RESTART.succeeded',
  'RESTART.failed',
  'SURPRISE_REMOVAL',
  'REMOVE',
] as const;
export type StorportAdapterEvent = { readonly type: (typeof STORPORT_ADAPTER_EVENTS)[number] };
export type StorportAdapterState =
  | 'absent'
  | 'found'
  | 'initialized'
  | 'passiveDone'
  | 'running'
  | 'paused'
  | 'stopped'
  | 'failed'
  | 'surpriseRemoved'
  | 'removed';

const going = { SURPRISE_REMOVAL: 'surpriseRemoved', REMOVE: 'removed' } as const;

/**
 * One adapter as its port driver sees it (SSM-01).
 *
 * @source nc-storport-hw_find_adapter, nc-storport-hw_adapter_control
 */
export const storportAdapter = setup({ types: { events: {} as StorportAdapterEvent } }).createMachine({
  id: 'storport-adapter',
  initial: 'absent',
  states: {
    absent: {
      description: 'HwStorFindAdapter has not been called yet',
      on: { 'FIND_ADAPTER.found': 'found', 'FIND_ADAPTER.failed': 'failed', ...going },
    },
    found: {
      description: 'the miniport has described the adapter',
      on: { 'INITIALIZE.succeeded': 'initialized', 'INITIALIZE.failed': 'failed', ...going },
    },
    initialized: {
      description: 'HwStorInitialize has succeeded, at DIRQL',
      on: { 'PASSIVE_INITIALIZE.done': 'passiveDone', 'PASSIVE_INITIALIZE.failed': 'failed', ...going },
    },
    passiveDone: {
      description: 'what had to wait for PASSIVE_LEVEL is done',
      on: { CONTROL_TYPES_QUERIED: 'running', ...going },
    },
    running: {
      description: 'requests go to the miniport',
      on: { PAUSE: 'paused', STOP: 'stopped', ...going },
    },
    paused: {
      description: 'new requests wait: StorPortPause, a reset, or a link that is down',
      on: { RESUME: 'running', STOP: 'stopped', ...going },
    },
    stopped: {
      description: 'stopped by Plug and Play, or without power',
      on: { 'RESTART.succeeded': 'running', 'RESTART.failed': 'failed', ...going },
    },
    failed: { description: 'the miniport could not bring it up', on: going },
    surpriseRemoved: { description: 'the hardware is gone: nobody touches its registers', on: { REMOVE: 'removed' } },
    removed: { description: 'its extensions are gone', type: 'final' },
  },
});
