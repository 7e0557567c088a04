/** Requests and the routines that take them, by name. */
import {
  IRP_MJ_CREATE,
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_INTERNAL_DEVICE_CONTROL,
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MJ_READ,
  IRP_MJ_SYSTEM_CONTROL,
  IRP_MJ_WRITE,
} from '../../abi/irp-codes.ts';
import { nameOfMinor } from '../../abi/names.ts';
import { IO_STACK_PARAMETERS } from '../../abi/structs/io-parameters.ts';
import type { Nt } from '../../kernel/assemble.ts';

export { requestName } from '../steering.ts';

const DEVICE_DRIVER_OBJECT = 8;
const DRIVER_OBJECT_MAJOR_FUNCTION = 56;

/** What a driver calls its routine for a request; empty where that has no name. */
export function dispatchName({ kernel }: Nt, device: number, code: number): string {
  const { memory, sim } = kernel;
  const address = sim.directory.devices[device]?.address ?? 0;
  const driver = memory.u32[(address + DEVICE_DRIVER_OBJECT) >>> 2] ?? 0;
  const slot = driver + DRIVER_OBJECT_MAJOR_FUNCTION + (code >>> 8) * 4;
  return memory.routine(memory.u32[slot >>> 2] ?? 0)?.name ?? '';
}

const BY_MAJOR: Readonly<Record<number, string>> = {
  [IRP_MJ_CREATE]: 'Create',
  [IRP_MJ_READ]: 'Read',
  [IRP_MJ_WRITE]: 'Write',
  [IRP_MJ_DEVICE_CONTROL]: 'DeviceIoControl',
  [IRP_MJ_INTERNAL_DEVICE_CONTROL]: 'DeviceIoControl',
  [IRP_MJ_SYSTEM_CONTROL]: 'WMI',
};

const BY_MINOR: Readonly<Record<string, string>> = {
  IRP_MN_DEVICE_USAGE_NOTIFICATION: 'UsageNotification',
  IRP_MN_QUERY_CAPABILITIES: 'DeviceCapabilities',
  IRP_MN_SET_POWER: 'Power',
  IRP_MN_QUERY_POWER: 'Power',
  IRP_MN_READ_CONFIG: 'ReadWriteConfig',
  IRP_MN_WRITE_CONFIG: 'ReadWriteConfig',
};

/** The member of IO_STACK_LOCATION.Parameters that a request uses; null where it has none. */
export function parametersOf(major: number, minor: number): string | null {
  const isMinor = major === IRP_MJ_PNP || major === IRP_MJ_POWER;
  const request = isMinor ? nameOfMinor(major, minor) : '';
  // IRP_MN_QUERY_DEVICE_RELATIONS has QueryDeviceRelations, and so have most.
  const words = request.replace(/^IRP_MN_/, '').split('_');
  const usual = words.map((word) => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`).join('');
  const name = isMinor ? (BY_MINOR[request] ?? usual) : BY_MAJOR[major];
  return IO_STACK_PARAMETERS.fields.some((field) => field.name === name) ? (name ?? null) : null;
}
