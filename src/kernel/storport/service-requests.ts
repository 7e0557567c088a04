/** Virtual miniports: the IRPs that programs leave with them until they have something to tell, and what they free at the end. */
import { PASSIVE_LEVEL } from '../../abi/enums.ts';
import { STATUS_INVALID_DEVICE_REQUEST } from '../../abi/ntstatus.ts';
import type { IRP } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { MiniportInstance } from './instance.ts';

/** IOCTL_MINIPORT_PROCESS_SERVICE_IRP. @returns the status where the miniport does not take it; null: it has it, pending */
export function processServiceIrp(instance: MiniportInstance | null, irp: IRP, done: () => void): NTSTATUS | null {
  const { processServiceRequest: routine = null } = instance?.registration ?? {};
  if (instance === null || routine === null) return STATUS_INVALID_DEVICE_REQUEST;
  const { extension } = instance;
  instance.serviceIrps.set(irp.address, done);
  instance.call(
    'HwStorProcessServiceRequest',
    PASSIVE_LEVEL,
    [],
    [extension, irp.address],
    () => routine(extension, irp.address),
    routine,
  );
  return null;
}

/** StorPortCompleteServiceIrp. @returns whether the miniport has the IRP */
export function completeServiceIrp(instance: MiniportInstance, irp: number): boolean {
  const done = instance.serviceIrps.get(irp);
  if (done === undefined || !instance.serviceIrps.delete(irp)) return false;
  done();
  return true;
}

/** The adapter goes: the miniport completes what it keeps, and what it then still keeps is completed for it. */
export function endServiceIrps(instance: MiniportInstance): void {
  const { registration, extension } = instance;
  const { completeServiceIrp: complete, isVirtual } = registration;
  if (!isVirtual) return;
  if (complete !== null)
    instance.call('HwStorCompleteServiceIrp', PASSIVE_LEVEL, [], [extension, 0], () => complete(extension), complete);
  for (const irp of [...instance.serviceIrps.keys()]) completeServiceIrp(instance, irp);
}

/** STOR-70d: before the extension goes. */
export function freeVirtual(instance: MiniportInstance): void {
  const { registration, extension } = instance;
  const { freeAdapterResources: free, isVirtual } = registration;
  if (!isVirtual || free === null) return;
  instance.call('HwStorFreeAdapterResources', PASSIVE_LEVEL, [], [extension, 0], () => free(extension), free);
}
