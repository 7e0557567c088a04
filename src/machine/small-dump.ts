/** What goes into a small dump of a machine: its drivers, what drivers have asked for, and the objects of the kernel that it stands on. */
import { offsetOf } from '../abi/struct.ts';
import { DEVICE_OBJECT, DEVOBJ_EXTENSION, DRIVER_EXTENSION, DRIVER_OBJECT, IRP } from '../abi/structs/io.ts';
import type { Nt } from '../kernel/assemble.ts';
import type { DumpFacts } from '../kernel/dump/bugcheck-sequence.ts';
import type { SmallDumpRequest } from '../kernel/dump/file/small-dump.ts';
import { rangeAround, type SmallRange } from '../kernel/dump/file/small-ranges.ts';
import type { LoadedDriver } from '../kernel/io/io-manager.ts';
import type { KernelMemory } from '../kernel/mm/memory.ts';

/** The processor at the moment of the bug check. */
export interface StoppedThread {
  readonly id: number;
  readonly name: string;
  readonly irql: number;
  /** Of C code; null: the code that ran has no stack in memory. */
  readonly stack: SmallRange | null;
}

/** Bytes in front of Size in what begins with Type and Size. */
const SIZE_FIELD = 2;
/** A list of devices that a driver has written over may lead back to itself. */
const MOST_DEVICES = 65_536;

/** @param facts - as for any dump; `header.instruction` is the object of the driver whose code ran */
export function smallDumpOf(nt: Nt, facts: DumpFacts, thread: StoppedThread): SmallDumpRequest {
  const { memory, collected } = nt.bugCheck;
  const { header, secondary } = facts;
  const { drivers } = nt.io;
  return {
    header,
    secondary: [...secondary, ...(collected?.secondary ?? [])],
    ...(collected === null ? {} : { removedPages: collected.removedPages }),
    ranges: [
      ...(collected?.triageRanges ?? []),
      ...[...header.parameters, header.instruction].flatMap((address) => rangeAround(memory, address)),
      ...drivers.flatMap((driver) => objectsOf(memory, driver)),
      ...[...nt.io.irps.keys()].map((address) => sized(memory, address, IRP.size)),
    ],
    stack: thread.stack,
    // There is no machine code: the driver's object stands for its image, and the instruction lies in it.
    drivers: drivers.map(({ entry, object }) => ({
      name: entry.name,
      address: object.address,
      size: DRIVER_OBJECT.size,
    })),
    broken: drivers.findIndex(({ object }) => object.address === header.instruction),
    thread,
  };
}

/** Memory is looked at as it is: after a crash nobody knows what a driver has written there. */
function wordAt(memory: KernelMemory, address: number): number {
  return address + 4 <= memory.size ? memory.data.getUint32(address, true) : 0;
}

function shortAt(memory: KernelMemory, address: number): number {
  return address + 2 <= memory.size ? memory.data.getUint16(address, true) : 0;
}

/** An object that says itself how large it is. */
function sized(memory: KernelMemory, address: number, least: number): SmallRange {
  return { address, size: Math.max(least, shortAt(memory, address + SIZE_FIELD)) };
}

/** The characters of a UNICODE_STRING. */
function textOf(memory: KernelMemory, address: number): SmallRange {
  return { address: wordAt(memory, address + 4), size: shortAt(memory, address) };
}

function objectsOf(memory: KernelMemory, { object: { address } }: LoadedDriver): readonly SmallRange[] {
  const field = (name: string): number => address + (offsetOf(DRIVER_OBJECT, name) ?? 0);
  const extension = wordAt(memory, field('DriverExtension'));
  return [
    { address, size: DRIVER_OBJECT.size },
    { address: extension, size: DRIVER_EXTENSION.size },
    textOf(memory, field('DriverName')),
    textOf(memory, extension + (offsetOf(DRIVER_EXTENSION, 'ServiceKeyName') ?? 0)),
    ...devicesOf(memory, wordAt(memory, field('DeviceObject'))),
  ];
}

/** Device objects with their extensions, of the driver and of the system. */
function devicesOf(memory: KernelMemory, first: number): readonly SmallRange[] {
  const found = new Set<number>();
  const next = offsetOf(DEVICE_OBJECT, 'NextDevice') ?? 0;
  const extension = offsetOf(DEVICE_OBJECT, 'DeviceObjectExtension') ?? 0;
  for (let at = first; at !== 0 && !found.has(at) && found.size < MOST_DEVICES; at = wordAt(memory, at + next))
    found.add(at);
  return [...found].flatMap((at) => [
    sized(memory, at, DEVICE_OBJECT.size),
    { address: wordAt(memory, at + extension), size: DEVOBJ_EXTENSION.size },
  ]);
}
