/** What a driver object must have when its first device is added. */
import { IRP_MJ_PNP, IRP_MJ_POWER, IRP_MJ_SYSTEM_CONTROL } from '../../../abi/irp-codes.ts';
import { nameOfMajor } from '../../../abi/names.ts';
import type { DRIVER_OBJECT } from '../../../abi/structs/io.ts';
import { type Rule, STANDARD } from '../rule.ts';

export interface LoadPoint {
  readonly driver: DRIVER_OBJECT;
  /** Whether the routine for a major code is the one that refuses every request. */
  readonly isMissing: (major: number) => boolean;
}

/** Requests that go through the whole stack, whatever a driver has to do with them. */
export const REQUIRED: readonly number[] = [IRP_MJ_PNP, IRP_MJ_POWER, IRP_MJ_SYSTEM_CONTROL];

export const loadingRules: readonly Rule<LoadPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x21F',
    title: 'A driver has no dispatch routine for a request that every driver of a stack must pass on',
    why: 'The request is refused here and does not reach the drivers below.',
    remedy: 'set MajorFunction for IRP_MJ_PNP, IRP_MJ_POWER and IRP_MJ_SYSTEM_CONTROL in DriverEntry',
    document: 'required-standard-driver-routines',
    bugCheck: [0xc9, 0x21f],
    check: ({ isMissing }) => {
      const missing = REQUIRED.filter(isMissing);
      return missing.length === 0 ? undefined : `there is none for ${missing.map(nameOfMajor).join(', ')}`;
    },
  },
];
