/** Reads the device tree of a machine file. */
import type { Node } from 'jsonc-parser';
import type { DeviceDescription, DriverDescription, DriverUse, VolumeDescription } from './description.ts';
import { type Findings, hint } from './findings.ts';
import { INBOX_DRIVERS, type InboxRole, inboxNames } from './inbox-names.ts';
import { badName, readRegistry } from './read-drivers.ts';
import { readPower } from './read-power.ts';
import { readResources } from './read-resources.ts';
import { type Fields, readFlag, readList, readObject, readSize, readString, readStrings } from './read-values.ts';
import { DEFAULTS, ID_PATTERN, SHAPE } from './shape.ts';
import { sizeText } from './size.ts';

/** Deeper than any real machine, and far from the end of the stack. */
const DEEPEST = 64;
/** Devices that the sandbox itself puts into the tree. */
const RESERVED_IDS: ReadonlyMap<string, string> = new Map([
  ['root', 'the root of the device tree'],
  ['acpi0', 'the ACPI system that every machine has'],
  ['volmgr0', 'the volume manager that the sandbox adds'],
  ['platform0', 'the power plug-in that `"pep": "soc"` adds'],
]);
const DISK_LIMITS = { least: 2 ** 16, most: 2 ** 40, multipleOf: 512 };

type DeviceFields = Fields<(typeof SHAPE.device)[number]>;

export interface DeviceReader {
  readonly findings: Findings;
  readonly drivers: ReadonlyMap<string, DriverDescription>;
  /** Ids of devices and volumes met so far. */
  readonly ids: Set<string>;
  /** Drivers of the file that a device uses. */
  readonly used: Set<string>;
}

export function readDevices(reader: DeviceReader, node: Node | undefined, depth = 1): DeviceDescription[] {
  if (depth > DEEPEST && node !== undefined) {
    reader.findings.error(node, 'too-deep', () => `Devices can stand at most ${DEEPEST} levels deep.`);
    return [];
  }
  const what = depth === 1 ? '"devices"' : '"children"';
  return readList(reader.findings, node, what).flatMap((item) => readDevice(reader, item, depth) ?? []);
}

function readDevice(reader: DeviceReader, node: Node, depth: number): DeviceDescription | null {
  const { findings } = reader;
  const fields = readObject(findings, node, SHAPE.device, 'A device', ['id', 'function']);
  if (fields === null) {
    return null;
  }
  const id = readId(reader, fields.id);
  const functionDriver = readUse(reader, fields.function, 'function');
  const name = functionDriver?.driver;
  const miniport = readMiniport(reader, fields, name);
  const children = readDevices(reader, fields.children, depth + 1);
  checkChildren(reader, fields, name);
  const disk = readDisk(reader, fields, name);
  const isEjectable = readFlag(findings, fields.ejectable, '"ejectable"');
  const device = {
    description: readString(findings, fields.description, '"description"'),
    hardwareIds: readStrings(findings, fields.hardwareIds, '"hardwareIds"'),
    miniport,
    upperFilters: readFilters(reader, fields.upperFilters, '"upperFilters"'),
    lowerFilters: readFilters(reader, fields.lowerFilters, '"lowerFilters"'),
    registry: readRegistry(findings, fields.registry),
    resources: readResources(findings, fields.resources),
    isRemovable: isEjectable || readFlag(findings, fields.removable, '"removable"'),
    isEjectable,
    power: readPower(findings, fields.power),
    disk,
    children,
    place: findings.place(fields.id ?? node),
  };
  return id === null || functionDriver === null ? null : { id, functionDriver, ...device };
}

function readId(reader: DeviceReader, node: Node | undefined): string | null {
  const id = readString(reader.findings, node, '"id"');
  if (id === null || node === undefined) {
    return null;
  }
  if (!ID_PATTERN.test(id)) {
    reader.findings.error(node, 'bad-name', () => badName('device', id));
    return null;
  }
  const own = RESERVED_IDS.get(id);
  if (reader.ids.has(id) || own !== undefined) {
    const other = own ?? 'another device';
    reader.findings.error(node, 'duplicate-id', () => `\`${id}\` is the id of ${other}. Ids must differ.`);
    return null;
  }
  reader.ids.add(id);
  return id;
}

function readFilters(reader: DeviceReader, node: Node | undefined, what: string): DriverUse[] {
  return readList(reader.findings, node, what).flatMap((item) => readUse(reader, item, 'filter') ?? []);
}

const ROLE_TEXT: Record<InboxRole, string> = {
  function: 'a function driver',
  filter: 'a filter driver',
  miniport: 'a miniport driver',
  automatic: 'a driver that the sandbox itself puts where it belongs',
};

function readUse(reader: DeviceReader, node: Node | undefined, role: InboxRole): DriverUse | null {
  const { findings, drivers, used } = reader;
  const driver = readString(findings, node, `The name of ${ROLE_TEXT[role]}`);
  if (driver === null || node === undefined) {
    return null;
  }
  const inbox = INBOX_DRIVERS.get(driver);
  const fits = inboxNames(role);
  if (inbox === undefined && !drivers.has(driver)) {
    const known = [...new Set([...drivers.keys(), ...fits])].filter((name) => drivers.has(name) || fits.includes(name));
    findings.error(
      node,
      'unknown-driver',
      () => `There is no driver \`${driver}\`.${hint(driver, known)} Your own drivers stand under "drivers".`,
    );
    return null;
  }
  if (inbox !== undefined && inbox.role !== role) {
    findings.error(
      node,
      'wrong-role',
      () => `\`${driver}\` is ${ROLE_TEXT[inbox.role]}; here stands ${ROLE_TEXT[role]}.${hint('', fits, 'In-box')}`,
    );
    return null;
  }
  used.add(driver);
  return { driver, place: findings.place(node) };
}

/** Of yours alone: no driver of the sandbox's own is a dump filter. */
export function readDumpFilters(reader: DeviceReader, node: Node | undefined): DriverUse[] {
  const { findings, drivers, used } = reader;
  const own = [...drivers.values()].filter(({ source }) => source !== null).map(({ name }) => name);
  const found: DriverUse[] = [];
  for (const item of readList(findings, node, '"dumpFilters"')) {
    const driver = readString(findings, item, 'The name of a dump filter');
    if (driver === null) continue;
    if (!own.includes(driver)) {
      const text = `There is no driver \`${driver}\` of yours.${hint(driver, own)} Name one that stands under "drivers" with its source.`;
      findings.error(item, 'unknown-driver', () => text);
    } else if (found.some((one) => one.driver === driver)) {
      findings.error(item, 'duplicate-driver', () => `\`${driver}\` is a dump filter already. Name it once.`);
    } else {
      used.add(driver);
      found.push({ driver, place: findings.place(item) });
    }
  }
  return found;
}

function readMiniport(reader: DeviceReader, fields: DeviceFields, name: string | undefined): DriverUse | null {
  if (name === undefined) {
    return null;
  }
  if (name !== 'storport') {
    if (fields.miniport !== undefined) {
      reader.findings.error(
        fields.miniport,
        'wrong-property',
        () => `Only a device with the function driver \`storport\` has a miniport; this one has \`${name}\`.`,
      );
    }
    return null;
  }
  if (fields.miniport !== undefined) {
    return readUse(reader, fields.miniport, 'miniport');
  }
  return fields.function === undefined ? null : { driver: 'ramdisk', place: reader.findings.place(fields.function) };
}

function checkChildren(reader: DeviceReader, fields: DeviceFields, name: string | undefined): void {
  const inbox = name === undefined ? undefined : INBOX_DRIVERS.get(name);
  if (fields.children === undefined || inbox === undefined || inbox.bus) {
    return;
  }
  const remedy = name === 'disk' ? 'List what is on a disk under "volumes".' : 'Use a bus driver such as `pci`.';
  reader.findings.error(
    fields.children,
    'wrong-property',
    () => `\`${name}\` is no bus driver and reports no children. ${remedy}`,
  );
}

function readDisk(reader: DeviceReader, fields: DeviceFields, name: string | undefined): DeviceDescription['disk'] {
  const { findings } = reader;
  if (name !== 'disk') {
    for (const node of [fields.size, fields.volumes]) {
      if (node !== undefined && name !== undefined) {
        const property = node === fields.size ? 'size' : 'volumes';
        findings.error(
          node,
          'wrong-property',
          () => `Only a device with the function driver \`disk\` has "${property}"; this one has \`${name}\`.`,
        );
      }
    }
    return null;
  }
  const sizeBytes = readSize(findings, fields.size, 'The size of a disk', DISK_LIMITS) ?? DEFAULTS.diskBytes;
  const volumes = readList(findings, fields.volumes, '"volumes"').flatMap((item) => readVolume(reader, item) ?? []);
  const taken = volumes.reduce((sum, volume) => sum + volume.sizeBytes, 0);
  if (taken > sizeBytes && fields.volumes !== undefined) {
    findings.error(
      fields.volumes,
      'bad-size',
      () => `The volumes need ${sizeText(taken)}, but the disk has ${sizeText(sizeBytes)}.`,
    );
  }
  return { sizeBytes, volumes };
}

function readVolume(reader: DeviceReader, node: Node): VolumeDescription | null {
  const { findings } = reader;
  const fields = readObject(findings, node, SHAPE.volume, 'A volume', ['id', 'size']);
  if (fields === null) {
    return null;
  }
  const id = readId(reader, fields.id);
  const sizeBytes = readSize(findings, fields.size, 'The size of a volume', DISK_LIMITS);
  const upperFilters = readFilters(reader, fields.upperFilters, '"upperFilters"');
  const lowerFilters = readFilters(reader, fields.lowerFilters, '"lowerFilters"');
  const place = findings.place(fields.id ?? node);
  return id === null || sizeBytes === null ? null : { id, sizeBytes, upperFilters, lowerFilters, place };
}
