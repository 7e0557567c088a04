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
  /** Requests that pass the queue, and wait until the adapter may be used. */
  Passing: IRP_QUEUE,
  Runtime: RUNTIME_POWER,
  /** 1: the unit has power, and keeps the adapter in use. */
  HoldsAdapter: LONG,
}) {}

export class ADAPTER_EXTENSION extends struct('ADAPTER_EXTENSION', {
  Bus: BUS_FDO_EXTENSION,
  Runtime: RUNTIME_POWER,
  /** Units that are on their way to D3, and one more until all have been asked; the adapter is in use for them. */
  GoingDown: LONG,
  /** 1: the adapter is to go to D3 when they are there. */
  IsFollowing: LONG,
}) {}

export function LunExtension(pdo: DEVICE_OBJECT): LUN_EXTENSION {
  return cast(LUN_EXTENSION, pdo.DeviceExtension);
}

export function AdapterExtension(adapter: DEVICE_OBJECT): ADAPTER_EXTENSION {
  return cast(ADAPTER_EXTENSION, adapter.DeviceExtension);
}
