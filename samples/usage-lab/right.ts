/** The filter without a mistake: everything that `lab.ts` does, and nothing of its own. Compare the others with it. */
import type { DRIVER_OBJECT, NTSTATUS } from 'wdm';
import { LoadFilter } from './lab.ts';

export function DriverEntry(driverObject: DRIVER_OBJECT): NTSTATUS {
  return LoadFilter(driverObject, {});
}
