import { APC_LEVEL, DISPATCH_LEVEL, HIGH_LEVEL, PASSIVE_LEVEL } from '../../abi/enums.ts';
import type { KIRQL } from '../../abi/types.ts';
import type { Kernel } from '../kernel.ts';
import { EVENT } from '../sim/events.ts';
import { deliverApcs } from './apc.ts';

const IRQL_NOT_GREATER_OR_EQUAL = 0x09;
const IRQL_NOT_LESS_OR_EQUAL = 0x0a;

/** The IRQL of the processor: that of the thread whose code runs. @source nf-wdm-kegetcurrentirql */
export function KeGetCurrentIrql(kernel: Kernel): KIRQL {
  return kernel.sim.current.irql;
}

/** @throws BugCheckError 0x09 when the new level is lower than the present one. @source nf-wdm-keraiseirql */
export function KeRaiseIrql(kernel: Kernel, newIrql: KIRQL): KIRQL {
  const { current } = kernel.sim;
  const old = current.irql;
  if (newIrql < old || newIrql > HIGH_LEVEL) kernel.bugCheck(IRQL_NOT_GREATER_OR_EQUAL, newIrql, old);
  setIrql(kernel, newIrql);
  return old;
}

/** @throws BugCheckError 0x0A when the new level is higher than the present one. @source nf-wdm-kelowerirql */
export function KeLowerIrql(kernel: Kernel, newIrql: KIRQL): void {
  const { current } = kernel.sim;
  if (newIrql > current.irql) kernel.bugCheck(IRQL_NOT_LESS_OR_EQUAL, newIrql, current.irql);
  setIrql(kernel, newIrql);
}

/** Changes the level without a check, and lets what a lower level lets in happen. */
export function setIrql(kernel: Kernel, irql: KIRQL): void {
  const { sim } = kernel;
  const { current } = sim;
  if (current.irql === irql) return;
  sim.record(EVENT.irql, 0, current.device, current.irql, irql, 0);
  if (irql >= DISPATCH_LEVEL && current.irql < DISPATCH_LEVEL) kernel.pool.pageable?.trim();
  current.irql = irql;
  if (irql < APC_LEVEL && current.apcs.length > 0) deliverApcs(current);
}

/** Whether waiting is legal here: below DISPATCH_LEVEL and not inside a DPC. */
export function mayWait(kernel: Kernel): boolean {
  return kernel.sim.current.irql < DISPATCH_LEVEL && kernel.sim.dpcDepth === 0;
}

export function isPassive(kernel: Kernel): boolean {
  return kernel.sim.current.irql === PASSIVE_LEVEL;
}
