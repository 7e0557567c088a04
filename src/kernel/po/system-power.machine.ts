import { assign, setup } from 'xstate';

export type SystemPowerEvent =
  | { readonly type: 'TRANSITION'; readonly isCritical: boolean; readonly isPnpLockFree: boolean }
  | { readonly type: 'PNP_LOCK_FREE' }
  | { readonly type: 'PNP_LOCK_TIMEOUT' }
  | { readonly type: 'QUERY_ALL_DONE'; readonly outcome: 'agreed' | 'overridden' | 'refused' | 'deeper' }
  | { readonly type: 'ALL_S_DONE' }
  | { readonly type: 'STACK_FAILED' }
  | { readonly type: 'PHASE_DONE'; readonly writesImage?: boolean }
  | { readonly type: 'STEP_OK' }
  | { readonly type: 'PLATFORM_OFF'; readonly endsSystem: boolean }
  | { readonly type: 'WAKE' }
  | { readonly type: 'PLATFORM_ON' };

export type SystemPowerEventType = SystemPowerEvent['type'];

/** The system's way from S0 to a sleeping state and back. @source system-power-states, irp-mn-set-power */
export const systemPower = setup({
  types: { events: {} as SystemPowerEvent, context: {} as { readonly isCritical: boolean } },
  actions: {
    rememberCritical: assign(({ event }) => ({ isCritical: event.type === 'TRANSITION' && event.isCritical })),
  },
  guards: {
    pnpLockHeld: ({ event }) => event.type === 'TRANSITION' && !event.isPnpLockFree,
    skipsQueries: ({ event }) => event.type === 'TRANSITION' && event.isCritical,
    isCritical: ({ context }) => context.isCritical,
    isRefused: ({ event }) => event.type === 'QUERY_ALL_DONE' && event.outcome === 'refused',
    asksDeeper: ({ event }) => event.type === 'QUERY_ALL_DONE' && event.outcome === 'deeper',
    writesImage: ({ event }) => event.type === 'PHASE_DONE' && event.writesImage === true,
    endsSystem: ({ event }) => event.type === 'PLATFORM_OFF' && event.endsSystem,
  },
}).createMachine({
  id: 'system-power',
  initial: 'working',
  context: { isCritical: false },
  states: {
    working: {
      description: 'S0: devices keep their own power states',
      on: {
        TRANSITION: [
          { guard: 'pnpLockHeld', target: 'waitingPnp', actions: 'rememberCritical' },
          { guard: 'skipsQueries', target: 'goingDownPageable', actions: 'rememberCritical' },
          { target: 'preparing', actions: 'rememberCritical' },
        ],
      },
    },
    waitingPnp: {
      description: 'the device tree is being changed; power requests wait until that is over',
      on: {
        PNP_LOCK_FREE: [{ guard: 'isCritical', target: 'goingDownPageable' }, { target: 'preparing' }],
        PNP_LOCK_TIMEOUT: 'bugcheck',
      },
    },
    preparing: {
      description: 'each stack is asked with IRP_MN_QUERY_POWER',
      on: {
        QUERY_ALL_DONE: [
          { guard: 'isRefused', target: 'reaffirming' },
          { guard: 'asksDeeper', target: 'preparing' },
          { target: 'goingDownPageable' },
        ],
      },
    },
    reaffirming: {
      description:
        'a driver refused, or there is no way to the hibernation file: every stack that was asked hears that S0 stays',
      on: { ALL_S_DONE: 'working' },
    },
    goingDownPageable: {
      description: 'IRP_MN_SET_POWER to devices whose drivers are pageable, leaf to root',
      on: { PHASE_DONE: 'goingDownNonPageable', STACK_FAILED: 'reaffirming' },
    },
    goingDownNonPageable: {
      description: 'IRP_MN_SET_POWER to devices in the path of a special file, leaf to root',
      on: { PHASE_DONE: [{ guard: 'writesImage', target: 'hiberSnapshot' }, { target: 'platformDown' }] },
    },
    hiberSnapshot: { description: 'memory is frozen for the hibernation image', on: { STEP_OK: 'hiberStartDump' } },
    hiberStartDump: { description: 'the dump stack takes over the disk', on: { STEP_OK: 'hiberWrite' } },
    hiberWrite: { description: 'the image is written to the hibernation file', on: { STEP_OK: 'platformDown' } },
    platformDown: {
      description: 'the platform takes power away',
      on: { PLATFORM_OFF: [{ guard: 'endsSystem', target: 'off' }, { target: 'asleep' }] },
    },
    asleep: { description: 'S1 to S4: waits for something to wake it', on: { WAKE: 'goingUpPlatform' } },
    goingUpPlatform: { description: 'the platform has power again', on: { PLATFORM_ON: 'goingUpNonPageable' } },
    goingUpNonPageable: {
      description: 'S0 to devices in the path of a special file, root to leaf',
      on: { PHASE_DONE: 'goingUpPageable' },
    },
    goingUpPageable: {
      description: 'S0 to the other devices, root to leaf; a device may still be on its way to D0 afterwards',
      on: { PHASE_DONE: 'working' },
    },
    off: { description: 'S5: only a restart leads on', type: 'final' },
    bugcheck: { description: 'the transition could not begin', type: 'final' },
  },
});

export type SystemPowerStateName = keyof (typeof systemPower)['config']['states'] & string;
