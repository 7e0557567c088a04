/** Resource lists in memory: the requirements that a bus reports, and the resources that START_DEVICE brings. */
import {
  CmResourceShareShared,
  CmResourceTypeInterrupt,
  CmResourceTypeMemory,
  CmResourceTypePort,
  IO_RESOURCE_ALTERNATIVE,
  PCIBus,
} from '../../abi/enums.ts';
import {
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_RESOURCE_LIST,
  IO_RESOURCE_DESCRIPTOR,
  IO_RESOURCE_REQUIREMENTS_LIST,
} from '../../abi/structs/resources.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';
import type { AssignedResource, Requirements, ResourceOption } from './arbiter.ts';

const TAG = poolTag('PnpR');
const REQUIREMENTS_HEAD = 32;
const LIST_HEAD = 8;
/** On a processor of this kind interrupt n is vector 0x30 + n, at the IRQL 27 - n. */
const FIRST_VECTOR = 0x30;
const HIGHEST_DEVICE_IRQL = 27;
const ALL_PROCESSORS = 1;

function optionOf(descriptor: IO_RESOURCE_DESCRIPTOR): ResourceOption | null {
  const { Type: type, Flags: flags, u } = descriptor;
  const isShared = descriptor.ShareDisposition === CmResourceShareShared;
  if (type === CmResourceTypeInterrupt) {
    const { MinimumVector: minimum, MaximumVector: maximum } = u.Interrupt;
    return { type, length: 1, alignment: 1, minimum, maximum, isShared, flags };
  }
  // Nobody competes for what is private to a device, and the other kinds do not exist here.
  if (type !== CmResourceTypeMemory && type !== CmResourceTypePort) return null;
  const { Length: length, Alignment, MinimumAddress, MaximumAddress } = u.Memory;
  const alignment = Math.max(1, Alignment);
  return { type, length, alignment, minimum: Number(MinimumAddress), maximum: Number(MaximumAddress), isShared, flags };
}

/** @param address - an IO_RESOURCE_REQUIREMENTS_LIST, or 0 for a device that needs nothing */
export function readRequirements({ memory }: Kernel, address: number): Requirements {
  if (address === 0) return [[]];
  const { AlternativeLists: count } = memory.view(IO_RESOURCE_REQUIREMENTS_LIST, address);
  const alternatives: ResourceOption[][][] = [];
  let at = address + REQUIREMENTS_HEAD;
  for (let list = 0; list < count; list += 1) {
    memory.touch(at, LIST_HEAD, false);
    const descriptors = memory.u32[(at + 4) >>> 2] ?? 0;
    const needs: ResourceOption[][] = [];
    for (let index = 0; index < descriptors; index += 1) {
      const place = at + LIST_HEAD + index * IO_RESOURCE_DESCRIPTOR.size;
      memory.touch(place, IO_RESOURCE_DESCRIPTOR.size, false);
      const descriptor = memory.view(IO_RESOURCE_DESCRIPTOR, place);
      const option = optionOf(descriptor);
      if (option === null) continue;
      if ((descriptor.Option & IO_RESOURCE_ALTERNATIVE) !== 0) needs.at(-1)?.push(option);
      else needs.push([option]);
    }
    alternatives.push(needs);
    at += LIST_HEAD + descriptors * IO_RESOURCE_DESCRIPTOR.size;
  }
  return alternatives;
}

function writeResource(descriptor: CM_PARTIAL_RESOURCE_DESCRIPTOR, one: AssignedResource, isTranslated: boolean): void {
  descriptor.Type = one.type;
  descriptor.Flags = one.flags;
  descriptor.ShareDisposition = one.isShared ? CmResourceShareShared : 1;
  if (one.type === CmResourceTypeInterrupt) {
    descriptor.u.Interrupt.Level = isTranslated ? HIGHEST_DEVICE_IRQL - one.start : one.start;
    descriptor.u.Interrupt.Vector = isTranslated ? FIRST_VECTOR + one.start : one.start;
    descriptor.u.Interrupt.Affinity = ALL_PROCESSORS;
  } else {
    descriptor.u.Memory.Start = BigInt(one.start);
    descriptor.u.Memory.Length = one.length;
  }
}

/** @returns a list in pool, which the caller frees, or null for a device without resources */
export function writeResources(
  { memory, pool }: Kernel,
  resources: readonly AssignedResource[],
  isTranslated: boolean,
): CM_RESOURCE_LIST | null {
  if (resources.length === 0) return null;
  const size = CM_RESOURCE_LIST.size + (resources.length - 1) * CM_PARTIAL_RESOURCE_DESCRIPTOR.size;
  const address = pool.allocate(size, TAG, 0, true);
  if (address === 0) return null;
  const list = memory.view(CM_RESOURCE_LIST, address);
  list.Count = 1;
  const full = list.List.get(0);
  full.InterfaceType = PCIBus;
  const partial = full.PartialResourceList;
  partial.Version = 1;
  partial.Revision = 1;
  partial.Count = resources.length;
  for (const [index, one] of resources.entries())
    writeResource(partial.PartialDescriptors.get(index), one, isTranslated);
  return list;
}

/** A copy of the list, because drivers may replace and free what they are given. 0: there is none, or no memory. */
export function copyRequirements({ memory, pool }: Kernel, address: number): number {
  if (address === 0) return 0;
  const { ListSize: size } = memory.view(IO_RESOURCE_REQUIREMENTS_LIST, address);
  const copy = pool.allocate(size, TAG, 0, true);
  if (copy !== 0) memory.copy(copy, address, size);
  return copy;
}
