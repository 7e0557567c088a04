import { setup } from 'xstate';

export type BugCheckEvent = {
  readonly type:
    | 'BUGCHECK'
    | 'FROZEN'
    | 'DUMP_WANTED'
    | 'NO_DUMP_FILE'
    | 'COLLECTED'
    | 'DUMP_ENDED'
    | 'CALLBACKS_DONE'
    | 'NESTED'
    | 'RESTART';
};

/** A bug check inside of the bug check only adds to what is known of it. */
const nested = { NESTED: {} };

/**
 * KeBugCheckEx, from the first caller to the restart. Reason callbacks come before and while the dump is written, plain
 * ones when it is complete.
 *
 * @source nf-wdm-kebugcheckex, writing-a-bug-check-callback-routine
 */
export const bugCheck = setup({ types: { events: {} as BugCheckEvent } }).createMachine({
  id: 'bugcheck',
  initial: 'running',
  states: {
    running: { description: 'the system works', on: { BUGCHECK: 'claimed' } },
    claimed: {
      description: 'the first caller of KeBugCheckEx has won; code, parameters and caller are kept',
      on: { ...nested, FROZEN: 'frozen' },
    },
    frozen: {
      description: 'other processors stand, interrupts are off, the IRQL is HIGH_LEVEL; nothing else ever runs again',
      on: { ...nested, DUMP_WANTED: 'collecting', NO_DUMP_FILE: 'callbacks' },
    },
    collecting: {
      description: 'callbacks choose what goes into the dump: ranges for a small one, pages to add, pages to remove',
      on: { ...nested, COLLECTED: 'dumping' },
    },
    dumping: {
      description: 'devices get power, the dump stack starts and writes, callbacks see each piece and add their data',
      on: { ...nested, DUMP_ENDED: 'callbacks' },
    },
    callbacks: {
      description: 'routines of KeRegisterBugCheckCallback run; what they store is not in the dump',
      on: { ...nested, CALLBACKS_DONE: 'halted' },
    },
    halted: {
      description: 'the machine stands, and can be looked at, until it is restarted',
      on: { RESTART: 'rebooting' },
    },
    rebooting: { description: 'the machine restarts: disks keep what they hold, devices do not', type: 'final' },
  },
});
