import { setup } from 'xstate';

export type CrashdumpChainEvent = {
  readonly type: 'BUGCHECK' | 'NO_DUMP_FILE' | 'FROZEN' | 'DEVICE_DONE' | 'CHAIN_READY' | 'CHAIN_BROKEN';
};

/** From the bug check to the point where the dump can be written, or cannot. @source kernel-mode-dump-files */
export const crashdumpChain = setup({ types: { events: {} as CrashdumpChainEvent } }).createMachine({
  id: 'crashdump-chain',
  initial: 'normal',
  states: {
    normal: { description: 'the system works', on: { BUGCHECK: 'freezing' } },
    freezing: {
      description: 'other processors stop, interrupts go off, the IRQL is HIGH_LEVEL',
      on: { FROZEN: 'poweringOn', NO_DUMP_FILE: 'noDump' },
    },
    poweringOn: {
      description: 'devices on the way to the dump file are powered on, parents first',
      on: { DEVICE_DONE: 'poweringOn', CHAIN_READY: 'ready', CHAIN_BROKEN: 'dumpFailed' },
    },
    ready: { description: 'every device on the way to the dump file has power', type: 'final' },
    dumpFailed: { description: 'a device on the way to the dump file has no power', type: 'final' },
    noDump: { description: 'there is no dump file', type: 'final' },
  },
});
