/** Reads what a device needs of the machine: memory, ports, interrupts. */
import type { Node } from 'jsonc-parser';
import { parseUnsigned } from '../../base/hex.ts';
import type { ResourceDescription } from './description.ts';
import type { Findings } from './findings.ts';
import { readFlag, readList, readObject, readSize, readWord } from './read-values.ts';
import { RESOURCE_TYPES, type ResourceType, SHAPE } from './shape.ts';

const LIMITS = {
  memory: { least: 16, most: 2 ** 28, powerOfTwo: true },
  port: { least: 1, most: 256, powerOfTwo: true },
} as const;
const DEFAULT_LENGTH: Readonly<Record<ResourceType, number>> = { memory: 4096, port: 32, interrupt: 1 };
/** The last address, port or interrupt that there is. */
const LAST: Readonly<Record<ResourceType, number>> = { memory: 0xffff_ffff, port: 0xffff, interrupt: 23 };

export function readResources(findings: Findings, node: Node | undefined): readonly ResourceDescription[] {
  return readList(findings, node, '"resources"').flatMap((item) => readResource(findings, item) ?? []);
}

function readResource(findings: Findings, node: Node): ResourceDescription | null {
  const fields = readObject(findings, node, SHAPE.resource, 'A resource', ['type']);
  const type = fields === null ? null : readWord(findings, fields.type, 'The type of a resource', RESOURCE_TYPES);
  if (fields === null || type === null) {
    return null;
  }
  const { size, shared } = fields;
  if (type === 'interrupt' && size !== undefined) {
    findings.error(size, 'wrong-property', () => 'An interrupt has no "size".');
  }
  const length = type === 'interrupt' ? 1 : readSize(findings, size, `The size of a ${type} resource`, LIMITS[type]);
  const places = readPlaces(findings, fields.at, type);
  return { type, length: length ?? DEFAULT_LENGTH[type], places, isShared: readFlag(findings, shared, '"shared"') };
}

function readPlaces(findings: Findings, node: Node | undefined, type: ResourceType): readonly number[] {
  if (node === undefined) {
    return [];
  }
  const items = node.type === 'array' ? (node.children ?? []) : [node];
  return items.flatMap((item) => {
    const value = typeof item.value === 'number' ? item.value : parseUnsigned(String(item.value ?? ''));
    if (value !== undefined && Number.isInteger(value) && value >= 0 && value <= LAST[type]) {
      return [value];
    }
    const most = type === 'interrupt' ? '23' : `0x${LAST[type].toString(16).toUpperCase()}`;
    findings.error(item, 'bad-number', () => `"at" of a resource of this type is a number from 0 to ${most}.`);
    return [];
  });
}
