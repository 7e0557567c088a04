/** IRPs that are set up again, and waits for objects on the stack. */
import { hex } from '../../base/hex.ts';
import { addressOf, type CallCheck } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import type { RuleText } from './rule.ts';
import {
  INITIALIZED_ALLOCATED,
  REUSED_FOREIGN,
  REUSED_IN_USE,
  REUSED_THREADED,
  STACK_OBJECT,
} from './rules/made-irps.ts';

const IRP_FLAGS = 8;
const IRP_ASSOCIATED_IRP = 8;
const USER_MODE = 1;

/** By the name of the routine that is called. */
export function madeIrpChecks(
  judge: Judge,
  irps: IrpWatch,
  place: () => CallPlace,
): Readonly<Record<string, CallCheck>> {
  const { io, kernel } = judge;

  const tell = (rule: RuleText, irp: number, message: string): void => {
    const { kind, device, code, routine } = irps.innermost();
    const at = kind === 'dispatch' ? irps.point.dispatchAt(device, code) : routine;
    judge.violate(rule, place(), message, [at, irp, 0]);
  };

  /** @returns whether something was wrong */
  const isTold = (irp: number): boolean => {
    const record = io.irps.get(irp);
    if (record === undefined) return false;
    const holder = irps.point.holderOf(irp);
    if (holder !== 0) {
      tell(REUSED_IN_USE, irp, `${kernel.sim.directory.driverName(holder)} has the IRP`);
      return true;
    }
    const isAssociated = ((kernel.memory.u32[(irp + IRP_FLAGS) >>> 2] ?? 0) & IRP_ASSOCIATED_IRP) !== 0;
    if (record.thread === null && !isAssociated) return false;
    tell(REUSED_THREADED, irp, `the IRP at ${hex(irp)} belongs to ${isAssociated ? 'a master IRP' : 'a thread'}`);
    return true;
  };

  return {
    IoReuseIrp: (irp) => {
      const address = addressOf(irp);
      const creator = io.irps.get(address)?.creator;
      if (creator === undefined || creator === kernel.driver) {
        isTold(address);
        return;
      }
      const whose = creator === 0 ? 'the system' : kernel.sim.directory.driverName(creator);
      tell(REUSED_FOREIGN, address, `the IRP at ${hex(address)} was made by ${whose}`);
      irps.taken.add(address);
    },
    IoInitializeIrp: (irp) => {
      const address = addressOf(irp);
      if (io.irps.has(address) && !isTold(address))
        tell(INITIALIZED_ALLOCATED, address, `the IRP at ${hex(address)} was made by IoAllocateIrp`);
    },
    KeWaitForSingleObject: (object, _reason, mode) => {
      const address = addressOf(object);
      if (mode !== USER_MODE) return;
      const isLocal = kernel.sim.current.locals.some(
        (local) => address >= local.address && address < local.address + kernel.pool.sizeOf(local.address),
      );
      if (isLocal)
        judge.violate(STACK_OBJECT, place(), `${hex(address)} is a variable of the routine that waits`, [
          address,
          0,
          0,
        ]);
    },
  };
}
