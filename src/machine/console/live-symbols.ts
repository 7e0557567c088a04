/** The routines of a machine's drivers, by name and address. */
import type { DRIVER_DISPATCH } from '../../abi/roles.ts';
import { DRIVER_OBJECT } from '../../abi/structs/io.ts';
import { isRefusing } from '../../kernel/io/driver-object.ts';
import type { KernelMemory } from '../../kernel/mm/memory.ts';
import { declarationOf } from '../view/finding-view.ts';
import { fieldOffset } from './peek.ts';
import type { ConsoleSymbol, LiveMachine } from './target.ts';

const DRIVER_INIT = fieldOffset(DRIVER_OBJECT, 'DriverInit');

function fieldOf({ u32 }: KernelMemory, address: number, offset: number): number {
  return u32[(address + offset) >>> 2] ?? 0;
}

const INVALID_REQUEST = 'IopInvalidDeviceRequest';

/** Every routine whose address a driver has put into memory, and every routine of a C driver; in address order. */
export function liveSymbols({ nt, programs }: LiveMachine): readonly ConsoleSymbol[] {
  const { memory, sim } = nt.kernel;
  const inC = new Map<number, string>();
  for (const { name, image } of programs.users) {
    if (image === null) continue;
    inC.set(image.image.end.table - 1, name);
    for (const { index } of image.image.description.routines) inC.set(index, name);
  }
  // The kernel itself puts these into memory.
  const entries = new Map(
    nt.io.drivers.map(({ object, entry }) => [fieldOf(memory, object.address, DRIVER_INIT), entry.name]),
  );
  const symbols: ConsoleSymbol[] = [];
  for (const [address, { routine, owner }] of memory.routines()) {
    const driver = inC.get(address) ?? entries.get(address) ?? sim.directory.driverName(owner);
    const isRefusal = owner === 0 && isRefusing(routine as DRIVER_DISPATCH);
    const name = isRefusal ? INVALID_REQUEST : routine.name || `routine${address.toString(16)}`;
    const place = declarationOf(programs, driver, name);
    symbols.push({ address, driver, name, file: place?.file ?? null, line: place?.line ?? null });
  }
  return symbols.sort((one, other) => one.address - other.address);
}
