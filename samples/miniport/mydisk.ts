/**
 * A Storport miniport, to be read from top to bottom. The port driver does Plug and Play, power and queues; what is left
 * is what only this driver knows: its adapter. It calls Storport's routines and no others.
 */
import {
  cast,
  type DRIVER_OBJECT,
  FALSE,
  HW_INITIALIZATION_DATA,
  local,
  type NTSTATUS,
  NULL,
  PCIBus,
  type PORT_CONFIGURATION_INFORMATION,
  type PVOID,
  RequestComplete,
  SCSI_REQUEST_BLOCK,
  SCSISTAT_GOOD,
  SP_RETURN_ERROR,
  SP_RETURN_FOUND,
  SP_RETURN_NOT_FOUND,
  SRB_FUNCTION_DUMP_POINTERS,
  SRB_FUNCTION_EXECUTE_SCSI,
  SRB_FUNCTION_FLUSH,
  SRB_FUNCTION_FREE_DUMP_POINTERS,
  SRB_FUNCTION_PNP,
  SRB_FUNCTION_POWER,
  SRB_FUNCTION_RESET_DEVICE,
  SRB_FUNCTION_RESET_LOGICAL_UNIT,
  SRB_FUNCTION_SHUTDOWN,
  SRB_STATUS_AUTOSENSE_VALID,
  SRB_STATUS_BUS_RESET,
  SRB_STATUS_BUSY,
  SRB_STATUS_ERROR,
  SRB_STATUS_INVALID_REQUEST,
  SRB_STATUS_SELECTION_TIMEOUT,
  SRB_STATUS_SUCCESS,
  type STOR_DPC,
  STOR_FEATURE_DUMP_POINTERS,
  STOR_FEATURE_DUMP_RESUME_CAPABLE,
  STOR_LOCK_HANDLE,
  STOR_MAP_NON_READ_WRITE_BUFFERS,
  StartIoLock,
  StorPortAcquireSpinLock,
  StorPortCompleteRequest,
  StorPortEnablePassiveInitialization,
  StorPortGetDeviceBase,
  StorPortGetUncachedExtension,
  StorPortInitialize,
  StorPortInitializeDpc,
  StorPortIssueDpc,
  StorPortNotification,
  StorPortReleaseSpinLock,
  StorSynchronizeFullDuplex,
  sizeof,
  TRUE,
  type ULONG,
  type UNICODE_STRING,
} from 'wdm';
import { ADAPTER, Enable, Read, Write } from './adapter.ts';
import { AdapterControl, UnitControl } from './control.ts';
import { FillDumpPointers, FindDumpContext, FreeDumpPointers } from './dump.ts';
import {
  ABORT,
  ALL_TARGETS,
  COMPLETED,
  CONTROL,
  DONE,
  DOORBELL,
  GONE,
  type HBA_COMMAND,
  INTERRUPT_STATUS,
  NO_TARGET,
  REGISTER_BYTES,
  RESET,
  SIGNATURE,
  TARGETS,
  THIS_ADAPTER,
} from './hardware.ts';
import { DescribeAdapter } from './power.ts';
import { FillSlot, PrepareSlots, SEGMENTS, SLOT_BYTES, SLOTS, SlotAt, SlotOf, TakeSlot } from './slots.ts';

const PAGE = 4096;

export function DriverEntry(driverObject: DRIVER_OBJECT, registryPath: UNICODE_STRING): NTSTATUS {
  const data = local(HW_INITIALIZATION_DATA);
  data.HwInitializationDataSize = sizeof(HW_INITIALIZATION_DATA);
  data.AdapterInterfaceType = PCIBus;
  data.HwFindAdapter = FindAdapter;
  data.HwInitialize = Initialize;
  data.HwStartIo = StartIo;
  data.HwBuildIo = BuildIo;
  data.HwInterrupt = Interrupt;
  data.HwResetBus = ResetBus;
  data.HwAdapterControl = AdapterControl;
  data.HwUnitControl = UnitControl;
  data.DeviceExtensionSize = sizeof(ADAPTER);
  data.NumberOfAccessRanges = 1;
  // Read and write buffers are for the adapter: we never touch their bytes.
  data.MapBuffers = STOR_MAP_NON_READ_WRITE_BUFFERS;
  data.NeedPhysicalAddresses = TRUE;
  data.TaggedQueuing = TRUE;
  data.AutoRequestSense = TRUE;
  data.MultipleRequestPerLu = TRUE;
  data.FeatureSupport = STOR_FEATURE_DUMP_POINTERS | STOR_FEATURE_DUMP_RESUME_CAPABLE;
  // In a dump run both arguments are NULL, and are passed on as they came.
  return StorPortInitialize(driverObject, registryPath, data, NULL);
}

/** Finds the adapter and describes it. The only place for registers, shared memory, and marks for the dump. */
function FindAdapter(
  extension: PVOID,
  _context: PVOID,
  _bus: PVOID,
  _arguments: PVOID,
  config: PORT_CONFIGURATION_INFORMATION,
): ULONG {
  const adapter = cast(ADAPTER, extension);
  adapter.IsDump = config.DumpMode !== 0;
  if (!MapRegisters(extension, adapter, config)) {
    return SP_RETURN_NOT_FOUND;
  }
  // In whatever state it is, from firmware or from the system that has just crashed: it starts anew.
  Write(extension, adapter, CONTROL, RESET);
  if (adapter.IsDump) {
    const context = FindDumpContext(extension, config);
    if (context === NULL) {
      return SP_RETURN_ERROR;
    }
    adapter.Targets = context.Targets;
  } else {
    adapter.Targets = Read(extension, adapter, TARGETS);
  }
  config.MaximumTransferLength = (SEGMENTS - 1) * PAGE; // (A)
  config.NumberOfPhysicalBreaks = SEGMENTS;
  config.NumberOfBuses = 1;
  config.MaximumNumberOfTargets = adapter.Targets;
  config.MaximumNumberOfLogicalUnits = 1;
  config.SynchronizationModel = StorSynchronizeFullDuplex;
  config.MaxNumberOfIO = SLOTS;
  config.MaxIOsPerLun = SLOTS;
  config.InitialLunQueueDepth = SLOTS;
  config.RequestedDumpBufferSize = SLOT_BYTES;
  adapter.Slots = StorPortGetUncachedExtension(extension, config, SLOT_BYTES);
  if (adapter.Slots === 0) {
    return SP_RETURN_ERROR;
  }
  PrepareSlots(extension, adapter.Slots);
  return SP_RETURN_FOUND;
}

function MapRegisters(extension: PVOID, adapter: ADAPTER, config: PORT_CONFIGURATION_INFORMATION): boolean {
  const { AccessRanges: range, AdapterInterfaceType: bus, SystemIoBusNumber: number } = config;
  if (config.NumberOfAccessRanges === 0 || range === NULL) {
    return FALSE;
  }
  const isPort = !range.RangeInMemory;
  adapter.Registers = StorPortGetDeviceBase(extension, bus, number, range.RangeStart, REGISTER_BYTES, isPort);
  return adapter.Registers !== 0 && Read(extension, adapter, SIGNATURE) === THIS_ADAPTER;
}

/** At DIRQL. Interrupts can come before it returns; what needs PASSIVE_LEVEL follows in a routine of its own. */
function Initialize(extension: PVOID): boolean {
  const adapter = cast(ADAPTER, extension);
  if (!adapter.IsDump) {
    StorPortEnablePassiveInitialization(extension, PassiveInitialize);
  }
  Enable(extension, adapter);
  return TRUE;
}

function PassiveInitialize(extension: PVOID): boolean {
  // Without it the adapter stays on for as long as the system does.
  DescribeAdapter(extension);
  return StorPortInitializeDpc(extension, cast(ADAPTER, extension).Dpc, CompletionDpc);
}

/** Without a lock, beside other requests. What needs no hardware ends here; FALSE: no HwStorStartIo for it. */
function BuildIo(extension: PVOID, srb: SCSI_REQUEST_BLOCK): boolean {
  if (srb.Function === SRB_FUNCTION_EXECUTE_SCSI) {
    return TRUE;
  }
  Complete(extension, srb, Answer(extension, srb));
  return FALSE;
}

/** With the StartIo lock, which the port holds: slots need no other. */
function StartIo(extension: PVOID, srb: SCSI_REQUEST_BLOCK): boolean {
  const adapter = cast(ADAPTER, extension);
  const slot = TakeSlot(adapter.Slots);
  if (slot === NULL) {
    Complete(extension, srb, SRB_STATUS_BUSY);
    return TRUE;
  }
  FillSlot(extension, slot, srb);
  Write(extension, adapter, DOORBELL, slot.Physical);
  return TRUE;
}

/** At DIRQL, and quick: it takes the cause away and leaves the rest to a DPC. In a dump run the port calls it to poll. */
function Interrupt(extension: PVOID): boolean {
  const adapter = cast(ADAPTER, extension);
  const causes = Read(extension, adapter, INTERRUPT_STATUS);
  if (causes === 0 || causes === GONE) {
    return FALSE;
  }
  Write(extension, adapter, INTERRUPT_STATUS, causes);
  if (adapter.IsDump) {
    CompleteAll(extension, adapter);
  } else {
    StorPortIssueDpc(extension, adapter.Dpc, 0, 0);
  }
  return TRUE;
}

/** At DISPATCH_LEVEL. Slots are shared with StartIo, so its lock is taken. */
function CompletionDpc(_dpc: STOR_DPC, extension: PVOID): void {
  const lock = local(STOR_LOCK_HANDLE);
  StorPortAcquireSpinLock(extension, StartIoLock, NULL, lock);
  CompleteAll(extension, cast(ADAPTER, extension));
  StorPortReleaseSpinLock(extension, lock); // (B)
}

function CompleteAll(extension: PVOID, adapter: ADAPTER): void {
  for (let done = Read(extension, adapter, COMPLETED); done !== 0; done = Read(extension, adapter, COMPLETED)) {
    const slot = SlotOf(adapter.Slots, done);
    if (slot === NULL) {
      return;
    }
    const srb = cast(SCSI_REQUEST_BLOCK, slot.Srb);
    srb.ScsiStatus = slot.Command.ScsiStatus;
    srb.DataTransferLength = slot.Command.Transferred;
    const status = StatusOf(slot.Command);
    slot.IsUsed = FALSE;
    Complete(extension, srb, status);
  }
}

function StatusOf({ AdapterStatus: adapter, ScsiStatus: disk }: HBA_COMMAND): ULONG {
  if (adapter === NO_TARGET) {
    return SRB_STATUS_SELECTION_TIMEOUT;
  }
  if (adapter !== DONE) {
    return SRB_STATUS_ERROR;
  }
  return disk === SCSISTAT_GOOD ? SRB_STATUS_SUCCESS : SRB_STATUS_ERROR | SRB_STATUS_AUTOSENSE_VALID;
}

/** The request belongs to the port again: neither it nor its extension may be touched after this. */
function Complete(extension: PVOID, srb: SCSI_REQUEST_BLOCK, status: ULONG): void {
  srb.SrbStatus = status;
  StorPortNotification(RequestComplete, extension, srb);
}

/** What is no SCSI command. @returns SRB_STATUS_* */
function Answer(extension: PVOID, srb: SCSI_REQUEST_BLOCK): ULONG {
  const adapter = cast(ADAPTER, extension);
  switch (srb.Function) {
    case SRB_FUNCTION_DUMP_POINTERS:
      return FillDumpPointers(extension, adapter.Targets, srb);
    case SRB_FUNCTION_FREE_DUMP_POINTERS:
      return FreeDumpPointers(extension, srb);
    case SRB_FUNCTION_RESET_LOGICAL_UNIT:
    case SRB_FUNCTION_RESET_DEVICE:
      Abort(extension, adapter, srb.PathId, srb.TargetId);
      return SRB_STATUS_SUCCESS;
    case SRB_FUNCTION_FLUSH:
    case SRB_FUNCTION_SHUTDOWN:
    case SRB_FUNCTION_POWER:
    case SRB_FUNCTION_PNP:
      return SRB_STATUS_SUCCESS;
    default:
      return SRB_STATUS_INVALID_REQUEST;
  }
}

/** The adapter forgets the commands, and every request of theirs is completed. 0xFF: all targets. */
function Abort(extension: PVOID, adapter: ADAPTER, path: ULONG, target: ULONG): void {
  Write(extension, adapter, ABORT, target === 0xff ? ALL_TARGETS : target);
  for (let index = 0; index < SLOTS; index += 1) {
    const slot = SlotAt(adapter.Slots, index);
    if (slot.IsUsed && (target === 0xff || slot.Command.Target === target)) {
      slot.IsUsed = FALSE;
    }
  }
  StorPortCompleteRequest(extension, path, target, 0xff, SRB_STATUS_BUS_RESET);
}

function ResetBus(extension: PVOID, path: ULONG): boolean {
  Abort(extension, cast(ADAPTER, extension), path, 0xff);
  return TRUE;
}
