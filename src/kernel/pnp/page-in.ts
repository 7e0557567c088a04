/** The memory manager needs a page that lies in a page file. */
import { APC_LEVEL, DeviceUsageTypePaging, PAGE_SHIFT, PAGE_SIZE } from '../../abi/enums.ts';
import { IRP_MJ_READ } from '../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_INSUFFICIENT_RESOURCES, STATUS_NO_SUCH_DEVICE } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { attachBuffer, sendSystemIrp } from '../io/build-request.ts';
import { topOf } from '../io/device-object.ts';
import { IoGetNextIrpStackLocation } from '../io/stack-location.ts';
import { KeLowerIrql, KeRaiseIrql } from '../ke/irql.ts';
import { poolTag } from '../mm/pool.ts';
import type { Devnode } from './devnode.ts';
import type { PnpManager } from './pnp-manager.ts';

const TAG = poolTag('Mm  ');
const KERNEL_DATA_INPAGE_ERROR = 0x7a;
const IRP_NOCACHE = 0x1;
const IRP_PAGING_IO = 0x2;
const IRP_SYNCHRONOUS_PAGING_IO = 0x40;
/** A pageable page of the system, and where the entries of the page table lie. */
const SYSTEM_PAGE = 0x8100_0000;
const PAGE_TABLE = 0xc000_0000;

/** Whether a page file is, or was before it was lost, on the device. */
export function hasPageFile(pnp: PnpManager, id: string): boolean {
  return pnp.lostPageFiles.has(id) || (pnp.byId(id)?.specialFiles.get(DeviceUsageTypePaging) ?? 0) > 0;
}

/**
 * Reads one page, as a fault on pageable kernel data would.
 *
 * @throws BugCheckError 0x7A when the page cannot be had: P1 = address of the page table entry, P2 = why, P4 = address
 *   of the data (USE-64)
 */
export async function pageIn(pnp: PnpManager, id: string): Promise<void> {
  const devnode = pnp.lostPageFiles.has(id) ? undefined : pnp.byId(id);
  const status = devnode === undefined ? STATUS_NO_SUCH_DEVICE : await readPage(pnp, devnode);
  if (NT_SUCCESS(status)) return;
  const entry = PAGE_TABLE + (SYSTEM_PAGE >>> PAGE_SHIFT) * 4;
  pnp.kernel.bugCheck(KERNEL_DATA_INPAGE_ERROR, entry, status, 0, SYSTEM_PAGE);
}

async function readPage(pnp: PnpManager, devnode: Devnode): Promise<NTSTATUS> {
  const { pool } = pnp.kernel;
  const buffer = pool.allocate(PAGE_SIZE, TAG, 0, true);
  if (buffer === 0) return STATUS_INSUFFICIENT_RESOURCES;
  const top = topOf(devnode.pdo);
  // The thread that has met the missing page cannot take APCs before it has it.
  const old = KeRaiseIrql(pnp.kernel, APC_LEVEL);
  const result = await sendSystemIrp(pnp.io, top, (irp) => {
    const next = IoGetNextIrpStackLocation(pnp.io, irp);
    next.MajorFunction = IRP_MJ_READ;
    next.Parameters.Read.Length = PAGE_SIZE;
    attachBuffer(pnp.io, irp, top, buffer, PAGE_SIZE, true);
    irp.Flags |= IRP_NOCACHE | IRP_PAGING_IO | IRP_SYNCHRONOUS_PAGING_IO;
  });
  KeLowerIrql(pnp.kernel, old);
  pool.free(buffer);
  return result?.status ?? STATUS_INSUFFICIENT_RESOURCES;
}
