/** What the port driver keeps for an adapter and for each logical unit. */
import { cast, type DEVICE_OBJECT, LONG, struct } from 'wdm';
import { BUS_FDO_EXTENSION, BUS_PDO_EXTENSION } from './bus.ts';
import { IRP_QUEUE } from './irp-queue.ts';
import { UNIT_LOCK } from './port-scsi.ts';
import { RUNTIME_POWER } from './runtime-power.ts';

export class LUN_EXTENSION extends struct('LUN_EXTENSION', {
  Bus: BUS_PDO_EXTENSION,
  Queue: IRP_QUEUE,
  /** IRPs that the miniport works on. */
  Outstanding: LONG,
  /** 1 while a request of the unit's own asks for D0. */
  IsPoweringUp: LONG,
  Lock: UNIT_LOCK,
}) {}

export class ADAPTER_EXTENSION extends struct('ADAPTER_EXTENSION', {
  Bus: BUS_FDO_EXTENSION,
  Runtime: RUNTIME_POWER,
  /** Units that are on their way to D3, and one more until all have been asked; the adapter follows them. */
  GoingDown: LONG,
}) {}

export function LunExtension(pdo: DEVICE_OBJECT): LUN_EXTENSION {
  return cast(LUN_EXTENSION, pdo.DeviceExtension);
}

export function AdapterExtension(adapter: DEVICE_OBJECT): ADAPTER_EXTENSION {
  return cast(ADAPTER_EXTENSION, adapter.DeviceExtension);
}
