/** What a name leads to: a device object, by its own name, a symbolic link, or the link of a device interface. */
import { STATUS_OBJECT_NAME_COLLISION, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { OpenFile } from '../io/file-object.ts';
import type { PnpManager } from './pnp-manager.ts';

/** Links to links that are followed before a name counts as unknown. */
const MOST_LINKS = 16;

/** The namespace has two names for the same directory. */
function keyOf(name: string): string {
  return name.toLowerCase().replace(/^\\dosdevices\\/, '\\??\\');
}

export function createSymbolicLink(pnp: PnpManager, link: string, target: string): NTSTATUS {
  const key = keyOf(link);
  if (pnp.io.symbolicLinks.has(key) || pnp.io.names.has(key)) return STATUS_OBJECT_NAME_COLLISION;
  pnp.io.symbolicLinks.set(key, target);
  return STATUS_SUCCESS;
}

export function deleteSymbolicLink(pnp: PnpManager, link: string): NTSTATUS {
  return pnp.io.symbolicLinks.delete(keyOf(link)) ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}

export function deviceByName(pnp: PnpManager, name: string): DEVICE_OBJECT | null {
  let key = keyOf(name);
  for (let links = 0; links < MOST_LINKS; links += 1) {
    const found = pnp.interfaces.get(key);
    if (found !== undefined) return found.isEnabled ? found.devnode.pdo : null;
    const address = pnp.io.names.get(key);
    if (address !== undefined) return pnp.kernel.memory.view(DEVICE_OBJECT, address);
    const target = pnp.io.symbolicLinks.get(key);
    if (target === undefined) return null;
    key = keyOf(target);
  }
  return null;
}

export async function openByName(pnp: PnpManager, name: string): Promise<OpenFile | NTSTATUS> {
  const device = deviceByName(pnp, name);
  return device === null ? STATUS_OBJECT_NAME_NOT_FOUND : pnp.files.open(device, false);
}
