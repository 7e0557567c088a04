/** What the kernel and the messages need of a machine file's description. */
import type { CrashDumpKind } from '../kernel/dump/dump-stack.ts';
import type { MachineDescription } from './file/description.ts';

/** Values of each driver's Parameters key, by driver and by value name in lower case. */
export function registryOf(description: MachineDescription): ReadonlyMap<string, ReadonlyMap<string, number | string>> {
  const registry = new Map<string, Map<string, number | string>>();
  for (const driver of description.drivers.values()) {
    const values = new Map<string, number | string>();
    for (const [name, value] of Object.entries(driver.registry)) {
      if (typeof value === 'number' || typeof value === 'string') values.set(name.toLowerCase(), value);
      else if (typeof value === 'boolean') values.set(name.toLowerCase(), value ? 1 : 0);
    }
    registry.set(driver.name, values);
  }
  return registry;
}

/** Bytes of the dump file on a device; null: the machine file does not say. */
export function sizeOfDumpFile({ specialFiles }: MachineDescription, id: string): number | null {
  return specialFiles.find(({ device, type }) => device === id && type === 'dump')?.sizeBytes ?? null;
}

/** What a bug check writes; null: nothing. */
export function kindOfDump({ crashDump }: MachineDescription): CrashDumpKind | null {
  if (crashDump === 'none') return null;
  return crashDump === 'automatic' ? 'kernel' : crashDump;
}

/** Where the machine file names a device; its start for those that come with every machine. */
export function placeOfDevice(
  description: MachineDescription,
  id: string,
): { readonly line: number; readonly column: number } {
  const search = (
    devices: MachineDescription['devices'],
  ): { readonly line: number; readonly column: number } | undefined => {
    for (const device of devices) {
      if (device.id === id) return device.place;
      const found = device.disk?.volumes.find((volume) => volume.id === id)?.place ?? search(device.children);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(description.devices) ?? { line: 1, column: 1 };
}
