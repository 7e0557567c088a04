import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import type { Kernel } from '../kernel.ts';

const DRIVER_PORTION_MUST_BE_NONPAGED = 0xd3;
const READ = 0;

/**
 * A routine of a driver is about to be called at the present IRQL. At DISPATCH_LEVEL and above nothing can be paged in, so
 * code in a section that is not locked is taken to be paged out (USE-V14).
 *
 * @throws BugCheckError 0xD3 DRIVER_PORTION_MUST_BE_NONPAGED, P1 = address of the routine, P2 = IRQL
 */
export function needsCode(kernel: Kernel, address: number): void {
  const { irql } = kernel.sim.current;
  if (irql < DISPATCH_LEVEL || kernel.code.isResident(address)) return;
  kernel.bugCheck(DRIVER_PORTION_MUST_BE_NONPAGED, address, irql, READ, address);
}
