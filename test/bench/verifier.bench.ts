/** What the verifier costs: IRPs through a stack of four devices, every call by the routines that drivers have. */
import { IRP_MJ_READ } from '../../src/abi/irp-codes.ts';
import { STATUS_CONTINUE_COMPLETION, STATUS_MORE_PROCESSING_REQUIRED, STATUS_SUCCESS } from '../../src/abi/ntstatus.ts';
import type { DRIVER_DISPATCH, IO_COMPLETION_ROUTINE } from '../../src/abi/roles.ts';
import type { DEVICE_OBJECT, IO_STACK_LOCATION, IRP } from '../../src/abi/structs/io.ts';
import type { VerifierSettings } from '../../src/kernel/verifier/rule.ts';
import { below, buildStack, makeNt, runThread, type TestKernel } from '../support/nt.ts';

const DEPTH = 4;
const ROUNDS = 3;

export interface VerifierResult {
  /** Requests a second, in each mode; the trace is on in all. */
  readonly off: number;
  readonly standard: number;
  readonly all: number;
}

interface Routines {
  IoAllocateIrp(locations: number, chargeQuota: boolean): IRP;
  IoReuseIrp(irp: IRP, status: number): void;
  IoFreeIrp(irp: IRP): void;
  IoGetNextIrpStackLocation(irp: IRP): IO_STACK_LOCATION;
  IoCopyCurrentIrpStackLocationToNext(irp: IRP): void;
  IoSetCompletionRoutine(
    irp: IRP,
    routine: IO_COMPLETION_ROUTINE,
    context: number,
    onSuccess: boolean,
    onError: boolean,
    onCancel: boolean,
  ): void;
  IoCallDriver(device: DEVICE_OBJECT, irp: IRP): number;
  IoCompleteRequest(irp: IRP, boost: number): void;
}

/** @param now - milliseconds. @returns requests a second */
export async function throughStack(
  nt: TestKernel,
  count: number,
  now: () => number = () => performance.now(),
): Promise<number> {
  const wdm = nt.wdm as unknown as Routines;
  const stack: DEVICE_OBJECT[] = [];
  const goOn: IO_COMPLETION_ROUTINE = () => STATUS_CONTINUE_COMPLETION;
  const keep: IO_COMPLETION_ROUTINE = () => STATUS_MORE_PROCESSING_REQUIRED;
  const forward: DRIVER_DISPATCH = (device, irp) => {
    wdm.IoCopyCurrentIrpStackLocationToNext(irp);
    wdm.IoSetCompletionRoutine(irp, goOn, 0, true, true, true);
    return wdm.IoCallDriver(below(stack, device), irp);
  };
  const bottom: DRIVER_DISPATCH = (_device, irp) => {
    irp.IoStatus.Status = STATUS_SUCCESS;
    wdm.IoCompleteRequest(irp, 0);
    return STATUS_SUCCESS;
  };
  const upper = Array.from({ length: DEPTH - 1 }, (_unused, index) => ({ name: `filter${index}`, dispatch: forward }));
  stack.push(...buildStack(nt, [{ name: 'bottom', dispatch: bottom }, ...upper]));
  // Drivers of Plug and Play, for which the plain completion routine is right.
  for (const { object } of nt.io.drivers)
    if (object.DriverExtension !== null) object.DriverExtension.AddDevice = () => STATUS_SUCCESS;
  const top = stack[DEPTH - 1] as DEVICE_OBJECT;
  let rate = 0;
  await runThread(nt, () => {
    const irp = wdm.IoAllocateIrp(DEPTH, false);
    const send = (times: number): void => {
      for (let index = 0; index < times; index += 1) {
        wdm.IoReuseIrp(irp, STATUS_SUCCESS);
        wdm.IoGetNextIrpStackLocation(irp).MajorFunction = IRP_MJ_READ;
        wdm.IoSetCompletionRoutine(irp, keep, 0, true, true, true);
        wdm.IoCallDriver(top, irp);
      }
    };
    send(20_000);
    const start = now();
    send(count);
    rate = (count / (now() - start)) * 1000;
    wdm.IoFreeIrp(irp);
  });
  const { crash, findings } = nt.kernel.sim;
  if (crash !== null) throw crash.cause;
  if (findings.length > 0) throw new Error(`the loop breaks a rule: ${findings[0]?.rule}`);
  return rate;
}

export async function benchVerifier(count = 100_000): Promise<VerifierResult> {
  const measure = (mode: VerifierSettings['mode']): Promise<number> =>
    throughStack(makeNt(1, 4 * 1024 * 1024, mode), count);
  // By turns, and the best of each: what else runs on the machine meanwhile hits one round, not one mode.
  const best = { off: 0, standard: 0, all: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const mode of ['off', 'standard', 'all'] as const) best[mode] = Math.max(best[mode], await measure(mode));
  }
  return best;
}
