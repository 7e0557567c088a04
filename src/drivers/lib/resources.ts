/** What a PDO says of the memory, ports and interrupts that its child needs, and of those that firmware has set up. */
import {
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_RESOURCE_LIST,
  CmResourceTypeInterrupt,
  cast,
  ExAllocatePool2,
  IO_RESOURCE_DESCRIPTOR,
  IO_RESOURCE_REQUIREMENTS_LIST,
  local,
  NULL,
  PCIBus,
  POOL_FLAG_PAGED,
  type PVOID,
  SandboxQueryChildResource,
  sizeof,
  type ULONG,
} from 'wdm';

const TAG = 'qeRB';

function* resourcesOf(childId: ULONG): Generator<readonly [index: ULONG, alternative: ULONG]> {
  for (let index = 0; SandboxQueryChildResource(childId, index, 0, NULL); index += 1) {
    for (let alternative = 0; SandboxQueryChildResource(childId, index, alternative, NULL); alternative += 1) {
      yield [index, alternative];
    }
  }
}

export function NeedsResources(childId: ULONG): boolean {
  return SandboxQueryChildResource(childId, 0, 0, NULL);
}

/** @returns a list in paged pool, or 0 when there is no memory */
export function AllocateRequirements(childId: ULONG): PVOID {
  const resources = [...resourcesOf(childId)];
  const size = sizeof(IO_RESOURCE_REQUIREMENTS_LIST) + (resources.length - 1) * sizeof(IO_RESOURCE_DESCRIPTOR);
  const address = ExAllocatePool2(POOL_FLAG_PAGED, size, TAG);
  if (address === 0) {
    return 0;
  }
  const requirements = cast(IO_RESOURCE_REQUIREMENTS_LIST, address);
  requirements.ListSize = size;
  requirements.InterfaceType = PCIBus;
  requirements.AlternativeLists = 1;
  const list = requirements.List.get(0);
  list.Version = 1;
  list.Revision = 1;
  list.Count = resources.length;
  for (const [position, [index, alternative]] of resources.entries()) {
    SandboxQueryChildResource(childId, index, alternative, list.Descriptors.get(position));
  }
  return address;
}

/** Resources of which the child has only ever one place: the firmware has put them there. */
function FixedResources(childId: ULONG): readonly IO_RESOURCE_DESCRIPTOR[] {
  return [...resourcesOf(childId)].flatMap(([index, alternative]) => {
    const described = local(IO_RESOURCE_DESCRIPTOR);
    SandboxQueryChildResource(childId, index, alternative, described);
    const { Interrupt: line, Memory: range } = described.u;
    const isFixed =
      described.Type === CmResourceTypeInterrupt
        ? line.MinimumVector === line.MaximumVector
        : range.MaximumAddress - range.MinimumAddress + 1n === BigInt(range.Length);
    return isFixed && !SandboxQueryChildResource(childId, index, 1, NULL) ? [described] : [];
  });
}

export function HasBootConfiguration(childId: ULONG): boolean {
  return FixedResources(childId).length > 0;
}

/** The answer to IRP_MN_QUERY_RESOURCES. @returns a list in paged pool, or 0 when there is no memory */
export function AllocateBootConfiguration(childId: ULONG): PVOID {
  const fixed = FixedResources(childId);
  const size = sizeof(CM_RESOURCE_LIST) + (fixed.length - 1) * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR);
  const address = ExAllocatePool2(POOL_FLAG_PAGED, size, TAG);
  if (address === 0) {
    return 0;
  }
  const list = cast(CM_RESOURCE_LIST, address);
  list.Count = 1;
  const full = list.List.get(0);
  full.InterfaceType = PCIBus;
  full.PartialResourceList.Version = 1;
  full.PartialResourceList.Revision = 1;
  full.PartialResourceList.Count = fixed.length;
  for (const [position, { Type: type, Flags: flags, ShareDisposition: share, u }] of fixed.entries()) {
    const descriptor = full.PartialResourceList.PartialDescriptors.get(position);
    descriptor.Type = type;
    descriptor.Flags = flags;
    descriptor.ShareDisposition = share;
    if (type === CmResourceTypeInterrupt) {
      descriptor.u.Interrupt.Level = u.Interrupt.MinimumVector;
      descriptor.u.Interrupt.Vector = u.Interrupt.MinimumVector;
      descriptor.u.Interrupt.Affinity = 1;
    } else {
      descriptor.u.Memory.Start = u.Memory.MinimumAddress;
      descriptor.u.Memory.Length = u.Memory.Length;
    }
  }
  return address;
}
