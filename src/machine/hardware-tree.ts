/** Makes the emulated hardware from a machine file's description. */
import { type HardwareNode, Medium, NO_POWER_FACTS } from '../kernel/pnp/hardware.ts';
import type { DeviceDescription, DriverUse, MachineDescription, VolumeDescription } from './file/description.ts';

/** The filter that stands on every disk without being named, as partmgr does. */
const DISK_CLASS_FILTER = 'partmgr';

/** A partition begins where tools put it. */
const FIRST_PARTITION = 1_048_576n;

type Writable = { -readonly [K in keyof HardwareNode]: HardwareNode[K] };

interface Facts {
  readonly deviceId: string;
  readonly compatibleIds: readonly string[];
  readonly description: string;
}

const FACTS: Readonly<Record<string, Facts>> = {
  root: { deviceId: 'HTREE\\ROOT', compatibleIds: [], description: 'This machine' },
  acpi: { deviceId: 'ACPI_HAL\\PNP0C08', compatibleIds: ['*PNP0C08'], description: 'ACPI system' },
  platform: { deviceId: 'ACPI\\SOCP0001', compatibleIds: [], description: 'Power of the platform' },
  pci: { deviceId: 'ACPI\\PNP0A08', compatibleIds: ['*PNP0A03'], description: 'PCI bus' },
  storport: { deviceId: 'PCI\\VEN_1B36&DEV_0010', compatibleIds: ['PCI\\CC_0100'], description: 'Storage adapter' },
  disk: {
    deviceId: 'SCSI\\Disk&Ven_Sandbox&Prod_RAM_Disk',
    compatibleIds: ['SCSI\\Disk', 'GenDisk'],
    description: 'Disk',
  },
  volmgr: { deviceId: 'ROOT\\volmgr', compatibleIds: [], description: 'Volume manager' },
  volume: { deviceId: 'STORAGE\\Volume', compatibleIds: [], description: 'Volume' },
  null: { deviceId: 'SANDBOX\\Null', compatibleIds: [], description: 'Null device' },
};

function names(uses: readonly DriverUse[]): readonly string[] {
  return uses.map((use) => use.driver);
}

function node(parent: HardwareNode | null, kind: string, id: string, more: Partial<Writable>): HardwareNode {
  const facts = FACTS[kind] ?? { deviceId: `SANDBOX\\${kind}`, compatibleIds: [], description: kind };
  const made: HardwareNode = {
    id,
    number: 0,
    present: true,
    parent,
    children: [],
    kind,
    deviceId: facts.deviceId,
    instanceId: id,
    hardwareIds: [facts.deviceId],
    compatibleIds: facts.compatibleIds,
    description: facts.description,
    location: parent === null ? '' : `on ${parent.id}`,
    functionDriver: kind,
    upperFilters: [],
    lowerFilters: [],
    resources: [],
    isRemovable: false,
    isEjectable: false,
    power: NO_POWER_FACTS,
    mediumSize: 0n,
    medium: null,
    members: [],
    shownUnder: null,
    ...more,
  };
  parent?.children.push(made);
  return made;
}

/**
 * The root, with the ACPI system that holds the file's devices, and the volume manager when there are volumes.
 *
 * @param media - what disks hold already, by their ids
 */
export function makeHardware(description: MachineDescription, media: ReadonlyMap<string, Medium>): HardwareNode {
  const root = node(null, 'root', 'root', { description: description.name });
  const acpi = node(root, 'acpi', 'acpi0', {});
  // In front of the devices that its plug-in is to be offered.
  if (description.pep === 'soc') node(acpi, 'platform', 'platform0', {});
  const volumes: { disk: HardwareNode; volume: VolumeDescription; offset: bigint }[] = [];
  const add = (parent: HardwareNode, device: DeviceDescription): void => {
    const made = addDevice(parent, device, media.get(device.id));
    let offset = FIRST_PARTITION;
    for (const volume of device.disk?.volumes ?? []) {
      volumes.push({ disk: made, volume, offset });
      offset += BigInt(volume.sizeBytes);
    }
    for (const child of device.children) add(made, child);
  };
  for (const device of description.devices) add(acpi, device);
  if (volumes.length > 0) {
    const volmgr = node(root, 'volmgr', 'volmgr0', {});
    for (const { disk, volume, offset } of volumes) addVolume(volmgr, disk, volume, offset);
  }
  return root;
}

/** @param kept - the medium of the same disk before the restart */
function addDevice(parent: HardwareNode, device: DeviceDescription, kept: Medium | undefined): HardwareNode {
  const kind = device.functionDriver.driver;
  const size = BigInt(device.disk?.sizeBytes ?? 0);
  const filters = names(device.upperFilters);
  const isDisk = device.disk !== null;
  return node(parent, kind, device.id, {
    ...(device.description === null ? {} : { description: device.description }),
    ...(device.hardwareIds.length === 0
      ? {}
      : { hardwareIds: device.hardwareIds, deviceId: device.hardwareIds[0] ?? '' }),
    upperFilters: isDisk && !filters.includes(DISK_CLASS_FILTER) ? [DISK_CLASS_FILTER, ...filters] : filters,
    lowerFilters: names(device.lowerFilters),
    ...(device.miniport === null ? {} : { miniport: device.miniport.driver }),
    resources: device.resources,
    isRemovable: device.isRemovable,
    isEjectable: device.isEjectable,
    power: device.power,
    mediumSize: size,
    medium: isDisk ? (kept?.size === size ? kept : new Medium(size)) : null,
  });
}

function addVolume(volmgr: HardwareNode, disk: HardwareNode, volume: VolumeDescription, offset: bigint): void {
  node(volmgr, 'volume', volume.id, {
    functionDriver: null,
    upperFilters: names(volume.upperFilters),
    lowerFilters: names(volume.lowerFilters),
    mediumSize: BigInt(volume.sizeBytes),
    members: [{ disk, offset }],
    location: `on ${disk.id}`,
    shownUnder: disk,
  });
}
