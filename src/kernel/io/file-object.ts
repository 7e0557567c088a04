/** Open files: what a handle refers to, and the requests that opening and closing one sends. */
import { DO_EXCLUSIVE } from '../../abi/device-flags.ts';
import { IRP_MJ_CLEANUP, IRP_MJ_CLOSE, IRP_MJ_CREATE } from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_ACCESS_DENIED, STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import { type DEVICE_OBJECT, FILE_OBJECT } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { poolTag } from '../mm/pool.ts';
import { sendSystemIrp } from './build-request.ts';
import { bottomOf, dereference, reference, topOf } from './device-object.ts';
import type { IoManager } from './io-manager.ts';
import { IoGetNextIrpStackLocation } from './stack-location.ts';

const IO_TYPE_FILE = 5;
const TAG = poolTag('File');

export interface OpenFile {
  readonly file: FILE_OBJECT;
  /** The device that was opened; requests go to the top of its stack. */
  readonly device: DEVICE_OBJECT;
  /** Opened by a program, not by a driver. */
  readonly isUser: boolean;
  /** The handle is open. Without it the file lives on references alone. */
  hasHandle: boolean;
}

export class FileTable {
  readonly #io: IoManager;
  readonly #files = new Map<number, OpenFile>();
  /** Their last reference is gone, and their IRP_MJ_CLOSE has not been sent yet. */
  readonly #unused: OpenFile[] = [];
  /** Asked before IRP_MJ_CREATE is sent. */
  mayOpen: (device: DEVICE_OBJECT) => NTSTATUS = () => STATUS_SUCCESS;
  /** A file on this device is gone, with all that its driver kept for it. */
  onClosed: (device: DEVICE_OBJECT) => void = () => {};

  constructor(io: IoManager) {
    this.#io = io;
  }

  at(address: number): OpenFile | undefined {
    return this.#files.get(address);
  }

  /** Files open on any device object of the stack that stands on a PDO, oldest first. */
  onStack(pdo: DEVICE_OBJECT): readonly OpenFile[] {
    return [...this.#files.values()].filter(({ device }) => bottomOf(device) === pdo);
  }

  /** IRP_MJ_CREATE. A file comes with one open handle. */
  async open(device: DEVICE_OBJECT, isUser: boolean): Promise<OpenFile | NTSTATUS> {
    const { kernel } = this.#io;
    const allowed = this.mayOpen(device);
    if (!NT_SUCCESS(allowed)) return allowed;
    if ((device.Flags & DO_EXCLUSIVE) !== 0 && device.ReferenceCount > 0) return STATUS_ACCESS_DENIED;
    const address = kernel.pool.allocate(FILE_OBJECT.size, TAG, 0, true);
    if (address === 0) return STATUS_INSUFFICIENT_RESOURCES;
    const file = kernel.memory.view(FILE_OBJECT, address);
    file.Type = IO_TYPE_FILE;
    file.Size = FILE_OBJECT.size;
    file.DeviceObject = device;
    const open: OpenFile = { file, device, isUser, hasHandle: true };
    this.#files.set(address, open);
    // The device object outlives its deletion as long as a file refers to it.
    reference(this.#io, device.address);
    device.ReferenceCount += 1;
    const status = await this.#send(open, IRP_MJ_CREATE);
    kernel.sim.hooks.onChange();
    if (NT_SUCCESS(status)) return open;
    this.#forget(open);
    return status;
  }

  /** The handle goes: IRP_MJ_CLEANUP, and IRP_MJ_CLOSE unless somebody holds a reference to the file. */
  async closeHandle(open: OpenFile): Promise<NTSTATUS> {
    open.hasHandle = false;
    const status = await this.#send(open, IRP_MJ_CLEANUP);
    if (!this.#io.references.has(open.file.address)) await this.#close(open);
    return status;
  }

  /** ObDereferenceObject for any object. With the last reference to a file comes its IRP_MJ_CLOSE, in a system thread. */
  dereference(address: number): number {
    const left = dereference(this.#io, address);
    const open = this.#files.get(address);
    if (open !== undefined && !open.hasHandle && !this.#io.references.has(address)) {
      this.#unused.push(open);
      this.#io.kernel.sim.createThread('close', () => this.closeUnused());
    }
    return left;
  }

  /** Sends what is due to files that nobody refers to any more, without waiting until a system thread does. */
  async closeUnused(): Promise<void> {
    for (let open = this.#unused.shift(); open !== undefined; open = this.#unused.shift()) await this.#close(open);
  }

  async #close(open: OpenFile): Promise<void> {
    await this.#send(open, IRP_MJ_CLOSE);
    this.#forget(open);
    this.#io.kernel.sim.hooks.onChange();
    this.onClosed(open.device);
  }

  #forget({ file, device }: OpenFile): void {
    this.#files.delete(file.address);
    device.ReferenceCount -= 1;
    dereference(this.#io, device.address);
    this.#io.kernel.pool.free(file.address);
  }

  async #send({ file, device }: OpenFile, major: number): Promise<NTSTATUS> {
    const result = await sendSystemIrp(this.#io, topOf(device), (irp) => {
      const location = IoGetNextIrpStackLocation(this.#io, irp);
      location.MajorFunction = major;
      location.FileObject = file;
    });
    return result?.status ?? STATUS_INSUFFICIENT_RESOURCES;
  }
}
