import { t } from '../text.ts';
import type { VerifierMode } from './verifier-edit.ts';

/** Options of Driver Verifier that change what drivers meet, by their names in a machine file. */
export const VERIFIER_OPTIONS = [
  'specialPool',
  'forceIrqlChecking',
  'poolTracking',
  'deadlockDetection',
  'lowResources',
  'forcePendingIo',
  'powerDelays',
  'scramblePnp',
  'irpLogging',
] as const;
export type VerifierOption = (typeof VERIFIER_OPTIONS)[number];

/** On in every mode but `off` unless the file says otherwise; the rest is off unless asked for. */
const USUAL: ReadonlySet<string> = new Set<VerifierOption>(['forceIrqlChecking', 'poolTracking', 'deadlockDetection']);

export function isOptionOn(option: VerifierOption, mode: VerifierMode, written: unknown): boolean {
  if (written === undefined) return mode !== 'off' && USUAL.has(option);
  return written !== false && written !== 0 && written !== null;
}

/** What to write for it. undefined: nothing, since the mode has it so. */
export function optionValue(option: VerifierOption, mode: VerifierMode, written: unknown, isOn: boolean): unknown {
  if (isOptionOn(option, mode, written) === isOn) return written;
  return isOptionOn(option, mode, undefined) === isOn ? undefined : isOn;
}

export function optionTitle(option: VerifierOption): string {
  switch (option) {
    case 'specialPool':
      return t('Special pool');
    case 'forceIrqlChecking':
      return t('Force IRQL checking');
    case 'poolTracking':
      return t('Pool tracking');
    case 'deadlockDetection':
      return t('Deadlock detection');
    case 'lowResources':
      return t('Low resources simulation');
    case 'forcePendingIo':
      return t('Force pending I/O requests');
    case 'powerDelays':
      return t('Power framework delay fuzzing');
    case 'scramblePnp':
      return t('Scramble PnP order');
    case 'irpLogging':
      return t('IRP logging');
  }
}

export function optionText(option: VerifierOption): string {
  switch (option) {
    case 'specialPool':
      return t('Each allocation has pages of its own: an overrun is found at the access.');
    case 'forceIrqlChecking':
      return t('Paged pool is paged out whenever the IRQL rises: touching it there stops the machine.');
    case 'poolTracking':
      return t('Pool that a driver leaves behind is reported with the places that allocated it.');
    case 'deadlockDetection':
      return t('Locks that are taken in both orders are reported before they ever meet.');
    case 'lowResources':
      return t('Allocations fail by chance, as on a machine that is short of memory.');
    case 'forcePendingIo':
      return t('IoCallDriver returns STATUS_PENDING, and the driver below gets the IRP afterwards.');
    case 'powerDelays':
      return t('Power IRPs, their completion routines and callbacks of the power framework come late.');
    case 'scramblePnp':
      return t('Siblings start, and are asked about, in an order that changes with the seed.');
    case 'irpLogging':
      return t('The last IRPs of each device are kept.');
  }
}
