/** Control requests to a port driver: what reaches the miniport, and the dump pointers. */
import {
  IOCTL_MINIPORT_PROCESS_SERVICE_IRP,
  IOCTL_SCSI_FREE_DUMP_POINTERS,
  IOCTL_SCSI_GET_DUMP_POINTERS,
  IOCTL_SCSI_MINIPORT,
} from '../../abi/ioctl.ts';
import {
  STATUS_BUFFER_TOO_SMALL,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_INVALID_PARAMETER,
  STATUS_NO_SUCH_DEVICE,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import {
  SRB_FLAGS_NO_QUEUE_FREEZE,
  SRB_FUNCTION_DUMP_POINTERS,
  SRB_FUNCTION_FREE_DUMP_POINTERS,
  SRB_FUNCTION_IO_CONTROL,
} from '../../abi/srb-constants.ts';
import { DUMP_MINIPORT_VERSION, STOR_FEATURE_DUMP_POINTERS } from '../../abi/storport-constants.ts';
import type { IRP } from '../../abi/structs/io.ts';
import { MINIPORT_DUMP_POINTERS } from '../../abi/structs/storport.ts';
import { DUMP_POINTERS, SRB_IO_CONTROL } from '../../abi/structs/storport-requests.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { IoGetCurrentIrpStackLocation } from '../io/stack-location.ts';
import { poolTag } from '../mm/pool.ts';
import type { Adapter } from './adapter.ts';
import { hasSucceeded } from './commands.ts';
import { type IrpDone, submit } from './port-requests.ts';
import { processServiceIrp } from './service-requests.ts';
import { scsiCommand } from './srb.ts';
import { statusOfSrb } from './srb-status.ts';
import type { Unit } from './unit.ts';

const TAG = poolTag('StIo');
const COMMON_BUFFER = 0x1_0000;

/**
 * @param unit - null: the adapter was asked
 * @returns the status where nothing was sent
 */
export function sendControl(adapter: Adapter, unit: Unit | null, irp: IRP, done: IrpDone): NTSTATUS | null {
  if (adapter.instance === null || adapter.transport === null) return STATUS_NO_SUCH_DEVICE;
  const { IoControlCode: code } = IoGetCurrentIrpStackLocation(adapter.storport.io, irp).Parameters.DeviceIoControl;
  switch (code) {
    case IOCTL_SCSI_MINIPORT:
      return askMiniport(adapter, unit ?? adapter.unitAt(FIRST) ?? adapter.makeUnit(FIRST), irp, done);
    case IOCTL_SCSI_GET_DUMP_POINTERS:
      return unit === null ? STATUS_INVALID_DEVICE_REQUEST : getDumpPointers(adapter, unit, irp, done);
    case IOCTL_SCSI_FREE_DUMP_POINTERS:
      return unit === null ? STATUS_INVALID_DEVICE_REQUEST : freeDumpPointers(adapter, unit, irp, done);
    case IOCTL_MINIPORT_PROCESS_SERVICE_IRP:
      if (unit !== null) return STATUS_INVALID_DEVICE_REQUEST;
      return processServiceIrp(adapter.instance, irp, () => done(irp.IoStatus.Status, irp.IoStatus.Information));
    default:
      return STATUS_INVALID_DEVICE_REQUEST;
  }
}

const FIRST = { path: 0, target: 0, lun: 0 };

/** What the miniport answers stands in the same buffer. */
function askMiniport(adapter: Adapter, unit: Unit, irp: IRP, done: IrpDone): NTSTATUS | null {
  const { InputBufferLength: input, OutputBufferLength: output } = IoGetCurrentIrpStackLocation(
    adapter.storport.io,
    irp,
  ).Parameters.DeviceIoControl;
  const buffer = irp.AssociatedIrp.SystemBuffer;
  if (input < SRB_IO_CONTROL.size || buffer === 0) return STATUS_INVALID_PARAMETER;
  const header = adapter.storport.kernel.memory.view(SRB_IO_CONTROL, buffer);
  const length = header.HeaderLength + header.Length;
  if (header.HeaderLength !== SRB_IO_CONTROL.size || length > Math.max(input, output)) return STATUS_INVALID_PARAMETER;
  const command = scsiCommand([], null, {
    function: SRB_FUNCTION_IO_CONTROL,
    flags: SRB_FLAGS_NO_QUEUE_FREEZE,
    buffer,
    length,
    timeout: header.Timeout,
    irp: irp.address,
  });
  submit(adapter, unit, command, (result) => {
    if (hasSucceeded(result)) done(STATUS_SUCCESS, Math.min(result.length, output));
    else done(statusOfSrb(result.status), 0);
  });
  return null;
}

/** STOR-62: a context of its own for each request; a miniport without the feature leaves none. */
function getDumpPointers(adapter: Adapter, unit: Unit, irp: IRP, done: IrpDone): NTSTATUS | null {
  const { memory, pool } = adapter.storport.kernel;
  const stack = IoGetCurrentIrpStackLocation(adapter.storport.io, irp);
  const answer = irp.AssociatedIrp.SystemBuffer;
  if (stack.Parameters.DeviceIoControl.OutputBufferLength < DUMP_POINTERS.size || answer === 0)
    return STATUS_BUFFER_TOO_SMALL;
  const give = (dumpData: number, commonBuffer: number): void => {
    memory.zero(answer, DUMP_POINTERS.size);
    const pointers = memory.view(DUMP_POINTERS, answer);
    pointers.DumpData = dumpData;
    pointers.CommonBufferSize = commonBuffer === 0 ? COMMON_BUFFER : Math.min(commonBuffer, COMMON_BUFFER);
    pointers.AllocateCommonBuffers = true;
    pointers.UseDiskDump = true;
    done(STATUS_SUCCESS, DUMP_POINTERS.size);
  };
  if (((adapter.instance?.registration.features ?? 0) & STOR_FEATURE_DUMP_POINTERS) === 0) {
    give(0, 0);
    return null;
  }
  const block = pool.allocate(MINIPORT_DUMP_POINTERS.size, TAG, 0, true);
  if (block === 0) return STATUS_INSUFFICIENT_RESOURCES;
  submit(adapter, unit, ofPointers(SRB_FUNCTION_DUMP_POINTERS, block), (result) => {
    const {
      Version: version,
      MiniportPrivateDumpData: data,
      CommonBufferSize: size,
    } = memory.view(MINIPORT_DUMP_POINTERS, block);
    pool.free(block);
    if (hasSucceeded(result) && version === DUMP_MINIPORT_VERSION) give(data, size);
    else done(hasSucceeded(result) ? STATUS_INVALID_DEVICE_REQUEST : statusOfSrb(result.status), 0);
  });
  return null;
}

function freeDumpPointers(adapter: Adapter, unit: Unit, irp: IRP, done: IrpDone): NTSTATUS | null {
  const { memory, pool } = adapter.storport.kernel;
  const stack = IoGetCurrentIrpStackLocation(adapter.storport.io, irp);
  const given = irp.AssociatedIrp.SystemBuffer;
  if (stack.Parameters.DeviceIoControl.InputBufferLength < DUMP_POINTERS.size || given === 0)
    return STATUS_INVALID_PARAMETER;
  const { DumpData: data } = memory.view(DUMP_POINTERS, given);
  if (data === 0) return STATUS_SUCCESS;
  const block = pool.allocate(MINIPORT_DUMP_POINTERS.size, TAG, 0, true);
  if (block === 0) return STATUS_INSUFFICIENT_RESOURCES;
  const pointers = memory.view(MINIPORT_DUMP_POINTERS, block);
  pointers.Version = DUMP_MINIPORT_VERSION;
  pointers.Size = MINIPORT_DUMP_POINTERS.size;
  pointers.MiniportPrivateDumpData = data;
  submit(adapter, unit, ofPointers(SRB_FUNCTION_FREE_DUMP_POINTERS, block), (result) => {
    pool.free(block);
    done(hasSucceeded(result) ? STATUS_SUCCESS : statusOfSrb(result.status), 0);
  });
  return null;
}

function ofPointers(functionCode: number, buffer: number): ReturnType<typeof scsiCommand> {
  return scsiCommand([], null, {
    function: functionCode,
    flags: SRB_FLAGS_NO_QUEUE_FREEZE,
    buffer,
    length: MINIPORT_DUMP_POINTERS.size,
  });
}
