import { setup } from 'xstate';

export type DumpStackEvent = {
  readonly type:
    | 'LOAD'
    | 'LOADED'
    | 'LOAD_FAILED'
    | 'CRASH'
    | 'CONTEXT_OK'
    | 'POWERED'
    | 'ENTERED'
    | 'FOUND'
    | 'INITIALIZED'
    | 'UNIT_READY'
    | 'FILTERS_STARTED'
    | 'HEADER_WRITTEN'
    | 'BODY_WRITTEN'
    | 'SECONDARY_WRITTEN'
    | 'FINALIZED'
    | 'FLUSHED'
    | 'FAILED'
    | 'UNLOAD'
    | 'UNLOADED';
};

/** Any step of a crash can be the last: what is on the disk then is no dump. */
const orFailed = { FAILED: 'failed' } as const;

/**
 * The dump stack: loaded while the system works, as soon as there is a file to dump into; run once, after a bug check.
 *
 * @source crash-dump-and-hibernation-support, restrictions-on-miniport-drivers-that-manage-the-boot-drive
 */
export const dumpStack = setup({ types: { events: {} as DumpStackEvent } }).createMachine({
  id: 'dump-stack',
  initial: 'unloaded',
  states: {
    unloaded: { description: 'there is no file to dump into: a crash leaves no dump', on: { LOAD: 'loading' } },
    loading: {
      description: 'the way to the file is found, memory is set aside, images are loaded; a crash now leaves no dump',
      on: { LOADED: 'ready', LOAD_FAILED: 'unloaded' },
    },
    ready: { description: 'a crash can be dumped', on: { CRASH: 'verifyContext', UNLOAD: 'unloading' } },
    verifyContext: {
      description: 'the checksum over the context says whether a driver has written into it',
      on: { ...orFailed, CONTEXT_OK: 'powerOn' },
    },
    powerOn: {
      description: 'devices on the way to the file are powered on by their plug-ins',
      on: { ...orFailed, POWERED: 'driverEntry' },
    },
    driverEntry: {
      description: 'the second image of the miniport is entered, with NULL for both parameters',
      on: { ...orFailed, ENTERED: 'findAdapter' },
    },
    findAdapter: {
      description: 'HwStorFindAdapter, with DumpMode set and an extension of its own',
      on: { ...orFailed, FOUND: 'initialize' },
    },
    initialize: { description: 'HwStorInitialize, at HIGH_LEVEL', on: { ...orFailed, INITIALIZED: 'unitReady' } },
    unitReady: {
      description: 'INQUIRY, TEST UNIT READY, READ CAPACITY, polled',
      on: { ...orFailed, UNIT_READY: 'filtersStart' },
    },
    filtersStart: { description: 'Dump_Start of the dump filters', on: { ...orFailed, FILTERS_STARTED: 'header' } },
    header: { description: 'the header is written as not valid', on: { ...orFailed, HEADER_WRITTEN: 'body' } },
    body: { description: 'the pages are written', on: { ...orFailed, BODY_WRITTEN: 'secondary' } },
    secondary: { description: 'the data of drivers is written', on: { ...orFailed, SECONDARY_WRITTEN: 'finalize' } },
    finalize: { description: 'the header is written as valid; Dump_Finish', on: { ...orFailed, FINALIZED: 'flush' } },
    flush: {
      description: 'SYNCHRONIZE CACHE, then SHUTDOWN as the last request',
      on: { ...orFailed, FLUSHED: 'done' },
    },
    done: { description: 'the dump is on the disk', type: 'final' },
    failed: { description: 'there is no valid dump on the disk', type: 'final' },
    unloading: { description: 'filters and images are unloaded, memory is freed', on: { UNLOADED: 'unloaded' } },
  },
});
