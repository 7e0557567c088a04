/**
 * One component of a device that is registered with the power framework: its condition, which says whether its
 * registers may be touched, and its F state, which says what it loses (SM-07).
 */
import { assign, type StateValueFrom, setup } from 'xstate';

export const COMPONENT_EVENTS = [
  'ACTIVATE',
  'IDLE',
  'IDLE_CONDITION.called',
  'COMPLETE_IDLE_CONDITION',
  'DEVICE_POWERED',
  'READY',
  'SELECT',
  'PLUG_IN.done',
  'IDLE_STATE.called',
  'COMPLETE_IDLE_STATE',
] as const;

export type ComponentEventType = (typeof COMPONENT_EVENTS)[number];
export type ComponentEvent =
  | { readonly type: Exclude<ComponentEventType, 'SELECT'> }
  /** The F state that the framework wants, 0 = F0. */
  | { readonly type: 'SELECT'; readonly state: number };

/** What the framework has to do for a component, in order. */
export type ComponentAction =
  | 'callIdleCondition'
  | 'callActiveCondition'
  | 'callIdleState'
  | 'tellPlugInActive'
  | 'tellPlugInIdle'
  | 'tellPlugInBefore'
  | 'tellPlugInAfter'
  | 'acquireProviders'
  | 'releaseProviders';

interface ComponentContext {
  /** Activations that have not been taken back, those of dependent components included. */
  readonly references: number;
  /** The F state that the component is in, or comes from. */
  readonly state: number;
  /** The F state that it changes to; the same as `state` while nothing changes. */
  readonly target: number;
}

/** Performed by the framework, in the order in which the machine names them. */
const named = (): void => {};

export const pofxComponent = setup({
  types: { events: {} as ComponentEvent, context: {} as ComponentContext },
  actions: {
    count: assign({ references: ({ context }) => context.references + 1 }),
    countDown: assign({ references: ({ context }) => context.references - 1 }),
    // From one low-power state to another the way leads through F0.
    aim: assign({
      target: ({ context, event }) => (event.type !== 'SELECT' || context.state !== 0 ? 0 : event.state),
    }),
    arrive: assign({ state: ({ context }) => context.target }),
    callIdleCondition: named,
    callActiveCondition: named,
    callIdleState: named,
    tellPlugInActive: named,
    tellPlugInIdle: named,
    tellPlugInBefore: named,
    tellPlugInAfter: named,
    acquireProviders: named,
    releaseProviders: named,
  },
  guards: {
    isLast: ({ context }) => context.references === 1,
    isReferenced: ({ context }) => context.references > 0,
    isOther: ({ context, event }) => event.type === 'SELECT' && event.state !== context.state,
  },
}).createMachine({
  id: 'pofx-component',
  type: 'parallel',
  context: { references: 1, state: 0, target: 0 },
  states: {
    condition: {
      description: 'condition of the first component',
      initial: 'active',
      states: {
        active: {
          description: 'in F0, its registers may be touched',
          on: {
            ACTIVATE: { actions: 'count' },
            IDLE: [
              { guard: 'isLast', target: 'released', actions: 'countDown' },
              { guard: 'isReferenced', actions: 'countDown' },
            ],
          },
        },
        released: {
          description: 'the last reference has gone; the driver hears of it as soon as the device is in D0',
          on: {
            ACTIVATE: { target: 'active', actions: 'count' },
            DEVICE_POWERED: { target: 'idling', actions: 'callIdleCondition' },
          },
        },
        idling: {
          description: 'the last reference has gone; the driver is about to hear of it',
          on: {
            ACTIVATE: { actions: 'count' },
            IDLE: { guard: 'isReferenced', actions: 'countDown' },
            'IDLE_CONDITION.called': 'idleReported',
          },
        },
        idleReported: {
          description: 'ComponentIdleCondition was called and PoFxCompleteIdleCondition is awaited',
          on: {
            ACTIVATE: { actions: 'count' },
            IDLE: { guard: 'isReferenced', actions: 'countDown' },
            COMPLETE_IDLE_CONDITION: [
              // Somebody wanted it again in the meantime: its providers are still held.
              { guard: 'isReferenced', target: 'preparing' },
              { target: 'idle', actions: ['tellPlugInIdle', 'releaseProviders'] },
            ],
          },
        },
        idle: {
          description: 'its registers must not be touched; it may go to a deeper F state',
          on: { ACTIVATE: { target: 'awaitingPower', actions: ['count', 'acquireProviders'] } },
        },
        awaitingPower: {
          description: 'wanted; the device has to be in D0 first',
          on: {
            ACTIVATE: { actions: 'count' },
            IDLE: { guard: 'isReferenced', actions: 'countDown' },
            DEVICE_POWERED: { target: 'preparing', actions: 'tellPlugInActive' },
          },
        },
        preparing: {
          description: 'wanted; waits for F0 and for the components that it depends on',
          on: {
            ACTIVATE: { actions: 'count' },
            IDLE: { guard: 'isReferenced', actions: 'countDown' },
            READY: [
              { guard: 'isReferenced', target: 'active', actions: 'callActiveCondition' },
              { target: 'released', actions: 'callActiveCondition' },
            ],
          },
        },
      },
    },
    fstate: {
      description: 'change of its F state',
      initial: 'settled',
      states: {
        settled: {
          description: 'in the F state that was selected last',
          on: { SELECT: { guard: 'isOther', target: 'plugInBefore', actions: ['aim', 'tellPlugInBefore'] } },
        },
        plugInBefore: {
          description: 'the plug-in of the platform prepares the change',
          on: { 'PLUG_IN.done': { target: 'changing', actions: 'callIdleState' } },
        },
        changing: {
          description: 'the driver is about to hear of the change',
          on: { 'IDLE_STATE.called': 'changeReported' },
        },
        changeReported: {
          description: 'ComponentIdleState was called and PoFxCompleteIdleState is awaited',
          on: { COMPLETE_IDLE_STATE: { target: 'plugInAfter', actions: 'tellPlugInAfter' } },
        },
        plugInAfter: {
          description: 'the plug-in of the platform makes the change',
          on: { 'PLUG_IN.done': { target: 'settled', actions: 'arrive' } },
        },
      },
    },
  },
});

type ComponentStates = Required<Extract<StateValueFrom<typeof pofxComponent>, object>>;
export type ComponentCondition = ComponentStates['condition'];
/** Whether the F state changes, and how far the change is. */
export type ComponentFState = ComponentStates['fstate'];
