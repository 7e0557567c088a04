/** IO_STACK_LOCATION.Control: for which ends of an IRP its completion routine is called. */
import { SL_INVOKE_ON_CANCEL, SL_INVOKE_ON_ERROR, SL_INVOKE_ON_SUCCESS } from '../../abi/irp-codes.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import { offsetOf, type StructMemory } from '../../abi/struct.ts';
import { IRP } from '../../abi/structs/io.ts';

const STATUS = offsetOf(IRP, 'IoStatus.Status') ?? 0;
const CANCEL = offsetOf(IRP, 'Cancel') ?? 0;

export function completionControl(onSuccess: boolean, onError: boolean, onCancel: boolean): number {
  return (
    (onSuccess ? SL_INVOKE_ON_SUCCESS : 0) | (onError ? SL_INVOKE_ON_ERROR : 0) | (onCancel ? SL_INVOKE_ON_CANCEL : 0)
  );
}

/** Reads memory itself: each IRP passes here once for each of its locations. */
export function isWanted({ u8, u32 }: StructMemory, irp: number, control: number): boolean {
  const status = u32[(irp + STATUS) >>> 2] ?? 0;
  return (
    (NT_SUCCESS(status) ? (control & SL_INVOKE_ON_SUCCESS) !== 0 : (control & SL_INVOKE_ON_ERROR) !== 0) ||
    (u8[irp + CANCEL] !== 0 && (control & SL_INVOKE_ON_CANCEL) !== 0)
  );
}
