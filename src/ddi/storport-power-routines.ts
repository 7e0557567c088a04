/** Storport's routines for the power framework. This port does not have them: adapters register with the registry value PoFx. */
import { PASSIVE_LEVEL } from '../abi/enums.ts';
import { STOR_STATUS_NOT_IMPLEMENTED } from '../abi/storport-constants.ts';
import { type RoutineDeclaration, routine } from './routine.ts';

const STORPORT = { header: 'storport.h', returns: 'ULONG' } as const;
const INSTEAD =
  'Always STOR_STATUS_NOT_IMPLEMENTED, as from an older port driver: `"registry": { "PoFx": 1 }` of `storport` registers adapters.';
const COMPONENT =
  'HwDeviceExtension: PVOID, Address: PSTOR_ADDRESS, Srb: PSCSI_REQUEST_BLOCK, Component: ULONG, Flags: ULONG';

export const storportPowerRoutines: readonly RoutineDeclaration[] = [
  routine(
    'StorPortInitializePoFxPower',
    'HwDeviceExtension: PVOID, Address: PSTOR_ADDRESS, Device: PVOID, D3ColdEnabled: PVOID',
    { ...STORPORT, max: PASSIVE_LEVEL, summary: INSTEAD },
    () => STOR_STATUS_NOT_IMPLEMENTED,
  ),
  routine(
    'StorPortPoFxActivateComponent',
    COMPONENT,
    { ...STORPORT, summary: INSTEAD },
    () => STOR_STATUS_NOT_IMPLEMENTED,
  ),
  routine('StorPortPoFxIdleComponent', COMPONENT, { ...STORPORT, summary: INSTEAD }, () => STOR_STATUS_NOT_IMPLEMENTED),
];
