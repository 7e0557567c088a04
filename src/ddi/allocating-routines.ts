/** Which routines allocate: low resources simulation makes these fail. @source low-resources-simulation */
import { STATUS_INSUFFICIENT_RESOURCES } from '../abi/ntstatus.ts';
import type { StructView } from '../abi/struct.ts';
import { poolTag } from '../kernel/mm/pool.ts';

interface Allocating {
  /** Packed pool tag among what the driver passes; null: it has none. */
  readonly tagOf: (parameters: readonly unknown[]) => number | null;
  /** What the routine returns when memory is used up. */
  readonly failure: 0 | null | typeof STATUS_INSUFFICIENT_RESOURCES;
}

const noTag = (): null => null;

function third(parameters: readonly unknown[]): number | null {
  const tag = parameters[2];
  return typeof tag === 'string' ? poolTag(tag) : Number(tag ?? 0);
}

function tagOfList(parameters: readonly unknown[]): number | null {
  return (parameters[0] as (StructView & { readonly Tag: number }) | null)?.Tag ?? null;
}

const TAGGED: Allocating = { tagOf: third, failure: 0 };
const LISTED: Allocating = { tagOf: tagOfList, failure: 0 };
const ADDRESS: Allocating = { tagOf: noTag, failure: 0 };
const OBJECT: Allocating = { tagOf: noTag, failure: null };
const STATUS: Allocating = { tagOf: noTag, failure: STATUS_INSUFFICIENT_RESOURCES };

export const allocatingRoutines: Readonly<Record<string, Allocating>> = {
  ExAllocatePool2: TAGGED,
  ExAllocatePoolWithTag: TAGGED,
  ExAllocatePool: ADDRESS,
  ExAllocateFromNPagedLookasideList: LISTED,
  ExAllocateFromPagedLookasideList: LISTED,
  IoAllocateIrp: OBJECT,
  IoMakeAssociatedIrp: OBJECT,
  IoBuildSynchronousFsdRequest: OBJECT,
  IoBuildAsynchronousFsdRequest: OBJECT,
  IoBuildDeviceIoControlRequest: OBJECT,
  IoAllocateMdl: OBJECT,
  MmGetSystemAddressForMdlSafe: ADDRESS,
  IoAllocateWorkItem: ADDRESS,
  IoAllocateErrorLogEntry: ADDRESS,
  IoSetCompletionRoutineEx: STATUS,
  IoCreateDevice: STATUS,
  IoInitializeTimer: STATUS,
  IoRegisterDeviceInterface: STATUS,
  PsCreateSystemThread: STATUS,
};
