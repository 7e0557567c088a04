/** What the emulated hardware needs of the machine. */
import {
  APC_LEVEL,
  CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE,
  CM_RESOURCE_MEMORY_READ_WRITE,
  CM_RESOURCE_PORT_IO,
  CmResourceShareDeviceExclusive,
  CmResourceShareShared,
  CmResourceTypeInterrupt,
  CmResourceTypeMemory,
  CmResourceTypePort,
  IO_RESOURCE_ALTERNATIVE,
} from '../abi/enums.ts';
import type { IO_RESOURCE_DESCRIPTOR } from '../abi/structs/resources.ts';
import type { HardwareResource } from '../kernel/pnp/hardware.ts';
import { routine } from './routine.ts';

const KINDS = {
  memory: { type: CmResourceTypeMemory, flags: CM_RESOURCE_MEMORY_READ_WRITE, window: [0xe000_0000, 0xfebf_ffff] },
  port: { type: CmResourceTypePort, flags: CM_RESOURCE_PORT_IO, window: [0xc000, 0xffff] },
  interrupt: { type: CmResourceTypeInterrupt, flags: CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE, window: [5, 23] },
} as const;

/** Within the window of the bus, or at one place. A resource without a place of its own has one alternative. */
function describe(descriptor: IO_RESOURCE_DESCRIPTOR, resource: HardwareResource, alternative: number): void {
  const { type, flags, window } = KINDS[resource.type];
  const place = resource.places[alternative];
  const first = place ?? window[0];
  const last = place === undefined ? window[1] : place + resource.length - 1;
  descriptor.Option = alternative === 0 ? 0 : IO_RESOURCE_ALTERNATIVE;
  descriptor.Type = type;
  descriptor.Flags = flags;
  descriptor.ShareDisposition = resource.isShared ? CmResourceShareShared : CmResourceShareDeviceExclusive;
  if (resource.type === 'interrupt') {
    descriptor.u.Interrupt.MinimumVector = first;
    descriptor.u.Interrupt.MaximumVector = last;
    return;
  }
  descriptor.u.Memory.Length = resource.length;
  descriptor.u.Memory.Alignment = place === undefined ? resource.length : 1;
  descriptor.u.Memory.MinimumAddress = BigInt(first);
  descriptor.u.Memory.MaximumAddress = BigInt(last);
}

export const resourceRoutines = [
  routine(
    'SandboxQueryChildResource',
    'ChildId: ULONG, Index: ULONG, Alternative: ULONG, Descriptor: PIO_RESOURCE_DESCRIPTOR',
    {
      header: 'sandbox.h',
      source: 'sandbox',
      returns: 'BOOLEAN',
      max: APC_LEVEL,
      summary: 'Describes one resource that a device needs, or an alternative to it; FALSE when there is none.',
    },
    (nt, child: number, index: number, alternative: number, descriptor: IO_RESOURCE_DESCRIPTOR | null) => {
      const resource = nt.pnp.hardware.byNumber(child)?.resources[index];
      if (resource === undefined || alternative >= Math.max(1, resource.places.length)) return false;
      if (descriptor !== null) describe(descriptor, resource, alternative);
      return true;
    },
  ),
];
