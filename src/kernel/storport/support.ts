/** Storport's routines for memory and registers, as a miniport calls them. */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import {
  STOR_STATUS_INSUFFICIENT_RESOURCES,
  STOR_STATUS_INVALID_IRQL,
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_NOT_IMPLEMENTED,
  STOR_STATUS_SUCCESS,
} from '../../abi/storport-constants.ts';
import { later, microseconds } from '../../base/time.ts';
import { DUMP_UNCACHED_LIMIT } from './configuration.ts';
import type { MiniportInstance, Range } from './instance.ts';
import { MarkedMemory, markDumpMemory } from './mark-memory.ts';
import type { KnownInstance, Storport } from './storport.ts';

/** Microseconds. */
const STALL_LIMIT = 100_000;

/** Who calls: the instance of the extension, or a finding. */
export function callerOf(storport: Storport, extension: number, routine: string): KnownInstance | undefined {
  const known = storport.instanceAt(extension);
  if (known === undefined)
    storport.onMistake({
      kind: 'argument',
      driver: storport.kernel.driver,
      device: storport.kernel.sim.current.device,
      message: `${routine} was given 0x${extension.toString(16)}, which is no device extension of an adapter`,
      routine: '',
      parameters: [extension, 0, 0],
    });
  return known;
}

/** In a dump run: a finding, and whatever the routine returns when it refuses. */
export function isForbidden(storport: Storport, routine: string): boolean {
  const { dumpRun } = storport;
  if (dumpRun === null) return false;
  dumpRun.forbid(routine);
  return true;
}

/** STOR-53 @returns 0 when there is none */
export function getUncachedExtension(instance: MiniportInstance, bytes: number): number {
  const { config, uncached } = instance;
  if (uncached !== null) return uncached.start;
  const why = !instance.isInside('HwStorFindAdapter')
    ? 'outside of HwStorFindAdapter'
    : !config.Master || !config.ScatterGather
      ? 'for an adapter that is no bus master'
      : null;
  if (why !== null) {
    instance.mistake('uncachedExtension', `StorPortGetUncachedExtension was called ${why}`);
    return 0;
  }
  if (instance.isDump && bytes > DUMP_UNCACHED_LIMIT) return 0;
  const made: Range | null = instance.isDump ? dumpPages(instance, bytes) : instance.allocatePages(bytes);
  if (made === null) return 0;
  instance.uncached = made;
  instance.srbExtensionSize = config.SrbExtensionSize;
  return made.start;
}

/** In dump runs nothing says that it begins at a page. */
function dumpPages(instance: MiniportInstance, bytes: number): Range | null {
  const start = instance.allocate(bytes);
  return start === 0 ? null : { start, length: bytes };
}

/** STOR-54: registers are mapped where they are. @returns 0 when the range was not assigned */
export function getDeviceBase(instance: MiniportInstance, address: number, bytes: number, isPort: boolean): number {
  const range = instance.registers.find(
    ({ start, length, isMemory }) => isMemory !== isPort && address >= start && address + bytes <= start + length,
  );
  if (range === undefined) {
    instance.mistake(
      'deviceBase',
      `StorPortGetDeviceBase was asked for ${bytes} bytes at 0x${address.toString(16)}: no access range of the adapter has them`,
    );
    return 0;
  }
  instance.mapped.push({ start: address, length: bytes, isMemory: range.isMemory });
  return address;
}

export function freeDeviceBase(instance: MiniportInstance, address: number): void {
  const at = instance.mapped.findIndex(({ start }) => start === address);
  if (at >= 0) instance.mapped.splice(at, 1);
}

/** STOR-58 */
export function accessRegister(
  instance: MiniportInstance,
  address: number,
  size: number,
  value: number | null,
): number {
  const range = instance.mapped.find(({ start, length }) => address >= start && address + size <= start + length);
  if (range === undefined) {
    const word = value === null ? 'read' : 'written';
    instance.mistake(
      'registerAccess',
      `a register at 0x${address.toString(16)} was ${word} that StorPortGetDeviceBase has not mapped`,
    );
    return 0xffff_ffff;
  }
  const first = instance.registers.find(({ isMemory }) => isMemory);
  if (first === undefined || address < first.start || address >= first.start + first.length) return 0;
  const offset = address - first.start;
  if (value === null) return instance.hardware.read(offset - (offset % 4)) >>> ((offset % 4) * 8);
  instance.hardware.write(offset - (offset % 4), value);
  return 0;
}

/** STOR-55 */
export function allocatePool(storport: Storport, instance: MiniportInstance, bytes: number, tag: number): number {
  const { kernel } = storport;
  if (kernel.sim.current.irql > DISPATCH_LEVEL) {
    instance.mistake('poolIrql', `StorPortAllocatePool was called at IRQL ${kernel.sim.current.irql}`);
    return STOR_STATUS_INVALID_IRQL;
  }
  const address = kernel.pool.allocate(bytes, tag, instance.registration.driver, false);
  if (address === 0) return STOR_STATUS_INSUFFICIENT_RESOURCES;
  storport.noteAllocation(instance.registration.driver, address);
  instance.pool.add(address);
  instance.allocated = address;
  return STOR_STATUS_SUCCESS;
}

export function freePool(storport: Storport, instance: MiniportInstance, address: number): number {
  if (storport.dumpRun !== null) return STOR_STATUS_NOT_IMPLEMENTED;
  if (storport.kernel.sim.current.irql > DISPATCH_LEVEL) return STOR_STATUS_INVALID_IRQL;
  instance.pool.delete(address);
  storport.allocationSites.delete(address);
  return storport.kernel.pool.free(address) === 'ok' ? STOR_STATUS_SUCCESS : STOR_STATUS_INVALID_PARAMETER;
}

export interface Physical {
  readonly address: number;
  /** Contiguous bytes from there on. */
  readonly length: number;
}

/** STOR-56 @param srb - 0: none */
export function getPhysicalAddress(instance: MiniportInstance, srb: number, address: number): Physical {
  const own = srb === 0 ? undefined : instance.owner.srbAt(srb);
  const room = own?.roomAt(address) ?? 0;
  if (own !== undefined && room > 0) return { address: own.physical(address), length: room };
  const { uncached } = instance;
  if (uncached !== null && instance.isOwn(address))
    return { address, length: uncached.start + uncached.length - address };
  const block = instance.poolAt(address);
  if (block !== null) return block;
  instance.mistake(
    'physicalAddress',
    `StorPortGetPhysicalAddress was asked for 0x${address.toString(16)}, which lies neither in the uncached extension nor in the request`,
    [instance.extension, address, 0],
  );
  return { address: 0, length: 0 };
}

/** STOR-59 */
export function stallExecution(storport: Storport, by: number): void {
  const { sim } = storport.kernel;
  const entered = storport.currentInstance?.entered;
  if (by > STALL_LIMIT)
    storport.onMistake({
      kind: 'stall',
      driver: storport.kernel.driver,
      device: sim.current.device,
      message: `StorPortStallExecution was asked for ${by} microseconds; ${STALL_LIMIT} are all it may`,
      routine: '',
      parameters: [by, 0, 0],
    });
  if (entered?.routine === 'HwStorStartIo' && storport.dumpRun === null)
    storport.currentInstance?.mistake('startIoWaits', 'StorPortStallExecution was called in HwStorStartIo');
  if (storport.dumpRun === null) sim.stall(later(sim.now, microseconds(by)));
  else storport.dumpRun.stall(by);
}

const NOTHING_MARKED = new MarkedMemory();

/** STOR-63 @param extension - 0 is what DriverEntry of a dump run has */
export function markDump(
  storport: Storport,
  extension: number,
  address: number,
  length: number,
  flags: number,
): number {
  const { dumpRun, kernel } = storport;
  const known = storport.instanceAt(extension);
  const isEntry = dumpRun === null ? storport.loading !== 0 && kernel.driver === storport.loading : dumpRun.isInEntry;
  const isLegal = isEntry || known?.instance.entered?.routine === 'HwStorFindAdapter';
  const driver = known?.instance.registration.driver ?? kernel.driver;
  const tell = (kind: 'markCallSite' | 'markRange', message: string): void =>
    storport.onMistake({
      kind,
      driver,
      device: known?.instance.device ?? 0,
      message,
      routine: known?.instance.blamed ?? '',
      parameters: [0, 0, 0],
    });
  return markDumpMemory(
    kernel,
    {
      mode: dumpRun?.mode ?? known?.instance.mode ?? 0,
      isLegal,
      marked: dumpRun?.marks ?? NOTHING_MARKED,
      sectionOf: (at) => storport.pnp.drivers.sectionAt?.(at) ?? null,
      wrongPlace: () => {
        const where = known?.instance.entered?.routine;
        tell(
          'markCallSite',
          `StorPortMarkDumpMemory was called ${where === undefined ? 'outside of a routine of the port' : `in ${where}`}`,
        );
      },
      wrongRange: (message) => tell('markRange', message),
    },
    address,
    length,
    flags,
  );
}
