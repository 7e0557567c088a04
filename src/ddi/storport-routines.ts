/** Storport's routines for registration, configuration and memory, as a miniport calls them. */
import { STATUS_INVALID_PARAMETER, STATUS_SUCCESS } from '../abi/ntstatus.ts';
import {
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_NOT_IMPLEMENTED,
  STOR_STATUS_SUCCESS,
  STOR_STATUS_UNSUCCESSFUL,
} from '../abi/storport-constants.ts';
import { toAddress } from '../abi/struct.ts';
import type { DRIVER_OBJECT } from '../abi/structs/io.ts';
import type { SCSI_REQUEST_BLOCK } from '../abi/structs/storage.ts';
import type { HW_INITIALIZATION_DATA } from '../abi/structs/storport.ts';
import type { PORT_CONFIGURATION_INFORMATION } from '../abi/structs/storport-config.ts';
import { STOR_SCATTER_GATHER_LIST } from '../abi/structs/storport-requests.ts';
import type { HW_PASSIVE_INITIALIZE_ROUTINE } from '../abi/structs/storport-roles.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import { poolTag } from '../kernel/mm/pool.ts';
import { readRegistration } from '../kernel/storport/registration.ts';
import {
  allocatePool,
  callerOf,
  freeDeviceBase,
  freePool,
  getDeviceBase,
  getPhysicalAddress,
  getUncachedExtension,
  isForbidden,
  markDump,
  stallExecution,
} from '../kernel/storport/support.ts';
import { type Out, routine } from './routine.ts';

const STORPORT = { header: 'storport.h' } as const;

/** STOR-11: the port's own routines become those of the driver. */
function initialize(nt: Nt, first: Pointer, second: Pointer, data: HW_INITIALIZATION_DATA | null): number {
  const { storport, kernel } = nt;
  const { dumpRun } = storport;
  const refuse = (status: number, why: string): number => {
    storport.onMistake({
      kind: 'argument',
      driver: dumpRun?.source.driver ?? kernel.driver,
      device: 0,
      message: `StorPortInitialize: ${why}`,
      routine: 'DriverEntry',
      parameters: [toAddress(first), toAddress(second), 0],
    });
    return status;
  };
  if (data === null) return refuse(STATUS_INVALID_PARAMETER, 'HwInitializationData is NULL');
  if (dumpRun === null && (toAddress(first) === 0 || toAddress(second) === 0))
    return refuse(STATUS_INVALID_PARAMETER, 'an argument of DriverEntry is NULL; pass both on as they came');
  const { status, ...read } = readRegistration(data, kernel.driver);
  if (read.registration === null) return refuse(status, 'why' in read ? read.why : '');
  if (dumpRun !== null) {
    dumpRun.registration = read.registration;
    return STATUS_SUCCESS;
  }
  storport.register(read.registration);
  takeOver(nt, toAddress(first));
  return STATUS_SUCCESS;
}

function takeOver(nt: Nt, driverObject: number): void {
  const port = nt.io.drivers.find(({ entry }) => entry.name === 'storport')?.object;
  const own = nt.io.driverAt(driverObject)?.object as DRIVER_OBJECT | undefined;
  if (port === undefined || own === undefined) return;
  for (let major = 0; major < own.MajorFunction.length; major += 1)
    own.MajorFunction.set(major, port.MajorFunction.get(major));
  own.DriverUnload = port.DriverUnload;
  const { DriverExtension: to } = own;
  const { DriverExtension: from } = port;
  if (to !== null && from !== null) to.AddDevice = from.AddDevice;
}

export const storportRoutines = [
  routine(
    'StorPortInitialize',
    'Argument1: PVOID, Argument2: PVOID, HwInitializationData: PHW_INITIALIZATION_DATA, HwContext: PVOID',
    {
      ...STORPORT,
      returns: 'NTSTATUS',
      summary:
        "Registers the miniport. Only in DriverEntry, with DriverEntry's own arguments, which are NULL in a dump run; DriverEntry returns what it returns.",
    },
    (nt, first: Pointer, second: Pointer, data: HW_INITIALIZATION_DATA | null) => initialize(nt, first, second, data),
  ),
  routine(
    'StorPortGetUncachedExtension',
    'HwDeviceExtension: PVOID, ConfigInfo: PPORT_CONFIGURATION_INFORMATION, NumberOfBytes: ULONG',
    {
      ...STORPORT,
      returns: 'PVOID',
      summary:
        'Memory that driver and adapter share: contiguous, page aligned except in dump runs, where about 30 KiB are all. Only in HwStorFindAdapter; 0 when there is none.',
    },
    (nt, extension: Pointer, _config: PORT_CONFIGURATION_INFORMATION, bytes: number) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortGetUncachedExtension');
      return known === undefined ? 0 : getUncachedExtension(known.instance, bytes);
    },
  ),
  routine(
    'StorPortGetDeviceBase',
    'HwDeviceExtension: PVOID, BusType: INTERFACE_TYPE, SystemIoBusNumber: ULONG, IoAddress: LARGE_INTEGER, NumberOfBytes: ULONG, InIoSpace: BOOLEAN',
    {
      ...STORPORT,
      returns: 'PVOID',
      summary: 'Maps registers of an access range. Only in HwStorFindAdapter; 0 when the range was not assigned.',
    },
    (nt, extension: Pointer, _bus: number, _number: number, address: bigint, bytes: number, isPort: boolean) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortGetDeviceBase');
      return known === undefined ? 0 : getDeviceBase(known.instance, Number(address), bytes, isPort);
    },
  ),
  routine(
    'StorPortFreeDeviceBase',
    'HwDeviceExtension: PVOID, MappedAddress: PVOID',
    { ...STORPORT, summary: 'Gives registers back that StorPortGetDeviceBase has mapped.' },
    (nt, extension: Pointer, mapped: Pointer) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortFreeDeviceBase');
      if (known !== undefined) freeDeviceBase(known.instance, toAddress(mapped));
    },
  ),
  routine(
    'StorPortGetPhysicalAddress',
    'HwDeviceExtension: PVOID, Srb: PSCSI_REQUEST_BLOCK, VirtualAddress: PVOID, Length: Out<ULONG>',
    {
      ...STORPORT,
      returns: 'LARGE_INTEGER',
      summary:
        "Where hardware finds memory of the uncached extension, or with Srb of the request's buffer, extension or sense data. Length: contiguous bytes.",
    },
    (nt, extension: Pointer, srb: SCSI_REQUEST_BLOCK | null, address: Pointer, length: Out<number>) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortGetPhysicalAddress');
      if (known === undefined) return 0n;
      const found = getPhysicalAddress(known.instance, toAddress(srb), toAddress(address));
      length.value = found.length;
      return BigInt(found.address);
    },
  ),
  routine(
    'StorPortGetVirtualAddress',
    'HwDeviceExtension: PVOID, PhysicalAddress: LARGE_INTEGER',
    { ...STORPORT, returns: 'PVOID', summary: 'The other way round, inside the uncached extension; 0 elsewhere.' },
    (nt, extension: Pointer, physical: bigint) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortGetVirtualAddress');
      return known?.instance.isOwn(Number(physical)) === true ? Number(physical) : 0;
    },
  ),
  routine(
    'StorPortGetScatterGatherList',
    'HwDeviceExtension: PVOID, Srb: PSCSI_REQUEST_BLOCK',
    {
      ...STORPORT,
      returns: 'PSTOR_SCATTER_GATHER_LIST',
      summary:
        "Where a request's buffer lies, piece by piece. Valid until the request is complete; NULL: nothing moves.",
    },
    (nt, extension: Pointer, srb: SCSI_REQUEST_BLOCK) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortGetScatterGatherList');
      const list = known?.instance.owner.srbAt(toAddress(srb))?.scatterGatherList() ?? 0;
      return list === 0 ? null : nt.kernel.memory.view(STOR_SCATTER_GATHER_LIST, list);
    },
  ),
  routine(
    'StorPortGetSystemAddress',
    'HwDeviceExtension: PVOID, Srb: PSCSI_REQUEST_BLOCK, SystemAddress: Out<PVOID>',
    { ...STORPORT, returns: 'ULONG', summary: "Maps a request's buffer, so that code may touch it." },
    (nt, extension: Pointer, srb: SCSI_REQUEST_BLOCK, address: Out<number>) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortGetSystemAddress');
      const own = known?.instance.owner.srbAt(toAddress(srb));
      if (own === undefined) return STOR_STATUS_INVALID_PARAMETER;
      address.value = own.command.buffer;
      return own.command.buffer === 0 ? STOR_STATUS_UNSUCCESSFUL : STOR_STATUS_SUCCESS;
    },
  ),
  routine(
    'StorPortAllocatePool',
    'HwDeviceExtension: PVOID, NumberOfBytes: ULONG, Tag: ULONG | string, BufferPointer: Out<PVOID>',
    {
      ...STORPORT,
      returns: 'ULONG',
      summary: 'Nonpaged pool, not zeroed, at DISPATCH_LEVEL or below. STOR_STATUS_NOT_IMPLEMENTED in dump runs.',
    },
    (nt, extension: Pointer, bytes: number, tag: number | string, buffer: Out<number>) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortAllocatePool');
      if (known === undefined) return STOR_STATUS_INVALID_PARAMETER;
      if (isForbidden(nt.storport, 'StorPortAllocatePool')) return STOR_STATUS_NOT_IMPLEMENTED;
      const { instance } = known;
      const status = allocatePool(nt.storport, instance, bytes, typeof tag === 'string' ? poolTag(tag) : tag);
      if (status === STOR_STATUS_SUCCESS) buffer.value = instance.allocated;
      return status;
    },
  ),
  routine(
    'StorPortFreePool',
    'HwDeviceExtension: PVOID, BufferPointer: PVOID',
    { ...STORPORT, returns: 'ULONG', summary: 'Gives back what StorPortAllocatePool has given.' },
    (nt, extension: Pointer, buffer: Pointer) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortFreePool');
      return known === undefined
        ? STOR_STATUS_INVALID_PARAMETER
        : freePool(nt.storport, known.instance, toAddress(buffer));
    },
  ),
  routine(
    'StorPortMarkDumpMemory',
    'HwDeviceExtension: PVOID, Address: PVOID, Length: ULONG_PTR, Flags: ULONG',
    {
      ...STORPORT,
      returns: 'ULONG',
      summary:
        'Memory that must be there when a dump instance runs after a resume. Only in DriverEntry and HwStorFindAdapter. Length 0: the whole section, or block of pool, around Address. Flags: 0 or MARK_DUMP_MEMORY_FLAG_PHYSICAL_ADDRESS.',
    },
    (nt, extension: Pointer, address: Pointer, length: number, flags: number) =>
      markDump(nt.storport, toAddress(extension), toAddress(address), length, flags),
  ),
  routine(
    'StorPortEnablePassiveInitialization',
    'HwDeviceExtension: PVOID, HwPassiveInitializeRoutine: PHW_PASSIVE_INITIALIZE_ROUTINE',
    {
      ...STORPORT,
      returns: 'BOOLEAN',
      summary: 'Has a routine called at PASSIVE_LEVEL after HwStorInitialize. Works only there; FALSE elsewhere.',
      source: 'nf-storport-storportenablepassiveinitialization',
    },
    (nt, extension: Pointer, passive: HW_PASSIVE_INITIALIZE_ROUTINE) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortEnablePassiveInitialization');
      if (known === undefined || isForbidden(nt.storport, 'StorPortEnablePassiveInitialization')) return false;
      const { instance, adapter } = known;
      if (adapter === null || instance.entered?.routine !== 'HwStorInitialize') {
        instance.mistake(
          'passiveOutside',
          'StorPortEnablePassiveInitialization was called outside of HwStorInitialize',
        );
        return false;
      }
      adapter.passiveRoutine = passive;
      return true;
    },
  ),
  routine(
    'StorPortStallExecution',
    'Delay: ULONG',
    { ...STORPORT, summary: 'Busy waiting, in microseconds; at most 100,000. The way to poll in a dump run.' },
    (nt, delay: number) => stallExecution(nt.storport, delay),
  ),
  routine(
    'StorPortGetBusData',
    'HwDeviceExtension: PVOID, BusDataType: ULONG, SystemIoBusNumber: ULONG, SlotNumber: ULONG, Buffer: PVOID, Length: ULONG',
    {
      ...STORPORT,
      returns: 'ULONG',
      summary:
        "Reads the adapter's configuration space: vendor and device in the first four bytes. Returns the number of bytes read.",
    },
    (nt, extension: Pointer, _type: number, _bus: number, _slot: number, buffer: Pointer, length: number) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortGetBusData');
      if (known === undefined) return 0;
      const bytes = new Uint8Array(Math.min(length, 64));
      bytes.set(CONFIGURATION_SPACE.subarray(0, bytes.length));
      nt.kernel.memory.writeBytes(toAddress(buffer), bytes);
      return bytes.length;
    },
  ),
];

/** Vendor 1B36, device 0010, class 01 00: what the hardware ids of the adapter say. */
const CONFIGURATION_SPACE = new Uint8Array([0x36, 0x1b, 0x10, 0x00, 0x07, 0x00, 0x10, 0x00, 0x00, 0x00, 0x00, 0x01]);
