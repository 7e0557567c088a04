/** A request on its way to a miniport, in either of the two forms. */
import {
  SRB_FLAGS_DATA_IN,
  SRB_FLAGS_DATA_OUT,
  SRB_FUNCTION_EXECUTE_SCSI,
  SRB_FUNCTION_STORAGE_REQUEST_BLOCK,
  SRB_SIGNATURE,
  SRB_STATUS_PENDING,
  SRB_STATUS_SUCCESS,
  SrbExDataTypeScsiCdb16,
  STOR_ADDR_BTL8_ADDRESS_LENGTH,
  STOR_ADDRESS_TYPE_BTL8,
  STORAGE_REQUEST_BLOCK_VERSION_1,
} from '../../abi/srb-constants.ts';
import {
  SP_UNTAGGED,
  SRB_TYPE_STORAGE_REQUEST_BLOCK,
  STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE,
} from '../../abi/storport-constants.ts';
import { SCSI_REQUEST_BLOCK } from '../../abi/structs/storage.ts';
import type { PORT_CONFIGURATION_INFORMATION } from '../../abi/structs/storport-config.ts';
import {
  SRBEX_DATA_SCSI_CDB16,
  STOR_ADDR_BTL8,
  STOR_SCATTER_GATHER_LIST,
  STORAGE_REQUEST_BLOCK,
} from '../../abi/structs/storport-requests.ts';
import type { Kernel } from '../kernel.ts';
import { type KernelMemory, SHADOW } from '../mm/memory.ts';

const SENSE_BYTES = 32;
/** Reliance on zeros shows. */
const FRESH_EXTENSION = 0xad;
const COMPLETED = 0xae;
/** Of a request that has succeeded. */
const NO_SENSE = new Uint8Array(SENSE_BYTES);
const ALIGN = 16;
const PAGE = 4096;
/** Where a buffer of READ or WRITE would be that a miniport may not touch: no memory lies there. */
const UNMAPPED = 0xc000_0000;

export interface UnitAddress {
  readonly path: number;
  readonly target: number;
  readonly lun: number;
}

/** @param asked - 0xFF stands for all */
export function isAsked(own: UnitAddress, asked: UnitAddress): boolean {
  return (['path', 'target', 'lun'] as const).every((part) => asked[part] === 0xff || asked[part] === own[part]);
}

/** What somebody wants of a unit. */
export interface Command {
  /** SRB_FUNCTION_*. */
  readonly function: number;
  readonly cdb: Uint8Array;
  /** SRB_FLAGS_*. */
  readonly flags: number;
  readonly buffer: number;
  readonly length: number;
  /** Seconds; 0: the port's default. */
  readonly timeout: number;
  /** The IRP that it is for; 0 = none. */
  readonly irp: number;
  /** READ or WRITE: the miniport may not reach the buffer by address. */
  readonly isTransfer: boolean;
  /** Address of the class driver's own SRB that it stands for; 0 = none. */
  readonly origin: number;
  /** NextSrb: the request, as the miniport has it, that SRB_FUNCTION_ABORT_COMMAND is about; 0 = none. */
  readonly next: number;
}

export interface SrbResult {
  /** With its flags. */
  readonly status: number;
  readonly scsiStatus: number;
  /** Bytes moved. */
  readonly length: number;
  readonly sense: Uint8Array;
}

/** Where an instance gets its memory: pool at run time, a block that was set aside in a dump run. */
export interface InstanceMemory {
  /** Zeroed. @returns 0 when it is used up */
  allocate(size: number): number;
  free(address: number): void;
}

/** The instance of a miniport that a request is for. */
export interface SrbHost {
  readonly kernel: Kernel;
  readonly config: PORT_CONFIGURATION_INFORMATION;
  readonly memory: InstanceMemory;
}

export class Srb {
  readonly instance: SrbHost;
  readonly address: number;
  readonly extension: number;
  readonly extensionLength: number;
  readonly senseAddress: number;
  readonly command: Command;
  readonly unit: UnitAddress;
  readonly #isStorage: boolean;
  readonly #block: number;
  readonly #size: number;
  #list = 0;

  /** null: memory is used up. */
  static make(instance: SrbHost, unit: UnitAddress, command: Command): Srb | null {
    const isStorage = instance.config.SrbType === SRB_TYPE_STORAGE_REQUEST_BLOCK;
    const extensionLength = instance.config.SrbExtensionSize;
    const head = isStorage ? STORAGE_SIZE : SCSI_REQUEST_BLOCK.size;
    const size = up(head) + up(SENSE_BYTES) + up(extensionLength);
    const block = instance.memory.allocate(size);
    return block === 0 ? null : new Srb(instance, unit, command, { isStorage, head, block, size, extensionLength });
  }

  private constructor(
    instance: SrbHost,
    unit: UnitAddress,
    command: Command,
    place: {
      readonly isStorage: boolean;
      readonly head: number;
      readonly block: number;
      readonly size: number;
      readonly extensionLength: number;
    },
  ) {
    this.instance = instance;
    this.unit = unit;
    this.command = command;
    this.#isStorage = place.isStorage;
    this.#block = place.block;
    this.#size = place.size;
    this.address = place.block;
    this.senseAddress = place.block + up(place.head);
    this.extensionLength = place.extensionLength;
    this.extension = place.extensionLength === 0 ? 0 : this.senseAddress + up(SENSE_BYTES);
    const { memory } = instance.kernel;
    if (this.extension !== 0) memory.u8.fill(FRESH_EXTENSION, this.extension, this.extension + place.extensionLength);
    if (place.isStorage) this.#writeStorage(memory);
    else this.#writeScsi(memory);
  }

  /** Where the miniport sees the buffer: nowhere, if it may not touch it. STOR-32 */
  get #shownBuffer(): number {
    const { buffer, isTransfer } = this.command;
    const mayTouch = this.instance.config.MapBuffers === STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE || !isTransfer;
    return buffer === 0 || mayTouch ? buffer : (buffer | UNMAPPED) >>> 0;
  }

  #writeScsi(memory: KernelMemory): void {
    const { command, unit } = this;
    const srb = memory.view(SCSI_REQUEST_BLOCK, this.address);
    srb.Length = SCSI_REQUEST_BLOCK.size;
    srb.Function = command.function;
    srb.SrbStatus = SRB_STATUS_PENDING;
    srb.PathId = unit.path;
    srb.TargetId = unit.target;
    srb.Lun = unit.lun;
    srb.QueueTag = SP_UNTAGGED;
    srb.CdbLength = command.cdb.length;
    srb.SenseInfoBufferLength = command.function === SRB_FUNCTION_EXECUTE_SCSI ? SENSE_BYTES : 0;
    srb.SrbFlags = command.flags;
    srb.DataTransferLength = command.length;
    srb.TimeOutValue = command.timeout;
    srb.DataBuffer = this.#shownBuffer;
    srb.SenseInfoBuffer = command.function === SRB_FUNCTION_EXECUTE_SCSI ? this.senseAddress : 0;
    srb.NextSrb = command.next === 0 ? null : memory.view(SCSI_REQUEST_BLOCK, command.next);
    srb.OriginalRequest = command.irp;
    srb.SrbExtension = this.extension;
    memory.u8.set(command.cdb, this.address + SCSI_CDB);
  }

  #writeStorage(memory: KernelMemory): void {
    const { command, unit } = this;
    const srb = memory.view(STORAGE_REQUEST_BLOCK, this.address);
    srb.Length = STORAGE_REQUEST_BLOCK.size;
    srb.Function = SRB_FUNCTION_STORAGE_REQUEST_BLOCK;
    srb.SrbStatus = SRB_STATUS_PENDING;
    srb.Signature = SRB_SIGNATURE;
    srb.Version = STORAGE_REQUEST_BLOCK_VERSION_1;
    srb.SrbLength = STORAGE_SIZE;
    srb.SrbFunction = command.function;
    srb.SrbFlags = command.flags;
    srb.TimeOutValue = command.timeout;
    srb.AddressOffset = ADDRESS_OFFSET;
    srb.DataTransferLength = command.length;
    srb.DataBuffer = this.#shownBuffer;
    srb.NextSrb = command.next;
    srb.OriginalRequest = command.irp;
    srb.MiniportContext = this.extension;
    const address = memory.view(STOR_ADDR_BTL8, this.address + ADDRESS_OFFSET);
    address.Type = STOR_ADDRESS_TYPE_BTL8;
    address.AddressLength = STOR_ADDR_BTL8_ADDRESS_LENGTH;
    address.Path = unit.path;
    address.Target = unit.target;
    address.Lun = unit.lun;
    if (command.function !== SRB_FUNCTION_EXECUTE_SCSI) return;
    srb.NumSrbExData = 1;
    srb.SrbExDataOffset.set(0, CDB_OFFSET);
    const cdb = memory.view(SRBEX_DATA_SCSI_CDB16, this.address + CDB_OFFSET);
    cdb.Type = SrbExDataTypeScsiCdb16;
    cdb.Length = SRBEX_DATA_SCSI_CDB16.size - 8;
    cdb.SenseInfoBufferLength = SENSE_BYTES;
    cdb.CdbLength = command.cdb.length;
    cdb.SenseInfoBuffer = this.senseAddress;
    memory.u8.set(command.cdb, this.address + CDB_OFFSET + EX_CDB);
  }

  /** SrbStatus as the miniport has set it. */
  get status(): number {
    return this.instance.kernel.memory.u8[this.address + 3] ?? 0;
  }

  get result(): SrbResult {
    const { data, u8 } = this.instance.kernel.memory;
    const scsiAt = this.#isStorage ? CDB_OFFSET + 8 : 4;
    const hasCommand = this.command.function === SRB_FUNCTION_EXECUTE_SCSI;
    const { status } = this;
    const hasSense = status !== SRB_STATUS_SUCCESS;
    return {
      status,
      scsiStatus: hasCommand ? data.getUint8(this.address + scsiAt) : 0,
      length: data.getUint32(this.address + (this.#isStorage ? 0x3c : 0x10), true),
      sense: hasSense ? u8.slice(this.senseAddress, this.senseAddress + SENSE_BYTES) : NO_SENSE,
    };
  }

  /** Whether an address lies in the request's extension, its sense buffer or its data. @returns bytes up to the end */
  roomAt(address: number): number {
    const { buffer, length } = this.command;
    return (
      roomIn(this.extension, this.extensionLength, address) ||
      roomIn(this.senseAddress, SENSE_BYTES, address) ||
      roomIn(buffer, length, address) ||
      roomIn(this.#shownBuffer, length, address)
    );
  }

  /** The address that hardware uses for one that the miniport has. */
  physical(address: number): number {
    const shown = this.#shownBuffer;
    const { buffer, length } = this.command;
    return shown !== buffer && address >= shown && address < shown + length ? buffer + address - shown : address;
  }

  /** The list lives as long as the request. @returns 0 when there is nothing to move, or no memory */
  scatterGatherList(): number {
    if (this.#list !== 0 || this.command.length === 0) return this.#list;
    const { kernel, config } = this.instance;
    const pieces = piecesOf(this.command.buffer, this.command.length, config.NumberOfPhysicalBreaks);
    this.#list = this.instance.memory.allocate(8 + pieces.length * 16);
    if (this.#list === 0) return 0;
    const list = kernel.memory.view(STOR_SCATTER_GATHER_LIST, this.#list);
    list.NumberOfElements = pieces.length;
    pieces.forEach(([start, length], index) => {
      const element = list.List.get(index);
      element.PhysicalAddress = BigInt(start);
      element.Length = length;
    });
    return this.#list;
  }

  /** From now on nobody may touch it: STOR-47. */
  poison(): void {
    const { memory } = this.instance.kernel;
    memory.u8.fill(COMPLETED, this.#block, this.#block + this.#size);
    memory.mark(this.#block, this.#size, SHADOW.freed);
  }

  free(): void {
    const { memory, kernel } = this.instance;
    kernel.memory.mark(this.#block, this.#size, SHADOW.accessible);
    if (this.#list !== 0) memory.free(this.#list);
    memory.free(this.#block);
    this.#list = 0;
  }
}

const ADDRESS_OFFSET = STORAGE_REQUEST_BLOCK.size;
const CDB_OFFSET = ADDRESS_OFFSET + STOR_ADDR_BTL8.size + 4;
const STORAGE_SIZE = CDB_OFFSET + SRBEX_DATA_SCSI_CDB16.size;
const SCSI_CDB = 0x30;
const EX_CDB = 0x14;

/** @returns bytes from an address to the end of a range; 0: it is not inside, or the range is not there */
function roomIn(start: number, size: number, address: number): number {
  return start !== 0 && address >= start && address < start + size ? start + size - address : 0;
}

function up(size: number): number {
  return Math.ceil(size / ALIGN) * ALIGN;
}

/** Page by page, as on a machine whose pages lie anywhere; in one piece where that would be too many. */
function piecesOf(start: number, length: number, most: number): readonly (readonly [number, number])[] {
  const pieces: [number, number][] = [];
  for (let at = start; at < start + length; ) {
    const end = Math.min(start + length, (Math.floor(at / PAGE) + 1) * PAGE);
    pieces.push([at, end - at]);
    at = end;
  }
  return pieces.length <= most ? pieces : [[start, length]];
}

/** A command that moves `length` bytes. */
export function scsiCommand(
  cdb: readonly number[],
  data: { readonly buffer: number; readonly length: number; readonly isIn: boolean } | null,
  more: Partial<Command> = {},
): Command {
  return {
    function: SRB_FUNCTION_EXECUTE_SCSI,
    cdb: new Uint8Array(cdb),
    flags: data === null ? 0 : data.isIn ? SRB_FLAGS_DATA_IN : SRB_FLAGS_DATA_OUT,
    buffer: data?.buffer ?? 0,
    length: data?.length ?? 0,
    timeout: 0,
    irp: 0,
    isTransfer: false,
    origin: 0,
    next: 0,
    ...more,
  };
}
