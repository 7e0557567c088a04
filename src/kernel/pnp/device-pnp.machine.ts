import { assign, setup } from 'xstate';

/** What one device's lifecycle hears. @source state-transitions-for-pnp-devices */
export const PNP_EVENTS = [
  'IDS_QUERIED',
  'ADD_DEVICE.succeeded',
  'ADD_DEVICE.failed',
  'RESOURCES_ASSIGNED',
  'START_DEVICE.sent',
  'START_DEVICE.succeeded',
  'START_DEVICE.failed',
  'QUERY_CAPABILITIES.completed',
  'QUERY_PNP_DEVICE_STATE.completed',
  'QUERY_DEVICE_RELATIONS.sent',
  'QUERY_DEVICE_RELATIONS.completed',
  'CHILDREN_LISTED',
  'QUERY_STOP_DEVICE.succeeded',
  'CANCEL_STOP_DEVICE',
  'STOP_DEVICE',
  'RESTART.succeeded',
  'RESTART.failed',
  'RESTART.completed',
  'QUERY_REMOVE_DEVICE.succeeded',
  'CANCEL_REMOVE_DEVICE',
  'REMOVE_DEVICE',
  'REMOVE_DEVICE.forced',
  'SURPRISE_REMOVAL',
  'ENUMERATED_AGAIN',
  'MISSING_FROM_BUS',
  'PDO_DELETED',
] as const;

export type PnpEventType = (typeof PNP_EVENTS)[number];
export interface PnpEvent {
  readonly type: PnpEventType;
}

/** The request of a user that leads to an event, where there is one. */
export const REQUEST_OF_EVENT: Readonly<Partial<Record<PnpEventType, string>>> = {
  'QUERY_STOP_DEVICE.succeeded': 'queryStop',
  CANCEL_STOP_DEVICE: 'cancelStop',
  STOP_DEVICE: 'stop',
  'RESTART.succeeded': 'start',
  'QUERY_REMOVE_DEVICE.succeeded': 'queryRemove',
  CANCEL_REMOVE_DEVICE: 'cancelRemove',
  REMOVE_DEVICE: 'remove',
  SURPRISE_REMOVAL: 'surpriseRemove',
  ENUMERATED_AGAIN: 'enable',
  MISSING_FROM_BUS: 'unplug',
};

interface PnpContext {
  /** Whether the device was started when it was asked to be removed: where a cancelled removal leads back to. */
  readonly wasStarted: boolean;
}

/** What the system may send although nothing came before: a cancelled request tells those too that had refused it. */
const spurious = { drops: ['CANCEL_STOP_DEVICE', 'CANCEL_REMOVE_DEVICE'] } as const;

/** A user may have REMOVE_DEVICE sent to drivers that do not expect it, to see what they make of it. */
const forced = { 'REMOVE_DEVICE.forced': 'removed' } as const;

/** Removal may be asked for, or happen, before a device has ever started. */
const notStarted = {
  'QUERY_REMOVE_DEVICE.succeeded': { target: 'queryRemoved', actions: 'rememberNotStarted' },
  SURPRISE_REMOVAL: 'removePendingCloses',
  REMOVE_DEVICE: 'removed',
} as const;

export const devicePnp = setup({
  types: {
    events: {} as PnpEvent,
    context: {} as PnpContext,
    meta: {} as { readonly drops: readonly PnpEventType[] },
  },
  actions: { rememberStarted: assign({ wasStarted: true }), rememberNotStarted: assign({ wasStarted: false }) },
  guards: { wasStarted: ({ context }) => context.wasStarted },
}).createMachine({
  id: 'device-pnp',
  initial: 'uninitialized',
  context: { wasStarted: false },
  states: {
    uninitialized: {
      description: 'reported by its bus, nothing known of it yet',
      on: { IDS_QUERIED: 'initialized', MISSING_FROM_BUS: 'awaitingQueuedDeletion' },
    },
    initialized: {
      description: 'ids and capabilities known, no driver added',
      on: {
        'ADD_DEVICE.succeeded': 'driversAdded',
        'ADD_DEVICE.failed': 'awaitingQueuedRemoval',
        MISSING_FROM_BUS: 'awaitingQueuedDeletion',
        ...notStarted,
      },
    },
    driversAdded: {
      description: 'AddDevice done for every driver of the stack',
      meta: spurious,
      on: { RESOURCES_ASSIGNED: 'resourcesAssigned', ...notStarted },
    },
    resourcesAssigned: {
      description: 'ready to start',
      meta: spurious,
      on: { 'START_DEVICE.sent': 'startPending', ...notStarted },
    },
    startPending: {
      description: 'START_DEVICE is under way',
      on: { 'START_DEVICE.succeeded': 'startCompletion', 'START_DEVICE.failed': 'awaitingQueuedRemoval' },
    },
    startCompletion: {
      description: 'started; capabilities are asked again',
      on: { 'QUERY_CAPABILITIES.completed': 'startPostWork' },
    },
    startPostWork: {
      description: 'started; the device state is asked',
      on: { 'QUERY_PNP_DEVICE_STATE.completed': 'started', SURPRISE_REMOVAL: 'removePendingCloses' },
    },
    started: {
      description: 'in use',
      meta: spurious,
      on: {
        ...forced,
        'QUERY_DEVICE_RELATIONS.sent': 'enumeratePending',
        'QUERY_STOP_DEVICE.succeeded': 'queryStopped',
        'QUERY_REMOVE_DEVICE.succeeded': { target: 'queryRemoved', actions: 'rememberStarted' },
        SURPRISE_REMOVAL: 'removePendingCloses',
      },
    },
    enumeratePending: {
      description: 'started; its children are being listed',
      on: { 'QUERY_DEVICE_RELATIONS.completed': 'enumerateCompletion' },
    },
    enumerateCompletion: {
      description: 'started; the list of children is compared',
      on: { CHILDREN_LISTED: 'started' },
    },
    queryStopped: {
      description: 'every driver agreed to stop for a rebalance',
      on: { ...forced, STOP_DEVICE: 'stopped', CANCEL_STOP_DEVICE: 'started', SURPRISE_REMOVAL: 'removePendingCloses' },
    },
    stopped: {
      description: 'resources taken away, I/O held',
      on: {
        ...forced,
        'RESTART.succeeded': 'restartCompletion',
        'RESTART.failed': 'removePendingCloses',
        SURPRISE_REMOVAL: 'removePendingCloses',
      },
    },
    restartCompletion: {
      description: 'started again with new resources',
      on: { 'RESTART.completed': 'started', SURPRISE_REMOVAL: 'removePendingCloses' },
    },
    queryRemoved: {
      description: 'every driver agreed to removal',
      on: {
        REMOVE_DEVICE: 'removed',
        CANCEL_REMOVE_DEVICE: [{ guard: 'wasStarted', target: 'started' }, { target: 'resourcesAssigned' }],
        SURPRISE_REMOVAL: 'removePendingCloses',
      },
    },
    awaitingQueuedRemoval: {
      description: 'failed to start; its drivers are about to be removed',
      on: { REMOVE_DEVICE: 'removed', SURPRISE_REMOVAL: 'removePendingCloses' },
    },
    removePendingCloses: {
      description: 'surprise-removed; waits until the last handle is closed',
      on: { REMOVE_DEVICE: 'removed' },
    },
    removed: {
      description: 'drivers gone, still reported by its bus',
      on: { ENUMERATED_AGAIN: 'initialized', MISSING_FROM_BUS: 'awaitingQueuedDeletion' },
    },
    awaitingQueuedDeletion: {
      description: 'gone from its bus; the bus driver deletes the PDO',
      on: { PDO_DELETED: 'deleted' },
    },
    deleted: { description: 'gone', type: 'final' },
  },
});

/** Whether a state lets an event pass that means nothing in it. */
export function isDropped(state: DevicePnpState, event: PnpEventType): boolean {
  const { meta }: { readonly meta?: { readonly drops: readonly PnpEventType[] } } =
    devicePnp.config.states?.[state] ?? {};
  return meta?.drops.includes(event) === true;
}

export type DevicePnpState = keyof (typeof devicePnp)['config']['states'] & string;
