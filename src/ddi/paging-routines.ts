/** Code that may be paged out, and how a driver keeps it in memory. */
import { APC_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import type { Routine } from '../abi/struct.ts';
import type { DRIVER_OBJECT } from '../abi/structs/io.ts';
import type { Nt } from '../kernel/assemble.ts';
import { routine } from './routine.ts';

const SANDBOX = { header: 'sandbox.h', source: 'sandbox' } as const;

function addressIn(nt: Nt, place: Routine | number): number {
  return typeof place === 'function' ? nt.kernel.memory.addressOfRoutine(place) : place >>> 0;
}

/** @returns the handle of the section with the address, locked once more; 0 where nothing can be paged out */
function lock(nt: Nt, place: Routine | number): number {
  const section = nt.kernel.code.of(addressIn(nt, place));
  if (section === undefined) return 0;
  section.lockCount += 1;
  return section.handle;
}

const LOCKS = {
  returns: 'PVOID',
  max: APC_LEVEL,
  isEvent: true,
  summary: 'Brings the section in which an address lies into memory and keeps it there. Gives a handle to it.',
} as const;

export const pagingRoutines = [
  routine('MmLockPagableCodeSection', 'AddressWithinSection: PVOID | DRIVER_ROUTINE', LOCKS, lock),
  routine(
    'MmLockPagableSectionByHandle',
    'ImageSectionHandle: PVOID',
    { max: APC_LEVEL, isEvent: true, summary: 'Keeps a section that was locked before in memory once more.' },
    (nt, handle: number) => {
      const section = nt.kernel.code.byHandle(handle);
      if (section !== undefined) section.lockCount += 1;
    },
  ),
  routine(
    'MmUnlockPagableImageSection',
    'ImageSectionHandle: PVOID',
    { max: APC_LEVEL, isEvent: true, summary: 'Takes one lock of a section back; after the last it may be paged out.' },
    (nt, handle: number) => {
      const section = nt.kernel.code.byHandle(handle);
      if (section !== undefined) section.lockCount = Math.max(0, section.lockCount - 1);
    },
  ),
  routine(
    'SandboxAllocText',
    'DriverObject: PDRIVER_OBJECT, Section: string, Routine: PVOID | DRIVER_ROUTINE',
    {
      ...SANDBOX,
      max: PASSIVE_LEVEL,
      summary:
        'Puts a routine into a section of code that may be paged out, as `#pragma alloc_text(PAGE, Routine)` does in C.',
    },
    (nt, driver: DRIVER_OBJECT, section: string, place: Routine | number) => {
      const address = addressIn(nt, place);
      const index = nt.io.driverAt(driver.address)?.entry.index ?? nt.kernel.driver;
      nt.kernel.code.place(index, section, address, nt.kernel.memory.routine(address)?.name ?? '');
    },
  ),
];
