import { setup } from 'xstate';

export type HiberStackEvent = {
  readonly type:
    | 'LOAD'
    | 'LOADED'
    | 'LOAD_FAILED'
    | 'MARK'
    | 'MARKED'
    | 'WRITE'
    | 'WRITTEN'
    | 'FAILED'
    | 'POWER_OFF'
    | 'BOOT_SET'
    | 'READ'
    | 'LOADER_READ'
    | 'RESTORED'
    | 'UNLOAD'
    | 'UNLOADED';
};

/**
 * The dump stack once more, for the hibernation file: loaded before devices are powered down, run three times, each time
 * from DriverEntry on.
 *
 * @source crash-dump-and-hibernation-support
 */
export const hiberStack = setup({ types: { events: {} as HiberStackEvent } }).createMachine({
  id: 'hiber-stack',
  initial: 'unloaded',
  states: {
    unloaded: { description: 'the system does not hibernate', on: { LOAD: 'loading' } },
    loading: {
      description: 'the miniport is asked for its dump context, memory is set aside, images are loaded',
      on: { LOADED: 'loaded', LOAD_FAILED: 'unloaded' },
    },
    loaded: { description: 'devices are on their way down', on: { MARK: 'marking', UNLOAD: 'unloading' } },
    marking: {
      description: 'DUMP_MODE_MARK_MEMORY: DriverEntry and HwStorFindAdapter alone, to mark what a resume needs',
      on: { MARKED: 'marked', FAILED: 'failed' },
    },
    marked: { description: 'it is known which memory is saved last and loaded first', on: { WRITE: 'writing' } },
    writing: {
      description: 'DUMP_MODE_HIBER: the image is written, what is marked at the end',
      on: { WRITTEN: 'written', FAILED: 'failed' },
    },
    written: { description: 'the header of the file is valid', on: { POWER_OFF: 'off', UNLOAD: 'unloading' } },
    off: { description: 'memory has lost its power', on: { BOOT_SET: 'bootSet', UNLOAD: 'unloading' } },
    bootSet: {
      description: 'the loader has brought back what is marked; all else is undefined',
      on: { READ: 'reading', LOADER_READ: 'restored' },
    },
    reading: {
      description: 'DUMP_MODE_RESUME: the miniport reads the rest of the image',
      on: { RESTORED: 'restored', FAILED: 'failed' },
    },
    restored: {
      description: 'memory is what it was; the header of the file is not valid any more',
      on: { UNLOAD: 'unloading' },
    },
    failed: { description: 'a step failed: there is no image, or it cannot be read', on: { UNLOAD: 'unloading' } },
    unloading: { description: 'images are unloaded, memory is freed', on: { UNLOADED: 'unloaded' } },
  },
});
