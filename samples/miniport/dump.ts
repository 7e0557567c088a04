/** What the second copy of this driver needs, which writes the crash dump: it cannot ask anybody any more. */
import {
  cast,
  DUMP_MINIPORT_VERSION,
  MINIPORT_DUMP_POINTERS,
  out,
  type PORT_CONFIGURATION_INFORMATION,
  type PVOID,
  type SCSI_REQUEST_BLOCK,
  SRB_STATUS_ERROR,
  SRB_STATUS_INVALID_REQUEST,
  SRB_STATUS_SUCCESS,
  STOR_STATUS_SUCCESS,
  StorPortAllocatePool,
  StorPortFreePool,
  StorPortMarkDumpMemory,
  sizeof,
  struct,
  ULONG,
} from 'wdm';

/** Up to the end of MiniportPrivateDumpData: what a buffer for MINIPORT_DUMP_POINTERS has to have at least. */
const SMALLEST = 0x34;

/** Nonpaged, and the same before the crash and after it. */
export class DUMP_CONTEXT extends struct('MYDISK_DUMP_CONTEXT', {
  Targets: ULONG,
  /** How often the dump stack was loaded: something that shows in a memory view. */
  Loads: ULONG,
}) {}

let loads = 0;

/** SRB_FUNCTION_DUMP_POINTERS, while the system works. @returns SRB_STATUS_* */
export function FillDumpPointers(extension: PVOID, targets: ULONG, srb: SCSI_REQUEST_BLOCK): ULONG {
  if (srb.DataBuffer === 0 || srb.DataTransferLength < SMALLEST) {
    return SRB_STATUS_INVALID_REQUEST;
  }
  const block = out<PVOID>(0);
  if (StorPortAllocatePool(extension, sizeof(DUMP_CONTEXT), 'Mdsk', block) !== STOR_STATUS_SUCCESS) {
    return SRB_STATUS_ERROR;
  }
  loads += 1;
  const context = cast(DUMP_CONTEXT, block.value);
  context.Targets = targets;
  context.Loads = loads;
  const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);
  pointers.Version = DUMP_MINIPORT_VERSION;
  pointers.Size = sizeof(MINIPORT_DUMP_POINTERS);
  pointers.MiniportPrivateDumpData = block.value;
  return SRB_STATUS_SUCCESS;
}

/** SRB_FUNCTION_FREE_DUMP_POINTERS: each context is freed by its own request. */
export function FreeDumpPointers(extension: PVOID, srb: SCSI_REQUEST_BLOCK): ULONG {
  if (srb.DataBuffer === 0 || srb.DataTransferLength < SMALLEST) {
    return SRB_STATUS_INVALID_REQUEST;
  }
  StorPortFreePool(extension, cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer).MiniportPrivateDumpData);
  return SRB_STATUS_SUCCESS;
}

/**
 * HwStorFindAdapter of a dump run. After a resume from hibernation only marked memory is there: the context is what we
 * need of the system as it was. What it points to would have to be marked too.
 */
export function FindDumpContext(extension: PVOID, config: PORT_CONFIGURATION_INFORMATION): DUMP_CONTEXT | null {
  const { MiniportDumpData: data } = config;
  if (data === 0) {
    return null;
  }
  StorPortMarkDumpMemory(extension, data, sizeof(DUMP_CONTEXT), 0); // (C)
  return cast(DUMP_CONTEXT, data);
}
