/** What the driver remembers of one adapter, and the way to its registers. */
import { BOOLEAN, PVOID, STOR_DPC, StorPortReadRegisterUlong, StorPortWriteRegisterUlong, struct, ULONG } from 'wdm';
import { COMMANDS_COMPLETED, CONTROL, ENABLE, INTERRUPT_MASK, RESET } from './hardware.ts';

/** The device extension: everything that this driver remembers of one adapter. It is zero at first. */
export class ADAPTER extends struct('MYDISK_ADAPTER', {
  /** Where StorPortGetDeviceBase has put the registers. */
  Registers: PVOID,
  /** The slots, in the uncached extension. */
  Slots: PVOID,
  Targets: ULONG,
  /** This copy of the driver writes a dump: no interrupts, no DPCs, no pool, one request at a time. */
  IsDump: BOOLEAN,
  Dpc: STOR_DPC,
}) {}

/** Registers are read and written through Storport, by the address that it has given out. */
export function Read(extension: PVOID, adapter: ADAPTER, register: number): ULONG {
  return StorPortReadRegisterUlong(extension, adapter.Registers + register);
}

export function Write(extension: PVOID, adapter: ADAPTER, register: number, value: ULONG): void {
  StorPortWriteRegisterUlong(extension, adapter.Registers + register, value);
}

export function Enable(extension: PVOID, adapter: ADAPTER): void {
  Write(extension, adapter, CONTROL, RESET | ENABLE);
  Write(extension, adapter, INTERRUPT_MASK, COMMANDS_COMPLETED);
}

export function Disable(extension: PVOID, adapter: ADAPTER): void {
  Write(extension, adapter, INTERRUPT_MASK, 0);
  Write(extension, adapter, CONTROL, RESET);
}
