/** IRPs through a stack of four devices with completion routines, against a bare loop over the same memory. */
import { IRP_MJ_READ } from '../../src/abi/irp-codes.ts';
import { STATUS_CONTINUE_COMPLETION, STATUS_MORE_PROCESSING_REQUIRED, STATUS_SUCCESS } from '../../src/abi/ntstatus.ts';
import type { DRIVER_DISPATCH, IO_COMPLETION_ROUTINE } from '../../src/abi/roles.ts';
import type { DEVICE_OBJECT, IRP } from '../../src/abi/structs/io.ts';
import { IoCallDriver } from '../../src/kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../src/kernel/io/complete-request.ts';
import { IoAllocateIrp, IoFreeIrp, IoReuseIrp } from '../../src/kernel/io/irp.ts';
import {
  IoCopyCurrentIrpStackLocationToNext,
  IoGetNextIrpStackLocation,
  IoSetCompletionRoutine,
} from '../../src/kernel/io/stack-location.ts';
import { below, buildStack, makeNt, runThread, type TestKernel } from '../support/nt.ts';

const DEPTH = 4;
const LOCATION_WORDS = 9;
const COPIED_WORDS = 7;
const IRP_WORDS = 64;

export interface IrpResult {
  /** Requests a second. */
  readonly bare: number;
  readonly traceOff: number;
  readonly traceOn: number;
}

/**
 * What no walk can do without, as plain code over plain memory: the IRP zeroed, and for each device the location copied,
 * routine and context written, the dispatch routine called through a table, on the way back the routine called through
 * a table and the location cleared.
 */
function bareLoop(count: number): number {
  const memory = new Uint32Array(4096);
  const dispatch: ((at: number, level: number) => number)[] = [];
  const completion: ((at: number) => number)[] = [];
  for (let level = 0; level < DEPTH; level += 1) {
    completion.push((at) => memory[at] ?? 0);
    dispatch.push((at, own) => {
      if (own === 0) return memory[at] ?? 0;
      const next = at - LOCATION_WORDS;
      for (let word = 0; word < COPIED_WORDS; word += 1) memory[next + word] = memory[at + word] ?? 0;
      memory[next + 7] = own;
      memory[next + 8] = 0;
      const lower = dispatch[memory[next + 7] === own ? own - 1 : 0];
      const status = lower === undefined ? 1 : lower(next, own - 1);
      const routine = completion[memory[next + 7] ?? 0];
      for (let word = 0; word < LOCATION_WORDS; word += 1) memory[next + word] = 0;
      return status + (routine === undefined ? 1 : routine(next));
    });
  }
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    for (let word = 512 - IRP_WORDS; word < 512; word += 1) memory[word] = 0;
    sum += dispatch[DEPTH - 1]?.(512 - LOCATION_WORDS, DEPTH - 1) ?? 1;
  }
  if (sum !== 0) throw new Error('the bare loop went wrong');
  return (count / (performance.now() - start)) * 1000;
}

async function throughStack(nt: TestKernel, count: number): Promise<number> {
  const stack: DEVICE_OBJECT[] = [];
  const goOn: IO_COMPLETION_ROUTINE = () => STATUS_CONTINUE_COMPLETION;
  const keep: IO_COMPLETION_ROUTINE = () => STATUS_MORE_PROCESSING_REQUIRED;
  const forward: DRIVER_DISPATCH = (device, irp) => {
    IoCopyCurrentIrpStackLocationToNext(nt.io, irp);
    IoSetCompletionRoutine(nt.io, irp, goOn, 0, true, true, true);
    return IoCallDriver(nt.io, below(stack, device), irp);
  };
  const bottom: DRIVER_DISPATCH = (_device, irp) => {
    irp.IoStatus.Status = STATUS_SUCCESS;
    void IoCompleteRequest(nt.io, irp, 0);
    return STATUS_SUCCESS;
  };
  const upper = Array.from({ length: DEPTH - 1 }, (_unused, index) => ({ name: `filter${index}`, dispatch: forward }));
  stack.push(...buildStack(nt, [{ name: 'bottom', dispatch: bottom }, ...upper]));
  const top = stack[DEPTH - 1] as DEVICE_OBJECT;
  let rate = 0;
  await runThread(nt, () => {
    const irp = IoAllocateIrp(nt.io, DEPTH) as IRP;
    const send = (times: number): void => {
      for (let index = 0; index < times; index += 1) {
        IoReuseIrp(nt.io, irp, 0);
        IoGetNextIrpStackLocation(nt.io, irp).MajorFunction = IRP_MJ_READ;
        IoSetCompletionRoutine(nt.io, irp, keep, 0, true, true, true);
        void IoCallDriver(nt.io, top, irp);
      }
    };
    send(20_000);
    const start = performance.now();
    send(count);
    rate = (count / (performance.now() - start)) * 1000;
    IoFreeIrp(nt.io, irp);
  });
  if (nt.kernel.sim.crash !== null) throw nt.kernel.sim.crash.cause;
  return rate;
}

export async function benchIrps(count = 300_000): Promise<IrpResult> {
  bareLoop(count);
  const bare = bareLoop(count * 4);
  const quiet = makeNt();
  quiet.kernel.sim.recorder.enabled = false;
  const traceOff = await throughStack(quiet, count);
  const traceOn = await throughStack(makeNt(), count);
  return { bare, traceOff, traceOn };
}
