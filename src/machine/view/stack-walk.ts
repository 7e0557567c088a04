/** Walks a device stack without touching it: a driver may have deleted a device object on which others still stand. */
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { deviceIndexAt } from '../../kernel/io/device-object.ts';

const ATTACHED_DEVICE = DEVICE_OBJECT.fields.find(({ name }) => name === 'AttachedDevice')?.offset ?? 0;

export interface StackMember {
  readonly address: number;
  /** Number of the device object in the directory; 0 where it cannot be told any more. */
  readonly index: number;
  /** IoDeleteDevice was called for it. */
  readonly isDeleted: boolean;
  /** null: its memory was freed. Nobody can tell what stands above it. */
  readonly device: DEVICE_OBJECT | null;
}

export function isThere({ kernel }: Nt, address: number): boolean {
  return kernel.memory.isAccessible(address);
}

function memberAt(nt: Nt, address: number): StackMember {
  const { devices } = nt.kernel.sim.directory;
  const entry = isThere(nt, address) ? devices[deviceIndexAt(nt.io, address)] : undefined;
  // The memory may be something else's by now.
  if (entry === undefined || entry.address !== address || entry.index === 0) {
    const last = devices.findLast((one) => one.address === address);
    return { address, index: last?.index ?? 0, isDeleted: true, device: null };
  }
  const device = nt.io.deviceViews[entry.index] ?? nt.kernel.memory.view(DEVICE_OBJECT, address);
  return { address, index: entry.index, isDeleted: entry.deleted, device };
}

/** Device objects of a stack, top first. */
export function stackOf(nt: Nt, pdo: DEVICE_OBJECT): readonly StackMember[] {
  const { u32 } = nt.kernel.memory;
  const stack: StackMember[] = [];
  for (let at = pdo.address; at !== 0; at = u32[(at + ATTACHED_DEVICE) >>> 2] ?? 0) {
    const member = memberAt(nt, at);
    stack.unshift(member);
    if (member.device === null) break;
  }
  return stack;
}
