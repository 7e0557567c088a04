/** IRP_MN_QUERY_RESOURCE_REQUIREMENTS in a PDO: memory, ports and interrupts that the child needs. */
import {
  cast,
  ExAllocatePool2,
  IO_RESOURCE_DESCRIPTOR,
  IO_RESOURCE_REQUIREMENTS_LIST,
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
