import { setup } from 'xstate';

export type CrashdumpEntryEvent =
  | { readonly type: 'REGISTER.accepted' | 'REGISTER.withoutRoutine' | 'REGISTER.refused' }
  | { readonly type: 'POWER_ON' | 'POWERED' | 'REFUSED' }
  | { readonly type: 'UNREGISTER' };

export type CrashdumpEntryState = 'absent' | 'withRoutine' | 'withoutRoutine' | 'powering' | 'on' | 'failed';

const registering = {
  'REGISTER.accepted': 'withRoutine',
  'REGISTER.withoutRoutine': 'withoutRoutine',
  'REGISTER.refused': 'absent',
} as const;

/**
 * One device of the crash-dump chain. Powering on is tried as often as it is asked for; what came of the last time
 * stays until the next.
 *
 * @source nf-wdm-pofxregistercrashdumpdevice, nf-wdm-pofxpoweroncrashdumpdevice
 */
export const crashdumpEntry = setup({ types: { events: {} as CrashdumpEntryEvent } }).createMachine({
  id: 'crashdump-entry',
  initial: 'absent',
  states: {
    absent: { description: 'not in the chain: after a bug check nobody can power it on', on: registering },
    withRoutine: {
      description: 'its plug-in has handed over a routine that powers it on',
      on: { ...registering, POWER_ON: 'powering', UNREGISTER: 'absent' },
    },
    withoutRoutine: {
      description: 'in the chain, but its plug-in has given no routine',
      on: { ...registering, UNREGISTER: 'absent' },
    },
    powering: { description: 'the routine runs at HIGH_LEVEL', on: { POWERED: 'on', REFUSED: 'failed' } },
    on: {
      description: 'the routine says that the device has power',
      on: { ...registering, POWER_ON: 'powering', UNREGISTER: 'absent' },
    },
    failed: {
      description: 'the routine could not power it on',
      on: { ...registering, POWER_ON: 'powering', UNREGISTER: 'absent' },
    },
  },
});
